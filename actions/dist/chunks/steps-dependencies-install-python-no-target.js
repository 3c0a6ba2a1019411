import { n as StepError } from "./core-error-codes.js";
// packages/steps/src/dependencies/install/python/no-target.ts
/** Refuses a target where the tool installs into the environment of its project alone. */
function refuseTarget({ inputs }) {
	if (inputs.target === void 0) return;
	throw new StepError("INPUT_INVALID", {
		message: "1 mistake in the inputs of install",
		fix: ({ help }) => help("install"),
		problems: [{
			name: "target",
			message: "pip and uv install into a folder; this tool cannot"
		}]
	});
}
export { refuseTarget as t };
