import { a as refuseOffenders, c as repairOf, o as shorten, s as unreadable } from "./steps-dependencies-lock-repair.js";
// packages/steps/src/dependencies/lock/requirements.ts
/** Options that change nothing of what is installed, or say what ml-ci does anyway. */
const harmless = /^--(?:require-hashes|no-deps|prefer-binary|only-binary(?:[ =]+:all:)?)$/;
/** Reads a requirements lock; throws with every line that is not a pinned project with a hash. */
function parsePipLock(text, lock) {
	if (text.length > 33554432) throw unreadable(lock, "requirements", "is larger than a lock file can be");
	const offenders = [];
	const requirements = [];
	for (const entry of logicalLines(text)) {
		if (entry.text.startsWith("-")) {
			if (!harmless.test(entry.text)) offenders.push({
				problem: optionProblem(entry, lock),
				isUnsafe: true
			});
			continue;
		}
		const read = parseRequirement(entry);
		if ("requirement" in read) requirements.push(read.requirement);
		else offenders.push({
			...read,
			problem: {
				...read.problem,
				place: `${lock}:${entry.line}`
			}
		});
	}
	refuseOffenders(lock, offenders, repairOf("requirements", lock));
	if (requirements.length === 0) throw unreadable(lock, "requirements", "names no package");
	return requirements;
}
/** The lock as pip is given it: what was checked, and nothing else. */
function renderPipLock(requirements) {
	return `${requirements.map(({ pin, marker, hashes }) => {
		return `${pin}${marker === void 0 ? "" : ` ; ${marker}`}${hashes.map((hash) => ` \\\n    --hash=${hash}`).join("")}`;
	}).join("\n")}\n`;
}
/** The name of a project as PEP 503 compares it. */
function normalizeProject(name) {
	return name.replace(/[-_.]+/g, "-").toLowerCase();
}
/** Joins continued lines and drops comments, as pip does; each keeps the number of its first line. */
function logicalLines(text) {
	const lines = [];
	let open;
	for (const [index, raw] of text.replace(/^\uFEFF/, "").split(/\r?\n/).entries()) {
		const isComment = /^\s*#/.test(raw);
		const content = isComment ? "" : raw.replace(/\s+#.*$/, "");
		const isContinued = !isComment && content.endsWith("\\");
		const part = isContinued ? content.slice(0, -1) : content;
		open = open ? {
			text: `${open.text} ${part}`,
			line: open.line
		} : {
			text: part,
			line: index + 1
		};
		if (isContinued) continue;
		if (open.text.trim() !== "") lines.push({
			text: open.text.trim(),
			line: open.line
		});
		open = void 0;
	}
	if (open && open.text.trim() !== "") lines.push({
		text: open.text.trim(),
		line: open.line
	});
	return lines;
}
function optionProblem({ text, line }, lock) {
	return {
		name: text.split(/[\s=]/)[0] ?? text,
		message: "is an option that changes where packages come from or how they are made",
		place: `${lock}:${line}`,
		fix: "remove the line; the repository is given to ml-ci, and builds are allowed by allow-build"
	};
}
function parseRequirement({ text, line }) {
	const [head = "", ...options] = text.split(/\s+(?=--[a-z])/);
	const [spec = "", marker] = splitMarker(head);
	const name = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/.exec(spec)?.[0];
	if (name === void 0 || /^[./~]|:\/\/|\s@\s|^[^=<>!~]*@/.test(spec)) return refuse(shorten(spec), "is a path or an address, not a project of the repository", true);
	const foreign = options.find((option) => !/^--hash[= ]/.test(option));
	if (foreign !== void 0) return refuse(name, `has the option "${shorten(foreign)}"`, true);
	const pin = /^[A-Za-z0-9._-]+\s*(\[[A-Za-z0-9._,\s-]*\])?\s*={2,3}\s*([A-Za-z0-9][A-Za-z0-9.!+_-]*)$/.exec(spec);
	if (!pin?.[2]) return refuse(name, "has no exact version: it needs \"==\"", false);
	const hashes = options.map((option) => option.replace(/^--hash[= ]\s*/, "").trim());
	if (hashes.length === 0) return refuse(name, "has no --hash", false);
	const weak = hashes.find((hash) => !/^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/.test(hash));
	if (weak !== void 0) return refuse(name, `has the hash "${shorten(weak)}", which is no SHA-256, 384 or 512`, false);
	const extras = pin[1]?.replace(/\s+/g, "") ?? "";
	return { requirement: {
		project: normalizeProject(name),
		pin: `${name}${extras}==${pin[2]}`,
		version: pin[2],
		marker,
		hashes,
		line
	} };
}
function splitMarker(head) {
	const at = head.indexOf(";");
	if (at < 0) return [head.trim(), void 0];
	return [head.slice(0, at).trim(), head.slice(at + 1).trim() || void 0];
}
function refuse(name, message, isUnsafe) {
	return {
		problem: {
			name,
			message
		},
		isUnsafe
	};
}
export { parsePipLock as n, renderPipLock as r, normalizeProject as t };
