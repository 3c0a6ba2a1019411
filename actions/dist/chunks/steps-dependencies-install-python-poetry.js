import "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { E as normalizeProject, _ as parseToml, a as poetryCause, b as textOf, d as wheelsOnly, f as withSource, m as hashKinds, p as contentHash, u as hashKindOf, v as tableOf } from "./steps-dependencies-lock-repair.js";
import { a as packageFolders, c as withNetrc, i as buildFailed, l as localsOf, n as fetchSdist, o as pythonIn, s as pythonOf, t as builtApart, u as mayBuild } from "./steps-dependencies-install-local.js";
import { t as refuseTarget } from "./steps-dependencies-install-python-no-target.js";
import { n as editableWithPip, t as buildWithPip } from "./steps-dependencies-install-python-pip-build.js";
import { a as projectOf, i as copyProject, n as forget, o as readPyproject, r as prove, t as versionOf } from "./steps-dependencies-install-python-project-copy.js";
import { join } from "node:path";
import { rm } from "node:fs/promises";
// packages/steps/src/dependencies/install/python/poetry-environment.ts
/**
* The environment that Poetry has for a project; it is made where there is none. The configuration of the user counts for this
* one question, since it says where environments are, and later commands will ask in the same way.
*/
async function poetryEnvironment(context, project) {
	if (context.inputs.python !== "python3") await ask(context, project, [
		"env",
		"use",
		pythonOf(context)
	]);
	const known = await pathOf(context, project);
	if (known !== "") return known;
	const made = await ask(context, project, [
		"run",
		"python",
		"-c",
		""
	]);
	const path = made.exitCode === 0 ? await pathOf(context, project) : "";
	if (path !== "") return path;
	throw new StepError("CHILD_FAILED", {
		message: `poetry made no environment for the project (exit ${made.exitCode})`,
		fix: "see the output above; the Python of the project must be installed"
	});
}
async function pathOf(context, project) {
	const { exitCode, stdout } = await context.exec.run("poetry", [
		"env",
		"info",
		"--path"
	], {
		cwd: project,
		env: quiet,
		onLine: () => void 0,
		signal: context.signal
	});
	return exitCode === 0 ? stdout.trim().split("\n").at(-1) ?? "" : "";
}
async function ask(context, project, args) {
	return await context.exec.run("poetry", args, {
		cwd: project,
		env: quiet,
		signal: context.signal
	});
}
const quiet = {
	POETRY_KEYRING_ENABLED: "false",
	NO_COLOR: "1"
};
// packages/steps/src/dependencies/install/python/poetry-settings.ts
/** Nothing of the user's configuration, no keyring, and a cache that is gone afterwards. */
function poetrySettings(temporary) {
	return {
		POETRY_CONFIG_DIR: join(temporary, "config"),
		POETRY_CACHE_DIR: join(temporary, "cache"),
		POETRY_KEYRING_ENABLED: "false",
		PYTHON_KEYRING_BACKEND: "keyring.backends.null.Keyring",
		POETRY_INSTALLER_RE_RESOLVE: "false",
		POETRY_INSTALLER_ONLY_BINARY: ":all:",
		NO_COLOR: "1"
	};
}
// packages/steps/src/dependencies/install/python/poetry-install.ts
/** Installs a copy of the project, whose only source is the repository, into the environment of the project itself. */
async function installPoetry(project, access, temporary) {
	const { context, lock } = project.source;
	const built = builtLater(project);
	const sdists = join(temporary, "sdists");
	for (const requirement of built) await fetchSdist(context, requirement, access, sdists);
	const copy = join(temporary, "project");
	await copyWithSource(project, built, access, copy);
	const environment = await poetryEnvironment(context, project.folder);
	const python = pythonIn(environment);
	await forget(lock.packages, await packageFolders(context, python), "poetry");
	const args = [
		"install",
		"--no-root",
		"--no-directory",
		"--no-interaction",
		"--no-plugins"
	];
	const result = await withNetrc(context, access, temporary, (netrc) => context.exec.run("poetry", args, {
		cwd: copy,
		env: {
			...poetrySettings(temporary),
			...netrc,
			VIRTUAL_ENV: environment
		},
		signal: context.signal
	}));
	if (result.exitCode !== 0) return {
		state: "refused",
		cause: poetryCause(result),
		result
	};
	if (built.length > 0) await buildWithPip(context, built, sdists, {
		temporary,
		python
	});
	await buildLocals(project, environment, temporary);
	return await prove(lock.packages, await packageFolders(context, python));
}
async function copyWithSource({ source, version, pyproject, hashKind }, built, access, copy) {
	const { stringify } = await import("./smol-toml.js");
	const priority = version.startsWith("1.") ? "default" : "primary";
	const ours = withSource(pyproject, `${access.endpoint}simple/`, priority);
	const left = new Set(built.map(({ project }) => project));
	await copyProject(source, access, copy, async (_, lock) => {
		const hash = contentHash(ours, hashKind);
		return [stringify(ours), wheelsOnly(lock, hash, (name) => left.has(normalizeProject(name)))];
	});
}
/** Poetry 1 resolves the lock anew, so that no package can be left out of it. */
function builtLater({ source, version }) {
	const built = builtApart(source);
	if (built.length === 0 || !version.startsWith("1.")) return built;
	throw new StepError("CHILD_MISSING", {
		message: `Poetry ${version} cannot leave out ${built.map(({ pin }) => pin).join(", ")}, which is to be built apart`,
		fix: "install Poetry 2 or later"
	});
}
async function buildLocals({ source: { context }, folder: project, locals }, environment, temporary) {
	for (const { folder } of locals.filter((local) => mayBuild(context, local.name))) if (folder === ".") await installRoot(context, project, environment, temporary);
	else {
		const build = {
			temporary,
			python: pythonIn(environment)
		};
		await editableWithPip(context, join(project, folder), build);
	}
}
/** Poetry brings what builds a project of its own, so nothing else must be in the environment. */
async function installRoot(context, project, environment, temporary) {
	const { exitCode } = await context.exec.run("poetry", [
		"install",
		"--only-root",
		"--no-interaction",
		"--no-plugins"
	], {
		cwd: project,
		env: {
			...poetrySettings(temporary),
			VIRTUAL_ENV: environment
		},
		signal: context.signal
	});
	if (exitCode !== 0) throw buildFailed(`"${project}"`, exitCode);
}
// packages/steps/src/dependencies/install/python/poetry.ts
/** Installs with `poetry install`, into the environment that Poetry itself has for the project. */
async function openPoetry(source) {
	const { context } = source;
	refuseTarget(context);
	const folder = projectOf(source, "poetry.lock");
	const version = await versionOf(context, {
		command: "poetry",
		prefix: "Poetry (version ",
		oldest: [1, 8],
		lacks: "cannot tell whether a lock is stale",
		env: poetrySettings("")
	});
	const pyproject = await readPyproject(source, folder);
	await checkFresh(context, folder);
	const hashKind = await checkHash(source, pyproject);
	const locals = [rootOf(pyproject), ...await localsOf(source)];
	return {
		local: locals.map(({ name }) => name),
		version: async () => version,
		downloads: {
			folder: "cache/artifacts",
			hashes: source.lock.packages.flatMap(({ hashes }) => hashes)
		},
		install: (access, temporary) => installPoetry({
			source,
			folder,
			version,
			pyproject,
			hashKind,
			locals
		}, access, temporary)
	};
}
/** The project itself does not stand in its lock. */
function rootOf(pyproject) {
	const name = textOf(tableOf(pyproject.project).name) ?? textOf(tableOf(tableOf(pyproject.tool).poetry).name);
	return {
		name: normalizeProject(name ?? ""),
		folder: "."
	};
}
/** Asks Poetry whether the lock is that of the project as it lies there; it needs no network for that. */
async function checkFresh(context, project) {
	const temporary = await context.files.temporary("poetry");
	try {
		const result = await context.exec.run("poetry", [
			"check",
			"--lock",
			"--no-interaction"
		], {
			cwd: project,
			env: poetrySettings(temporary),
			signal: context.signal
		});
		if (result.exitCode === 0 || poetryCause(result) !== "stale") return;
		throw new StepError("LOCK_STALE", {
			message: `"${context.inputs.lock}" is not the lock of its project any more`,
			fix: "write the lock anew and commit it: poetry lock"
		});
	} finally {
		await rm(temporary, {
			recursive: true,
			force: true
		});
	}
}
/** The copy of the project needs a hash of its own, so ours must be made as Poetry makes it. */
async function checkHash({ context, text }, pyproject) {
	const { lock } = context.inputs;
	const kind = hashKindOf(pyproject, (await parseToml(text, lock, "poetry")).root);
	if (kind !== void 0) return kind;
	throw new StepError("LOCK_INVALID", {
		message: `the content-hash of "${lock}" is none of the ${hashKinds.length} that are known for its pyproject.toml`,
		fix: "write the lock anew with a Poetry that is known to ml-ci (1.8 to 2.5), or install with pip from poetry export"
	});
}
export { openPoetry };
