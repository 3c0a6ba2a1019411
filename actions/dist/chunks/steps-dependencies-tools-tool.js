import { f as string, l as oneOf, o as kind, s as list, t as boolean } from "./core-input.js";
import { r as parseDuration } from "./core-duration.js";
import { r as whereIfAny } from "./steps-dependencies-where.js";
// packages/steps/src/dependencies/tools/tool.ts
/** The tools that can be led to CodeArtifact, by the name that a user writes. */
const toolNames = [
	"pip",
	"twine",
	"uv",
	"poetry",
	"pdm",
	"npm",
	"pnpm",
	"yarn",
	"maven",
	"gradle",
	"nuget",
	"dotnet",
	"cargo",
	"swift",
	"gem"
];
/**
* Where the token is kept for later steps: in files of the tool's own form, in one netrc that the tools share, or in variables
* that every later step sees.
*/
const tokenPlaces = [
	"file",
	"netrc",
	"env"
];
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
	tools: {
		summary: "the tools that were led to the repository, with commas between them",
		optional: true
	},
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
export { outputs as n, toolNames as r, inputs as t };
