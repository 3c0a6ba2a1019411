import "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { E as normalizeProject, b as textOf, h as isTable, n as pdmCause, v as tableOf } from "./steps-dependencies-lock-repair.js";
import { a as packageFolders, c as withNetrc, l as localsOf, n as fetchSdist, o as pythonIn, r as isRefused, s as pythonOf, t as builtApart, u as mayBuild } from "./steps-dependencies-install-local.js";
import { t as refuseTarget } from "./steps-dependencies-install-python-no-target.js";
import { n as editableWithPip, t as buildWithPip } from "./steps-dependencies-install-python-pip-build.js";
import { a as projectOf, i as copyProject, o as readPyproject, r as prove, t as versionOf } from "./steps-dependencies-install-python-project-copy.js";
import { dirname, isAbsolute, join } from "node:path";
import { access, mkdir, rm } from "node:fs/promises";
// packages/steps/src/dependencies/install/python/pdm-settings.ts
/** Nothing of the user's configuration, no keyring, no hooks, and a cache that is gone afterwards. */
function pdmSettings(temporary) {
	const config = join(temporary, "config");
	return {
		PDM_CONFIG_FILE: join(config, "config.toml"),
		XDG_CONFIG_DIRS: config,
		PDM_CACHE_DIR: join(temporary, "cache"),
		PDM_LOG_DIR: join(temporary, "log"),
		PDM_USE_UV: "false",
		PDM_ONLY_BINARY: ":all:",
		PYTHON_KEYRING_BACKEND: "keyring.backends.null.Keyring",
		...pdmQuiet
	};
}
/** No questions, and nothing that is asked of the outside. */
const pdmQuiet = {
	PDM_CHECK_UPDATE: "false",
	PDM_NON_INTERACTIVE: "true",
	NO_COLOR: "1",
	COLUMNS: "1000"
};
// packages/steps/src/dependencies/install/python/pdm-environment.ts
/**
* The virtual environment that PDM has for a project; PDM makes it where there is none. The configuration of the user counts
* for this one question, since it says where environments are, and later commands will ask in the same way.
*/
async function pdmEnvironment(context, project) {
	const options = {
		cwd: project,
		env: pdmQuiet,
		signal: context.signal
	};
	if (context.inputs.python !== "python3") await context.exec.run("pdm", [
		"use",
		"--force",
		pythonOf(context)
	], options);
	const { exitCode, stdout } = await context.exec.run("pdm", ["info", "--python"], {
		...options,
		onLine: () => void 0
	});
	const python = stdout.trim().split("\n").at(-1) ?? "";
	const environment = dirname(dirname(python));
	if (exitCode === 0 && isAbsolute(python) && await exists(join(environment, "pyvenv.cfg"))) return environment;
	throw new StepError("CHILD_FAILED", {
		message: `pdm has no virtual environment for the project (exit ${exitCode})`,
		fix: "turn python.use_venv on, or make one: pdm venv create"
	});
}
async function exists(path) {
	return await access(path).then(() => true, () => false);
}
// packages/steps/src/dependencies/install/python/pdm-project.ts
/** The pyproject of an install alone: what says what is installed, all of it from one index. Scripts of PDM are hooks. */
function withIndex(pyproject, index) {
	const { readme: _, license: __, "license-files": ___, ...project } = tableOf(pyproject.project);
	const settings = tableOf(tableOf(pyproject.tool).pdm);
	const kept = ["dev-dependencies", "resolution"].filter((key) => settings[key] !== void 0);
	const source = [{
		name: "pypi",
		url: index,
		verify_ssl: true
	}];
	const groups = pyproject["dependency-groups"];
	return {
		project,
		...isTable(groups) ? { "dependency-groups": groups } : {},
		tool: { pdm: {
			...Object.fromEntries(kept.map((key) => [key, settings[key]])),
			...settings.source === void 0 ? {} : { source }
		} }
	};
}
/** The lock without folders of the project, which would be built, and without packages that are built later. */
function withoutBuilds(lock, isLeft) {
	return lock.split(/^(?=\[\[package\]\]\s*$)/m).filter((part, index) => {
		if (index === 0) return true;
		const name = /^name = "([^"]*)"/m.exec(part)?.[1] ?? "";
		return !/^path = "/m.test(part) && !isLeft(name);
	}).join("");
}
/**
* The lock with the address of each file, as PDM itself writes it with `static_urls`: a file that is not what the lock says is
* then told as such, and not as a package that the index lacks.
*/
function withAddresses(lock, endpoint) {
	return lock.split(/^(?=\[\[package\]\]\s*$)/m).map((part, index) => index === 0 ? asStatic(part) : addressed(part, endpoint)).join("");
}
function asStatic(head) {
	return head.replace(/^strategy = \[(?!.*static_urls)/m, "strategy = [\"static_urls\", ");
}
function addressed(part, endpoint) {
	const name = normalizeProject(/^name = "([^"]*)"/m.exec(part)?.[1] ?? "");
	const version = /^version = "([^"]*)"/m.exec(part)?.[1] ?? "";
	return part.replace(/^(\s*\{)file = "([^"/]+)"/gm, (_, before, file) => `${before}url = "${endpoint}simple/${name}/${version}/${file}"`);
}
// packages/steps/src/dependencies/install/python/pdm-install.ts
/** Installs a copy of the project, whose only index is the repository, into the environment of the project itself. */
async function installPdm(project, access, temporary) {
	const { source, folder, locals } = project;
	const { context, lock } = source;
	const built = builtApart(source);
	const sdists = join(temporary, "sdists");
	for (const requirement of built) await fetchSdist(context, requirement, access, sdists);
	const copy = join(temporary, "project");
	await copyWithIndex(project, new Set(built.map((requirement) => requirement.project)), access, copy);
	const environment = await pdmEnvironment(context, folder);
	const python = pythonIn(environment);
	await mkdir(join(temporary, "config"));
	const index = {
		PDM_PYPI_URL: `${access.endpoint}simple/`,
		VIRTUAL_ENV: environment
	};
	const args = [
		"sync",
		"--no-self",
		"--reinstall",
		"--skip=:all"
	];
	const result = await withNetrc(context, access, temporary, (netrc) => context.exec.run("pdm", args, {
		cwd: copy,
		env: {
			...pdmSettings(temporary),
			...index,
			...netrc
		},
		signal: context.signal
	}));
	if (result.exitCode !== 0) return {
		state: "refused",
		cause: await causeOf(context, access, result),
		result
	};
	if (built.length > 0) await buildWithPip(context, built, sdists, {
		temporary,
		python
	});
	for (const local of locals.filter(({ name }) => mayBuild(context, name))) await editableWithPip(context, join(folder, local.folder), {
		temporary,
		python
	});
	return await prove(lock.packages, await packageFolders(context, python));
}
async function copyWithIndex({ source, pyproject }, left, { endpoint, token }, copy) {
	const { stringify } = await import("./smol-toml.js");
	const ours = stringify(withIndex(pyproject, `${endpoint}simple/`));
	await copyProject(source, {
		endpoint,
		token
	}, copy, async (_, lock) => [ours, withAddresses(withoutBuilds(lock, (name) => left.has(normalizeProject(name))), endpoint)]);
}
async function causeOf(context, access, result) {
	const cause = pdmCause(result);
	if (cause === "mismatch" || cause === "denied") return cause;
	if (await isRefused(context, access)) return "denied";
	return cause === "stale" ? "unknown" : cause;
}
// packages/steps/src/dependencies/install/python/pdm.ts
/** Installs with `pdm sync`, into the virtual environment that PDM itself has for the project. */
async function openPdm(source) {
	const { context, lock } = source;
	refuseTarget(context);
	const folder = projectOf(source, "pdm.lock");
	const version = await versionOf(context, {
		command: "pdm",
		prefix: "PDM, version ",
		oldest: [2, 12],
		lacks: "writes locks that do not say when a package applies",
		env: pdmSettings("")
	});
	if (!lock.requirements) throw untelling(lock.file);
	const pyproject = await readPyproject(source, folder);
	await checkFresh(context, folder);
	const locals = [{
		name: normalizeProject(textOf(tableOf(pyproject.project).name) ?? ""),
		folder: "."
	}, ...(await localsOf(source)).filter((local) => local.folder !== ".")];
	return {
		local: locals.map(({ name }) => name),
		version: async () => version,
		install: (access, temporary) => installPdm({
			source,
			folder,
			pyproject,
			locals
		}, access, temporary)
	};
}
/** Where packages do not say when they apply, PDM resolves anew, and folders of the project cannot be left out. */
function untelling(file) {
	return new StepError("LOCK_INVALID", {
		message: `"${file}" does not say of each package when it applies`,
		fix: "write the lock anew and commit it: pdm lock --strategy inherit_metadata"
	});
}
/** Asks PDM whether the lock is that of the project as it lies there; it needs no network for that. */
async function checkFresh(context, project) {
	const temporary = await context.files.temporary("pdm");
	try {
		const settings = pdmSettings(temporary);
		await mkdir(join(temporary, "config"));
		const result = await context.exec.run("pdm", ["lock", "--check"], {
			cwd: project,
			env: settings,
			signal: context.signal
		});
		if (result.exitCode === 0) return;
		const isStale = pdmCause(result) === "stale";
		throw new StepError(isStale ? "LOCK_STALE" : "CHILD_FAILED", {
			message: isStale ? `"${context.inputs.lock}" is not the lock of its project any more` : `pdm cannot read "${context.inputs.lock}" with its project (exit ${result.exitCode})`,
			fix: isStale ? "write the lock anew and commit it: pdm lock" : "see the output above"
		});
	} finally {
		await rm(temporary, {
			recursive: true,
			force: true
		});
	}
}
export { openPdm };
