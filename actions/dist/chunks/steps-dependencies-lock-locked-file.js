import { o as __toESM } from "./rolldown-runtime.js";
import { i as unreachable, n as StepError } from "./core-error-codes.js";
import { A as parseNpmLock, B as unreadable, D as parsePipLock, E as normalizeProject, F as addressProblem, I as elsewhere, N as folderFrom, P as folderInside, R as refuseOffenders, V as repairOf, _ as parseToml, b as textOf, g as named, h as isTable, v as tableOf, x as textsOf, y as tablesOf, z as shorten } from "./steps-dependencies-lock-repair.js";
import { t as isNamedBy } from "./steps-dependencies-lock-name-pattern.js";
import { posix } from "node:path";
// packages/steps/src/dependencies/lock/locked-file.ts
/** The named files of all entries of one version, sorted by name; undefined where the lock names none. */
function lockedFiles(known, files) {
	const byName = new Map((known ?? []).map(({ name, hashes }) => [name, hashes]));
	for (const { name, strong } of files) if (name !== void 0) byName.set(name, [...byName.get(name) ?? [], ...strong]);
	if (byName.size === 0) return void 0;
	return [...byName.keys()].sort().map((name) => {
		return {
			name,
			hashes: [...new Set(byName.get(name))].sort()
		};
	});
}
// packages/steps/src/dependencies/lock/exact-lock.ts
const formats = {
	requirements: "pypi",
	uv: "pypi",
	poetry: "pypi",
	pdm: "pypi",
	pylock: "pypi",
	"package-lock": "npm",
	pnpm: "npm",
	"yarn-1": "npm",
	"yarn-berry": "npm"
};
/** Names and versions that are looked up as they stand, and are given to tools: nothing in them means more than itself. */
const names$1 = {
	pypi: /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/,
	npm: /^(?:@[A-Za-z0-9~-][\w.~-]*\/)?[A-Za-z0-9_~-][\w.~-]*$/
};
const versions$1 = {
	pypi: /^v?\d[A-Za-z0-9.!+_-]*$/,
	npm: /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/
};
/** The lock that was read, where all of it is exact; throws with every entry that is not. */
function exactLock(kind, file, { entries, requirements }) {
	const format = formats[kind];
	const offenders = entries.flatMap((entry) => offendersOf(entry, format, file));
	refuseOffenders(file, offenders, repairOf(kind, file));
	const lock = {
		kind,
		format,
		file,
		packages: packagesOf(entries, format),
		local: foldersOf$1(entries)
	};
	return requirements ? {
		...lock,
		requirements
	} : lock;
}
function offendersOf(entry, format, file) {
	const name = entry.name === "" ? "an entry" : shorten(entry.name);
	const place = `${file}:${entry.line}`;
	return [...entry.objections, ...objectionsTo(entry, format)].map(({ message, isUnsafe, fix }) => ({
		problem: {
			name,
			message,
			place,
			...fix === void 0 ? {} : { fix }
		},
		isUnsafe
	}));
}
function objectionsTo(entry, format) {
	const unsafe = (message) => ({
		message,
		isUnsafe: true
	});
	switch (entry.origin.type) {
		case "elsewhere": return [unsafe(elsewhere(entry.origin.what))];
		case "folder": return folderInside(entry.origin.path) === void 0 ? [unsafe(`lies in "${shorten(entry.origin.path)}", outside of the project`)] : [];
		case "registry": {
			const problem = entry.origin.addresses.map(addressProblem).find((found) => found !== void 0);
			if (problem !== void 0) return [unsafe(problem)];
			return pinProblems(entry, format).map((message) => ({
				message,
				isUnsafe: false
			}));
		}
	}
}
function pinProblems({ name, version, files }, format) {
	const problems = [];
	if (!names$1[format].test(name)) problems.push(`has a name that no package of ${format} can have`);
	if (version === void 0 || !versions$1[format].test(version)) problems.push("has no exact version");
	if (files === void 0) return problems;
	const bad = files.find(({ strong }) => strong.length === 0);
	if (files.length === 0) problems.push("has no hash");
	else if (bad?.weak !== void 0) problems.push(`has the hash "${shorten(bad.weak)}", which is no SHA-256, 384 or 512`);
	else if (bad) problems.push(files.length === 1 ? "has no hash" : "has a file without a hash");
	return problems;
}
function packagesOf(entries, format) {
	const packages = /* @__PURE__ */ new Map();
	for (const { name: written, version = "", line, origin, files = [], applies, isUnchecked } of entries) {
		if (origin.type !== "registry") continue;
		const name = format === "pypi" ? normalizeProject(written) : written;
		const known = packages.get(`${name} ${version}`);
		const hashes = [...known?.hashes ?? [], ...files.flatMap(({ strong }) => strong)];
		const named = lockedFiles(known?.files, files);
		packages.set(`${name} ${version}`, {
			name,
			version,
			hashes: [...new Set(hashes)].sort(),
			...named === void 0 ? {} : { files: named },
			...isUnchecked ? { isUnchecked } : {},
			mayBeAbsent: applies !== true && (known?.mayBeAbsent ?? true),
			line: known?.line ?? line
		});
	}
	return [...packages.values()].sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}
function foldersOf$1(entries) {
	const folders = entries.map(({ origin }) => origin.type === "folder" ? folderInside(origin.path) : void 0);
	return [...new Set(folders.filter((folder) => folder !== void 0))].sort();
}
/** By code points: the same on every machine. */
function compare(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
// packages/steps/src/dependencies/lock/lock.ts
/** The locks that are read, by what wrote them. */
const lockKinds = [
	"requirements",
	"uv",
	"poetry",
	"pdm",
	"pylock",
	"package-lock",
	"pnpm",
	"yarn-1",
	"yarn-berry"
];
// packages/steps/src/dependencies/lock/lock-kind.ts
/** Files whose name says what they are. */
const names = [
	[/^uv\.lock$/, "uv"],
	[/^poetry\.lock$/, "poetry"],
	[/^pdm\.lock$/, "pdm"],
	[/^pylock(?:\.[^.]+)?\.toml$/, "pylock"],
	[/^(?:package-lock|npm-shrinkwrap)\.json$/, "package-lock"],
	[/^pnpm-lock\.ya?ml$/, "pnpm"]
];
/** What only one kind has in its text; the first that is found counts. */
const marks = [
	[/^\s*\{[\s\S]*"lockfileVersion"\s*:/, "package-lock"],
	[/^__metadata:/m, "yarn-berry"],
	[/^# yarn lockfile v1\r?$/m, "yarn-1"],
	[/^lockfileVersion:/m, "pnpm"],
	[/^\[\[packages\]\]/m, "pylock"],
	[/^lock_version = "/m, "pdm"],
	[/^content-hash = "/m, "poetry"],
	[/^version = \d+\r?\n(?:revision = |requires-python = )/m, "uv"],
	[/^[A-Za-z0-9][\w.-]*(?:\[[\w.,\s-]*\])?\s*==/m, "requirements"]
];
/** The kind of a lock by its name, else by its content; LOCK_INVALID where neither tells. */
function lockKindOf(text, file) {
	const name = posix.basename(file.replaceAll("\\", "/"));
	const named = names.find(([pattern]) => pattern.test(name))?.[1];
	if (named) return named;
	if (name === "yarn.lock") return /^__metadata:/m.test(text) ? "yarn-berry" : "yarn-1";
	const marked = marks.find(([pattern]) => pattern.test(text))?.[1];
	if (marked) return marked;
	if (/^requirements.*\.(?:txt|lock)$/.test(name)) return "requirements";
	throw new StepError("LOCK_INVALID", {
		message: `"${file}" is no lock of a kind that is known`,
		fix: `name the kind: ${lockKinds.join(", ")}`
	});
}
// packages/steps/src/dependencies/lock/marker.ts
const token = /\s*(?:([()])|((?:and|or|in|not\s+in)(?![\w.]))|(===|~=|==|!=|<=|>=|<|>)|("[^"]*"|'[^']*')|([A-Za-z_][\w.]*))\s*/y;
const variable = /^(?:(?:python|python_full|platform|implementation)_version|(?:os|implementation)_name|sys_platform|platform_(?:release|system|machine|python_implementation))$/;
/** What pip reads as it stands: no comment, option or variable of the shell can begin in it. */
const plain$1 = /^(?!.*\s-)[\w .+*/:~,()@-]*$/;
const deepest = 50;
/**
* Reads a marker of PEP 508 with what PEP 751 adds, and puts in what is known: `"dev" in dependency_groups`,
* `extra == "docs"`. True, false, or a marker without both; undefined for a text that is no marker.
*/
function reduceMarker(text, asked) {
	const tokens = tokensOf(text);
	if (!tokens) return void 0;
	const reduced = new MarkerParser(tokens, asked).parse();
	return typeof reduced === "object" ? reduced.text : reduced;
}
function tokensOf(text) {
	const tokens = [];
	for (token.lastIndex = 0; token.lastIndex < text.length;) {
		const found = token.exec(text);
		if (!found) return void 0;
		tokens.push(found[0].trim().replace(/^not\s+in$/, "not in"));
	}
	return tokens;
}
/** `or` binds less than `and`; undefined at the first token that does not belong. */
var MarkerParser = class {
	#tokens;
	#asked;
	#at = 0;
	#depth = 0;
	constructor(tokens, asked) {
		this.#tokens = tokens;
		this.#asked = asked;
	}
	parse() {
		const reduced = this.#any();
		return this.#at === this.#tokens.length ? reduced : void 0;
	}
	#any() {
		return this.#joined("or", () => this.#joined("and", () => this.#one()));
	}
	#joined(word, part) {
		const parts = [];
		do {
			const found = part();
			if (found === void 0) return void 0;
			parts.push(found);
		} while (this.#take(word));
		return word === "or" ? anyOf(parts) : allOf(parts);
	}
	#one() {
		if (!this.#take("(")) return this.#comparison();
		this.#depth += 1;
		if (this.#depth > deepest) return void 0;
		const inner = this.#any();
		this.#depth -= 1;
		return this.#take(")") ? inner : void 0;
	}
	#comparison() {
		const [left = "", operator = "", right = ""] = this.#tokens.slice(this.#at, this.#at + 3);
		this.#at += 3;
		const known = membership(left, operator, right, this.#asked);
		if (known !== void 0) return known;
		const isComparison = /^(?:[<>=!~]=?=?|in|not in)$/.test(operator);
		const isTelling = variable.test(left) !== variable.test(right);
		if (!isComparison || !isTelling || !isOperand(left) || !isOperand(right)) return void 0;
		return {
			text: `${left} ${operator} ${right}`,
			isOr: false
		};
	}
	#take(wanted) {
		if (this.#tokens[this.#at] !== wanted) return false;
		this.#at += 1;
		return true;
	}
};
function membership(left, operator, right, asked) {
	const [value, name] = isText(left) ? [left, right] : [right, left];
	if (!isText(value)) return void 0;
	const wanted = normalizeProject(value.slice(1, -1));
	const has = (all) => all.some((one) => normalizeProject(one) === wanted);
	if (name === "extra" && (operator === "==" || operator === "!=")) return has(asked.extras) === (operator === "==");
	if (!((name === "extras" || name === "dependency_groups") && name === right) || operator !== "in" && operator !== "not in") return void 0;
	return has(name === "extras" ? asked.extras : asked.groups) === (operator === "in");
}
function isOperand(text) {
	return isText(text) ? plain$1.test(text.slice(1, -1)) : variable.test(text);
}
function isText(text) {
	return /^["']/.test(text);
}
function anyOf(parts) {
	if (parts.includes(true)) return true;
	const open = parts.filter((part) => typeof part === "object");
	if (open.length < 2) return open[0] ?? false;
	return {
		text: open.map(({ text }) => text).join(" or "),
		isOr: true
	};
}
function allOf(parts) {
	if (parts.includes(false)) return false;
	const open = parts.filter((part) => typeof part === "object");
	if (open.length < 2) return open[0] ?? true;
	return {
		text: open.map(({ text, isOr }) => isOr ? `(${text})` : text).join(" and "),
		isOr: false
	};
}
// packages/steps/src/dependencies/lock/applies.ts
/** An entry of which a lock says, or does not say, when it is installed. */
function when(applies) {
	return {
		applies,
		objections: []
	};
}
/** An entry that applies where a marker of the lock holds; always where there is none. */
function whereMarker(marker, asked = {
	extras: [],
	groups: []
}) {
	if (marker === void 0) return when(true);
	const applies = typeof marker === "string" ? reduceMarker(marker, asked) : void 0;
	if (applies !== void 0) return when(applies);
	return {
		applies,
		objections: [{
			message: "has a marker that cannot be read",
			isUnsafe: false
		}]
	};
}
// packages/steps/src/dependencies/lock/file-name.ts
/** The name that an index has a file under: as the lock says it, or the last part of its address or path. */
function fileNameIn({ name, file, url, path }) {
	const told = textOf(name) ?? textOf(file);
	if (told !== void 0) return told;
	const [place = ""] = (textOf(url) ?? textOf(path) ?? "").split(/[?#]/);
	const last = place.slice(Math.max(place.lastIndexOf("/"), place.lastIndexOf("\\")) + 1);
	return last === "" ? void 0 : decoded(last);
}
/** An address writes `torch-2.9.0+cpu-….whl` with `%2B`. */
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
// packages/steps/src/dependencies/lock/hash.ts
/** Bytes of the digests that nobody can forge. */
const sizes = {
	sha256: 32,
	sha384: 48,
	sha512: 64
};
/** Reads hashes such as `sha256:<hex>`, all of one file. */
function readHashes(hashes) {
	return sort(hashes, strongHex);
}
/** Reads the one hash of each file: `hash = "sha256:<hex>"` in a table of its own. */
function readFileHashes(files) {
	return files.map((file) => ({
		name: fileNameIn(file),
		...readHashes(typeof file.hash === "string" ? [file.hash] : [])
	}));
}
/** Reads an `integrity` of npm: hashes in base64 with spaces between, any of which may be that of the file. */
function readIntegrity(integrity) {
	return sort((integrity ?? "").split(/\s+/).filter(Boolean), strongBase64);
}
function sort(hashes, strengthOf) {
	const strong = hashes.map(strengthOf).filter((hash) => hash !== void 0);
	return {
		strong,
		weak: strong.length === 0 ? hashes[0] : void 0
	};
}
function strongHex(hash) {
	const [, algorithm = "", hex = ""] = /^([a-z0-9]+):([0-9A-Fa-f]+)$/.exec(hash) ?? [];
	return hex.length === 2 * (sizeOf(algorithm) ?? NaN) ? `${algorithm}:${hex.toLowerCase()}` : void 0;
}
function strongBase64(hash) {
	const [, algorithm = "", base64 = ""] = /^([a-z0-9]+)-([A-Za-z0-9+/]+={0,2})(?:\?\S*)?$/.exec(hash) ?? [];
	const bytes = Buffer.from(base64, "base64");
	return bytes.length === sizeOf(algorithm) && bytes.toString("base64") === base64 ? `${algorithm}:${bytes.toString("hex")}` : void 0;
}
function sizeOf(algorithm) {
	return Object.hasOwn(sizes, algorithm) ? sizes[algorithm] : void 0;
}
// packages/steps/src/dependencies/lock/to-requirements.ts
/** The requirements for a plain install: those that are for something else are left out. */
function requirementsOf(entries) {
	const requirements = /* @__PURE__ */ new Map();
	for (const { name, version = "", line, origin, files = [], applies } of entries) {
		if (origin.type !== "registry" || applies === false) continue;
		const project = normalizeProject(name);
		const marker = typeof applies === "string" ? applies : void 0;
		const key = JSON.stringify([
			project,
			version,
			marker
		]);
		const hashes = [...requirements.get(key)?.hashes ?? [], ...files.flatMap(({ strong }) => strong)];
		requirements.set(key, {
			project,
			pin: `${name}==${version}`,
			version,
			marker,
			hashes: [...new Set(hashes)].sort(),
			line: requirements.get(key)?.line ?? line
		});
	}
	return [...requirements.values()];
}
// packages/steps/src/dependencies/lock/pdm.ts
/** Reads a pdm.lock of version 4. With `inherit_metadata`, its default, each package says its groups and its marker. */
async function readPdm(text, file) {
	const toml = await parseToml(text, file, "pdm");
	const metadata = tableOf(toml.root.metadata);
	const version = textOf(metadata.lock_version) ?? "none";
	if (!/^4\.\d+(?:\.\d+)?$/.test(version)) throw unreadable(file, "pdm", `has lock_version ${version}; 4.x is known`);
	const isTelling = textsOf(metadata.strategy).includes("inherit_metadata");
	const entries = toml.tables("package").map(({ table, line }) => {
		const files = tablesOf(table.files);
		return {
			...named(table, line),
			origin: originOf$5(table, files),
			files: readFileHashes(files),
			...isTelling ? whenOf$1(table) : when(void 0)
		};
	});
	return {
		entries,
		requirements: isTelling ? requirementsOf(entries) : void 0
	};
}
function whenOf$1({ groups, marker }) {
	return textsOf(groups).includes("default") ? whereMarker(marker) : when(false);
}
function originOf$5(table, files) {
	const path = textOf(table.path);
	const what = [
		table.git,
		table.hg,
		table.svn,
		table.bzr,
		table.url
	].map(textOf).find((found) => found);
	if (what !== void 0) return {
		type: "elsewhere",
		what
	};
	if (path !== void 0) return /\.(?:whl|zip|tar|tgz|tar\.\w+)$/i.test(path) ? {
		type: "elsewhere",
		what: path
	} : {
		type: "folder",
		path
	};
	return {
		type: "registry",
		addresses: files.map(({ url }) => textOf(url)).filter((url) => url !== void 0)
	};
}
// packages/steps/src/dependencies/lock/yaml.ts
/** Parses each document of a lock in YAML; a mistake is refused with its line. Aliases and tags are mistakes. */
async function parseYamlLock(text, lock, kind) {
	const yaml = await import("./yaml2.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const lines = new yaml.LineCounter();
	const lineOf = (offset) => lines.linePos(offset).line;
	const refuse = (at) => unreadable(lock, kind, "is not YAML of a lock", { at });
	const take = (node, line) => {
		if (node === null) return {
			line,
			value: ""
		};
		if (yaml.isScalar(node)) return {
			line,
			value: typeof node.value === "string" ? node.value : ""
		};
		const own = lineOf(node.range?.[0] ?? 0);
		if (yaml.isSeq(node)) return {
			line,
			value: node.items.map((item) => take(item, own))
		};
		if (!yaml.isMap(node)) throw refuse({
			line: own,
			why: "an alias"
		});
		const map = /* @__PURE__ */ new Map();
		for (const { key, value } of node.items) {
			const at = lineOf(key?.range?.[0] ?? value?.range?.[0] ?? 0);
			const name = yaml.isScalar(key) ? key.value : void 0;
			if (typeof name !== "string") throw refuse({
				line: at,
				why: "a key that is no text"
			});
			if (map.has(name)) throw refuse({
				line: at,
				why: `"${name}" for the second time`
			});
			map.set(name, take(value, at));
		}
		return {
			line,
			value: map
		};
	};
	try {
		const options = {
			lineCounter: lines,
			schema: "failsafe",
			uniqueKeys: false,
			logLevel: "silent"
		};
		return [...yaml.parseAllDocuments(text, options)].map(({ errors, warnings, contents }) => {
			const [mistake] = [...errors, ...warnings];
			if (mistake) {
				const why = (mistake.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
				throw refuse({
					line: lineOf(mistake.pos[0]),
					why
				});
			}
			const { value } = take(contents, 1);
			if (value instanceof Map) return value;
			throw refuse({
				line: 1,
				why: "no map"
			});
		});
	} catch (cause) {
		if (cause instanceof RangeError) throw unreadable(lock, kind, "is nested too deeply", { cause });
		throw cause;
	}
}
/** The map at the end of these keys; empty where there is none. */
function mapAt(map, ...keys) {
	let found = map;
	for (const key of keys) {
		const value = found.get(key)?.value;
		if (!(value instanceof Map)) return /* @__PURE__ */ new Map();
		found = value;
	}
	return found;
}
/** The text under a key; undefined where there is none, or something else. */
function textAt(map, key) {
	const value = map.get(key)?.value;
	return typeof value === "string" ? value : void 0;
}
// packages/steps/src/dependencies/lock/pnpm-graph.ts
/**
* The keys under `packages` that pnpm installs everywhere: what the projects of the workspace reach by `dependencies` alone,
* without those for development and those that may be missing.
*/
function alwaysInstalled$2(document) {
	const snapshots = mapAt(document, "snapshots");
	const importers = mapAt(document, "importers");
	const reached = /* @__PURE__ */ new Set();
	const open = [];
	const visit = (name, version) => {
		const key = [`${name}@${version}`, version].find((wanted) => snapshots.has(wanted));
		if (key === void 0 || reached.has(key)) return;
		reached.add(key);
		open.push(key);
	};
	for (const importer of importers.keys()) {
		const dependencies = mapAt(importers, importer, "dependencies");
		for (const name of dependencies.keys()) visit(name, textAt(mapAt(dependencies, name), "version") ?? "");
	}
	for (let key = open.pop(); key !== void 0; key = open.pop()) {
		const dependencies = mapAt(snapshots, key, "dependencies");
		for (const name of dependencies.keys()) visit(name, textAt(dependencies, name) ?? "");
	}
	return new Set([...reached].map((key) => key.replace(/\(.*$/, "")));
}
// packages/steps/src/dependencies/lock/pnpm.ts
/**
* Reads a pnpm-lock.yaml of version 9.0, which pnpm 9 to 12 write. Since pnpm 11 a document may stand before it, of what pnpm
* itself needs: its configuration, its own version.
*/
async function readPnpm(text, file) {
	const documents = await parseYamlLock(text, file, "pnpm");
	if (documents.length === 0 || documents.length > 2) throw unreadable(file, "pnpm", `has ${documents.length} documents, not one or two`);
	for (const document of documents) {
		const version = textAt(document, "lockfileVersion") ?? "none";
		if (version !== "9.0") throw unreadable(file, "pnpm", `has lockfileVersion ${version}; 9.0 is known`);
	}
	return { entries: documents.flatMap(entriesOf) };
}
function entriesOf(document) {
	const always = alwaysInstalled$2(document);
	const all = mapAt(document, "packages");
	const packages = [...all].map(([key, { line }]) => {
		const resolution = mapAt(all, key, "resolution");
		const { name, version } = splitKey(key);
		return {
			name,
			version,
			line,
			origin: originOf$4(version, resolution),
			files: [readIntegrity(textAt(resolution, "integrity"))],
			...when(always.has(key) ? true : void 0)
		};
	});
	return [
		...foldersOf(document),
		...strayPatchesOf(document),
		...packages
	];
}
/** `@ml/shapes@1.0.0`: the name and what is behind it, which is a version or an address. */
function splitKey(key) {
	const at = key.indexOf("@", 1);
	return at < 0 ? {
		name: key,
		version: ""
	} : {
		name: key.slice(0, at),
		version: key.slice(at + 1)
	};
}
function originOf$4(version, resolution) {
	const folder = textAt(resolution, "directory");
	if (folder !== void 0) return {
		type: "folder",
		path: folder
	};
	const repository = textAt(resolution, "repo");
	if (repository !== void 0) return {
		type: "elsewhere",
		what: repository
	};
	if (version.includes(":")) return {
		type: "elsewhere",
		what: version
	};
	const tarball = textAt(resolution, "tarball");
	return {
		type: "registry",
		addresses: tarball === void 0 ? [] : [tarball]
	};
}
/** The projects of the workspace, and the folders that they link to. */
function foldersOf(document) {
	const importers = mapAt(document, "importers");
	return [...importers].flatMap(([importer, { line }]) => {
		const project = mapAt(importers, importer);
		const links = sections.flatMap((section) => [...mapAt(project, section)].map((pair) => [section, ...pair])).flatMap(([section, name, at]) => {
			const version = textAt(mapAt(project, section, name), "version") ?? "";
			if (!version.startsWith("link:")) return [];
			const path = version.slice(5);
			return [folder(name, at.line, folderFrom(path, importer))];
		});
		return [folder(importer, line, importer), ...links];
	});
}
const sections = [
	"dependencies",
	"devDependencies",
	"optionalDependencies"
];
function folder(name, line, path) {
	return {
		name,
		version: void 0,
		line,
		origin: {
			type: "folder",
			path
		},
		files: [],
		...when(true)
	};
}
/** Patches change what is installed; they are in the checkout, or they are refused. */
function strayPatchesOf(document) {
	const patches = mapAt(document, "patchedDependencies");
	return [...patches].flatMap(([name, { line }]) => {
		const path = textAt(mapAt(patches, name), "path");
		return path === void 0 || folderInside(path) !== void 0 ? [] : [folder(name, line, path)];
	});
}
// packages/steps/src/dependencies/lock/poetry.ts
/** Reads a poetry.lock of version 2. From 2.1 on, which Poetry 2 writes, each package says its groups and its marker. */
async function readPoetry(text, file) {
	const toml = await parseToml(text, file, "poetry");
	const version = textOf(tableOf(toml.root.metadata)["lock-version"]) ?? "none";
	if (!/^2\.\d+$/.test(version)) throw unreadable(file, "poetry", `has lock-version ${version}; 2.x is known`);
	const packages = toml.tables("package");
	const entries = packages.map(({ table, line }) => ({
		...named(table, line),
		origin: originOf$3(tableOf(table.source)),
		files: readFileHashes(tablesOf(table.files)),
		...whenOf(table)
	}));
	return {
		entries,
		requirements: packages.every(({ table }) => Array.isArray(table.groups)) ? requirementsOf(entries) : void 0
	};
}
function whenOf({ groups, optional, markers }) {
	if (!Array.isArray(groups)) return when(void 0);
	if (optional === true || !groups.includes("main")) return when(false);
	return whereMarker(isTable(markers) ? markers.main : markers);
}
function originOf$3({ type, url }) {
	const address = textOf(url);
	switch (type) {
		case void 0: return {
			type: "registry",
			addresses: []
		};
		case "legacy": return {
			type: "registry",
			addresses: [address ?? "nowhere"]
		};
		case "directory": return {
			type: "folder",
			path: address ?? ""
		};
		default: return {
			type: "elsewhere",
			what: address ?? String(type)
		};
	}
}
// packages/steps/src/dependencies/lock/pylock.ts
/** Reads a pylock.toml of PEP 751. */
async function readPylock(text, file) {
	const toml = await parseToml(text, file, "pylock");
	const version = textOf(toml.root["lock-version"]) ?? "none";
	if (version !== "1.0") throw unreadable(file, "pylock", `has lock-version ${version}; 1.0 is known`);
	const asked = {
		extras: [],
		groups: textsOf(toml.root["default-groups"])
	};
	const entries = toml.tables("packages").map(({ table, line }) => {
		const files = [...isTable(table.sdist) ? [table.sdist] : [], ...tablesOf(table.wheels)];
		return {
			...named(table, line),
			origin: originOf$2(table, files),
			files: files.map(hashesOf$1),
			...whereMarker(table.marker, asked)
		};
	});
	return {
		entries,
		requirements: requirementsOf(entries)
	};
}
function hashesOf$1(file) {
	const written = Object.entries(tableOf(file.hashes)).map(([algorithm, hex]) => `${algorithm}:${String(hex)}`);
	return {
		name: fileNameIn(file),
		...readHashes(written)
	};
}
function originOf$2(table, files) {
	if (isTable(table.directory)) return {
		type: "folder",
		path: textOf(table.directory.path) ?? ""
	};
	if (isTable(table.vcs) || isTable(table.archive)) {
		const { url, path } = tableOf(table.vcs ?? table.archive);
		return {
			type: "elsewhere",
			what: textOf(url) ?? textOf(path) ?? "nowhere"
		};
	}
	return {
		type: "registry",
		addresses: [table.index, ...files.map(({ url, path }) => url ?? path)].map(textOf).filter((address) => address !== void 0)
	};
}
// packages/steps/src/dependencies/lock/read-package-lock.ts
/** Reads the lock of npm. What is inside of a parent's archive is not looked up by itself, and is left out. */
function readPackageLock(text, file) {
	const { packages, folders } = parseNpmLock(text, file);
	const entries = packages.flatMap(({ name, version, integrity, resolved, mayBeAbsent, line }) => {
		if (integrity === void 0) return [];
		return [{
			name,
			version,
			line,
			origin: {
				type: "registry",
				addresses: resolved === void 0 ? [] : [resolved]
			},
			files: [readIntegrity(integrity)],
			...when(mayBeAbsent ? void 0 : true)
		}];
	});
	return { entries: [...folders.map(({ path, line }) => ({
		name: path,
		version: void 0,
		line,
		origin: {
			type: "folder",
			path
		},
		files: [],
		...when(true)
	})), ...entries] };
}
// packages/steps/src/dependencies/lock/read-requirements.ts
/** Reads the requirements with hashes that pip-compile and `uv export` write. */
function readRequirements(text, file) {
	const requirements = parsePipLock(text, file);
	return {
		entries: requirements.map(({ project, version, hashes, marker, line }) => ({
			name: project,
			version,
			line,
			origin: {
				type: "registry",
				addresses: []
			},
			files: [readHashes(hashes)],
			applies: marker ?? true,
			objections: []
		})),
		requirements
	};
}
// packages/steps/src/dependencies/lock/uv-graph.ts
/**
* The packages of a uv.lock that `uv sync` installs everywhere: those that the project reaches without a marker, an extra or
* a group. A workspace without a project of its own starts at each of its members.
*/
function alwaysInstalled$1(packages) {
	const byName = Map.groupBy(packages, ({ name }) => textOf(name) ?? "");
	const folders = packages.filter((table) => folderOf(table) !== void 0);
	const roots = folders.filter((table) => folderOf(table) === ".");
	const reached = /* @__PURE__ */ new Set();
	const extras = /* @__PURE__ */ new Map();
	const open = [];
	const visit = (table, extra) => {
		const known = extras.get(table) ?? /* @__PURE__ */ new Set();
		if (extra === void 0 ? reached.has(table) : known.has(extra)) return;
		if (extra === void 0) reached.add(table);
		else extras.set(table, known.add(extra));
		open.push([table, extra]);
	};
	for (const root of roots.length > 0 ? roots : folders) visit(root);
	for (let next = open.pop(); next !== void 0; next = open.pop()) for (const edge of edgesOf(...next)) {
		if (edge.marker !== void 0) continue;
		for (const target of byName.get(textOf(edge.name) ?? "") ?? []) {
			if (edge.version !== void 0 && edge.version !== target.version) continue;
			visit(target);
			for (const extra of textsOf(edge.extra)) visit(target, extra);
		}
	}
	return reached;
}
function edgesOf(table, extra) {
	if (extra === void 0) return tablesOf(table.dependencies);
	const all = tableOf(table["optional-dependencies"]);
	return Object.hasOwn(all, extra) ? tablesOf(all[extra]) : [];
}
function folderOf({ source }) {
	const { virtual, editable, directory } = tableOf(source);
	return textOf(virtual) ?? textOf(editable) ?? textOf(directory);
}
// packages/steps/src/dependencies/lock/uv.ts
/** Reads a uv.lock: version 1 with a revision, which each newer uv may raise without telling older ones to stop. */
async function readUv(text, file) {
	const toml = await parseToml(text, file, "uv");
	const { version, revision } = toml.root;
	if (version !== 1 || typeof revision !== "number" || revision < 1) {
		const found = `version ${String(version)} and revision ${String(revision)}`;
		throw unreadable(file, "uv", `has ${found}; version 1 with revision 1 or later is known`);
	}
	const packages = toml.tables("package");
	const always = alwaysInstalled$1(packages.map(({ table }) => table));
	return { entries: packages.map(({ table, line }) => {
		const files = filesOf(table);
		return {
			...named(table, line),
			origin: originOf$1(table, files),
			files: readFileHashes(files),
			...when(always.has(table) ? true : void 0)
		};
	}) };
}
function filesOf(table) {
	return [...isTable(table.sdist) ? [table.sdist] : [], ...tablesOf(table.wheels)];
}
function originOf$1(table, files) {
	const source = tableOf(table.source);
	const registry = textOf(source.registry);
	if (registry !== void 0) return {
		type: "registry",
		addresses: [registry, ...files.map(({ url, path }) => textOf(url) ?? textOf(path)).filter((url) => url !== void 0)]
	};
	const path = textOf(source.virtual) ?? textOf(source.editable) ?? textOf(source.directory);
	if (path !== void 0) return {
		type: "folder",
		path
	};
	return {
		type: "elsewhere",
		what: textOf(source.git) ?? textOf(source.url) ?? textOf(source.path) ?? "nowhere"
	};
}
// packages/steps/src/dependencies/lock/yarn-1-syntax.ts
/** In quotes as JSON has them, or a word that Yarn writes without. */
const word = String.raw`"(?:[^"\\]|\\.)*"|[A-Za-z][^\s",:[\]\\]*`;
const header = new RegExp(`^(?:${word})(?:, (?:${word}))*:$`);
const field = new RegExp(`^  (?:  )?(${word}) (${word}|\\d+)$`);
const group = new RegExp(`^  (?:${word}):$`);
/**
* Reads the lines of a yarn.lock of version 1. Its format is Yarn's own, no YAML; Yarn's parser of it brings one of shells and
* a second one of YAML along, and tells no lines. Nothing but what Yarn writes is read, so no conflict of a merge either.
*/
function parseYarn1(text, lock) {
	const entries = [];
	const known = /* @__PURE__ */ new Set();
	const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
	for (const [index, line] of lines.entries()) {
		const refuse = (why) => unreadable(lock, "yarn-1", "is not a yarn.lock of version 1", { at: {
			line: index + 1,
			why
		} });
		if (line === "" || line.startsWith("#")) continue;
		const entry = entries.at(-1);
		if (header.test(line)) {
			const asked = [...line.matchAll(new RegExp(word, "g"))].map(([found]) => plain(found, refuse));
			const twice = asked.find((one) => known.has(one));
			if (twice !== void 0) throw refuse(`"${twice}" for the second time`);
			for (const one of asked) known.add(one);
			entries.push({
				asked,
				fields: /* @__PURE__ */ new Map(),
				needs: [],
				line: index + 1
			});
		} else if (entry && field.test(line)) {
			const [, key = "", value = ""] = field.exec(line) ?? [];
			if (line.startsWith("    ")) {
				entry.needs.push(`${plain(key, refuse)}@${plain(value, refuse)}`);
				continue;
			}
			if (entry.fields.has(key)) throw refuse(`"${key}" for the second time`);
			entry.fields.set(key, plain(value, refuse));
		} else if (!entry || !group.test(line)) throw refuse(/^[<=>|]{7}/.test(line) ? "a conflict of a merge" : "no entry and no field");
	}
	return entries;
}
function plain(found, refuse) {
	if (!found.startsWith("\"")) return found;
	try {
		return String(JSON.parse(found));
	} catch {
		throw refuse("a text in quotes that has no end");
	}
}
// packages/steps/src/dependencies/lock/yarn-1.ts
/**
* Reads a yarn.lock of version 1. It does not name what the project itself asks for, so nothing in it says whether a package
* is there for development alone, or may be missing.
*/
function readYarn1(text, file) {
	if (!/^# yarn lockfile v1\r?$/m.test(text)) throw unreadable(file, "yarn-1", "does not say \"yarn lockfile v1\"; version 1 is known");
	return { entries: parseYarn1(text, file).map((entry) => {
		const { name } = splitAsked(entry.asked[0] ?? "");
		return {
			name,
			version: entry.fields.get("version"),
			line: entry.line,
			origin: originOf(entry),
			files: [hashesOf(entry)],
			...when(void 0)
		};
	}) };
}
/** The package that an entry is of, under its own name: `spaces@npm:ms@2.0.0` is `ms`. */
function splitAsked(asked) {
	const alias = /^@?[^@]+@npm:(@?[^@]+)(?:@(.*))?$/s.exec(asked);
	const plain = /^(@?[^@]*)(?:@(.*))?$/s.exec(asked);
	const [, name = "", range = ""] = alias ?? plain ?? [];
	return {
		name,
		range
	};
}
/** A range or a tag has neither a slash nor a colon: everything else is an address, a path or a repository. */
function originOf({ asked, fields }) {
	const foreign = asked.find((one) => /[/:]/.test(splitAsked(one).range));
	if (foreign !== void 0) return {
		type: "elsewhere",
		what: fields.get("resolved") ?? foreign
	};
	const resolved = fields.get("resolved");
	return {
		type: "registry",
		addresses: resolved === void 0 ? [] : [resolved]
	};
}
/** Beside the integrity, which Yarn 1.10 began to write, an address ends with a SHA-1. */
function hashesOf({ fields }) {
	const found = readIntegrity(fields.get("integrity"));
	if (found.strong.length > 0 || found.weak !== void 0) return found;
	const sha1 = /#([0-9a-f]{40})$/.exec(fields.get("resolved") ?? "")?.[1];
	return {
		strong: [],
		weak: sha1 === void 0 ? void 0 : `sha1:${sha1}`
	};
}
// packages/steps/src/dependencies/lock/berry-graph.ts
/**
* The entries of a yarn.lock that Yarn 4 installs everywhere: what the workspaces reach without what may be missing and
* without packages for one platform. The lock does not tell what is for development alone.
*/
function alwaysInstalled(document) {
	return reached(document, (entry) => !entry.has("conditions"));
}
/** The entries that must be there on the platforms that they are for: what the workspaces reach without what may be missing. */
function alwaysNeeded(document) {
	return reached(document, () => true);
}
function reached(document, counts) {
	const byAsked = new Map([...document.keys()].flatMap((key) => key.split(/ *, */).map((asked) => [asked, key])));
	const found = /* @__PURE__ */ new Set();
	const open = [];
	const visit = (key) => {
		if (key === void 0 || found.has(key) || !counts(mapAt(document, key))) return;
		found.add(key);
		open.push(key);
	};
	for (const key of document.keys()) if ((textAt(mapAt(document, key), "resolution") ?? "").includes("@workspace:")) visit(key);
	for (let key = open.pop(); key !== void 0; key = open.pop()) {
		const dependencies = mapAt(document, key, "dependencies");
		const meta = mapAt(document, key, "dependenciesMeta");
		for (const name of dependencies.keys()) {
			if (textAt(mapAt(meta, name), "optional") === "true") continue;
			visit(byAsked.get(`${name}@${textAt(dependencies, name)}`));
		}
	}
	return found;
}
// packages/steps/src/dependencies/lock/berry-locator.ts
/** Reads `debug@npm:4.3.7`, `model@workspace:.`, `typescript@patch:typescript@npm%3A5.6.3#optional!builtin<…>::…`. */
function readLocator(resolution) {
	const [, name = "", reference = ""] = /^(@?[^@]+)@(.*)$/s.exec(resolution) ?? [];
	const [selector = "", query = ""] = reference.split("::");
	const [, protocol = "", rest = ""] = /^([a-z]+:)(.*)$/s.exec(selector) ?? [];
	const params = new URLSearchParams(query);
	const locate = (origin, version, base) => ({
		name,
		version,
		origin,
		base
	});
	switch (protocol) {
		case "npm:": {
			const archive = params.get("__archiveUrl");
			return locate({
				type: "registry",
				addresses: archive === null ? [] : [archive]
			}, rest);
		}
		case "workspace:": return locate({
			type: "folder",
			path: rest
		});
		case "portal:":
		case "link:":
		case "file:": return locate(folderOrFile(rest.split("#")[0] ?? "", params));
		case "patch:": return patched(name, rest, params) ?? locate({
			type: "elsewhere",
			what: reference
		});
		default: return locate({
			type: "elsewhere",
			what: reference
		});
	}
}
function folderOrFile(path, params) {
	if (/\.(?:tgz|tar\.gz)$/i.test(path)) return {
		type: "elsewhere",
		what: path
	};
	return {
		type: "folder",
		path: folderFrom(path, askedFrom(params))
	};
}
/** A package of a registry that is changed by patches of the project, or by those that Yarn brings along. */
function patched(name, rest, params) {
	const [source = "", patches = ""] = rest.split("#");
	const base = decode(source);
	if (base === void 0) return void 0;
	const { version, origin } = readLocator(base);
	return patches.split("&").every((patch) => {
		const path = patch.replace(/^optional!/, "");
		return folderInside(path.replace(/^~\//, "./"), path.startsWith("~/") ? "." : askedFrom(params)) !== void 0;
	}) && origin.type === "registry" ? {
		name,
		version,
		origin,
		base
	} : void 0;
}
/** The folder of the workspace that asks, which paths start at. */
function askedFrom(params) {
	return /@workspace:(.+)$/.exec(params.get("locator") ?? "")?.[1] ?? ".";
}
function decode(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return;
	}
}
// packages/steps/src/dependencies/lock/yarn-berry.ts
/** What Yarn 4.0, 4.14 and 4.15 began to write. */
const versions = [
	"8",
	"9",
	"10"
];
/**
* Reads a yarn.lock of Yarn 4. Its checksums are of the archives that Yarn makes of packages: they must be there, and they are
* no hashes of what a registry has. What only the project's development needs cannot be told from the rest.
*/
async function readYarnBerry(text, file, { allowUnchecked = [] } = {}) {
	const [document = /* @__PURE__ */ new Map(), ...more] = await parseYamlLock(text, file, "yarn-berry");
	if (more.length > 0) throw unreadable(file, "yarn-berry", "has several documents, not one");
	const version = textAt(mapAt(document, "__metadata"), "version") ?? "none";
	if (!versions.includes(version)) throw unreadable(file, "yarn-berry", `has the version ${version}; ${versions.join(", ")} are known`);
	const always = alwaysInstalled(document);
	const checked = checkedIn(document);
	const unlooked = unlookedIn(document);
	return { entries: [...document].flatMap(([key, { line }]) => {
		if (key === "__metadata") return [];
		const entry = mapAt(document, key);
		const resolution = textAt(entry, "resolution") ?? "";
		const locator = readLocator(resolution);
		const isChecked = checked.has(resolution) && !unlooked.has(resolution) || checked.has(locator.base ?? "");
		const isAllowed = !isChecked && entry.has("conditions") && isNamedBy(allowUnchecked, locator.name);
		return [{
			...locator,
			line,
			files: void 0,
			applies: always.has(key) ? true : void 0,
			objections: isChecked || isAllowed ? [] : unchecked(locator, entry),
			isUnchecked: isAllowed && locator.origin.type === "registry"
		}];
	}) };
}
/** The resolutions that have a checksum: by it, a patched form of one is checked as well. */
function checkedIn(document) {
	const checked = [...document.keys()].map((key) => mapAt(document, key)).filter((entry) => /^(?:[^/\s]+\/)?[0-9a-f]{64,}$/.test(textAt(entry, "checksum") ?? ""));
	return new Set(checked.map((entry) => textAt(entry, "resolution") ?? ""));
}
/**
* The resolutions whose checksum Yarn does not look at, though somebody wrote one: optional packages for one platform, but not
* those that a patched form is made of.
*/
function unlookedIn(document) {
	const needed = alwaysNeeded(document);
	const entries = [...document.keys()].map((key) => ({
		key,
		entry: mapAt(document, key)
	}));
	const patched = new Set(entries.map(({ entry }) => readLocator(textAt(entry, "resolution") ?? "").base));
	const resolutions = entries.filter(({ key, entry }) => entry.has("conditions") && !needed.has(key)).map(({ entry }) => textAt(entry, "resolution") ?? "");
	return new Set(resolutions.filter((resolution) => !patched.has(resolution)));
}
function unchecked({ name, origin }, entry) {
	if (origin.type !== "registry") return [];
	if (!entry.has("conditions")) return [{
		message: "has no checksum",
		isUnsafe: false
	}];
	return [{
		message: "has no checksum that counts: Yarn writes none of an optional package for one platform, and installs it unchecked",
		isUnsafe: false,
		fix: ({ input }) => `have the repository vouch for it: ${input("allow-unchecked", name)}`
	}];
}
// packages/steps/src/dependencies/lock/read-lock.ts
/**
* Reads a lock of any kind; the kind is told by the name of its file, else by its content. Throws LOCK_INVALID where it is
* none, LOCK_UNSAFE or LOCK_UNPINNED with every entry that leads elsewhere or is not exact.
*/
async function readLock(text, file, kind = lockKindOf(text, file), options = {}) {
	return exactLock(kind, file, await readEntries(text, file, kind, options));
}
/** The entries of a lock as they stand there, exact or not. */
async function readEntries(text, file, kind, options = {}) {
	if (text.length > 33554432) throw unreadable(file, kind, "is larger than a lock file can be");
	const content = text.replace(/^\uFEFF/, "");
	switch (kind) {
		case "requirements": return readRequirements(content, file);
		case "uv": return await readUv(content, file);
		case "poetry": return await readPoetry(content, file);
		case "pdm": return await readPdm(content, file);
		case "pylock": return await readPylock(content, file);
		case "package-lock": return readPackageLock(content, file);
		case "pnpm": return await readPnpm(content, file);
		case "yarn-1": return readYarn1(content, file);
		case "yarn-berry": return await readYarnBerry(content, file, options);
		default: return unreachable(kind);
	}
}
export { parseYarn1 as i, readLock as n, splitAsked as r, readEntries as t };
