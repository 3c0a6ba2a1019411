import { i as defineStep } from "./core-clock.js";
import { f as string, i as file, l as oneOf, s as list, t as boolean } from "./core-input.js";
import { n as managerNames, o as verifyLevels } from "./steps-dependencies-gate-judge.js";
import { n as where } from "./steps-dependencies-where.js";
import { t as accessPermissions } from "./steps-dependencies-access-permissions.js";
// packages/steps/src/dependencies/install/inputs.ts
const inputs = {
	manager: oneOf(managerNames, {
		summary: "the package manager that installs; by default the one that wrote the lock, pip for requirements and pylock.toml",
		config: "dependencies.manager"
	}),
	lock: file({
		summary: "the lock file with a hash for every package: requirements.txt, uv.lock, poetry.lock, pdm.lock, pylock.toml, package-lock.json, pnpm-lock.yaml or yarn.lock",
		required: true,
		config: "dependencies.lock"
	}),
	...where,
	verify: oneOf(verifyLevels, {
		summary: "what is looked up in CodeArtifact before anything runs: that each package is there with the hash of the lock (hashes), also where it came from (origin), or nothing (off)",
		default: "origin",
		config: "dependencies.verify"
	}),
	allowOrigin: list({
		summary: "where packages may come from: internal, external:public:pypi, external:*, unknown",
		default: ["internal", "external:*"],
		config: "dependencies.allow-origin"
	}),
	internal: list({
		summary: "names that only this domain may have, such as ml-* or @ml/*: a public package under one of them is refused",
		default: [],
		config: "dependencies.internal"
	}),
	cache: boolean({
		summary: "pip, Poetry, npm and Yarn: keep the archives that are downloaded for the next run, in the tool cache of the machine and, as an action, in the cache of GitHub; each is held against the lock whenever it is used",
		default: true,
		config: "dependencies.cache"
	}),
	allowBuild: list({
		summary: "packages that may run code while they are installed: install scripts of Node, builds of source distributions and of the project of Python",
		config: "dependencies.allow-build",
		default: []
	}),
	allowUnchecked: list({
		summary: "Yarn 4: optional packages for one platform, such as @esbuild/*, that may be installed though yarn.lock never has a checksum of them; needs verify: origin, and the repository vouches for them",
		config: "dependencies.allow-unchecked",
		default: []
	}),
	target: file({
		summary: "pip, and uv with requirements or pylock.toml: a folder to install into, replaced as a whole; by default the environment of python",
		config: "dependencies.target"
	}),
	python: string({
		summary: "the Python to install with, or to make the environment of a project with",
		default: "python3",
		config: "dependencies.python"
	})
};
const outputs = {
	packages: {
		summary: "how many packages were installed",
		type: "integer"
	},
	lockDigest: { summary: "the sha256 of the lock file" },
	manager: { summary: "the package manager" },
	toolVersion: { summary: "its version" },
	record: {
		summary: "the record: each package with its hash, origin and revision",
		optional: true
	},
	sbom: {
		summary: "the same as a CycloneDX 1.6 SBOM",
		optional: true
	},
	recordDigest: {
		summary: "the sha256 of the record",
		optional: true
	}
};
// packages/steps/src/dependencies/install/permissions.ts
/** What `install` asks of AWS: access, what the gate looks up, and the downloads of the tools with its token. */
const permissions = [
	...accessPermissions,
	{
		actions: ["codeartifact:DescribeRepository"],
		resources: ["arn:aws:codeartifact:${region}:${owner}:repository/${domain}/*"]
	},
	{
		actions: [
			"codeartifact:DescribePackageVersion",
			"codeartifact:ListPackageVersionAssets",
			"codeartifact:DescribePackage"
		],
		resources: ["arn:aws:codeartifact:${region}:${owner}:package/${domain}/${repository}/*"]
	},
	{
		actions: ["codeartifact:GetAssociatedPackageGroup"],
		resources: ["arn:aws:codeartifact:${region}:${owner}:package-group/${domain}*"]
	},
	{
		actions: ["codeartifact:ReadFromRepository"],
		resources: ["arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${repository}"],
		implied: "the downloads of the tools with the token of codeartifact:GetAuthorizationToken"
	}
];
// packages/steps/src/dependencies/install/index.ts
/** Installs exactly what a lock file says, from CodeArtifact. */
const install = defineStep({
	name: "install",
	summary: "Install locked packages from CodeArtifact with pip, uv, Poetry, PDM, npm, pnpm or Yarn: each held against the repository, every hash checked, no code run unless allowed",
	inputs,
	outputs,
	permissions,
	async run(context) {
		const { run } = await import("./steps-dependencies-install-run.js");
		return run(context);
	},
	async cleanUp(context) {
		const { cleanUp } = await import("./steps-dependencies-install-clean-up.js");
		return cleanUp(context);
	}
});
export { install as t };
