import { n as parseDuration, t as formatDuration } from "./duration-CssOH_HY.js";
import { a as describeError, i as StepError, r as CancelledError, s as nearest } from "./load-B55PWNpz.js";
import { promisify } from "node:util";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { lstat, mkdir, mkdtemp, open, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
// packages/core/src/step.ts
/** Makes a step. The types of `run` come from the definition. */
function defineStep(step) {
	return step;
}
/** `modelUri` -> `model-uri`, the name on every surface. */
function kebab(property) {
	return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
// packages/core/src/clock.ts
/** The wall clock. */
const wallClock = {
	speed: 1,
	now: () => Date.now(),
	sleep: (ms, signal) => sleepWall(ms, signal)
};
/** A clock that shows `startMs` now and runs `speed` times as fast as the wall. */
function scaledClock(startMs, speed, wallStartMs = Date.now()) {
	return {
		speed,
		now: () => startMs + (Date.now() - wallStartMs) * speed,
		sleep: (ms, signal) => sleepWall(ms / speed, signal)
	};
}
/**
* The clock of a child of the sandbox: `ML_CI_CLOCK=<wall start>,<shown start>@<speed>`, all in milliseconds since the
* epoch; the wall clock where the variable is unset.
*/
function clockFromEnv(env) {
	const raw = env.ML_CI_CLOCK;
	if (raw === void 0 || raw === "") return wallClock;
	const match = /^(\d+),(\d+)@(\d+(?:\.\d+)?)$/.exec(raw);
	if (!match) throw new TypeError(`ML_CI_CLOCK "${raw}" is not "<wall ms>,<shown ms>@<speed>"`);
	return scaledClock(Number(match[2]), Number(match[3]), Number(match[1]));
}
/** The value of `ML_CI_CLOCK` that makes a child share this clock. */
function clockToEnv(clock) {
	return `${Date.now()},${Math.round(clock.now())}@${clock.speed}`;
}
async function sleepWall(ms, signal) {
	try {
		await setTimeout$1(Math.max(0, ms), void 0, signal ? { signal } : {});
	} catch (error) {
		throw signal?.aborted ? signal.reason : error;
	}
}
// packages/core/src/input.ts
/** A factory of inputs of one kind: `const port = kind('port', 'PORT', parsePort)`, then `port({ summary: … })`. */
function kind(name, placeholder, parse, isFlag = false) {
	return (options) => ({
		kind: name,
		placeholder,
		options,
		isFlag,
		parse
	});
}
/** A parsed value. */
const parsedAs = (value) => ({
	ok: true,
	value
});
/** A value that was not understood: the message continues `"<raw>" …`. */
const rejected = (message, fix) => fix === void 0 ? {
	ok: false,
	message
} : {
	ok: false,
	message,
	fix
};
/** Text on one line, without control characters. */
const string = kind("string", "TEXT", (raw) => /[\u0000-\u001f\u007f]/.test(raw) ? rejected("has control characters or more than one line") : parsedAs(raw));
/** `true` or `false`; on the command line a flag, with `--no-…` for false. */
const boolean = kind("boolean", "", (raw) => raw === "true" ? parsedAs(true) : raw === "false" ? parsedAs(false) : rejected("is not true or false"), true);
/** A whole number, from `min` to `max` where those are given. */
function integer(options) {
	return kind("integer", "N", (raw) => {
		if (!/^-?\d{1,15}$/.test(raw)) return rejected("is not a whole number");
		const value = Number(raw);
		if (options.min !== void 0 && value < options.min) return rejected(`is less than ${options.min}`);
		if (options.max !== void 0 && value > options.max) return rejected(`is more than ${options.max}`);
		return parsedAs(value);
	})(options);
}
/** A length of time in milliseconds: `90s`, `5m`, `2h`, `1h30m`. */
const duration = kind("duration", "DURATION", (raw) => {
	const ms = parseDuration(raw);
	return ms === void 0 ? rejected("is not a duration", "write it as 90s, 5m, 2h or 1h30m") : parsedAs(ms);
});
/** Several values, separated by commas or lines; blank ones are dropped. */
const list = kind("list", "A,B,…", (raw) => parsedAs(raw.split(/[,\n]/).map((part) => part.trim()).filter((part) => part !== "")));
/** One of a few words. */
function oneOf(words, options) {
	return kind("oneOf", words.join("|"), (raw) => {
		const word = words.find((candidate) => candidate === raw);
		return word === void 0 ? rejected(`is not one of ${words.join(", ")}`) : parsedAs(word);
	})(options);
}
/** The path of a file or folder, absolute or from the configuration's folder; it is not opened here. */
const file = kind("file", "PATH", (raw) => raw.includes("\0") ? rejected("is not a path") : parsedAs(raw));
/** An environment of `ml-ci.yml` by its name. */
const environment = kind("environment", "ENV", (raw, { environments }) => {
	const found = environments.find(({ name }) => name === raw);
	if (found) return parsedAs(found);
	const known = environments.map(({ name }) => name).join(", ");
	return rejected("is no environment", known === "" ? "add it under environments in ml-ci.yml" : `use one of ${known}`);
});
// packages/core/src/common-inputs.ts
/** What every step understands besides its own inputs. */
const commonInputs = {
	config: file({ summary: "the configuration; looked for upwards where it is not given" }),
	model: string({ summary: "which model of the configuration, where it has several" }),
	plan: boolean({
		summary: "print what would be changed, and change nothing",
		default: false
	}),
	json: boolean({
		summary: "print one JSON object on stdout, everything else on stderr",
		default: false
	}),
	timeout: duration({ summary: "give up after this long; what is running is then treated as on cancel" })
};
/** Understood by steps that wait for something remote. */
const onCancelInput = (standard) => oneOf(["stop", "detach"], {
	summary: "when this run is cancelled: stop the remote work and go back, or leave it running",
	default: standard
});
// packages/core/src/exec.ts
const inherited = [
	"PATH",
	"HOME",
	"LANG",
	"LC_ALL",
	"TMPDIR",
	"TZ",
	"SystemRoot",
	"USERPROFILE",
	"TEMP",
	"TMP",
	"PATHEXT",
	"HTTP_PROXY",
	"HTTPS_PROXY",
	"NO_PROXY",
	"ALL_PROXY",
	"http_proxy",
	"https_proxy",
	"no_proxy",
	"all_proxy",
	"SSL_CERT_FILE",
	"SSL_CERT_DIR",
	"NODE_EXTRA_CA_CERTS",
	"REQUESTS_CA_BUNDLE",
	"CURL_CA_BUNDLE",
	"PIP_CERT"
];
/** What a child may see of our environment: nothing of AWS, ACTIONS, GITHUB or ML_CI. */
function baseEnvironment(env) {
	const base = {};
	for (const name of inherited) {
		const value = env[name];
		if (value !== void 0) base[name] = value;
	}
	return base;
}
/** An `Exec` whose children start from `env`, print to `log` and run in `cwd` unless told. */
function createExec(host) {
	return { run(command, args, options = {}) {
		const signal = options.signal ?? host.signal;
		if (signal?.aborted) return Promise.reject(signal.reason);
		return new Promise((resolve, reject) => {
			const child = spawn(command, args, {
				cwd: options.cwd ?? host.cwd,
				env: {
					...baseEnvironment(host.env),
					...options.env
				},
				stdio: [
					"pipe",
					"pipe",
					"pipe"
				]
			});
			const report = options.onLine ?? ((line) => host.log.output(command, line));
			const stdout = collect(child.stdout, (line) => report(line, "stdout"));
			const stderr = collect(child.stderr, (line) => report(line, "stderr"));
			let killer;
			const onAbort = () => {
				child.kill("SIGTERM");
				killer = setTimeout(() => child.kill("SIGKILL"), 5e3);
			};
			signal?.addEventListener("abort", onAbort, { once: true });
			child.on("error", (cause) => {
				signal?.removeEventListener("abort", onAbort);
				reject(cause.code === "ENOENT" ? new StepError("CHILD_MISSING", {
					message: `"${command}" is not installed`,
					fix: `install ${command}`,
					cause
				}) : cause);
			});
			child.on("close", (code, killedBy) => {
				signal?.removeEventListener("abort", onAbort);
				clearTimeout(killer);
				if (signal?.aborted) reject(signal.reason);
				else resolve({
					exitCode: code ?? signalExit(killedBy),
					stdout: stdout(),
					stderr: stderr()
				});
			});
			child.stdin.on("error", () => void 0);
			child.stdin.end(options.stdin ?? "");
		});
	} };
}
function signalExit(name) {
	return name === "SIGKILL" ? 137 : name === "SIGINT" ? 130 : 143;
}
function collect(stream, onLine) {
	let kept = "";
	createInterface({
		input: stream,
		crlfDelay: Number.POSITIVE_INFINITY
	}).on("line", (line) => {
		kept = `${kept}${line}\n`.slice(-65536);
		onLine(line);
	});
	return () => kept;
}
// packages/core/src/files.ts
/** `Files` below `root`; `dispose` removes the temporary folders. */
function createFiles(root, tmp = tmpdir()) {
	const temporaries = [];
	const absolute = (path) => isAbsolute(path) ? path : resolve(root, path);
	return {
		root,
		resolve: absolute,
		async readText(path) {
			try {
				return await readFile(absolute(path), "utf8");
			} catch (cause) {
				throw new StepError("FILE_MISSING", {
					message: `cannot read "${path}"`,
					fix: "check the path; relative ones start at the folder of ml-ci.yml",
					cause
				});
			}
		},
		write: (path, content, mode = 420) => writeAtomic(absolute(path), content, mode),
		async state(name) {
			const folder = await stateFolder(root);
			await mkdir(dirname(join(folder, name)), {
				recursive: true,
				mode: 448
			});
			return join(folder, name);
		},
		async temporary(prefix) {
			const folder = await mkdtemp(join(tmp, `ml-ci-${prefix}-`));
			temporaries.push(folder);
			return folder;
		},
		async dispose() {
			await Promise.all(temporaries.map((folder) => rm(folder, {
				recursive: true,
				force: true
			})));
		}
	};
}
/** Creates `.ml-ci/` under `root`: a real folder, 0700, that ignores itself in git. A link there is refused. */
async function stateFolder(root) {
	const folder = join(root, ".ml-ci");
	const found = await lstat(folder).catch(() => void 0);
	if (found && !found.isDirectory()) throw new StepError("FILE_UNSAFE", {
		message: `"${folder}" is not a folder`,
		fix: "remove it; ml-ci keeps its state there"
	});
	if (!found) {
		await mkdir(folder, {
			recursive: true,
			mode: 448
		});
		await writeFile(join(folder, ".gitignore"), "*\n");
	}
	return folder;
}
/** The real path of `path` when it lies in `folder`, links followed; FILE_UNSAFE otherwise. */
async function inside(folder, path) {
	const base = await realpath(folder);
	const target = await realpath(resolve(base, path));
	const way = relative(base, target);
	if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) throw new StepError("FILE_UNSAFE", {
		message: `"${path}" is outside "${folder}"`,
		fix: "move the file into the folder"
	});
	return target;
}
async function writeAtomic(path, content, mode) {
	await mkdir(dirname(path), { recursive: true });
	const beside = `${path}.${randomUUID().slice(0, 8)}.tmp`;
	try {
		const handle = await open(beside, "wx", mode);
		try {
			await handle.writeFile(content);
		} finally {
			await handle.close();
		}
		await rename(beside, path);
	} catch (error) {
		await rm(beside, { force: true });
		throw error;
	}
}
// packages/core/src/finished.ts
const verdictExit = {
	passed: 0,
	waiting: 0,
	failed: 1,
	inconclusive: 1
};
/** What an answer of a step means for its caller. */
function fromVerdict(verdict) {
	return {
		verdict: verdict.verdict,
		outputs: toOutputs(verdict.outputs),
		exitCode: verdictExit[verdict.verdict],
		...verdict.verdict !== "passed" && { reason: verdict.reason }
	};
}
/** What a thrown error means: the only place that knows. */
function fromError(error) {
	const outputs = {};
	if (error instanceof CancelledError) {
		const message = error.left === void 0 ? error.message : `${error.message}: ${error.left}`;
		return {
			verdict: "error",
			outputs,
			exitCode: error.signal === "SIGINT" ? 130 : 143,
			error: {
				code: "CANCELLED",
				message
			}
		};
	}
	if (error instanceof StepError) {
		const { code, fix, problems } = error;
		const details = {
			code,
			message: describeError(error),
			...fix !== void 0 && { fix },
			...problems.length > 0 && { problems }
		};
		return {
			verdict: "error",
			outputs,
			exitCode: error.kind === "input" ? 2 : 3,
			error: details
		};
	}
	const stack = error instanceof Error ? error.stack : void 0;
	return {
		verdict: "error",
		outputs,
		exitCode: 70,
		error: {
			code: "BUG",
			message: describeError(error),
			fix: "this is a bug in ml-ci: please report it with the lines above",
			...stack !== void 0 && { stack }
		}
	};
}
/** When the run was aborted, what a library threw (an AbortError) says less than the reason of the abort. */
function betterReason(error, signal) {
	return error instanceof CancelledError ? error : signal.reason;
}
function toOutputs(outputs) {
	const named = {};
	for (const [property, value] of Object.entries(outputs)) if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") named[kebab(property)] = value;
	return named;
}
/** The outcome of something that is no step and ended with a mistake of the user. */
function toOutcome(name, error) {
	return {
		step: name,
		verdict: "error",
		outputs: {},
		exitCode: 2,
		durationMs: 0,
		summary: "",
		error
	};
}
/** The outcome of something that is no step and threw. */
function outcomeOfError(name, error) {
	return {
		step: name,
		...fromError(error),
		durationMs: 0,
		summary: ""
	};
}
// packages/core/src/log.ts
/** A `Log` that hands every event to `emit`. */
function createLog(emit) {
	return {
		debug: (message) => emit({
			type: "debug",
			message
		}),
		info: (message) => emit({
			type: "info",
			message
		}),
		warn: (message) => emit({
			type: "warn",
			message
		}),
		output: (source, line) => emit({
			type: "output",
			source,
			line
		}),
		async group(title, work) {
			emit({
				type: "group",
				title
			});
			try {
				return await work();
			} finally {
				emit({ type: "group-end" });
			}
		},
		table: (table) => emit({
			type: "table",
			...table
		}),
		progress: (progress) => emit({
			type: "progress",
			...progress
		}),
		annotate: (annotation) => emit({
			type: "annotation",
			...annotation
		})
	};
}
/** A `Log` that says nothing. */
const silentLog = createLog(() => void 0);
// packages/core/src/read-inputs.ts
/** Reads and parses every input; it does not stop at the first mistake. */
function readInputs(inputs, sources, context) {
	const values = {};
	const origins = /* @__PURE__ */ new Map();
	const problems = [];
	for (const [property, input] of Object.entries(inputs)) {
		const found = find(property, input, sources);
		if (found === void 0) {
			if (input.options.required) problems.push(missing(property, input, sources.config));
			else values[property] = input.options.default;
			continue;
		}
		origins.set(property, found);
		const result = input.parse(found.raw, context);
		if (result.ok) values[property] = result.value;
		else problems.push(malformed(property, input, found, result));
	}
	return {
		values,
		origins,
		problems
	};
}
/** The name of an input as an environment variable: `ML_CI_MODEL_URI`. */
function variableOf(property) {
	return `ML_CI_${kebab(property).replaceAll("-", "_").toUpperCase()}`;
}
/** `ML_CI_*` variables that nothing reads, with what was probably meant. */
function unknownVariables(env, inputs, others) {
	const known = [...Object.keys(inputs).map(variableOf), ...others];
	return Object.keys(env).filter((name) => name.startsWith("ML_CI_") && env[name] !== "" && !known.includes(name)).flatMap((name) => {
		const close = nearest(name, known);
		return close === void 0 ? [] : [{
			name,
			message: "is read by nothing",
			place: `environment ${name}`,
			fix: `did you mean "${close}"?`
		}];
	});
}
function find(property, input, sources) {
	const given = sources.given.get(property);
	if (given !== void 0) return given;
	const variable = variableOf(property);
	const fromEnv = sources.env[variable];
	if (fromEnv !== void 0 && fromEnv !== "") return {
		raw: fromEnv,
		place: `environment ${variable}`
	};
	for (const output of input.options.handover ?? []) {
		const handed = sources.handover(output);
		if (handed !== void 0) return handed;
	}
	return fromConfig(input, sources);
}
function fromConfig(input, sources) {
	if (input.options.config === void 0 || sources.config === void 0) return void 0;
	const envName = sources.given.get("env")?.raw ?? sources.env.ML_CI_ENV;
	const path = input.options.config.split(".").map((part) => part === "<env>" ? envName ?? "" : part);
	const value = lookUp(sources.config.document, path);
	if (value === void 0) return void 0;
	return {
		raw: Array.isArray(value) ? value.join("\n") : String(value),
		place: `ml-ci.yml ${path.join(".")}`
	};
}
function lookUp(document, path) {
	let value = document;
	for (const key of path) {
		if (typeof value !== "object" || value === null) return void 0;
		value = new Map(Object.entries(value)).get(key);
	}
	if (Array.isArray(value)) return value.every((item) => typeof item === "string") ? value : void 0;
	return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : void 0;
}
function missing(property, input, config) {
	const flag = `--${kebab(property)}`;
	const ways = [`${flag} ${input.placeholder}`, variableOf(property)];
	if (input.options.config !== void 0) ways.push(`${input.options.config} in ml-ci.yml`);
	const hint = input.options.config !== void 0 && config === void 0 ? " (no ml-ci.yml was found)" : "";
	return {
		name: kebab(property),
		message: `is required${hint}: ${input.options.summary}`,
		place: flag,
		fix: `give ${ways.join(", or ")}`
	};
}
function malformed(property, input, { raw, place }, { message, fix }) {
	const shown = input.options.secret ? "the value" : `"${raw.length > 80 ? `${raw.slice(0, 77)}…` : raw}"`;
	const problem = {
		name: kebab(property),
		message: `${JSON.stringify(shown).slice(1, -1).replaceAll("\\\"", "\"")} ${message}`,
		place
	};
	return fix === void 0 ? problem : {
		...problem,
		fix
	};
}
// packages/core/src/record.ts
const maxAgeMs = 36e5;
/** Writes the record of a step, and its outputs as shell lines for a buildspec to source. */
async function writeRecord(files, record, secretOutputs = /* @__PURE__ */ new Set()) {
	const path = await files.state(join("runs", `${record.step}.json`));
	await files.write(path, `${JSON.stringify(record, void 0, 2)}\n`);
	const envPath = await files.state("outputs.env");
	const before = await readFile(envPath, "utf8").catch(() => "");
	await files.write(envPath, outputLines(before, record, secretOutputs));
}
/** The lines of `outputs.env`: those of other steps stay, those of this step are replaced. */
function outputLines(before, record, secretOutputs = /* @__PURE__ */ new Set()) {
	const prefix = `export ML_CI_${screaming(record.step)}_`;
	const others = before.split("\n").filter((line) => line !== "" && !line.startsWith(prefix));
	const own = Object.entries(record.outputs).filter(([name]) => !secretOutputs.has(name)).map(([name, value]) => `${prefix}${screaming(name)}=${shellQuote(String(value))}`);
	return [
		...others,
		...own,
		""
	].join("\n");
}
/**
* Finds outputs of earlier steps of the same run. A record that git tracks, or that is a link, is refused: anybody who
* can change the tree could choose what is released.
*/
async function readHandover(wanted, files, current) {
	const steps = [...new Set(wanted.map((output) => output.split(".")[0] ?? ""))];
	const records = /* @__PURE__ */ new Map();
	for (const step of steps) {
		const record = await readRecord(step, files);
		if (record && isSameRun(record, current)) records.set(step, record);
	}
	return (output) => {
		const [step = "", name = ""] = output.split(".");
		const value = records.get(step)?.outputs[name];
		return value === void 0 ? void 0 : {
			raw: String(value),
			place: `${step} of this run`
		};
	};
}
/** The record of a step, or undefined where there is none; FILE_UNSAFE where it cannot be trusted. */
async function readRecord(step, files) {
	const path = join(files.root, ".ml-ci", "runs", `${step}.json`);
	const found = await lstat(path).catch(() => void 0);
	if (!found) return void 0;
	if (!found.isFile()) throw unsafe(path, "is not a plain file");
	if (await isTracked(files.root, path)) throw unsafe(path, "is tracked by git");
	return JSON.parse(await readFile(path, "utf8"));
}
/** True when a record belongs to this run: the same id, or, on a terminal, the same commit less than an hour ago. */
function isSameRun(record, { run, rehearsal, clock }) {
	if (record.rehearsal !== rehearsal || record.run.model !== run.model) return false;
	if (record.run.id !== run.id) return false;
	if (run.id !== "local") return true;
	const age = clock.now() - Date.parse(record.finishedAt);
	return record.run.commit === run.commit && age >= 0 && age < maxAgeMs;
}
function unsafe(path, why) {
	return new StepError("FILE_UNSAFE", {
		message: `the hand-over "${path}" ${why}`,
		fix: "remove it from the tree; .ml-ci/ must not be committed"
	});
}
async function isTracked(root, path) {
	return promisify(execFile)("git", [
		"-C",
		root,
		"ls-files",
		"--error-unmatch",
		"--",
		path
	]).then(() => true, () => false);
}
function screaming(name) {
	return name.replaceAll("-", "_").toUpperCase();
}
/** A word for a POSIX shell that means exactly `text`. */
function shellQuote(text) {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
// packages/core/src/redact.ts
/** `onAdd` hears every new secret, so that a host can mask it on its platform. */
function createRedactor(onAdd = () => void 0) {
	const secrets = /* @__PURE__ */ new Set();
	let ordered = [];
	const redact = (text) => ordered.reduce((kept, secret) => kept.replaceAll(secret, "***"), text);
	return {
		add(secret) {
			for (const form of formsOf(secret)) {
				if (form.trim().length < 4 || secrets.has(form)) continue;
				secrets.add(form);
				onAdd(form);
			}
			ordered = [...secrets].sort((a, b) => b.length - a.length);
		},
		redact,
		contains: (text) => ordered.some((secret) => text.includes(secret))
	};
}
function formsOf(secret) {
	const lines = secret.split(/\r?\n/);
	const forms = [
		secret,
		encodeURIComponent(secret),
		Buffer.from(secret).toString("base64")
	];
	return lines.length > 1 ? [...forms, ...lines] : forms;
}
// packages/core/src/summary.ts
/** Words for a verdict, the same on all surfaces. */
const verdictMarks = {
	passed: "✅ passed",
	waiting: "⏳ waiting",
	failed: "❌ failed",
	inconclusive: "❓ inconclusive",
	error: "💥 error"
};
/** The summary of a run as Markdown: verdict, reason, outputs, tables. Cells are escaped. */
function markdownSummary(outcome, tables) {
	const parts = [];
	if (outcome.rehearsal !== void 0) parts.push(`**Rehearsal** against \`${outcome.rehearsal}\`: nothing real was changed.`);
	parts.push(`### ${outcome.step}: ${verdictMarks[outcome.verdict]} in ${formatDuration(outcome.durationMs)}`);
	if (outcome.reason !== void 0) parts.push(escapeMarkdown(outcome.reason));
	if (outcome.error) parts.push(errorMarkdown(outcome.error));
	if (outcome.plan && outcome.plan.length > 0) parts.push(markdownTable({
		title: "Plan: nothing was changed",
		columns: ["would", "by"],
		rows: outcome.plan.map(({ change, call }) => [change, call])
	}));
	parts.push(...tables.map(markdownTable));
	const outputs = Object.entries(outcome.outputs);
	if (outputs.length > 0) parts.push(markdownTable({
		title: "Outputs",
		columns: ["output", "value"],
		rows: outputs.map(([name, value]) => [name, String(value)])
	}));
	return `${parts.join("\n\n")}\n`;
}
function errorMarkdown({ code, message, fix, problems }) {
	const lines = [`\`${code}\`: ${escapeMarkdown(message)}`];
	for (const problem of problems ?? []) {
		const hint = problem.fix === void 0 ? "" : ` (${problem.fix})`;
		lines.push(`- ${problem.place ?? problem.name}: ${escapeMarkdown(`${problem.name} ${problem.message}${hint}`)}`);
	}
	if (fix !== void 0) lines.push(`**Next:** ${escapeMarkdown(fix)}`);
	return lines.join("\n");
}
function markdownTable({ title, columns, rows }) {
	const line = (cells) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
	return [
		`**${escapeMarkdown(title)}**`,
		"",
		line(columns),
		`| ${columns.map(() => "---").join(" | ")} |`,
		...rows.map(line)
	].join("\n");
}
/** Text that Markdown shows as it is: no markup, no HTML, one line. */
function escapeMarkdown(text) {
	return text.replaceAll(/[\\`*_[\]|<>~#]/g, (character) => character === "<" ? "&lt;" : character === ">" ? "&gt;" : `\\${character}`).replaceAll(/[\r\n]+/g, " ");
}
// packages/core/src/execute.ts
const otherVariables = [
	"ML_CI_CLOCK",
	"ML_CI_ALLOW_ENDPOINT",
	"ML_CI_RUN_ID"
];
/**
* Runs a step on a host: reads raw values, reports every mistake at once, masks secrets, runs, writes outputs, record and
* summary. The only place that turns an error into an exit code. Never throws.
*/
async function execute(step, host, options) {
	const run = new Run(step, host, options);
	const stop = host.onSignal((signal) => run.cancel(signal));
	try {
		return await run.toTheEnd();
	} finally {
		stop();
	}
}
/** All inputs that a step understands: its own and those that every step has. */
function allInputs(step) {
	return {
		...step.inputs,
		...commonInputs,
		...step.onCancel && { onCancel: onCancelInput(step.onCancel) }
	};
}
var Run = class {
	#step;
	#host;
	#options;
	#abort = new AbortController();
	#redactor;
	#log;
	#tables = [];
	#planned = [];
	#clock;
	#isPlan = false;
	constructor(step, host, options) {
		this.#step = step;
		this.#host = host;
		this.#options = options;
		this.#clock = options.clock ?? clockFromEnv(host.env);
		this.#redactor = createRedactor((secret) => host.mask(secret));
		this.#log = createLog((event) => this.#emit(event));
	}
	cancel(signal) {
		this.#abort.abort(new CancelledError(signal));
	}
	async toTheEnd() {
		const startedAt = this.#clock.now();
		let files;
		let finished = {
			verdict: "error",
			outputs: {},
			exitCode: 70
		};
		let prepared;
		let provided;
		try {
			prepared = await this.#prepare();
			files = prepared.files;
			const { config, info, values } = prepared;
			provided = this.#options.services({
				env: this.#host.env,
				config,
				root: files.root,
				clock: this.#clock,
				log: this.#log,
				signal: this.#abort.signal,
				random: this.#random,
				run: info,
				files,
				mask: (secret) => this.#redactor.add(secret)
			});
			const context = {
				...await this.#context(prepared),
				...provided.services
			};
			finished = fromVerdict(await this.#withTimeout(values.timeout, () => this.#step.run(context)));
		} catch (error) {
			finished = fromError(this.#abort.signal.aborted && !(error instanceof StepError) ? betterReason(error, this.#abort.signal) : error);
		}
		const rehearsal = provided?.rehearsal();
		const problems = await this.#close(prepared, finished, {
			startedAt,
			rehearsal
		}, [() => provided?.dispose(), () => files?.dispose()]);
		return this.#finish(problems.length > 0 ? fromError(problems[0]) : finished, startedAt, rehearsal);
	}
	/** Reads everything that `run` needs; throws one INPUT_INVALID with every mistake. */
	async #prepare() {
		const inputs = allInputs(this.#step);
		const { given, problems } = this.#host.given(this.#step, inputs);
		const direct = readInputs(commonInputs, {
			given,
			env: this.#host.env,
			handover: () => void 0,
			config: void 0
		}, {
			environments: [],
			root: this.#host.cwd
		});
		this.#host.begin({ json: direct.values.json === true });
		this.#isPlan = direct.values.plan === true;
		const { loadConfig } = await import("./load-Bpq_o3Mz.js");
		const config = await this.#loadOrReport(() => loadConfig({
			cwd: this.#host.cwd,
			file: textOf(direct.values.config),
			model: textOf(direct.values.model)
		}), problems);
		const files = createFiles(config?.root ?? this.#host.cwd, this.#host.env.TMPDIR);
		const info = {
			...await this.#host.run(),
			model: config?.model
		};
		const rehearsal = this.#host.env.AWS_ENDPOINT_URL;
		const handover = await readHandover(Object.values(inputs).flatMap((input) => input.options.handover ?? []), files, {
			run: info,
			rehearsal,
			clock: this.#clock
		});
		const read = readInputs(inputs, {
			given,
			env: this.#host.env,
			handover,
			config
		}, {
			environments: config?.environments ?? [],
			root: files.root
		});
		for (const problem of unknownVariables(this.#host.env, inputs, otherVariables)) this.#log.warn(`${problem.place} ${problem.message}: ${problem.fix}`);
		const mistakes = [...problems, ...read.problems];
		if (mistakes.length > 0) throw invalidInputs(this.#step.name, mistakes);
		this.#maskAndTell(inputs, read);
		return {
			config,
			files,
			info,
			inputs,
			read,
			values: read.values
		};
	}
	async #loadOrReport(load, problems) {
		try {
			return await load();
		} catch (error) {
			if (!(error instanceof StepError) || problems.length === 0) throw error;
			const fileProblems = error.problems.length > 0 ? error.problems : [{
				name: "config",
				message: error.message
			}];
			throw invalidInputs(this.#step.name, [...problems, ...fileProblems]);
		}
	}
	#maskAndTell(inputs, { origins }) {
		for (const [property, { raw, place }] of origins) if (inputs[property]?.options.secret) this.#redactor.add(raw);
		else if (place.endsWith(" of this run")) this.#log.info(`${kebab(property)} ${raw} (from ${place})`);
	}
	async #context({ config, files, info, values }) {
		const signal = this.#abort.signal;
		return {
			inputs: values,
			config,
			files,
			exec: createExec({
				env: this.#host.env,
				cwd: files.root,
				log: this.#log,
				signal
			}),
			forge: await this.#host.forge(),
			log: this.#log,
			clock: this.#clock,
			random: this.#random,
			signal,
			onCancel: values.onCancel === "detach" ? "detach" : "stop",
			plan: {
				active: this.#isPlan,
				would: (change, call) => this.#planned.push({
					change,
					call
				})
			},
			mask: (secret) => this.#redactor.add(secret),
			state: { save: (name, value) => this.#host.saveState(name, value) },
			run: info
		};
	}
	get #random() {
		return this.#options.random ?? Math.random;
	}
	/** Aborts `work` after `timeout` milliseconds; it may still clean up, and its own end is awaited. */
	async #withTimeout(timeout, work) {
		if (typeof timeout !== "number") return work();
		const done = new AbortController();
		const timer = this.#clock.sleep(timeout, done.signal).then(() => this.#abort.abort(new StepError("TIMEOUT", {
			message: `"${this.#step.name}" did not end in time`,
			fix: "give a longer --timeout, or look at what it waits for"
		})), () => void 0);
		try {
			return await work();
		} finally {
			done.abort();
			await timer;
		}
	}
	#emit(event) {
		if (event.type === "table") this.#tables.push({
			title: event.title,
			columns: event.columns,
			rows: event.rows
		});
		this.#host.emit(redactEvent(event, this.#redactor));
	}
	async #close(prepared, finished, { startedAt, rehearsal }, disposals) {
		const tasks = [...disposals];
		if (prepared && !this.#isPlan) tasks.unshift(() => writeRecord(prepared.files, this.#record(prepared, finished, startedAt, rehearsal)));
		const problems = [];
		for (const task of tasks) try {
			await task();
		} catch (error) {
			problems.push(error);
		}
		return problems;
	}
	#record(prepared, finished, startedAt, rehearsal) {
		const inputs = {};
		for (const [property, { raw }] of prepared.read.origins) if (!prepared.inputs[property]?.options.secret) inputs[kebab(property)] = this.#redactor.redact(raw);
		return {
			step: this.#step.name,
			verdict: finished.verdict,
			...finished.reason !== void 0 && { reason: this.#redactor.redact(finished.reason) },
			outputs: finished.outputs,
			inputs,
			...finished.error && { error: {
				code: finished.error.code,
				message: this.#redactor.redact(finished.error.message)
			} },
			run: prepared.info,
			startedAt: new Date(startedAt).toISOString(),
			finishedAt: new Date(this.#clock.now()).toISOString(),
			...rehearsal !== void 0 && { rehearsal }
		};
	}
	async #finish(finished, startedAt, rehearsal) {
		const base = {
			step: this.#step.name,
			...redactFinished(finished, this.#redactor),
			durationMs: this.#clock.now() - startedAt,
			...rehearsal !== void 0 && { rehearsal },
			...this.#isPlan && { plan: this.#planned }
		};
		const outcome = {
			...base,
			summary: this.#redactor.redact(markdownSummary(base, this.#tables))
		};
		await this.#host.finish(outcome);
		return outcome;
	}
};
function invalidInputs(step, problems) {
	const count = problems.length === 1 ? "a mistake" : `${problems.length} mistakes`;
	return new StepError("INPUT_INVALID", {
		message: `${count} in the inputs of ${step}`,
		fix: `see ml-ci ${step} --help`,
		problems
	});
}
function textOf(value) {
	return typeof value === "string" ? value : void 0;
}
function redactEvent(event, redactor) {
	return redactDeep(event, redactor);
}
function redactFinished(finished, redactor) {
	return redactDeep(finished, redactor);
}
function redactDeep(value, redactor) {
	if (typeof value === "string") return redactor.redact(value);
	if (Array.isArray(value)) return value.map((item) => redactDeep(item, redactor));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactDeep(item, redactor)]));
}
export { wallClock as A, oneOf as C, clockFromEnv as D, string as E, kebab as M, clockToEnv as O, list as S, rejected as T, duration as _, readRecord as a, integer as b, variableOf as c, outcomeOfError as d, toOutcome as f, boolean as g, createExec as h, isSameRun as i, defineStep as j, scaledClock as k, createLog as l, inside as m, execute as n, shellQuote as o, createFiles as p, createRedactor as r, readInputs as s, allInputs as t, silentLog as u, environment as v, parsedAs as w, kind as x, file as y };
