// packages/steps/src/dependencies/gate/package-name.ts
/** `@ml/shapes` as CodeArtifact names it: the namespace `ml` and the name `shapes`. */
function packageName(format, name) {
	const [, namespace, rest] = /^@([^/]+)\/(.+)$/.exec(name) ?? [];
	return format === "npm" && namespace !== void 0 && rest !== void 0 ? {
		format,
		namespace,
		name: rest
	} : {
		format,
		name
	};
}
/** The pattern of the package group that has this package alone: `/npm/ml/shapes$`, `/pypi//torch$`. */
function packagePattern(format, name) {
	const { namespace = "", name: plain } = packageName(format, name);
	return `/${format}/${namespace}/${plain}$`;
}
export { packagePattern as n, packageName as t };
