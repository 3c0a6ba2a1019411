import { n as StepError } from "./core-error-codes.js";
import { t as plural } from "./core-plural.js";
import { t as failed } from "./core-verdict.js";
import { t as isLoopbackHost } from "./oci-digest-text.js";
import { posix } from "node:path";
import { createHash } from "node:crypto";
// packages/steps/src/dependencies/lock/repair.ts
const published = "depend on published versions, of a registry that is reached over https; then run";
const commands = {
	requirements: "uv export --no-emit-workspace -o LOCK, uv pip compile --generate-hashes requirements.in -o LOCK, or pip-compile --generate-hashes --no-emit-index-url",
	uv: "uv lock",
	poetry: "poetry lock",
	pdm: "pdm lock",
	pylock: "uv export --format pylock.toml -o LOCK, or pdm lock, or pip lock: the tool that made it",
	"package-lock": "npm install --package-lock-only",
	pnpm: "pnpm install --lockfile-only",
	"yarn-1": "yarn install",
	"yarn-berry": "yarn install --mode update-lockfile"
};
/** The way to repair a lock of this kind. */
function repairOf(kind, lock) {
	const command = commands[kind].replaceAll("LOCK", () => lock);
	return {
		unreadable: `write it anew: ${command}`,
		unpinned: unpinned(kind, command),
		unsafe: `${published}: ${command}`
	};
}
function unpinned(kind, command) {
	switch (kind) {
		case "requirements":
		case "pylock": return `write it anew: ${command}`;
		case "package-lock": return `remove node_modules and the entries, then run: ${command}`;
		case "pnpm":
		case "yarn-1":
		case "yarn-berry": return `remove the entries from the lock, then run: ${command}`;
		case "uv":
		case "poetry":
		case "pdm": return `check that the index gives a SHA-256 of every file, then run: ${command}`;
	}
}
// packages/steps/src/dependencies/lock/lock-error.ts
/** A lock file that is too large to be one. */
const lockLimit = 33554432;
/** Throws one error with every offender of a lock file, in the order of the file; the graver kind names it. */
function refuseOffenders(lock, offenders, fix) {
	const [first] = offenders;
	if (first === void 0) return;
	const count = plural(offenders.length, "entry", "entries");
	const isUnsafe = offenders.some((offender) => offender.isUnsafe);
	throw new StepError(isUnsafe ? "LOCK_UNSAFE" : "LOCK_UNPINNED", {
		message: `"${lock}" has ${count} ${isUnsafe ? "that may not stand in a lock" : "without exact version or hash"}`,
		fix: isUnsafe ? fix.unsafe : fix.unpinned,
		problems: offenders.map(({ problem }) => problem)
	});
}
/** The error for a lock that cannot be read at all, or is of a version that is not known: it "is not TOML". */
function unreadable(lock, kind, message, { at, cause } = {}) {
	const problems = at ? [{
		name: lock,
		message: at.why,
		place: `${lock}:${at.line}`
	}] : [];
	const fix = repairOf(kind, lock).unreadable;
	return new StepError("LOCK_INVALID", {
		message: `"${lock}" ${message}`,
		fix,
		problems,
		cause
	});
}
/** A piece of a lock as it is repeated in a message: not whole files, and no passwords. */
function shorten(text) {
	const masked = text.replace(/\/\/[^@/\s]*@/g, "//***@");
	return masked.length > 60 ? `${masked.slice(0, 57)}…` : masked;
}
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
/**
* The same, but each package whose archive npm has already keeps one, in the repository: it is not fetched, but without any npm
* would not look into its cache.
*/
function withAddressesOf(text, there, endpoint) {
	const document = JSON.parse(withoutAddresses(text));
	for (const [path, entry] of Object.entries(document.packages)) {
		if (entry.link === true || !there.has(entry.integrity ?? "")) continue;
		const { name } = read(path, entry);
		entry.resolved = `${endpoint}${name}/-/${name.replace(/^.*\//, "")}-${entry.version}.tgz`;
	}
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
// packages/steps/src/dependencies/install/mismatch.ts
/** The packages whose hashes a tool wrote out when it gave up: npm and pip name the hash that was wanted, and not always whose. */
function mismatched({ packages }, { stdout, stderr }) {
	const told = hashesIn(`${stdout}\n${stderr}`);
	return packages.filter(({ hashes }) => hashes.some((hash) => told.has(hash.slice(hash.indexOf(":") + 1)))).map(({ name, version }) => `${name} ${version}`);
}
/** In hex: as it is, or from `sha512-<base64>`. */
function hashesIn(text) {
	const hex = [...text.matchAll(/\b[0-9a-f]{64,128}\b/g)].map(([found]) => found);
	const sri = [...text.matchAll(/\bsha(?:256|384|512)-([A-Za-z0-9+/]{43,86}={0,2})/g)].map(([, base64 = ""]) => Buffer.from(base64, "base64").toString("hex"));
	return /* @__PURE__ */ new Set([...hex, ...sri]);
}
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
	if (name === void 0 || /^[./~]|:\/\/|\s@\s|^[^=<>!~]*@/.test(spec)) return refuse$1(shorten(spec), "is a path or an address, not a project of the repository", true);
	const foreign = options.find((option) => !/^--hash[= ]/.test(option));
	if (foreign !== void 0) return refuse$1(name, `has the option "${shorten(foreign)}"`, true);
	const pin = /^[A-Za-z0-9._-]+\s*(\[[A-Za-z0-9._,\s-]*\])?\s*={2,3}\s*([A-Za-z0-9][A-Za-z0-9.!+_-]*)$/.exec(spec);
	if (!pin?.[2]) return refuse$1(name, "has no exact version: it needs \"==\"", false);
	const hashes = options.map((option) => option.replace(/^--hash[= ]\s*/, "").trim());
	if (hashes.length === 0) return refuse$1(name, "has no --hash", false);
	const weak = hashes.find((hash) => !/^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/.test(hash));
	if (weak !== void 0) return refuse$1(name, `has the hash "${shorten(weak)}", which is no SHA-256, 384 or 512`, false);
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
function refuse$1(name, message, isUnsafe) {
	return {
		problem: {
			name,
			message
		},
		isUnsafe
	};
}
// packages/steps/src/dependencies/lock/rewrite-python.ts
/**
* The name that a rewritten poetry.lock gives its index. Poetry must be set up with a source of that name, and since its
* `content-hash` covers sources, it then takes the lock for stale unless that is made anew as well.
*/
const poetrySource = "ml-ci";
/** The index in every `source = { registry = … }`, and the address of each file. */
function rewriteUv(text, endpoint) {
	return eachPackage(text, (part) => {
		return rewriteFiles(replaceTexts(part, /\bsource = \{ registry = ("[^"]*")/g, () => `${endpoint}simple/`), /\burl = ("[^"]*")/g, endpoint);
	});
}
/** The `index`, and the address of each file. Many tools write this kind, with quotes of either kind. */
function rewritePylock(text, endpoint) {
	return eachPackage(text, (part) => {
		return rewriteFiles(replaceTexts(part, /^\s*index\s*=\s*("[^"]*"|'[^']*')/gm, () => `${endpoint}simple/`), /\burl\s*=\s*("[^"]*"|'[^']*')/g, endpoint);
	});
}
/** The address of each file, which is there with the strategy `static_urls` alone. */
function rewritePdm(text, endpoint) {
	return eachPackage(text, (part) => rewriteFiles(part, /\burl = ("[^"]*")/g, endpoint));
}
/** The sources that are indexes; packages of PyPI have none. */
function rewritePoetry(text, endpoint) {
	return text.replace(/(^\[package\.source\]\r?\ntype = "legacy"\r?\nurl = ")[^"]*("\r?\nreference = ")[^"]*"/gm, (_, before, between) => `${before}${endpoint}simple${between}${poetrySource}"`);
}
function eachPackage(text, edit) {
	return text.split(/^(?=\[\[packages?\]\]\s*$)/m).map((part) => part.startsWith("[[") ? edit(part) : part).join("");
}
/** CodeArtifact has a file of a package at `simple/<project>/<version>/<file name>`. */
function rewriteFiles(part, pattern, endpoint) {
	const [, , name = ""] = /^name\s*=\s*(["'])([^"']*)\1/m.exec(part) ?? [];
	const [, , version] = /^version\s*=\s*(["'])([^"']*)\1/m.exec(part) ?? [];
	if (version === void 0) return part;
	const folder = `${endpoint}simple/${normalizeProject(name)}/${version}/`;
	return replaceTexts(part, pattern, (url) => `${folder}${URL.parse(url)?.pathname.split("/").at(-1) ?? ""}`);
}
/** Replaces what is in the quotes that end each match, and keeps the quotes. */
function replaceTexts(part, pattern, replace) {
	return part.replace(pattern, (found, quoted) => {
		const [quote = ""] = quoted;
		return `${found.slice(0, -quoted.length)}${quote}${replace(quoted.slice(1, -1))}${quote}`;
	});
}
// packages/steps/src/dependencies/lock/toml.ts
/** Parses a lock in TOML; a mistake is refused with its line. */
async function parseToml(text, lock, kind) {
	const { parse, TomlError } = await import("./smol-toml.js");
	let root;
	try {
		root = parse(text, { integersAsBigInt: "asNeeded" });
	} catch (cause) {
		const message = "is not TOML";
		if (!(cause instanceof TomlError)) throw unreadable(lock, kind, message, { cause });
		const why = (cause.message.split("\n")[0] ?? "").replace("Invalid TOML document: ", "");
		throw unreadable(lock, kind, message, { at: {
			line: cause.line,
			why
		} });
	}
	return {
		root,
		tables(array) {
			const tables = root[array] ?? [];
			if (!Array.isArray(tables) || !tables.every(isTable)) throw unreadable(lock, kind, `has a "${array}" that is no list of tables`);
			const lines = headersOf(text, array);
			return tables.map((table, index) => ({
				table,
				line: lines[index] ?? 1
			}));
		}
	};
}
/** True for a table of TOML or an object of JSON. */
function isTable(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** The names that an entry of any lock in TOML has. */
function named({ name, version }, line) {
	return {
		name: textOf(name) ?? "",
		version: textOf(version),
		line
	};
}
/** The table under a key; empty where there is none. */
function tableOf(value) {
	return isTable(value) ? value : {};
}
/** The text of a value; undefined for anything else. */
function textOf(value) {
	return typeof value === "string" ? value : void 0;
}
/** The texts of a list; empty for anything else. */
function textsOf(value) {
	return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
/** The tables of a list; empty for anything else. */
function tablesOf(value) {
	return Array.isArray(value) ? value.filter(isTable) : [];
}
/** The parser gives no positions, so they are looked for: no tool writes a header into a text of many lines. */
function headersOf(text, array) {
	const lines = [];
	for (const [index, line] of text.split("\n").entries()) if (line.startsWith("[[") && line.trimEnd() === `[[${array}]]`) lines.push(index + 1);
	return lines;
}
// packages/steps/src/dependencies/install/python/content-hash.ts
const legacyKeys = [
	"dependencies",
	"source",
	"extras",
	"dev-dependencies"
];
const poetryKeys = [...legacyKeys, "group"];
const projectKeys = [
	"requires-python",
	"dependencies",
	"optional-dependencies"
];
const hashKinds = ["with-groups", "without-groups"];
/**
* The `content-hash` that Poetry writes into a poetry.lock for a pyproject.toml, as `Locker._get_content_hash` makes it:
* https://github.com/python-poetry/poetry/blob/main/src/poetry/packages/locker.py
*/
function contentHash(pyproject, kind) {
	const project = pick(tableOf(pyproject.project), projectKeys);
	const groups = kind === "with-groups" ? tableOf(pyproject["dependency-groups"]) : {};
	const isModern = Object.keys(project).length > 0 || Object.keys(groups).length > 0;
	const settings = tableOf(tableOf(pyproject.tool).poetry);
	const poetry = {
		...isModern ? {} : Object.fromEntries(legacyKeys.map((key) => [key, null])),
		...pick(settings, poetryKeys)
	};
	const relevant = {
		...Object.keys(project).length > 0 ? { project } : {},
		...Object.keys(groups).length > 0 ? { "dependency-groups": groups } : {},
		tool: { poetry }
	};
	return createHash("sha256").update(pythonJson(isModern ? relevant : poetry)).digest("hex");
}
function pick(table, keys) {
	return Object.fromEntries(keys.filter((key) => table[key] !== void 0).map((key) => [key, table[key]]));
}
/** JSON as `json.dumps(value, sort_keys=True)` of Python writes it. */
function pythonJson(value) {
	if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
	if (isTable(value)) return `{${Object.keys(value).sort().map((key) => `${pythonJson(key)}: ${pythonJson(value[key])}`).join(", ")}}`;
	if (typeof value === "bigint") return String(value);
	return (JSON.stringify(value) ?? "null").replace(/[\u007f-\uffff]/g, (unit) => unit === "" ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
// packages/steps/src/dependencies/install/python/poetry-project.ts
/** Which way of making the hash gives the one that a lock has; undefined where none does. */
function hashKindOf(pyproject, lock) {
	const written = tableOf(lock.metadata)["content-hash"];
	return hashKinds.find((kind) => contentHash(pyproject, kind) === written);
}
/** The pyproject of an install alone: what says what is installed, all of it from one index. */
function withSource(pyproject, index, priority) {
	const { readme: _, license: __, "license-files": ___, ...project } = tableOf(pyproject.project);
	const { "requires-plugins": ____, ...poetry } = tableOf(tableOf(pyproject.tool).poetry);
	const source = [{
		name: poetrySource,
		url: index,
		priority
	}];
	return {
		...isTable(pyproject.project) ? { project } : {},
		...isTable(pyproject["dependency-groups"]) ? { "dependency-groups": pyproject["dependency-groups"] } : {},
		tool: { poetry: {
			...tableOf(renameSources(poetry)),
			source
		} }
	};
}
/** Dependencies may name the source that they come from. */
function renameSources(value) {
	if (Array.isArray(value)) return value.map(renameSources);
	if (!isTable(value)) return value;
	const entries = Object.entries(value).map(([key, inner]) => key === "source" && typeof inner === "string" ? [key, poetrySource] : [key, renameSources(inner)]);
	return Object.fromEntries(entries);
}
/** The lock of that pyproject: with its hash, without source distributions, and without packages that are built later. */
function wheelsOnly(lock, hash, isLeft) {
	return lock.split(/^(?=\[\[package\]\]\s*$|\[(?:extras|metadata)\]\s*$)/m).filter((part) => !part.startsWith("[[package]]") || !isLeft(nameOf(part))).map((part) => part.startsWith("[[package]]") ? withoutSdists(part) : part).join("").replace(/^content-hash = "[^"]*"/m, () => `content-hash = "${hash}"`);
}
function nameOf(part) {
	return /^name = "([^"]*)"/m.exec(part)?.[1] ?? "";
}
/** Where nothing else is there, a hash that no file has keeps Poetry from building one: without any it would take each file. */
function withoutSdists(part) {
	const file = /^ *\{file = "([^"]*)", hash = "[^"]*"\},?\r?\n/gm;
	const hasWheel = [...part.matchAll(file)].some(([, name = ""]) => name.endsWith(".whl"));
	return part.replace(file, (line, name) => {
		if (name.endsWith(".whl")) return line;
		return hasWheel ? "" : line.replace(/hash = "[^"]*"/, `hash = "${noHash}"`);
	});
}
/** Stands where a file may not be installed. */
const noHash = `sha256:${"0".repeat(64)}`;
// packages/steps/src/dependencies/install/child-failure.ts
/** Reads the code that npm prints. */
function npmCause({ stderr }) {
	switch (/^npm (?:ERR!|error) code (\w+)/m.exec(stderr)?.[1]) {
		case "EINTEGRITY": return "mismatch";
		case "E401":
		case "E403":
		case "ENEEDAUTH": return "denied";
		case "E404":
		case "ETARGET": return "missing";
		case "EUSAGE":
		case "ERESOLVE": return "stale";
		default: return "unknown";
	}
}
/** Reads the code that pnpm prints: ` ERR_PNPM_…` (10), `[ERR_PNPM_…]` (11), `Error: ERR_PNPM_…` with broken lines (12). */
function pnpmCause({ stdout, stderr }) {
	const text = `${stdout}\n${stderr}`;
	const code = /^(?:\s|\[|Error: )ERR_PNPM_(\w+)/m.exec(text)?.[1] ?? "";
	const status = /\bHTTP (?:status client error \()?(\d{3})\b/.exec(text.replace(/\s+/g, " "))?.[1];
	if (/^(?:TARBALL_INTEGRITY|UNEXPECTED_PKG_CONTENT_IN_STORE|BAD_TARBALL_SIZE)$/.test(code)) return "mismatch";
	if (/^(?:OUTDATED_LOCKFILE|NO_LOCKFILE|LOCKFILE_\w+)$/.test(code)) return "stale";
	const isHttp = /^(?:TARBALL_HTTP_STATUS|META_FETCH_FAIL)$/.test(code);
	if (/^FETCH_40[13]$/.test(code) || isHttp && /^40[13]$/.test(status ?? "")) return "denied";
	if (/^(?:FETCH_404|NO_MATCHING_VERSION)$/.test(code) || isHttp && status === "404") return "missing";
	return "unknown";
}
/** Reads what Yarn prints: sentences (1), or codes on lines that it begins with an arrow (4). */
function yarnCause({ stdout, stderr }) {
	const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => /^(?:error |➤ YN\d{4}: )/.test(line));
	const says = (pattern) => lines.some((line) => pattern.test(line));
	if (says(/^➤ YN0018:|^error .*Integrity check failed|^error .*\bintegrity check\b/i)) return "mismatch";
	if (says(/^➤ YN0041:|Response Code: 40[13]|Request failed "40[13]\b|Unauthenticated request|authorization token/)) return "denied";
	if (says(/^➤ YN0035:|Response Code: 404|Request failed "404\b|Couldn't find (?:any versions|package)/)) return "missing";
	if (says(/^➤ YN0028:|^error Your lockfile needs to be updated/)) return "stale";
	return "unknown";
}
/** Reads what pip prints; it has no codes. A refused token comes first: pip then also finds no distribution. */
function pipCause({ stdout, stderr }) {
	const text = `${stdout}\n${stderr}`;
	if (/DO NOT MATCH THE HASHES/.test(text)) return "mismatch";
	if (/\b40[13] (?:Client )?Error\b|Credentials not correct/.test(text)) return "denied";
	if (/--require-hashes mode|ResolutionImpossible|conflicting dependencies/.test(text)) return "stale";
	if (/No matching distribution found|\b404 Client Error\b/.test(text)) return "missing";
	return "unknown";
}
/** Reads what uv prints; it has no codes. */
function uvCause({ stdout, stderr }) {
	const text = `${stdout}\n${stderr}`;
	if (/Hash mismatch for/.test(text)) return "mismatch";
	if (/Failed to (?:build|generate package metadata)/.test(text)) return "unknown";
	if (/HTTP status client error \(40[13]\b|lack of valid authentication/.test(text)) return "denied";
	if (uvLacks.test(text)) return "missing";
	if (/needs to be updated|No solution found|--require-hashes|no trusted hash was provided/.test(text)) return "stale";
	return "unknown";
}
/** A wheel or an index page that is not there; without builds, a package with no wheel is none. */
const uvLacks = /HTTP status client error \(404\b|not found in the package registry|there is no version of|no usable wheels|has no binary distribution|a source distribution or wheel for the current/;
/** Reads what Poetry prints; it has no codes. */
function poetryCause({ stdout, stderr }) {
	const text = `${stdout}\n${stderr}`;
	if (/changed significantly since poetry\.lock/.test(text)) return "stale";
	if (/\b40[13] Client Error\b|Authorization error/.test(text)) return "denied";
	if (/Unable to find installation candidates|Package .* not found|\b404 Client Error\b/.test(text)) return "missing";
	if (/not found in known hashes|did not match any known checksums|Retrieved digests for link/.test(text)) return text.includes(noHash) ? "missing" : "mismatch";
	return "unknown";
}
/** Reads what PDM prints; it has no codes. */
function pdmCause({ stdout, stderr }) {
	const text = `${stdout}\n${stderr}`;
	if (/HashMismatchError/.test(text)) return "mismatch";
	if (/'40[13] (?:Unauthorized|Forbidden)'|\b40[13] Client Error\b/.test(text)) return "denied";
	if (/CandidateNotFound|'404 Not Found'|\b404 Client Error\b/.test(text)) return "missing";
	if (/Lockfile (?:doesn't satisfy|hash doesn't match|is not compatible)/.test(text)) return "stale";
	return "unknown";
}
/** The verdict on content that is not what the lock promised, or the error for anything else. */
function refuse(manager, cause, result, lock, partial) {
	const last = lastWords(result);
	if (cause === "mismatch") {
		const which = mismatched(lock, result).join(", ") || "a package";
		return failed(`${which} in the repository is not what the lock says: ${last}`, partial);
	}
	const { code, message, fix } = refusals[cause];
	throw new StepError(code, {
		message: `${manager}: ${message} (exit ${result.exitCode}): ${last}`,
		fix
	});
}
const refusals = {
	denied: {
		code: "INSTALL_DENIED",
		message: "the repository refused the token",
		fix: "the token ends with the role session: run again, or give the role a longer session; then check codeartifact:ReadFromRepository"
	},
	missing: {
		code: "PACKAGE_MISSING",
		message: "the repository lacks a package of the lock, or has no wheel of it for this machine",
		fix: "publish it to the repository, connect an upstream, or (for a source distribution) name it in allow-build"
	},
	stale: {
		code: "LOCK_STALE",
		message: "the lock does not cover what is to be installed",
		fix: "write the lock anew and commit it"
	},
	unknown: {
		code: "CHILD_FAILED",
		message: "the install failed",
		fix: "see the output above"
	}
};
/** Ends an install whose package could not be built, after it was downloaded. */
function refuseBuild(manager, names, exitCode) {
	if (exitCode === 0) return;
	throw new StepError("CHILD_FAILED", {
		message: `${manager} rebuild of ${names.join(", ")} failed (exit ${exitCode})`,
		fix: "see the output above; remove the package from allow-build where it works without its script"
	});
}
/** Beginnings of the lines in which each package manager says what went wrong. */
const errorLine = new RegExp([
	"npm (?:ERR!|error) (?!code|A complete log)\\S",
	"ERROR:",
	"× (?!installing dependencies)",
	"(?:\\| )?(?:Downloaded distributions|Unable to find) ",
	"Hash for ",
	"(?:pdm|unearth)[.\\w]+: ",
	"error:? ",
	"\\[?ERR_PNPM_",
	"╰─▶",
	"➤ YN00(?:01|16|18|35|41):",
	"➤ YN0028: [│·] The "
].map((start) => `^(?:${start})`).join("|"));
/** The line that says most; pnpm 12 breaks its own at 80 columns. */
function lastWords({ stdout, stderr }) {
	const lines = `${stdout}\n${stderr}`.replace(/([-/])\n {6}(?=\S)/g, "$1").replace(/\n {6}(?=\S)/g, " ").split("\n").map((line) => line.trim());
	const line = lines.find((candidate) => errorLine.test(candidate))?.replace(/^[|×] /, "") ?? lines.findLast((candidate) => candidate !== "") ?? "no output";
	return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
export { parseNpmLock as A, unreadable as B, rewritePoetry as C, parsePipLock as D, normalizeProject as E, addressProblem as F, elsewhere as I, lockLimit as L, withoutAddresses as M, folderFrom as N, renderPipLock as O, folderInside as P, refuseOffenders as R, rewritePdm as S, rewriteUv as T, repairOf as V, parseToml as _, poetryCause as a, textOf as b, uvCause as c, wheelsOnly as d, withSource as f, named as g, isTable as h, pnpmCause as i, withAddressesOf as j, isAddressOf as k, yarnCause as l, hashKinds as m, pdmCause as n, refuse as o, contentHash as p, pipCause as r, refuseBuild as s, npmCause as t, hashKindOf as u, tableOf as v, rewritePylock as w, textsOf as x, tablesOf as y, shorten as z };
