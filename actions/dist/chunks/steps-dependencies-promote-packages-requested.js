import { n as StepError } from "./core-error-codes.js";
// packages/steps/src/dependencies/promote-packages/requested.ts
/** The formats whose versions CodeArtifact copies. */
const copiedFormats = [
	"npm",
	"pypi",
	"maven",
	"generic"
];
/** How people write a version: `@ml/shapes@2.0.0`, `torch==2.9.0`, `org.ml:shapes@2.0.0`. */
function parseRequested(texts, format) {
	const problems = [];
	const requested = texts.flatMap((text) => {
		const [, name = "", version = ""] = /^(@?[^@=]+)(?:@|==)([^@=\s]+)$/.exec(text.trim()) ?? [];
		const named = nameOf(format, name);
		if (named !== void 0 && version !== "") return [{
			package: named,
			version,
			revision: void 0
		}];
		problems.push({
			name: "packages",
			message: `"${text}" is not ${forms[format]}`
		});
		return [];
	});
	if (problems.length === 0) return requested;
	throw new StepError("INPUT_INVALID", {
		message: "a mistake in the inputs of promote-packages",
		fix: ({ help }) => help("promote-packages"),
		problems
	});
}
const forms = {
	npm: "[@SCOPE/]NAME@VERSION",
	pypi: "NAME==VERSION",
	maven: "GROUP:ARTIFACT@VERSION",
	generic: "NAMESPACE/NAME@VERSION"
};
function nameOf(format, text) {
	switch (format) {
		case "pypi": return /^[A-Za-z0-9._-]+$/.test(text) ? {
			format,
			name: text.replace(/[-_.]+/g, "-").toLowerCase()
		} : void 0;
		case "npm": {
			const [, namespace, name] = /^(?:@([^/@]+)\/)?([^/@]+)$/.exec(text) ?? [];
			return name === void 0 ? void 0 : {
				format,
				namespace,
				name
			};
		}
		case "maven":
		case "generic": {
			const [, namespace, name] = (format === "maven" ? /^([^:]+):([^:]+)$/ : /^([^/]+)\/([^/]+)$/).exec(text) ?? [];
			return name === void 0 ? void 0 : {
				format,
				namespace,
				name
			};
		}
	}
}
/** A package as people write it: `@ml/shapes`, `org.ml:shapes`. */
function shown({ format, namespace, name }) {
	if (namespace === void 0) return name;
	if (format === "npm") return `@${namespace}/${name}`;
	return `${namespace}${format === "maven" ? ":" : "/"}${name}`;
}
export { parseRequested as n, shown as r, copiedFormats as t };
