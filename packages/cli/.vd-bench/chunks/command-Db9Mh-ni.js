import { i as StepError, t as loadConfig } from "./load-B55PWNpz.js";
import { d as outcomeOfError, s as readInputs } from "./src-ApriQ9BF.js";
import { c as parseArguments, r as outcomeLines, t as Screen } from "./terminal-BUmydXUk.js";
// packages/cli/src/command.ts
/** Makes a command; the types of `run` come from its inputs. */
function defineCommand(command) {
	return command;
}
/** Reads the inputs of a command, loads the configuration, runs, and turns errors into exit codes. */
async function runCommand(command, terminal) {
	const isJson = terminal.argv.includes("--json");
	const screen = new Screen(isJson ? terminal.stderr : terminal.stdout, terminal.env);
	try {
		const { given, problems, positionals } = parseArguments(command.inputs, terminal.argv);
		const stray = positionals.map((word) => ({
			name: word,
			place: word,
			message: "is not expected here"
		}));
		const file = given.get("config")?.raw ?? terminal.env.ML_CI_CONFIG;
		const config = await loadConfig({
			cwd: terminal.cwd,
			file,
			model: given.get("model")?.raw ?? terminal.env.ML_CI_MODEL
		});
		const sources = {
			given,
			env: terminal.env,
			handover: () => void 0,
			config
		};
		const read = readInputs(command.inputs, sources, {
			environments: config?.environments ?? [],
			root: config?.root ?? terminal.cwd
		});
		const mistakes = [
			...problems,
			...stray,
			...read.problems
		];
		if (mistakes.length > 0) {
			const count = mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`;
			throw new StepError("INPUT_INVALID", {
				message: `${count} in the flags of ${command.name}`,
				problems: mistakes,
				fix: `see ml-ci ${command.name} --help`
			});
		}
		return await command.run({
			...terminal,
			inputs: read.values,
			config,
			screen
		});
	} catch (error) {
		const outcome = outcomeOfError(command.name, error);
		for (const line of outcomeLines(outcome, screen.paint)) screen.line(line);
		return outcome.exitCode;
	}
}
/** The configuration, or CONFIG_MISSING: for commands that can do nothing without one. */
function needConfig(config, command) {
	if (config) return config;
	throw new StepError("CONFIG_MISSING", {
		message: `${command} needs a configuration and found no ml-ci.yml`,
		fix: "go to the folder of the model, or give --config FILE"
	});
}
export { needConfig as n, runCommand as r, defineCommand as t };
