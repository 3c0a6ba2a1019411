import "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { P as folderInside, l as yarnCause } from "./steps-dependencies-lock-repair.js";
import { t as rewriteHosts } from "./steps-dependencies-lock-rewrite-npm.js";
import { i as parseYarn1, r as splitAsked } from "./steps-dependencies-lock-locked-file.js";
import { a as readIfThere, i as readTree, n as compareTree, o as installBeside, r as countInstalled } from "./steps-dependencies-install-node-beside.js";
import { n as rebuildWithNpm, t as npmSettings } from "./steps-dependencies-install-node-npm-rebuild.js";
import { a as userNpmrc, i as scopesOf, n as isDangerous, t as checkProjectNpmrc } from "./steps-dependencies-install-node-npmrc.js";
import { n as yarnSource, r as yarnVersion, t as itself } from "./steps-dependencies-install-node-yarn-command.js";
import { dirname, join, resolve } from "node:path";
// packages/steps/src/dependencies/install/node/yarn-1-covered.ts
/**
* What workspaces or packages ask for and the lock has no entry of. With `--frozen-lockfile` Yarn 1 looks at the project's own
* dependencies alone, and takes these from the registry with whatever hash that gives.
*/
function notCovered(entries, manifests) {
	const covered = new Set(entries.flatMap(({ asked }) => asked));
	const local = new Set(manifests.map(({ name }) => name));
	const resolved = new Set(manifests.flatMap(({ resolutions }) => Object.keys(resolutions ?? {}).map(lastName)));
	const missing = [...manifests.flatMap(askedBy), ...entries.flatMap(({ needs }) => needs)].filter((asked) => {
		if (covered.has(asked) || /^@?[^@]+@link:/.test(asked)) return false;
		const name = /^(@?[^@]+)/.exec(asked)?.[1] ?? "";
		return !local.has(name) && !resolved.has(name) && !resolved.has(splitAsked(asked).name);
	});
	return [...new Set(missing)].sort();
}
function askedBy(manifest) {
	return [
		manifest.dependencies,
		manifest.devDependencies,
		manifest.optionalDependencies
	].flatMap((section) => Object.entries(section ?? {})).map(([name, range]) => range === "" ? name : `${name}@${range}`);
}
/** `debug/@ml/ms` names `@ml/ms`. */
function lastName(path) {
	return /(?:@[^/]+\/)?[^/]+$/.exec(path)?.[0] ?? path;
}
// packages/steps/src/dependencies/install/node/yarn-1-settings.ts
/** What Yarn 1 knows beside the keys of npm: arguments for its own commands, variables for children. */
const dangerous = /^(?:--.*|env|cwd|plugins|yarn-plugins|prefix|global-folder|modules-folder)$/;
/** The lines of a .npmrc that Yarn 1 would obey where its copy of the project says nothing. */
function checkYarn1Npmrc(text, file) {
	checkProjectNpmrc(text, file, isUnsafe);
}
/** The lines of a .yarnrc: `key value`, with or without quotes. */
function checkYarnrc(text, file) {
	const asNpmrc = text.replace(/^[ \t]*(?:"([^"\n]*)"|([^\s"#:]+)):?[ \t]*/gm, "$1$2=");
	checkProjectNpmrc(asNpmrc, file, isUnsafe);
}
function isUnsafe(key) {
	return isDangerous(key) || dangerous.test(key);
}
// packages/steps/src/dependencies/install/node/yarn-1.ts
/** Installs with `yarn install --frozen-lockfile` of Yarn 1, whose locks always have addresses: from a copy. */
async function openYarn1(given) {
	const source = yarnSource(given);
	await checkConfiguration(source);
	return {
		async version() {
			const version = await yarnVersion(source.context, source.project, 1, {});
			await checkCovered(await withWorkspaces(source));
			return version;
		},
		downloads: {
			folder: mirror,
			hashes: source.lock.packages.flatMap(({ hashes }) => hashes)
		},
		install: async (access, temporary) => await install(await withWorkspaces(source), access, temporary)
	};
}
/** The lock does not tell the workspaces; Yarn does. */
async function withWorkspaces(source) {
	const { context, project, lock } = source;
	const manifest = JSON.parse(await readIfThere(join(project, "package.json")) ?? "{}");
	if (typeof manifest !== "object" || manifest === null || !("workspaces" in manifest)) return source;
	const options = {
		cwd: project,
		env: itself,
		onLine: () => void 0,
		signal: context.signal
	};
	const { stdout, stderr, exitCode } = await context.exec.run("yarn", [
		"--silent",
		"workspaces",
		"info"
	], options);
	if (exitCode !== 0) throw new StepError("LOCK_INVALID", {
		message: `Yarn cannot tell the workspaces of "${lock.file}": ${stderr.trim().slice(0, 200)}`,
		fix: "run yarn workspaces info in its folder"
	});
	const workspaces = JSON.parse(stdout);
	const folders = Object.values(workspaces).map(({ location }) => location);
	const stray = folders.find((folder) => folderInside(folder) === void 0);
	if (stray === void 0) return {
		...source,
		folders: [".", ...folders]
	};
	throw new StepError("LOCK_UNSAFE", {
		message: `the workspace "${stray}" lies outside of the project`,
		fix: "move it inside, or name the lock of the project that has both"
	});
}
/** Refuses a lock that Yarn 1 would silently do more than. */
async function checkCovered({ project, folders, lock, text }) {
	const manifests = await Promise.all(folders.map(async (folder) => {
		const manifest = await readIfThere(join(project, folder, "package.json"));
		return manifest === void 0 ? {} : JSON.parse(manifest);
	}));
	const missing = notCovered(parseYarn1(text, lock.file), manifests);
	if (missing.length === 0) return;
	throw new StepError("LOCK_STALE", {
		message: `"${lock.file}" has no entry of ${missing.slice(0, 3).join(", ")}`,
		fix: "write the lock anew and commit it: yarn install"
	});
}
/** Yarn 1 obeys the files of every folder above it too. */
async function checkConfiguration({ project, lock }) {
	const at = dirname(lock.file);
	for (let folder = project;; folder = dirname(folder)) {
		const shown = folder === project ? at : folder;
		checkYarn1Npmrc(await readIfThere(join(folder, ".npmrc")) ?? "", join(shown, ".npmrc"));
		checkYarnrc(await readIfThere(join(folder, ".yarnrc")) ?? "", join(shown, ".yarnrc"));
		if (folder === dirname(folder)) return;
	}
}
async function install(source, access, temporary) {
	const { context, text, project, folders, lock } = source;
	const changed = {
		"yarn.lock": await rewriteHosts(text, "yarn-1", access.endpoint, lock.file),
		".npmrc": npmrcOf(access, scopesOf(lock.packages)),
		".yarnrc": yarnrcOf(join(temporary, mirror))
	};
	return await installBeside(context, {
		project,
		folders,
		changed
	}, temporary, (copy) => installIn(source, copy, access, temporary));
}
function npmrcOf(access, scopes) {
	const lines = scopes.map((scope) => `${scope}:registry=${access.endpoint}\n`);
	return `${userNpmrc(access)}${lines.join("")}always-auth=true\nstrict-ssl=true\n`;
}
/** The folder of the archives: what Yarn 1 has in its cache is unpacked, and it looks at none of it again. */
const mirror = "archives";
function yarnrcOf(archives) {
	return `yarn-offline-mirror ${JSON.stringify(archives)}\nyarn-offline-mirror-pruning false\ndisable-self-update-check true\n`;
}
async function installIn(source, folder, { endpoint, token }, temporary) {
	const { context, lock } = source;
	const args = [
		"install",
		"--frozen-lockfile",
		"--ignore-scripts",
		"--non-interactive",
		"--no-progress",
		"--disable-pnp",
		"--production=false",
		`--cache-folder=${join(temporary, "cache")}`,
		`--registry=${endpoint}`
	];
	const home = await homeOf(context);
	const env = {
		...itself,
		HOME: join(temporary, "home"),
		npm_config_userconfig: join(temporary, "no-npmrc"),
		COREPACK_HOME: join(home, ".cache/node/corepack"),
		CODEARTIFACT_AUTH_TOKEN: token
	};
	const result = await context.exec.run("yarn", args, {
		cwd: folder,
		env,
		signal: context.signal
	});
	if (result.exitCode !== 0) return {
		state: "refused",
		cause: yarnCause(result),
		result
	};
	const { allowBuild } = context.inputs;
	if (allowBuild.length > 0) await rebuildWithNpm(context, folder, allowBuild, npmSettings(temporary));
	const tree = await readTree(folder, source.folders);
	const differences = compareTree(lock.packages, tree);
	if (differences.length > 0) return {
		state: "different",
		differences
	};
	return {
		state: "installed",
		count: countInstalled(lock.packages, tree)
	};
}
/** The home of children, where Corepack keeps what it would run. */
async function homeOf({ exec, signal }) {
	const { stdout } = await exec.run("node", ["--print", "require('os').homedir()"], {
		onLine: () => void 0,
		signal
	});
	return resolve(stdout.trim());
}
export { openYarn1 };
