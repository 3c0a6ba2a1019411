import { i as defineStep } from "./core-clock.js";
import { t as accessPermissions } from "./steps-dependencies-access-permissions.js";
import { n as outputs, t as inputs } from "./steps-dependencies-tools-tool.js";
// packages/steps/src/dependencies/codeartifact-login/index.ts
/** Leads package tools to a repository of CodeArtifact. */
const codeartifactLogin = defineStep({
	name: "codeartifact-login",
	summary: "Lead pip, uv, Poetry, npm, pnpm, Yarn, Maven and others to CodeArtifact: no token on a command line or in the project, and none is left",
	inputs,
	outputs,
	permissions: accessPermissions,
	outlives: true,
	async run(context) {
		const { run } = await import("./steps-dependencies-codeartifact-login-run.js");
		return run(context);
	},
	async cleanUp(context) {
		const { cleanUp } = await import("./steps-dependencies-codeartifact-login-clean-up.js");
		return cleanUp(context);
	}
});
export { codeartifactLogin as t };
