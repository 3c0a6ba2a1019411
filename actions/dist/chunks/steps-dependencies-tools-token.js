import { join } from "node:path";
// packages/steps/src/dependencies/tools/token.ts
/** The name that the guides of AWS give to a variable with a token. */
const tokenVariable = "CODEARTIFACT_AUTH_TOKEN";
/** What a configuration file says for the value of the variable: npm, pdm and Yarn put it in when they read the file. */
const tokenReference = `\${${tokenVariable}}`;
/** An address with the user name and the token in it. */
function withToken(address, token) {
	return address.replace("://", `://aws:${token}@`);
}
// packages/steps/src/dependencies/tools/npmrc.ts
/** The key of a setting for one registry, as npm writes it: `//host/path/:_authToken`. */
function registryKey(endpoint, setting) {
	return `${endpoint.replace(/^https?:/, "")}:${setting}`;
}
/** The user's configuration for npm, pnpm and Yarn 1, which all find it by the same variable. */
function npmrcFile({ endpoint, token, scope }, place) {
	const registry = scope === void 0 ? "registry" : `${scope}:registry`;
	const value = place === "env" ? tokenReference : token;
	return {
		path: "npmrc",
		content: `${registry}=${endpoint}\n${registryKey(endpoint, "_authToken")}=${value}\n`
	};
}
/**
* The variables that lead to it. A registry is named by a variable as well, or that of a project would win. Names are read in
* any case, and of two the last: both are set, so that neither is left to somebody else.
*/
function npmrcVariables({ endpoint, scope }, folder) {
	return {
		...inBothCases("npm_config_userconfig", join(folder, "npmrc")),
		...scope === void 0 ? inBothCases("npm_config_registry", endpoint) : {}
	};
}
function inBothCases(name, value) {
	return {
		[name]: value,
		[name.toUpperCase()]: value
	};
}
export { tokenReference as a, registryKey as i, npmrcFile as n, tokenVariable as o, npmrcVariables as r, withToken as s, inBothCases as t };
