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
export { toolNames as n, tokenPlaces as t };
