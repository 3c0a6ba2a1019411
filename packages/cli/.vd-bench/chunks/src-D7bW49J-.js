import { o as __toESM } from "./rolldown-runtime-COqNOauY.js";
import { i as StepError } from "./load-B55PWNpz.js";
import { T as rejected, w as parsedAs, x as kind } from "./src-ApriQ9BF.js";
import { t as formatDuration } from "./duration-CssOH_HY.js";
import { readFileSync } from "node:fs";
import { Agent } from "node:http";
import { Agent as Agent$1 } from "node:https";
// packages/aws/src/credentials.ts
/** The credentials this run starts from: variables, else the container's, else a profile (SSO included). */
function baseCredentials(environment, env) {
	const keyId = env.AWS_ACCESS_KEY_ID;
	const secret = env.AWS_SECRET_ACCESS_KEY;
	if (keyId && secret) return {
		from: "the variables",
		provide: async () => fromVariables(keyId, secret, env)
	};
	if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) return {
		from: "the container",
		provide: () => fromContainer(env)
	};
	const profile = environment.profile || env.AWS_PROFILE || "default";
	return {
		from: `the profile "${profile}"`,
		provide: () => fromProfile(profile, environment, env)
	};
}
function fromVariables(accessKeyId, secretAccessKey, env) {
	const token = env.AWS_SESSION_TOKEN;
	return {
		accessKeyId,
		secretAccessKey,
		...token ? { sessionToken: token } : {}
	};
}
async function fromContainer(env) {
	const { fromHttp } = await import("./dist-cjs-CAGZtBqU.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return orMissing(fromHttp({
		...defined("awsContainerCredentialsRelativeUri", env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI),
		...defined("awsContainerCredentialsFullUri", env.AWS_CONTAINER_CREDENTIALS_FULL_URI),
		...defined("awsContainerAuthorizationToken", env.AWS_CONTAINER_AUTHORIZATION_TOKEN),
		...defined("awsContainerAuthorizationTokenFile", env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE)
	}), "the container gave no credentials", "check the task role or the build project role");
}
async function fromProfile(profile, environment, env) {
	const { fromIni } = await import("./dist-cjs-CAGZtBqU.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return orMissing(fromIni({
		profile,
		ignoreCache: true,
		clientConfig: { region: environment.region },
		...defined("filepath", env.AWS_SHARED_CREDENTIALS_FILE),
		...defined("configFilepath", env.AWS_CONFIG_FILE)
	}), `no AWS credentials for the environment "${environment.name}": none in the variables, no container, and none in the profile "${profile}"`, `set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws sso login --profile ${profile}`);
}
async function orMissing(provide, message, fix) {
	try {
		return await provide();
	} catch (cause) {
		throw new StepError("CREDENTIALS_MISSING", {
			message,
			fix,
			cause
		});
	}
}
function defined(key, value) {
	return value ? { [key]: value } : {};
}
// packages/aws/src/endpoint.ts
/** Names of services as `AWS_ENDPOINT_URL_<SERVICE>` writes them. */
const services = [
	"CLOUDWATCH",
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
/** True for names that only AWS can hold. */
function isAwsHost(hostname) {
	return /(^|\.)(amazonaws\.com(\.cn)?|api\.aws|on\.aws)$/.test(hostname);
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
		fix: `unset AWS_ENDPOINT_URL, or pass --allow-endpoint ${url.hostname} if you trust it`
	});
}
function nonEmpty(text) {
	return text === "" ? void 0 : text;
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
// packages/aws/src/action.ts
/** IAM's prefix of each SDK client that we construct. */
const prefixes = {
	CloudWatchClient: "cloudwatch",
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
/** An input as it is kept: plain values stay, bodies and streams become a note of what they were. */
function recordedInput(input) {
	return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, recordedValue(value)]));
}
function recordedValue(value) {
	if (value instanceof Uint8Array) return `<${value.byteLength} bytes>`;
	if (value instanceof Date || Array.isArray(value) || value === null) return value;
	const isPlain = typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
	return typeof value === "object" && !isPlain ? "<stream>" : value;
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
	const { ECRClient } = await import("./dist-cjs-DBpVmgY_.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new ECRClient(config);
});
const ecsClient = lazily("ECS", async (config) => {
	const { ECSClient } = await import("./dist-cjs-CFcmRgxm.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new ECSClient(config);
});
const codeDeployClient = lazily("CODEDEPLOY", async (config) => {
	const { CodeDeployClient } = await import("./dist-cjs-B0SN2pWL.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new CodeDeployClient(config);
});
const cloudWatchClient = lazily("CLOUDWATCH", async (config) => {
	const { CloudWatchClient } = await import("./dist-cjs-Mb2IZdQj.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new CloudWatchClient(config);
});
const codeArtifactClient = lazily("CODEARTIFACT", async (config) => {
	const { CodeartifactClient } = await import("./dist-cjs-DqZZxEAz.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new CodeartifactClient(config);
});
const stsClient = lazily("STS", async (config) => {
	const { STSClient } = await import("./dist-cjs-CVHyrSjC.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return new STSClient(config);
});
function lazily(service, construct) {
	const made = /* @__PURE__ */ new WeakMap();
	return (source) => {
		const known = made.get(source);
		if (known) return known;
		const client = construct(configOf(source, service)).then((fresh) => observed(fresh, source));
		made.set(source, client);
		return client;
	};
}
function configOf(source, service) {
	const endpoint = source.host.endpointOf(service);
	const credentials = Object.assign(() => source.credentials(), { memoized: true });
	return {
		region: source.region,
		...endpoint === void 0 ? {} : { endpoint },
		ignoreConfiguredEndpointUrls: true,
		credentials,
		maxAttempts: 5,
		requestHandler: handlerOptions(source.host.env, endpoint)
	};
}
function handlerOptions(env, endpoint) {
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
		httpAgent: new Agent(shared),
		httpsAgent: new Agent$1({
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
// packages/aws/src/sts.ts
/** Asks STS who we are; nobody needs a permission for that. */
async function callerIdentity(source, options = {}) {
	const { GetCallerIdentityCommand } = await import("./dist-cjs-CVHyrSjC.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const { Account, Arn } = await (await stsClient(source)).send(new GetCallerIdentityCommand({}), sending(options));
	if (Account === void 0 || Arn === void 0) throw new StepError("AWS_FAILED", { message: "sts:GetCallerIdentity answered without an account" });
	return {
		account: Account,
		arn: Arn
	};
}
/** Credentials of `role`, for as long as the role allows by default (an hour). */
async function assumeRole(source, role, sessionName, options = {}) {
	const { AssumeRoleCommand } = await import("./dist-cjs-CVHyrSjC.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await stsClient(source);
	const command = new AssumeRoleCommand({
		RoleArn: role,
		RoleSessionName: sessionName
	});
	const { Credentials } = await client.send(command, sending(options));
	if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey || !Credentials.SessionToken) throw new StepError("AWS_FAILED", { message: `sts:AssumeRole of "${role}" answered without credentials` });
	return {
		accessKeyId: Credentials.AccessKeyId,
		secretAccessKey: Credentials.SecretAccessKey,
		sessionToken: Credentials.SessionToken,
		...Credentials.Expiration ? { expiration: Credentials.Expiration } : {}
	};
}
/** `ml-ci-<run>` within what STS takes: 2 to 64 of letters, digits and `_+=,.@-`. */
function sessionNameOf(run) {
	return `ml-ci-${run}`.replace(/[^\w+=,.@-]/g, "-").slice(0, 64);
}
/** True where `callerArn` is already a session of `role`: GitHub's own step may have assumed it before us. */
function isSessionOf(role, callerArn) {
	const wanted = /^arn:([\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(role);
	const actual = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(callerArn);
	return !!wanted && !!actual && wanted.slice(1).every((part, index) => part === actual[index + 1]);
}
// packages/aws/src/aws.ts
/** The sessions of a run. Nothing is asked of AWS before the first one is needed. */
function createAws(options) {
	const calls = [];
	const sessions = /* @__PURE__ */ new Map();
	let rehearsal;
	return {
		calls,
		get rehearsal() {
			return rehearsal;
		},
		session(environment, signal = options.signal) {
			const { account, region, role = "", profile = "", endpoint = "" } = environment;
			const key = [
				account,
				region,
				role,
				profile,
				endpoint
			].join("|");
			const known = sessions.get(key);
			if (known) return known;
			const session = openSession(environment, options, (call) => calls.push(call), signal);
			sessions.set(key, session);
			session.then((opened) => {
				rehearsal ??= opened.endpoint;
			}, () => sessions.delete(key));
			return session;
		}
	};
}
async function openSession(environment, options, record, signal) {
	const { env, clock, log, mask, allowEndpoints } = options;
	const endpoints = endpointsOf(environment, env, allowEndpoints);
	const host = {
		env,
		clock,
		log,
		mask,
		record,
		endpointOf: endpoints.of
	};
	const base = baseCredentials(environment, env);
	const source = sourceOf(environment, host, base.from, base.provide);
	const caller = await callerIdentity(source, { signal });
	const { role } = environment;
	if (role === void 0 || isSessionOf(role, caller.arn)) return guarded(environment, base, {
		...source,
		principal: caller.arn
	}, caller, endpoints.foreign);
	const provide = () => assumeRole({
		...source,
		principal: caller.arn
	}, role, sessionNameOf(options.run));
	const assumed = sourceOf(environment, host, role, provide);
	const identity = await callerIdentity(assumed, { signal });
	return guarded(environment, base, {
		...assumed,
		principal: identity.arn
	}, identity, endpoints.foreign);
}
function sourceOf({ account, region }, host, principal, provide) {
	return {
		account,
		region,
		principal,
		host,
		credentials: renewingCredentials(host.clock, host.mask, provide)
	};
}
function guarded(environment, base, source, identity, endpoint) {
	if (identity.account === environment.account) return {
		...source,
		endpoint
	};
	throw new StepError("ACCOUNT_WRONG", {
		message: `the environment "${environment.name}" is account "${environment.account}", but the credentials from ${base.from} belong to account "${identity.account}" (${identity.arn})`,
		fix: `use credentials of account ${environment.account}, or set role: of the environment "${environment.name}" in ml-ci.yml`
	});
}
// packages/aws/src/cloudwatch.ts
const alarmTypes = [
	"MetricAlarm",
	"CompositeAlarm",
	"LogAlarm"
];
/**
* The alarms of these names, in as few calls as there are hundreds of names. One that CloudWatch does not return is not in
* the answer: the caller must miss it. Without `AlarmTypes` only metric alarms would come back.
*/
async function describeAlarms(session, names, options = {}) {
	const { DescribeAlarmsCommand } = await import("./dist-cjs-Mb2IZdQj.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await cloudWatchClient(session);
	const alarms = [];
	for (let start = 0; start < names.length; start += 100) {
		let NextToken;
		do {
			const command = new DescribeAlarmsCommand({
				AlarmNames: names.slice(start, start + 100),
				AlarmTypes: [...alarmTypes],
				MaxRecords: 100,
				NextToken
			});
			const page = await client.send(command, sending(options));
			alarms.push(...(page.MetricAlarms ?? []).map(metricAlarm), ...(page.CompositeAlarms ?? []).map((alarm) => otherAlarm("composite", alarm)), ...(page.LogAlarms ?? []).map((alarm) => otherAlarm("log", alarm)));
			NextToken = page.NextToken;
		} while (NextToken !== void 0);
	}
	return alarms;
}
/** The changes of an alarm's state from `from` on, oldest first: flaps between two polls stand there. */
async function alarmHistory(session, name, from, options = {}) {
	const { DescribeAlarmHistoryCommand } = await import("./dist-cjs-Mb2IZdQj.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await cloudWatchClient(session);
	const changes = [];
	let NextToken;
	do {
		const command = new DescribeAlarmHistoryCommand({
			AlarmName: name,
			AlarmTypes: [...alarmTypes],
			HistoryItemType: "StateUpdate",
			StartDate: from,
			ScanBy: "TimestampAscending",
			NextToken
		});
		const page = await client.send(command, sending(options));
		for (const { AlarmName = name, Timestamp, HistorySummary = "", HistoryData } of page.AlarmHistoryItems ?? []) if (Timestamp) changes.push({
			name: AlarmName,
			at: Timestamp,
			summary: HistorySummary,
			...newState(HistoryData)
		});
		NextToken = page.NextToken;
	} while (NextToken !== void 0);
	return changes;
}
function newState(data) {
	const parsed = data === void 0 ? void 0 : safeJson(data);
	const state = member(parsed, "newState");
	return {
		to: text(member(state, "stateValue")),
		reason: text(member(state, "stateReason"))
	};
}
const member = (value, key) => typeof value === "object" && value !== null && key in value ? Reflect.get(value, key) : void 0;
const text = (value) => typeof value === "string" ? value : void 0;
function safeJson(data) {
	try {
		return JSON.parse(data);
	} catch {
		return;
	}
}
function metricAlarm(alarm) {
	const queries = (alarm.Metrics ?? []).map(({ MetricStat }) => MetricStat);
	const periods = [alarm.Period, ...queries.map((query) => query?.Period)].map((period) => period ?? 0);
	const periodMs = Math.max(...periods) * 1e3;
	const sets = [alarm.Dimensions, ...queries.map((query) => query?.Metric?.Dimensions)];
	return {
		...stateOf(alarm),
		type: "metric",
		periodMs,
		windowMs: periodMs * (alarm.EvaluationPeriods ?? 1),
		dimensions: sets.filter((set) => set !== void 0 && set.length > 0).map((set) => Object.fromEntries((set ?? []).map(({ Name = "", Value = "" }) => [Name, Value]))),
		rule: void 0
	};
}
function otherAlarm(type, alarm) {
	return {
		...stateOf(alarm),
		type,
		periodMs: 0,
		windowMs: 0,
		dimensions: [],
		rule: alarm.AlarmRule
	};
}
function stateOf(alarm) {
	const value = alarm.StateValue;
	const knows = alarm.EvaluationState === void 0 && (value === "OK" || value === "ALARM");
	return {
		name: alarm.AlarmName ?? "",
		state: value === "ALARM" ? value : knows ? value : "INSUFFICIENT_DATA",
		reason: [alarm.EvaluationState, alarm.StateReason].filter(Boolean).join(": "),
		since: alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp
	};
}
// packages/aws/src/codeartifact.ts
/**
* A token for the repositories of a domain. It lives `durationSeconds` (900 to 43200); 0 means as long as our role
* session, which is never longer than needed.
*/
async function domainToken(session, { domain, owner }, durationSeconds, options = {}) {
	const { GetAuthorizationTokenCommand } = await import("./dist-cjs-DqZZxEAz.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
async function repositoryEndpoint(session, { domain, owner }, repository, format, options = {}) {
	const { GetRepositoryEndpointCommand } = await import("./dist-cjs-DqZZxEAz.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeArtifactClient(session);
	const command = new GetRepositoryEndpointCommand({
		domain,
		repository,
		format,
		...owner === void 0 ? {} : { domainOwner: owner }
	});
	const { repositoryEndpoint: endpoint } = await client.send(command, sending(options));
	if (!endpoint) throw new StepError("AWS_FAILED", { message: "codeartifact:GetRepositoryEndpoint answered without an address" });
	return endpoint.endsWith("/") ? endpoint : `${endpoint}/`;
}
// packages/aws/src/codedeploy.ts
/** Statuses of a deployment that has not ended. */
const activeStatuses = [
	"Created",
	"Queued",
	"InProgress",
	"Baking",
	"Ready"
];
/** The deployment of this id. */
async function getDeployment(session, deploymentId, options = {}) {
	const { GetDeploymentCommand } = await import("./dist-cjs-B0SN2pWL.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const reply = await (await codeDeployClient(session)).send(new GetDeploymentCommand({ deploymentId }), sending(options));
	if (!reply.deploymentInfo?.status) throw new StepError("AWS_FAILED", { message: `codedeploy:GetDeployment of "${deploymentId}" answered without a status` });
	return deploymentState(deploymentId, reply.deploymentInfo);
}
/** Ids of the deployments of a group that have not ended, newest first. */
async function activeDeployments(session, application, group, options = {}) {
	const { ListDeploymentsCommand } = await import("./dist-cjs-B0SN2pWL.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeDeployClient(session);
	const ids = [];
	let nextToken;
	do {
		const command = new ListDeploymentsCommand({
			applicationName: application,
			deploymentGroupName: group,
			includeOnlyStatuses: [...activeStatuses],
			nextToken
		});
		const page = await client.send(command, sending(options));
		ids.push(...page.deployments ?? []);
		nextToken = page.nextToken;
	} while (nextToken !== void 0);
	return ids;
}
/** Starts a deployment and returns its id; DEPLOYMENT_ACTIVE where the group has one already. */
async function createDeployment(session, { application, group, appSpec, configuration, description, overrideAlarms }, options = {}) {
	const { CreateDeploymentCommand } = await import("./dist-cjs-B0SN2pWL.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeDeployClient(session);
	const command = new CreateDeploymentCommand({
		applicationName: application,
		deploymentGroupName: group,
		revision: {
			revisionType: "AppSpecContent",
			appSpecContent: appSpec
		},
		...configuration === void 0 ? {} : { deploymentConfigName: configuration },
		description,
		...overrideAlarms === void 0 ? {} : { overrideAlarmConfiguration: alarmConfiguration(overrideAlarms) }
	});
	const { deploymentId } = await client.send(command, sending(options)).catch((cause) => {
		if (!isAwsError(cause, "DeploymentLimitExceededException")) throw cause;
		throw new StepError("DEPLOYMENT_ACTIVE", {
			message: `the deployment group "${group}" started another deployment in the meantime`,
			fix: "run the step again, with --on-conflict wait to wait for it",
			cause
		});
	});
	if (!deploymentId) throw new StepError("AWS_FAILED", { message: "codedeploy:CreateDeployment answered without an id" });
	return deploymentId;
}
function alarmConfiguration(names) {
	return {
		enabled: names.length > 0,
		alarms: names.map((name) => ({ name }))
	};
}
/** Stops a deployment and has CodeDeploy go back to the version before it. False: it had ended already. */
async function stopDeployment(session, deploymentId, options = {}) {
	const { StopDeploymentCommand } = await import("./dist-cjs-B0SN2pWL.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeDeployClient(session);
	const command = new StopDeploymentCommand({
		deploymentId,
		autoRollbackEnabled: true
	});
	try {
		await client.send(command, sending(options));
		return true;
	} catch (error) {
		if (isAwsError(error, "DeploymentAlreadyCompletedException")) return false;
		throw error;
	}
}
/** Ends the time in which the old tasks are kept, so that the deployment can complete. False: it had ended already. */
async function endTerminationWait(session, deploymentId, options = {}) {
	const { ContinueDeploymentCommand } = await import("./dist-cjs-B0SN2pWL.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeDeployClient(session);
	const command = new ContinueDeploymentCommand({
		deploymentId,
		deploymentWaitType: "TERMINATION_WAIT"
	});
	try {
		await client.send(command, sending(options));
		return true;
	} catch (error) {
		if (isAwsError(error, "DeploymentAlreadyCompletedException")) return false;
		throw error;
	}
}
function deploymentState(id, info) {
	const { errorInformation, rollbackInfo } = info;
	return {
		id,
		application: info.applicationName ?? "",
		group: info.deploymentGroupName ?? "",
		status: info.status ?? "",
		configuration: info.deploymentConfigName ?? "",
		description: info.description ?? "",
		creator: info.creator ?? "",
		createdAt: info.createTime,
		completedAt: info.completeTime,
		error: errorInformation && {
			code: errorInformation.code ?? "",
			message: errorInformation.message ?? ""
		},
		rollbackId: rollbackInfo?.rollbackDeploymentId || void 0,
		rollbackMessage: rollbackInfo?.rollbackMessage || void 0,
		rollbackOf: rollbackInfo?.rollbackTriggeringDeploymentId || void 0
	};
}
// packages/aws/src/codedeploy-group.ts
/** The deployment group; RESOURCE_MISSING names what of application and group is not there. */
async function getDeploymentGroup(session, application, group, options = {}) {
	const { GetDeploymentGroupCommand } = await import("./dist-cjs-B0SN2pWL.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeDeployClient(session);
	const command = new GetDeploymentGroupCommand({
		applicationName: application,
		deploymentGroupName: group
	});
	return groupOf(application, group, (await client.send(command, sending(options)).catch((cause) => {
		const what = isAwsError(cause, "ApplicationDoesNotExistException") ? `CodeDeploy application "${application}"` : isAwsError(cause, "DeploymentGroupDoesNotExistException") ? `deployment group "${group}" in the CodeDeploy application "${application}"` : void 0;
		if (what === void 0) throw cause;
		throw new StepError("RESOURCE_MISSING", {
			message: `no ${what} in account ${session.account}, ${session.region}`,
			fix: "create it, or correct application: and group: under deploy in ml-ci.yml",
			cause
		});
	})).deploymentGroupInfo ?? {});
}
function groupOf(application, group, info) {
	const pairs = info.loadBalancerInfo?.targetGroupPairInfoList ?? [];
	const blueGreen = info.blueGreenDeploymentConfiguration;
	return {
		application,
		group,
		platform: info.computePlatform ?? "",
		configuration: info.deploymentConfigName ?? "",
		services: (info.ecsServices ?? []).map(({ clusterName, serviceName }) => ({
			cluster: clusterName ?? "",
			service: serviceName ?? ""
		})),
		alarms: {
			isEnabled: info.alarmConfiguration?.enabled ?? false,
			ignoresPollFailure: info.alarmConfiguration?.ignorePollAlarmFailure ?? false,
			names: (info.alarmConfiguration?.alarms ?? []).map(({ name }) => name ?? "")
		},
		rollback: {
			isEnabled: info.autoRollbackConfiguration?.enabled ?? false,
			events: info.autoRollbackConfiguration?.events ?? []
		},
		targetGroups: pairs.flatMap(({ targetGroups }) => targetGroups ?? []).map(({ name }) => name ?? ""),
		listeners: pairs.flatMap(({ prodTrafficRoute }) => prodTrafficRoute?.listenerArns ?? []),
		terminationWaitMs: (blueGreen?.terminateBlueInstancesOnDeploymentSuccess?.terminationWaitTimeInMinutes ?? 0) * 6e4,
		waitsForApproval: blueGreen?.deploymentReadyOption?.actionOnTimeout === "STOP_DEPLOYMENT"
	};
}
/** The deployment configuration of this name, or undefined where there is none. */
async function getDeploymentConfiguration(session, name, options = {}) {
	const { GetDeploymentConfigCommand } = await import("./dist-cjs-B0SN2pWL.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeDeployClient(session);
	const command = new GetDeploymentConfigCommand({ deploymentConfigName: name });
	const found = (await client.send(command, sending(options)).catch((error) => {
		if (isAwsError(error, "DeploymentConfigDoesNotExistException")) return void 0;
		throw error;
	}))?.deploymentConfigInfo;
	return found && {
		name,
		platform: found.computePlatform ?? "",
		shiftMs: shiftMs(found.trafficRoutingConfig)
	};
}
function shiftMs(routing) {
	const { timeBasedCanary: canary, timeBasedLinear: linear } = routing ?? {};
	if (routing?.type === "TimeBasedCanary") return (canary?.canaryInterval ?? 0) * 6e4;
	if (routing?.type !== "TimeBasedLinear") return 0;
	return (Math.ceil(100 / (linear?.linearPercentage || 100)) - 1) * (linear?.linearInterval ?? 0) * 6e4;
}
// packages/aws/src/codedeploy-history.ts
/** The deployment that brought what a group serves now: the one that succeeded last, rollbacks included. */
async function lastSucceeded(session, application, group, options = {}) {
	const { BatchGetDeploymentsCommand, ListDeploymentsCommand } = await import("./dist-cjs-B0SN2pWL.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeDeployClient(session);
	const command = new ListDeploymentsCommand({
		applicationName: application,
		deploymentGroupName: group,
		includeOnlyStatuses: ["Succeeded"]
	});
	const deploymentIds = (await client.send(command, sending(options))).deployments?.slice(0, 25) ?? [];
	if (deploymentIds.length === 0) return void 0;
	const { deploymentsInfo } = await client.send(new BatchGetDeploymentsCommand({ deploymentIds }), sending(options));
	return (deploymentsInfo ?? []).map((info) => ({
		id: info.deploymentId ?? "",
		creator: info.creator ?? "",
		description: info.description ?? "",
		completedAt: info.completeTime
	})).toSorted((a, b) => (b.completedAt?.getTime() ?? 0) - (a.completedAt?.getTime() ?? 0))[0];
}
// packages/aws/src/codedeploy-target.ts
/** The ECS target of a deployment, or undefined while CodeDeploy has not made it. */
async function ecsTarget(session, deploymentId, options = {}) {
	const { BatchGetDeploymentTargetsCommand, ListDeploymentTargetsCommand } = await import("./dist-cjs-B0SN2pWL.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeDeployClient(session);
	try {
		const list = new ListDeploymentTargetsCommand({ deploymentId });
		const { targetIds = [] } = await client.send(list, sending(options));
		if (targetIds.length === 0) return void 0;
		const get = new BatchGetDeploymentTargetsCommand({
			deploymentId,
			targetIds: targetIds.slice(0, 25)
		});
		const { deploymentTargets = [] } = await client.send(get, sending(options));
		return targetState(deploymentTargets);
	} catch (error) {
		if (isAwsError(error, "DeploymentNotStartedException")) return void 0;
		throw error;
	}
}
function targetState(targets) {
	const target = targets.find(({ ecsTarget: found }) => found)?.ecsTarget;
	if (!target) return void 0;
	return {
		events: (target.lifecycleEvents ?? []).map(({ lifecycleEventName, status, startTime, endTime, diagnostics }) => ({
			name: lifecycleEventName ?? "",
			status: status ?? "",
			startedAt: startTime,
			endedAt: endTime,
			diagnostics: diagnostics && {
				code: diagnostics.errorCode ?? "",
				hook: diagnostics.scriptName ?? "",
				message: diagnostics.message ?? "",
				logTail: diagnostics.logTail ?? ""
			}
		})),
		sides: (target.taskSetsInfo ?? []).map((set) => ({
			label: set.taskSetLabel ?? "",
			desired: set.desiredCount ?? 0,
			running: set.runningCount ?? 0,
			pending: set.pendingCount ?? 0,
			weight: set.trafficWeight ?? 0
		}))
	};
}
// packages/aws/src/ecr.ts
/** The repository of this name; RESOURCE_MISSING where there is none. */
async function describeRepository(session, name, options = {}) {
	const { DescribeRepositoriesCommand } = await import("./dist-cjs-DBpVmgY_.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const { repositories } = await (await ecrClient(session)).send(new DescribeRepositoriesCommand({ repositoryNames: [name] }), sending(options)).catch((error) => {
		throw isAwsError(error, "RepositoryNotFoundException") ? missingRepository(session, name, error) : error;
	});
	const found = repositories?.find(({ repositoryName }) => repositoryName === name);
	if (!found?.repositoryUri || !found.registryId) throw missingRepository(session, name);
	return {
		name,
		arn: found.repositoryArn ?? "",
		uri: found.repositoryUri,
		host: found.repositoryUri.split("/", 1)[0] ?? "",
		registryId: found.registryId,
		mutability: mutabilityOf(found.imageTagMutability, (found.imageTagMutabilityExclusionFilters ?? []).map(({ filter }) => filter ?? ""))
	};
}
/** The image under a tag or digest, or undefined where there is none. */
async function describeImage(session, repository, reference, options = {}) {
	const { DescribeImagesCommand } = await import("./dist-cjs-DBpVmgY_.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
	const { BatchGetImageCommand } = await import("./dist-cjs-DBpVmgY_.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
	const { GetAuthorizationTokenCommand } = await import("./dist-cjs-DBpVmgY_.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
// packages/aws/src/ecr-newest.ts
/** The image of a repository that was pushed last; attestations and other referrers do not count. */
async function newestImage(session, repository, options = {}) {
	const { DescribeImagesCommand } = await import("./dist-cjs-DBpVmgY_.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await ecrClient(session);
	let newest;
	let nextToken;
	do {
		const command = new DescribeImagesCommand({
			repositoryName: repository,
			filter: { tagStatus: "TAGGED" },
			nextToken
		});
		const page = await client.send(command, sending(options));
		for (const detail of page.imageDetails ?? []) {
			const { imageDigest: digest, imagePushedAt: pushedAt } = detail;
			if (digest === void 0 || detail.subjectManifestDigest !== void 0) continue;
			if (newest && (newest.pushedAt?.getTime() ?? 0) >= (pushedAt?.getTime() ?? 0)) continue;
			newest = {
				digest,
				pushedAt,
				tags: detail.imageTags ?? [],
				mediaType: detail.imageManifestMediaType ?? "",
				status: detail.imageStatus ?? "ACTIVE"
			};
		}
		nextToken = page.nextToken;
	} while (nextToken !== void 0);
	return newest;
}
// packages/aws/src/ecs.ts
/** The service, or undefined where the cluster has none of this name (an inactive one counts as none). */
async function describeService(session, { cluster, service }, options = {}) {
	const { DescribeServicesCommand } = await import("./dist-cjs-CFcmRgxm.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const [found] = (await (await ecsClient(session)).send(new DescribeServicesCommand({
		cluster,
		services: [service]
	}), sending(options)).catch((error) => {
		throw isAwsError(error, "ClusterNotFoundException") ? missingCluster(session, cluster, error) : error;
	})).services ?? [];
	if (!found || found.status === "INACTIVE") return void 0;
	return {
		cluster,
		service,
		status: found.status ?? "",
		controller: found.deploymentController?.type ?? "ECS",
		desired: found.desiredCount ?? 0,
		running: found.runningCount ?? 0,
		taskDefinition: found.taskDefinition ?? "",
		targetGroups: targetGroupsOf(found.loadBalancers),
		taskSets: (found.taskSets ?? []).map((set) => ({
			id: set.id ?? "",
			status: set.status ?? "",
			taskDefinition: set.taskDefinition ?? "",
			desired: set.computedDesiredCount ?? 0,
			running: set.runningCount ?? 0,
			targetGroups: targetGroupsOf(set.loadBalancers)
		}))
	};
}
/** The task definition of an ARN, or the latest active revision of a family. */
async function describeTaskDefinition(session, arnOrFamily, options = {}) {
	const { DescribeTaskDefinitionCommand } = await import("./dist-cjs-CFcmRgxm.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await ecsClient(session);
	const command = new DescribeTaskDefinitionCommand({
		taskDefinition: arnOrFamily,
		include: ["TAGS"]
	});
	const { taskDefinition, tags } = await client.send(command, sending(options));
	if (!taskDefinition?.taskDefinitionArn || !taskDefinition.family) throw new StepError("AWS_FAILED", { message: `ecs:DescribeTaskDefinition of "${arnOrFamily}" answered without one` });
	const { taskDefinitionArn, revision: _revision, status: _status, requiresAttributes: _requiresAttributes, compatibilities: _compatibilities, registeredAt: _registeredAt, registeredBy: _registeredBy, deregisteredAt: _deregisteredAt, deleteRequestedAt: _deleteRequestedAt, ...kept } = taskDefinition;
	return {
		arn: taskDefinitionArn,
		input: {
			...kept,
			family: taskDefinition.family,
			containerDefinitions: taskDefinition.containerDefinitions ?? [],
			...tags && tags.length > 0 ? { tags } : {}
		}
	};
}
/** Registers a new revision and returns its ARN. */
async function registerTaskDefinition(session, input, options = {}) {
	const { RegisterTaskDefinitionCommand } = await import("./dist-cjs-CFcmRgxm.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const { taskDefinition } = await (await ecsClient(session)).send(new RegisterTaskDefinitionCommand(input), sending(options));
	if (!taskDefinition?.taskDefinitionArn) throw new StepError("AWS_FAILED", { message: `ecs:RegisterTaskDefinition of "${input.family}" answered without an ARN` });
	return taskDefinition.taskDefinitionArn;
}
/** The tasks of a service that run, or those that stopped in the last hour. */
async function serviceTasks(session, { cluster, service }, desiredStatus, options = {}) {
	const { DescribeTasksCommand, ListTasksCommand } = await import("./dist-cjs-CFcmRgxm.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await ecsClient(session);
	const states = [];
	let nextToken;
	do {
		const list = new ListTasksCommand({
			cluster,
			serviceName: service,
			desiredStatus,
			nextToken
		});
		const page = await client.send(list, sending(options));
		const tasks = page.taskArns ?? [];
		if (tasks.length > 0) {
			const reply = await client.send(new DescribeTasksCommand({
				cluster,
				tasks
			}), sending(options));
			states.push(...(reply.tasks ?? []).map(taskState));
		}
		nextToken = page.nextToken;
	} while (nextToken !== void 0);
	return states;
}
function taskState(task) {
	return {
		arn: task.taskArn ?? "",
		taskDefinition: task.taskDefinitionArn ?? "",
		lastStatus: task.lastStatus ?? "",
		stoppedReason: task.stoppedReason,
		stopCode: task.stopCode,
		stoppingAt: task.stoppingAt ?? task.stoppedAt,
		containers: (task.containers ?? []).map((container) => ({
			name: container.name ?? "",
			image: container.image ?? "",
			imageDigest: container.imageDigest,
			exitCode: container.exitCode,
			reason: container.reason
		}))
	};
}
function targetGroupsOf(balancers) {
	return (balancers ?? []).map(({ targetGroupArn }) => targetGroupArn).filter((arn) => arn !== void 0);
}
function missingCluster(session, cluster, cause) {
	return new StepError("RESOURCE_MISSING", {
		message: `no ECS cluster "${cluster}" in account ${session.account}, ${session.region}`,
		fix: "correct cluster: under deploy in ml-ci.yml",
		cause
	});
}
// packages/aws/src/uri.ts
/** The parts of an ARN, or undefined where the text is none. */
function parseArn(text) {
	const match = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws)?:(\S+)$/.exec(text);
	if (!match) return void 0;
	const [, partition = "", service = "", region = "", account = "", resource = ""] = match;
	return {
		partition,
		service,
		region,
		account,
		resource
	};
}
/** Bucket and key of `s3://bucket/key`, or undefined where the text is none. */
function parseS3Uri(text) {
	const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(text);
	if (!match) return void 0;
	const [, bucket = "", key = ""] = match;
	return {
		bucket,
		key
	};
}
kind("arn", "ARN", (raw) => parseArn(raw) ? parsedAs(raw) : rejected("is not an ARN", "write it as arn:aws:service:region:account:resource"));
kind("s3Uri", "s3://BUCKET/KEY", (raw) => {
	const uri = parseS3Uri(raw);
	return uri ? parsedAs(uri) : rejected("is not an S3 address", "write it as s3://bucket/key");
});
// packages/aws/src/wait.ts
/**
* Reads until a state that ends the wait. The SDK's waiters retry whatever is thrown and count some rollbacks as success,
* so they are not used anywhere.
*/
async function poll(options) {
	try {
		return await follow(options);
	} catch (error) {
		if (options.signal.aborted && options.onCancel) await options.onCancel(options.signal.reason);
		throw error;
	}
}
async function follow(options) {
	const { clock, signal, what, states, intervalMs, timeoutMs } = options;
	const deadlineMs = clock.now() + timeoutMs;
	const read = steadily(options);
	const key = options.changeKey ?? options.stateOf;
	let last;
	for (;;) {
		signal.throwIfAborted();
		const reading = await read();
		if (reading !== void 0) {
			const state = options.stateOf(reading.value);
			if (last !== key(reading.value)) options.onChange?.(reading.value);
			last = key(reading.value);
			const meaning = Object.hasOwn(states, state) ? states[state] : void 0;
			if (meaning === void 0) throw unknownState(what, state);
			if (meaning !== "wait") return {
				end: meaning,
				reading: reading.value
			};
		}
		if (clock.now() >= deadlineMs) throw new StepError("TIMEOUT", { message: `${what} did not end within ${formatDuration(timeoutMs)}; its last state was "${last ?? "never read"}"` });
		await clock.sleep(intervalMs, signal);
	}
}
function steadily({ clock, signal, read, outageMs = 3e5 }) {
	let failingSinceMs;
	return async () => {
		try {
			const value = await read(signal);
			failingSinceMs = void 0;
			return { value };
		} catch (error) {
			if (signal.aborted) throw signal.reason;
			failingSinceMs ??= clock.now();
			if (!isTransient(error) || clock.now() - failingSinceMs >= outageMs) throw error;
			return;
		}
	};
}
function unknownState(what, state) {
	return new StepError("STATE_UNKNOWN", {
		message: `${what} is in the state "${state}", which ml-ci does not know`,
		fix: "look at it in the console; nothing was changed because of it"
	});
}
export { isAwsError as A, getDeployment as C, alarmHistory as D, repositoryEndpoint as E, describeAlarms as O, endTerminationWait as S, domainToken as T, getDeploymentConfiguration as _, describeTaskDefinition as a, activeStatuses as b, newestImage as c, describeRepository as d, digestsOf as f, lastSucceeded as g, ecsTarget as h, describeService as i, isTransient as j, createAws as k, ecrCredentials as l, manifestMediaTypes as m, parseArn as n, registerTaskDefinition as o, getManifest as p, parseS3Uri as r, serviceTasks as s, poll as t, describeImage as u, getDeploymentGroup as v, stopDeployment as w, createDeployment as x, activeDeployments as y };
