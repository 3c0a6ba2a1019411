import "./chunks/rolldown-runtime.js";
import { i as defineStep, t as runAction } from "./chunks/core-clock.js";
import { f as string, i as file, l as oneOf, s as list, t as boolean } from "./chunks/core-input.js";
import { t as inDomain } from "./chunks/steps-dependencies-where.js";
import { t as copiedFormats } from "./chunks/steps-dependencies-promote-packages-requested.js";
// packages/steps/src/dependencies/promote-packages/inputs.ts
const inputs = {
	from: string({
		summary: "the repository that has the packages",
		required: true
	}),
	to: string({
		summary: "the repository of the same domain that gets them",
		required: true
	}),
	packages: list({
		summary: "versions to copy: @ml/shapes@2.0.0, torch==2.9.0, org.ml:shapes@2.0.0; in place of a record",
		default: []
	}),
	format: oneOf(copiedFormats, { summary: "the format of packages" }),
	record: file({
		summary: "the record of an install: every package in it is copied in the revision that was installed; in place of packages",
		handover: ["install.record"]
	}),
	includeUpstream: boolean({
		summary: "copy also what the source has from its upstreams only",
		default: false
	}),
	overwrite: boolean({
		summary: "replace versions that have other files in the destination",
		default: false
	}),
	...inDomain
};
// packages/steps/src/dependencies/promote-packages/index.ts
/** Copies exact versions from one CodeArtifact repository of a domain to another, and looks there for what arrived. */
const promotePackages = defineStep({
	name: "promote-packages",
	summary: "Promote exact package versions from one CodeArtifact repository to another, revision and hashes checked",
	inputs,
	outputs: {
		copied: {
			summary: "how many versions were copied",
			type: "integer"
		},
		kept: {
			summary: "how many the destination had already, with the same files",
			type: "integer"
		},
		refused: {
			summary: "how many could not be copied",
			type: "integer"
		}
	},
	permissions: [
		{
			actions: ["codeartifact:DescribePackageVersion", "codeartifact:ListPackageVersionAssets"],
			resources: ["arn:aws:codeartifact:${region}:${owner}:package/${domain}/${from}/*", "arn:aws:codeartifact:${region}:${owner}:package/${domain}/${to}/*"]
		},
		{
			actions: ["codeartifact:CopyPackageVersions"],
			resources: ["arn:aws:codeartifact:${region}:${owner}:package/${domain}/${to}/*", "arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${to}"]
		},
		{
			actions: ["codeartifact:ReadFromRepository"],
			resources: ["arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${from}"],
			implied: "codeartifact:CopyPackageVersions, of the repository that it copies from"
		}
	],
	async run(context) {
		const { run } = await import("./chunks/steps-dependencies-promote-packages-run.js");
		return run(context);
	}
});
// \0action:promote-packages
await runAction(promotePackages);
export {};
