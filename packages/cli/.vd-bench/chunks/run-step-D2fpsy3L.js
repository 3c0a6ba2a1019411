import { n as execute } from "./src-ApriQ9BF.js";
import { t as createServices } from "./services-BwrIydWe.js";
import { n as terminalHost, o as codebuildRun } from "./terminal-BUmydXUk.js";
// packages/core/src/host/codebuild.ts
/** A CodeBuild build: a shell with plain lines, whose run is the build. */
function codebuildHost(options) {
	const plain = {
		...options,
		env: {
			...options.env,
			NO_COLOR: "1",
			CI: "true"
		}
	};
	const host = terminalHost(plain);
	return {
		...host,
		name: "codebuild",
		env: options.env,
		run: async () => codebuildRun(options.env),
		async finish(outcome) {
			options.stderr.write(`----- ml-ci ${outcome.step} -----\n`);
			await host.finish(outcome);
		}
	};
}
// packages/core/src/host/detect.ts
/** The host of a command line: CodeBuild where a build runs, else a terminal. An action chooses the GitHub host itself. */
function detectHost(options) {
	return options.env.CODEBUILD_BUILD_ID ? codebuildHost(options) : terminalHost(options);
}
// packages/cli/src/run-step.ts
/** Runs one step on the host that this process is on, and returns its exit code. */
async function runStep(step, terminal) {
	return (await execute(step, detectHost(terminal), { services: createServices })).exitCode;
}
export { runStep };
