import { o as __toESM } from "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { readFileSync } from "node:fs";
// packages/core/src/foreign-endpoint.ts
/** True for names that only AWS can hold. */
function isAwsHost(hostname) {
	return /(^|\.)(amazonaws\.com(\.cn)?|api\.aws|on\.aws)$/.test(hostname);
}
/**
* The endpoint that is not AWS's own and that a run is pointed at, by `endpoint:` of an environment or by a variable: then
* it is a rehearsal. An address that cannot be read is foreign.
*/
function foreignEndpoint(env, config) {
	const configured = (config?.environments ?? []).map((environment) => environment.type === "ecr" ? environment.endpoint : void 0);
	const variables = Object.keys(env).filter((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name));
	return [...configured, ...variables.sort().map((name) => env[name])].find((address) => {
		return address !== void 0 && address !== "" && !isAwsHost(URL.parse(address)?.hostname ?? "");
	});
}
// packages/aws/src/action.ts
/** IAM's prefix of each SDK client that we construct. */
const prefixes = {
	AthenaClient: "athena",
	CloudWatchClient: "cloudwatch",
	CloudWatchLogsClient: "logs",
	CodeartifactClient: "codeartifact",
	CodeDeployClient: "codedeploy",
	ECRClient: "ecr",
	ECSClient: "ecs",
	S3Client: "s3",
	STSClient: "sts"
};
/** S3 checks other names than those of its operations (Service Authorization Reference, Amazon S3). */
const s3Actions = {
	HeadObject: "GetObject",
	HeadBucket: "ListBucket",
	ListObjectsV2: "ListBucket",
	ListObjectVersions: "ListBucketVersions",
	CreateMultipartUpload: "PutObject",
	UploadPart: "PutObject",
	CompleteMultipartUpload: "PutObject"
};
/** The IAM action of an SDK command: (`S3Client`, `HeadObjectCommand`) is `s3:GetObject`. */
function iamAction(client, command, input = {}) {
	const prefix = prefixes[client];
	if (prefix === void 0) throw new TypeError(`no IAM prefix is known for "${client}"`);
	const operation = command.replace(/Command$/, "");
	if (prefix !== "s3") return `${prefix}:${operation}`;
	const action = s3Actions[operation] ?? operation;
	return `s3:${action}${"VersionId" in input && input.VersionId !== void 0 && /^(Get|Delete)Object$/.test(action) ? "Version" : ""}`;
}
/** An input as it is kept: plain values stay, bodies, streams and tokens become a note of what they were. */
function recordedInput(input) {
	return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, name === "WebIdentityToken" ? "<token>" : recordedValue(value)]));
}
function recordedValue(value) {
	if (value instanceof Uint8Array) return `<${value.byteLength} bytes>`;
	if (value instanceof Date || Array.isArray(value) || value === null) return value;
	const isPlain = typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
	return typeof value === "object" && !isPlain ? "<stream>" : value;
}
// packages/aws/src/endpoint.ts
/** Names of services as `AWS_ENDPOINT_URL_<SERVICE>` writes them. */
const services = [
	"ATHENA",
	"CLOUDWATCH",
	"CLOUDWATCH_LOGS",
	"CODEARTIFACT",
	"CODEDEPLOY",
	"ECR",
	"ECS",
	"S3",
	"STS"
];
/**
* The addresses that apply to an environment: its own `endpoint`, else `AWS_ENDPOINT_URL_<SERVICE>`, else
* `AWS_ENDPOINT_URL`. ENDPOINT_NOT_ALLOWED for a host that is neither AWS's, nor loopback, nor allowed by name.
*/
function endpointsOf(environment, env, allowEndpoints) {
	const of = (service) => environment.endpoint ?? nonEmpty(env[`AWS_ENDPOINT_URL_${service}`]) ?? nonEmpty(env.AWS_ENDPOINT_URL);
	const addresses = services.map(of).filter((address) => address !== void 0);
	for (const address of addresses) checkEndpoint(address, allowEndpoints);
	return {
		foreign: addresses.find((address) => !isAwsHost(new URL(address).hostname)),
		of
	};
}
/** True for this machine's own addresses. */
function isLoopback(hostname) {
	return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
function checkEndpoint(address, allowEndpoints) {
	const url = URL.parse(address);
	if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") throw new StepError("ENDPOINT_NOT_ALLOWED", {
		message: `the endpoint "${url ? url.host : address}" is not a plain http or https address`,
		fix: "write it as https://host[:port], without a user name"
	});
	if (isLoopback(url.hostname)) return;
	if (isAwsHost(url.hostname) && url.protocol === "https:") return;
	if (allowEndpoints.some((allowed) => allowed === url.hostname || allowed === url.host)) return;
	throw new StepError("ENDPOINT_NOT_ALLOWED", {
		message: `the endpoint "${url.protocol}//${url.host}" is not AWS and not on this machine`,
		fix: ({ input }) => `unset AWS_ENDPOINT_URL, or pass ${input("allow-endpoint", url.hostname)} if you trust it`
	});
}
function nonEmpty(text) {
	return text === "" ? void 0 : text;
}
// packages/aws/src/error.ts
const denied = /^(AccessDenied(Exception)?|Forbidden|UnauthorizedOperation|AuthorizationError(Exception)?)$/;
const refused = /^(ExpiredToken(Exception)?|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|MissingAuthenticationToken(Exception)?|InvalidToken)$/;
const throttled = /^(Throttling(Exception)?|ThrottledException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|BandwidthLimitExceeded|ProvisionedThroughputExceededException|PriorRequestNotComplete)$/;
const missing = /(NotFound(Exception)?|DoesNotExist(Exception)?|DoesNotExistFault|NotFoundFault)$|^NoSuch(Key|Bucket|Version|Upload)$/;
/** The code that an SDK error stands for, from its name, status and nature; never from its words. */
function codeOf(error) {
	const { name, status, isNetwork } = factsOf(error);
	if (denied.test(name)) return "AWS_DENIED";
	if (refused.test(name)) return "AWS_CREDENTIALS_REFUSED";
	if (throttled.test(name) || status === 429) return "AWS_THROTTLED";
	if (missing.test(name)) return "RESOURCE_MISSING";
	if (isNetwork || status !== void 0 && status >= 500) return "AWS_UNAVAILABLE";
	return status === 403 ? "AWS_DENIED" : "AWS_FAILED";
}
/**
* What came out of an SDK call as a `StepError`; anything that AWS or the network had no part in is our bug and comes
* back unchanged.
*/
function toStepError(error, attempt) {
	if (error instanceof StepError || !isRemote(error)) return error;
	const code = codeOf(error);
	const { name, status } = factsOf(error);
	const said = `${name}${status === void 0 ? "" : ` (${status})`}${error.message ? `: ${error.message}` : ""}`;
	return new StepError(code, {
		...words(code, attempt, said),
		cause: error
	});
}
/** True for a failure that AWS itself called by this name: `ImageNotFoundException`. */
function isAwsError(error, ...names) {
	return error instanceof StepError && error.cause instanceof Error && names.includes(error.cause.name);
}
/** True for an SDK error that says that the credentials were good once. */
function isExpired(error) {
	return error instanceof Error && /^(ExpiredToken(Exception)?|TokenRefreshRequired)$/.test(error.name);
}
/** True where asking again can help: throttled, a server error, or the network. */
function isTransient(error) {
	return error instanceof StepError && (error.code === "AWS_THROTTLED" || error.code === "AWS_UNAVAILABLE");
}
function words(code, { action, principal, region }, said) {
	switch (code) {
		case "AWS_DENIED": return {
			message: `"${principal}" may not ${action} in ${region}: ${said}`,
			fix: `allow ${action} to that principal; docs/iam has the policy of each step`
		};
		case "AWS_CREDENTIALS_REFUSED": return {
			message: `${action}: the credentials of "${principal}" were refused: ${said}`,
			fix: "get new credentials and run the step again"
		};
		case "AWS_THROTTLED": return {
			message: `${action} was throttled: ${said}`,
			fix: "run the step again later"
		};
		case "AWS_UNAVAILABLE": return {
			message: `${action}: no answer from ${region}: ${said}`,
			fix: "run the step again later"
		};
		default: return { message: `${action} failed: ${said}` };
	}
}
function isRemote(error) {
	return error instanceof Error && ("$metadata" in error || isNetworkError(error));
}
function factsOf(error) {
	if (!(error instanceof Error)) return {
		name: "",
		status: void 0,
		isNetwork: false
	};
	const { $metadata, $response } = error;
	return {
		name: error.name,
		status: $metadata?.httpStatusCode ?? $response?.statusCode,
		isNetwork: isNetworkError(error)
	};
}
function isNetworkError(error) {
	const code = "code" in error && typeof error.code === "string" ? error.code : "";
	return error.name === "TimeoutError" || /^(E[A-Z]{3,}|UND_ERR_\w+|ERR_TLS_\w+|CERT_\w+)$/.test(code);
}
// packages/aws/src/clients.ts
/** The SDK's form of them. */
function sending({ signal }) {
	return signal === void 0 ? {} : { abortSignal: signal };
}
/** The SDK's client for ECR; the first use loads it. */
const ecrClient = lazily("ECR", async (config) => {
	const { ECRClient } = await import("./aws-sdk-client-ecr.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new ECRClient(config);
});
const ecsClient = lazily("ECS", async (config) => {
	const { ECSClient } = await import("./aws-sdk-client-ecs.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new ECSClient(config);
});
const codeDeployClient = lazily("CODEDEPLOY", async (config) => {
	const { CodeDeployClient } = await import("./aws-sdk-client-codedeploy.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new CodeDeployClient(config);
});
const athenaClient = lazily("ATHENA", async (config) => {
	const { AthenaClient } = await import("./aws-sdk-client-athena.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new AthenaClient(config);
});
const cloudWatchClient = lazily("CLOUDWATCH", async (config) => {
	const { CloudWatchClient } = await import("./aws-sdk-client-cloudwatch.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new CloudWatchClient(config);
});
const logsClient = lazily("CLOUDWATCH_LOGS", async (config) => {
	const { CloudWatchLogsClient } = await import("./aws-sdk-client-cloudwatch-logs.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new CloudWatchLogsClient(config);
});
const codeArtifactClient = lazily("CODEARTIFACT", async (config) => {
	const { CodeartifactClient } = await import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new CodeartifactClient(config);
});
const s3Client = lazily("S3", async (config) => {
	const { S3Client } = await import("./aws-sdk-client-s3.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new S3Client({
		...config,
		forcePathStyle: config.endpoint !== void 0
	});
});
const stsClient = lazily("STS", async (config) => {
	const { STSClient } = await import("./aws-sdk-client-sts.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new STSClient(config);
});
/**
* Loads what sessions and calls of CodeArtifact are made of, a tenth of a second of work, while something else is waited
* for. Nothing is asked of AWS.
*/
async function loadCodeArtifact() {
	await Promise.all([
		import("./aws-sdk-client-sts.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1)),
		import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1)),
		import("node:http"),
		import("node:https")
	]);
}
function lazily(service, construct) {
	const made = /* @__PURE__ */ new WeakMap();
	return (source) => {
		const known = made.get(source);
		if (known) return known;
		const client = configOf(source, service).then(construct).then((fresh) => observed(fresh, source));
		made.set(source, client);
		return client;
	};
}
async function configOf(source, service) {
	const endpoint = source.host.endpointOf(service);
	const credentials = Object.assign(() => source.credentials(), { memoized: true });
	return {
		region: source.region,
		...endpoint === void 0 ? {} : { endpoint },
		ignoreConfiguredEndpointUrls: true,
		credentials,
		maxAttempts: 5,
		requestHandler: await handlerOptions(source.host.env, endpoint)
	};
}
async function handlerOptions(env, endpoint) {
	const [{ Agent: HttpAgent }, { Agent: HttpsAgent }] = await Promise.all([import("node:http"), import("node:https")]);
	const shared = {
		keepAlive: true,
		maxSockets: 50,
		...endpoint !== void 0 && isLoopback(new URL(endpoint).hostname) ? {} : { proxyEnv: env }
	};
	const bundle = env.AWS_CA_BUNDLE;
	const ca = bundle === void 0 || bundle === "" ? {} : { ca: readFileSync(bundle) };
	return {
		connectionTimeout: 5e3,
		socketTimeout: 6e4,
		httpAgent: new HttpAgent(shared),
		httpsAgent: new HttpsAgent({
			...shared,
			...ca
		})
	};
}
function observed(client, source) {
	const { account, region, principal, host } = source;
	const middleware = (next, context) => async (args) => {
		const action = iamAction(context.clientName ?? "", context.commandName ?? "", args.input);
		host.record({
			action,
			account,
			region,
			input: recordedInput(args.input)
		});
		try {
			return await next(args).catch(async (error) => {
				if (!isExpired(error)) throw error;
				await source.credentials({ stale: true });
				return next(args);
			});
		} catch (error) {
			const signal = context.__smithy_context?.abortSignal;
			throw signal?.aborted ? signal.reason : toStepError(error, {
				action,
				principal,
				region
			});
		}
	};
	client.middlewareStack.add(middleware, {
		step: "initialize",
		priority: "high"
	});
	return client;
}
// packages/aws/src/refresh.ts
/** How long before their end credentials and tokens are renewed. */
const refreshBeforeMs = 3e5;
/**
* Keeps what `fetch` gave until it is near its end on the run's clock. Callers that come together share one fetch; a
* life shorter than the margin is used for half of it.
*/
function renewing(clock, fetch) {
	let kept;
	let pending;
	async function renew() {
		const askedAtMs = clock.now();
		const { value, expiresAtMs } = await fetch();
		const lifeMs = expiresAtMs === void 0 ? Number.POSITIVE_INFINITY : expiresAtMs - askedAtMs;
		kept = {
			value,
			renewAtMs: askedAtMs + Math.max(lifeMs - refreshBeforeMs, lifeMs / 2)
		};
		return value;
	}
	return ({ stale = false } = {}) => {
		if (kept && !stale && clock.now() < kept.renewAtMs) return Promise.resolve(kept.value);
		pending ??= renew().finally(() => {
			pending = void 0;
		});
		return pending;
	};
}
/** Credentials that renew themselves, every part of them masked before anyone sees it. */
function renewingCredentials(clock, mask, provide) {
	return renewing(clock, async () => {
		const value = await provide();
		for (const secret of [
			value.secretAccessKey,
			value.sessionToken,
			value.accessKeyId
		]) if (secret) mask(secret);
		return {
			value,
			expiresAtMs: value.expiration?.getTime()
		};
	});
}
// packages/aws/src/ecr.ts
/** The repository of this name; RESOURCE_MISSING where there is none. */
async function describeRepository(session, name, options = {}) {
	const { DescribeRepositoriesCommand } = await import("./aws-sdk-client-ecr.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const { repositories } = await (await ecrClient(session)).send(new DescribeRepositoriesCommand({ repositoryNames: [name] }), sending(options)).catch((error) => {
		throw isAwsError(error, "RepositoryNotFoundException") ? missingRepository(session, name, error) : error;
	});
	const found = repositories?.find(({ repositoryName }) => repositoryName === name);
	if (!found?.repositoryUri || !found.registryId) throw missingRepository(session, name);
	const host = registryHost(session, found.repositoryUri.split("/", 1)[0] ?? "");
	return {
		name,
		arn: found.repositoryArn ?? "",
		uri: `${host}/${name}`,
		host,
		registryId: found.registryId,
		mutability: mutabilityOf(found.imageTagMutability, (found.imageTagMutabilityExclusionFilters ?? []).map(({ filter }) => filter ?? ""))
	};
}
/**
* Where the registry is asked. Emulators answer with the name that the registry would have at AWS; what asks ECR at an
* endpoint of their own must not send anything there, so that endpoint is asked.
*/
function registryHost({ host }, told) {
	const endpoint = host.endpointOf("ECR");
	if (endpoint === void 0 || !isAwsHost(told.replace(/:\d+$/, ""))) return told;
	const address = new URL(endpoint);
	return isAwsHost(address.hostname) ? told : address.host;
}
/** The image under a tag or digest, or undefined where there is none. */
async function describeImage(session, repository, reference, options = {}) {
	const { DescribeImagesCommand } = await import("./aws-sdk-client-ecr.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await ecrClient(session);
	const command = new DescribeImagesCommand({
		repositoryName: repository,
		imageIds: [imageId(reference)]
	});
	const [found] = (await client.send(command, sending(options)).catch((error) => {
		if (isAwsError(error, "ImageNotFoundException")) return void 0;
		throw isAwsError(error, "RepositoryNotFoundException") ? missingRepository(session, repository, error) : error;
	}))?.imageDetails ?? [];
	if (!found?.imageDigest) return void 0;
	return {
		digest: found.imageDigest,
		tags: found.imageTags ?? [],
		mediaType: found.imageManifestMediaType ?? "",
		pushedAt: found.imagePushedAt,
		status: found.imageStatus ?? "ACTIVE"
	};
}
/** Every media type of a manifest that we take; without indexes a tag would silently mean one platform. */
const manifestMediaTypes = [
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.docker.distribution.manifest.v2+json"
];
/** The manifest under a tag or digest as ECR stores it, or undefined where there is none. */
async function getManifest(session, repository, reference, options = {}) {
	const { BatchGetImageCommand } = await import("./aws-sdk-client-ecr.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await ecrClient(session);
	const command = new BatchGetImageCommand({
		repositoryName: repository,
		imageIds: [imageId(reference)],
		acceptedMediaTypes: [...manifestMediaTypes]
	});
	const { images, failures } = await client.send(command, sending(options));
	const [image] = images ?? [];
	if (image?.imageManifest) return {
		text: image.imageManifest,
		mediaType: image.imageManifestMediaType ?? ""
	};
	const failure = failures?.[0];
	if (!failure || failure.failureCode === "ImageNotFound") return void 0;
	throw new StepError("AWS_FAILED", { message: `ecr:BatchGetImage of "${repository}" ${reference}: ${failure.failureCode}: ${failure.failureReason ?? ""}` });
}
/** The digests under which a running container of `digest` may be reported: its own, and those of an index's platforms. */
async function digestsOf(session, repository, digest, options = {}) {
	const manifest = await getManifest(session, repository, digest, options);
	if (!manifest) return /* @__PURE__ */ new Set([digest]);
	const parsed = JSON.parse(manifest.text);
	const children = typeof parsed === "object" && parsed && "manifests" in parsed ? parsed.manifests : [];
	const digests = Array.isArray(children) ? children.map((child) => child.digest) : [];
	return /* @__PURE__ */ new Set([digest, ...digests.filter((child) => typeof child === "string")]);
}
function imageId(reference) {
	return /^sha(256|512):/.test(reference) ? { imageDigest: reference } : { imageTag: reference };
}
function mutabilityOf(mode, exceptions) {
	switch (mode) {
		case "IMMUTABLE": return {
			isImmutable: true,
			exceptions: []
		};
		case "IMMUTABLE_WITH_EXCLUSION": return {
			isImmutable: true,
			exceptions
		};
		case "MUTABLE_WITH_EXCLUSION": return {
			isImmutable: false,
			exceptions
		};
		case "MUTABLE":
		case void 0: return {
			isImmutable: false,
			exceptions: []
		};
		default: throw new StepError("STATE_UNKNOWN", { message: `the tag mutability "${mode}" is not known to ml-ci` });
	}
}
function missingRepository(session, name, cause) {
	return new StepError("RESOURCE_MISSING", {
		message: `no ECR repository "${name}" in account ${session.account}, ${session.region}`,
		fix: "create it, or correct repository: of the environment in ml-ci.yml",
		cause
	});
}
// packages/aws/src/ecr-credentials.ts
/**
* Credentials for the registry at `registryHost` (the host of `EcrRepository`), for the OCI transport. The token lives
* for 12 hours at most, so it is renewed on the run's clock, and at once where the registry refused it. Any other host
* gets none.
*/
function ecrCredentials(session, registryHost) {
	const token = renewing(session.host.clock, async () => {
		const { token: password, expiresAt } = await authorizationToken(session);
		return {
			value: password,
			expiresAtMs: expiresAt?.getTime()
		};
	});
	return async (host, { stale }) => host === registryHost ? {
		type: "basic",
		username: "AWS",
		password: await token({ stale })
	} : { type: "anonymous" };
}
async function authorizationToken(session) {
	const { GetAuthorizationTokenCommand } = await import("./aws-sdk-client-ecr.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const { authorizationData } = await (await ecrClient(session)).send(new GetAuthorizationTokenCommand({}));
	const [data] = authorizationData ?? [];
	const encoded = data?.authorizationToken ?? "";
	const [username, token] = Buffer.from(encoded, "base64").toString("utf8").split(/:(.*)/s);
	if (username !== "AWS" || !token) throw new StepError("AWS_FAILED", { message: "ecr:GetAuthorizationToken answered without a token" });
	session.host.mask(token);
	session.host.mask(encoded);
	return {
		token,
		expiresAt: data?.expiresAt
	};
}
export { stsClient as _, getManifest as a, endpointsOf as b, athenaClient as c, codeDeployClient as d, ecsClient as f, sending as g, s3Client as h, digestsOf as i, cloudWatchClient as l, logsClient as m, describeImage as n, manifestMediaTypes as o, loadCodeArtifact as p, describeRepository as r, renewingCredentials as s, ecrCredentials as t, codeArtifactClient as u, isAwsError as v, foreignEndpoint as x, isTransient as y };
