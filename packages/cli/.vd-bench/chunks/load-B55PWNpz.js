import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
// packages/core/src/nearest.ts
/** The known name closest to `name`, when it is close enough to be what was meant. */
function nearest(name, known) {
	let best;
	for (const word of known) {
		const distance = editDistance(name, word);
		if (!best || distance < best.distance) best = {
			word,
			distance
		};
	}
	return best && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.word : void 0;
}
/** `did you mean "x"?`, or the list of what is known. */
function suggest(name, known) {
	const close = nearest(name, known);
	return close === void 0 ? `known are ${known.join(", ")}` : `did you mean "${close}"?`;
}
/** Edits between two words; two letters swapped count as one (optimal string alignment). */
function editDistance(a, b) {
	const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
	const at = (i, j) => rows[i]?.[j] ?? 0;
	for (let i = 1; i <= a.length; i += 1) {
		const row = [i];
		rows.push(row);
		for (let j = 1; j <= b.length; j += 1) {
			const substitution = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
			const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
			row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, substitution, swap));
		}
	}
	return at(a.length, b.length);
}
// packages/core/src/error-codes.ts
/**
* The catalogue of error codes. A code is a public name: users search for it, tests assert on it, and it keeps its
* meaning within a major version. `input` means the user must change something (exit 2), `remote` means something
* outside failed after the retries (exit 3).
*/
const errorCodes = {
	INPUT_INVALID: {
		kind: "input",
		summary: "one or more inputs are missing, unknown or malformed"
	},
	CONFIG_MISSING: {
		kind: "input",
		summary: "no ml-ci.yml was found and the step needs one"
	},
	CONFIG_INVALID: {
		kind: "input",
		summary: "ml-ci.yml does not fit the schema"
	},
	FILE_MISSING: {
		kind: "input",
		summary: "a file that an input names does not exist"
	},
	FILE_UNSAFE: {
		kind: "input",
		summary: "a path leaves the folder it must stay in, or is a link where a file is expected"
	},
	DOCUMENT_INVALID: {
		kind: "input",
		summary: "a document does not parse or does not fit its schema"
	},
	COMMAND_UNKNOWN: {
		kind: "input",
		summary: "there is no such command"
	},
	TIMEOUT: {
		kind: "remote",
		summary: "the time limit of the step ran out"
	},
	CHILD_FAILED: {
		kind: "remote",
		summary: "a child process ended with an error"
	},
	CHILD_MISSING: {
		kind: "input",
		summary: "a program that the step needs is not installed"
	},
	IMAGE_PLATFORM: {
		kind: "input",
		summary: "the image is not for the platform it is to run on"
	},
	IMAGE_INVALID: {
		kind: "remote",
		summary: "the documents of an image do not fit the OCI specification"
	},
	IMAGE_UNRUNNABLE: {
		kind: "input",
		summary: "the command of an image cannot be started here"
	},
	ENGINE_MISSING: {
		kind: "input",
		summary: "no Docker engine answers and the step needs one"
	},
	ENGINE_FAILED: {
		kind: "remote",
		summary: "the Docker engine refused or broke off a request"
	},
	PUSH_UNVERIFIED: {
		kind: "remote",
		summary: "after a push the tag does not name what was pushed"
	},
	BUILD_FAILED: {
		kind: "remote",
		summary: "the Docker build of an image failed"
	},
	REFERENCE_INVALID: {
		kind: "input",
		summary: "an image reference or digest is malformed"
	},
	REGISTRY_DENIED: {
		kind: "remote",
		summary: "the registry refused the credentials"
	},
	REGISTRY_UNAVAILABLE: {
		kind: "remote",
		summary: "the registry did not answer as it should, after the retries"
	},
	REGISTRY_REFUSED: {
		kind: "remote",
		summary: "the registry refused a request"
	},
	REPOSITORY_MISSING: {
		kind: "input",
		summary: "the registry has no such repository"
	},
	IMAGE_MISSING: {
		kind: "input",
		summary: "the repository has no such image"
	},
	BLOB_MISSING: {
		kind: "remote",
		summary: "the repository lacks a layer or configuration that a manifest names"
	},
	BLOB_TRUNCATED: {
		kind: "remote",
		summary: "a blob ended before its size, or went on after it"
	},
	DIGEST_MISMATCH: {
		kind: "remote",
		summary: "bytes do not have the digest that was promised"
	},
	MANIFEST_INVALID: {
		kind: "remote",
		summary: "a manifest cannot be used: malformed, too large or of an unknown type"
	},
	MANIFEST_INCOMPLETE: {
		kind: "remote",
		summary: "the registry lacks something that a manifest names"
	},
	TAG_IMMUTABLE: {
		kind: "input",
		summary: "the repository does not let the tag be moved"
	},
	TAG_TAKEN: {
		kind: "input",
		summary: "the tag names another digest already"
	},
	UPLOAD_LOCATION_UNSAFE: {
		kind: "remote",
		summary: "a registry sent an upload to a private address that is not its own"
	},
	REDIRECT_UNSAFE: {
		kind: "remote",
		summary: "a registry redirected to an address that is not safe to follow"
	},
	COPY_UNVERIFIED: {
		kind: "remote",
		summary: "after a copy the destination does not hold what was copied"
	},
	LAYOUT_INVALID: {
		kind: "input",
		summary: "a folder is not an OCI image layout that can be used"
	},
	ARCHIVE_UNSAFE: {
		kind: "input",
		summary: "a member of an archive leaves its folder or is of a kind that is refused"
	},
	ARCHIVE_TOO_LARGE: {
		kind: "input",
		summary: "an archive unpacks to more than the limit"
	},
	CREDENTIALS_MISSING: {
		kind: "input",
		summary: "no AWS credentials were found"
	},
	ACCOUNT_WRONG: {
		kind: "input",
		summary: "the credentials belong to another AWS account"
	},
	ENDPOINT_NOT_ALLOWED: {
		kind: "input",
		summary: "an endpoint is neither AWS, nor on this machine, nor allowed by name"
	},
	AWS_DENIED: {
		kind: "remote",
		summary: "IAM does not allow the call"
	},
	AWS_CREDENTIALS_REFUSED: {
		kind: "remote",
		summary: "AWS refused the credentials: expired or not valid"
	},
	AWS_THROTTLED: {
		kind: "remote",
		summary: "AWS throttled the call, after the retries"
	},
	AWS_UNAVAILABLE: {
		kind: "remote",
		summary: "AWS did not answer, or with a server error, after the retries"
	},
	AWS_FAILED: {
		kind: "remote",
		summary: "AWS answered the call with an error"
	},
	RESOURCE_MISSING: {
		kind: "input",
		summary: "something that a name or address points at does not exist in AWS"
	},
	OBJECT_EXISTS: {
		kind: "input",
		summary: "an object in S3 is there already and must not be overwritten"
	},
	STATE_UNKNOWN: {
		kind: "remote",
		summary: "a service reported a state that ml-ci does not know"
	},
	SERVICE_UNSUITABLE: {
		kind: "input",
		summary: "the ECS service cannot be deployed to in this way"
	},
	GROUP_UNSUITABLE: {
		kind: "input",
		summary: "the CodeDeploy group does not fit the service or does not guard it"
	},
	STRATEGY_UNKNOWN: {
		kind: "input",
		summary: "no deployment configuration has the name of the strategy"
	},
	DEPLOYMENT_ACTIVE: {
		kind: "input",
		summary: "another deployment of the service is running"
	},
	ALARM_MISSING: {
		kind: "input",
		summary: "an alarm does not exist, or may not be seen"
	},
	ALARM_RED: {
		kind: "remote",
		summary: "an alarm is in ALARM before anything was started"
	},
	ALARM_WITHOUT_DATA: {
		kind: "remote",
		summary: "an alarm has no data to judge by"
	},
	ALARM_FOREIGN: {
		kind: "input",
		summary: "an alarm watches something else than the service"
	},
	CHECKS_INVALID: {
		kind: "input",
		summary: "a checks file has mistakes or does not fit the sources"
	},
	CHECK_SQL_FORBIDDEN: {
		kind: "input",
		summary: "an expression of a checks file is more than one expression over the columns of a row"
	},
	CHECK_SQL_FAILED: {
		kind: "input",
		summary: "an expression of a checks file fails on the data"
	},
	SOURCE_INVALID: {
		kind: "input",
		summary: "a data source is of no known format or cannot be read as it is named"
	},
	SOURCE_CHANGED: {
		kind: "remote",
		summary: "a data source changed while it was read"
	},
	DATA_ENGINE_MISSING: {
		kind: "input",
		summary: "the engine that reads data is not installed for this platform"
	},
	DATA_ENGINE_FAILED: {
		kind: "remote",
		summary: "the engine that reads data could not finish"
	},
	LOCK_INVALID: {
		kind: "input",
		summary: "a lock file does not parse or is of a kind that cannot be used"
	},
	LOCK_UNPINNED: {
		kind: "input",
		summary: "a lock file has entries without an exact version or a hash"
	},
	LOCK_UNSAFE: {
		kind: "input",
		summary: "a lock file takes packages from elsewhere than the repository"
	},
	LOCK_STALE: {
		kind: "input",
		summary: "a lock file does not cover what is to be installed"
	},
	INSTALL_CONFIG_UNSAFE: {
		kind: "input",
		summary: "the configuration of a package manager in the project could lead a token elsewhere"
	},
	PACKAGE_MISSING: {
		kind: "input",
		summary: "the package repository lacks a package of the lock"
	},
	INSTALL_DENIED: {
		kind: "remote",
		summary: "the package repository refused the token"
	}
};
// packages/core/src/error.ts
/** An error that is not our bug: the user must change something (`input`) or something outside failed (`remote`). */
var StepError = class extends Error {
	name = "StepError";
	code;
	kind;
	fix;
	problems;
	constructor(code, options) {
		super(options.message, options.cause === void 0 ? void 0 : { cause: options.cause });
		this.code = code;
		this.kind = errorCodes[code].kind;
		this.fix = options.fix;
		this.problems = options.problems ?? [];
	}
};
/** Thrown by waits when the run was cancelled; `execute` turns it into exit 130 or 143. */
var CancelledError = class extends Error {
	name = "CancelledError";
	signal;
	/** What is left behind and how to go on, for the reader. */
	left;
	constructor(signal, left) {
		super(`cancelled by ${signal}`);
		this.signal = signal;
		this.left = left;
	}
};
/** The message of anything that was thrown, with its causes, on one line. */
function describeError(error) {
	if (!(error instanceof Error)) return String(error);
	const own = error.message || error.name;
	if (error.cause === void 0 || error.cause === null) return own;
	const cause = describeError(error.cause);
	return own.includes(cause) ? own : `${own}: ${cause}`;
}
/** Ends a `switch` over a union: a new member then fails to compile. */
function unreachable(value) {
	throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
// packages/core/src/config/load.ts
const fileName = "ml-ci.yml";
/** The checked configuration, or undefined where none was named and none is found. Every mistake is reported at once. */
async function loadConfig(options) {
	const file = options.file === void 0 ? await findUpwards(options.cwd) : resolve(options.cwd, options.file);
	if (file === void 0) return void 0;
	return parseConfig(await readFile(file, "utf8").catch((cause) => {
		throw new StepError("CONFIG_MISSING", {
			message: `cannot read the configuration "${options.file ?? file}"`,
			fix: "check --config",
			cause
		});
	}), {
		file,
		model: options.model
	});
}
/** Parses the text of an `ml-ci.yml`; `file` is absolute and only named. */
async function parseConfig(source, { file, model }) {
	const [{ parseYaml }, { configSchema }] = await Promise.all([import("./yaml-CtalN1pP.js"), import("./schema-C9KB6EPH.js")]);
	const { value, problems, lineOf } = parseYaml(source, fileName);
	if (problems.length > 0) throw invalid(problems);
	const result = configSchema.safeParse(value);
	if (!result.success) throw invalid(result.error.issues.flatMap((issue) => issueProblems(issue, lineOf)));
	const root = dirname(file);
	const { document, name } = chooseModel(result.data, model);
	const mistakes = crossChecks(document, lineOf);
	const environments = toEnvironments(document, lineOf, mistakes);
	if (mistakes.length > 0) throw invalid(mistakes);
	return {
		file,
		root,
		model: name,
		document,
		environments
	};
}
async function findUpwards(start) {
	for (let folder = resolve(start);; folder = dirname(folder)) {
		const candidate = join(folder, fileName);
		if ((await stat(candidate).catch(() => void 0))?.isFile()) return candidate;
		if (folder === dirname(folder)) return void 0;
	}
}
function invalid(problems) {
	const count = problems.length === 1 ? "a mistake" : `${problems.length} mistakes`;
	return new StepError("CONFIG_INVALID", {
		message: `${fileName} has ${count}`,
		problems
	});
}
function issueProblems(issue, lineOf) {
	if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({
		name: [...issue.path, key].join("."),
		message: "is no key here",
		place: `${fileName}:${lineOf([...issue.path, key])}`,
		...keyHint(key)
	}));
	return [{
		name: issue.path.join("."),
		message: issueMessage(issue),
		place: `${fileName}:${lineOf(issue.path)}`
	}];
}
function issueMessage(issue) {
	if (issue.code !== "invalid_type") return lowerFirst(issue.message);
	return issue.message.endsWith("received undefined") ? "is missing" : `is not ${article(issue.expected)}`;
}
function article(expected) {
	return expected === "record" || expected === "object" ? "a map of keys and values" : `${/^[aeiou]/.test(expected) ? "an" : "a"} ${expected}`;
}
const knownKeys = [
	"version",
	"model",
	"models",
	"environments",
	"dependencies",
	"data",
	"image",
	"deploy",
	"release",
	"records",
	"rehearsal",
	"account",
	"region",
	"role",
	"profile",
	"repository",
	"registry",
	"layout",
	"endpoint",
	"requires",
	"domain",
	"owner",
	"manager",
	"lock",
	"allow-build",
	"checks",
	"sources",
	"engine",
	"context",
	"dockerfile",
	"build-args",
	"platforms",
	"base",
	"layers",
	"entrypoint",
	"command",
	"env",
	"workdir",
	"user",
	"ports",
	"labels",
	"target",
	"cluster",
	"service",
	"container",
	"port",
	"application",
	"group",
	"strategy",
	"alarms",
	"bake",
	"steps",
	"until",
	"speed",
	"traffic",
	"requests",
	"rate",
	"tasks"
];
function keyHint(key) {
	const close = nearest(key, knownKeys);
	return close === void 0 ? {} : { fix: `did you mean "${close}"?` };
}
function lowerFirst(text) {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
/** With `models:`, the chosen model's own parts stand over those of the file. */
function chooseModel(document, wanted) {
	const models = document.models;
	if (models === void 0) {
		const name = document.model ?? "model";
		if (wanted !== void 0 && wanted !== name) throw unknownModel(wanted, [name]);
		return {
			document,
			name
		};
	}
	const names = Object.keys(models);
	const name = wanted ?? (names.length === 1 ? names[0] : void 0);
	const chosen = name === void 0 ? void 0 : models[name];
	if (name === void 0 || chosen === void 0) throw unknownModel(wanted, names);
	const { path: _path, ...own } = chosen;
	return {
		name,
		document: {
			...document,
			...own
		}
	};
}
function unknownModel(wanted, names) {
	return new StepError("INPUT_INVALID", {
		message: wanted === void 0 ? `${fileName} has several models` : `"${wanted}" is no model of ${fileName}`,
		fix: `choose with --model: ${names.join(", ")}`
	});
}
function crossChecks(document, lineOf) {
	const names = Object.keys(document.environments ?? {});
	const problems = [];
	const check = (name, path) => {
		if (names.includes(name)) return;
		problems.push({
			name: path.join("."),
			message: `"${name}" is no environment`,
			place: `${fileName}:${lineOf(path)}`,
			fix: `use one of ${names.join(", ")}`
		});
	};
	for (const name of Object.keys(document.deploy ?? {})) check(name, ["deploy", name]);
	if (document.release) check(document.release.until, ["release", "until"]);
	for (const [name, { requires }] of Object.entries(document.environments ?? {})) requires?.environments?.forEach((other, index) => {
		check(other, [
			"environments",
			name,
			"requires",
			"environments",
			index
		]);
	});
	return problems;
}
function toEnvironments(document, lineOf, problems) {
	return Object.entries(document.environments ?? {}).flatMap(([name, entry]) => {
		const kinds = [
			entry.registry,
			entry.layout,
			entry.repository
		].filter((value) => value !== void 0);
		const place = `${fileName}:${lineOf(["environments", name])}`;
		if (kinds.length !== 1) {
			problems.push({
				name: `environments.${name}`,
				message: "needs exactly one of repository (ECR), registry and layout",
				place
			});
			return [];
		}
		if (entry.registry !== void 0) return [{
			type: "registry",
			name,
			registry: entry.registry
		}];
		if (entry.layout !== void 0) return [{
			type: "layout",
			name,
			path: entry.layout
		}];
		const { account, region, repository, role, profile, endpoint } = entry;
		if (account === void 0 || region === void 0 || repository === void 0) {
			problems.push({
				name: `environments.${name}`,
				message: "needs an account and a region beside its repository",
				place
			});
			return [];
		}
		return [{
			type: "ecr",
			name,
			account,
			region,
			repository,
			...role && { role },
			...profile && { profile },
			...endpoint && { endpoint }
		}];
	});
}
export { describeError as a, suggest as c, StepError as i, parseConfig as n, unreachable as o, CancelledError as r, nearest as s, loadConfig as t };
