import { i as defineStep } from "./core-step.js";
import { f as string, l as oneOf, o as kind, s as list, t as boolean } from "./core-input.js";
import { r as parseDuration } from "./core-duration.js";
import { n as toolNames, t as tokenPlaces } from "./steps-dependencies-tools-tool.js";
import { r as whereIfAny } from "./steps-dependencies-where.js";
import { t as permissions$1 } from "./steps-dependencies-install-permissions.js";
// packages/steps/src/dependencies/codeartifact-login/inputs.ts
const shortest = 9e5;
const longest = 432e5;
/** What CodeArtifact takes for the life of a token, in milliseconds; 0 ends it with the session. */
const tokenLife = kind("duration", "DURATION", (raw) => {
	const ms = raw === "0" ? 0 : parseDuration(raw);
	if (ms === void 0) return {
		ok: false,
		message: "is not a duration",
		fix: "write it as 45m or 2h, or 0"
	};
	if (ms === 0 || ms >= shortest && ms <= longest) return {
		ok: true,
		value: ms
	};
	return {
		ok: false,
		message: "is not from 15m to 12h, and not 0"
	};
}, { show: () => "0" });
const inputs = {
	tools: list({
		summary: `the tools to lead to the repository, at least one of ${toolNames.join(", ")}`,
		example: "pip,npm"
	}),
	mode: oneOf(["none", ...tokenPlaces], {
		summary: "where the token stays for later steps: nowhere (the step then only checks and prints), in files of the tools, in one netrc, or in variables that every later step sees",
		default: "none"
	}),
	...whereIfAny,
	duration: tokenLife({
		summary: "how long the token lives, from 15m to 12h; 0 ends it with the session of the credentials",
		default: 0
	}),
	endpointType: oneOf(["ipv4", "dualstack"], {
		summary: "the addresses that the repository is reached by: dualstack is IPv6 as well",
		default: "ipv4"
	}),
	scope: string({ summary: "npm, pnpm, Yarn, Swift: only packages of this scope come from the repository, such as @ml" }),
	extraIndex: boolean({
		summary: "ask the repository beside the index that the tools know already; whoever publishes an internal name there is then asked too (dependency confusion)",
		default: false
	}),
	docker: boolean({
		summary: "print the lines that hand the login to a Docker build as a secret of BuildKit",
		default: false
	}),
	logout: boolean({
		summary: "remove what earlier logins of this project left",
		default: false
	})
};
const outputs = {
	tools: { summary: "the tools that were led to the repository, with commas between them" },
	endpoint: {
		summary: "the address of the repository for the first tool, with its slash",
		optional: true
	},
	endpoints: {
		summary: "the address for each tool, as a JSON object by its name",
		optional: true
	},
	expiresAt: {
		summary: "when the token ends, in UTC",
		optional: true
	},
	folder: {
		summary: "the folder with the files for the tools; mode none has none",
		optional: true
	}
};
// packages/steps/src/dependencies/codeartifact-login/permissions.ts
/** What `codeartifact-login` asks of AWS. The tools then need codeartifact:ReadFromRepository, which `install` has. */
const permissions = permissions$1.filter(({ actions }) => !actions.includes("codeartifact:ReadFromRepository"));
// packages/steps/src/dependencies/codeartifact-login/index.ts
/** Leads package tools to a repository of CodeArtifact. */
const codeartifactLogin = defineStep({
	name: "codeartifact-login",
	summary: "Lead pip, uv, Poetry, npm, pnpm, Yarn, Maven and others to CodeArtifact: no token on a command line or in the project, and none is left",
	inputs,
	outputs,
	permissions,
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
