import { o as __toESM } from "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { t as rewriteHosts } from "./steps-dependencies-lock-rewrite-npm.js";
import { l as yarnCause } from "./steps-dependencies-lock-repair.js";
import { a as readIfThere, i as readTree, n as compareTree, o as installBeside, r as countInstalled } from "./steps-dependencies-install-node-beside.js";
import { n as rebuildWithNpm, t as npmSettings } from "./steps-dependencies-install-node-npm-rebuild.js";
import { i as scopesOf } from "./steps-dependencies-install-node-npmrc.js";
import { t as download } from "./steps-dependencies-install-download.js";
import { t as unlike } from "./steps-dependencies-install-vouching.js";
import { n as yarnSource, r as yarnVersion, t as itself } from "./steps-dependencies-install-node-yarn-command.js";
import { t as isLoopbackHost } from "./oci-digest-text.js";
import { join, relative } from "node:path";
import { readFile, readdir } from "node:fs/promises";
import { gunzipSync, inflateRawSync } from "node:zlib";
import { createHash } from "node:crypto";
// packages/steps/src/dependencies/install/node/pnp-proof.ts
/**
* What a .pnp.cjs leads to and the lock does not have, or the other way around. Nothing is unpacked with Plug'n'Play: a package
* is its archive in .yarn/cache, of whose checksum Yarn has just made sure, under a name with the package's own.
*/
function comparePnp(locked, loader) {
	const archives = new Set([...loader.matchAll(/\.yarn\/(?:cache|unplugged)\/([^/"]+?)(?:-[0-9a-f]+)?(?:\.zip)?\//g)].map(([, archive = ""]) => archive.replace(/-[0-9a-f]{10}$/, "")));
	const known = new Map(locked.map((one) => [archiveOf(one), one]));
	const missing = locked.filter((one) => !one.mayBeAbsent && !archives.has(archiveOf(one)));
	const more = [...archives].filter((archive) => !known.has(archive) && !isPatched(archive));
	return {
		differences: [...missing.map(({ name, version }) => `${name}@${version} is not installed`), ...more.map((archive) => `${archive} is not in the lock`)],
		count: [...known.keys()].filter((archive) => archives.has(archive)).length
	};
}
/** `@ml-shapes-npm-2.0.0` */
function archiveOf({ name, version }) {
	return `${name.replace("/", "-")}-npm-${version}`;
}
/** The patched form of a package that is in the lock itself. */
function isPatched(archive) {
	return /-patch$/.test(archive);
}
// packages/steps/src/dependencies/install/node/contents.ts
/** The files of a package as a registry has it: a tarball whose first folder may have any name. */
async function tarballContents(bytes) {
	const { extract } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const files = /* @__PURE__ */ new Map();
	const archive = extract();
	archive.end(gunzipSync(bytes));
	for await (const entry of archive) {
		const hash = createHash("sha256");
		for await (const part of entry) hash.update(part);
		const { name, type } = entry.header;
		const path = name.replace(/^\.?\/+/, "").replace(/^[^/]*\/+/, "");
		if (type === "file" && path !== "") files.set(path, hash.digest("hex"));
	}
	return files;
}
/** The files of a package as Yarn 4 keeps it: a zip that has them in `node_modules/<name>/`. */
function zipContents(zip, name) {
	const files = /* @__PURE__ */ new Map();
	const end = zip.lastIndexOf(Buffer.from("PK", "latin1"));
	if (end < 0 || end + 22 > zip.length) return files;
	const count = zip.readUInt16LE(end + 10);
	let at = zip.readUInt32LE(end + 16);
	for (let index = 0; index < count; index += 1) {
		const lengths = [
			28,
			30,
			32
		].map((offset) => zip.readUInt16LE(at + offset));
		const [nameLength = 0] = lengths;
		const path = zip.toString("utf8", at + 46, at + 46 + nameLength);
		const hash = createHash("sha256").update(contentOf(zip, at)).digest("hex");
		if (!path.endsWith("/")) files.set(path.replace(`node_modules/${name}/`, ""), hash);
		at += 46 + lengths.reduce((sum, length) => sum + length, 0);
	}
	return files;
}
/** A file by its header in the directory of the zip: stored, or deflated. */
function contentOf(zip, header) {
	const from = zip.readUInt32LE(header + 42);
	const start = from + 30 + zip.readUInt16LE(from + 26) + zip.readUInt16LE(from + 28);
	const content = zip.subarray(start, start + zip.readUInt32LE(header + 20));
	return zip.readUInt16LE(header + 10) === 0 ? content : inflateRawSync(content);
}
/** Whether two archives have the same files with the same bytes. */
function hasSameContents(one, other) {
	return one.size > 0 && one.size === other.size && [...one].every(([path, hash]) => other.get(path) === hash);
}
// packages/steps/src/dependencies/install/node/vouched.ts
/**
* What Yarn 4 fetched without a checksum, held against what the repository vouches for: the tarball is fetched once more, has
* the hash that the API of CodeArtifact tells, and the archive that Yarn made has the same files. In words what is not so.
*/
async function checkVouched(context, { packages, cache, access, vouched }) {
	const unpinned = packages.filter(({ isUnchecked }) => isUnchecked);
	const archives = unpinned.length > 0 ? await readdir(cache).catch(ignoreMissing) : [];
	const differences = [];
	for (const locked of unpinned) {
		const { name, version } = locked;
		const found = archives.filter((archive) => isArchiveOf(archive, locked));
		if (found.length === 0) continue;
		const file = `${name.slice(name.indexOf("/") + 1)}-${version}.tgz`;
		const tarball = await download(context, new URL(`${name}/-/${file}`, access.endpoint), {
			...access,
			accept: "*/*",
			scheme: "Bearer"
		});
		const wanted = vouched.told(locked);
		const sha512 = `sha512:${createHash("sha512").update(tarball).digest("hex")}`;
		if (wanted.length > 0 && !wanted.includes(sha512)) {
			differences.push(unlike(locked));
			continue;
		}
		vouched.saw(locked, sha512);
		const published = await tarballContents(tarball);
		for (const archive of found) {
			if (hasSameContents(published, zipContents(await readFile(join(cache, archive)), name))) continue;
			differences.push(`${name}@${version} is not what the repository has`);
		}
	}
	return differences;
}
/** `@native-here-npm-1.0.0-eba68af859-10c0.zip`: of the package, a hash of where it is from, and no checksum. */
function isArchiveOf(archive, { name, version }) {
	const start = `${name.replace("/", "-")}-npm-${version}-`;
	return archive.startsWith(start) && /^[0-9a-f]{10}-[0-9a-z]+\.zip$/.test(archive.slice(start.length));
}
/** Nothing was fetched at all. */
function ignoreMissing(error) {
	if (error.code === "ENOENT") return [];
	throw error;
}
// packages/steps/src/dependencies/install/node/yarnrc.ts
/** The settings of a project that say what is installed and how it lies there; none says where from, or runs anything. */
const kept = /* @__PURE__ */ new Set([
	"catalog",
	"catalogs",
	"compressionLevel",
	"defaultProtocol",
	"enableTransparentWorkspaces",
	"nmHoistingLimits",
	"nmSelfReferences",
	"nodeLinker",
	"packageExtensions",
	"patchFolder",
	"pnpEnableEsmLoader",
	"pnpFallbackMode",
	"pnpIgnorePatterns",
	"pnpMode",
	"supportedArchitectures"
]);
/** What of a .yarnrc.yml counts for an install, and the keys that do not. */
function splitYarnrc(settings) {
	const entries = typeof settings === "object" && settings !== null ? Object.entries(settings) : [];
	return {
		own: Object.fromEntries(entries.filter(([key]) => kept.has(key))),
		ignored: entries.map(([key]) => key).filter((key) => !kept.has(key))
	};
}
/**
* The one configuration file that Yarn 4 reads in this install: it names the variable of the token, and sends every scope to
* the repository. Variables cannot say that of a scope.
*/
function yarnrcFor(own, { endpoint, scopes, temporary, isPnp }) {
	const registry = {
		npmRegistryServer: endpoint,
		npmAuthToken: `\${CODEARTIFACT_AUTH_TOKEN:-}`,
		npmAlwaysAuth: true
	};
	const { hostname, protocol } = new URL(endpoint);
	const settings = {
		...own,
		...registry,
		npmScopes: Object.fromEntries(scopes.map((scope) => [scope.slice(1), registry])),
		...protocol === "http:" && isLoopbackHost(hostname) ? { unsafeHttpWhitelist: [hostname] } : {},
		checksumBehavior: "throw",
		enableScripts: false,
		enableStrictSsl: true,
		enableTelemetry: false,
		enableTips: false,
		enableMirror: true,
		enableGlobalCache: false,
		...isPnp ? {} : { cacheFolder: `${temporary}/cache` },
		globalFolder: `${temporary}/yarn`,
		nmMode: "classic",
		npmMinimalAgeGate: 0,
		ignorePath: true
	};
	return `${JSON.stringify(settings, void 0, 2)}\n`;
}
// packages/steps/src/dependencies/install/node/yarn-berry.ts
/** What Yarn 4 makes beside node_modules. */
const made = [
	".pnp.cjs",
	".pnp.loader.mjs",
	".pnp.data.json",
	".yarn/cache",
	".yarn/unplugged",
	".yarn/install-state.gz"
];
/** No file has this name, so Yarn reads none: neither the user's nor the project's. */
const noConfiguration = { YARN_RC_FILENAME: ".ml-ci-no-yarnrc.yml" };
/** Installs with `yarn install --immutable` of Yarn 4, with a configuration of its own. */
async function openYarnBerry(given) {
	const source = yarnSource(given);
	const { context, project } = source;
	const { parse } = await import("./yaml2.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const { own, ignored } = splitYarnrc(parse(await readIfThere(join(project, ".yarnrc.yml")) ?? ""));
	const linker = own.nodeLinker ?? "pnp";
	if (linker === "pnp" && context.inputs.allowBuild.length > 0) throw new StepError("INPUT_INVALID", {
		message: "packages cannot be built one by one with Yarn's Plug'n'Play",
		fix: "say nodeLinker: node-modules in .yarnrc.yml, or leave allow-build out"
	});
	return {
		version: () => yarnVersion(context, project, 4, noConfiguration),
		downloads: {
			folder: "yarn/cache",
			hashes: checksumsOf(given.text)
		},
		async install(access, temporary, vouched) {
			if (ignored.length > 0) context.log.info(`of .yarnrc.yml these count for nothing in this install: ${ignored.join(", ")}`);
			return await install({
				...source,
				own,
				isPnp: linker === "pnp",
				vouched
			}, access, temporary);
		}
	};
}
/** Of the archives that Yarn makes of packages. */
function checksumsOf(lock) {
	return [...lock.matchAll(/^ {2}checksum: (?:\w+\/)?([0-9a-f]{128})$/gm)].map(([, hex]) => `sha512:${hex}`);
}
async function install(source, access, temporary) {
	const { context, text, project, folders, lock } = source;
	const changed = { "yarn.lock": await rewriteHosts(text, "yarn-berry", access.endpoint, lock.file) };
	return await installBeside(context, {
		project,
		folders,
		changed,
		made
	}, temporary, (copy) => installIn(source, copy, access, temporary));
}
async function installIn(source, folder, access, temporary) {
	const { endpoint, token } = access;
	const { context, lock, own, isPnp, vouched } = source;
	const file = join(temporary, "yarnrc.yml");
	await context.files.write(file, yarnrcFor(own, {
		endpoint,
		scopes: scopesOf(lock.packages),
		temporary,
		isPnp
	}), 384);
	const env = {
		...itself,
		YARN_RC_FILENAME: relative(folder, file),
		CODEARTIFACT_AUTH_TOKEN: token
	};
	const result = await context.exec.run("yarn", ["install", "--immutable"], {
		cwd: folder,
		env,
		signal: context.signal
	});
	if (result.exitCode !== 0) return {
		state: "refused",
		cause: yarnCause(result),
		result
	};
	const cache = isPnp ? join(folder, ".yarn/cache") : join(temporary, "cache");
	const unlike = await checkVouched(context, {
		packages: lock.packages,
		cache,
		access,
		vouched
	});
	if (unlike.length > 0) return {
		state: "different",
		differences: unlike
	};
	const { allowBuild } = context.inputs;
	if (allowBuild.length > 0) await rebuildWithNpm(context, folder, allowBuild, npmSettings(temporary));
	return isPnp ? await provePnp(source, folder) : await proveModules(source, folder);
}
async function proveModules({ lock, folders }, folder) {
	const tree = await readTree(folder, folders);
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
async function provePnp({ lock }, folder) {
	const loader = await readIfThere(join(folder, ".pnp.cjs")) ?? "";
	const data = await readIfThere(join(folder, ".pnp.data.json")) ?? "";
	const { differences, count } = comparePnp(lock.packages, loader + data);
	return differences.length > 0 ? {
		state: "different",
		differences
	} : {
		state: "installed",
		count
	};
}
export { openYarnBerry };
