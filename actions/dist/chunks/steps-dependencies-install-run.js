import { o as __toESM } from "./rolldown-runtime.js";
import { r as passed, t as failed } from "./core-verdict.js";
import { t as plural } from "./core-plural.js";
import { n as StepError } from "./core-error-codes.js";
import { c as codeArtifactClient, p as sending } from "./core-foreign-endpoint.js";
import { t as chooseAccount } from "./steps-dependencies-install-account.js";
import { n as copyName, r as openTarget } from "./steps-dependencies-install-target.js";
import { basename, dirname, join } from "node:path";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { devNull } from "node:os";
import { createHash } from "node:crypto";
// packages/aws/src/codeartifact.ts
/**
* A token for the repositories of a domain. It lives `durationSeconds` (900 to 43200); 0 means as long as our role
* session, which is never longer than needed.
*/
async function domainToken(session, { domain, owner }, durationSeconds, options = {}) {
	const { GetAuthorizationTokenCommand } = await import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeArtifactClient(session);
	const command = new GetAuthorizationTokenCommand({
		domain,
		durationSeconds,
		...owner === void 0 ? {} : { domainOwner: owner }
	});
	const { authorizationToken, expiration } = await client.send(command, sending(options));
	if (!authorizationToken) throw new StepError("AWS_FAILED", { message: "codeartifact:GetAuthorizationToken answered without a token" });
	session.host.mask(authorizationToken);
	return {
		token: authorizationToken,
		expiresAt: expiration
	};
}
/** The address of a repository for one kind of package manager, with its slash at the end. */
async function repositoryEndpoint(session, { domain, owner }, repository, format, options = {}) {
	const { GetRepositoryEndpointCommand } = await import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeArtifactClient(session);
	const command = new GetRepositoryEndpointCommand({
		domain,
		repository,
		format,
		...owner === void 0 ? {} : { domainOwner: owner }
	});
	const { repositoryEndpoint: endpoint } = await client.send(command, sending(options));
	if (!endpoint) throw new StepError("AWS_FAILED", { message: "codeartifact:GetRepositoryEndpoint answered without an address" });
	return endpoint.endsWith("/") ? endpoint : `${endpoint}/`;
}
// packages/steps/src/dependencies/install/access.ts
/** Asks for the address of the repository and for a token that ends with our own session. */
async function openAccess(context, session, owner, format) {
	const { inputs, signal } = context;
	const domain = {
		domain: inputs.domain,
		owner
	};
	const endpoint = await repositoryEndpoint(session, domain, inputs.repository, format, { signal });
	const { token } = await domainToken(session, domain, 0, { signal });
	context.mask(token);
	context.mask(Buffer.from(`aws:${token}`).toString("base64"));
	return {
		endpoint,
		token
	};
}
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
/** Reads what pip prints; it has no codes. A refused token comes first: pip then also finds no distribution. */
function pipCause({ stdout, stderr }) {
	const text = `${stdout}\n${stderr}`;
	if (/DO NOT MATCH THE HASHES/.test(text)) return "mismatch";
	if (/\b40[13] (?:Client )?Error\b|Credentials not correct/.test(text)) return "denied";
	if (/--require-hashes mode|ResolutionImpossible|conflicting dependencies/.test(text)) return "stale";
	if (/No matching distribution found|\b404 Client Error\b/.test(text)) return "missing";
	return "unknown";
}
/** The verdict on content that is not what the lock promised, or the error for anything else. */
function refuse$1(manager, cause, result, partial) {
	const last = lastWords(result);
	if (cause === "mismatch") return failed(`a package in the repository is not what the lock says: ${last}`, partial);
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
/** The line that says most: npm's and pip's errors begin with the word. */
function lastWords({ stdout, stderr }) {
	const lines = `${stdout}\n${stderr}`.split("\n").map((line) => line.trim());
	const line = lines.filter((line) => /^(?:npm (?:ERR!|error) (?!code|A complete log)\S|ERROR:|error: )/.test(line))[0] ?? lines.findLast((candidate) => candidate !== "") ?? "no output";
	return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
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
// packages/steps/src/dependencies/install/npm-lock.ts
const repair$1 = "remove node_modules and the entries, then run: npm install --package-lock-only";
/** Reads a package-lock of version 2 or 3; throws with every entry that has no version or integrity. */
function parseNpmLock(text, lock) {
	const entries = entriesOf(text, lock);
	const lineOf = lineFinder(text);
	const offenders = [];
	const packages = [];
	let hasLinks = false;
	for (const [path, entry] of entries) {
		if (entry.link === true) hasLinks = true;
		if (entry.link === true || !path.includes("node_modules/")) continue;
		const locked = read(path, entry);
		const place = `${lock}:${lineOf(path)}`;
		const address = addressProblem(locked.resolved);
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
	refuseOffenders(lock, offenders, {
		unsafe: "depend on a published version of it, and publish it to the repository",
		unpinned: repair$1
	});
	return {
		packages,
		hasLinks
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
function addressProblem(resolved) {
	if (resolved === void 0 || /^https?:\/\//.test(resolved)) return void 0;
	return `comes from "${resolved.replace(/\/\/[^@/]*@/, "//***@")}", which is no registry`;
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
	return new StepError("LOCK_INVALID", {
		message: `"${lock}" ${message}`,
		fix: repair$1,
		cause
	});
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// packages/steps/src/dependencies/install/npm-proof.ts
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
// packages/steps/src/dependencies/install/npmrc.ts
/** Keys of a project's .npmrc through which the token could be led elsewhere; what stands in them is not printed. */
const dangerous = /^(?:(?:https?-)?proxy|noproxy|strict-ssl|ca(?:\[\])?|cafile|cert|key|git|globalconfig|userconfig|prefix|script-shell|shell|node-options|replace-registry-host|.*:(?:certfile|keyfile))$/;
/** Refuses a project configuration that npm would obey before ours; registry and token need no word: ours win. */
function checkProjectNpmrc(text, file) {
	const problems = [];
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		const key = /^\s*([^#;=\s][^=]*?)\s*(?:=|$)/.exec(line)?.[1];
		if (key === void 0 || !dangerous.test(key)) continue;
		problems.push({
			name: key,
			message: "can lead the token elsewhere",
			place: `${file}:${index + 1}`
		});
	}
	if (problems.length === 0) return;
	throw new StepError("INSTALL_CONFIG_UNSAFE", {
		message: `"${file}" has settings that are not safe beside a token`,
		fix: "remove the lines; proxies and certificates belong into HTTPS_PROXY and NODE_EXTRA_CA_CERTS",
		problems
	});
}
/** The key of a setting for one registry, as npm writes it: `//host/path/:_authToken`. */
function registryKey(endpoint, setting) {
	return `${endpoint.replace(/^https?:/, "")}:${setting}`;
}
/** The configuration for the install: it names a variable, never the token. */
function userNpmrc(endpoint) {
	return `registry=${endpoint}\n${registryKey(endpoint, "_authToken")}=${tokenReference}\n`;
}
/** npm puts in the value of the variable when it reads it. */
const tokenReference = `\${CODEARTIFACT_AUTH_TOKEN}`;
// packages/steps/src/dependencies/install/npm.ts
/** Installs with `npm ci`, in the folder of the lock. */
async function openNpm(context, text) {
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
		format: "npm",
		count: lock.packages.length,
		names: new Set(lock.packages.map(({ name }) => name)),
		version: async () => (await quiet(context, project, ["--version"])).stdout.trim(),
		install: (access, temporary) => install$1(context, {
			lock,
			text,
			project,
			npmrc
		}, access, temporary)
	};
}
async function install$1(context, source, access, temporary) {
	if (!source.lock.packages.some(({ resolved }) => !isAddressOf(resolved, access.endpoint))) return await installIn(context, source, source.project, access, temporary);
	if (source.lock.hasLinks) throw new StepError("LOCK_UNSAFE", {
		message: `"${context.inputs.lock}" has workspaces and addresses of another registry, which cannot be replaced for this install alone`,
		fix: "write the lock without addresses: npm install --package-lock-only --omit-lockfile-registry-resolved"
	});
	context.log.info("the lock has addresses of another registry: each package is looked up in this one by name, version and hash");
	return await installBeside(context, source, access, temporary);
}
/** Installs a copy of the project whose lock has no addresses, and moves the result in place: the lock stays as it is. */
async function installBeside(context, source, access, temporary) {
	const { files } = context;
	const copy = await files.state(copyName(temporary));
	try {
		await mkdir(copy, { mode: 448 });
		await files.write(join(copy, "package.json"), await files.readText(join(source.project, "package.json")));
		await files.write(join(copy, "package-lock.json"), withoutAddresses(source.text));
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
	await context.files.write(userconfig, userNpmrc(endpoint), 384);
	const settings = settingsOf(userconfig, temporary);
	const scopes = new Set(source.lock.packages.map(({ name }) => /^(@[^/]+)\//.exec(name)?.[1]).filter(isText));
	const result = await context.exec.run("npm", [
		"ci",
		"--ignore-scripts",
		"--no-audit",
		"--no-fund",
		`--registry=${endpoint}`,
		`--${registryKey(endpoint, "_authToken")}=${tokenReference}`,
		...[...scopes].map((scope) => `--${scope}:registry=${endpoint}`)
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
	if (allowBuild.length > 0) await rebuild(context, folder, allowBuild, settings);
	return await prove(source, folder);
}
/** Runs the scripts of the packages that may; they get neither token nor address. */
async function rebuild(context, folder, names, settings) {
	const env = {
		...settings,
		NPM_CONFIG_USERCONFIG: join(settings.npm_config_cache ?? folder, "no-npmrc")
	};
	const args = [
		"rebuild",
		"--ignore-scripts=false",
		"--foreground-scripts",
		"--offline",
		...names
	];
	const { exitCode } = await context.exec.run("npm", args, {
		cwd: folder,
		env,
		signal: context.signal
	});
	if (exitCode === 0) return;
	throw new StepError("CHILD_FAILED", {
		message: `npm rebuild of ${names.join(", ")} failed (exit ${exitCode})`,
		fix: "see the output above; remove the package from allow-build where it works without its script"
	});
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
/** Nothing of the user's or the machine's configuration, and a cache that is gone afterwards: it may keep headers. */
function settingsOf(userconfig, temporary) {
	return {
		NPM_CONFIG_USERCONFIG: userconfig,
		npm_config_globalconfig: join(temporary, "no-global-npmrc"),
		npm_config_cache: join(temporary, "cache"),
		npm_config_update_notifier: "false"
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
function isText(value) {
	return value !== void 0;
}
// packages/steps/src/dependencies/install/pip-lock.ts
const repair = "write it anew: uv pip compile --generate-hashes requirements.in -o LOCK, or pip-compile --generate-hashes --no-emit-index-url";
/** Options that change nothing of what is installed, or say what ml-ci does anyway. */
const harmless = /^--(?:require-hashes|no-deps|prefer-binary|only-binary(?:[ =]+:all:)?)$/;
/** Reads a requirements lock; throws with every line that is not a pinned project with a hash. */
function parsePipLock(text, lock) {
	if (text.length > 33554432) throw new StepError("LOCK_INVALID", {
		message: `"${lock}" is larger than a lock file can be`,
		fix: repair
	});
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
	const fix = repair.replace("LOCK", lock);
	refuseOffenders(lock, offenders, {
		unsafe: fix,
		unpinned: fix
	});
	if (requirements.length === 0) throw new StepError("LOCK_INVALID", {
		message: `"${lock}" names no package`,
		fix
	});
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
function shorten(text) {
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
// packages/steps/src/dependencies/install/pip-report.ts
/** Reads the file of `pip install --report`. */
function readReport(text) {
	const { install } = record(JSON.parse(text));
	if (!Array.isArray(install)) throw malformed();
	return install.map((item) => {
		const { metadata, download_info: download } = record(item);
		const { name, version } = record(metadata);
		const { url, archive_info: archive } = record(download);
		if (typeof name !== "string" || typeof version !== "string" || typeof url !== "string") throw malformed();
		return {
			project: normalizeProject(name),
			version,
			url,
			hashes: hashesOf(record(archive))
		};
	});
}
/** What was installed and is not what the lock says; nothing where all is well. */
function compareReport(requirements, installed, from) {
	const differences = [];
	const reported = new Map(installed.map((item) => [item.project, item]));
	for (const { project, version, marker, hashes } of requirements) {
		const item = reported.get(project);
		if (!item) {
			if (marker === void 0) differences.push(`${project}==${version} is not installed`);
			continue;
		}
		if (!item.url.startsWith(from)) differences.push(`${project} came from another place`);
		if (!item.hashes.some((hash) => hashes.includes(hash))) differences.push(`${project} has a hash that is not in the lock`);
	}
	const locked = new Set(requirements.map(({ project }) => project));
	for (const { project } of installed) if (!locked.has(project)) differences.push(`${project} is not in the lock`);
	return differences;
}
function hashesOf(archive) {
	const found = Object.entries(archive.hashes === void 0 ? {} : record(archive.hashes)).map(([algorithm, hex]) => `${algorithm}:${String(hex)}`);
	return typeof archive.hash === "string" ? [...found, archive.hash.replace("=", ":")] : found;
}
function record(value) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed();
	return value;
}
function malformed() {
	return new StepError("CHILD_FAILED", {
		message: "the report of pip about what it installed cannot be read",
		fix: "install a newer pip, or report this with the version of pip"
	});
}
// packages/steps/src/dependencies/install/sdist.ts
/** Fetches the source distribution of a package that may be built, checks its hash, and puts it into `folder`. */
async function fetchSdist(context, requirement, access, folder) {
	const { project, pin, hashes } = requirement;
	const page = new URL(`${access.endpoint}simple/${project}/`);
	const link = findSdist((await get(context, page, access, "text/html")).toString("utf8"), hashes);
	if (!link) throw new StepError("PACKAGE_MISSING", {
		message: `the repository has no source distribution of "${pin}" with a hash of the lock`,
		fix: "publish it, or remove the package from allow-build to install its wheel"
	});
	const bytes = await get(context, new URL(link.href, page), access, "*/*");
	if (createHash("sha256").update(bytes).digest("hex") !== link.sha256) throw new StepError("DIGEST_MISMATCH", {
		message: `the source distribution of "${pin}" does not have the hash of the lock`,
		fix: "find out who changed it in the repository before you install anything"
	});
	await context.files.write(join(folder, link.fileName), bytes);
}
/** The first source distribution on a page of a simple index whose SHA-256 is in the lock. */
function findSdist(html, hashes) {
	for (const [, href = "", sha256 = ""] of html.matchAll(/href="([^"#]+)#sha256=([0-9a-f]{64})"/g)) {
		const fileName = decodeURIComponent(href.replaceAll("&amp;", "&").split("/").pop() ?? "");
		if (/^[A-Za-z0-9][A-Za-z0-9._+-]*\.(?:tar\.gz|zip)$/.test(fileName) && hashes.includes(`sha256:${sha256}`)) return {
			href: href.replaceAll("&amp;", "&"),
			sha256,
			fileName
		};
	}
}
/** Whether the repository refuses the token now. */
async function isRefused(context, access) {
	const response = await request(context, new URL("simple/", access.endpoint), access, "text/html");
	await response.body?.cancel();
	return response.status === 401 || response.status === 403;
}
async function get(context, url, access, accept) {
	const response = await request(context, url, access, accept);
	if (response.ok) return Buffer.from(await response.arrayBuffer());
	const isDenied = response.status === 401 || response.status === 403;
	throw new StepError(isDenied ? "INSTALL_DENIED" : "PACKAGE_MISSING", {
		message: `the repository answered ${response.status} for "${url.pathname}"`,
		fix: isDenied ? "run again with fresh credentials" : "publish the package to the repository"
	});
}
async function request({ signal }, url, { endpoint, token }, accept) {
	const isOurs = url.origin === new URL(endpoint).origin;
	const authorization = `Basic ${Buffer.from(`aws:${token}`).toString("base64")}`;
	const headers = {
		accept,
		...isOurs ? { authorization } : {}
	};
	return await fetch(url, {
		headers,
		signal
	}).catch((cause) => {
		if (signal.aborted) throw signal.reason;
		throw new StepError("CHILD_FAILED", {
			message: `"${url.origin}" does not answer`,
			fix: "try again",
			cause
		});
	});
}
// packages/steps/src/dependencies/install/pip.ts
/** Installs with `pip install --require-hashes`, into a folder or into the environment of a Python. */
async function openPip(context, text) {
	const { inputs } = context;
	const requirements = parsePipLock(text, inputs.lock);
	return {
		format: "pypi",
		count: requirements.length,
		names: new Set(requirements.map(({ project }) => project)),
		version: () => pipVersion(context),
		install: (access, temporary) => install(context, requirements, access, temporary)
	};
}
async function install(context, requirements, access, temporary) {
	const target = await openTarget(context);
	try {
		const installed = await installInto(context, requirements, access, temporary, target.folder);
		if (installed.state === "installed") await target.accept();
		return installed;
	} finally {
		await target.close();
	}
}
async function installInto(context, requirements, access, temporary, folder) {
	const allowed = new Set(context.inputs.allowBuild.map(normalizeProject));
	const built = requirements.filter(({ project }) => allowed.has(project));
	const wheels = requirements.filter(({ project }) => !allowed.has(project));
	const sdists = join(temporary, "sdists");
	for (const requirement of built) await fetchSdist(context, requirement, access, sdists);
	let count = 0;
	if (wheels.length > 0) {
		const done = await installWheels(context, wheels, access, {
			temporary,
			folder,
			isWhole: built.length === 0
		});
		if (done.state !== "installed") return done;
		count += done.count;
	}
	if (built.length > 0) {
		const done = await build(context, built, {
			temporary,
			folder,
			sdists
		});
		if (done.state !== "installed") return done;
		count += done.count;
	}
	return {
		state: "installed",
		count
	};
}
async function installWheels(context, requirements, { endpoint, token }, { temporary, folder, isWhole }) {
	const netrc = join(temporary, "netrc");
	const machine = `machine ${new URL(endpoint).hostname} login aws password ${token}\n`;
	await context.files.write(netrc, machine, 384);
	const done = await pipInstall(context, requirements, {
		temporary,
		folder,
		env: {
			...settings,
			PIP_INDEX_URL: `${endpoint}simple/`,
			PIP_ONLY_BINARY: ":all:",
			NETRC: netrc
		},
		args: isWhole ? [] : ["--no-deps"],
		from: endpoint
	}).finally(() => rm(netrc, { force: true }));
	if (done.state !== "refused" || done.cause !== "missing") return done;
	return await isRefused(context, {
		endpoint,
		token
	}) ? {
		...done,
		cause: "denied"
	} : done;
}
async function build(context, requirements, { temporary, folder, sdists }) {
	const done = await pipInstall(context, requirements, {
		temporary,
		folder,
		env: {
			...settings,
			PIP_NO_INDEX: "1",
			PIP_FIND_LINKS: sdists,
			...folder === void 0 ? {} : { PYTHONPATH: folder }
		},
		args: [
			"--no-deps",
			"--no-build-isolation",
			"--no-binary",
			":all:"
		],
		from: "file://"
	});
	if (done.state !== "refused" || done.cause !== "unknown") return done;
	throw new StepError("CHILD_FAILED", {
		message: `the build of ${requirements.map(({ pin }) => pin).join(", ")} failed (exit ${done.result.exitCode})`,
		fix: "see the output above; what a build needs, such as setuptools and wheel, must stand in the lock as well"
	});
}
async function pipInstall(context, requirements, pass) {
	const lock = join(pass.temporary, "requirements.lock");
	const report = join(pass.temporary, "report.json");
	await context.files.write(lock, renderPipLock(requirements));
	const where = pass.folder === void 0 ? ["--force-reinstall"] : [
		"--target",
		pass.folder,
		"--upgrade",
		"--no-compile"
	];
	const args = [
		"install",
		"--require-hashes",
		...pass.args,
		...where,
		"--report",
		report,
		"-r",
		lock
	];
	const result = await context.exec.run(pythonOf(context), [
		"-m",
		"pip",
		...args
	], {
		cwd: pass.temporary,
		env: pass.env,
		signal: context.signal
	});
	if (result.exitCode !== 0) return {
		state: "refused",
		cause: pipCause(result),
		result
	};
	const installed = readReport(await context.files.readText(report));
	const differences = compareReport(requirements, installed, pass.from);
	if (differences.length > 0) return {
		state: "different",
		differences
	};
	return {
		state: "installed",
		count: installed.length
	};
}
/** Nothing of the user's configuration, no questions, and no cache: it may keep headers. */
const settings = {
	PIP_CONFIG_FILE: devNull,
	PIP_NO_INPUT: "1",
	PIP_NO_CACHE_DIR: "1",
	PIP_DISABLE_PIP_VERSION_CHECK: "1",
	PIP_KEYRING_PROVIDER: "disabled",
	PIP_PROGRESS_BAR: "off",
	PIP_ROOT_USER_ACTION: "ignore",
	PYTHONNOUSERSITE: "1"
};
/** A path starts at the folder of ml-ci.yml, as all paths do; a bare name is looked up. */
function pythonOf({ inputs, files }) {
	return inputs.python.includes("/") ? files.resolve(inputs.python) : inputs.python;
}
async function pipVersion(context) {
	const python = pythonOf(context);
	const result = await context.exec.run(python, [
		"-m",
		"pip",
		"--version"
	], {
		env: settings,
		onLine: () => void 0,
		signal: context.signal
	});
	const [found = "", major = "0", minor = "0"] = /^pip (\d+)\.(\d+)\S*/.exec(result.stdout) ?? [];
	if (Number(major) > 22 || Number(major) === 22 && Number(minor) >= 2) return found.replace("pip ", "");
	throw new StepError("CHILD_MISSING", {
		message: found === "" ? `"${python}" has no pip` : `"${python}" has ${found}, which cannot report what it installs`,
		fix: ({ input }) => `install pip 22.2 or later for it, or name another Python: ${input("python", "PATH")}`
	});
}
// packages/steps/src/dependencies/install/run.ts
/** Checks the lock, then installs it with a token of its own that is gone afterwards. */
async function run(context) {
	const { inputs, files, plan, config } = context;
	const text = await files.readText(inputs.lock);
	const manager = await (inputs.manager === "npm" ? openNpm(context, text) : openPip(context, text));
	checkAllowed(inputs.allowBuild, manager, inputs.manager, inputs.lock);
	const account = chooseAccount(inputs, config?.environments ?? []);
	const known = {
		lockDigest: `sha256:${createHash("sha256").update(text).digest("hex")}`,
		manager: inputs.manager,
		toolVersion: await manager.version()
	};
	const from = `${inputs.domain}/${inputs.repository}`;
	const session = await context.aws.session(account.environment, context.signal);
	if (plan.active) {
		const what = `install ${plural(manager.count, "package")} of "${inputs.lock}" from ${from} with ${inputs.manager}`;
		plan.would(what, "codeartifact:GetAuthorizationToken");
		return passed({
			...known,
			packages: 0
		});
	}
	const access = await openAccess(context, session, account.owner, manager.format);
	context.log.info(`installing ${plural(manager.count, "package")} of ${inputs.lock} from ${from} with ${inputs.manager} ${known.toolVersion}`);
	const temporary = await files.temporary("install");
	context.state.save("temporary", temporary);
	try {
		return conclude(await manager.install(access, temporary), known, context);
	} finally {
		await rm(temporary, {
			recursive: true,
			force: true
		});
	}
}
function conclude(installed, known, { inputs, log }) {
	switch (installed.state) {
		case "refused": return refuse$1(inputs.manager, installed.cause, installed.result, known);
		case "different":
			for (const difference of installed.differences) log.warn(difference);
			return failed(`what is installed is not what the lock says: ${installed.differences.slice(0, 3).join("; ")}`, known);
		case "installed":
			log.info(`installed ${plural(installed.count, "package")}, each with the hash of the lock`);
			return passed({
				...known,
				packages: installed.count
			});
	}
}
/** A name that is not in the lock is a mistake: the package that was meant would silently not be built. */
function checkAllowed(allowed, { names }, manager, lock) {
	const unknown = allowed.filter((name) => !names.has(manager === "pip" ? normalizeProject(name) : name));
	if (unknown.length === 0) return;
	throw new StepError("INPUT_INVALID", {
		message: `${plural(unknown.length, "mistake")} in the inputs of install`,
		fix: ({ help }) => help("install"),
		problems: unknown.map((name) => ({
			name: "allow-build",
			message: `"${name}" is not in "${lock}"`
		}))
	});
}
export { repositoryEndpoint as n, run, domainToken as t };
