import { f as string, r as environment } from "./core-input.js";
// packages/steps/src/dependencies/where.ts
const domain = {
	summary: "the CodeArtifact domain",
	config: "dependencies.domain"
};
const repository = {
	summary: "the CodeArtifact repository that packages come from",
	config: "dependencies.repository"
};
const account = {
	owner: string({
		summary: "the account that the domain belongs to; by default that of the environment",
		config: "dependencies.owner"
	}),
	region: string({
		summary: "the region of the domain; by default that of the environment",
		config: "dependencies.region"
	}),
	env: environment({ summary: "the environment whose credentials are used; by default the first of the account of the domain, else the first" })
};
/** A domain, for a step that names its repositories itself. */
const inDomain = {
	domain: string({
		...domain,
		required: true
	}),
	...account
};
/** Where packages come from, for a step that cannot do without. */
const where = {
	domain: string({
		...domain,
		required: true
	}),
	repository: string({
		...repository,
		required: true
	}),
	...account
};
/** The same for a step that has something to do without them too. */
const whereIfAny = {
	domain: string(domain),
	repository: string(repository),
	...account
};
export { where as n, whereIfAny as r, inDomain as t };
