import { o as __toESM } from "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { n as readLock } from "./steps-dependencies-lock-locked-file.js";
import { t as rewriteHosts } from "./steps-dependencies-lock-rewrite-npm.js";
import { i as pnpmCause, s as refuseBuild } from "./steps-dependencies-lock-repair.js";
import { a as readIfThere, i as readTree, n as compareTree, o as installBeside, r as countInstalled, s as removeModules, t as compareIntegrity } from "./steps-dependencies-install-node-beside.js";
import { a as userNpmrc, i as scopesOf, n as isDangerous, r as refuseSettings, t as checkProjectNpmrc } from "./steps-dependencies-install-node-npmrc.js";
import { basename, dirname, join, parse } from "node:path";
// packages/steps/src/dependencies/install/node/pnpm-settings.ts
/**
* What pnpm knows beside the keys of npm: other programs that run (`tokenHelper`, a Node of its own, from its own host), and
* YAML that puts in keys unseen.
*/
const dangerous = /^(?:no-proxy|token-helper|.*:token-?helper|use-node-version|execution-env|node-mirror.*|node-download-mirrors|<<|.*:cert|.*:key|.*:ca)$/i;
/** The lines of a .npmrc that pnpm would obey before what it is told here. */
function checkPnpmNpmrc(text, file) {
	checkProjectNpmrc(text, file, isUnsafe);
}
/**
* The keys of a pnpm-workspace.yaml, or of `pnpm` in a package.json. pnpm 10 takes its `registries` before those of the command
* line, and has no entry for its `configDependencies` in the lock; later ones do not, and have.
*/
function checkPnpmSettings(settings, file, major) {
	const found = (typeof settings === "object" && settings !== null ? Object.keys(settings) : []).filter((key) => isUnsafe(key) || major === 10 && ["registries", "configDependencies"].includes(key));
	refuseSettings(file, found.map((name) => ({
		name,
		message: "can lead the token elsewhere",
		place: file
	})));
}
/** Whether a .npmrc holds credentials for this very registry, which pnpm prefers to those of the user configuration. */
function checkOwnCredentials(text, file, endpoint) {
	const own = endpoint.replace(/^https?:/, "");
	checkProjectNpmrc(text, file, (key) => key.startsWith("//") && own.startsWith(hostOf(key)));
}
/** `//host/path/` of `//host/path/:_authToken`. */
function hostOf(key) {
	return key.slice(0, key.lastIndexOf(":"));
}
/** As .npmrc writes a key, `strict-ssl`, or as YAML has it, `strictSsl`. */
function isUnsafe(key) {
	return [key, key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)].some((form) => isDangerous(form) || dangerous.test(form));
}
// packages/steps/src/dependencies/install/node/pnpm.ts
/** The versions whose rules for settings are known. */
const majors = [
	10,
	11,
	12
];
/** Installs with `pnpm install --frozen-lockfile`, in the folder of the lock. */
async function openPnpm({ context, lock, text }) {
	const { inputs, files } = context;
	if (basename(inputs.lock) !== "pnpm-lock.yaml") throw new StepError("LOCK_INVALID", {
		message: `pnpm reads no lock file of the name "${basename(inputs.lock)}"`,
		fix: "name it pnpm-lock.yaml"
	});
	const source = {
		context,
		lock,
		text,
		project: dirname(files.resolve(inputs.lock)),
		folders: [.../* @__PURE__ */ new Set([".", ...lock.local])]
	};
	return {
		version: () => openVersion(source),
		install: (access, temporary) => install(source, access, temporary)
	};
}
/** The version, once it is known that nothing in the project leads it astray: that depends on the version. */
async function openVersion(source) {
	const { context, project } = source;
	const args = [
		`--dir=${parse(project).root}`,
		"--config.ignore-pnpmfile=true",
		"--version"
	];
	const options = {
		cwd: project,
		env: settingsOf(join(project, ".ml-ci", "no-configuration")),
		onLine: () => void 0,
		signal: context.signal
	};
	const { stdout, stderr } = await context.exec.run("pnpm", args, options);
	const version = stdout.trim();
	const major = majorOf(version);
	if (!majors.includes(major)) throw new StepError("CHILD_MISSING", {
		message: `pnpm is ${version === "" ? `no pnpm: ${stderr.trim().slice(0, 200)}` : version}; ${majors.join(", ")} are known`,
		fix: "install one of them: npm install --global pnpm@12, or corepack install"
	});
	await checkProject(source, major);
	return version;
}
async function checkProject({ context, project, folders }, major) {
	const at = dirname(context.inputs.lock);
	for (const folder of folders) {
		const file = join(folder, ".npmrc");
		checkPnpmNpmrc(await readIfThere(join(project, file)) ?? "", join(at, file));
	}
	const { parse: parseYaml } = await import("./yaml2.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const workspace = await readIfThere(join(project, "pnpm-workspace.yaml"));
	checkPnpmSettings(workspace && parseYaml(workspace), join(at, "pnpm-workspace.yaml"), major);
	checkPnpmSettings(JSON.parse(await readIfThere(join(project, "package.json")) ?? "{}").pnpm, join(at, "package.json"), major);
}
async function install(source, access, temporary) {
	const { context, text, project, folders } = source;
	const { lock: file } = context.inputs;
	for (const folder of folders) {
		const npmrc = join(folder, ".npmrc");
		checkOwnCredentials(await readIfThere(join(project, npmrc)) ?? "", join(dirname(file), npmrc), access.endpoint);
	}
	const rewritten = (await rewriteHosts(text, "pnpm", access.endpoint, file)).replace(/^pnpmfileChecksum: .*\r?\n(?:\r?\n)?/m, "");
	if (rewritten === text) {
		await removeModules(project, folders);
		return await installIn(source, project, access, temporary);
	}
	context.log.info("the lock has addresses of another registry, or a .pnpmfile.cjs: it is installed from a copy without them");
	return await installBeside(context, {
		project,
		folders,
		changed: { "pnpm-lock.yaml": rewritten }
	}, temporary, (copy) => installIn(source, copy, access, temporary));
}
async function installIn(source, folder, access, temporary) {
	const { context, lock } = source;
	const { endpoint, token } = access;
	const userconfig = join(temporary, "npmrc");
	await context.files.write(userconfig, userNpmrc(access), 384);
	const isWorkspace = await readIfThere(join(folder, "pnpm-workspace.yaml")) !== void 0;
	const result = await context.exec.run("pnpm", [
		"install",
		"--frozen-lockfile",
		"--ignore-scripts",
		"--ignore-pnpmfile",
		`--registry=${endpoint}`,
		...scopesOf(lock.packages).map((scope) => `--config.${scope}:registry=${endpoint}`),
		...common(temporary),
		...isWorkspace ? [] : ["--ignore-workspace"]
	], {
		cwd: folder,
		env: {
			...settingsOf(temporary),
			NPM_CONFIG_USERCONFIG: userconfig,
			CODEARTIFACT_AUTH_TOKEN: token
		},
		signal: context.signal
	});
	if (result.exitCode !== 0) return {
		state: "refused",
		cause: pnpmCause(result),
		result
	};
	const { allowBuild } = context.inputs;
	if (allowBuild.length > 0) await rebuild(context, folder, allowBuild, temporary);
	return await prove(source, folder);
}
/** Runs the scripts of the packages that may; they get neither token nor address. */
async function rebuild(context, folder, names, temporary) {
	const args = [
		"--recursive",
		"rebuild",
		...names,
		"--config.dangerously-allow-all-builds=true"
	];
	const pnpmfile = join(temporary, "no-pnpmfile.cjs");
	await context.files.write(pnpmfile, "module.exports = {};\n", 384);
	const { exitCode } = await context.exec.run("pnpm", [
		...args,
		...common(temporary),
		"--config.offline=true",
		`--config.pnpmfile=${pnpmfile}`
	], {
		cwd: folder,
		env: settingsOf(temporary),
		signal: context.signal
	});
	refuseBuild("pnpm", names, exitCode);
}
/** Held against what lies there, and against the lock that pnpm writes of what it installed. */
async function prove({ lock, folders }, folder) {
	const tree = await readTree(folder, folders);
	const file = "node_modules/.pnpm/lock.yaml";
	const text = await readIfThere(join(folder, file));
	const current = text === void 0 ? void 0 : await readLock(text, file, "pnpm");
	const differences = [...compareTree(lock.packages, tree), ...compareIntegrity(lock.packages, current?.packages ?? [])];
	if (differences.length > 0) return {
		state: "different",
		differences
	};
	return {
		state: "installed",
		count: countInstalled(lock.packages, tree)
	};
}
/** Stronger than any file of the project: where things lie, what is not asked, how long is waited. */
function common(temporary) {
	return [
		`--config.store-dir=${join(temporary, "store")}`,
		`--config.cache-dir=${join(temporary, "cache")}`,
		`--config.state-dir=${join(temporary, "state")}`,
		"--config.modules-dir=node_modules",
		"--config.virtual-store-dir=node_modules/.pnpm",
		"--config.enable-global-virtual-store=false",
		"--config.extend-node-path=false",
		"--config.update-notifier=false",
		"--config.fetch-retry-mintimeout=1000",
		"--config.fetch-retry-maxtimeout=2000",
		"--reporter=append-only"
	];
}
/** Nothing of the user's or the machine's configuration, and no other pnpm or Node that it would fetch. */
function settingsOf(nowhere) {
	return {
		NPM_CONFIG_USERCONFIG: join(nowhere, "no-npmrc"),
		NPM_CONFIG_GLOBALCONFIG: join(nowhere, "no-global-npmrc"),
		npm_config_globalconfig: join(nowhere, "no-global-npmrc"),
		XDG_CONFIG_HOME: join(nowhere, "no-configuration"),
		npm_config_ignore_pnpmfile: "true",
		npm_config_manage_package_manager_versions: "false",
		pnpm_config_pm_on_fail: "ignore",
		COREPACK_ENABLE_NETWORK: "0",
		COREPACK_ENABLE_DOWNLOAD_PROMPT: "0",
		CI: "true"
	};
}
function majorOf(version) {
	return Number(/^(\d+)\.\d+\.\d+/.exec(version)?.[1] ?? NaN);
}
export { openPnpm };
