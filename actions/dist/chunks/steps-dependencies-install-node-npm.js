import "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { A as parseNpmLock, j as withAddressesOf, k as isAddressOf, t as npmCause } from "./steps-dependencies-lock-repair.js";
import { a as tokenReference, i as registryKey } from "./steps-dependencies-tools-token.js";
import { n as copyName } from "./steps-dependencies-install-clean-up2.js";
import { n as rebuildWithNpm, t as npmSettings } from "./steps-dependencies-install-node-npm-rebuild.js";
import { a as userNpmrc, i as scopesOf, t as checkProjectNpmrc } from "./steps-dependencies-install-node-npmrc.js";
import { basename, dirname, join } from "node:path";
import { access, mkdir, readFile, rename, rm } from "node:fs/promises";
// packages/steps/src/dependencies/install/node/npm-content.ts
/** Where npm has the archives of its cache, from the temporary folder: by their hash, without what it writes beside them. */
const contentFolder = "cache/_cacache/content-v2";
/** Which of these integrities npm has the archive of already. */
async function integritiesThere(integrities, temporary) {
	const found = /* @__PURE__ */ new Set();
	for (const integrity of new Set(integrities)) {
		if (integrity === void 0) continue;
		const paths = integrity.split(/\s+/).map((one) => join(temporary, contentFolder, pathOf(one)));
		if ((await Promise.all(paths.map((path) => exists(path)))).includes(true)) found.add(integrity);
	}
	return found;
}
/** `sha512-…` in base64 -> `sha512/ab/cd/…` in hex. */
function pathOf(integrity) {
	const [algorithm = "", base64 = ""] = integrity.split("-", 2);
	const hex = Buffer.from(base64, "base64").toString("hex");
	return join(algorithm, hex.slice(0, 2), hex.slice(2, 4), hex.slice(4));
}
async function exists(path) {
	return await access(path).then(() => true, () => false);
}
// packages/steps/src/dependencies/install/node/npm-proof.ts
/** What was installed and is not what the lock says; nothing where all is well. */
function compareInstalled(locked, installed) {
	const differences = [];
	const byPath = new Map(locked.map((entry) => [entry.path, entry]));
	for (const entry of locked) {
		const found = installed[entry.path];
		if (!found) {
			if (!entry.mayBeAbsent) differences.push(`${entry.name}@${entry.version} is not installed`);
		} else if (found.version !== entry.version) differences.push(`${entry.name} is ${String(found.version)}, not ${entry.version}`);
		else if (entry.integrity !== void 0 && found.integrity !== entry.integrity) differences.push(`${entry.name}@${entry.version} has another integrity`);
	}
	for (const [path, found] of Object.entries(installed)) if (!(found.link === true || !path.includes("node_modules/")) && !byPath.has(path)) differences.push(`${path} is not in the lock`);
	return differences;
}
// packages/steps/src/dependencies/install/node/npm.ts
/** Installs with `npm ci`, in the folder of the lock. */
async function openNpm({ context, lock: { packages }, text }) {
	const { inputs, files } = context;
	const lock = parseNpmLock(text, inputs.lock);
	const project = dirname(files.resolve(inputs.lock));
	if (!["package-lock.json", "npm-shrinkwrap.json"].includes(basename(inputs.lock))) throw new StepError("LOCK_INVALID", {
		message: `npm reads no lock file of the name "${basename(inputs.lock)}"`,
		fix: "name it package-lock.json"
	});
	const npmrc = await readFile(join(project, ".npmrc"), "utf8").catch(absent);
	checkProjectNpmrc(npmrc, join(dirname(inputs.lock), ".npmrc"));
	return {
		version: async () => (await quiet(context, project, ["--version"])).stdout.trim(),
		downloads: {
			folder: contentFolder,
			hashes: packages.flatMap(({ hashes }) => hashes)
		},
		install: (access, temporary) => install(context, {
			lock,
			text,
			project,
			npmrc
		}, access, temporary)
	};
}
async function install(context, source, access, temporary) {
	const { packages, hasLinks } = source.lock;
	const there = await integritiesThere(packages.map(({ integrity }) => integrity), temporary);
	const isForeign = packages.some(({ resolved }) => !isAddressOf(resolved, access.endpoint));
	const isUnknown = packages.some((one) => one.resolved === void 0 && there.has(one.integrity ?? ""));
	if (!isForeign && (!isUnknown || hasLinks)) return await installIn(context, source, source.project, access, temporary);
	if (hasLinks) throw new StepError("LOCK_UNSAFE", {
		message: `"${context.inputs.lock}" has workspaces and addresses of another registry, which cannot be replaced for this install alone`,
		fix: "write the lock without addresses: npm install --package-lock-only --omit-lockfile-registry-resolved"
	});
	if (isForeign) context.log.info("the lock has addresses of another registry: each package is looked up in this one by name, version and hash");
	const text = withAddressesOf(source.text, there, access.endpoint);
	return await installBeside(context, {
		...source,
		text
	}, access, temporary);
}
/** Installs a copy of the project with the lock of the source, and moves the result in place: the lock stays as it is. */
async function installBeside(context, source, access, temporary) {
	const { files } = context;
	const copy = await files.state(copyName(temporary));
	try {
		await mkdir(copy, { mode: 448 });
		await files.write(join(copy, "package.json"), await files.readText(join(source.project, "package.json")));
		await files.write(join(copy, "package-lock.json"), source.text);
		if (source.npmrc !== "") await files.write(join(copy, ".npmrc"), source.npmrc, 384);
		const installed = await installIn(context, source, copy, access, temporary);
		if (installed.state === "installed") await replace(join(source.project, "node_modules"), join(copy, "node_modules"), copy);
		return installed;
	} finally {
		await rm(copy, {
			recursive: true,
			force: true
		});
	}
}
async function replace(target, fresh, aside) {
	await rename(target, join(aside, "replaced")).catch(absent);
	await rename(fresh, target);
}
async function installIn(context, source, folder, access, temporary) {
	const { endpoint, token } = access;
	const userconfig = join(temporary, "npmrc");
	await context.files.write(userconfig, userNpmrc(access), 384);
	const settings = {
		...npmSettings(temporary),
		NPM_CONFIG_USERCONFIG: userconfig
	};
	const result = await context.exec.run("npm", [
		"ci",
		"--ignore-scripts",
		"--no-audit",
		"--no-fund",
		`--registry=${endpoint}`,
		`--${registryKey(endpoint, "_authToken")}=${tokenReference}`,
		...scopesOf(source.lock.packages).map((scope) => `--${scope}:registry=${endpoint}`)
	], {
		cwd: folder,
		env: {
			...settings,
			CODEARTIFACT_AUTH_TOKEN: token
		},
		signal: context.signal
	});
	if (result.exitCode !== 0) return {
		state: "refused",
		cause: npmCause(result),
		result
	};
	const { allowBuild } = context.inputs;
	if (allowBuild.length > 0) await rebuildWithNpm(context, folder, allowBuild, settings);
	return await prove(source, folder);
}
async function prove(source, folder) {
	const text = await readFile(join(folder, "node_modules", ".package-lock.json"), "utf8").catch(absent);
	const { packages } = text === "" ? { packages: {} } : JSON.parse(text);
	const differences = compareInstalled(source.lock.packages, packages);
	if (differences.length > 0) return {
		state: "different",
		differences
	};
	return {
		state: "installed",
		count: source.lock.packages.filter(({ path }) => packages[path] !== void 0).length
	};
}
async function quiet(context, cwd, args) {
	return await context.exec.run("npm", args, {
		cwd,
		onLine: () => void 0,
		signal: context.signal
	});
}
/** For a file that may be missing; any other failure goes on. */
function absent(error) {
	if (error.code === "ENOENT") return "";
	throw error;
}
export { openNpm };
