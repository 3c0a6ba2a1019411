// packages/steps/src/dependencies/lock/name-pattern.ts
/** Whether a name is one of these, in which `*` stands for any text: `ml-*`, `@esbuild/*`. */
function isNamedBy(patterns, name) {
	return patterns.some((pattern) => wildcard(pattern).test(name));
}
function wildcard(pattern) {
	const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
	return new RegExp(`^${parts.join(".*")}$`);
}
export { isNamedBy as t };
