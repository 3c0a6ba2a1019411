// packages/core/src/words.ts
/** The words of a workflow: `with: tag: 1.4.0`. */
const workflow = {
	input: (name, value) => value === void 0 ? `with: ${name}` : `with: ${name}: ${value}`,
	help: () => "see the README of the action"
};
/** The text in the words of a surface. */
function say(text, words) {
	return typeof text === "string" ? text : text(words);
}
/** Several texts as one; what is said twice, or not at all, is left out. */
function joined(texts, separator) {
	return (words) => {
		const said = texts.flatMap((text) => text === void 0 ? [] : [say(text, words)]);
		return [...new Set(said)].join(separator);
	};
}
export { say as n, workflow as r, joined as t };
