import { o as __toESM } from "./rolldown-runtime.js";
import { n as suggest, t as nearest } from "./core-nearest.js";
import { t as formatBytes } from "./core-bytes.js";
import { n as formatDuration } from "./core-duration.js";
import { c as oneOf, d as string, i as file, n as duration, s as list, t as boolean } from "./core-input.js";
import { n as StepError, r as describeError, t as CancelledError } from "./core-error-codes.js";
import { a as toolCacheFolder, o as createExec, r as createFiles, t as createLog } from "./core-exec.js";
import { _ as renewingCredentials, m as stsClient, p as sending, v as endpointsOf, y as foreignEndpoint } from "./core-foreign-endpoint.js";
import { i as writeRecord, n as readHandover } from "./core-record.js";
import { setTimeout } from "node:timers/promises";
import { appendFile } from "node:fs/promises";
import { appendFileSync } from "node:fs";
// packages/core/src/step.ts
/** Makes a step. The types of `run` come from the definition. */
function defineStep$1(step) {
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
async function sleepWall(ms, signal) {
	try {
		await setTimeout(Math.max(0, ms), void 0, signal ? { signal } : {});
	} catch (error) {
		throw signal?.aborted ? signal.reason : error;
	}
}
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
	timeout: duration({ summary: "give up after this long; what is running is then treated as on cancel" }),
	allowEndpoint: list({
		summary: "hosts that are neither AWS nor on this machine and may be asked all the same",
		default: []
	})
};
/** Understood by steps that wait for something remote. */
const onCancelInput = (standard) => oneOf(["stop", "detach"], {
	summary: "when this run is cancelled: stop the remote work and go back, or leave it running",
	default: standard
});
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
const otherVariables = ["ML_CI_CLOCK", "ML_CI_RUN_ID"];
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
				allowEndpoints: listOf(values.allowEndpoint),
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
		const rehearsal = foreignEndpoint(this.#host.env, prepared?.config) ?? provided?.rehearsal();
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
		const { loadConfig } = await import("./core-config-load.js");
		const config = await this.#loadOrReport(() => loadConfig({
			cwd: this.#host.cwd,
			file: textOf(direct.values.config),
			model: textOf(direct.values.model)
		}), problems);
		const files = createFiles(config?.root ?? this.#host.cwd, this.#host.env.TMPDIR, toolCacheFolder(this.#host.env));
		const info = {
			...await this.#host.run(),
			model: config?.model
		};
		const rehearsal = foreignEndpoint(this.#host.env, config);
		const wanted = Object.values(inputs).flatMap((input) => input.options.handover ?? []);
		const handover = await readHandover(wanted, files, {
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
function listOf(value) {
	return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
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
// packages/core/src/host/run-info.ts
/** The run of a workflow: run id, attempt and job, so that two jobs never hand over to each other. */
function githubRun(env) {
	const { GITHUB_RUN_ID: id = "", GITHUB_RUN_ATTEMPT: attempt = "1", GITHUB_JOB: job = "" } = env;
	const url = env.GITHUB_SERVER_URL && env.GITHUB_REPOSITORY ? `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${id}` : void 0;
	return {
		id: `${id}-${attempt}-${job}`,
		commit: env.GITHUB_SHA,
		actor: env.GITHUB_ACTOR,
		url
	};
}
// packages/core/src/host/paint.ts
/** ANSI colours, or none: for pipes, `NO_COLOR` and `TERM=dumb`. */
function createPaint(isColoured) {
	const style = (open, close) => (text) => isColoured ? `\u001b[${open}m${text}\u001b[${close}m` : text;
	return {
		bold: style(1, 22),
		dim: style(2, 22),
		red: style(31, 39),
		green: style(32, 39),
		yellow: style(33, 39),
		cyan: style(36, 39)
	};
}
/** Text from outside, made safe to print: no escape sequences and no other control characters. */
function printable(text) {
	return text.replaceAll(/\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}
// packages/core/src/host/signals.ts
/** Listens for SIGINT and SIGTERM of this process. A second signal ends it at once, as it would without a listener. */
function onProcessSignal(listener) {
	let heard = false;
	const handler = (signal) => {
		if (heard) process.exit(signal === "SIGINT" ? 130 : 143);
		heard = true;
		listener(signal === "SIGINT" ? "SIGINT" : "SIGTERM");
	};
	process.on("SIGINT", handler);
	process.on("SIGTERM", handler);
	return () => {
		process.off("SIGINT", handler);
		process.off("SIGTERM", handler);
	};
}
// packages/core/src/host/text.ts
/** A table in columns, for people. Where a line would not fit `width`, the widest columns are cut, with a mark. */
function textTable({ title, columns, rows }, paint, width) {
	if (rows.length === 0) return [paint.bold(title)];
	const cells = [columns, ...rows].map((row) => row.map((cell) => printable(cell).replaceAll("\n", " ")));
	const widths = fitWidths(columns.map((_, index) => Math.max(...cells.map((row) => (row[index] ?? "").length))), width - 2 - 2 * (columns.length - 1));
	const line = (row) => `  ${row.map((cell, index) => fitCell(cell, widths[index] ?? 0, index === row.length - 1)).join("  ")}`;
	const [head = [], ...body] = cells;
	return [
		paint.bold(title),
		paint.dim(line(head)),
		...body.map(line)
	];
}
/** Takes from the widest column until the sum fits; no column gets narrower than eight. */
function fitWidths(natural, room) {
	const widths = [...natural];
	const sum = () => widths.reduce((total, each) => total + each, 0);
	while (sum() > room) {
		const widest = widths.indexOf(Math.max(...widths));
		const now = widths[widest] ?? 0;
		if (now <= 8) break;
		widths[widest] = now - 1;
	}
	return widths;
}
function fitCell(cell, width, isLast) {
	const kept = cell.length > width ? `${cell.slice(0, width - 1)}…` : cell;
	return isLast ? kept : kept.padEnd(width);
}
/** How far a long operation is, without a bar. */
function progressText({ label, done, total, unit, detail }) {
	const show = (value) => unit === "bytes" ? formatBytes(value) : unit === "seconds" ? formatDuration(value * 1e3) : unit === "percent" ? `${Math.round(value)} %` : String(value);
	const amount = total === void 0 || unit === "percent" ? show(done) : `${show(done)} of ${show(total)}`;
	return detail === void 0 ? `${label}: ${amount}` : `${label}: ${amount}, ${detail}`;
}
const marks = {
	passed: "✓",
	waiting: "…",
	failed: "✗",
	inconclusive: "?",
	error: "✗"
};
/** The end of a step for people: verdict, why, mistakes, what to do next, outputs. */
function outcomeLines(outcome, paint) {
	const { step, verdict, error, reason, durationMs } = outcome;
	const tint = verdict === "passed" ? paint.green : verdict === "waiting" || verdict === "inconclusive" ? paint.yellow : paint.red;
	const lines = [];
	const word = error?.code === "CANCELLED" ? "cancelled" : verdict === "error" ? "stopped" : verdict;
	const planned = outcome.plan !== void 0 && verdict === "passed" ? " (plan: nothing was changed)" : "";
	lines.push(tint(`${marks[verdict]} ${paint.bold(step)} ${word}${planned}`) + paint.dim(` in ${formatDuration(durationMs)}`));
	if (outcome.rehearsal !== void 0) lines.unshift(paint.cyan(`rehearsal against ${outcome.rehearsal}: nothing real was changed`));
	if (reason !== void 0) lines.push(...indent(reason));
	if (error) lines.push(...errorLines(error, paint));
	const names = Object.keys(outcome.outputs);
	const width = Math.max(0, ...names.map((name) => name.length));
	for (const [name, value] of Object.entries(outcome.outputs)) lines.push(`  ${paint.dim(name.padEnd(width))}  ${printable(String(value))}`);
	return lines;
}
/** What `--plan` found, in order. */
function planLines(plan, paint) {
	if (plan.length === 0) return [paint.bold("Plan: nothing would be changed")];
	return [paint.bold("Plan: would, in this order"), ...plan.map(({ change, call }, index) => `  ${index + 1}. ${printable(change)}  ${paint.dim(call)}`)];
}
function errorLines(error, paint) {
	const lines = [`  ${paint.bold(error.code)} ${printable(error.message)}`];
	for (const problem of error.problems ?? []) {
		const isFlag = problem.place === `--${problem.name}` || problem.place === problem.name;
		const place = problem.place === void 0 || isFlag ? "" : `${problem.place}: `;
		const name = isFlag ? problem.place ?? problem.name : problem.name;
		lines.push(`  ${paint.red("•")} ${paint.dim(place)}${printable(`${name} ${problem.message}`)}`);
		if (problem.fix !== void 0) lines.push(`      ${printable(problem.fix)}`);
	}
	if (error.stack !== void 0) lines.push(...error.stack.split("\n").slice(1).map((line) => paint.dim(printable(line))));
	if (error.fix !== void 0) lines.push(`  ${paint.cyan("→")} ${printable(error.fix)}`);
	return lines;
}
function indent(text) {
	return text.split("\n").map((line) => `  ${printable(line)}`);
}
// packages/core/src/host/github.ts
const maxSummaryBytes = 921600;
const maxAnnotations = 10;
/** A GitHub Actions runner: file commands for outputs and state, workflow commands for the log. */
function githubHost(options) {
	const { env, stdout } = options;
	const paint = createPaint(false);
	const annotations = [];
	const say = (text) => stdout.write(`${text}\n`);
	let lastProgress = "";
	return {
		name: "github",
		env,
		cwd: env.GITHUB_WORKSPACE ?? options.cwd,
		given: (_step, inputs) => readWith(env, Object.keys(inputs)),
		begin: () => void 0,
		emit(event) {
			switch (event.type) {
				case "debug":
					say(`::debug::${escapeData(event.message)}`);
					return;
				case "info":
					untrusted(say, [event.message]);
					return;
				case "warn":
					annotations.push({
						level: "warning",
						message: event.message
					});
					return;
				case "error":
					annotations.push({
						level: "error",
						message: event.message
					});
					return;
				case "group":
					say(`::group::${escapeData(event.title)}`);
					return;
				case "group-end":
					say("::endgroup::");
					return;
				case "table":
					untrusted(say, textTable(event, paint, 160));
					return;
				case "progress": {
					const text = progressText(event);
					const key = `${event.label}${event.detail ?? ""}${event.total ? Math.floor(4 * event.done / event.total) : ""}`;
					if (key !== lastProgress) untrusted(say, [text]);
					lastProgress = key;
					return;
				}
				case "annotation":
					annotations.push(event);
					return;
				case "output": untrusted(say, [`${event.source} | ${event.line}`]);
			}
		},
		mask: (value) => say(`::add-mask::${escapeData(value)}`),
		run: async () => githubRun(env),
		forge: async () => (await import("./core-forge-github.js")).githubForge(env),
		onSignal: onProcessSignal,
		saveState(name, value) {
			if (env.GITHUB_STATE) appendFileSync(env.GITHUB_STATE, heredoc(name, value));
		},
		async finish(outcome) {
			for (const command of annotationCommands(annotations, outcome)) say(command);
			untrusted(say, [...outcome.plan && outcome.verdict !== "error" ? planLines(outcome.plan, paint) : [], ...outcomeLines(outcome, paint)]);
			if (env.GITHUB_OUTPUT) {
				const entries = Object.entries(outcome.outputs).map(([name, value]) => heredoc(name, String(value)));
				await appendFile(env.GITHUB_OUTPUT, entries.join(""));
			}
			if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, clip(outcome.summary));
		}
	};
}
/** `INPUT_*` variables: an empty one is unset, an unknown one is a mistake. */
function readWith(env, properties) {
	const byVariable = new Map(properties.map((property) => [`INPUT_${kebab(property).toUpperCase()}`, property]));
	const given = /* @__PURE__ */ new Map();
	const problems = [];
	for (const [variable, raw] of Object.entries(env)) {
		if (!variable.startsWith("INPUT_") || raw === void 0 || raw.trim() === "") continue;
		const name = variable.slice(6).toLowerCase();
		const property = byVariable.get(variable);
		if (property !== void 0) given.set(property, {
			raw: raw.trim(),
			place: `with: ${name}`
		});
		else if (name !== "github-token") problems.push({
			name,
			message: "is no input of this action",
			place: `with: ${name}`,
			fix: suggest(name, properties.map(kebab))
		});
	}
	return {
		given,
		problems
	};
}
/** A value for GITHUB_OUTPUT or GITHUB_STATE, in the form that no value can break out of. */
function heredoc(name, value, delimiter = `ghadelimiter_${crypto.randomUUID()}`) {
	return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}
/** Prints text that may begin with `::` as text: no line of it is a command. */
function untrusted(say, lines) {
	const safe = lines.flatMap((line) => line.split("\n")).map(printable);
	if (!safe.some((line) => /^\s*::|##\[/.test(line))) {
		for (const line of safe) say(line);
		return;
	}
	const token = crypto.randomUUID();
	say(`::stop-commands::${token}`);
	for (const line of safe) say(line);
	say(`::${token}::`);
}
/** At most ten of a level, worst first; the error of the run leads. */
function annotationCommands(annotations, outcome) {
	const all = [...annotations];
	if (outcome.exitCode !== 0) {
		const why = outcome.error ? `${outcome.error.code} ${outcome.error.message}` : outcome.reason ?? outcome.verdict;
		const details = (outcome.error?.problems ?? []).map((problem) => `${problem.place ?? problem.name}: ${problem.name} ${problem.message}`);
		all.unshift({
			level: "error",
			title: outcome.step,
			message: [
				why,
				...details,
				...outcome.error?.fix ? [outcome.error.fix] : []
			].join("\n")
		});
	}
	return [
		"error",
		"warning",
		"notice"
	].flatMap((level) => all.filter((annotation) => annotation.level === level).slice(0, maxAnnotations).map(annotationCommand));
}
function annotationCommand({ level, message, title, file, line }) {
	const properties = Object.entries({
		title,
		file,
		line: line?.toString()
	}).flatMap(([key, value]) => value === void 0 ? [] : [`${key}=${escapeProperty(value)}`]);
	return `::${level}${properties.length > 0 ? ` ${properties.join(",")}` : ""}::${escapeData(message.slice(0, 4e3))}`;
}
function escapeData(text) {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function escapeProperty(text) {
	return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
function clip(markdown) {
	if (Buffer.byteLength(markdown) <= maxSummaryBytes) return markdown;
	const kept = Buffer.from(markdown).subarray(0, maxSummaryBytes).toString("utf8");
	return `${kept.slice(0, kept.lastIndexOf("\n"))}\n\n… cut: the whole record is in \`.ml-ci/runs/\`\n`;
}
// packages/steps/src/step.ts
/** Makes a step of ml-ci; see `defineStep` of core. */
function defineStep(step) {
	return defineStep$1(step);
}
// packages/aws/src/credentials.ts
/** The credentials this run starts from: variables, else the container's, else a profile (SSO included). */
function baseCredentials(environment, env) {
	const keyId = env.AWS_ACCESS_KEY_ID;
	const secret = env.AWS_SECRET_ACCESS_KEY;
	if (keyId && secret) return {
		from: "the variables",
		provide: async () => fromVariables(keyId, secret, env)
	};
	if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) return {
		from: "the container",
		provide: () => fromContainer(env)
	};
	const profile = environment.profile || env.AWS_PROFILE || "default";
	return {
		from: `the profile "${profile}"`,
		provide: () => fromProfile(profile, environment, env)
	};
}
function fromVariables(accessKeyId, secretAccessKey, env) {
	const token = env.AWS_SESSION_TOKEN;
	return {
		accessKeyId,
		secretAccessKey,
		...token ? { sessionToken: token } : {}
	};
}
async function fromContainer(env) {
	const { fromHttp } = await import("./aws-sdk-credential-providers.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return orMissing(fromHttp({
		...defined("awsContainerCredentialsRelativeUri", env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI),
		...defined("awsContainerCredentialsFullUri", env.AWS_CONTAINER_CREDENTIALS_FULL_URI),
		...defined("awsContainerAuthorizationToken", env.AWS_CONTAINER_AUTHORIZATION_TOKEN),
		...defined("awsContainerAuthorizationTokenFile", env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE)
	}), "the container gave no credentials", "check the task role or the build project role");
}
async function fromProfile(profile, environment, env) {
	const { fromIni } = await import("./aws-sdk-credential-providers.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return orMissing(fromIni({
		profile,
		ignoreCache: true,
		clientConfig: { region: environment.region },
		...defined("filepath", env.AWS_SHARED_CREDENTIALS_FILE),
		...defined("configFilepath", env.AWS_CONFIG_FILE)
	}), `no AWS credentials for the environment "${environment.name}": none in the variables, no container, and none in the profile "${profile}"`, `set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws sso login --profile ${profile}`);
}
async function orMissing(provide, message, fix) {
	try {
		return await provide();
	} catch (cause) {
		throw new StepError("CREDENTIALS_MISSING", {
			message,
			fix,
			cause
		});
	}
}
function defined(key, value) {
	return value ? { [key]: value } : {};
}
// packages/aws/src/sts.ts
/** Asks STS who we are; nobody needs a permission for that. */
async function callerIdentity(source, options = {}) {
	const { GetCallerIdentityCommand } = await import("./aws-sdk-client-sts.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const { Account, Arn } = await (await stsClient(source)).send(new GetCallerIdentityCommand({}), sending(options));
	if (Account === void 0 || Arn === void 0) throw new StepError("AWS_FAILED", { message: "sts:GetCallerIdentity answered without an account" });
	return {
		account: Account,
		arn: Arn
	};
}
/** Credentials of `role`, for as long as the role allows by default (an hour). */
async function assumeRole(source, role, sessionName, options = {}) {
	const { AssumeRoleCommand } = await import("./aws-sdk-client-sts.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await stsClient(source);
	const command = new AssumeRoleCommand({
		RoleArn: role,
		RoleSessionName: sessionName
	});
	const { Credentials } = await client.send(command, sending(options));
	if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey || !Credentials.SessionToken) throw new StepError("AWS_FAILED", { message: `sts:AssumeRole of "${role}" answered without credentials` });
	return {
		accessKeyId: Credentials.AccessKeyId,
		secretAccessKey: Credentials.SecretAccessKey,
		sessionToken: Credentials.SessionToken,
		...Credentials.Expiration ? { expiration: Credentials.Expiration } : {}
	};
}
/** `ml-ci-<run>` within what STS takes: 2 to 64 of letters, digits and `_+=,.@-`. */
function sessionNameOf(run) {
	return `ml-ci-${run}`.replace(/[^\w+=,.@-]/g, "-").slice(0, 64);
}
/** True where `callerArn` is already a session of `role`: GitHub's own step may have assumed it before us. */
function isSessionOf(role, callerArn) {
	const wanted = /^arn:([\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(role);
	const actual = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(callerArn);
	return !!wanted && !!actual && wanted.slice(1).every((part, index) => part === actual[index + 1]);
}
// packages/aws/src/aws.ts
/** The sessions of a run. Nothing is asked of AWS before the first one is needed. */
function createAws(options) {
	const calls = [];
	const sessions = /* @__PURE__ */ new Map();
	let rehearsal;
	return {
		calls,
		get rehearsal() {
			return rehearsal;
		},
		session(environment, signal = options.signal) {
			const { account, region, role = "", profile = "", endpoint = "" } = environment;
			const key = [
				account,
				region,
				role,
				profile,
				endpoint
			].join("|");
			const known = sessions.get(key);
			if (known) return known;
			const session = openSession(environment, options, (call) => calls.push(call), signal);
			sessions.set(key, session);
			session.then((opened) => {
				rehearsal ??= opened.endpoint;
			}, () => sessions.delete(key));
			return session;
		}
	};
}
async function openSession(environment, options, record, signal) {
	const { env, clock, log, mask, allowEndpoints } = options;
	const endpoints = endpointsOf(environment, env, allowEndpoints);
	const host = {
		env,
		clock,
		log,
		mask,
		record,
		endpointOf: endpoints.of
	};
	const base = baseCredentials(environment, env);
	const source = sourceOf(environment, host, base.from, base.provide);
	const caller = await callerIdentity(source, { signal });
	const { role } = environment;
	if (role === void 0 || isSessionOf(role, caller.arn)) return guarded(environment, base, {
		...source,
		principal: caller.arn
	}, caller, endpoints.foreign);
	const provide = () => assumeRole({
		...source,
		principal: caller.arn
	}, role, sessionNameOf(options.run));
	const assumed = sourceOf(environment, host, role, provide);
	const identity = await callerIdentity(assumed, { signal });
	return guarded(environment, base, {
		...assumed,
		principal: identity.arn
	}, identity, endpoints.foreign);
}
function sourceOf({ account, region }, host, principal, provide) {
	return {
		account,
		region,
		principal,
		host,
		credentials: renewingCredentials(host.clock, host.mask, provide)
	};
}
function guarded(environment, base, source, identity, endpoint) {
	if (identity.account === environment.account) return {
		...source,
		endpoint
	};
	throw new StepError("ACCOUNT_WRONG", {
		message: `the environment "${environment.name}" is account "${environment.account}", but the credentials from ${base.from} belong to account "${identity.account}" (${identity.arn})`,
		fix: `use credentials of account ${environment.account}, or set role: of the environment "${environment.name}" in ml-ci.yml`
	});
}
// packages/steps/src/images.ts
/** The images of a run. Nothing is loaded and no connection is opened before it is used. */
function createImages(options) {
	const registries = /* @__PURE__ */ new Map();
	const opened = /* @__PURE__ */ new WeakMap();
	let runtime;
	let engine;
	const registry = (key, host, credentials) => {
		const found = registries.get(key) ?? openRegistry(options, host, credentials);
		registries.set(key, found);
		return found;
	};
	const repository = async (from, path) => {
		const { registryRepository } = await import("./oci.js");
		const found = await from;
		const made = registryRepository(found.transport, path);
		opened.set(made, found);
		return made;
	};
	const plain = (host) => {
		return [...registries].find(([key]) => key.endsWith(` ${host}`))?.[1] ?? registry(host, host, async () => dockerCredentials(options));
	};
	return {
		async open(environment, signal) {
			switch (environment.type) {
				case "layout": return openLayout(options, environment.path);
				case "registry": {
					const { parseReference } = await import("./oci.js");
					const { host, path } = parseReference(environment.registry);
					return repository(plain(host), path);
				}
				case "ecr": {
					const { host, path, credentials } = await ecrAddress(options.aws, environment, signal);
					return repository(registry(`${environment.name} ${host}`, host, credentials), path);
				}
			}
		},
		async openReference(reference) {
			const { parseReference, referenceTarget } = await import("./oci.js");
			if (reference.startsWith("layout:")) return openLayoutReference(options, reference.slice(7));
			const parsed = parseReference(reference);
			return {
				repository: await repository(plain(parsed.host), parsed.path),
				reference: referenceTarget(parsed)
			};
		},
		async dockerAddress(target, signal) {
			const found = opened.get(target);
			if (found === void 0) return void 0;
			const { host } = found.transport;
			const credentials = await found.credentials(host, {
				stale: false,
				...signal ? { signal } : {}
			});
			const address = { repository: `${host}/${target.path}` };
			if (credentials.type !== "basic") return address;
			options.mask(credentials.password);
			return {
				...address,
				credentials: {
					username: credentials.username,
					password: credentials.password
				}
			};
		},
		runtime() {
			runtime ??= openRuntime(options);
			return runtime;
		},
		engine() {
			engine ??= import("./containers.js").then(({ requireEngine }) => requireEngine(options.env));
			return engine;
		},
		async dispose() {
			const [started] = await Promise.allSettled([runtime]);
			if (started.status === "fulfilled") await started.value?.dispose();
			for (const found of await Promise.allSettled(registries.values())) if (found.status === "fulfilled") found.value.transport.close();
		}
	};
}
async function openRegistry(options, host, provide) {
	const { createTransport } = await import("./oci.js");
	const { clock, random, env, mask } = options;
	const credentials = await provide();
	return {
		credentials,
		transport: createTransport({
			host,
			clock,
			random,
			credentials,
			onSecret: mask,
			proxyEnv: env
		})
	};
}
async function ecrAddress(aws, environment, signal) {
	const { describeRepository, ecrCredentials } = await import("./aws.js");
	const session = await aws.session(environment, signal);
	const { host, uri } = await describeRepository(session, environment.repository, signal ? { signal } : {});
	return {
		host,
		path: uri.slice(host.length + 1),
		credentials: async () => ecrCredentials(session, host)
	};
}
async function dockerCredentials(options) {
	const { dockerConfigCredentials } = await import("./oci.js");
	return dockerConfigCredentials({ env: options.env });
}
async function openLayout({ clock, random, files }, path) {
	const { layoutRepository } = await import("./oci.js");
	return layoutRepository(files.resolve(path), {
		clock,
		random
	});
}
/** `PATH`, `PATH:TAG` or `PATH@DIGEST`; a layout without either must hold one image, under `latest` or alone. */
async function openLayoutReference(options, text) {
	const { path = text, digest, tag } = /^(?<path>.+?)(?:@(?<digest>sha(?:256|512):[0-9a-f]+)|:(?<tag>[A-Za-z0-9_][\w.-]*))?$/.exec(text)?.groups ?? {};
	const repository = await openLayout(options, path);
	if (digest !== void 0 || tag !== void 0) return {
		repository,
		reference: digest ?? tag ?? ""
	};
	const tags = await repository.tags();
	return {
		repository,
		reference: tags.length === 1 && tags[0] !== void 0 ? tags[0] : "latest"
	};
}
async function openRuntime(options) {
	const { createRuntime } = await import("./containers.js");
	const { env, log, random, run, files } = options;
	return createRuntime({
		prefer: "auto",
		env,
		cacheFolder: await files.temporary("images"),
		run: run.id,
		log,
		random
	});
}
// packages/cli/src/services.ts
/** The services of a real run: AWS sessions, images, containers. Nothing is asked before it is needed. */
function createServices(context) {
	const { env, clock, log, signal, run, mask, allowEndpoints } = context;
	const aws = createAws({
		env,
		clock,
		log,
		mask,
		signal,
		allowEndpoints,
		run: run.id
	});
	const images = createImages({
		...context,
		aws
	});
	return {
		services: {
			aws,
			images
		},
		rehearsal: () => aws.rehearsal,
		dispose: () => images.dispose()
	};
}
// packages/cli/src/action.ts
/** Runs one step as a GitHub Action: the entry of `actions/dist/<step>.js`, which holds no other step. */
async function runAction(step) {
	const { env, stdout } = process;
	const { exitCode } = await execute(step, githubHost({
		env,
		cwd: process.cwd(),
		stdout
	}), { services: createServices });
	process.exitCode = exitCode;
}
export { createAws as n, defineStep as r, runAction as t };
