import { t as nearest } from "./core-nearest.js";
// packages/core/src/step.ts
/** Makes a step. The types of `run` come from the definition. */
function defineStep(step) {
	return step;
}
/** `modelUri` -> `model-uri`, the name on every surface. */
function kebab(property) {
	return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
// packages/core/src/read-inputs.ts
/** Reads and parses every input; it does not stop at the first mistake. */
function readInputs(inputs, sources, context) {
	const values = {};
	const origins = /* @__PURE__ */ new Map();
	const problems = [];
	for (const [property, input] of Object.entries(inputs)) {
		const found = find(property, input, sources);
		if (found === void 0) {
			if (input.options.required) problems.push(missingInput(property, input, sources.config));
			else values[property] = defaultOf(input, sources.isShared === true);
			continue;
		}
		origins.set(property, found);
		const result = input.parse(found.raw, context);
		if (result.ok) values[property] = result.value;
		else problems.push(malformed(property, input, found, result));
	}
	return {
		values,
		origins,
		problems
	};
}
function defaultOf({ options }, isShared) {
	return isShared && options.sharedDefault !== void 0 ? options.sharedDefault : options.default;
}
/** The name of an input as an environment variable: `ML_CI_MODEL_URI`. */
function variableOf(property) {
	return `ML_CI_${kebab(property).replaceAll("-", "_").toUpperCase()}`;
}
/** `ML_CI_*` variables that nothing reads, with what was probably meant: a line each. */
function unknownVariables(env, inputs, others) {
	const known = [...Object.keys(inputs).map(variableOf), ...others];
	return Object.keys(env).filter((name) => name.startsWith("ML_CI_") && env[name] !== "" && !known.includes(name)).flatMap((name) => {
		const close = nearest(name, known);
		return close === void 0 ? [] : [`environment ${name} is read by nothing: did you mean "${close}"?`];
	});
}
function find(property, input, sources) {
	const given = sources.given.get(property);
	if (given !== void 0) return given;
	const variable = variableOf(property);
	const fromEnv = sources.env[variable];
	if (fromEnv !== void 0 && fromEnv !== "") return {
		raw: fromEnv,
		place: `environment ${variable}`
	};
	for (const output of input.options.handover ?? []) {
		const handed = sources.handover(output);
		if (handed !== void 0) return handed;
	}
	return fromConfig(input, sources);
}
function fromConfig(input, sources) {
	if (input.options.config === void 0 || sources.config === void 0) return void 0;
	const envName = sources.given.get("env")?.raw ?? sources.env.ML_CI_ENV;
	const path = input.options.config.split(".").map((part) => part === "<env>" ? envName ?? "" : part);
	const value = lookUp(sources.config.document, path);
	if (value === void 0) return void 0;
	return {
		raw: Array.isArray(value) ? value.join("\n") : String(value),
		place: `ml-ci.yml ${path.join(".")}`
	};
}
function lookUp(document, path) {
	let value = document;
	for (const key of path) {
		if (typeof value !== "object" || value === null) return void 0;
		value = new Map(Object.entries(value)).get(key);
	}
	if (Array.isArray(value)) return value.every((item) => typeof item === "string") ? value : void 0;
	return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : void 0;
}
/** The problem that a needed input was not given, with the ways to give it. */
function missingInput(property, input, config) {
	const name = kebab(property);
	const ways = [variableOf(property)];
	if (input.options.config !== void 0) ways.push(`${input.options.config} in ml-ci.yml`);
	return {
		name,
		message: `is required${input.options.config !== void 0 && config === void 0 ? " (no ml-ci.yml was found)" : ""}: ${input.options.summary}`,
		place: (words) => words.input(name),
		fix: (words) => `give ${[words.input(name, input.placeholder), ...ways].join(", or ")}`
	};
}
function malformed(property, input, { raw, place }, { message, fix }) {
	const shown = input.options.secret ? "the value" : `"${raw.length > 80 ? `${raw.slice(0, 77)}…` : raw}"`;
	const problem = {
		name: kebab(property),
		message: `${JSON.stringify(shown).slice(1, -1).replaceAll("\\\"", "\"")} ${message}`,
		place
	};
	return fix === void 0 ? problem : {
		...problem,
		fix
	};
}
export { kebab as a, defineStep as i, readInputs as n, unknownVariables as r, missingInput as t };
