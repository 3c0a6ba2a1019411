import { n as StepError } from "./core-error-codes.js";
// packages/oci/src/digest-text.ts
const pattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
/** True for `sha256:<64 hex>` and `sha512:<128 hex>`. */
function isDigest(text) {
	return pattern.test(text);
}
/** `text` as a digest; REFERENCE_INVALID where it is none. */
function parseDigest(text) {
	if (isDigest(text)) return text;
	throw new StepError("REFERENCE_INVALID", {
		message: `"${text}" is not a digest`,
		fix: "write it as sha256: and 64 lower-case hexadecimal digits"
	});
}
/** The part of a digest that names a file: `sha256/<hex>`. */
function digestPath(digest) {
	const [algorithm = "", hex = ""] = digest.split(":");
	return [algorithm, hex];
}
// packages/oci/src/reference.ts
const hostPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const pathPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
/** True for what a registry takes as a tag. */
function isTag(text) {
	return tagPattern.test(text);
}
/**
* Reads `host/path[:tag][@digest]`. As everywhere, a first part without a dot, a colon or `localhost` is no host but a
* repository of Docker Hub. REFERENCE_INVALID says which part is wrong.
*/
function parseReference(text) {
	const [named = "", digest, ...rest] = text.split("@");
	if (rest.length > 0) throw invalid(text, "has more than one \"@\"");
	if (digest !== void 0 && !isDigest(digest)) throw invalid(text, `has no digest behind "@"`);
	const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
	const tag = colon < 0 ? void 0 : named.slice(colon + 1);
	if (tag !== void 0 && !isTag(tag)) throw invalid(text, `has no tag in "${tag}"`);
	const { host, path } = splitHost(colon < 0 ? named : named.slice(0, colon));
	if (!hostPattern.test(host)) throw invalid(text, `has no host in "${host}"`);
	if (!pathPattern.test(path) || path.length > 255) throw invalid(text, `has no repository in "${path}"`);
	return {
		host,
		path,
		...tag === void 0 ? {} : { tag },
		...digest === void 0 ? {} : { digest }
	};
}
/** What a registry is asked for: the digest where there is one, else the tag, else `latest`. */
function referenceTarget(reference) {
	return reference.digest ?? reference.tag ?? "latest";
}
/** True where a registry on this host is reached over plain HTTP: loopback, and nothing else. */
function isLoopbackHost(host) {
	const name = host.replace(/:\d+$/, "").toLowerCase();
	return name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(name);
}
function splitHost(name) {
	const slash = name.indexOf("/");
	const first = slash < 0 ? "" : name.slice(0, slash);
	if (/[.:]/.test(first) || first === "localhost") return {
		host: first,
		path: name.slice(slash + 1)
	};
	return {
		host: "docker.io",
		path: slash < 0 ? `library/${name}` : name
	};
}
function invalid(text, why) {
	return new StepError("REFERENCE_INVALID", {
		message: `${JSON.stringify(text)} ${why}`,
		fix: "write it as host/repository:tag or host/repository@sha256:…"
	});
}
export { digestPath as a, referenceTarget as i, isTag as n, isDigest as o, parseReference as r, parseDigest as s, isLoopbackHost as t };
