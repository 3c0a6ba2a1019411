import { o as __toESM } from "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { g as sending, u as codeArtifactClient } from "./core-foreign-endpoint.js";
// packages/aws/src/codeartifact.ts
/**
* A token for the repositories of a domain. It lives `durationSeconds` (900 to 43200); 0 means as long as our role
* session, which is never longer than needed.
*/
async function domainToken(session, { domain, owner }, durationSeconds, options = {}) {
	const { GetAuthorizationTokenCommand } = await import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeArtifactClient(session);
	const command = new GetAuthorizationTokenCommand({
		domain,
		durationSeconds,
		...owner === void 0 ? {} : { domainOwner: owner }
	});
	const { authorizationToken, expiration } = await client.send(command, sending(options));
	if (!authorizationToken) throw new StepError("AWS_FAILED", { message: "codeartifact:GetAuthorizationToken answered without a token" });
	session.host.mask(authorizationToken);
	return {
		token: authorizationToken,
		expiresAt: expiration
	};
}
/** The address of a repository for one kind of package manager, with its slash at the end. */
async function repositoryEndpoint(session, { domain, owner }, repository, format, { endpointType, ...options } = {}) {
	const { GetRepositoryEndpointCommand } = await import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeArtifactClient(session);
	const command = new GetRepositoryEndpointCommand({
		domain,
		repository,
		format,
		...endpointType === void 0 ? {} : { endpointType },
		...owner === void 0 ? {} : { domainOwner: owner }
	});
	const { repositoryEndpoint: endpoint } = await client.send(command, sending(options));
	if (!endpoint) throw new StepError("AWS_FAILED", { message: "codeartifact:GetRepositoryEndpoint answered without an address" });
	return endpoint.endsWith("/") ? endpoint : `${endpoint}/`;
}
// packages/steps/src/dependencies/access.ts
/** Asks for the address of the repository and for a token that ends with our own session. */
async function openAccess(context, session, owner, format) {
	const { inputs, signal } = context;
	const domain = {
		domain: inputs.domain,
		owner
	};
	const endpoint = await repositoryEndpoint(session, domain, inputs.repository, format, { signal });
	const { token } = await openToken(context, session, domain, 0);
	return {
		endpoint,
		token
	};
}
/** A token of a domain, for `seconds` or (0) until our session ends. */
async function openToken({ mask, signal }, session, domain, seconds) {
	const opened = await domainToken(session, domain, seconds, { signal });
	mask(opened.token);
	mask(Buffer.from(`aws:${opened.token}`).toString("base64"));
	return opened;
}
export { repositoryEndpoint as i, openToken as n, domainToken as r, openAccess as t };
