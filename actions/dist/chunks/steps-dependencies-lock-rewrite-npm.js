import { i as unreachable } from "./core-error-codes.js";
import { B as unreadable, C as rewritePoetry, M as withoutAddresses, S as rewritePdm, T as rewriteUv, w as rewritePylock } from "./steps-dependencies-lock-repair.js";
import { i as parseYarn1, r as splitAsked, t as readEntries } from "./steps-dependencies-lock-locked-file.js";
// packages/steps/src/dependencies/lock/rewrite-npm.ts
/** Without a `tarball`, pnpm asks its registry for a package by name and version. */
function rewritePnpm(text) {
	const tarball = String.raw`tarball: (?:'[^']*'|"[^"]*"|[^\s,}]+)`;
	return text.replace(new RegExp(`^(    resolution: \\{.*), ${tarball}(?=[,}])`, "gm"), "$1").replace(new RegExp(`^(    resolution: \\{)${tarball}, `, "gm"), "$1");
}
/** Each `resolved`, with the SHA-1 that it ends with. */
function rewriteYarn1(text, endpoint, file) {
	const entries = new Map(parseYarn1(text, file).map((entry) => [entry.line, entry]));
	let address = "";
	return text.split("\n").map((line, index) => {
		const entry = entries.get(index + 1);
		if (entry) {
			const { name } = splitAsked(entry.asked[0] ?? "");
			address = `${endpoint}${name}/-/${name.slice(name.indexOf("/") + 1)}-${entry.fields.get("version")}.tgz`;
		}
		return line.replace(/^( {2}resolved ")[^"#]*/, (_, before) => `${before}${address}`);
	}).join("\n");
}
/** An address stands behind a version only where a registry has the archive in a place of its own. */
function rewriteBerry(text) {
	return text.replace(/^( {2}resolution: "[^"]*@npm:[^":]*)::__archiveUrl=[^"&]*("|&)/gm, (_, before, after) => `${before}${after === "&" ? "::" : "\""}`);
}
// packages/steps/src/dependencies/lock/rewrite.ts
/**
* The text of a lock that was read, with every address of a registry replaced by that of `endpoint`, as CodeArtifact has it:
* `https://…/pypi/pinned/`, `https://…/npm/pinned/`. For one install alone; all else stays byte for byte, except in the lock
* of npm, which is written anew. Packages of a poetry.lock without a source come from where Poetry is told.
*
* The result is read again: an address that is left, since it stands there in a form that no tool writes, is LOCK_INVALID.
*/
async function rewriteHosts(text, kind, endpoint, file = kind) {
	const rewritten = rewrite(text, kind, endpoint, file);
	const { entries } = await readEntries(rewritten, file, kind);
	const left = entries.find(({ origin }) => origin.type === "registry" && !origin.addresses.every((one) => one.startsWith(endpoint)));
	if (!left) return rewritten;
	const at = {
		line: left.line,
		why: `"${left.name}" has an address in a form that is not known`
	};
	throw unreadable(file, kind, "has an address that cannot be replaced for this install", { at });
}
function rewrite(text, kind, endpoint, file) {
	switch (kind) {
		case "requirements": return text;
		case "uv": return rewriteUv(text, endpoint);
		case "poetry": return rewritePoetry(text, endpoint);
		case "pdm": return rewritePdm(text, endpoint);
		case "pylock": return rewritePylock(text, endpoint);
		case "package-lock": return withoutAddresses(text);
		case "pnpm": return rewritePnpm(text);
		case "yarn-1": return rewriteYarn1(text, endpoint, file);
		case "yarn-berry": return rewriteBerry(text);
		default: return unreachable(kind);
	}
}
export { rewriteHosts as t };
