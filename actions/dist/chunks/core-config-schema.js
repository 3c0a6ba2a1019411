import "./rolldown-runtime.js";
import { a as literal, c as record, d as union, i as boolean, l as strictObject, o as number, p as url, r as array, t as _enum, u as string } from "./zod.js";
import { r as parseDuration } from "./core-duration.js";
// packages/core/src/config/schema.ts
/** The schema of `ml-ci.yml`. Every object is strict: an unknown key is a mistake. */
const durationText = string().refine((text) => parseDuration(text) !== void 0, "is not a duration: write it as 90s, 5m, 2h").describe("a length of time: 90s, 5m, 1h30m");
const name = string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "is not a name: letters, digits, \".\", \"_\" and \"-\"");
const text = string().min(1);
const requires = strictObject({
	steps: array(text).optional().describe("steps that must have passed for the digest"),
	environments: array(name).optional().describe("stages the digest must have been promoted to before")
});
const environment = strictObject({
	account: string().regex(/^\d{12}$/, "is not an account id: twelve digits, in quotes").optional(),
	region: string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not a region, such as eu-west-1").optional(),
	role: string().regex(/^arn:[a-z-]+:iam::\d{12}:role\/.+$/, "is not the ARN of a role").optional(),
	profile: text.optional(),
	repository: text.optional().describe("the ECR repository, without the registry"),
	registry: text.optional().describe("host/path of any OCI registry, instead of account and repository"),
	layout: text.optional().describe("a folder in the OCI image layout, instead of account and repository"),
	endpoint: url().optional(),
	requires: requires.optional()
});
const dependencies = strictObject({
	domain: text,
	repository: text,
	owner: string().regex(/^\d{12}$/, "is not an account id: twelve digits, in quotes").optional(),
	region: text.optional(),
	manager: _enum([
		"pip",
		"uv",
		"poetry",
		"pdm",
		"npm",
		"pnpm",
		"yarn"
	]).optional(),
	lock: text.describe("the lock file, from the folder of ml-ci.yml"),
	"allow-build": array(text).optional().describe("packages that may run build or install scripts"),
	"allow-unchecked": array(text).optional().describe("Yarn 4: packages without a checksum: @esbuild/*"),
	verify: _enum([
		"origin",
		"hashes",
		"off"
	]).optional().describe("what is looked up in CodeArtifact first"),
	"allow-origin": array(text).optional().describe("internal, external:public:pypi, external:*, unknown"),
	cache: boolean().optional().describe("keep downloads for the next run"),
	internal: array(text).optional().describe("names that only this domain may have: ml-*, @ml/*"),
	target: text.optional().describe("pip and uv: a folder to install into, from the folder of ml-ci.yml"),
	python: text.optional().describe("the Python to install with")
});
const data = strictObject({
	checks: text.describe("the checks file, from the folder of ml-ci.yml"),
	"allow-unsupported": boolean().optional().describe("leave out what has no equal in an imported checks file, and warn"),
	sources: array(text).min(1).describe("files, globs, s3:// addresses or athena://database.table"),
	reference: text.optional().describe("the source that drift and changes are told against"),
	history: text.optional().describe("a folder or s3:// prefix where the figures of each run are kept"),
	disk: text.optional().describe("disk for temporary files: 20GB; by default half of what is free"),
	athena: strictObject({
		workgroup: text.optional().describe("the workgroup that queries run in"),
		output: text.optional().describe("where results are written, as s3://bucket/prefix/"),
		"scan-limit": text.optional().describe("what the queries of a run may scan: 500MB, 20GB, 1TB")
	}).optional()
});
const image = strictObject({
	engine: _enum(["docker", "layers"]).optional(),
	context: text.optional(),
	dockerfile: text.optional(),
	"build-args": record(string(), string()).optional(),
	platforms: array(string().regex(/^[a-z0-9]+\/[a-z0-9]+(\/v\d+)?$/, "is not a platform, such as linux/amd64")).optional(),
	base: text.optional().describe("engine layers: an image reference, layout:PATH, or scratch"),
	layers: array(strictObject({
		from: text,
		to: text,
		include: array(text).optional(),
		exclude: array(text).optional()
	})).optional().describe("engine layers: folders or files that become layers, in order"),
	entrypoint: array(string()).optional(),
	command: array(string()).optional(),
	env: record(string(), string()).optional(),
	workdir: text.optional(),
	user: text.optional(),
	ports: array(number().int().min(1).max(65535)).optional(),
	labels: record(string(), string()).optional()
});
const deployEcs = strictObject({
	target: literal("ecs"),
	cluster: text,
	service: text,
	container: text.describe("the container whose image is replaced"),
	port: number().int().min(1).max(65535),
	application: text.describe("the CodeDeploy application"),
	group: text.describe("the CodeDeploy deployment group"),
	strategy: text.optional().describe("a CodeDeploy configuration, or canary-10-percent-5-minutes, linear-10-percent-every-1-minute, all-at-once"),
	alarms: array(text).optional().describe("CloudWatch alarms that roll the deployment back"),
	bake: durationText.optional().describe("how long the alarms must stay quiet after all traffic has moved")
});
const metricAlarm = strictObject({
	namespace: text,
	metric: text,
	dimensions: record(string(), string()).optional(),
	statistic: text,
	period: number().int().positive(),
	"evaluation-periods": number().int().positive(),
	"datapoints-to-alarm": number().int().positive().optional(),
	threshold: number(),
	comparison: _enum([
		"GreaterThanThreshold",
		"GreaterThanOrEqualToThreshold",
		"LessThanThreshold",
		"LessThanOrEqualToThreshold"
	]),
	"missing-data": _enum([
		"missing",
		"ignore",
		"breaching",
		"notBreaching"
	]).optional()
});
const rehearsal = strictObject({
	speed: number().min(1).max(600).optional().describe("how much faster than the wall the sandbox runs"),
	traffic: strictObject({
		requests: union([text, record(name, text)]).describe("JSON Lines of {method, path, body}, sent in turn; one file, or one for each environment"),
		rate: number().positive().max(500).describe("requests a second of the wall clock")
	}).optional(),
	tasks: number().int().min(1).max(10).optional().describe("running copies of a service"),
	alarms: record(string(), metricAlarm).optional().describe("what the alarms named under deploy watch, in a rehearsal"),
	packages: strictObject({
		npm: string().optional(),
		pip: string().optional()
	}).optional().describe("folders of package files that the CodeArtifact of the sandbox serves")
});
const model = strictObject({
	environments: record(name, environment).optional(),
	dependencies: dependencies.optional(),
	data: data.optional(),
	image: image.optional(),
	deploy: record(name, deployEcs).optional()
});
const configSchema = strictObject({
	version: literal(1),
	model: name.optional(),
	models: record(name, model).optional(),
	environments: record(name, environment).optional().describe("in promotion order"),
	dependencies: dependencies.optional(),
	data: data.optional(),
	image: image.optional(),
	deploy: record(name, deployEcs).optional(),
	release: strictObject({
		steps: array(text).min(1),
		until: name
	}).optional(),
	rehearsal: rehearsal.optional()
});
export { configSchema };
