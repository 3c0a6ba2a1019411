import { c as suggest } from "./chunks/load-B55PWNpz.js";
import { C as oneOf, E as string, M as kebab, S as list, b as integer, c as variableOf, f as toOutcome, g as boolean, t as allInputs, y as file } from "./chunks/src-ApriQ9BF.js";
import { a as wantsColour, i as createPaint, r as outcomeLines, t as Screen } from "./chunks/terminal-BUmydXUk.js";
import { r as runCommand, t as defineCommand } from "./chunks/command-Db9Mh-ni.js";
// packages/cli/src/rehearse/index.ts
/** The flags of `ml-ci rehearse`. */
const rehearseInputs = {
	config: file({ summary: "the configuration; looked for upwards where it is not given" }),
	model: string({ summary: "which model of the configuration, where it has several" }),
	tag: string({
		summary: "the tag of the image",
		default: "rehearsal"
	}),
	until: string({
		summary: "the last stage",
		config: "release.until"
	}),
	speed: integer({
		summary: "how many seconds pass in the sandbox in one second; rehearsal.speed, else 60",
		min: 1,
		max: 600
	}),
	runtime: oneOf([
		"auto",
		"docker",
		"process"
	], {
		summary: "where images run: Docker where an engine answers, else processes",
		default: "auto"
	}),
	fault: list({ summary: "what goes wrong, such as registry:500:0.1; may be given several times" }),
	json: boolean({
		summary: "print one JSON object on stdout, everything else on stderr",
		default: false
	})
};
/** `ml-ci rehearse`: the release of `ml-ci.yml` in the sandbox. */
const rehearse = defineCommand({
	name: "rehearse",
	summary: "run the whole release in the embedded sandbox, with real traffic and no AWS account",
	inputs: rehearseInputs,
	run: async (context) => (await import("./chunks/command-Be-oV_6C.js")).runRehearse(context)
});
// packages/cli/src/release/inputs.ts
/** The flags of `ml-ci release`. */
const releaseInputs = {
	config: file({ summary: "the configuration; looked for upwards where it is not given" }),
	model: string({ summary: "which model of the configuration, where it has several" }),
	tag: string({ summary: "the tag of the image, the same in every stage; the short commit where it is not given" }),
	until: string({
		summary: "the last stage",
		config: "release.until"
	}),
	from: string({ summary: "begin again at this step, also where its inputs are unchanged" }),
	fresh: boolean({
		summary: "forget what earlier runs of the same commit have done",
		default: false
	}),
	plan: boolean({
		summary: "print the chain and what is done already, and run nothing",
		default: false
	}),
	json: boolean({
		summary: "print one JSON object on stdout, everything else on stderr",
		default: false
	})
};
// packages/cli/src/release/index.ts
/** `ml-ci release`: the configured chain on the real thing. */
const release = defineCommand({
	name: "release",
	summary: "run the chain of ml-ci.yml: install, validate, build, promote, deploy, stage by stage",
	inputs: releaseInputs,
	run: async (context) => (await import("./chunks/command-D1FZlzCC.js")).runRelease(context)
});
// packages/cli/src/sandbox/index.ts
/** The flags of `ml-ci sandbox`. */
const sandboxInputs = {
	port: integer({
		summary: "the port of the endpoint; a free one where it is not given",
		min: 1,
		max: 65535
	}),
	speed: integer({
		summary: "how many seconds pass in it in one second",
		default: 1,
		min: 1,
		max: 600
	}),
	account: string({
		summary: "the account whose keys are printed",
		default: "111111111111"
	}),
	region: string({
		summary: "the region that is printed",
		default: "eu-west-1"
	}),
	fault: list({ summary: "what goes wrong, such as registry:500:0.1 or latency:20ms; may be given several times" })
};
/** `ml-ci sandbox`: the embedded AWS for use by hand, until Ctrl-C. */
const sandbox = defineCommand({
	name: "sandbox",
	summary: "run the embedded AWS on this machine and print what to export, until Ctrl-C",
	inputs: sandboxInputs,
	run: async (context) => (await import("./chunks/command-Cgeg5Vbc.js")).runSandbox(context)
});
// packages/cli/src/status/index.ts
/** The flags of `ml-ci status`. */
const statusInputs = {
	config: file({ summary: "the configuration; looked for upwards where it is not given" }),
	model: string({ summary: "which model of the configuration, where it has several" }),
	env: string({ summary: "only this environment" }),
	json: boolean({
		summary: "print one JSON object on stdout, everything else on stderr",
		default: false
	})
};
// packages/cli/src/commands.ts
/** The commands that are no step. Their definitions are light; what they do is loaded when it runs. */
const commands = [
	release,
	rehearse,
	defineCommand({
		name: "status",
		summary: "what is in each environment: tag, digest, what serves and since when, open rollouts, alarms",
		inputs: statusInputs,
		run: async (context) => (await import("./chunks/command-DnUvXa-4.js")).runStatus(context)
	}),
	sandbox
];
// packages/cli/src/help.ts
const families = {
	dependencies: "Dependencies",
	data: "Data",
	image: "Images",
	rollout: "Rollouts"
};
/** `ml-ci --help`: what there is, by family. */
async function overview(terminal) {
	const { stepsByFamily } = await import("./chunks/src-D3K-htPX.js");
	const paint = paintOf(terminal);
	const lines = [
		`${paint.bold("ml-ci")} takes a machine-learning model from a commit to production on AWS`,
		"",
		`${paint.bold("Usage")}  ml-ci COMMAND [--flag value …]      ml-ci COMMAND --help`,
		"",
		paint.bold("A whole release"),
		...commands.map(row)
	];
	for (const [family, steps] of Object.entries(stepsByFamily)) lines.push("", paint.bold(families[family] ?? family), ...steps.map(row));
	lines.push("", `Every step also takes --plan, --json, --config FILE, --timeout DURATION; exit codes: 0 passed, 1 no, 2 bad input,`, `3 something outside failed, 70 a bug, 130/143 cancelled.`, "");
	return lines.join("\n");
}
/** `ml-ci promote --help`. */
function stepHelp(step, terminal) {
	const paint = paintOf(terminal);
	const outputs = Object.entries(step.outputs).map(([property, { summary }]) => `  ${kebab(property).padEnd(20)} ${summary}`);
	const common = Object.fromEntries(Object.entries(allInputs(step)).filter(([property]) => !(property in step.inputs)));
	return `${[
		`${paint.bold(`ml-ci ${step.name}`)}  ${step.summary}`,
		"",
		paint.bold("Inputs"),
		...inputRows(step.inputs, paint),
		"",
		paint.bold("Inputs of every step"),
		...inputRows(common, paint),
		"",
		paint.bold("Outputs"),
		...outputs
	].join("\n")}\n`;
}
/** `ml-ci rehearse --help`. */
function commandHelp(command, terminal) {
	const paint = paintOf(terminal);
	return `${[
		`${paint.bold(`ml-ci ${command.name}`)}  ${command.summary}`,
		"",
		paint.bold("Flags"),
		...inputRows(command.inputs, paint)
	].join("\n")}\n`;
}
function row({ name, summary }) {
	return `  ${name.padEnd(16)} ${summary}`;
}
function inputRows(inputs, paint) {
	return Object.entries(inputs).flatMap(([property, input]) => {
		return [`  ${`--${kebab(property)}${input.isFlag ? "" : ` ${input.placeholder}`}`}`, `      ${input.options.summary}${paint.dim(notes(property, input))}`];
	});
}
function notes(property, { options }) {
	const parts = [];
	if (options.required) parts.push("required");
	const isEmpty = Array.isArray(options.default) && options.default.length === 0;
	if (options.default !== void 0 && options.default !== false && !isEmpty) parts.push(`default ${Array.isArray(options.default) ? options.default.join(",") : String(options.default)}`);
	if (options.config !== void 0) parts.push(`ml-ci.yml ${options.config}`);
	if (options.handover !== void 0) parts.push(`from ${options.handover.join(", ")} of the same run`);
	if (options.secret) parts.push(`secret: give it as ${variableOf(property)}`);
	return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}
function paintOf({ stdout, env }) {
	return createPaint(wantsColour(stdout, env));
}
// packages/cli/src/main.ts
/** Runs `ml-ci …` and returns its exit code. */
async function main(terminal) {
	const [name, ...rest] = terminal.argv;
	const asksHelp = rest.includes("--help") || rest.includes("-h");
	if (name === void 0 || name === "help" || name === "--help" || name === "-h") return print(terminal, await overview(terminal));
	if (name === "--version") return print(terminal, `${(await import("./chunks/package-B10N8XXF.js")).default.version}\n`);
	const command = commands.find((candidate) => candidate.name === name);
	if (command) return asksHelp ? print(terminal, commandHelp(command, terminal)) : runCommand(command, {
		...terminal,
		argv: rest
	});
	const { steps } = await import("./chunks/src-D3K-htPX.js");
	const step = steps.find((candidate) => candidate.name === name);
	if (!step) return unknown(terminal, name, [...commands, ...steps].map((known) => known.name));
	if (asksHelp) return print(terminal, stepHelp(step, terminal));
	const { runStep } = await import("./chunks/run-step-D2fpsy3L.js");
	return runStep(step, {
		...terminal,
		argv: rest
	});
}
function print(terminal, text) {
	terminal.stdout.write(text);
	return 0;
}
function unknown(terminal, name, known) {
	const screen = new Screen(terminal.stderr, terminal.env);
	const outcome = toOutcome("ml-ci", {
		code: "COMMAND_UNKNOWN",
		message: `"${name}" is no command`,
		fix: `${suggest(name, known)} (ml-ci --help lists them)`
	});
	for (const line of outcomeLines(outcome, screen.paint)) screen.line(line);
	return outcome.exitCode;
}
// packages/cli/src/bin.ts
const { argv, env, stdout, stderr } = process;
process.exitCode = await main({
	argv: argv.slice(2),
	env,
	cwd: process.cwd(),
	stdout,
	stderr
});
export {};
