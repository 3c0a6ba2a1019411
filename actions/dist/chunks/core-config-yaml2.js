import "./rolldown-runtime.js";
import { t as require_dist } from "./yaml.js";
// packages/core/src/config/yaml.ts
var import_dist = require_dist();
/**
* Parses YAML 1.2 with the core schema. Duplicate keys are mistakes, and so are documents whose aliases expand to more
* than 100 nodes.
*/
function parseYaml(source, fileName) {
	const lines = new import_dist.LineCounter();
	const document = (0, import_dist.parseDocument)(source, {
		lineCounter: lines,
		uniqueKeys: true,
		stringKeys: true
	});
	const problems = document.errors.map((error) => ({
		name: fileName,
		message: (error.message.split("\n")[0] ?? error.code).replace(/ at line \d+, column \d+:?$/, ""),
		place: `${fileName}:${lines.linePos(error.pos[0]).line}`
	}));
	const lineOf = (path) => lineAt(document.contents, path, lines);
	if (problems.length > 0) return {
		value: void 0,
		problems,
		lineOf
	};
	try {
		return {
			value: document.toJS({ maxAliasCount: 100 }),
			problems,
			lineOf
		};
	} catch (error) {
		return {
			value: void 0,
			problems: [{
				name: fileName,
				message: error instanceof Error ? error.message : String(error),
				place: `${fileName}:1`
			}],
			lineOf
		};
	}
}
function lineAt(contents, path, lines) {
	let node = contents;
	let offset = rangeOf(node);
	for (const key of path) if ((0, import_dist.isMap)(node)) {
		const pair = node.items.find((item) => (0, import_dist.isPair)(item) && String(item.key) === String(key));
		if (pair === void 0) break;
		offset = rangeOf(pair.key) ?? offset;
		node = pair.value;
	} else if (hasItems(node) && typeof key === "number") {
		node = node.items[key];
		offset = rangeOf(node) ?? offset;
	}
	return lines.linePos(offset ?? 0).line;
}
function rangeOf(node) {
	return node?.range?.[0];
}
function hasItems(node) {
	return typeof node === "object" && node !== null && "items" in node && Array.isArray(node.items);
}
export { parseYaml as t };
