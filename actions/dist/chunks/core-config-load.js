import "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { t as plural } from "./core-plural.js";
import { t as nearest } from "./core-nearest.js";
import { dirname, join, resolve } from "node:path";
import { readFile, stat } from "node:fs/promises";
// packages/core/src/config/problems.ts
/** The mistakes behind one issue of a schema, with their lines and the nearest key. */
function issueProblems(issue, places) {
	const { fileName, lineOf } = places;
	if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({
		name: [...issue.path, key].join("."),
		message: "is no key here",
		place: `${fileName}:${lineOf([...issue.path, key])}`,
		...keyHint(key, places.knownKeys)
	}));
	return [{
		name: issue.path.join("."),
		message: issueMessage(issue),
		place: `${fileName}:${lineOf(issue.path)}`
	}];
}
function issueMessage(issue) {
	if (issue.code !== "invalid_type") return lowerFirst(issue.message);
	return issue.message.endsWith("received undefined") ? "is missing" : `is not ${article(issue.expected)}`;
}
function article(expected) {
	return expected === "record" || expected === "object" ? "a map of keys and values" : `${/^[aeiou]/.test(expected) ? "an" : "a"} ${expected}`;
}
function keyHint(key, knownKeys) {
	const close = nearest(key, knownKeys);
	return close === void 0 ? {} : { fix: `did you mean "${close}"?` };
}
function lowerFirst(text) {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
// packages/core/src/config/load.ts
const fileName = "ml-ci.yml";
/** The checked configuration, or undefined where none was named and none is found. Every mistake is reported at once. */
async function loadConfig(options) {
	const file = await findConfig(options);
	if (file === void 0) return void 0;
	return parseConfig(await readFile(file, "utf8").catch((cause) => {
		throw new StepError("CONFIG_MISSING", {
			message: `cannot read the configuration "${options.file ?? file}"`,
			fix: ({ input }) => `check ${input("config")}`,
			cause
		});
	}), {
		file,
		model: options.model
	});
}
/** The path of the configuration, or undefined where none was named and none is found. It is not read. */
async function findConfig({ cwd, file }) {
	return file === void 0 ? findUpwards(cwd) : resolve(cwd, file);
}
/** Parses the text of an `ml-ci.yml`; `file` is absolute and only named. */
async function parseConfig(source, { file, model }) {
	const [{ parseYaml }, { configSchema }] = await Promise.all([import("./core-config-yaml.js"), import("./core-config-schema.js")]);
	const { value, problems, lineOf } = parseYaml(source, fileName);
	if (problems.length > 0) throw invalid(problems);
	const result = configSchema.safeParse(value);
	if (!result.success) throw invalid(result.error.issues.flatMap((issue) => issueProblems(issue, {
		fileName,
		knownKeys,
		lineOf
	})));
	const root = dirname(file);
	const { document, name } = chooseModel(result.data, model);
	const mistakes = crossChecks(document, lineOf);
	const environments = toEnvironments(document, lineOf, mistakes);
	if (mistakes.length > 0) throw invalid(mistakes);
	return {
		file,
		root,
		model: name,
		document,
		environments
	};
}
async function findUpwards(start) {
	for (let folder = resolve(start);; folder = dirname(folder)) {
		const candidate = join(folder, fileName);
		if ((await stat(candidate).catch(() => void 0))?.isFile()) return candidate;
		if (folder === dirname(folder)) return void 0;
	}
}
function invalid(problems) {
	return new StepError("CONFIG_INVALID", {
		message: `${fileName} has ${plural(problems.length, "mistake")}`,
		problems
	});
}
const knownKeys = [
	"version",
	"model",
	"models",
	"environments",
	"dependencies",
	"data",
	"image",
	"deploy",
	"release",
	"rehearsal",
	"account",
	"region",
	"role",
	"profile",
	"repository",
	"registry",
	"layout",
	"endpoint",
	"requires",
	"domain",
	"owner",
	"manager",
	"lock",
	"allow-build",
	"allow-unchecked",
	"checks",
	"sources",
	"engine",
	"context",
	"dockerfile",
	"build-args",
	"platforms",
	"base",
	"layers",
	"entrypoint",
	"command",
	"env",
	"workdir",
	"user",
	"ports",
	"labels",
	"target",
	"cluster",
	"service",
	"container",
	"port",
	"application",
	"group",
	"strategy",
	"alarms",
	"bake",
	"steps",
	"until",
	"speed",
	"traffic",
	"requests",
	"rate",
	"tasks"
];
/** With `models:`, the chosen model's own parts stand over those of the file. */
function chooseModel(document, wanted) {
	const models = document.models;
	if (models === void 0) {
		const name = document.model ?? "model";
		if (wanted !== void 0 && wanted !== name) throw unknownModel(wanted, [name]);
		return {
			document,
			name
		};
	}
	const names = Object.keys(models);
	const name = wanted ?? (names.length === 1 ? names[0] : void 0);
	const chosen = name === void 0 ? void 0 : models[name];
	if (name === void 0 || chosen === void 0) throw unknownModel(wanted, names);
	return {
		name,
		document: {
			...document,
			...chosen
		}
	};
}
function unknownModel(wanted, names) {
	const message = wanted === void 0 ? `${fileName} has several models` : `"${wanted}" is no model of ${fileName}`;
	return new StepError("INPUT_INVALID", {
		message,
		fix: ({ input }) => `set ${input("model")} to one of ${names.join(", ")}`
	});
}
function crossChecks(document, lineOf) {
	const names = Object.keys(document.environments ?? {});
	const problems = [];
	const check = (name, path) => {
		if (names.includes(name)) return;
		problems.push({
			name: path.join("."),
			message: `"${name}" is no environment`,
			place: `${fileName}:${lineOf(path)}`,
			fix: `use one of ${names.join(", ")}`
		});
	};
	for (const name of Object.keys(document.deploy ?? {})) check(name, ["deploy", name]);
	if (document.release) check(document.release.until, ["release", "until"]);
	for (const [name, { requires }] of Object.entries(document.environments ?? {})) requires?.environments?.forEach((other, index) => {
		check(other, [
			"environments",
			name,
			"requires",
			"environments",
			index
		]);
	});
	return problems;
}
function toEnvironments(document, lineOf, problems) {
	return Object.entries(document.environments ?? {}).flatMap(([name, entry]) => {
		const kinds = [
			entry.registry,
			entry.layout,
			entry.repository
		].filter((value) => value !== void 0);
		const place = `${fileName}:${lineOf(["environments", name])}`;
		if (kinds.length !== 1) {
			problems.push({
				name: `environments.${name}`,
				message: "needs exactly one of repository (ECR), registry and layout",
				place
			});
			return [];
		}
		if (entry.registry !== void 0) return [{
			type: "registry",
			name,
			registry: entry.registry
		}];
		if (entry.layout !== void 0) return [{
			type: "layout",
			name,
			path: entry.layout
		}];
		const { account, region, repository, role, profile, endpoint } = entry;
		if (account === void 0 || region === void 0 || repository === void 0) {
			problems.push({
				name: `environments.${name}`,
				message: "needs an account and a region beside its repository",
				place
			});
			return [];
		}
		return [{
			type: "ecr",
			name,
			account,
			region,
			repository,
			...role && { role },
			...profile && { profile },
			...endpoint && { endpoint }
		}];
	});
}
export { findConfig, loadConfig };
