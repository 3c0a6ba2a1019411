import { o as __toESM } from "./rolldown-runtime.js";
import { n as suggest } from "./core-nearest.js";
import { a as kebab, i as defineStep$1, n as readInputs, r as unknownVariables } from "./core-step.js";
import { t as formatBytes } from "./core-bytes.js";
import { n as formatDuration } from "./core-duration.js";
import { c as listOf, f as string, i as file, l as oneOf, n as duration, p as textOf, s as list, t as boolean } from "./core-input.js";
import { n as StepError, r as describeError, t as CancelledError } from "./core-error-codes.js";
import { a as writeRecord, o as changeFile, r as readHandover } from "./core-change-file.js";
import { n as shellQuote, r as statementsOf, t as exportLine } from "./core-shell.js";
import { a as createFiles, c as toolCacheFolder, l as refuseForeign, n as createExec, r as createLog, s as temporaryPlaces, t as baseEnvironment } from "./core-state-folder.js";
import { n as say, r as workflow } from "./core-words.js";
import { _ as stsClient, b as endpointsOf, g as sending, s as renewingCredentials, v as isAwsError, x as foreignEndpoint } from "./core-foreign-endpoint.js";
import { t as visible } from "./core-visible.js";
import { t as plural } from "./core-plural.js";
import { r as passed } from "./core-verdict.js";
import { dirname, join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { appendFileSync, existsSync, lstatSync, mkdirSync, readFileSync } from "node:fs";
import { appendFile, rm, stat } from "node:fs/promises";
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
/** All inputs that a step understands: its own and those that every step has. */
function allInputs(step) {
	return {
		...step.inputs,
		...commonInputs,
		...step.onCancel && { onCancel: onCancelInput(step.onCancel) }
	};
}
// packages/core/src/exports.ts
/** Runners refuse to be told these; ours would be taken for inputs. */
const refused$1 = /^(?:GITHUB_|RUNNER_|ML_CI_|NODE_OPTIONS$)/i;
/** Collects what a step exports; `mask` hears of a secret before anything else does. */
function collectExports(mask) {
	const [variables, secrets] = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map()];
	const gone = /* @__PURE__ */ new Set();
	const take = (name) => {
		if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || refused$1.test(name)) throw new Error(`"${name}" is no variable that a step may export`);
		for (const names of [
			variables,
			secrets,
			gone
		]) names.delete(name);
	};
	return {
		variables,
		secrets,
		gone,
		set(name, value) {
			take(name);
			variables.set(name, value);
		},
		secret(name, value) {
			take(name);
			mask(value);
			secrets.set(name, value);
		},
		unset(name) {
			take(name);
			gone.add(name);
		}
	};
}
/** The names that a later step will find. */
function exportedNames({ variables, secrets }) {
	return [...variables.keys(), ...secrets.keys()];
}
function exportsAnything(exported) {
	return exportedNames(exported).length + exported.gone.size > 0;
}
/**
* Writes exports where no platform takes them: lines in `.ml-ci/outputs.env`, which a shell sources. Secrets stand in `env.sh` of
* the folder of the step, and one line there sources it.
*/
async function writeExports(files, step, exported, folder) {
	const secrets = folder === void 0 ? void 0 : join(folder, "env.sh");
	const hasSecrets = secrets !== void 0 && writeSecrets(secrets, exported);
	await changeLines(files, (before) => exportLines$1(before, step, exported, hasSecrets ? secrets : void 0));
}
/** Takes all that a step exported out of `.ml-ci/outputs.env`. */
async function removeExports(files, step) {
	await refuseForeign(files.root, ["outputs.env"]);
	await changeLines(files, (before) => {
		const statements = statementsOf(before);
		const kept = statements.filter((statement) => !statement.endsWith(markOf(step)));
		return kept.length === statements.length ? before : lines(kept);
	});
}
/** The lines of `outputs.env`: an export replaces one of the same step and name, all others stay. */
function exportLines$1(before, step, exported, secrets) {
	const mark = markOf(step);
	const others = statementsOf(before).filter((statement) => !statement.endsWith(mark) || isOther(statement, exported));
	const own = [...exported.variables].map(([name, value]) => `${exportLine(name, value)}${mark}`);
	const file = secrets === void 0 ? void 0 : shellQuote(secrets);
	return lines([
		...others,
		...own,
		...file === void 0 ? [] : [`if [ -f ${file} ]; then . ${file}; fi${mark}`]
	]);
}
/** True where a secret is left. */
function writeSecrets(path, exported) {
	const own = [...exported.secrets].map(([name, value]) => exportLine(name, value));
	const change = (before = "") => {
		const all = [...statementsOf(before).filter((statement) => isOther(statement, exported)), ...own];
		return all.length === 0 ? void 0 : lines(all);
	};
	changeFile(path, change, 384);
	return existsSync(path);
}
async function changeLines(files, change) {
	changeFile(await files.state("outputs.env"), (before) => {
		const after = change(before ?? "");
		return before === void 0 && after === "" ? void 0 : after;
	});
}
/** Says whose an export is. Other lines of the file are outputs, which end with a quote. */
function markOf(step) {
	return ` # ${step}`;
}
/** True for an export that a run does not touch. The line that sources the secrets is written anew by each. */
function isOther(statement, { variables, secrets, gone }) {
	const name = /^export (\w+)=/.exec(statement)?.[1];
	return name !== void 0 && !variables.has(name) && !secrets.has(name) && !gone.has(name);
}
function lines(statements) {
	return statements.map((statement) => `${statement}\n`).join("");
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
/** What a thrown error means, in the words of a surface: the only place that knows. */
function fromError(error, words) {
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
			...fix !== void 0 && { fix: say(fix, words) },
			...problems.length > 0 && { problems: problems.map((problem) => said(problem, words)) }
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
function said({ name, message, place, fix }, words) {
	return {
		name,
		message,
		...place !== void 0 && { place: say(place, words) },
		...fix !== void 0 && { fix: say(fix, words) }
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
/** A copy of `value` with every text in it redacted. */
function redactDeep(value, redactor) {
	return redactAny(value, redactor);
}
function redactAny(value, redactor) {
	if (typeof value === "string") return redactor.redact(value);
	if (Array.isArray(value)) return value.map((item) => redactAny(item, redactor));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactAny(item, redactor)]));
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
// packages/core/src/state-names.ts
/** What `execute` itself saves for a clean-up, beside what the step saves. */
const stateNames = {
	/** The id of the run. That it is there says that the run began. */
	run: "run",
	/** What to do with the remote thing, where that is not the usual. */
	onCancel: "on-cancel",
	/** The folder that the step left for later ones. */
	folder: "folder",
	/** The names of what it exported. */
	exports: "exports"
};
// packages/core/src/host/problem-line.ts
/** A mistake on one line: where it is, unless that is the input itself, and what is wrong with what. */
function problemLine({ name, message, place = name }) {
	return [name, `--${name}`].includes(place) || place.endsWith(` ${name}`) ? {
		where: "",
		what: `${place} ${message}`
	} : {
		where: `${place}: `,
		what: `${name} ${message}`
	};
}
// packages/core/src/markdown.ts
/** Text that Markdown shows as it is: no markup, no HTML, one line. */
function escapeMarkdown(text) {
	return visible(text).replaceAll(/[\\`*_[\]|<>~#]/g, (character) => character === "<" ? "&lt;" : character === ">" ? "&gt;" : `\\${character}`).replaceAll(/[\r\n]+/g, " ");
}
// packages/core/src/summary-table.ts
/** Tables as Markdown. Where they do not fit, whole rows are left out of the longest ones, and a line says how many. */
function markdownTables(tables, room) {
	const rendered = tables.map((table) => ({
		head: headOf(table),
		rows: table.rows.map(lineOf),
		end: table.isFolded ? ["", "</details>"] : []
	}));
	const shares = shareOut(rendered.map(({ head, rows, end }) => bytesOf([
		head,
		...rows,
		...end
	])), room.bytes);
	return rendered.map(({ head, rows, end }, index) => {
		const share = shares[index] ?? 0;
		if (bytesOf([
			head,
			...rows,
			...end
		]) <= share) return [
			head,
			...rows,
			...end
		].join("\n");
		const kept = takeWhileFits(rows, share - bytesOf([head, ...end]) - noteBytes);
		const left = rows.length - kept.length;
		return [
			head,
			...kept,
			"",
			`… ${plural(left, "more row")}: ${room.rest}`,
			...end
		].join("\n");
	});
}
/** Room for the line that says what was left out. */
const noteBytes = 200;
/** Gives everyone what they need, and those who need the most an equal part of what is left. */
function shareOut(needs, room) {
	const shares = needs.map(() => 0);
	const ascending = needs.map((need, index) => ({
		need,
		index
	})).sort((a, b) => a.need - b.need);
	let left = room;
	for (const [served, { need, index }] of ascending.entries()) {
		const share = Math.min(need, Math.floor(left / (needs.length - served)));
		shares[index] = share;
		left -= share;
	}
	return shares;
}
function takeWhileFits(rows, room) {
	let used = 0;
	const end = rows.findIndex((row) => {
		used += bytesOf([row]);
		return used > room;
	});
	return end < 0 ? rows : rows.slice(0, end);
}
function bytesOf(lines) {
	return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}
function headOf({ title, columns, rows, isFolded }) {
	if (rows.length === 0 && !isFolded) return `**${escapeMarkdown(title)}**`;
	return [
		isFolded ? `<details><summary>${escapeTags(title)}</summary>` : `**${escapeMarkdown(title)}**`,
		"",
		lineOf(columns),
		`| ${columns.map(() => "---").join(" | ")} |`
	].join("\n");
}
function lineOf(cells) {
	return `| ${cells.map(escapeMarkdown).join(" | ")} |`;
}
function escapeTags(text) {
	return visible(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll(/[\r\n]+/g, " ");
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
const noLimits = {
	maxBytes: Number.POSITIVE_INFINITY,
	rest: "see the log"
};
/** The summary of a run as Markdown: verdict, reason, tables, outputs. Cells are escaped; tables lose rows to fit. */
function markdownSummary(outcome, tables, { maxBytes, rest } = noLimits) {
	const before = headParts(outcome);
	const outputs = Object.entries(outcome.outputs).map(([name, value]) => [name, String(value)]);
	const after = outputs.length > 0 ? [{
		title: "Outputs",
		columns: ["output", "value"],
		rows: outputs
	}] : [];
	const plan = planTables(outcome);
	const bytes = maxBytes - before.reduce((sum, part) => sum + Buffer.byteLength(part) + 2, 0);
	const all = markdownTables([
		...plan,
		...tables,
		...after
	], {
		bytes,
		rest
	});
	return `${[...before, ...all].join("\n\n")}\n`;
}
function headParts(outcome) {
	const { step, verdict, durationMs, rehearsal, reason, error } = outcome;
	return [
		...rehearsal === void 0 ? [] : [`**Rehearsal** against \`${rehearsal}\`: nothing real was changed.`],
		`### ${step}: ${verdictMarks[verdict]} in ${formatDuration(durationMs)}`,
		...reason === void 0 ? [] : [escapeMarkdown(reason)],
		...error === void 0 ? [] : [errorMarkdown(error)]
	];
}
function planTables({ plan = [] }) {
	if (plan.length === 0) return [];
	return [{
		title: "Plan: nothing was changed",
		columns: ["would", "by"],
		rows: plan.map(({ change, call }) => [change, call])
	}];
}
function errorMarkdown({ code, message, fix, problems }) {
	const lines = [`\`${code}\`: ${escapeMarkdown(message)}`];
	for (const problem of problems ?? []) {
		const { where, what } = problemLine(problem);
		const hint = problem.fix === void 0 ? "" : ` (${problem.fix})`;
		lines.push(`- ${escapeMarkdown(`${where}${what}${hint}`)}`);
	}
	if (fix !== void 0) lines.push(`**Next:** ${escapeMarkdown(fix)}`);
	return lines.join("\n");
}
// packages/core/src/clean-up.ts
/**
* Ends or removes what a run of the step left whose process was killed, as the post step of an action does. Does nothing
* where every run ended by itself and left nothing on purpose. Never throws.
*/
async function cleanUp(step, host, options) {
	const clock = options.clock ?? clockFromEnv(host.env);
	const redactor = createRedactor((secret) => host.mask(secret));
	const abort = new AbortController();
	const stop = host.onSignal((signal) => abort.abort(new CancelledError(signal)));
	const startedAt = clock.now();
	let rehearsal;
	let finished;
	try {
		const place = await find(step, host);
		await refuseForeign(place.root, [`state/${step.name}.json`]);
		const log = createLog((event) => host.emit(redactDeep(event, redactor)));
		const mask = (secret) => redactor.add(secret);
		const tools = {
			clock,
			log,
			mask,
			random: options.random ?? Math.random,
			signal: abort.signal
		};
		const open = async () => {
			const left = await openLeft(place, host);
			rehearsal = foreignEndpoint(host.env, left.config);
			return left;
		};
		finished = fromVerdict(await cleanUpAll(step, host, place.root, {
			tools,
			open,
			options
		}));
	} catch (error) {
		finished = fromError(abort.signal.aborted && !(error instanceof StepError) ? betterReason(error, abort.signal) : error, host.words);
	} finally {
		stop();
	}
	const base = {
		step: `clean-up ${step.name}`,
		...redactDeep(finished, redactor),
		durationMs: clock.now() - startedAt,
		...rehearsal !== void 0 && { rehearsal }
	};
	const outcome = {
		...base,
		summary: redactor.redact(markdownSummary(base, []))
	};
	await host.finish(outcome);
	return outcome;
}
/** What of the flags or `with:` values matters here; that others are wrong the dead run has said already. */
async function find(step, host) {
	const { given } = host.given(step, allInputs(step));
	const sources = {
		given,
		env: host.env,
		handover: () => void 0,
		config: void 0
	};
	const { values } = readInputs(commonInputs, sources, {
		environments: [],
		root: host.cwd
	});
	host.begin({
		step: `clean-up ${step.name}`,
		json: values.json === true
	});
	const { findConfig } = await import("./core-config-load.js");
	const file = await findConfig({
		cwd: host.cwd,
		file: textOf(values.config)
	});
	return {
		root: file === void 0 ? host.cwd : dirname(file),
		file,
		model: textOf(values.model),
		allowEndpoints: listOf(values.allowEndpoint)
	};
}
async function openLeft({ root, file, model, allowEndpoints }, host) {
	const { loadConfig } = await import("./core-config-load.js");
	const config = file === void 0 ? void 0 : await loadConfig({
		cwd: host.cwd,
		file,
		model
	});
	return {
		config,
		run: {
			...await host.run(),
			model: config?.model
		},
		allowEndpoints,
		files: createFiles(root, temporaryPlaces(host.env))
	};
}
/** Cleans up after each run that died, the newest first; what could not be cleaned up stays known. */
async function cleanUpAll(step, host, root, { tools, open, options }) {
	const done = [];
	for (;;) {
		const state = await host.savedState(step.name, root);
		if (step.cleanUp === void 0 || !state.has(stateNames.run)) break;
		const { config, files, run, allowEndpoints } = await open();
		const runId = state.get(stateNames.run) ?? run.id;
		const services = options.services({
			...tools,
			env: host.env,
			idToken: host.idToken,
			config,
			root,
			run: {
				...run,
				id: runId
			},
			files,
			allowEndpoints
		});
		try {
			const onCancel = state.get(stateNames.onCancel) === "detach" ? "detach" : "stop";
			const context = {
				...tools,
				state,
				runId,
				onCancel,
				config,
				files
			};
			const verdict = await step.cleanUp({
				...context,
				...services.services
			});
			if (verdict.verdict !== "passed") return verdict;
			if (state.has(stateNames.folder)) await removeExports(files, step.name);
			done.push(verdict.outputs.done);
		} finally {
			await services.dispose();
			await files.dispose();
		}
		host.forgetState({
			step: step.name,
			root
		}, "left");
	}
	return passed({ done: done.length > 0 ? done.join("; ") : `nothing was left by ${step.name}` });
}
// packages/core/src/closing.ts
/** What a run keeps of itself for later steps: no secret, neither as an input nor within a text. */
function recordOf({ step, startedAt, endedAt, rehearsal }, { info, inputs, read }, { verdict, reason, outputs, error }, redactor) {
	const open = [...read.origins].filter(([property]) => !inputs[property]?.options.secret);
	return {
		step,
		verdict,
		...reason !== void 0 && { reason: redactor.redact(reason) },
		outputs: redactDeep(outputs, redactor),
		inputs: Object.fromEntries(open.map(([property, { raw }]) => [kebab(property), redactor.redact(raw)])),
		...error && { error: {
			code: error.code,
			message: redactor.redact(error.message)
		} },
		run: info,
		startedAt: new Date(startedAt).toISOString(),
		finishedAt: new Date(endedAt).toISOString(),
		...rehearsal !== void 0 && { rehearsal }
	};
}
/** What the host is told in the end. `summaryBytes` is how much Markdown it shows; `planned` is set for `--plan`. */
function outcomeOf({ step, startedAt, endedAt, rehearsal }, finished, { tables, planned, summaryBytes }, redactor) {
	const base = {
		step,
		...redactDeep(finished, redactor),
		durationMs: endedAt - startedAt,
		...rehearsal !== void 0 && { rehearsal },
		...planned && { plan: planned }
	};
	const rest = planned ? "see the log" : `see the log, or \`.ml-ci/runs/${step}.tables.json\``;
	const summary = markdownSummary(base, redactDeep(tables, redactor), {
		maxBytes: summaryBytes,
		rest
	});
	return {
		...base,
		summary: redactor.redact(summary)
	};
}
/** GitHub drops a job output that holds a masked text, with a warning that few see; these lines say it in time. */
function maskedOutputs({ outputs }, redactor) {
	const isMasked = ([, value]) => redactor.contains(String(value));
	const entries = Object.entries(outputs);
	const clear = entries.filter((entry) => !isMasked(entry)).map(([name]) => name);
	const instead = clear.length > 0 ? `use ${clear.join(", ")} instead, or ` : "";
	return entries.filter(isMasked).map(([name]) => `the output "${name}" holds a text that is masked: it is written as ***, and a job cannot hand it on; ${instead}do not mask what is part of a name`);
}
/** Does every task, in order, whatever becomes of the others; the errors of those that failed. */
async function doAll(tasks) {
	const problems = [];
	for (const task of tasks) try {
		await task();
	} catch (error) {
		problems.push(error);
	}
	return problems;
}
// packages/core/src/kept-folders.ts
/** Those of a platform that has none. */
const noKeptFolders = {
	restore: async () => void 0,
	save: async () => void 0
};
// packages/core/src/lasting.ts
/** The lasting part of one run. */
function lastingOf(host, place, files, exports) {
	const save = (name, value) => host.saveState(place, name, value);
	let used;
	let removed = [];
	const find = async () => {
		for (const state of host.earlierStates(place)) {
			const folder = state.get(stateNames.folder);
			if (folder === void 0 || !await files.isTemporary(place.step, folder)) continue;
			return {
				folder,
				isNew: false
			};
		}
		return {
			folder: await files.lasting(place.step),
			isNew: true
		};
	};
	return {
		get used() {
			return used?.folder;
		},
		async folder() {
			used ??= await find();
			save(stateNames.folder, used.folder);
			return used.folder;
		},
		async remove() {
			const states = host.earlierStates(place);
			removed = states.flatMap(namesOf);
			for (const name of removed) exports.unset(name);
			for (const state of states) {
				const folder = state.get(stateNames.folder);
				if (folder !== void 0) await files.removeTemporary(place.step, folder);
			}
			host.forgetState(place, "earlier");
			return states.length > 0;
		},
		exportedBefore: () => /* @__PURE__ */ new Set([...removed, ...host.earlierStates(place).flatMap(namesOf)]),
		remember: (names) => save(stateNames.exports, names.join(" ")),
		async end(hasPassed) {
			if (used !== void 0 && hasPassed) return host.keepState(place);
			if (used?.isNew) await rm(used.folder, {
				recursive: true,
				force: true
			});
			host.forgetState(place, "own");
		}
	};
}
function namesOf(state) {
	return (state.get(stateNames.exports) ?? "").split(" ").filter((name) => name !== "");
}
// packages/core/src/later-steps.ts
/** What a run may give; `mask` hears of secrets. */
function laterStepsOf(host, place, files, mask) {
	const exports = collectExports(mask);
	const lasting = lastingOf(host, place, files, exports);
	return {
		exports,
		lasting,
		async give() {
			if (!exportsAnything(exports)) return void 0;
			const names = exportedNames(exports);
			const before = lasting.exportedBefore();
			const given = {
				...exports,
				gone: new Set([...exports.gone].filter((name) => before.has(name)))
			};
			const kept = [...before].filter((name) => !exports.gone.has(name));
			if (lasting.used !== void 0) lasting.remember([.../* @__PURE__ */ new Set([...kept, ...names])]);
			if (host.exportVariables) await host.exportVariables(given);
			else await writeExports(files, place.step, given, lasting.used);
			if (names.length === 0) return void 0;
			if (host.exportVariables) return { names };
			const way = relative(host.cwd, await files.state("outputs.env"));
			return {
				names,
				file: way.startsWith("..") ? await files.state("outputs.env") : way
			};
		},
		end: (hasPassed) => lasting.end(hasPassed)
	};
}
// packages/core/src/prepare.ts
const otherVariables = ["ML_CI_CLOCK", "ML_CI_RUN_ID"];
/** Reads what needs no file. */
function readFlags(step, host) {
	const inputs = allInputs(step);
	const { given, problems } = host.given(step, inputs);
	const { values } = readInputs(commonInputs, {
		given,
		env: host.env,
		handover: () => void 0,
		config: void 0
	}, {
		environments: [],
		root: host.cwd
	});
	return {
		inputs,
		given,
		problems,
		values
	};
}
/** Reads everything that `run` needs; throws one INPUT_INVALID with every mistake. */
async function prepare(step, host, { inputs, given, problems, values }, { clock, log, redactor }) {
	const { loadConfig } = await import("./core-config-load.js");
	const config = await loadOrReport(step, problems, () => loadConfig({
		cwd: host.cwd,
		file: textOf(values.config),
		model: textOf(values.model)
	}));
	const root = config?.root ?? host.cwd;
	const files = createFiles(root, temporaryPlaces(host.env), toolCacheFolder(host.env));
	const [run] = await Promise.all([host.run(), refuseForeign(root, stateNamesOf(step))]);
	const info = {
		...run,
		model: config?.model
	};
	const rehearsal = foreignEndpoint(host.env, config);
	const wanted = Object.values(inputs).flatMap((input) => input.options.handover ?? []);
	const handover = await readHandover(wanted, files, {
		run: info,
		rehearsal,
		clock
	});
	const read = readInputs(inputs, {
		given,
		env: host.env,
		handover,
		config,
		isShared: host.isShared
	}, {
		environments: config?.environments ?? [],
		root
	});
	for (const line of unknownVariables(host.env, inputs, otherVariables)) log.warn(line);
	const mistakes = [...problems, ...read.problems];
	if (mistakes.length > 0) throw invalidInputs(step, mistakes);
	maskAndTell(inputs, read, {
		log,
		redactor
	});
	const later = laterStepsOf(host, {
		step,
		root
	}, files, (secret) => redactor.add(secret));
	return {
		config,
		files,
		info,
		inputs,
		read,
		values: read.values,
		later
	};
}
/** What a run reads or replaces under `.ml-ci/`. It is looked at before the step does anything. */
function stateNamesOf(step) {
	return [
		"outputs.env",
		`runs/${step}.json`,
		`runs/${step}.tables.json`,
		`state/${step}.json`
	];
}
/** Mistakes in the flags and in the file belong into one report. */
async function loadOrReport(step, problems, load) {
	try {
		return await load();
	} catch (error) {
		if (!(error instanceof StepError) || problems.length === 0) throw error;
		const fileProblems = error.problems.length > 0 ? error.problems : [{
			name: "config",
			message: error.message
		}];
		throw invalidInputs(step, [...problems, ...fileProblems]);
	}
}
function maskAndTell(inputs, { origins }, { log, redactor }) {
	for (const [property, { raw, place }] of origins) if (inputs[property]?.options.secret) redactor.add(raw);
	else if (place.endsWith(" of this run")) log.info(`${kebab(property)} ${raw} (from ${place})`);
}
function invalidInputs(step, problems) {
	return new StepError("INPUT_INVALID", {
		message: `${plural(problems.length, "mistake")} in the inputs of ${step}`,
		fix: ({ help }) => help(step),
		problems
	});
}
// packages/core/src/timeout.ts
/** Aborts `work` after `timeoutMs`; it may still clean up, and its own end is awaited. */
async function withTimeout({ step, clock, abort }, timeoutMs, work) {
	if (timeoutMs === void 0) return work();
	const done = new AbortController();
	const timer = clock.sleep(timeoutMs, done.signal).then(() => abort.abort(new StepError("TIMEOUT", {
		message: `"${step}" did not end in time`,
		fix: ({ input }) => `give a longer ${input("timeout")}, or look at what it waits for`
	})), () => void 0);
	try {
		return await work();
	} finally {
		done.abort();
		await timer;
	}
}
// packages/core/src/execute.ts
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
	#hasState = false;
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
		let finished = {
			verdict: "error",
			outputs: {},
			exitCode: 70
		};
		let prepared;
		let provided;
		let exports;
		try {
			prepared = await this.#prepare();
			const { config, files, info, values } = prepared;
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
				idToken: this.#host.idToken,
				mask: (secret) => this.#redactor.add(secret)
			});
			const context = {
				...await this.#context(prepared),
				...provided.services
			};
			this.#begin(prepared);
			const verdict = await this.#withTimeout(context.timeoutMs, () => this.#step.run(context));
			exports = verdict.verdict === "passed" && !this.#isPlan ? await prepared.later.give() : void 0;
			finished = fromVerdict(verdict);
		} catch (error) {
			finished = fromError(this.#abort.signal.aborted && !(error instanceof StepError) ? betterReason(error, this.#abort.signal) : error, this.#host.words);
		}
		const rehearsal = foreignEndpoint(this.#host.env, prepared?.config) ?? provided?.rehearsal();
		const facts = {
			step: this.#step.name,
			startedAt,
			rehearsal
		};
		const problems = await doAll([
			() => this.#keepRecord(prepared, finished, facts),
			() => provided?.dispose(),
			() => prepared?.files.dispose(),
			async () => {
				if (this.#hasState) await prepared?.later.end(finished.verdict === "passed");
			}
		]);
		const last = problems.length > 0 ? fromError(problems[0], this.#host.words) : {
			...finished,
			...exports && { exports }
		};
		return this.#finish(last, facts);
	}
	async #prepare() {
		const flags = readFlags(this.#step, this.#host);
		this.#host.begin({
			step: this.#step.name,
			json: flags.values.json === true
		});
		this.#isPlan = flags.values.plan === true;
		const tools = {
			clock: this.#clock,
			log: this.#log,
			redactor: this.#redactor
		};
		return prepare(this.#step.name, this.#host, flags, tools);
	}
	/** From here on the process may leave something behind when it is killed. */
	#begin({ files, info, values }) {
		if (this.#step.cleanUp === void 0 || this.#isPlan) return;
		this.#save(files.root, stateNames.run, info.id);
		if (values.onCancel === "detach") this.#save(files.root, stateNames.onCancel, "detach");
	}
	#save(root, name, value) {
		this.#host.saveState({
			step: this.#step.name,
			root
		}, name, value);
		this.#hasState = true;
	}
	async #context({ config, files, info, values, later }) {
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
			keptFolders: this.#host.keptFolders?.(this.#log) ?? noKeptFolders,
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
			state: { save: (name, value) => this.#save(files.root, name, value) },
			exports: later.exports,
			lasting: later.lasting,
			timeoutMs: typeof values.timeout === "number" ? values.timeout : void 0,
			run: info
		};
	}
	get #random() {
		return this.#options.random ?? Math.random;
	}
	#withTimeout(timeoutMs, work) {
		return withTimeout({
			step: this.#step.name,
			clock: this.#clock,
			abort: this.#abort
		}, timeoutMs, work);
	}
	#emit(event) {
		if (event.type === "table") {
			const { type: _, ...table } = event;
			this.#tables.push(table);
		}
		this.#host.emit(redactDeep(event, this.#redactor));
	}
	async #keepRecord(prepared, finished, facts) {
		if (prepared === void 0 || this.#isPlan) return;
		const record = recordOf({
			...facts,
			endedAt: this.#clock.now()
		}, prepared, finished, this.#redactor);
		await writeRecord(prepared.files, record, redactDeep(this.#tables, this.#redactor));
	}
	async #finish(finished, facts) {
		const endedAt = this.#clock.now();
		for (const line of maskedOutputs(finished, this.#redactor)) this.#log.warn(line);
		const shown = {
			tables: this.#tables,
			planned: this.#isPlan ? this.#planned : void 0,
			summaryBytes: await this.#host.summaryRoom?.() ?? Number.POSITIVE_INFINITY
		};
		const outcome = outcomeOf({
			...facts,
			endedAt
		}, finished, shown, this.#redactor);
		await this.#host.finish(outcome);
		return outcome;
	}
};
// packages/core/src/host/run-info.ts
/** The run of a workflow: run id, attempt and job, so that two jobs never hand over to each other. */
function githubRun(env) {
	const { GITHUB_RUN_ID: id = "", GITHUB_RUN_ATTEMPT: attempt = "1", GITHUB_JOB: job = "" } = env;
	const url = env.GITHUB_SERVER_URL && env.GITHUB_REPOSITORY ? `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${id}` : void 0;
	return {
		id: `${id}-${attempt}-${job}`,
		commit: env.GITHUB_SHA,
		actor: env.GITHUB_ACTOR,
		url,
		ref: env.GITHUB_REF,
		event: env.GITHUB_EVENT_NAME
	};
}
// packages/core/src/host/id-token.ts
/** GitHub's OIDC tokens for an action, where the job may ask for them (`permissions: id-token: write`). */
function actionIdToken(env) {
	return source(env, async (audience) => {
		const { getIDToken } = await import("./actions-core2.js");
		return getIDToken(audience);
	});
}
function source(env, ask) {
	const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } = env;
	if (!address || !requestToken) return void 0;
	return async (audience) => {
		try {
			return await ask(audience, address, requestToken);
		} catch (cause) {
			throw new StepError("ID_TOKEN_FAILED", {
				message: `GitHub gave no OIDC token for the audience "${audience}": ${describeError(cause)}`,
				fix: "run the job again; if it stays so, look at the status page of GitHub",
				cause
			});
		}
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
/** Text from outside, made safe to print: no escape sequences, no other control characters, and nothing that hides. */
function printable(text) {
	const plain = text.replaceAll(/\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
	return visible(plain);
}
// packages/core/src/host/width.ts
let segmenter;
/** Blocks that terminals draw two cells wide: East Asian Wide and Fullwidth of Unicode's EastAsianWidth.txt. */
const wide = /^[\u1100-\u115f\u231a\u231b\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const emoji = /^\p{Emoji_Presentation}|^\p{Extended_Pictographic}\ufe0f/u;
const invisible = /^[\p{Mark}\p{Cf}\p{Cc}]+$/u;
const ascii = /^[\u0020-\u007e]*$/;
const colours = /\u001b\[[0-9;]*m/g;
/** How many cells of a terminal a text takes; colours take none. */
function widthOf(text) {
	const plain = text.replaceAll(colours, "");
	if (ascii.test(plain)) return plain.length;
	let width = 0;
	for (const { segment } of graphemesOf(plain)) width += cellsOf(segment);
	return width;
}
/** The text, cut with a mark where it is wider than `width`. It has no colours. */
function cutTo(text, width) {
	if (widthOf(text) <= width) return text;
	if (width < 1) return "";
	let kept = "";
	let used = 0;
	for (const { segment } of graphemesOf(text)) {
		used += cellsOf(segment);
		if (used > width - 1) break;
		kept += segment;
	}
	return `${kept}…`;
}
/** The text with blanks after it, so that it takes `width` cells. */
function padTo(text, width) {
	return text + " ".repeat(Math.max(0, width - widthOf(text)));
}
function graphemesOf(text) {
	segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
	return segmenter.segment(text);
}
function cellsOf(grapheme) {
	if (invisible.test(grapheme)) return 0;
	return (grapheme.slice(1).match(/[\uff9e\uff9f]/g)?.length ?? 0) + (wide.test(grapheme) || emoji.test(grapheme) ? 2 : 1);
}
// packages/core/src/host/text.ts
/** Where a finding is, as a prefix; empty where it says so itself. */
function placeOf({ file, line, message }) {
	if (file === void 0 || message.startsWith(file)) return "";
	return `${printable(file)}${line === void 0 ? "" : `:${line}`}: `;
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
	const width = Math.max(0, ...names.map(widthOf));
	for (const [name, value] of Object.entries(outcome.outputs)) lines.push(`  ${paint.dim(padTo(name, width))}  ${printable(String(value))}`);
	if (outcome.exports) lines.push(...exportLines(outcome.exports, paint));
	return lines;
}
/** What later steps find; in a shell it must be taken. */
function exportLines({ names, file }, paint) {
	const list = names.join(", ");
	if (file === void 0) return [`  later steps have ${list}`];
	const path = file.includes("/") ? file : `./${file}`;
	const word = /^[\w@%+=:,./-]+$/.test(path) ? path : shellQuote(path);
	return [`  ${paint.cyan("→")} . ${printable(word)}  ${paint.dim(`takes ${list}`)}`];
}
/** What `--plan` found, in order. */
function planLines(plan, paint) {
	if (plan.length === 0) return [paint.bold("Plan: nothing would be changed")];
	return [paint.bold("Plan: would, in this order"), ...plan.map(({ change, call }, index) => `  ${index + 1}. ${printable(change)}  ${paint.dim(call)}`)];
}
function errorLines(error, paint) {
	const lines = [`  ${paint.bold(error.code)} ${printable(error.message)}`];
	for (const problem of error.problems ?? []) {
		const { where, what } = problemLine(problem);
		lines.push(`  ${paint.red("•")} ${paint.dim(printable(where))}${printable(what)}`);
		if (problem.fix !== void 0) lines.push(`      ${printable(problem.fix)}`);
	}
	if (error.stack !== void 0) lines.push(...error.stack.split("\n").slice(1).map((line) => paint.dim(printable(line))));
	if (error.fix !== void 0) lines.push(`  ${paint.cyan("→")} ${printable(error.fix)}`);
	return lines;
}
function indent(text) {
	return text.split("\n").map((line) => `  ${printable(line)}`);
}
// packages/core/src/host/text-table.ts
const minColumn = 12;
const gap = 2;
/**
* A table in columns, for people. Where a line would not fit `width`, the widest columns are cut, with a mark; where even
* narrow columns would not, each row is shown as lines of its own.
*/
function textTable({ title, columns, rows, isFolded }, paint, width) {
	const head = paint.bold(oneLine(title));
	if (rows.length === 0 || isFolded) return [head];
	const cells = [columns, ...rows].map((row) => row.map(oneLine));
	const natural = columns.map((_, index) => cells.reduce((most, row) => Math.max(most, widthOf(row[index] ?? "")), 0));
	const room = width - gap * columns.length;
	const least = natural.reduce((sum, each) => sum + Math.min(minColumn, each), 0);
	const [names = [], ...body] = cells;
	if (least > room) return [head, ...stacked(names, body, paint, width)];
	const widths = fitWidths(natural, room);
	const line = (row) => `  ${row.map((cell, index) => fitCell(cell, widths[index] ?? 0, index === row.length - 1)).join("  ")}`;
	return [
		head,
		paint.dim(line(names)),
		...body.map(line)
	];
}
/** Each row as a block, a line for each cell that says something. */
function stacked(names, rows, paint, width) {
	const label = Math.min(Math.max(0, ...names.map(widthOf)), Math.floor(width / 3));
	const room = Math.max(minColumn, width - label - 4);
	return rows.flatMap((row, at) => [...at === 0 ? [] : [""], ...row.flatMap((cell, index) => cell === "" ? [] : [`  ${paint.dim(padTo(cutTo(names[index] ?? "", label), label))}  ${cutTo(cell, room)}`])]);
}
/** Takes from the widest column until the sum fits; no column gets narrower than that. */
function fitWidths(natural, room) {
	const widths = [...natural];
	const sum = () => widths.reduce((total, each) => total + each, 0);
	while (sum() > room) {
		const widest = widths.indexOf(Math.max(...widths));
		const now = widths[widest] ?? 0;
		if (now <= minColumn) break;
		widths[widest] = now - 1;
	}
	return widths;
}
function fitCell(cell, width, isLast) {
	const kept = cutTo(cell, width);
	return isLast ? kept : padTo(kept, width);
}
function oneLine(text) {
	return printable(text).replaceAll("\n", " ").replaceAll("	", " ");
}
// packages/core/src/host/signals.ts
/** Listens for SIGINT and SIGTERM of this process. A second signal ends it at once, as it would without a listener. */
function onProcessSignal(listener, beforeExit = () => void 0) {
	let heard = false;
	const handler = (signal) => {
		if (heard) {
			beforeExit();
			process.exit(signal === "SIGINT" ? 130 : 143);
		}
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
// packages/core/src/host/state-file.ts
const ownMark = crypto.randomUUID();
/** Adds a value to the entry of this process. It is on disk when this returns: the process may die at any time. */
function saveEntry(file, name, value) {
	mkdirSync(dirname(file), {
		recursive: true,
		mode: 448
	});
	changeEntries(file, (entries) => {
		const own = entries.find(isOwn) ?? {
			process: process.pid,
			mark: ownMark,
			values: {}
		};
		return [...entries.filter((entry) => !isOwn(entry)), {
			...own,
			values: {
				...own.values,
				[name]: value
			}
		}];
	});
}
/** Keeps the entry of this process beyond its end. Earlier ones about the same folder are the same thing, and go. */
function keepEntry(file, folder) {
	changeEntries(file, (entries) => {
		const own = entries.find(isOwn);
		if (own === void 0) return entries;
		const isSame = (entry) => isLeft(entry) && entry.values[folder] === own.values[folder];
		return [...entries.filter((entry) => entry !== own && !isSame(entry)), {
			...own,
			isKept: true
		}];
	});
}
/** The values of all that dead processes left or kept, the newest first. */
function earlierValues(file) {
	return readEntries(file).filter(isLeft).reverse().map(({ values }) => new Map(Object.entries(values)));
}
/** Forgets an entry; the file goes with the last one. */
function forgetEntry(file, whose) {
	changeEntries(file, (entries) => {
		const gone = whose === "earlier" ? entries.filter(isLeft) : [entries.findLast(whose === "own" ? isOwn : isLeft)];
		return entries.filter((entry) => !gone.includes(entry));
	});
}
function isOwn(entry) {
	return entry.mark === ownMark && !entry.isKept;
}
function isLeft(entry) {
	if (entry.isKept) return true;
	if (isOwn(entry)) return false;
	if (entry.process === process.pid) return true;
	try {
		process.kill(entry.process, 0);
		return false;
	} catch (error) {
		return error.code === "ESRCH";
	}
}
function readEntries(file) {
	const found = lstatSync(file, { throwIfNoEntry: false });
	if (found === void 0) return [];
	if (!found.isFile()) throw unsafe(file, "is not a plain file");
	const parsed = JSON.parse(readFileSync(file, "utf8"));
	if (!Array.isArray(parsed) || !parsed.every(isEntry)) throw unsafe(file, "is not what ml-ci writes");
	return parsed;
}
function isEntry(value) {
	if (typeof value !== "object" || value === null || !("process" in value) || !("values" in value)) return false;
	const { process: id, values } = value;
	return Number.isInteger(id) && typeof values === "object" && values !== null && Object.values(values).every((each) => typeof each === "string");
}
function changeEntries(file, change) {
	if (!existsSync(dirname(file))) return;
	changeFile(file, () => {
		const entries = change(readEntries(file));
		return entries.length === 0 ? void 0 : `${JSON.stringify(entries, void 0, 2)}\n`;
	}, 384);
}
function unsafe(file, why) {
	return new StepError("FILE_UNSAFE", {
		message: `the state "${file}" ${why}`,
		fix: "look at it and remove it; ml-ci keeps there what a killed run left"
	});
}
// packages/core/src/kept-folders-github.ts
/** GitHub's cache service, which actions can reach and no command of a `run:` step can. */
function githubKeptFolders(env, log) {
	if (!env.ACTIONS_RUNTIME_TOKEN || !(env.ACTIONS_RESULTS_URL || env.ACTIONS_CACHE_URL)) return noKeptFolders;
	const ask = async (what, work) => {
		try {
			const cache = await import("./actions-cache.js");
			return cache.isFeatureAvailable() ? await hidingVariables(() => work(cache)) : void 0;
		} catch (error) {
			log.warn(`the cache of GitHub ${what}: ${describeError(error)}`);
			return;
		}
	};
	return {
		restore: (folder, key, prefix) => ask("gave nothing", (cache) => cache.restoreCache([folder], key, [prefix])),
		async save(folder, key) {
			await ask("took nothing", (cache) => cache.saveCache([folder], key));
		}
	};
}
/**
* While `work` goes on, this process has its variables by name, and its children (tar and zstd, which would get all) inherit only
* what every child of ours has.
*/
async function hidingVariables(work) {
	const before = process.env;
	const shown = baseEnvironment(before);
	const hidden = {};
	for (const [name, value] of Object.entries(before)) Object.defineProperty(hidden, name, {
		value,
		enumerable: Object.hasOwn(shown, name),
		configurable: true,
		writable: true
	});
	process.env = hidden;
	try {
		return await work();
	} finally {
		process.env = before;
	}
}
// packages/core/src/host/annotations.ts
const maxOfALevel = 10;
const maxMessage = 4096;
/** Workflow commands for the worst findings, at most ten of a level, and a line for each level that has more. */
function annotationCommands(annotations, outcome) {
	const failure = failureOf(outcome);
	const all = [...failure, ...annotations];
	const rankOf = (each) => failure.includes(each) ? 0 : each.file === void 0 ? 2 : 1;
	const commands = [];
	const leftOut = [];
	for (const level of [
		"error",
		"warning",
		"notice"
	]) {
		const found = all.filter((each) => each.level === level).sort((a, b) => rankOf(a) - rankOf(b));
		commands.push(...found.slice(0, maxOfALevel).map(commandOf));
		const rest = found.length - maxOfALevel;
		if (rest > 0) leftOut.push(`${plural(rest, `more ${level}`)} in the log above, without an annotation`);
	}
	return {
		commands,
		leftOut
	};
}
/** Why the run did not pass: one annotation with every mistake. */
function failureOf({ step, exitCode, error, reason, verdict }) {
	if (exitCode === 0) return [];
	return [{
		level: "error",
		title: step,
		message: [
			error ? `${error.code} ${error.message}` : reason ?? verdict,
			...(error?.problems ?? []).map(problemLine).map(({ where, what }) => `${where}${what}`),
			...error?.fix ? [error.fix] : []
		].join("\n")
	}];
}
function commandOf({ level, message, title, file, line }) {
	const properties = Object.entries({
		title,
		file,
		line: line?.toString()
	}).flatMap(([key, value]) => value === void 0 ? [] : [`${key}=${escapeProperty(printable(value))}`]);
	return `::${level}${properties.length > 0 ? ` ${properties.join(",")}` : ""}::${escapeData(shorten(printable(message)))}`;
}
function shorten(message) {
	if (message.length <= maxMessage) return message;
	const cut = message.slice(0, 4095);
	return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
/** Text as the data of a workflow command. */
function escapeData(text) {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function escapeProperty(text) {
	return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
// packages/core/src/host/github.ts
const maxSummaryBytes = 1024e3;
/** A GitHub Actions runner: file commands for outputs and state, workflow commands for the log. */
function githubHost(options) {
	const { env, stdout } = options;
	const paint = createPaint(false);
	const annotations = [];
	const say = (text) => stdout.write(`${text}\n`);
	const room = async () => {
		const used = env.GITHUB_STEP_SUMMARY ? await sizeOf(env.GITHUB_STEP_SUMMARY) : 0;
		return Math.max(0, maxSummaryBytes - used);
	};
	let lastProgress = "";
	const saved = /* @__PURE__ */ new Map();
	let isOver = false;
	return {
		name: "github",
		env,
		cwd: env.GITHUB_WORKSPACE ?? options.cwd,
		isShared: true,
		words: workflow,
		given: (_step, inputs) => readWith(env, Object.keys(inputs)),
		begin: () => void 0,
		emit(event) {
			switch (event.type) {
				case "debug":
					say(`::debug::${escapeData(printable(event.message))}`);
					return;
				case "info":
					untrusted(say, [event.message]);
					return;
				case "warn":
					untrusted(say, [`! ${event.message}`]);
					annotations.push({
						level: "warning",
						message: event.message
					});
					return;
				case "error":
					untrusted(say, [`✗ ${event.message}`]);
					annotations.push({
						level: "error",
						message: event.message
					});
					return;
				case "group":
					say(`::group::${escapeData(printable(event.title).replaceAll("\n", " "))}`);
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
					untrusted(say, [`${placeOf(event)}${event.message}`]);
					annotations.push(event);
					return;
				case "output": untrusted(say, [`${event.source} | ${event.line}`]);
			}
		},
		mask: (value) => say(`::add-mask::${escapeData(value)}`),
		run: async () => githubRun(env),
		keptFolders: (log) => githubKeptFolders(env, log),
		forge: async () => (await import("./core-forge-github.js")).githubForge(env),
		onSignal: onProcessSignal,
		idToken: actionIdToken(env),
		saveState(_place, name, value) {
			saved.set(name, value);
			writeState(env, name, value);
		},
		savedState: async () => isOver || env[`STATE_${overName}`] === "true" ? /* @__PURE__ */ new Map() : stateOf(env),
		forgetState({ step }, whose) {
			const file = keptFile(env, step);
			if (whose === "earlier") {
				if (file !== void 0) forgetEntry(file, whose);
				return;
			}
			isOver = true;
			writeState(env, overName, "true");
		},
		keepState({ step }) {
			const file = keptFile(env, step);
			if (file === void 0) return;
			for (const [name, value] of saved) saveEntry(file, name, value);
			keepEntry(file, stateNames.folder);
		},
		earlierStates({ step }) {
			const file = keptFile(env, step);
			return file === void 0 ? [] : earlierValues(file);
		},
		...env.GITHUB_ENV && { exportVariables: (exported) => exportTo(env.GITHUB_ENV ?? "", exported) },
		summaryRoom: room,
		async finish(outcome) {
			const { commands, leftOut } = annotationCommands(annotations, outcome);
			for (const line of [...commands, ...leftOut]) say(line);
			untrusted(say, [...outcome.plan && outcome.verdict !== "error" ? planLines(outcome.plan, paint) : [], ...outcomeLines(outcome, paint)]);
			if (env.GITHUB_OUTPUT) {
				const entries = Object.entries(outcome.outputs).map(([name, value]) => heredoc(name, String(value)));
				await appendFile(env.GITHUB_OUTPUT, entries.join(""));
			}
			if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, clip(outcome.summary, await room()));
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
		const place = workflow.input(name);
		if (property !== void 0) given.set(property, {
			raw: raw.trim(),
			place
		});
		else if (name !== "github-token") problems.push({
			name,
			message: "is no input of this action",
			place,
			fix: suggest(name, properties.map(kebab))
		});
	}
	return {
		given,
		problems
	};
}
const overName = "ml-ci-over";
function writeState(env, name, value) {
	if (env.GITHUB_STATE) appendFileSync(env.GITHUB_STATE, heredoc(name, value));
}
function keptFile({ RUNNER_TEMP: temp }, step) {
	return temp ? join(temp, "ml-ci-state", `${step}.json`) : void 0;
}
/** A runner has no way to forget a variable; tools take an empty one for none. */
async function exportTo(file, { variables, secrets, gone }) {
	const empty = [...gone].map((name) => [name, ""]);
	const entries = [
		...variables,
		...secrets,
		...empty
	].map(([name, value]) => heredoc(name, value));
	await appendFile(file, entries.join(""));
}
function stateOf(env) {
	const found = Object.entries(env).flatMap(([variable, value]) => variable.startsWith("STATE_") && value !== void 0 ? [[variable.slice(6), value]] : []);
	return new Map(found);
}
/** A value for GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE, in the form that no value can break out of. */
function heredoc(name, value, delimiter = `ghadelimiter_${crypto.randomUUID()}`) {
	return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}
/** Prints text that may begin with `::` as text: no line of it is a command. */
function untrusted(say, lines) {
	const safe = lines.flatMap((line) => line.split(/\r\n?|\n/)).map(printable);
	if (!safe.some((line) => /^\s*::|##\[/.test(line))) {
		for (const line of safe) say(line);
		return;
	}
	const token = crypto.randomUUID();
	say(`::stop-commands::${token}`);
	for (const line of safe) say(line);
	say(`::${token}::`);
}
async function sizeOf(file) {
	try {
		return (await stat(file)).size;
	} catch (error) {
		if (error.code === "ENOENT") return 0;
		throw error;
	}
}
/** For what is long without its tables. */
function clip(markdown, room) {
	if (Buffer.byteLength(markdown) <= room) return markdown;
	const note = "\n\n… cut: the log has all of it\n";
	if (room < 31) return "";
	const kept = Buffer.from(markdown).subarray(0, room - Buffer.byteLength(note)).toString("utf8");
	return `${kept.slice(0, kept.lastIndexOf("\n"))}${note}`;
}
// packages/steps/src/step.ts
/** Makes a step of ml-ci; see `defineStep` of core. */
function defineStep(step) {
	return defineStep$1(step);
}
// packages/aws/src/credentials.ts
/**
* The credentials this run starts from: variables, else those of the environment's role by OIDC, else the container's,
* else a profile (SSO included).
*/
function baseCredentials(environment, env, webIdentity) {
	const keyId = env.AWS_ACCESS_KEY_ID;
	const secret = env.AWS_SECRET_ACCESS_KEY;
	if (keyId && secret) return {
		from: "the variables",
		provide: async () => fromVariables(keyId, secret, env)
	};
	const ofRole = environment.role === void 0 ? void 0 : webIdentity(environment.role);
	if (ofRole) return ofRole;
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
	}), `no AWS credentials for the environment "${environment.name}": none in the variables, no container, and none in the profile "${profile}"`, howToGetSome(profile, environment, env));
}
function howToGetSome(profile, { name, role }, env) {
	const keys = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
	if (env.GITHUB_ACTIONS !== "true") return `${keys}, or run aws sso login --profile ${profile}`;
	const mayAsk = !!env.ACTIONS_ID_TOKEN_REQUEST_URL && !!env.ACTIONS_ID_TOKEN_REQUEST_TOKEN;
	const missing = [...role === void 0 ? [`set role: of the environment "${name}" in ml-ci.yml`] : [], ...mayAsk ? [] : ["add \"permissions: id-token: write\" to the job"]];
	return missing.length === 0 ? keys : `${missing.join(" and ")}: the step then gets its credentials by OIDC`;
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
	return sessionOf(Credentials, `sts:AssumeRole of "${role}"`);
}
/** The same for a role that trusts an OIDC token; the call carries the token and no signature. */
async function assumeRoleWithWebIdentity(source, role, sessionName, token) {
	const { AssumeRoleWithWebIdentityCommand } = await import("./aws-sdk-client-sts.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await stsClient(source);
	const command = new AssumeRoleWithWebIdentityCommand({
		RoleArn: role,
		RoleSessionName: sessionName,
		WebIdentityToken: token
	});
	const { Credentials } = await client.send(command);
	return sessionOf(Credentials, `sts:AssumeRoleWithWebIdentity of "${role}"`);
}
function sessionOf(credentials, call) {
	if (!credentials?.AccessKeyId || !credentials.SecretAccessKey || !credentials.SessionToken) throw new StepError("AWS_FAILED", { message: `${call} answered without credentials` });
	return {
		accessKeyId: credentials.AccessKeyId,
		secretAccessKey: credentials.SecretAccessKey,
		sessionToken: credentials.SessionToken,
		...credentials.Expiration ? { expiration: credentials.Expiration } : {}
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
// packages/aws/src/id-token.ts
/** The claims of a token; those that it lacks, or all where it cannot be read, are empty. */
function claimsOf(token) {
	const payload = payloadOf(token);
	const text = (name) => typeof payload[name] === "string" ? payload[name] : void 0;
	return {
		sub: text("sub") ?? "",
		aud: text("aud") ?? "",
		iss: text("iss") ?? "",
		ownerId: text("repository_owner_id"),
		repositoryId: text("repository_id")
	};
}
/**
* Both forms in which GitHub writes a subject, the plain one first: `repo:octo/model:…`, and with the ids of owner and
* repository, `repo:octo@1/model@2:…`, for repositories that were made, renamed or moved since 2026-07-15. A subject of
* another form, which an organisation can choose, stands alone.
*/
function subjectForms({ sub, ownerId, repositoryId }) {
	const match = /^repo:([^/@:]+)(?:@(\d+))?\/([^/@:]+)(?:@(\d+))?(:.*)?$/s.exec(sub);
	if (!match) return [sub];
	const [, owner, ownerInSub, repository, repositoryInSub, rest = ""] = match;
	const ownerPart = `${owner}@${ownerInSub ?? ownerId ?? "OWNER_ID"}`;
	const repositoryPart = `${repository}@${repositoryInSub ?? repositoryId ?? "REPOSITORY_ID"}`;
	return [`repo:${owner}/${repository}${rest}`, `repo:${ownerPart}/${repositoryPart}${rest}`];
}
function payloadOf(token) {
	try {
		const payload = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
		return typeof payload === "object" && payload !== null ? { ...payload } : {};
	} catch {
		return {};
	}
}
// packages/aws/src/web-identity.ts
/** What AWS's own example of a trust policy for GitHub has as the audience. */
const audience = "sts.amazonaws.com";
/** The role of an environment, assumed with an OIDC token of the run: a new one each time, as each lives for minutes. */
function webIdentityCredentials({ name, account, region }, role, host, { idToken, sessionName }) {
	const credentials = async () => ({
		accessKeyId: "",
		secretAccessKey: ""
	});
	const source = {
		account,
		region,
		principal: "the OIDC token",
		host,
		credentials
	};
	return {
		from: `the OIDC token of GitHub and the role "${role}"`,
		async provide() {
			const token = await idToken(audience);
			for (const secret of [token, token.split(".")[2] ?? ""]) host.mask(secret);
			try {
				return await assumeRoleWithWebIdentity(source, role, sessionName, token);
			} catch (error) {
				throw isRefused(error) ? refused(error, token, role, name) : error;
			}
		}
	};
}
function isRefused(error) {
	return isAwsError(error, "AccessDenied", "AccessDeniedException", "InvalidIdentityTokenException", "InvalidIdentityToken", "ExpiredTokenException", "IDPRejectedClaimException");
}
/** What the token says, beside what the role must accept. The token itself is a secret and is not told. */
function refused(cause, token, role, environment) {
	const claims = claimsOf(token);
	const { sub, aud, iss } = claims;
	const issuer = iss.replace(/^https:\/\//, "");
	const subjects = subjectForms(claims).map((form) => `"${form}"`);
	const reason = cause.cause instanceof Error ? cause.cause.message : cause.message;
	return new StepError("OIDC_ROLE_REFUSED", {
		message: `the role "${role}" of the environment "${environment}" refused the OIDC token: ${reason}; the token has sub "${sub}", aud "${aud}" and iss "${iss}"`,
		fix: `the account of the role needs an identity provider "${iss}" with the audience "${aud}", and the trust policy of the role must allow sts:AssumeRoleWithWebIdentity to it where "${issuer}:aud" is "${aud}" and "${issuer}:sub" is ${subjects.join(" or ")}${subjects.length > 1 ? " (with ids where the repository was made, renamed or moved since 2026-07-15: accept both)" : ""}`,
		cause
	});
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
	const { idToken, run } = options;
	const sessionName = sessionNameOf(run);
	const base = baseCredentials(environment, env, (role) => idToken && webIdentityCredentials(environment, role, host, {
		idToken,
		sessionName
	}));
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
	}, role, sessionName);
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
	const { env, clock, log, signal, run, mask, allowEndpoints, idToken } = context;
	const aws = createAws({
		env,
		clock,
		log,
		mask,
		signal,
		allowEndpoints,
		idToken,
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
	const { exitCode } = await execute(step, hostOfRunner(), { services: createServices });
	process.exitCode = exitCode;
}
/** The post step of an action, `actions/dist/<step>-post.js`: ends or removes what a main step left that was killed. */
async function runPost(step) {
	const { exitCode } = await cleanUp(step, hostOfRunner(), { services: createServices });
	process.exitCode = exitCode;
}
function hostOfRunner() {
	const { env, stdout } = process;
	return githubHost({
		env,
		cwd: process.cwd(),
		stdout
	});
}
export { defineStep as i, runPost as n, createAws as r, runAction as t };
