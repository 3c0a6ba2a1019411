import "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { D as parsePipLock, O as renderPipLock, c as uvCause } from "./steps-dependencies-lock-repair.js";
import { a as packageFolders, c as withNetrc, i as buildFailed, l as localsOf, n as fetchSdist, o as pythonIn, s as pythonOf, u as mayBuild } from "./steps-dependencies-install-local.js";
import { a as projectOf, i as copyProject, r as prove, t as versionOf } from "./steps-dependencies-install-python-project-copy.js";
import { t as installRequirements } from "./steps-dependencies-install-python-requirements-install.js";
import { join } from "node:path";
import { mkdir, rm } from "node:fs/promises";
// packages/steps/src/dependencies/install/python/uv-settings.ts
/** Nothing of any configuration, no download of a Python, and a cache that is gone afterwards. */
function uvSettings(temporary) {
	return {
		UV_NO_CONFIG: "1",
		UV_NO_ENV_FILE: "1",
		UV_NO_PROGRESS: "1",
		UV_CACHE_DIR: join(temporary, "cache"),
		UV_KEYRING_PROVIDER: "disabled",
		UV_PYTHON_DOWNLOADS: "never",
		NO_COLOR: "1"
	};
}
// packages/steps/src/dependencies/install/python/uv-pip.ts
/** Installs requirements with `uv pip install --require-hashes`, into a folder or the environment of a Python. */
async function installWithUvPip(context, requirements, access, temporary, python) {
	return await installRequirements(context, requirements, access, temporary, uvPip(context, python));
}
/** `uv pip` for the environment of one Python. */
function uvPip(context, python) {
	return {
		async wheels(requirements, access, { isWhole, ...pass }) {
			const args = [
				"--only-binary",
				":all:",
				...isWhole ? [] : ["--no-deps"]
			];
			return await withNetrc(context, access, pass.temporary, (netrc) => {
				const env = {
					...netrc,
					UV_DEFAULT_INDEX: `${access.endpoint}simple/`
				};
				return installThem(context, requirements, {
					...pass,
					python,
					args,
					env
				});
			});
		},
		async build(requirements, { sdists, ...pass }) {
			const args = [
				"--no-deps",
				...buildArgs,
				"--no-binary",
				":all:",
				"--find-links",
				sdists
			];
			const env = pass.folder === void 0 ? {} : { PYTHONPATH: pass.folder };
			const done = await installThem(context, requirements, {
				...pass,
				python,
				args,
				env
			});
			if (done.state !== "refused" || done.cause !== "unknown") return done;
			throw buildFailed(requirements.map(({ pin }) => pin).join(", "), done.result.exitCode);
		}
	};
}
/** Installs a folder of the project so that its files are used where they lie, without token and network. */
async function installEditable(context, folder, temporary, python) {
	const args = [
		"pip",
		"install",
		"--python",
		python,
		"--no-deps",
		...buildArgs,
		"--editable",
		folder
	];
	const { exitCode } = await context.exec.run("uv", args, {
		cwd: temporary,
		env: uvSettings(temporary),
		signal: context.signal
	});
	if (exitCode !== 0) throw buildFailed(`"${folder}"`, exitCode);
}
const buildArgs = [
	"--no-build-isolation",
	"--offline",
	"--no-index"
];
async function installThem(context, requirements, { temporary, folder, python, args, env }) {
	const lock = join(temporary, "requirements.lock");
	await context.files.write(lock, renderPipLock(requirements));
	const command = [
		"pip",
		"install",
		"--python",
		python,
		"--reinstall",
		"--require-hashes",
		...folder === void 0 ? [] : ["--target", folder],
		...args
	];
	const result = await context.exec.run("uv", [
		...command,
		"-r",
		lock
	], {
		cwd: temporary,
		env: {
			...uvSettings(temporary),
			...env
		},
		signal: context.signal
	});
	if (result.exitCode !== 0) return {
		state: "refused",
		cause: uvCause(result),
		result
	};
	const packages = requirements.map(({ project, version, marker, hashes, line }) => ({
		name: project,
		version,
		hashes,
		mayBeAbsent: marker !== void 0,
		line
	}));
	return await prove(packages, folder === void 0 ? await packageFolders(context, python) : [folder]);
}
// packages/steps/src/dependencies/install/python/uv-sync.ts
/** Fills the environment of the project, or the target of the inputs, from its uv.lock with the addresses of the repository. */
async function syncUv(project, access, temporary) {
	const { context } = project.source;
	const copy = join(temporary, "project");
	await copyProject(project.source, access, copy);
	if (context.inputs.target !== void 0) return await installWithUvPip(context, await exported(project, copy, temporary), access, temporary, pythonOf(context));
	const built = (context.inputs.allowBuild.length > 0 ? await exported(project, copy, temporary) : []).filter((requirement) => mayBuild(context, requirement.project));
	const sdists = join(temporary, "sdists");
	for (const requirement of built) await fetchSdist(context, requirement, access, sdists);
	const environment = join(project.folder, ".venv");
	const refused = await sync(project, {
		copy,
		environment,
		temporary,
		built
	}, access);
	if (refused) return refused;
	const python = pythonIn(environment);
	if (built.length > 0) {
		const done = await uvPip(context, python).build(built, {
			temporary,
			folder: void 0,
			sdists
		});
		if (done.state !== "installed") return done;
	}
	for (const { name, folder } of project.locals) if (mayBuild(context, name)) await installEditable(context, join(project.folder, folder), temporary, python);
	return await prove(project.source.lock.packages, await packageFolders(context, python));
}
/** Installs all wheels of the lock; undefined where that went well. */
async function sync({ source: { context }, locals }, { copy, environment, temporary, built }, access) {
	const args = [
		"sync",
		"--frozen",
		"--no-build",
		"--reinstall",
		...[...locals.map(({ name }) => name), ...built.map(({ project }) => project)].map((name) => `--no-install-package=${name}`)
	];
	const result = await withNetrc(context, access, temporary, (netrc) => context.exec.run("uv", args, {
		cwd: copy,
		env: {
			...uvSettings(temporary),
			...chosenPython(context),
			...netrc,
			UV_PROJECT_ENVIRONMENT: environment
		},
		signal: context.signal
	}));
	return result.exitCode === 0 ? void 0 : {
		state: "refused",
		cause: uvCause(result),
		result
	};
}
/** uv looks for a Python that fits the project; one that was named is taken instead. */
function chosenPython(context) {
	return context.inputs.python === "python3" ? {} : { UV_PYTHON: pythonOf(context) };
}
/** What uv says a plain sync takes, each with the marker that it applies by: that stands on the edges of its lock. */
async function exported({ source: { context }, locals }, copy, temporary) {
	const file = join(temporary, "exported.txt");
	const args = [
		"export",
		"--frozen",
		"--offline",
		"--quiet",
		...locals.map(({ name }) => `--no-emit-package=${name}`)
	];
	const { exitCode } = await context.exec.run("uv", [
		...args,
		"--output-file",
		file
	], {
		cwd: copy,
		env: {
			...uvSettings(temporary),
			...chosenPython(context)
		},
		signal: context.signal
	});
	if (exitCode === 0) return parsePipLock(await context.files.readText(file), context.inputs.lock);
	throw new StepError("CHILD_FAILED", {
		message: `uv cannot export "${context.inputs.lock}" (exit ${exitCode})`,
		fix: "see the output above"
	});
}
// packages/steps/src/dependencies/install/python/uv.ts
/** Installs with uv: `uv sync` from its own lock, `uv pip install` from requirements and pylock.toml. */
async function openUv(source) {
	const { context, lock } = source;
	const version = await versionOf(context, {
		command: "uv",
		prefix: "uv ",
		oldest: [0, 6],
		lacks: "builds a project to see whether its lock is stale",
		env: uvSettings("")
	});
	const { requirements } = lock;
	if (requirements) return {
		version: async () => version,
		install: (access, temporary) => installWithUvPip(context, requirements, access, temporary, pythonOf(context))
	};
	const project = {
		source,
		folder: projectOf(source, "uv.lock"),
		locals: await localsOf(source)
	};
	await checkFresh(context, project.folder);
	return {
		local: project.locals.map(({ name }) => name),
		version: async () => version,
		install: (access, temporary) => syncUv(project, access, temporary)
	};
}
/** Asks uv whether the lock is that of the project as it lies there; without network, so it can only be read. */
async function checkFresh(context, project) {
	const temporary = await context.files.temporary("uv");
	try {
		const config = join(temporary, "config");
		await mkdir(config);
		const { UV_NO_CONFIG: _, ...settings } = uvSettings(temporary);
		const result = await context.exec.run("uv", [
			"lock",
			"--locked",
			"--offline",
			"--no-build"
		], {
			cwd: project,
			env: {
				...settings,
				UV_NO_SYSTEM_CONFIG: "1",
				XDG_CONFIG_HOME: config,
				XDG_CONFIG_DIRS: config
			},
			signal: context.signal
		});
		if (result.exitCode === 0) return;
		const isStale = ["stale", "missing"].includes(uvCause(result));
		throw new StepError(isStale ? "LOCK_STALE" : "CHILD_FAILED", {
			message: isStale ? `"${context.inputs.lock}" is not the lock of its project any more` : `uv cannot read "${context.inputs.lock}" with its project (exit ${result.exitCode})`,
			fix: isStale ? "write the lock anew and commit it: uv lock" : "see the output above"
		});
	} finally {
		await rm(temporary, {
			recursive: true,
			force: true
		});
	}
}
export { openUv };
