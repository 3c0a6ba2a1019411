import { n as copyName } from "./steps-dependencies-install-clean-up2.js";
import { dirname, join } from "node:path";
import { copyFile, mkdir, readFile, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
// packages/steps/src/dependencies/install/node/beside.ts
/** Names that no copy has: what an install makes, what is not of the project, and what is ours. */
const left = [
	"node_modules",
	".git",
	".ml-ci"
];
/**
* Installs in a copy that has the folders of the workspaces and links to all else, then moves what was made in place: the
* project's own files are never written.
*/
async function installBeside({ files }, beside, temporary, install) {
	const copy = await files.state(copyName(temporary));
	try {
		await mirror(beside, copy, ".");
		for (const [path, text] of Object.entries(beside.changed)) await writeFile(join(copy, path), text, { mode: 384 });
		const installed = await install(copy);
		if (installed.state === "installed") await accept(beside, copy);
		return installed;
	} finally {
		await rm(copy, {
			recursive: true,
			force: true
		});
	}
}
/** Removes the node_modules of a project and of its workspaces. */
async function removeModules(project, folders) {
	for (const folder of folders) await rm(join(project, folder, "node_modules"), {
		recursive: true,
		force: true
	});
}
async function mirror(beside, copy, folder) {
	const { project, folders, changed, made = [] } = beside;
	await mkdir(join(copy, folder), { mode: 448 });
	const real = [...folders, ...made.map(dirname)];
	for (const entry of await readdir(join(project, folder), { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (left.includes(entry.name) || made.includes(path) || Object.hasOwn(changed, path)) continue;
		if (entry.isDirectory() && real.some((one) => one === path || one.startsWith(`${path}/`))) await mirror(beside, copy, path);
		else if (entry.name === "package.json" && entry.isFile()) await copyFile(join(project, path), join(copy, path));
		else await symlink(join(project, path), join(copy, path));
	}
}
async function accept({ project, folders, made = [] }, copy) {
	const paths = [.../* @__PURE__ */ new Set([...folders.map((folder) => join(folder, "node_modules")), ...made])];
	for (const [index, path] of paths.entries()) {
		await rename(join(project, path), join(copy, `.replaced-${index}`)).catch(ignoreMissing);
		await mkdir(dirname(join(project, path)), { recursive: true });
		await rename(join(copy, path), join(project, path)).catch(ignoreMissing);
	}
}
function ignoreMissing(error) {
	if (error.code === "ENOENT") return void 0;
	throw error;
}
// packages/steps/src/dependencies/install/node/project-files.ts
/** The text of a file that may be missing; any other failure goes on. */
async function readIfThere(path) {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return void 0;
		throw error;
	}
}
// packages/steps/src/dependencies/install/node/node-tree.ts
/** Where package managers keep packages that they link to; each has a folder of its own with a node_modules in it. */
const stores = [".pnpm", ".store"];
/**
* Every package under the node_modules of these folders, nested ones too. A link is not followed: it leads to a workspace, or
* to a package that is found where it lies.
*/
async function readTree(project, folders) {
	const found = [];
	for (const folder of folders) await walkModules(project, join(folder, "node_modules"), false, found);
	return found;
}
async function walkModules(project, modules, isBundled, found) {
	for (const { name } of await foldersIn(join(project, modules))) {
		const path = join(modules, name);
		if (stores.includes(name)) await walkStore(project, path, found);
		else if (name.startsWith(".")) continue;
		else if (name.startsWith("@")) for (const inner of await foldersIn(join(project, path))) await readPackage(project, join(path, inner.name), isBundled, found);
		else await readPackage(project, path, isBundled, found);
	}
}
/** `.pnpm/debug@4.0.0/node_modules/debug`, `.store/debug-npm-4.0.0-abc/package`. */
async function walkStore(project, store, found) {
	for (const { name } of await foldersIn(join(project, store))) {
		const path = join(store, name);
		await walkModules(project, join(path, "node_modules"), false, found);
		await readPackage(project, join(path, "package"), false, found);
	}
}
async function readPackage(project, path, isBundled, found) {
	const text = await readIfThere(join(project, path, "package.json"));
	const manifest = text === void 0 ? void 0 : parseManifest(text);
	if (manifest) found.push({
		path,
		...manifest,
		isBundled
	});
	const bundles = isBundled || manifest?.hasBundle === true;
	await walkModules(project, join(path, "node_modules"), bundles, found);
}
function parseManifest(text) {
	const { name, version, bundledDependencies, bundleDependencies } = parseObject(text);
	const bundle = bundledDependencies ?? bundleDependencies;
	const hasBundle = bundle === true || Array.isArray(bundle) && bundle.length > 0;
	return typeof name === "string" ? {
		name,
		version: String(version),
		hasBundle
	} : void 0;
}
function parseObject(text) {
	const value = JSON.parse(text.replace(/^\uFEFF/, ""));
	return typeof value === "object" && value !== null ? { ...value } : {};
}
async function foldersIn(path) {
	try {
		return (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory());
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
		throw error;
	}
}
// packages/steps/src/dependencies/install/node/tree-proof.ts
/** What lies there and is not what the lock says, by name and version; nothing where all is well. */
function compareTree(locked, tree) {
	const known = new Set(locked.map(keyOf));
	const present = new Set(tree.map(keyOf));
	const missing = locked.filter((one) => !one.mayBeAbsent && !present.has(keyOf(one)));
	const more = tree.filter((one) => !one.isBundled && !known.has(keyOf(one)));
	return [...missing.map(({ name, version }) => `${name}@${version} is not installed`), ...new Set(more.map(({ name, version }) => `${name}@${version} is not in the lock`))];
}
/** How many packages of the lock lie there. */
function countInstalled(locked, tree) {
	const present = new Set(tree.map(keyOf));
	return locked.filter((one) => present.has(keyOf(one))).length;
}
/** A registry compares no `v` before a version and nothing behind its plus. */
function keyOf({ name, version }) {
	return `${name}@${version.trim().replace(/^[v=]+/, "").replace(/\+.*$/, "")}`;
}
/** What a package manager wrote down with hashes that are not those of the lock. */
function compareIntegrity(locked, written) {
	const hashes = new Map(locked.map((one) => [keyOf(one), one.hashes.join(" ")]));
	return written.filter((one) => hashes.get(keyOf(one)) !== one.hashes.join(" ")).map(({ name, version }) => `${name}@${version} has another integrity`);
}
export { readIfThere as a, readTree as i, compareTree as n, installBeside as o, countInstalled as r, removeModules as s, compareIntegrity as t };
