import { n as StepError } from "./core-error-codes.js";
import { t as plural } from "./core-plural.js";
import { t as failed } from "./core-verdict.js";
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
function refuse(manager, cause, result, partial) {
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
export { refuseOffenders as a, repairOf as c, lockLimit as i, pipCause as n, shorten as o, refuse as r, unreadable as s, npmCause as t };
