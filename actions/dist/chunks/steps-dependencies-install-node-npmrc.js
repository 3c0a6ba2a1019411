import { n as StepError } from "./core-error-codes.js";
import { n as npmrcFile } from "./steps-dependencies-tools-token.js";
// packages/steps/src/dependencies/install/node/npmrc.ts
/**
* Keys of a project's .npmrc through which the token could be led elsewhere; what stands in them is not printed. A variable
* in a key could make any of them.
*/
const dangerous = /^(?:(?:https?-)?proxy|noproxy|strict-ssl|ca(?:\[\])?|cafile|cert|key|git|globalconfig|userconfig|prefix|script-shell|shell|node-options|replace-registry-host|.*:(?:certfile|keyfile)|(?!\/\/).*\$\{.*|.*:[^/]*\$\{.*)$/;
/** Refuses a project configuration that npm would obey before ours; registry and token need no word: ours win. */
function checkProjectNpmrc(text, file, isUnsafe = isDangerous) {
	const problems = [];
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		const key = /^\s*([^#;=\s][^=]*?)\s*(?:=|$)/.exec(line)?.[1];
		if (key === void 0 || !isUnsafe(key)) continue;
		problems.push({
			name: key,
			message: "can lead the token elsewhere",
			place: `${file}:${index + 1}`
		});
	}
	refuseSettings(file, problems);
}
/** Whether npm would lead a token elsewhere by a key of this name. */
function isDangerous(key) {
	return dangerous.test(key);
}
/** Throws one error with every unsafe setting of a file. */
function refuseSettings(file, problems) {
	if (problems.length === 0) return;
	throw new StepError("INSTALL_CONFIG_UNSAFE", {
		message: `"${file}" has settings that are not safe beside a token`,
		fix: "remove the lines; proxies and certificates belong into HTTPS_PROXY and NODE_EXTRA_CA_CERTS",
		problems
	});
}
/** The scopes of the packages of a lock: `@ml`. */
function scopesOf(packages) {
	return [...new Set(packages.flatMap(({ name }) => /^(@[^/]+)\//.exec(name)?.[1] ?? []))];
}
/** The configuration for the install: it names a variable, never the token. */
function userNpmrc(access) {
	return npmrcFile({
		...access,
		isExtra: false
	}, "env").content;
}
export { userNpmrc as a, scopesOf as i, isDangerous as n, refuseSettings as r, checkProjectNpmrc as t };
