import { t as isLoopbackHost } from "./oci-digest-text.js";
import { a as refuseOffenders, c as repairOf, o as shorten, s as unreadable } from "./steps-dependencies-lock-repair.js";
import { posix } from "node:path";
// packages/steps/src/dependencies/lock/address.ts
/** Why no package may come from this address; undefined where it is that of a registry which is reached safely. */
function addressProblem(address) {
	const url = URL.parse(address);
	if (url?.protocol === "https:" || url?.protocol === "http:" && isLoopbackHost(url.host)) return void 0;
	if (url?.protocol === "http:") return `comes from "${shorten(address)}", over plain http`;
	return elsewhere(address);
}
/** What is said of a package that comes from a repository of code, a file or an address of its own. */
function elsewhere(what) {
	return `comes from "${shorten(what)}", which is no registry`;
}
// packages/steps/src/dependencies/lock/folder.ts
/**
* A folder that a lock names, from the folder of the lock: `packages/shapes`, `.`. Undefined where it is not inside of it,
* whatever the machine: no drive, no address, no way up.
*/
function folderInside(path, from = ".") {
	const slashes = path.replaceAll("\\", "/");
	if (slashes === "" || /^(?:\/|~|[A-Za-z][A-Za-z0-9+.-]*:)/.test(slashes)) return void 0;
	const inside = posix.normalize(posix.join(from, slashes)).replace(/(?<=.)\/$/, "");
	return inside === ".." || inside.startsWith("../") || inside.startsWith("/") ? void 0 : inside;
}
/** The folder that a project in `from` names, from the folder of the lock; a way out of that one stays a way out. */
function folderFrom(path, from) {
	return folderInside(path, from) ?? (folderInside(path) === void 0 ? path : `${from}/${path}`);
}
// packages/steps/src/dependencies/lock/package-lock.ts
/** Reads a package-lock of version 2 or 3; throws with every entry that has no version or integrity. */
function parseNpmLock(text, lock) {
	const entries = entriesOf(text, lock);
	const lineOf = lineFinder(text);
	const offenders = [];
	const packages = [];
	const folders = [];
	let hasLinks = false;
	for (const [path, entry] of entries) {
		const line = lineOf(path);
		const place = `${lock}:${line}`;
		for (const [name, address] of addressesAskedBy(entry)) offenders.push({
			problem: {
				name,
				message: elsewhere(address),
				place
			},
			isUnsafe: true
		});
		const folder = folderOf(path, entry);
		if (folder !== void 0) {
			if (entry.link === true) hasLinks = true;
			if (folderInside(folder) === void 0) {
				const message = `lies in "${shorten(folder)}", outside of the project`;
				offenders.push({
					problem: {
						name: path,
						message,
						place
					},
					isUnsafe: true
				});
			}
			folders.push({
				path: folder,
				line
			});
			continue;
		}
		const locked = {
			...read(path, entry),
			line
		};
		const address = locked.resolved === void 0 ? void 0 : addressProblem(locked.resolved);
		const messages = address === void 0 ? pinProblems(locked, entry) : [address];
		for (const message of messages) offenders.push({
			problem: {
				name: locked.name,
				message,
				place
			},
			isUnsafe: address !== void 0
		});
		packages.push(locked);
	}
	refuseOffenders(lock, offenders, repairOf("package-lock", lock));
	return {
		packages,
		hasLinks,
		folders
	};
}
/** The lock without addresses, for npm to find each version in the repository that it is given. */
function withoutAddresses(text) {
	const document = JSON.parse(text);
	delete document.dependencies;
	for (const entry of Object.values(document.packages)) if (entry.link !== true) delete entry.resolved;
	return JSON.stringify(document, void 0, 2);
}
/** Whether npm fetches this address from `endpoint` of its own accord: it rewrites the public registry's only. */
function isAddressOf(resolved, endpoint) {
	if (resolved === void 0) return true;
	return resolved.startsWith(endpoint) || resolved.startsWith("https://registry.npmjs.org/");
}
function entriesOf(text, lock) {
	if (text.length > 33554432) throw invalid(lock, "is larger than a lock file can be");
	let document;
	try {
		document = JSON.parse(text);
	} catch (cause) {
		throw invalid(lock, "is not JSON", cause);
	}
	if (!isRecord(document)) throw invalid(lock, "is not a package-lock");
	const { lockfileVersion, packages } = document;
	if (lockfileVersion !== 2 && lockfileVersion !== 3) throw invalid(lock, `has lockfileVersion ${JSON.stringify(lockfileVersion) ?? "none"}, not 2 or 3`);
	if (!isRecord(packages)) throw invalid(lock, "has no \"packages\"");
	return Object.entries(packages).map(([path, entry]) => {
		if (!isRecord(entry)) throw invalid(lock, `has an entry "${path}" that is not an object`);
		if (path.split("/").includes("..") || path.startsWith("/")) throw invalid(lock, `has an entry outside: "${path}"`);
		return [path, entry];
	});
}
function read(path, entry) {
	const { name, version, integrity, resolved } = entry;
	return {
		path,
		name: typeof name === "string" ? name : path.slice(path.lastIndexOf("node_modules/") + 13),
		version: typeof version === "string" ? version : "",
		integrity: typeof integrity === "string" ? integrity : void 0,
		resolved: typeof resolved === "string" ? resolved : void 0,
		mayBeAbsent: [
			entry.optional,
			entry.devOptional,
			entry.dev,
			entry.peer
		].includes(true)
	};
}
/** The folder of an entry that is no package of a registry. */
function folderOf(path, { link, resolved }) {
	if (link === true) return typeof resolved === "string" ? resolved : "";
	return path.includes("node_modules/") ? void 0 : path || ".";
}
/** What an entry asks for by an address, which npm would fetch from there or not find again. */
function addressesAskedBy(entry) {
	return [
		entry.dependencies,
		entry.devDependencies,
		entry.optionalDependencies
	].flatMap((all) => isRecord(all) ? Object.entries(all) : []).flatMap(([name, spec]) => typeof spec === "string" && /^https?:/.test(spec) ? [[name, spec]] : []);
}
function pinProblems(locked, entry) {
	const problems = /^\d+\.\d+\.\d+/.test(locked.version) ? [] : ["has no exact version"];
	if (entry.inBundle === true) return problems;
	if (locked.integrity === void 0) return [...problems, "has no integrity"];
	return /(?:^|\s)sha(?:256|384|512)-[A-Za-z0-9+/=]{40,}/.test(locked.integrity) ? problems : [...problems, "has an integrity that is no SHA-256, 384 or 512"];
}
function lineFinder(text) {
	const lines = /* @__PURE__ */ new Map();
	for (const [index, line] of text.split("\n").entries()) {
		const key = /^\s*("(?:[^"\\]|\\.)*"):\s*\{/.exec(line)?.[1];
		if (key !== void 0 && !lines.has(key)) lines.set(key, index + 1);
	}
	return (path) => lines.get(JSON.stringify(path)) ?? 1;
}
function invalid(lock, message, cause) {
	return unreadable(lock, "package-lock", message, { cause });
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
export { folderInside as a, folderFrom as i, parseNpmLock as n, addressProblem as o, withoutAddresses as r, elsewhere as s, isAddressOf as t };
