import { c as suggest } from "./load-B55PWNpz.js";
import { M as kebab } from "./src-ApriQ9BF.js";
import { t as onProcessSignal } from "./signals-DrIXh88f.js";
import { t as formatBytes } from "./bytes-B6Hm6AJm.js";
import { t as formatDuration } from "./duration-CssOH_HY.js";
import { parseArgs, promisify } from "node:util";
import { execFile } from "node:child_process";
import { userInfo } from "node:os";
// packages/core/src/arguments.ts
/** Reads flags by the definition. A list may be given several times; `--no-x` is false; mistakes are collected. */
function parseArguments(inputs, argv) {
	const byFlag = new Map(Object.entries(inputs).map(([property, input]) => [kebab(property), {
		property,
		input
	}]));
	const options = Object.fromEntries([...byFlag].map(([flag, { input }]) => [flag, {
		type: input.isFlag ? "boolean" : "string",
		multiple: true
	}]));
	const { tokens } = parseArgs({
		args: [...argv],
		options,
		strict: false,
		allowNegative: true,
		allowPositionals: true,
		tokens: true
	});
	const given = /* @__PURE__ */ new Map();
	const problems = [];
	const positionals = [];
	let afterUnknown = -1;
	for (const token of tokens) {
		if (token.kind === "positional" && token.index !== afterUnknown) positionals.push(token.value);
		if (token.kind !== "option") continue;
		const isNegative = token.rawName.startsWith("--no-") && !byFlag.has(token.rawName.slice(2));
		const flag = isNegative ? token.rawName.slice(5) : token.name;
		const known = byFlag.get(flag);
		if (!known || isNegative && !known.input.isFlag) {
			afterUnknown = token.index + 1;
			problems.push({
				name: token.rawName,
				message: "is no flag of this command",
				place: token.rawName,
				fix: suggest(flag, [...byFlag.keys()])
			});
		} else note(given, problems, known, token.rawName, rawValue(known.input.isFlag, isNegative, token.value));
	}
	return {
		given,
		problems,
		positionals
	};
}
function rawValue(isFlag, isNegative, value) {
	if (!isFlag) return value;
	return value ?? (isNegative ? "false" : "true");
}
function note(given, problems, { property, input }, place, raw) {
	const before = given.get(property);
	if (raw === void 0) problems.push({
		name: place,
		message: "needs a value",
		place,
		fix: `${place} ${input.placeholder}`
	});
	else if (before === void 0) given.set(property, {
		raw,
		place
	});
	else if (input.kind === "list") given.set(property, {
		raw: `${before.raw}\n${raw}`,
		place
	});
	else problems.push({
		name: place,
		message: "is given twice",
		place,
		fix: "give it once"
	});
}
// packages/core/src/forge.ts
/** The forge of a run that has none. */
const noForge = {
	name: "none",
	comment: async () => void 0,
	deployment: async () => void 0,
	status: async () => void 0
};
// packages/core/src/host/run-info.ts
/** The run on a laptop: its id is `local`, or ML_CI_RUN_ID where a chain of steps sets one. */
async function localRun(env, cwd) {
	return {
		id: env.ML_CI_RUN_ID || "local",
		commit: await commitOf(cwd),
		actor: userName(),
		url: void 0
	};
}
/** The run of a CodeBuild build. */
function codebuildRun(env) {
	const url = env.CODEBUILD_PUBLIC_BUILD_URL || void 0;
	return {
		id: env.CODEBUILD_BUILD_ID ?? "",
		commit: env.CODEBUILD_RESOLVED_SOURCE_VERSION || void 0,
		actor: env.CODEBUILD_INITIATOR,
		url
	};
}
async function commitOf(cwd) {
	return promisify(execFile)("git", [
		"-C",
		cwd,
		"rev-parse",
		"HEAD"
	]).then(({ stdout }) => stdout.trim(), () => void 0);
}
function userName() {
	try {
		return userInfo().username;
	} catch {
		return;
	}
}
// packages/core/src/host/json.ts
/** The one object that `--json` prints. */
function toJson(outcome) {
	const { step, verdict, outputs, reason, error, rehearsal, plan } = outcome;
	return JSON.stringify({
		step,
		verdict,
		outputs,
		...reason !== void 0 && { reason },
		...error !== void 0 && { error },
		...rehearsal !== void 0 && { rehearsal },
		...plan !== void 0 && { plan }
	});
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
/** Whether a stream wants colour. */
function wantsColour(stream, env) {
	if (env.NO_COLOR) return false;
	if (env.FORCE_COLOR && env.FORCE_COLOR !== "0") return true;
	return stream.isTTY === true && env.TERM !== "dumb";
}
/** Text from outside, made safe to print: no escape sequences and no other control characters. */
function printable(text) {
	return text.replaceAll(/\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
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
/** A bar and the amount: `copy  [######----] 120 MB of 900 MB`. */
function progressBar(progress, paint, width) {
	const text = progressText(progress);
	const total = progress.unit === "percent" ? 100 : progress.total;
	if (!total) return text.slice(0, width - 1);
	const cells = Math.max(10, Math.min(30, width - text.length - 4));
	const filled = Math.round(cells * Math.min(1, progress.done / total));
	return `${paint.green("━".repeat(filled))}${paint.dim("━".repeat(cells - filled))} ${text}`;
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
// packages/core/src/host/terminal.ts
/** A person's terminal, or any shell: bars where there is a TTY, plain lines elsewhere. */
function terminalHost(options) {
	let screen = new Screen(options.stdout, options.env);
	let isJson = false;
	return {
		name: "terminal",
		env: options.env,
		cwd: options.cwd,
		given: (_step, inputs) => {
			const { given, problems, positionals } = parseArguments(inputs, options.argv);
			const stray = positionals.map((word) => ({
				name: word,
				message: "is not expected here",
				fix: "values need a flag: --name value"
			}));
			return {
				given,
				problems: [...problems, ...stray]
			};
		},
		begin: ({ json }) => {
			isJson = json;
			if (json) screen = new Screen(options.stderr, options.env);
		},
		emit: (event) => screen.show(event),
		mask: () => void 0,
		run: () => localRun(options.env, options.cwd),
		forge: async () => noForge,
		onSignal: onProcessSignal,
		saveState: () => void 0,
		async finish(outcome) {
			screen.end(outcome);
			if (isJson) options.stdout.write(`${toJson(outcome)}\n`);
		}
	};
}
/** Draws events on one stream. */
var Screen = class {
	#output;
	#paint;
	#isLive;
	#depth = 0;
	#hasBar = false;
	#lastPlain = "";
	constructor(output, env) {
		this.#output = output;
		this.#paint = createPaint(wantsColour(output, env));
		this.#isLive = output.isTTY === true && env.TERM !== "dumb" && !env.CI;
	}
	get paint() {
		return this.#paint;
	}
	show(event) {
		switch (event.type) {
			case "debug": return;
			case "info":
				this.line(printable(event.message));
				break;
			case "warn":
				this.line(this.#paint.yellow(`! ${printable(event.message)}`));
				break;
			case "error":
				this.line(this.#paint.red(`✗ ${printable(event.message)}`));
				break;
			case "group":
				this.line(this.#paint.bold(printable(event.title)));
				this.#depth += 1;
				return;
			case "group-end":
				this.#depth = Math.max(0, this.#depth - 1);
				return;
			case "table":
				for (const line of textTable(event, this.#paint, this.#tableWidth())) this.line(line);
				return;
			case "progress":
				this.#progress(event);
				break;
			case "annotation": {
				const place = event.file === void 0 || event.message.startsWith(event.file) ? "" : `${event.file}${event.line === void 0 ? "" : `:${event.line}`}: `;
				const tint = event.level === "error" ? this.#paint.red : event.level === "warning" ? this.#paint.yellow : this.#paint.dim;
				this.line(`${tint("•")} ${place}${printable(event.message)}`);
				break;
			}
			case "output": this.line(this.#paint.dim(`${event.source} │ ${printable(event.line)}`));
		}
	}
	line(text) {
		this.#clearBar();
		this.#output.write(`${"  ".repeat(this.#depth)}${text}\n`);
	}
	end(outcome) {
		this.#depth = 0;
		if (outcome.plan) for (const line of planLines(outcome.plan, this.#paint)) this.line(line);
		for (const line of outcomeLines(outcome, this.#paint)) this.line(line);
	}
	#progress(progress) {
		if (this.#isLive) {
			this.#clearBar();
			if (progress.total !== void 0 && progress.done >= progress.total) return;
			this.#output.write(progressBar(progress, this.#paint, this.#width()));
			this.#hasBar = true;
			return;
		}
		const quarter = progress.total ? Math.floor(4 * progress.done / progress.total) : 0;
		const key = `${progress.label} ${progress.detail ?? ""} ${quarter}`;
		if (key === this.#lastPlain) return;
		this.#lastPlain = key;
		this.line(progressText(progress));
	}
	#clearBar() {
		if (this.#hasBar) this.#output.write("\r\x1B[2K");
		this.#hasBar = false;
	}
	/** A pipe or a log keeps every cell whole. */
	#tableWidth() {
		return this.#output.isTTY ? this.#width() - 2 * this.#depth : Number.POSITIVE_INFINITY;
	}
	#width() {
		return this.#output.columns ?? 120;
	}
};
export { wantsColour as a, parseArguments as c, createPaint as i, terminalHost as n, codebuildRun as o, outcomeLines as r, localRun as s, Screen as t };
