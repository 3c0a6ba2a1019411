import { a as describeError, i as StepError } from "./load-B55PWNpz.js";
import { A as wallClock, O as clockToEnv, u as silentLog } from "./src-ApriQ9BF.js";
import { n as parseDuration } from "./duration-CssOH_HY.js";
import { l as tag, o as cbor, t as init_cbor } from "./cbor-CHGHmBGD.js";
import { t as require_tar_stream } from "./tar-stream-DzX628jy.js";
import { _ as unknown, a as boolean, c as literal, d as object, f as preprocess, g as union, h as string, i as array, l as looseObject, n as _enum, o as date, p as record$1, r as _undefined, s as int, t as ZodNumber, u as number$2, y as _coercedNumber } from "./schemas-D_n87R5C.js";
import { t as require_dist } from "./dist-CvGNkt0E.js";
import { n as registryRepository, o as parseReference, t as createTransport } from "./src-yrlXQMMI.js";
import { mkdir, mkdtemp, open, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { tmpdir } from "node:os";
import { createReadStream } from "node:fs";
import { Agent, createServer, request as request$1 } from "node:http";
import { Readable } from "node:stream";
import { crc32, createGunzip, inflateRawSync } from "node:zlib";
import { pipeline } from "node:stream/promises";
// packages/sandbox/src/fault-spec.ts
const rated = [
	"throttle",
	"500",
	"reset",
	"truncate",
	"wrong-digest"
];
const general = [
	"throttle",
	"500",
	"reset",
	"latency"
];
/** What `--fault` may name before the first colon, and what can go wrong there. */
const kindsByTarget = /* @__PURE__ */ new Map([
	["all", general],
	["sts", [...general, "expire"]],
	["s3", general],
	["ecr", [...general, "expire"]],
	["registry", [
		...general,
		"truncate",
		"wrong-digest"
	]],
	["codeartifact", [...general, "expire"]],
	["packages", [...general, "truncate"]],
	["ecs", general],
	["elasticloadbalancing", general],
	["codedeploy", general],
	["monitoring", general]
]);
const fix = "write <target>:<kind>[:<share or duration>], such as ecr:throttle:0.2, registry:reset:0.05, sts:expire:30s or latency:20ms";
/** Reads all of `--fault`; every mistake is told at once. */
function parseFaults(texts) {
	const problems = [];
	const specs = texts.flatMap((text) => {
		const spec = readFault(text);
		if (typeof spec !== "string") return [spec];
		problems.push({
			name: "fault",
			message: `"${text}": ${spec}`,
			fix
		});
		return [];
	});
	if (problems.length === 0) return specs;
	const message = problems.map((problem) => problem.message).join("; ");
	throw new StepError("INPUT_INVALID", {
		message: `cannot read the faults: ${message}`,
		fix,
		problems
	});
}
/** Reads `ecr:throttle:0.2`, `registry:reset`, `latency:20ms`, `s3:latency:1s`, `sts:expire:30s`; a text says why not. */
function readFault(text) {
	const [target = "", kind = "", value, ...rest] = text.startsWith("latency:") ? ["all", ...text.split(":")] : text.split(":");
	const kinds = kindsByTarget.get(target);
	if (!kinds) return `"${target}" is none of ${[...kindsByTarget.keys()].join(", ")}`;
	if (!kinds.includes(kind)) return `"${kind}" is none of ${kinds.join(", ")}`;
	if (rest.length > 0) return "there are too many colons";
	if (kind === "latency" || kind === "expire") {
		const ms = parseDuration(value ?? (kind === "expire" ? "60s" : ""));
		if (ms === void 0) return `"${value ?? ""}" is not a length of time such as 20ms or 5s`;
		return {
			target,
			kind,
			rate: 1,
			ms
		};
	}
	const known = rated.find((one) => one === kind);
	const rate = value === void 0 ? 1 : Number(value);
	if (!known || !(rate >= 0 && rate <= 1) || value === "") return `"${value}" is not a share between 0 and 1`;
	return {
		target,
		kind: known,
		rate,
		ms: 0
	};
}
// packages/sandbox/src/background.ts
/** No work yet. */
function createBackground(log) {
	const controller = new AbortController();
	const running = /* @__PURE__ */ new Set();
	const failures = [];
	return {
		run(title, work) {
			const guarded = async () => {
				try {
					await work(controller.signal);
				} catch (error) {
					if (controller.signal.aborted && error === controller.signal.reason) return;
					log.warn(`sandbox: ${title} failed: ${describeError(error)}`);
					failures.push(new Error(`${title} failed`, { cause: error }));
				}
			};
			const promise = guarded().finally(() => running.delete(promise));
			running.add(promise);
		},
		abort: () => controller.abort(/* @__PURE__ */ new Error("the sandbox stops")),
		async settled() {
			while (running.size > 0) await Promise.all(running);
			if (failures.length > 0) throw new AggregateError(failures, "background work of the sandbox failed");
		}
	};
}
// packages/sandbox/src/calls.ts
/** An empty log that keeps the last `limit` calls. */
function createCallLog(limit = 5e4) {
	const list = [];
	return {
		list,
		record(action, caller, input) {
			const { account, region, arn } = caller;
			list.push({
				action,
				account,
				region,
				arn,
				input
			});
			if (list.length > limit) list.splice(0, list.length - limit);
		}
	};
}
// packages/sandbox/src/compute/invoke.ts
/** Operations without the wire: what is seeded goes through the same checks as what a client asks for. */
function createInvoke(services, credentials) {
	return async (name, operation, input, { account, region }) => {
		const service = services.find(({ signingName }) => signingName === name);
		const run = service?.kind === "rpc" ? service.operations[operation] : void 0;
		if (!run) throw new Error(`the sandbox does not serve ${name} "${operation}"`);
		const { accessKeyId, arn } = credentials.ofAccount(account);
		await run(Object.fromEntries(Object.entries(input).filter(([, value]) => value !== void 0)), {
			account,
			region,
			arn,
			accessKeyId
		});
	};
}
// packages/sandbox/src/compute/alarm-seed.ts
/** The input of PutMetricAlarm. */
function alarmInputOf(name, alarm, balancer) {
	const byDefault = alarm.namespace === "AWS/ApplicationELB" ? { LoadBalancer: balancer } : {};
	const isExtended = alarm.statistic.startsWith("p");
	return {
		AlarmName: name,
		Namespace: alarm.namespace,
		MetricName: alarm.metric,
		Dimensions: Object.entries(alarm.dimensions ?? byDefault).map(([Name, Value]) => ({
			Name,
			Value
		})),
		[isExtended ? "ExtendedStatistic" : "Statistic"]: alarm.statistic,
		Period: alarm.period,
		EvaluationPeriods: alarm.evaluationPeriods,
		DatapointsToAlarm: alarm.datapointsToAlarm,
		Threshold: alarm.threshold,
		ComparisonOperator: alarm.comparison,
		TreatMissingData: alarm.missingData
	};
}
// packages/sandbox/src/compute/seed.ts
const startLimitMs = 6e4;
/** Makes everything a deployment needs, and resolves when the first version serves. */
async function seedEcsService({ invoke, stores, clock }, description) {
	const { account, region } = description;
	const scope = {
		account,
		region
	};
	const ask = (service, operation, input) => invoke(service, operation, input, scope);
	const front = await seedBalancer(ask, stores.elb.balancing, scope, description);
	const taskDefinitionArn = await seedService(ask, stores, scope, description, front.targetGroupArns[0]);
	for (const [name, alarm] of Object.entries(description.alarms ?? {})) await ask("monitoring", "PutMetricAlarm", alarmInputOf(name, alarm, front.dimension));
	await seedDeployment(ask, description, front);
	await untilSteady(stores.ecs, scope, description, clock);
	const { balancerArn, listenerArn, targetGroupArns, testUrl, url } = front;
	return {
		url,
		testUrl,
		balancerArn,
		listenerArn,
		targetGroupArns,
		taskDefinitionArn
	};
}
async function seedBalancer(ask, balancing, scope, { healthPath = "/", port, service }) {
	const elb = "elasticloadbalancing";
	const region = balancing.of(scope);
	const short = freeName(region, service);
	const groupNames = [`${short}-blue`, `${short}-green`];
	await ask(elb, "CreateLoadBalancer", {
		Name: short,
		Subnets: ["subnet-a", "subnet-b"]
	});
	for (const Name of groupNames) await ask(elb, "CreateTargetGroup", {
		Name,
		Port: port,
		TargetType: "ip",
		HealthCheckPath: healthPath,
		HealthCheckIntervalSeconds: 5,
		HealthyThresholdCount: 2,
		UnhealthyThresholdCount: 3,
		Matcher: { HttpCode: "200-499" }
	});
	const balancer = named$3(region.balancers, short);
	const [blue, green] = groupNames.map((name) => named$3(region.groups, name).arn);
	if (blue === void 0 || green === void 0) throw new Error("two target groups were made");
	const LoadBalancerArn = balancer.arn;
	const forward = (TargetGroupArn) => [{
		Type: "forward",
		TargetGroupArn
	}];
	await ask(elb, "CreateListener", {
		LoadBalancerArn,
		Port: 80,
		DefaultActions: forward(blue)
	});
	await ask(elb, "CreateListener", {
		LoadBalancerArn,
		Port: 8080,
		DefaultActions: forward(green)
	});
	const [listener, test] = region.listenersOf(balancer);
	if (!listener || !test) throw new Error("two listeners were made");
	return {
		url: listener.socket.url,
		testUrl: test.socket.url,
		balancerArn: balancer.arn,
		listenerArn: listener.arn,
		testListenerArn: test.arn,
		targetGroupArns: [blue, green],
		groupNames,
		dimension: balancer.dimension
	};
}
async function seedService(ask, { ecs, logs }, scope, description, targetGroupArn) {
	const { cluster, container, env = {}, image, port, service: serviceName, tasks } = description;
	const logGroup = `/ecs/${serviceName}`;
	if (!logs.of(scope).groups.has(logGroup)) await ask("logs", "CreateLogGroup", { logGroupName: logGroup });
	await ask("ecs", "CreateCluster", { clusterName: cluster });
	await ask("ecs", "RegisterTaskDefinition", {
		family: serviceName,
		networkMode: "awsvpc",
		requiresCompatibilities: ["FARGATE"],
		cpu: "256",
		memory: "512",
		executionRoleArn: `arn:aws:iam::${scope.account}:role/execution`,
		containerDefinitions: [{
			name: container,
			image,
			essential: true,
			portMappings: [{
				containerPort: port,
				protocol: "tcp"
			}],
			environment: Object.entries(env).map(([name, value]) => ({
				name,
				value
			})),
			logConfiguration: {
				logDriver: "awslogs",
				options: {
					"awslogs-group": logGroup,
					"awslogs-region": scope.region,
					"awslogs-stream-prefix": "ecs"
				}
			}
		}]
	});
	await ask("ecs", "CreateService", {
		cluster,
		serviceName,
		taskDefinition: serviceName,
		desiredCount: tasks,
		launchType: "FARGATE",
		deploymentController: { type: "CODE_DEPLOY" },
		healthCheckGracePeriodSeconds: 300,
		loadBalancers: [{
			targetGroupArn,
			containerName: container,
			containerPort: port
		}],
		networkConfiguration: { awsvpcConfiguration: {
			subnets: ["subnet-a", "subnet-b"],
			assignPublicIp: "DISABLED"
		} }
	});
	return ecs.of(scope).usableDefinition(serviceName).arn;
}
async function seedDeployment(ask, description, front) {
	const { account, application, cluster, group, service } = description;
	const alarms = Object.keys(description.alarms ?? {}).map((name) => ({ name }));
	const events = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"];
	await ask("codedeploy", "CreateApplication", {
		applicationName: application,
		computePlatform: "ECS"
	});
	await ask("codedeploy", "CreateDeploymentGroup", {
		applicationName: application,
		deploymentGroupName: group,
		serviceRoleArn: `arn:aws:iam::${account}:role/codedeploy`,
		deploymentConfigName: description.deploymentConfig ?? "CodeDeployDefault.ECSAllAtOnce",
		deploymentStyle: {
			deploymentType: "BLUE_GREEN",
			deploymentOption: "WITH_TRAFFIC_CONTROL"
		},
		ecsServices: [{
			serviceName: service,
			clusterName: cluster
		}],
		loadBalancerInfo: { targetGroupPairInfoList: [{
			targetGroups: front.groupNames.map((name) => ({ name })),
			prodTrafficRoute: { listenerArns: [front.listenerArn] },
			testTrafficRoute: { listenerArns: [front.testListenerArn] }
		}] },
		blueGreenDeploymentConfiguration: {
			terminateBlueInstancesOnDeploymentSuccess: {
				action: "TERMINATE",
				terminationWaitTimeInMinutes: description.terminationWaitMinutes ?? 5
			},
			deploymentReadyOption: {
				actionOnTimeout: "CONTINUE_DEPLOYMENT",
				waitTimeInMinutes: 0
			}
		},
		alarmConfiguration: {
			enabled: alarms.length > 0,
			ignorePollAlarmFailure: false,
			alarms
		},
		autoRollbackConfiguration: {
			enabled: description.rollsBack ?? true,
			events
		}
	});
}
async function untilSteady(fleet, scope, { cluster, service: name }, clock) {
	const region = fleet.of(scope);
	const service = region.service(region.cluster(cluster), name);
	const untilMs = clock.now() + startLimitMs * clock.speed;
	while (!service.isSteady) {
		if (clock.now() > untilMs) throw new Error(`the service "${name}" did not start: ${lastWords(service)}`);
		await clock.sleep(Math.max(1e3, 20 * clock.speed));
	}
}
/** A name that the rules of load balancers allow, and that no other service has. */
function freeName(region, service) {
	const taken = new Set([...region.balancers.values()].map(({ name }) => name));
	const short = service.replaceAll("_", "-").slice(0, 20).replace(/^-+|-+$/g, "") || "service";
	for (let count = 1;; count += 1) {
		const name = count === 1 ? short : `${short}-${count}`;
		if (!taken.has(name)) return name;
	}
}
function lastWords({ events }) {
	return events.slice(0, 3).map(({ message }) => message).join("; ");
}
function named$3(all, name) {
	const found = [...all.values()].find((item) => item.name === name);
	if (!found) throw new Error(`"${name}" was not made`);
	return found;
}
// packages/sandbox/src/credentials.ts
/** An empty store. */
function createCredentials() {
	const keys = /* @__PURE__ */ new Map();
	const users = /* @__PURE__ */ new Map();
	const add = (key) => {
		keys.set(key.accessKeyId, key);
		return key;
	};
	return {
		find: (accessKeyId) => keys.get(accessKeyId),
		ofAccount(account) {
			const known = users.get(account);
			if (known) return known;
			const arn = `arn:aws:iam::${account}:user/rehearsal`;
			const key = add({
				...newKey("AKIA"),
				account,
				arn,
				userId: randomId("AIDA")
			});
			users.set(account, key);
			return key;
		},
		session: (principal) => add({
			...newKey("ASIA"),
			...principal,
			sessionToken: randomBytes(96).toString("base64")
		}),
		revoke(accessKeyId) {
			const key = keys.get(accessKeyId);
			if (key) keys.set(accessKeyId, {
				...key,
				expiresMs: 0
			});
		}
	};
}
/** An identifier as IAM makes them: a prefix of four letters and sixteen of base 32. */
function randomId(prefix) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	return prefix + Array.from(randomBytes(16), (byte) => alphabet[byte % 32]).join("");
}
function newKey(prefix) {
	return {
		accessKeyId: randomId(prefix),
		secretAccessKey: randomBytes(30).toString("base64")
	};
}
// packages/sandbox/src/faults.ts
/** Faults by these specs. */
function createFaults(specs, random) {
	const of = (target) => specs.filter((spec) => spec.target === target || spec.target === "all");
	return {
		specs,
		pick: (target, kinds) => of(target).find((spec) => kinds.includes(spec.kind) && random() < spec.rate)?.kind,
		latencyMs: (target) => of(target).reduce((sum, spec) => spec.kind === "latency" ? sum + spec.ms : sum, 0),
		expireMs: (target) => of(target).find((spec) => spec.kind === "expire")?.ms,
		draw: random
	};
}
// packages/sandbox/src/listener.ts
/** Starts a listener on loopback. */
async function listenOnLoopback(handler, log, options = {}) {
	const sockets = /* @__PURE__ */ new Set();
	const server = createServer({
		keepAliveTimeout: 6e4,
		requestTimeout: 0,
		highWaterMark: 262144
	});
	server.on("connection", (socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
	});
	await new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(options.port ?? 0, "127.0.0.1", resolve);
	});
	const { port } = server.address();
	server.on("request", (request, response) => {
		response.setHeader("x-amzn-requestid", randomUUID());
		if (options.guard !== false && isForeign$1(request, port)) return refuse(response);
		answer$1(handler, request, response, log);
	});
	return {
		port,
		host: `127.0.0.1:${port}`,
		url: `http://127.0.0.1:${port}`,
		close: () => new Promise((resolve) => {
			server.close(() => resolve());
			for (const socket of sockets) socket.destroy();
		})
	};
}
/** Whether a request does not come from a client of ours: a web page, or a name that was rebound to loopback. */
function isForeign$1(request, port) {
	if (request.headers.origin !== void 0) return true;
	const host = request.headers.host?.toLowerCase();
	return host !== `127.0.0.1:${port}` && host !== `localhost:${port}`;
}
function refuse(response) {
	response.writeHead(403, {
		"content-type": "text/plain",
		connection: "close"
	});
	response.end("only local clients of the sandbox are answered\n");
}
async function answer$1(handler, request, response, log) {
	try {
		await handler(request, response);
	} catch (error) {
		if (request.destroyed && !response.writable) return;
		log.warn(`sandbox: ${request.method} ${pathOf(request)} failed: ${describeError(error)}`);
		if (error instanceof Error && error.stack) log.debug(error.stack);
		if (response.headersSent) response.destroy();
		else response.writeHead(500, { "content-type": "text/plain" }).end("internal failure of the sandbox\n");
	}
}
/** The path without the query, which may hold a signature. */
function pathOf(request) {
	return (request.url ?? "/").split("?")[0] ?? "/";
}
// packages/sandbox/src/random.ts
/** Numbers in [0, 1) that follow from the seed (mulberry32): chance that a test can repeat. */
function seededRandom(seed) {
	let state = seed >>> 0;
	return () => {
		state = state + 1831565813 >>> 0;
		let mixed = Math.imul(state ^ state >>> 15, state | 1);
		mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
		return ((mixed ^ mixed >>> 14) >>> 0) / 4294967296;
	};
}
// packages/sandbox/src/service.ts
init_cbor();
/** An answer that is an error on every protocol. `fault: client` is a 4xx. */
var ServiceError = class extends Error {
	name = "ServiceError";
	code;
	status;
	/** Further members of the error's shape: `lastValidByteReceived`. */
	members;
	constructor(code, message, status = 400, members = {}) {
		super(message);
		this.code = code;
		this.status = status;
		this.members = members;
	}
};
// packages/sandbox/src/protocol/wire.ts
/** Rewrites a value for a format: `leaf` turns times and bytes into what it has for them; maps become objects. */
function rewrite(value, leaf) {
	if (value instanceof Date || value instanceof Uint8Array) return leaf(value);
	if (Array.isArray(value)) return value.map((item) => rewrite(item, leaf));
	if (value instanceof Map) return rewrite(Object.fromEntries(value), leaf);
	if (typeof value !== "object" || value === null) return value;
	const kept = Object.entries(value).filter(([, item]) => item !== void 0 && item !== null);
	return Object.fromEntries(kept.map(([name, item]) => [name, rewrite(item, leaf)]));
}
/** Sends an answer whole. */
function send(response, answer) {
	response.writeHead(answer.status, {
		...answer.headers,
		"content-length": Buffer.byteLength(answer.body)
	});
	response.end(answer.body);
}
// packages/sandbox/src/protocol/cbor.ts
const headers = {
	"content-type": "application/cbor",
	"smithy-protocol": "rpc-v2-cbor"
};
/** Smithy RPC v2 CBOR: `POST /service/<target>/operation/<Operation>`, times are tag 1. */
const cborProtocol = {
	dialect: "json",
	decode: parseCbor,
	answer: (_operation, output) => ({
		status: 200,
		headers,
		body: toCbor(output)
	}),
	error: (error) => ({
		status: error.status,
		headers: {
			...headers,
			"x-amzn-errortype": error.code
		},
		body: toCbor({
			__type: error.code,
			message: error.message,
			...error.members
		})
	})
};
/** The service and operation of a path of this protocol. */
function parseCborPath(path) {
	const match = /^\/service\/([A-Za-z0-9_.]+)\/operation\/([A-Za-z0-9_]+)$/.exec(path);
	return match?.[1] && match[2] ? {
		target: match[1],
		operation: match[2]
	} : void 0;
}
function toCbor(value) {
	const plain = rewrite(value, (leaf) => leaf instanceof Date ? tag({
		tag: 1,
		value: leaf.getTime() / 1e3
	}) : leaf);
	return Uint8Array.from(cbor.serialize(plain));
}
function parseCbor(body) {
	if (body.length === 0) return {};
	try {
		const value = untag(cbor.deserialize(body));
		if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
	} catch {}
	throw new ServiceError("SerializationException", "the body is not a CBOR map");
}
function untag(value) {
	if (Array.isArray(value)) return value.map(untag);
	if (typeof value === "bigint") return Number(value);
	if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
	if (isTag(value)) return Number(value.tag) === 1 ? /* @__PURE__ */ new Date(Number(value.value) * 1e3) : untag(value.value);
	return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, untag(item)]));
}
function isTag(value) {
	return Object.getOwnPropertySymbols(value).length > 0 && "tag" in value && "value" in value;
}
// packages/sandbox/src/protocol/refusal.ts
const json$1 = {
	missing: ["MissingAuthenticationTokenException", 400],
	malformed: ["IncompleteSignatureException", 400],
	"unknown-key": ["UnrecognizedClientException", 400],
	"bad-token": ["UnrecognizedClientException", 400],
	"expired-token": ["ExpiredTokenException", 400],
	mismatch: ["InvalidSignatureException", 400],
	skewed: ["InvalidSignatureException", 400],
	"expired-url": ["InvalidSignatureException", 400]
};
const query = {
	missing: ["MissingAuthenticationToken", 403],
	malformed: ["IncompleteSignature", 400],
	"unknown-key": ["InvalidClientTokenId", 403],
	"bad-token": ["InvalidClientTokenId", 403],
	"expired-token": ["ExpiredToken", 403],
	mismatch: ["SignatureDoesNotMatch", 403],
	skewed: ["SignatureDoesNotMatch", 403],
	"expired-url": ["SignatureDoesNotMatch", 403]
};
const s3 = {
	missing: ["AccessDenied", 403],
	malformed: ["AuthorizationHeaderMalformed", 400],
	"unknown-key": ["InvalidAccessKeyId", 403],
	"bad-token": ["InvalidToken", 400],
	"expired-token": ["ExpiredToken", 400],
	mismatch: ["SignatureDoesNotMatch", 403],
	skewed: ["RequestTimeTooSkewed", 403],
	"expired-url": ["AccessDenied", 403]
};
/** The error with which a protocol tells that a signature is refused. */
function refusal$1(error, dialect) {
	const [code, status] = name(error.problem, dialect);
	return new ServiceError(code, error.message, status);
}
function name(problem, dialect) {
	switch (dialect) {
		case "json": return json$1[problem];
		case "rest-json": return [json$1[problem][0], 403];
		case "query": return query[problem];
		case "s3-xml": return s3[problem];
	}
}
// packages/sandbox/src/protocol/json.ts
/** AWS JSON 1.0 and 1.1: times are seconds since the epoch, bytes are base64, `__type` names an error. */
function jsonProtocol(version) {
	const type = { "content-type": `application/x-amz-json-${version}` };
	return {
		dialect: "json",
		decode: parseJson,
		answer: (_operation, output) => ({
			status: 200,
			headers: type,
			body: toJson(output)
		}),
		error: (error) => ({
			status: error.status,
			headers: {
				...type,
				"x-amzn-errortype": error.code
			},
			body: toJson({
				__type: error.code,
				message: error.message,
				...error.members
			})
		})
	};
}
/** JSON as AWS writes it. */
function toJson(value) {
	const plain = rewrite(value, (leaf) => leaf instanceof Date ? leaf.getTime() / 1e3 : Buffer.from(leaf).toString("base64"));
	return JSON.stringify(plain, (_name, item) => {
		if (typeof item === "bigint") return Number(item);
		return typeof item === "number" && !Number.isFinite(item) ? String(item) : item;
	});
}
/** An object out of JSON; an empty body is an empty object. */
function parseJson(body) {
	if (body.length === 0) return {};
	try {
		const value = JSON.parse(body.toString("utf8"));
		if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
	} catch {}
	throw new ServiceError("SerializationException", "the body is not a JSON object");
}
// packages/sandbox/src/protocol/xml.ts
/** An element and its children; undefined gives nothing, a `Map` gives `<entry><key/><value/></entry>`. */
function xmlElement(name, value, lists, attributes = "") {
	if (value === void 0 || value === null) return "";
	if (Array.isArray(value) && lists === "flat") return value.map((item) => xmlElement(name, item, lists)).join("");
	return `<${name}${attributes}>${content$1(value, lists)}</${name}>`;
}
/** Text that may stand in an element or attribute. Characters that XML has no way to write become U+FFFD. */
function escapeXml(text) {
	return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;").replace(/\r/g, "&#xD;").replace(unwritable, "�");
}
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
function content$1(value, lists) {
	if (value instanceof Date) return value.toISOString();
	if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
	if (Array.isArray(value)) return value.map((item) => xmlElement("member", item, lists)).join("");
	if (value instanceof Map) return [...value].map(([key, item]) => xmlElement("entry", {
		key,
		value: item
	}, lists)).join("");
	if (typeof value !== "object" || value === null) return escapeXml(String(value));
	return Object.entries(value).map(([name, item]) => xmlElement(name, item, lists)).join("");
}
// packages/sandbox/src/protocol/rest.ts
/** An error as REST-JSON services write it. */
function restJsonError(error) {
	return {
		status: error.status,
		headers: {
			"content-type": "application/json",
			"x-amzn-errortype": error.code
		},
		body: toJson({
			message: error.message,
			...error.members
		})
	};
}
/** An error as S3 writes it. */
function s3XmlError(error, resource, RequestId) {
	const body = xmlElement("Error", {
		Code: error.code,
		Message: error.message,
		Resource: resource,
		RequestId,
		...error.members
	}, "flat");
	return {
		status: error.status,
		headers: { "content-type": "application/xml" },
		body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`
	};
}
// packages/sandbox/src/protocol/throttled.ts
/** What a service answers to a caller that is too fast. */
function throttled(dialect) {
	switch (dialect) {
		case "json": return new ServiceError("ThrottlingException", "Rate exceeded", 400);
		case "rest-json": return new ServiceError("ThrottlingException", "Rate exceeded", 429);
		case "query": return new ServiceError("Throttling", "Rate exceeded", 400);
		case "s3-xml": return new ServiceError("SlowDown", "Please reduce your request rate.", 503);
	}
}
// packages/sandbox/src/sigv4-canonical.ts
/** RFC 3986: all but the unreserved characters. `encodeURIComponent` leaves five more. */
function encodeStrict(text) {
	return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
/** The pairs of a query, decoded, in order. */
function decodeQuery(url) {
	return url.split("?").slice(1).join("?").split("&").filter((pair) => pair !== "").map((pair) => {
		const [name = "", ...value] = pair.split("=");
		return [decode$1(name), decode$1(value.join("="))];
	});
}
/** The query as it is signed: sorted, encoded again, without the signature. */
function canonicalQuery(url) {
	return decodeQuery(url).filter(([name]) => name !== "X-Amz-Signature").map(([name, value]) => [encodeStrict(name), encodeStrict(value)]).sort(([a, aValue], [b, bValue]) => compare(a, b) || compare(aValue, bValue)).map(([name, value]) => `${name}=${value}`).join("&");
}
/** The path as it is signed: as sent for S3, normalised and encoded once more for all others. */
function canonicalPath(url, service) {
	const path = url.split("?")[0] ?? "/";
	if (service === "s3") return path.split("/").map((segment) => encodeStrict(decode$1(segment))).join("/");
	return normalise(path).split("/").map(encodeStrict).join("/");
}
/** The signed headers, each `name:value` on a line of its own. */
function canonicalHeaders(headers, signedHeaders) {
	return signedHeaders.map((name) => {
		return `${name}:${(headers[name] ?? []).map((value) => value.trim().replace(/ +/g, " ")).join(",")}\n`;
	}).join("");
}
function normalise(path) {
	const kept = [];
	for (const segment of path.split("/")) if (segment === "..") kept.pop();
	else if (segment !== "" && segment !== ".") kept.push(segment);
	return `/${kept.join("/")}${kept.length > 0 && path.endsWith("/") ? "/" : ""}`;
}
function decode$1(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
function compare(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
// packages/sandbox/src/sigv4.ts
/** Thrown where a request is not signed as it must be. */
var SignatureError = class extends Error {
	name = "SignatureError";
	problem;
	constructor(problem, message) {
		super(message);
		this.problem = problem;
	}
};
const maxSkewMs = 9e5;
/** The signature in the `Authorization` header or in the query; undefined where there is neither. */
function readSignature(request) {
	const header = request.headers.authorization;
	if (header?.startsWith("AWS4-HMAC-SHA256")) return readHeader(header, request);
	const query = new Map(decodeQuery(request.url ?? "/"));
	if (query.get("X-Amz-Algorithm") === "AWS4-HMAC-SHA256") return readPresigned(query);
}
/** Throws unless the secret made this signature over this request and `payloadHash`, about now. */
function checkSignature(request, signature, secretAccessKey, payloadHash, wallNowMs) {
	checkTime(signature, wallNowMs);
	if (!sameText(hmac(signingKey(secretAccessKey, signature), stringToSign(request, signature, payloadHash)).toString("hex"), signature.signature)) throw new SignatureError("mismatch", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.");
}
/** The key that signs requests, and chunks of a streamed body. */
function signingKey(secretAccessKey, scope) {
	return [
		scope.day,
		scope.region,
		scope.service,
		"aws4_request"
	].reduce((key, part) => hmac(key, part), Buffer.from(`AWS4${secretAccessKey}`));
}
/** `20260101/us-east-1/s3/aws4_request` */
function scopeOf(signature) {
	return `${signature.day}/${signature.region}/${signature.service}/aws4_request`;
}
/** HMAC-SHA256. */
function hmac(key, text) {
	return createHmac("sha256", key).update(text).digest();
}
/** Compares without telling by time where the difference is. */
function sameText(a, b) {
	const left = createHash("sha256").update(a).digest();
	return timingSafeEqual(left, createHash("sha256").update(b).digest());
}
/** What the HMAC is taken of: exported for presigning. */
function stringToSign(request, signature, payloadHash) {
	const url = request.url ?? "/";
	const canonical = [
		request.method ?? "GET",
		canonicalPath(url, signature.service),
		canonicalQuery(url),
		canonicalHeaders(request.headersDistinct, signature.signedHeaders),
		signature.signedHeaders.join(";"),
		payloadHash
	].join("\n");
	const digest = createHash("sha256").update(canonical).digest("hex");
	return [
		"AWS4-HMAC-SHA256",
		signature.timestamp,
		scopeOf(signature),
		digest
	].join("\n");
}
function checkTime(signature, wallNowMs) {
	const signedMs = parseTimestamp(signature.timestamp);
	if (signedMs - wallNowMs > maxSkewMs) throw new SignatureError("skewed", `Signature not yet current: ${signature.timestamp} is in the future`);
	if (signature.expiresSeconds !== void 0) {
		if (wallNowMs <= signedMs + signature.expiresSeconds * 1e3) return;
		throw new SignatureError("expired-url", "Request has expired");
	}
	if (wallNowMs - signedMs > maxSkewMs) throw new SignatureError("skewed", `Signature expired: ${signature.timestamp} is more than 15 minutes ago`);
}
function readHeader(header, request) {
	const fields = /* @__PURE__ */ new Map();
	for (const [, name, value] of header.matchAll(/(Credential|SignedHeaders|Signature)=([^,\s]+)/g)) fields.set(name ?? "", value ?? "");
	const timestamp = request.headers["x-amz-date"] ?? request.headers.date;
	return {
		...readCredential(fields.get("Credential")),
		timestamp: requireTimestamp(timestamp),
		signedHeaders: requireHost(fields.get("SignedHeaders")),
		signature: fields.get("Signature") ?? "",
		sessionToken: single$1(request.headers["x-amz-security-token"]),
		expiresSeconds: void 0
	};
}
function readPresigned(query) {
	const expiresSeconds = Number(query.get("X-Amz-Expires") ?? NaN);
	if (!(expiresSeconds >= 1 && expiresSeconds <= 604800)) throw new SignatureError("malformed", "X-Amz-Expires must be between 1 and 604800 seconds");
	return {
		...readCredential(query.get("X-Amz-Credential")),
		timestamp: requireTimestamp(query.get("X-Amz-Date")),
		signedHeaders: requireHost(query.get("X-Amz-SignedHeaders")),
		signature: query.get("X-Amz-Signature") ?? "",
		sessionToken: query.get("X-Amz-Security-Token"),
		expiresSeconds
	};
}
function readCredential(value) {
	const [, accessKeyId, day, region, service] = /^([A-Z0-9]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request$/.exec(value ?? "") ?? [];
	if (!accessKeyId || !day || !region || !service) throw new SignatureError("malformed", "Credential must be KEY/YYYYMMDD/REGION/SERVICE/aws4_request");
	return {
		accessKeyId,
		day,
		region,
		service
	};
}
function requireTimestamp(value) {
	if (typeof value === "string" && Number.isFinite(parseTimestamp(value))) return value;
	throw new SignatureError("malformed", "the date of the request (X-Amz-Date) is missing or malformed");
}
function requireHost(value) {
	const names = (value ?? "").split(";");
	if (names.includes("host")) return names;
	throw new SignatureError("malformed", "the header host must be among SignedHeaders");
}
function parseTimestamp(value) {
	const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(value);
	if (!match) return NaN;
	const [, year, month, day, hour, minute, second] = match.map(Number);
	return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}
function single$1(value) {
	return Array.isArray(value) ? value[0] : value;
}
// packages/sandbox/src/authenticate.ts
/** Who sent a request; throws `SignatureError` where that cannot be trusted. */
function authenticate(request, signature, payloadHash, options) {
	const key = options.credentials.find(signature.accessKeyId);
	if (!key) throw new SignatureError("unknown-key", "The security token included in the request is invalid.");
	if (key.sessionToken === void 0 ? signature.sessionToken !== void 0 : !hasToken(signature, key.sessionToken)) throw new SignatureError("bad-token", "The security token included in the request is invalid.");
	checkSignature(request, signature, key.secretAccessKey, payloadHash, options.wallNowMs);
	if (key.expiresMs !== void 0 && options.nowMs >= key.expiresMs) throw new SignatureError("expired-token", "The security token included in the request is expired");
	const { account, arn, accessKeyId, secretAccessKey } = key;
	return {
		account,
		arn,
		accessKeyId,
		secretAccessKey,
		region: signature.region
	};
}
function hasToken(signature, sessionToken) {
	return signature.sessionToken !== void 0 && sameText(signature.sessionToken, sessionToken);
}
// packages/sandbox/src/aws-chunked.ts
const emptyHash = createHash("sha256").digest("hex");
const maxLine = 16384;
/** Unpacks an aws-chunked body; with `signing`, the signature of every chunk is checked. */
async function* decodeAwsChunked(body, trailers, signing) {
	const reader = new ByteReader(body);
	let previous = signing?.seed ?? "";
	for (;;) {
		const { size, signature } = readChunkHeader(await reader.line());
		const hash = signing ? createHash("sha256") : void 0;
		for await (const part of reader.take(size)) {
			hash?.update(part);
			yield part;
		}
		if (signing && hash) previous = checkChunk(signing, previous, hash.digest("hex"), signature);
		if (size === 0) break;
		if (await reader.line() !== "") throw malformed("a chunk does not end where its size says");
	}
	await readTrailers(reader, trailers, signing, previous);
}
async function readTrailers(reader, trailers, signing, previous) {
	for (;;) {
		const line = await reader.line(true);
		if (line === "") break;
		const colon = line.indexOf(":");
		if (colon < 1) throw malformed("a trailer has no name");
		trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
	}
	const signature = trailers.get("x-amz-trailer-signature");
	trailers.delete("x-amz-trailer-signature");
	if (!signing || trailers.size === 0) return;
	const signed = [...trailers].map(([name, value]) => `${name}:${value}\n`).join("");
	const text = [
		"AWS4-HMAC-SHA256-TRAILER",
		signing.timestamp,
		signing.scope,
		previous,
		createHash("sha256").update(signed).digest("hex")
	].join("\n");
	if (!sameText(hmac(signing.key, text).toString("hex"), signature ?? "")) throw chunkMismatch();
}
function readChunkHeader(line) {
	const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
	if (!match) throw malformed("a chunk header is not \"<hex size>[;chunk-signature=<hex>]\"");
	return {
		size: Number.parseInt(match[1] ?? "", 16),
		signature: match[2] ?? ""
	};
}
function checkChunk(signing, previous, hash, signature) {
	const text = [
		"AWS4-HMAC-SHA256-PAYLOAD",
		signing.timestamp,
		signing.scope,
		previous,
		emptyHash,
		hash
	].join("\n");
	if (!sameText(hmac(signing.key, text).toString("hex"), signature)) throw chunkMismatch();
	return signature;
}
function chunkMismatch() {
	return new ServiceError("SignatureDoesNotMatch", "the signature of a chunk does not match", 403);
}
function malformed(message) {
	return new ServiceError("IncompleteBody", `the aws-chunked body is malformed: ${message}`);
}
/** Reads lines and counted bytes from a stream of chunks. */
var ByteReader = class {
	#source;
	#rest = /* @__PURE__ */ new Uint8Array(0);
	constructor(source) {
		this.#source = source[Symbol.asyncIterator]();
	}
	/** Up to the next CRLF, without it. With `orEnd`, the end of the body ends a line too. */
	async line(orEnd = false) {
		for (;;) {
			const end = this.#rest.indexOf(10);
			if (end >= 0) {
				const line = Buffer.from(this.#rest.subarray(0, end)).toString("latin1");
				this.#rest = this.#rest.subarray(end + 1);
				return line.replace(/\r$/, "");
			}
			if (this.#rest.length > maxLine) throw malformed("a line is too long");
			const next = await this.#source.next();
			if (next.done) {
				if (!orEnd) throw malformed("it ends early");
				const line = Buffer.from(this.#rest).toString("latin1");
				this.#rest = /* @__PURE__ */ new Uint8Array(0);
				return line.replace(/\r$/, "");
			}
			this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
		}
	}
	async *take(size) {
		let left = size;
		while (left > 0) {
			if (this.#rest.length === 0) {
				const next = await this.#source.next();
				if (next.done) throw malformed("it ends early");
				this.#rest = next.value;
			}
			const part = this.#rest.subarray(0, left);
			this.#rest = this.#rest.subarray(part.length);
			left -= part.length;
			yield part;
		}
	}
};
// packages/sandbox/src/body.ts
const bodies = /* @__PURE__ */ new WeakMap();
/** The body of a request, checked while it is read. Reading the request itself would skip the check. */
function bodyOf(request) {
	const body = bodies.get(request);
	if (!body) throw new Error("the request did not come through the server of the sandbox");
	return body;
}
/** All of the body as one buffer; 413 past `limit`. */
async function readBody(request, limit) {
	return await collect$1(bodyOf(request).stream, limit);
}
/** Keeps the checked body for `bodyOf`. */
function setBody(request, body) {
	bodies.set(request, body);
}
/** The bytes of a stream; 413 past `limit`. */
async function collect$1(stream, limit) {
	const chunks = [];
	let size = 0;
	for await (const chunk of stream) {
		size += chunk.length;
		if (size > limit) throw new ServiceError("RequestEntityTooLargeException", `the body is larger than ${limit} bytes`, 413);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks, size);
}
/** Passes a body on and throws at its end where its SHA-256 is not `expected`. */
async function* hashed(stream, expected) {
	const hash = createHash("sha256");
	for await (const chunk of stream) {
		hash.update(chunk);
		yield chunk;
	}
	if (hash.digest("hex") === expected) return;
	throw new ServiceError("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
}
// packages/sandbox/src/serve-http.ts
const unsigned = "UNSIGNED-PAYLOAD";
const chunked = /* @__PURE__ */ new Map([
	["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", { isSigned: true }],
	["STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", { isSigned: true }],
	["STREAMING-UNSIGNED-PAYLOAD-TRAILER", { isSigned: false }]
]);
/** Of a body whose hash is not in a header, which must be read before the signature can be checked. */
const bufferLimit = 16777216;
/** Serves a request by its path. The body is checked while the service reads it. */
async function serveHttp(context, service, signature, request, response) {
	const buffered = needsBuffer(service, signature, request) ? await collect$1(request, bufferLimit) : void 0;
	const payloadHash = buffered ? createHash("sha256").update(buffered).digest("hex") : claimedHash(request);
	const { secretAccessKey, ...caller } = authenticate(request, signature, payloadHash, {
		credentials: context.credentials,
		nowMs: context.clock.now(),
		wallNowMs: Date.now()
	});
	setBody(request, buffered ? ready(buffered) : streamed(request, signature, payloadHash, secretAccessKey));
	await service.handle(request, response, caller, new URL(request.url ?? "/", `http://${request.headers.host}`));
}
function needsBuffer(service, signature, request) {
	if (request.headers["x-amz-content-sha256"] !== void 0) return false;
	if (signature.expiresSeconds !== void 0) return false;
	if (service.signingName !== "s3") return true;
	throw new ServiceError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
}
/** A presigned URL does not know the body. */
function claimedHash(request) {
	const claimed = request.headers["x-amz-content-sha256"];
	return typeof claimed === "string" ? claimed : unsigned;
}
function ready(buffer) {
	return {
		stream: once$1(buffer),
		length: buffer.length,
		trailers: /* @__PURE__ */ new Map()
	};
}
async function* once$1(buffer) {
	if (buffer.length > 0) yield buffer;
}
function streamed(request, signature, payloadHash, secretAccessKey) {
	const trailers = /* @__PURE__ */ new Map();
	const framing = chunked.get(payloadHash);
	if (framing) {
		const length = wholeNumber$1(request.headers["x-amz-decoded-content-length"]);
		const signing = {
			key: signingKey(secretAccessKey, signature),
			seed: signature.signature,
			timestamp: signature.timestamp,
			scope: scopeOf(signature)
		};
		return {
			stream: counted(decodeAwsChunked(request, trailers, framing.isSigned ? signing : void 0), length),
			length,
			trailers
		};
	}
	const length = wholeNumber$1(request.headers["content-length"]);
	if (payloadHash === unsigned) return {
		stream: request,
		length,
		trailers
	};
	if (/^[0-9a-f]{64}$/.test(payloadHash)) return {
		stream: hashed(request, payloadHash),
		length,
		trailers
	};
	throw new ServiceError("InvalidArgument", "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD[-TRAILER], STREAMING-UNSIGNED-PAYLOAD-TRAILER or a valid sha256 value.");
}
async function* counted(stream, expected) {
	let length = 0;
	for await (const chunk of stream) {
		length += chunk.length;
		yield chunk;
	}
	if (expected === void 0 || length === expected) return;
	throw new ServiceError("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");
}
function wholeNumber$1(value) {
	return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : void 0;
}
// packages/sandbox/src/protocol/query.ts
/** AWS Query: a form in, XML out. */
function queryProtocol(namespace, errorCodes = {}) {
	const headers = { "content-type": "text/xml" };
	const xmlns = ` xmlns="${escapeXml(namespace)}"`;
	const response = (name, children) => xmlElement(name, children, "member", xmlns);
	return {
		dialect: "query",
		decode: (body) => parseForm(body.toString("utf8")),
		answer: (operation, output, RequestId) => ({
			status: 200,
			headers,
			body: response(`${operation}Response`, {
				[`${operation}Result`]: output,
				ResponseMetadata: { RequestId }
			})
		}),
		error: (error, RequestId) => ({
			status: error.status,
			headers,
			body: response("ErrorResponse", {
				Error: {
					Type: error.status < 500 ? "Sender" : "Receiver",
					Code: errorCodes[error.code] ?? error.code,
					Message: error.message,
					...error.members
				},
				RequestId
			})
		})
	};
}
const maxDepth = 20;
/** `A.member.1.B=x` becomes `{ A: [{ B: 'x' }] }`; `A.entry.1.key=k` and `.value=v` become `{ A: { k: 'v' } }`. */
function parseForm(form) {
	const root = /* @__PURE__ */ new Map();
	for (const [path, value] of new URLSearchParams(form)) insert(root, path.split("."), value);
	return Object.fromEntries([...root].map(([name, node]) => [name, resolve(node)]));
}
function insert(root, path, value) {
	if (path.length > maxDepth) throw new ServiceError("MalformedInput", "a parameter is nested too deeply");
	let at = root;
	for (const name of path.slice(0, -1)) {
		const found = at.get(name);
		const next = found instanceof Map ? found : /* @__PURE__ */ new Map();
		if (next !== found) at.set(name, next);
		at = next;
	}
	at.set(path.at(-1) ?? "", value);
}
function resolve(node) {
	if (typeof node === "string") return node;
	const only = node.size === 1 ? [...node.keys()][0] : void 0;
	const inner = only === "member" || only === "entry" ? node.get(only) : node;
	if (inner instanceof Map && [...inner.keys()].every((key) => /^\d+$/.test(key))) {
		const items = [...inner].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => resolve(item));
		return only === "entry" ? Object.fromEntries(items.map(asEntry)) : items;
	}
	return Object.fromEntries([...node].map(([name, item]) => [name, resolve(item)]));
}
function asEntry(item) {
	if (typeof item === "object" && item !== null && "key" in item) return [String(item.key), "value" in item ? item.value : ""];
	throw new ServiceError("MalformedInput", "an entry of a map has no key");
}
// packages/sandbox/src/serve-rpc.ts
/** 20 MiB of layer part in base64, and room for the rest. */
const bodyLimit = 33554432;
/** Serves a request that names an operation. */
async function serveRpc(context, service, signature, request, response) {
	const requestId = String(response.getHeader("x-amzn-requestid") ?? "");
	const protocol = chooseProtocol(service, request);
	const body = await collect$1(request, bodyLimit);
	const caller = authenticate(request, signature, payloadHash(request, body), {
		credentials: context.credentials,
		nowMs: context.clock.now(),
		wallNowMs: Date.now()
	});
	const input = protocol.decode(protocol.dialect === "query" ? formOf$1(request, body) : body);
	const name = operationName(request, input);
	const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : void 0;
	if (!operation) throw unknownOperation(service, protocol, name);
	const { Action: _action, Version: _version, ...members } = input;
	const known = protocol.dialect === "query" ? members : input;
	context.calls.record(`${service.iamPrefix ?? service.signingName}:${name}`, caller, known);
	const { account, region, arn, accessKeyId } = caller;
	const output = await operation(known, {
		account,
		region,
		arn,
		accessKeyId
	});
	send(response, protocol.answer(name, output, requestId));
}
/** The protocol in which a request is written; the answer, errors too, is written in the same. */
function chooseProtocol(service, request) {
	if (request.headers["smithy-protocol"] === "rpc-v2-cbor") return cborProtocol;
	if (request.headers["x-amz-target"] !== void 0 || !service.query) {
		const protocol = jsonProtocol(request.headers["content-type"] === "application/x-amz-json-1.0" ? "1.0" : service.jsonVersion ?? "1.1");
		return request.headers["x-amzn-query-mode"] === "true" ? withQueryCodes(protocol, service) : protocol;
	}
	return queryProtocol(service.query.namespace, service.queryErrorCodes);
}
/** A client that moved from Query to JSON asks for the old codes as well, in a header. */
function withQueryCodes(protocol, service) {
	return {
		...protocol,
		error(error, requestId) {
			const answer = protocol.error(error, requestId);
			const code = service.queryErrorCodes?.[error.code] ?? error.code;
			const party = error.status < 500 ? "Sender" : "Receiver";
			return {
				...answer,
				headers: {
					...answer.headers,
					"x-amzn-query-error": `${code};${party}`
				}
			};
		}
	};
}
/** The hash that must have been signed: of the body as it came, which a header may repeat but not replace. */
function payloadHash(request, body) {
	const hash = createHash("sha256").update(body).digest("hex");
	const claimed = request.headers["x-amz-content-sha256"];
	if (claimed === void 0 || claimed === hash) return hash;
	throw new SignatureError("mismatch", "the hash of the body is not the one in x-amz-content-sha256");
}
/** A Query request may stand in the URL: presigned GetCallerIdentity does. */
function formOf$1(request, body) {
	if (body.length > 0) return body;
	const query = new URL(request.url ?? "/", "http://sandbox").searchParams;
	for (const name of [...query.keys()]) if (name.startsWith("X-Amz-")) query.delete(name);
	return Buffer.from(query.toString());
}
function operationName(request, input) {
	const fromPath = parseCborPath(request.url ?? "/");
	if (fromPath) return fromPath.operation;
	const target = request.headers["x-amz-target"];
	if (typeof target === "string") return target.slice(target.indexOf(".") + 1);
	return typeof input.Action === "string" ? input.Action : "";
}
function unknownOperation(service, protocol, name) {
	const message = `the sandbox does not serve ${service.signingName} "${name}"; docs/sandbox.md lists what it serves`;
	return protocol.dialect === "query" ? new ServiceError("InvalidAction", message) : new ServiceError("UnknownOperationException", message);
}
// packages/sandbox/src/server.ts
/** The handler of the main endpoint: finds the service, then lets it be served over the protocol of the request. */
function createRouter(context) {
	return async (request, response) => {
		const requestId = String(response.getHeader("x-amzn-requestid") ?? "");
		const { signature, problem } = trySignature(request);
		const service = findService(context.services, request, signature);
		const writeError = (error) => errorAnswer(service, request, error, requestId);
		try {
			if (problem) throw problem;
			if (!signature) throw new SignatureError("missing", "Missing Authentication Token");
			if (!service) throw unknownService(signature);
			await meddle(context.faults, service.signingName, dialectOf(service, request), request, () => service.kind === "http" ? serveHttp(context, service, signature, request, response) : serveRpc(context, service, signature, request, response));
		} catch (error) {
			const known = asServiceError(error, dialectOf(service, request));
			if (response.headersSent) response.destroy();
			else send(response, writeError(known));
		}
	};
}
/** Runs `serve` unless a fault strikes. A reset hits half of its victims after the work was done. */
async function meddle(faults, target, dialect, request, serve) {
	const latencyMs = faults.latencyMs(target);
	if (latencyMs > 0) await wallClock.sleep(latencyMs);
	const fault = faults.pick(target, [
		"throttle",
		"500",
		"reset"
	]);
	if (fault === "throttle") throw throttled(dialect);
	if (fault === "500") throw new ServiceError("InternalFailure", "a failure that was asked for", 500);
	if (fault !== "reset") return await serve();
	if (faults.draw() < .5) {
		request.socket.resetAndDestroy();
		return;
	}
	request.socket.cork();
	await serve();
	request.socket.resetAndDestroy();
}
function trySignature(request) {
	try {
		const signature = readSignature(request);
		return signature ? { signature } : {};
	} catch (error) {
		if (error instanceof SignatureError) return { problem: error };
		throw error;
	}
}
/** By the scope of the signature; without one by what else names a service, so that the refusal is readable. */
function findService(services, request, signature) {
	if (signature) return services.find((service) => service.signingName === signature.service);
	const target = targetOf(request);
	if (target) return services.find((service) => service.kind === "rpc" && service.target === target);
	if (request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return services.find((service) => service.kind === "rpc" && service.query);
	return services.find((service) => service.signingName === "s3");
}
function targetOf(request) {
	const header = request.headers["x-amz-target"];
	if (typeof header === "string") return header.split(".")[0];
	return parseCborPath(request.url ?? "/")?.target;
}
function dialectOf(service, request) {
	if (service?.kind === "http") return service.errors ?? "rest-json";
	return service ? chooseProtocol(service, request).dialect : "json";
}
function asServiceError(error, dialect) {
	if (error instanceof SignatureError) return refusal$1(error, dialect);
	if (error instanceof ServiceError) return error;
	throw error;
}
function errorAnswer(service, request, error, requestId) {
	if (service?.kind === "rpc") return chooseProtocol(service, request).error(error, requestId);
	if (service?.errors !== "s3-xml") return restJsonError(error);
	return s3XmlError(error, (request.url ?? "/").split("?")[0] ?? "/", requestId);
}
function unknownService(signature) {
	return new ServiceError("UnknownOperationException", `the sandbox has no service "${signature.service}"; docs/sandbox.md lists what it serves`, 404);
}
// packages/sandbox/src/compute/scope.ts
/** State of a service for each account and region, made on first use. */
var Scoped = class {
	#make;
	#states = /* @__PURE__ */ new Map();
	constructor(make) {
		this.#make = make;
	}
	of({ account, region }) {
		const key = `${account}/${region}`;
		const known = this.#states.get(key);
		if (known) return known;
		const made = this.#make({
			account,
			region
		});
		this.#states.set(key, made);
		return made;
	}
	all() {
		return [...this.#states.values()];
	}
};
// node_modules/zod/v4/classic/coerce.js
function number$1(params) {
	return _coercedNumber(ZodNumber, params);
}
// packages/sandbox/src/compute/input.ts
/**
* Kinds of members as the protocols deliver them: Query sends every value as text, JSON sends timestamps as seconds,
* CBOR as dates. One schema then reads all three.
*/
const wire = {
	text: string(),
	number: preprocess(toNumber, number$2()),
	integer: preprocess(toNumber, int()),
	integerIn: (min, max = Number.MAX_SAFE_INTEGER) => preprocess(toNumber, int().min(min).max(max)),
	/** Query writes an empty list as an empty text. */
	list: (item) => preprocess((value) => value === "" ? [] : value, array(item)),
	boolean: preprocess(toBoolean, boolean()),
	time: preprocess(toDate, date())
};
/** Reads an operation's input with `schema`; members it does not know are dropped, as services do. */
function read$2(schema, input, code) {
	const parsed = schema.safeParse(input);
	if (parsed.success) return parsed.data;
	throw new ServiceError(code, parsed.error.issues.map(({ path, message }) => `${path.join(".") || "input"}: ${message}`).join("; "));
}
function toNumber(value) {
	if (typeof value === "bigint") return Number(value);
	return typeof value === "string" && value.trim() !== "" ? Number(value) : value;
}
function toBoolean(value) {
	return value === "true" ? true : value === "false" ? false : value;
}
function toDate(value) {
	if (typeof value === "number") return /* @__PURE__ */ new Date(value * 1e3);
	if (typeof value !== "string") return value;
	return new Date(/^\d+(\.\d+)?$/.test(value) ? Number(value) * 1e3 : value);
}
// packages/sandbox/src/compute/page.ts
/** Cuts a page out of `all`; a token that no answer of ours contained is refused with `tokenError`. */
function pageOf$1(all, size, token, tokenError) {
	const start = token === void 0 ? 0 : Number(Buffer.from(token, "base64url").toString());
	if (!Number.isInteger(start) || start < 0 || start > all.length) throw new ServiceError(tokenError, `the token "${token}" is not valid`);
	const end = start + size;
	const next = end < all.length ? Buffer.from(String(end)).toString("base64url") : void 0;
	return {
		items: all.slice(start, end),
		next
	};
}
// packages/sandbox/src/cloudwatch/alarm.ts
/** The name that the API has for the kind of an alarm. */
function typeOf(alarm) {
	return alarm.kind === "metric" ? "MetricAlarm" : "CompositeAlarm";
}
/** The alarm as DescribeAlarms shows it. */
function describeAlarm(alarm) {
	const common = {
		AlarmName: alarm.name,
		AlarmArn: alarm.arn,
		AlarmDescription: alarm.description,
		AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredMs),
		ActionsEnabled: alarm.actionsEnabled,
		OKActions: alarm.okActions,
		AlarmActions: alarm.alarmActions,
		InsufficientDataActions: alarm.insufficientDataActions,
		StateValue: alarm.state.value,
		StateReason: alarm.state.reason,
		StateReasonData: alarm.state.reasonData,
		StateUpdatedTimestamp: new Date(alarm.state.updatedMs),
		StateTransitionedTimestamp: new Date(alarm.state.transitionedMs)
	};
	if (alarm.kind === "composite") return {
		...common,
		AlarmRule: alarm.ruleText
	};
	const { rule, described } = alarm;
	return {
		...common,
		...described,
		EvaluationPeriods: rule.evaluationPeriods,
		Threshold: rule.threshold,
		ComparisonOperator: rule.comparison
	};
}
// packages/sandbox/src/cloudwatch/composite-rule.ts
/** Parses `ALARM("a") AND NOT (OK(b) OR TRUE)`; throws an `Error` that says what is wrong. */
function parseCompositeRule(text) {
	const [rule, rest] = parseAny(text.match(/"[^"]*"|[()]|[^\s()"]+/g) ?? []);
	if (rest.length > 0) throw new Error(`unexpected ${rest[0]} in the alarm rule`);
	return rule;
}
/** Whether the rule holds; `stateOf` gives the state of the alarms it names. */
function holds(rule, stateOf) {
	switch (rule.kind) {
		case "constant": return rule.value;
		case "state": return stateOf(rule.alarm) === rule.state;
		case "not": return !holds(rule.of, stateOf);
		case "all": return rule.of.every((part) => holds(part, stateOf));
		case "any": return rule.of.some((part) => holds(part, stateOf));
	}
}
/** The alarms that a rule names, once each. */
function alarmsOf$1(rule) {
	switch (rule.kind) {
		case "constant": return [];
		case "state": return [rule.alarm];
		case "not": return alarmsOf$1(rule.of);
		case "all":
		case "any": return [...new Set(rule.of.flatMap(alarmsOf$1))];
	}
}
function parseAny(tokens) {
	return parseChain(tokens, "OR", "any", (rest) => parseChain(rest, "AND", "all", parseOne));
}
function parseChain(tokens, word, kind, parsePart) {
	let [part, rest] = parsePart(tokens);
	const of = [part];
	while (rest[0] === word) {
		[part, rest] = parsePart(rest.slice(1));
		of.push(part);
	}
	return [of.length === 1 ? part : {
		kind,
		of
	}, rest];
}
function parseOne(tokens) {
	const [word, ...rest] = tokens;
	switch (word) {
		case "NOT": {
			const [of, after] = parseOne(rest);
			return [{
				kind: "not",
				of
			}, after];
		}
		case "(": {
			const [inner, after] = parseAny(rest);
			if (after[0] !== ")") throw new Error("a bracket of the alarm rule is not closed");
			return [inner, after.slice(1)];
		}
		case "TRUE":
		case "FALSE": return [{
			kind: "constant",
			value: word === "TRUE"
		}, rest];
		case "ALARM":
		case "OK":
		case "INSUFFICIENT_DATA": return [{
			kind: "state",
			state: word,
			alarm: nameIn(rest)
		}, rest.slice(3)];
		default: throw new Error(`unexpected ${word ?? "end"} in the alarm rule`);
	}
}
/** The name between the brackets; an ARN stands for its last part. */
function nameIn(tokens) {
	const [open, name, close] = tokens;
	if (open !== "(" || name === void 0 || close !== ")") throw new Error("an alarm name in brackets is expected");
	const bare = name.replace(/^"|"$/g, "");
	return bare.startsWith("arn:") ? bare.split(":").slice(6).join(":") : bare;
}
// packages/sandbox/src/cloudwatch/math-syntax.ts
/** Thrown for what is not, or not served as, metric math. */
var MathError = class extends Error {
	name = "MathError";
};
/** Weakest first; the operators of one row bind equally. */
const precedence = [
	[
		"==",
		"!=",
		"<",
		">",
		"<=",
		">="
	],
	["+", "-"],
	["*", "/"],
	["^"]
];
/** Parses `m1/m2*100`, `SUM([m1,m2])`, `IF(m2>0, m1/m2, 0)`. */
function parseMath(text) {
	const tokens = new Tokens(text);
	const parsed = parseLevel(tokens, 0);
	if (tokens.peek() !== void 0) throw new MathError(`unexpected "${tokens.peek()}" in "${text}"`);
	return parsed;
}
var Tokens = class {
	#tokens;
	#at = 0;
	constructor(text) {
		this.#tokens = text.match(/\d+(?:\.\d+)?|[A-Za-z_]\w*|==|!=|<=|>=|\S/g) ?? [];
	}
	peek() {
		return this.#tokens[this.#at];
	}
	next() {
		const token = this.#tokens[this.#at];
		if (token === void 0) throw new MathError("the expression ends too early");
		this.#at += 1;
		return token;
	}
	expect(wanted) {
		const token = this.next();
		if (token !== wanted) throw new MathError(`"${wanted}" expected, not "${token}"`);
	}
};
function parseLevel(tokens, level) {
	const operators = precedence[level];
	if (!operators) return parseUnary(tokens);
	let left = parseLevel(tokens, level + 1);
	for (let operator = tokens.peek(); operator && operators.includes(operator); operator = tokens.peek()) {
		tokens.next();
		left = {
			kind: "binary",
			operator,
			left,
			right: parseLevel(tokens, level + 1)
		};
	}
	return left;
}
function parseUnary(tokens) {
	const token = tokens.next();
	if (token === "-") return {
		kind: "negative",
		of: parseUnary(tokens)
	};
	if (token === "(") {
		const inner = parseLevel(tokens, 0);
		tokens.expect(")");
		return inner;
	}
	if (token === "[") return {
		kind: "list",
		items: parseItems(tokens, "]")
	};
	if (/^\d/.test(token)) return {
		kind: "number",
		value: Number(token)
	};
	if (!/^[A-Za-z_]/.test(token)) throw new MathError(`unexpected "${token}"`);
	if (tokens.peek() !== "(") return {
		kind: "name",
		name: token
	};
	tokens.next();
	return {
		kind: "call",
		name: token,
		args: parseItems(tokens, ")")
	};
}
function parseItems(tokens, end) {
	const items = [];
	if (tokens.peek() === end) {
		tokens.next();
		return items;
	}
	for (;;) {
		items.push(parseLevel(tokens, 0));
		const token = tokens.next();
		if (token === end) return items;
		if (token !== ",") throw new MathError(`"," or "${end}" expected, not "${token}"`);
	}
}
// packages/sandbox/src/cloudwatch/math.ts
/** The series of an expression, oldest first. A function that is not served throws a `MathError` that names it. */
function evaluateMath(expression, scope) {
	const value = valueIn(expression, scope);
	if (isList(value)) throw new MathError("the expression gives several series, and one is expected");
	return [...typeof value === "number" ? constant(value, scope) : value].sort(([a], [b]) => a - b).map(([timestampMs, number]) => ({
		timestampMs,
		value: number
	}));
}
function valueIn(expression, scope) {
	switch (expression.kind) {
		case "number": return expression.value;
		case "name": return named$2(expression.name, scope);
		case "list": return expression.items.map((item) => asSeries(valueIn(item, scope), scope));
		case "negative": return binary(0, single(valueIn(expression.of, scope)), (a, b) => a - b);
		case "binary": return binary(single(valueIn(expression.left, scope)), single(valueIn(expression.right, scope)), operatorOf(expression.operator));
		case "call": return call(expression.name, expression.args, scope);
	}
}
function call(name, args, scope) {
	const fold = folds[name];
	if (fold) return aggregate(valueIn(argument(name, args, 0), scope), fold);
	switch (name) {
		case "METRICS": return scope.metricIds.map((id) => named$2(id, scope));
		case "FILL": return fill(asSeries(valueIn(argument(name, args, 0), scope), scope), argument(name, args, 1), scope);
		case "IF": return choose(args, scope);
		case "ABS": return binary(0, single(valueIn(argument(name, args, 0), scope)), (_zero, b) => Math.abs(b));
		default: throw new MathError(`the function ${name} is not served by the sandbox`);
	}
}
const folds = {
	SUM: (values) => values.reduce((total, value) => total + value, 0),
	AVG: (values) => values.reduce((total, value) => total + value, 0) / values.length,
	MIN: (values) => Math.min(...values),
	MAX: (values) => Math.max(...values)
};
/** One series folds to a number; a list folds to a series, period by period. */
function aggregate(value, fold) {
	if (typeof value === "number") return value;
	if (!isList(value)) return value.size === 0 ? /* @__PURE__ */ new Map() : fold([...value.values()]);
	const columns = /* @__PURE__ */ new Map();
	for (const series of value) for (const [time, number] of series) columns.set(time, [...columns.get(time) ?? [], number]);
	return new Map([...columns].map(([time, numbers]) => [time, fold(numbers)]));
}
function fill(series, filler, scope) {
	let last;
	const repeat = filler.kind === "name" && filler.name === "REPEAT";
	const constantFill = repeat ? void 0 : valueIn(filler, scope);
	if (!repeat && typeof constantFill !== "number") throw new MathError("FILL is served with a number or REPEAT only");
	return new Map(scope.timestamps.flatMap((time) => {
		last = series.get(time) ?? last;
		const value = series.get(time) ?? (repeat ? last : constantFill);
		return typeof value === "number" ? [[time, value]] : [];
	}));
}
function choose(args, scope) {
	const condition = single(valueIn(argument("IF", args, 0), scope));
	const yes = single(valueIn(argument("IF", args, 1), scope));
	const no = single(args[2] ? valueIn(args[2], scope) : /* @__PURE__ */ new Map());
	if (typeof condition === "number") return condition === 0 ? no : yes;
	const pick = (time, test) => at(test === 0 ? no : yes, time);
	return new Map([...condition].flatMap(([time, test]) => {
		const value = pick(time, test);
		return value === void 0 ? [] : [[time, value]];
	}));
}
/** Series meet at the periods that both have. */
function binary(left, right, apply) {
	if (typeof left === "number" && typeof right === "number") return apply(left, right);
	const times = typeof left === "number" ? right : left;
	if (typeof times === "number") return apply(times, times);
	return new Map([...times.keys()].flatMap((time) => {
		const [a, b] = [at(left, time), at(right, time)];
		if (a === void 0 || b === void 0) return [];
		const value = apply(a, b);
		return Number.isFinite(value) ? [[time, value]] : [];
	}));
}
function operatorOf(operator) {
	const found = operators[operator];
	if (!found) throw new MathError(`the operator ${operator} is not served by the sandbox`);
	return found;
}
const operators = {
	"+": (a, b) => a + b,
	"-": (a, b) => a - b,
	"*": (a, b) => a * b,
	"/": (a, b) => a / b,
	"^": (a, b) => a ** b,
	"==": (a, b) => Number(a === b),
	"!=": (a, b) => Number(a !== b),
	"<": (a, b) => Number(a < b),
	">": (a, b) => Number(a > b),
	"<=": (a, b) => Number(a <= b),
	">=": (a, b) => Number(a >= b)
};
function named$2(id, scope) {
	const points = scope.series.get(id);
	if (!points) throw new MathError(`there is no query with the id "${id}"`);
	return new Map(points.map(({ timestampMs, value }) => [timestampMs, value]));
}
function argument(name, args, index) {
	const found = args[index];
	if (!found) throw new MathError(`${name} needs ${index + 1} arguments`);
	return found;
}
function at(value, time) {
	return typeof value === "number" ? value : value.get(time);
}
function single(value) {
	if (isList(value)) throw new MathError("a list of series is only allowed inside SUM, AVG, MIN and MAX");
	return value;
}
function asSeries(value, scope) {
	const one = single(value);
	return typeof one === "number" ? constant(one, scope) : one;
}
function constant(value, scope) {
	return new Map(scope.timestamps.map((time) => [time, value]));
}
function isList(value) {
	return Array.isArray(value);
}
// packages/sandbox/src/cloudwatch/statistic-set.ts
/** `count` samples of one value. */
function sampleSet(value, count = 1) {
	return {
		count,
		sum: value * count,
		min: value,
		max: value,
		values: /* @__PURE__ */ new Map([[value, count]])
	};
}
function mergeSets(a, b) {
	if (!a) return b;
	return {
		count: a.count + b.count,
		sum: a.sum + b.sum,
		min: Math.min(a.min, b.min),
		max: Math.max(a.max, b.max),
		values: a.values && b.values ? mergeValues(a.values, b.values) : void 0
	};
}
/** The value of a statistic (`Average`, `p99.9`); undefined where it cannot be told from the set. */
function statisticOf(set, statistic) {
	switch (statistic) {
		case "Average": return set.sum / set.count;
		case "Sum": return set.sum;
		case "SampleCount": return set.count;
		case "Minimum": return set.min;
		case "Maximum": return set.max;
		default: return percentileOf(set, Number(statistic.slice(1)));
	}
}
/** True for the statistics that are served: the five simple ones and pNN. */
function isStatistic(text) {
	const percentile = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(text);
	if (percentile) return Number(percentile[1]) <= 100;
	return [
		"Average",
		"Sum",
		"SampleCount",
		"Minimum",
		"Maximum"
	].includes(text);
}
function percentileOf(set, percent) {
	if (!set.values) return set.min === set.max ? set.min : void 0;
	const rank = Math.max(1, Math.ceil(percent / 100 * set.count));
	let seen = 0;
	for (const [value, count] of [...set.values].sort(([a], [b]) => a - b)) {
		seen += count;
		if (seen >= rank) return value;
	}
	return set.max;
}
function mergeValues(a, b) {
	const merged = new Map(a);
	for (const [value, count] of b) merged.set(value, (merged.get(value) ?? 0) + count);
	return merged;
}
// packages/sandbox/src/cloudwatch/query.ts
const dimensionsSchema = wire.list(object({
	Name: wire.text,
	Value: wire.text
})).default([]);
const statisticSchema = wire.text.refine(isStatistic, "the sandbox serves simple statistics and pNN");
const periodSchema = wire.integer.refine(isPeriod, "must be 1, 5, 10, 20, 30 or a multiple of 60");
const metricStatSchema = object({
	Metric: object({
		Namespace: wire.text,
		MetricName: wire.text,
		Dimensions: dimensionsSchema
	}),
	Period: periodSchema,
	Stat: statisticSchema,
	Unit: wire.text.optional()
});
/** One query of GetMetricData, or of an alarm with `Metrics`. */
const querySchema = object({
	Id: wire.text.regex(/^[a-z][A-Za-z0-9_]*$/),
	MetricStat: metricStatSchema.optional(),
	Expression: wire.text.optional(),
	Label: wire.text.optional(),
	ReturnData: wire.boolean.default(true),
	Period: periodSchema.optional(),
	AccountId: wire.text.optional()
}).refine((query) => query.MetricStat === void 0 !== (query.Expression === void 0), { message: "exactly one of MetricStat and Expression must be there" });
/** True for the periods that CloudWatch aggregates by. */
function isPeriod(seconds) {
	return [
		1,
		5,
		10,
		20,
		30
	].includes(seconds) || seconds > 0 && seconds % 60 === 0;
}
/** The series of all queries by id, where each metric is read in the window that `windowOf` gives for its period. */
function runQueries(store, queries, windowOf) {
	const series = /* @__PURE__ */ new Map();
	for (const { Id, MetricStat } of queries) {
		if (!MetricStat) continue;
		const { Metric, Stat, Period, Unit } = MetricStat;
		const identity = {
			namespace: Metric.Namespace,
			name: Metric.MetricName,
			dimensions: Metric.Dimensions
		};
		series.set(Id, store.series(identity, Stat, windowOf(Period), Unit));
	}
	const metricIds = [...series.keys()];
	const timestamps = timestampsOf(windowOf(periodOf(queries)));
	for (const { Id, Expression } of inOrder(queries)) series.set(Id, asInvalid(Id, () => evaluateMath(Expression, {
		series,
		metricIds,
		timestamps
	})));
	return series;
}
/** The longest period of the queries, in which an expression over them has its values. */
function periodOf(queries) {
	return Math.max(...queries.map(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 0), 1);
}
/** Expressions, each after those it refers to. */
function inOrder(queries) {
	const waiting = queries.flatMap(({ Id, Expression }) => Expression === void 0 ? [] : [{
		Id,
		Expression: asInvalid(Id, () => parseMath(Expression))
	}]);
	const ordered = [];
	while (waiting.length > 0) {
		const ready = waiting.findIndex(({ Expression }) => !waiting.some(({ Id }) => refersTo(Expression, Id)));
		const [next] = ready < 0 ? [] : waiting.splice(ready, 1);
		if (!next) throw invalid$7(`the expressions ${waiting.map(({ Id }) => Id).join(", ")} refer to each other`);
		ordered.push(next);
	}
	return ordered;
}
function refersTo(expression, id) {
	switch (expression.kind) {
		case "number": return false;
		case "name": return expression.name === id;
		case "list": return expression.items.some((item) => refersTo(item, id));
		case "negative": return refersTo(expression.of, id);
		case "binary": return refersTo(expression.left, id) || refersTo(expression.right, id);
		case "call": return expression.args.some((arg) => refersTo(arg, id));
	}
}
function timestampsOf({ startMs, endMs, periodMs }) {
	const count = Math.min(100800, Math.max(0, Math.ceil((endMs - startMs) / periodMs)));
	return Array.from({ length: count }, (_, index) => startMs + index * periodMs);
}
function asInvalid(id, work) {
	try {
		return work();
	} catch (error) {
		if (error instanceof MathError) throw invalid$7(`error in expression "${id}": ${error.message}`);
		throw error;
	}
}
/** What CloudWatch answers to a parameter it cannot use. */
function invalid$7(message) {
	return new ServiceError("InvalidParameterValueException", message);
}
// packages/sandbox/src/cloudwatch/alarm-input.ts
const actions = {
	AlarmName: wire.text.min(1).max(255),
	AlarmDescription: wire.text.max(1024).optional(),
	ActionsEnabled: wire.boolean.default(true),
	OKActions: wire.list(wire.text).default([]),
	AlarmActions: wire.list(wire.text).default([]),
	InsufficientDataActions: wire.list(wire.text).default([])
};
/** Members whose effect the sandbox does not have, and which it therefore refuses. */
const unserved = {
	ThresholdMetricId: _undefined("anomaly detection is not served by the sandbox").optional(),
	EvaluationCriteria: _undefined("is not served by the sandbox").optional(),
	WarmUpConfiguration: _undefined("is not served by the sandbox").optional()
};
const metricAlarmSchema = object({
	...actions,
	...unserved,
	MetricName: wire.text.optional(),
	Namespace: wire.text.optional(),
	Statistic: _enum([
		"SampleCount",
		"Average",
		"Sum",
		"Minimum",
		"Maximum"
	]).optional(),
	ExtendedStatistic: wire.text.optional(),
	Dimensions: dimensionsSchema,
	Period: wire.integer.optional(),
	Unit: wire.text.optional(),
	EvaluationPeriods: wire.integerIn(1),
	DatapointsToAlarm: wire.integerIn(1).optional(),
	Threshold: wire.number,
	ComparisonOperator: _enum([
		"GreaterThanOrEqualToThreshold",
		"GreaterThanThreshold",
		"LessThanThreshold",
		"LessThanOrEqualToThreshold"
	]),
	TreatMissingData: _enum([
		"missing",
		"ignore",
		"breaching",
		"notBreaching"
	]).optional(),
	Metrics: array(querySchema).max(20).optional()
});
const compositeAlarmSchema = object({
	...actions,
	ActionsSuppressor: _undefined("is not served by the sandbox").optional(),
	AlarmRule: wire.text.min(1).max(10240)
});
/** The alarm that PutMetricAlarm asks for; refuses what CloudWatch refuses. */
function metricAlarmOf(input, arn, nowMs, state) {
	const queries = input.Metrics ?? [singleQuery(input)];
	if (input.Metrics) checkCombination(input);
	if (queries.filter(({ ReturnData }) => ReturnData).length !== 1) throw invalid$7("exactly one element of the metrics list should return data");
	const datapointsToAlarm = input.DatapointsToAlarm ?? input.EvaluationPeriods;
	if (datapointsToAlarm > input.EvaluationPeriods) throw invalid$7("DatapointsToAlarm must not be greater than EvaluationPeriods");
	const periodSeconds = periodOf(queries);
	if (periodSeconds * input.EvaluationPeriods > 86400 * (periodSeconds >= 3600 ? 7 : 1)) throw invalid$7("metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)");
	return {
		...baseOf(input, arn, nowMs, state),
		kind: "metric",
		queries,
		periodSeconds,
		rule: {
			threshold: input.Threshold,
			comparison: input.ComparisonOperator,
			evaluationPeriods: input.EvaluationPeriods,
			datapointsToAlarm,
			treatMissingData: input.TreatMissingData ?? "missing"
		},
		described: {
			MetricName: input.MetricName,
			Namespace: input.Namespace,
			Statistic: input.Statistic,
			ExtendedStatistic: input.ExtendedStatistic,
			Dimensions: input.Dimensions,
			Period: input.Period,
			Unit: input.Unit,
			DatapointsToAlarm: input.DatapointsToAlarm,
			TreatMissingData: input.TreatMissingData,
			Metrics: input.Metrics
		}
	};
}
/** The alarm that PutCompositeAlarm asks for; every alarm it names must exist and none may be itself. */
function compositeAlarmOf(input, arn, nowMs, state, isKnown) {
	const rule = parsedRule(input.AlarmRule);
	const unknown = alarmsOf$1(rule).filter((name) => name === input.AlarmName || !isKnown(name));
	if (unknown.length > 0) throw new ServiceError("ValidationError", `could not save the composite alarm: unknown or circular ${unknown.join(", ")}`);
	return {
		...baseOf(input, arn, nowMs, state),
		kind: "composite",
		ruleText: input.AlarmRule,
		rule
	};
}
function parsedRule(text) {
	try {
		return parseCompositeRule(text);
	} catch (error) {
		throw new ServiceError("ValidationError", error instanceof Error ? error.message : String(error));
	}
}
function baseOf(input, arn, nowMs, state) {
	return {
		name: input.AlarmName,
		arn,
		description: input.AlarmDescription,
		actionsEnabled: input.ActionsEnabled,
		okActions: input.OKActions,
		alarmActions: input.AlarmActions,
		insufficientDataActions: input.InsufficientDataActions,
		configuredMs: nowMs,
		state
	};
}
function singleQuery(input) {
	const { MetricName, Namespace, Period, Dimensions, Unit } = input;
	const statistic = input.Statistic ?? input.ExtendedStatistic;
	if (MetricName === void 0 || Namespace === void 0 || Period === void 0) throw invalid$7("MetricName, Namespace and Period are required where Metrics is absent");
	if (statistic === void 0 || input.Statistic && input.ExtendedStatistic) throw new ServiceError("InvalidParameterCombinationException", "give one of Statistic and ExtendedStatistic");
	if (!isStatistic(statistic)) throw invalid$7(`the statistic "${statistic}" is not served by the sandbox`);
	if (!isPeriod(Period) || Period < 10) throw invalid$7("Period must be 10, 20, 30 or a multiple of 60");
	return {
		Id: "m1",
		ReturnData: true,
		MetricStat: {
			Metric: {
				Namespace,
				MetricName,
				Dimensions
			},
			Period,
			Stat: statistic,
			...Unit ? { Unit } : {}
		}
	};
}
function checkCombination(input) {
	const given = [
		"MetricName",
		"Namespace",
		"Period",
		"Statistic",
		"ExtendedStatistic",
		"Unit"
	].filter((member) => input[member] !== void 0);
	if (given.length === 0 && input.Dimensions.length === 0) return;
	throw new ServiceError("InvalidParameterCombinationException", `Metrics excludes ${given.join(", ") || "Dimensions"}`);
}
// packages/sandbox/src/cloudwatch/alarm-operations.ts
const code$10 = "InvalidParameterValueException";
const alarmTypes = array(_enum([
	"MetricAlarm",
	"CompositeAlarm",
	"LogAlarm"
])).optional();
const stateValue = _enum([
	"OK",
	"ALARM",
	"INSUFFICIENT_DATA"
]);
const namesSchema = object({ AlarmNames: array(wire.text).max(100) });
const describeSchema$1 = object({
	AlarmNames: array(wire.text).max(100).optional(),
	AlarmNamePrefix: wire.text.optional(),
	AlarmTypes: alarmTypes,
	StateValue: stateValue.optional(),
	ActionPrefix: wire.text.optional(),
	ChildrenOfAlarmName: _undefined("is not served by the sandbox").optional(),
	ParentsOfAlarmName: _undefined("is not served by the sandbox").optional(),
	MaxRecords: wire.integerIn(1, 100).default(50),
	NextToken: wire.text.optional()
});
const historySchema = object({
	AlarmName: wire.text.optional(),
	AlarmTypes: alarmTypes,
	HistoryItemType: wire.text.optional(),
	StartDate: wire.time.optional(),
	EndDate: wire.time.optional(),
	ScanBy: _enum(["TimestampDescending", "TimestampAscending"]).default("TimestampDescending"),
	MaxRecords: wire.integerIn(1, 100).default(100),
	NextToken: wire.text.optional()
});
const setStateSchema = object({
	AlarmName: wire.text,
	StateValue: stateValue,
	StateReason: wire.text.max(1023),
	StateReasonData: wire.text.max(4e3).optional()
});
/** The operations on alarms. */
function alarmOperations(regions, clock) {
	return {
		PutMetricAlarm(raw, caller) {
			const region = regions.of(caller);
			const input = read$2(metricAlarmSchema, raw, code$10);
			const now = clock.now();
			region.configure((state) => metricAlarmOf(input, region.arnOf(input.AlarmName), now, state), now);
			const alarm = region.alarms.get(input.AlarmName);
			if (alarm?.kind === "metric") region.evaluateNow(alarm, now);
			return {};
		},
		PutCompositeAlarm(raw, caller) {
			const region = regions.of(caller);
			const input = read$2(compositeAlarmSchema, raw, code$10);
			const now = clock.now();
			const isKnown = (name) => region.alarms.has(name);
			region.configure((state) => compositeAlarmOf(input, region.arnOf(input.AlarmName), now, state, isKnown), now);
			region.evaluateDue(now);
			return {};
		},
		DescribeAlarms(raw, caller) {
			const input = read$2(describeSchema$1, raw, code$10);
			const { items, next } = pageOf$1([...regions.of(caller).alarms.values()].filter((alarm) => isWanted(alarm, input)), input.MaxRecords, input.NextToken, "InvalidNextToken");
			return {
				MetricAlarms: items.filter(({ kind }) => kind === "metric").map(describeAlarm),
				CompositeAlarms: items.filter(({ kind }) => kind === "composite").map(describeAlarm),
				NextToken: next
			};
		},
		DescribeAlarmHistory(raw, caller) {
			const input = read$2(historySchema, raw, code$10);
			const types = input.AlarmTypes ?? ["MetricAlarm"];
			const found = regions.of(caller).history.filter((item) => types.includes(item.AlarmType) && (input.AlarmName === void 0 || item.AlarmName === input.AlarmName) && (input.HistoryItemType === void 0 || item.HistoryItemType === input.HistoryItemType) && (input.StartDate === void 0 || item.Timestamp >= input.StartDate) && (input.EndDate === void 0 || item.Timestamp <= input.EndDate));
			if (input.ScanBy === "TimestampDescending") found.reverse();
			const { items, next } = pageOf$1(found, input.MaxRecords, input.NextToken, "InvalidNextToken");
			return {
				AlarmHistoryItems: items,
				NextToken: next
			};
		},
		SetAlarmState(raw, caller) {
			const input = read$2(setStateSchema, raw, code$10);
			const region = regions.of(caller);
			const alarm = region.alarms.get(input.AlarmName);
			if (!alarm) throw new ServiceError("ResourceNotFound", `there is no alarm "${input.AlarmName}"`, 404);
			region.setState(alarm, input.StateValue, input.StateReason, input.StateReasonData, clock.now());
			return {};
		},
		DeleteAlarms(raw, caller) {
			const { AlarmNames } = read$2(namesSchema, raw, code$10);
			const { alarms } = regions.of(caller);
			const unknown = AlarmNames.filter((name) => !alarms.has(name));
			if (unknown.length > 0) throw new ServiceError("ResourceNotFound", `there is no alarm ${unknown.join(", ")}`, 404);
			for (const name of AlarmNames) alarms.delete(name);
			return {};
		},
		EnableAlarmActions: switchActions(regions, true),
		DisableAlarmActions: switchActions(regions, false)
	};
}
/** Without AlarmTypes only metric alarms are seen, even where a composite is named. */
function isWanted(alarm, input) {
	const { ActionPrefix, AlarmNames, AlarmNamePrefix, StateValue } = input;
	return (input.AlarmTypes ?? ["MetricAlarm"]).includes(typeOf(alarm)) && (AlarmNames === void 0 || AlarmNames.length === 0 || AlarmNames.includes(alarm.name)) && (AlarmNamePrefix === void 0 || alarm.name.startsWith(AlarmNamePrefix)) && (StateValue === void 0 || alarm.state.value === StateValue) && (ActionPrefix === void 0 || alarm.alarmActions.some((action) => action.startsWith(ActionPrefix)));
}
function switchActions(regions, actionsEnabled) {
	return (raw, caller) => {
		const { alarms } = regions.of(caller);
		for (const name of read$2(namesSchema, raw, code$10).AlarmNames) {
			const alarm = alarms.get(name);
			if (alarm) alarms.set(name, {
				...alarm,
				actionsEnabled
			});
		}
		return {};
	};
}
// packages/sandbox/src/cloudwatch/put-metric-data.ts
const numbers = array(wire.number).max(150);
const datumSchema = object({
	MetricName: wire.text.min(1).max(255),
	Dimensions: dimensionsSchema,
	Timestamp: wire.time.optional(),
	Value: wire.number.optional(),
	StatisticValues: object({
		SampleCount: wire.number,
		Sum: wire.number,
		Minimum: wire.number,
		Maximum: wire.number
	}).optional(),
	Values: numbers.optional(),
	Counts: numbers.optional(),
	Unit: wire.text.optional(),
	StorageResolution: wire.integer.optional()
});
const putMetricDataSchema = object({
	Namespace: wire.text.regex(/^[^:].{0,254}$/, "must not begin with a colon"),
	MetricData: array(datumSchema).max(1e3).default([]),
	EntityMetricData: _undefined("is not served by the sandbox").optional()
});
const dayMs = 864e5;
/** Stores what PutMetricData brings, all of it or nothing. */
function putMetricData(store, input, nowMs) {
	const read = input.MetricData.map((datum) => ({
		datum,
		set: setOf(datum),
		timeMs: timeOf$2(datum, nowMs)
	}));
	for (const { datum, set, timeMs } of read) {
		const identity = {
			namespace: input.Namespace,
			name: datum.MetricName,
			dimensions: datum.Dimensions
		};
		store.put(identity, timeMs, set, datum.Unit, datum.StorageResolution === 1 ? 1e3 : 6e4);
	}
}
function timeOf$2({ Timestamp, MetricName }, nowMs) {
	const timeMs = Timestamp?.getTime() ?? nowMs;
	if (timeMs < nowMs - 14 * dayMs || timeMs > nowMs + dayMs / 12) throw invalid$7(`the timestamp of ${MetricName} must be at most two weeks old and two hours ahead`);
	return timeMs;
}
function setOf({ Value, Values, Counts, StatisticValues, MetricName }) {
	if (StatisticValues) {
		const { SampleCount, Sum, Minimum, Maximum } = StatisticValues;
		return {
			count: SampleCount,
			sum: Sum,
			min: Minimum,
			max: Maximum,
			values: void 0
		};
	}
	if (Value !== void 0) return sampleSet(Value);
	if (Counts && Counts.length !== Values?.length) throw invalid$7("Values and Counts must have the same length");
	const merged = Values?.reduce((set, value, index) => mergeSets(set, sampleSet(value, Counts?.[index] ?? 1)), void 0);
	if (!merged) throw invalid$7(`${MetricName} has neither Value, Values nor StatisticValues`);
	return merged;
}
// packages/sandbox/src/cloudwatch/metric-operations.ts
const code$9 = "InvalidParameterValueException";
const getDataSchema = object({
	MetricDataQueries: array(querySchema).min(1).max(500),
	StartTime: wire.time,
	EndTime: wire.time,
	ScanBy: _enum(["TimestampDescending", "TimestampAscending"]).default("TimestampDescending"),
	MaxDatapoints: wire.integerIn(1, 100800).default(100800),
	NextToken: _undefined("the sandbox answers in one page").optional()
});
const statisticsSchema = object({
	Namespace: wire.text,
	MetricName: wire.text,
	Dimensions: dimensionsSchema,
	StartTime: wire.time,
	EndTime: wire.time,
	Period: wire.integer.refine(isPeriod, "must be 1, 5, 10, 20, 30 or a multiple of 60"),
	Statistics: array(wire.text).default([]),
	ExtendedStatistics: array(wire.text).default([]),
	Unit: wire.text.optional()
});
const listSchema$1 = object({
	Namespace: wire.text.optional(),
	MetricName: wire.text.optional(),
	Dimensions: array(object({
		Name: wire.text,
		Value: wire.text.optional()
	})).default([]),
	NextToken: wire.text.optional()
});
/** The operations on metrics. */
function metricOperations(regions, clock) {
	return {
		PutMetricData(raw, caller) {
			putMetricData(regions.of(caller).metrics, read$2(putMetricDataSchema, raw, code$9), clock.now());
			return {};
		},
		GetMetricData(raw, caller) {
			const input = read$2(getDataSchema, raw, code$9);
			const range = rangeOf$1(input.StartTime, input.EndTime);
			const all = runQueries(regions.of(caller).metrics, input.MetricDataQueries, (s) => alignedWindow(range, s));
			const results = input.MetricDataQueries.filter(({ ReturnData }) => ReturnData).map((query) => describeResult(query, all.get(query.Id) ?? [], input.ScanBy));
			if (results.reduce((total, { Values }) => total + Values.length, 0) > input.MaxDatapoints) throw invalid$7("more datapoints than MaxDatapoints; the sandbox has no pages here");
			return {
				MetricDataResults: results,
				Messages: []
			};
		},
		GetMetricStatistics(raw, caller) {
			const input = read$2(statisticsSchema, raw, code$9);
			return {
				Label: input.MetricName,
				Datapoints: statistics(regions.of(caller), input)
			};
		},
		ListMetrics(raw, caller) {
			const input = read$2(listSchema$1, raw, code$9);
			const { items, next } = pageOf$1(regions.of(caller).metrics.list().filter((metric) => isListed$2(metric, input)), 500, input.NextToken, "InvalidNextToken");
			return {
				Metrics: items.map(({ namespace, name, dimensions }) => ({
					Namespace: namespace,
					MetricName: name,
					Dimensions: dimensions
				})),
				NextToken: next
			};
		}
	};
}
function describeResult(query, oldestFirst, scanBy) {
	const points = scanBy === "TimestampDescending" ? oldestFirst.toReversed() : oldestFirst;
	return {
		Id: query.Id,
		Label: query.Label ?? query.MetricStat?.Metric.MetricName ?? query.Id,
		Timestamps: points.map(({ timestampMs }) => new Date(timestampMs)),
		Values: points.map(({ value }) => value),
		StatusCode: "Complete"
	};
}
function statistics(region, input) {
	const wanted = [...input.Statistics, ...input.ExtendedStatistics];
	if (wanted.length === 0) throw invalid$7("Statistics or ExtendedStatistics is required");
	const unserved = wanted.filter((statistic) => !isStatistic(statistic));
	if (unserved.length > 0) throw invalid$7(`the sandbox does not serve ${unserved.join(", ")}`);
	const identity = {
		namespace: input.Namespace,
		name: input.MetricName,
		dimensions: input.Dimensions
	};
	const window = alignedWindow(rangeOf$1(input.StartTime, input.EndTime), input.Period);
	const points = /* @__PURE__ */ new Map();
	for (const statistic of wanted) for (const { timestampMs, value } of region.metrics.series(identity, statistic, window, input.Unit)) {
		const point = points.get(timestampMs) ?? {
			simple: {},
			extended: {}
		};
		(input.Statistics.includes(statistic) ? point.simple : point.extended)[statistic] = value;
		points.set(timestampMs, point);
	}
	return [...points].map(([timestampMs, { simple, extended }]) => ({
		Timestamp: new Date(timestampMs),
		...simple,
		...Object.keys(extended).length > 0 ? { ExtendedStatistics: extended } : {},
		Unit: input.Unit ?? "None"
	}));
}
function rangeOf$1(start, end) {
	if (start >= end) throw invalid$7("StartTime must be less than EndTime");
	return {
		startMs: start.getTime(),
		endMs: end.getTime()
	};
}
/** Periods begin at multiples of their length. */
function alignedWindow({ startMs, endMs }, periodSeconds) {
	const periodMs = periodSeconds * 1e3;
	return {
		startMs: Math.floor(startMs / periodMs) * periodMs,
		endMs,
		periodMs
	};
}
function isListed$2(metric, input) {
	return (input.Namespace === void 0 || metric.namespace === input.Namespace) && (input.MetricName === void 0 || metric.name === input.MetricName) && input.Dimensions.every(({ Name, Value }) => metric.dimensions.some((own) => own.Name === Name && (Value === void 0 || own.Value === Value)));
}
// packages/sandbox/src/cloudwatch/evaluate.ts
/**
* The state of an alarm after looking at `range` (the evaluation range, oldest first, which is longer than N), as the
* CloudWatch guide tells it in "Configuring how CloudWatch alarms treat missing data":
* with at least N real datapoints the newest N decide and missing ones are passed over; with fewer, all real ones count
* and the rest is filled as `treatMissingData` says, as few times as possible.
*/
function evaluate(range, rule, previous) {
	const considered = range.flatMap(({ value }) => value === void 0 ? [] : [value]).slice(-rule.evaluationPeriods);
	const breaching = considered.filter((value) => breaches(value, rule)).length;
	const missing = Math.max(0, rule.evaluationPeriods - considered.length);
	if (breaching >= rule.datapointsToAlarm) return "ALARM";
	if (missing === 0) return "OK";
	switch (rule.treatMissingData) {
		case "breaching": return breaching + missing >= rule.datapointsToAlarm ? "ALARM" : "OK";
		case "notBreaching": return "OK";
		case "ignore": return breaching < considered.length ? "OK" : previous;
		case "missing":
			if (considered.length === 0) return "INSUFFICIENT_DATA";
			return isPremature(range, rule, breaching === considered.length) ? "ALARM" : "OK";
	}
}
/** True where a value is on the wrong side of the threshold. */
function breaches(value, { comparison, threshold }) {
	switch (comparison) {
		case "GreaterThanOrEqualToThreshold": return value >= threshold;
		case "GreaterThanThreshold": return value > threshold;
		case "LessThanThreshold": return value < threshold;
		case "LessThanOrEqualToThreshold": return value <= threshold;
	}
}
/**
* "CloudWatch alarms are designed to always go into ALARM state when the oldest available breaching datapoint is at
* least as old as the value of Datapoints to Alarm, and all other more recent data points are breaching or missing."
*/
function isPremature(range, rule, allBreach) {
	const oldest = range.findIndex(({ value }) => value !== void 0);
	return allBreach && range.length - oldest >= rule.datapointsToAlarm;
}
// packages/sandbox/src/cloudwatch/metrics.ts
const standardResolutionMs = 6e4;
/** The metrics of one account and region. Dimensions are part of the name: another set is another metric. */
var MetricStore = class {
	#metrics = /* @__PURE__ */ new Map();
	put(identity, timestampMs, set, unit = "None", resolutionMs = standardResolutionMs) {
		const metric = this.#metricOf(identity);
		const start = Math.floor(timestampMs / resolutionMs) * resolutionMs;
		const buckets = metric.buckets.get(start) ?? [];
		const same = buckets.find((bucket) => bucket.unit === unit);
		const merged = {
			unit,
			set: mergeSets(same?.set, set)
		};
		metric.buckets.set(start, [...buckets.filter((bucket) => bucket !== same), merged]);
	}
	/** The periods of `window` that have data, oldest first. Data of another unit than the one asked for is not seen. */
	series(identity, statistic, window, unit) {
		const periods = /* @__PURE__ */ new Map();
		for (const [start, buckets] of this.#metrics.get(keyOf(identity))?.buckets ?? []) {
			if (start < window.startMs || start >= window.endMs) continue;
			const index = Math.floor((start - window.startMs) / window.periodMs);
			for (const bucket of buckets) if (unit === void 0 || unit === bucket.unit) periods.set(index, mergeSets(periods.get(index), bucket.set));
		}
		return [...periods].sort(([a], [b]) => a - b).flatMap(([index, set]) => {
			const value = statisticOf(set, statistic);
			return value === void 0 ? [] : [{
				timestampMs: window.startMs + index * window.periodMs,
				value
			}];
		});
	}
	list() {
		return [...this.#metrics.values()];
	}
	#metricOf(identity) {
		const key = keyOf(identity);
		const known = this.#metrics.get(key);
		if (known) return known;
		const made = {
			...identity,
			buckets: /* @__PURE__ */ new Map()
		};
		this.#metrics.set(key, made);
		return made;
	}
};
function keyOf({ namespace, name, dimensions }) {
	const sorted = dimensions.map(({ Name, Value }) => [Name, Value]).sort(([a = ""], [b = ""]) => a < b ? -1 : 1);
	return JSON.stringify([
		namespace,
		name,
		sorted
	]);
}
// packages/sandbox/src/cloudwatch/reason.ts
/** Why an alarm is in `state`, in the words of CloudWatch as near as they are known. */
function reasonOf$1(state, range, rule) {
	const real = range.filter((point) => point.value !== void 0).slice(-rule.evaluationPeriods);
	const missing = rule.evaluationPeriods - real.length;
	const { treatMissingData } = rule;
	if (state === "INSUFFICIENT_DATA") return "Insufficient Data: no datapoints were received in the evaluation range.";
	if (real.length === 0) return `Threshold Crossed: no datapoints were received for ${missing} periods and ${missing} missing datapoints were treated as [${treatMissingData === "breaching" ? "Breaching" : "NonBreaching"}].`;
	const matching = real.filter(({ value }) => breaches(value ?? 0, rule) === (state === "ALARM"));
	const shown = matching.map(({ timestampMs, value }) => `${value} (${new Date(timestampMs).toISOString()})`).join(", ");
	const not = state === "ALARM" ? "" : "not ";
	return `Threshold Crossed: ${matching.length} out of the last ${real.length} datapoints [${shown}] was ${not}${words[rule.comparison]} the threshold (${rule.threshold}) (minimum ${rule.datapointsToAlarm} datapoints for OK -> ALARM transition).`;
}
/** The same as data, for `StateReasonData`. */
function reasonDataOf(range, rule, nowMs, periodSeconds) {
	return JSON.stringify({
		version: "1.0",
		queryDate: new Date(nowMs).toISOString(),
		period: periodSeconds,
		threshold: rule.threshold,
		recentDatapoints: range.flatMap(({ value }) => value === void 0 ? [] : [value]),
		evaluatedDatapoints: range.map(({ timestampMs, value }) => ({
			timestamp: new Date(timestampMs).toISOString(),
			value
		}))
	});
}
const words = {
	GreaterThanOrEqualToThreshold: "greater than or equal to",
	GreaterThanThreshold: "greater than",
	LessThanThreshold: "less than",
	LessThanOrEqualToThreshold: "less than or equal to"
};
// packages/sandbox/src/cloudwatch/region.ts
/** The metrics, alarms and history of one account and region. Time comes in as an argument. */
var CloudWatchRegion = class {
	scope;
	metrics = new MetricStore();
	alarms = /* @__PURE__ */ new Map();
	history = [];
	#switches;
	constructor(scope, switches) {
		this.scope = scope;
		this.#switches = switches;
	}
	arnOf(alarm) {
		return `arn:aws:cloudwatch:${this.scope.region}:${this.scope.account}:alarm:${alarm}`;
	}
	/** Creates or replaces the configuration of an alarm; the state of an existing one stays. */
	configure(make, nowMs) {
		const fresh = {
			value: "INSUFFICIENT_DATA",
			reason: "Unchecked: Initial alarm creation",
			reasonData: void 0,
			transitionedMs: nowMs,
			updatedMs: nowMs
		};
		const name = make(fresh).name;
		const known = this.alarms.get(name);
		const alarm = make(known?.state ?? fresh);
		this.alarms.set(name, alarm);
		const summary = known ? `Alarm "${name}" updated` : `Alarm "${name}" created`;
		this.#record(alarm, nowMs, "ConfigurationUpdate", summary, {
			version: "1.0",
			type: known ? "Update" : "Create"
		});
	}
	/** Sets a state; a change of the value goes into the history, and composite alarms follow at once. */
	setState(alarm, value, reason, reasonData, nowMs) {
		const changed = alarm.state.value !== value;
		const state = {
			value,
			reason,
			reasonData,
			transitionedMs: changed ? nowMs : alarm.state.transitionedMs,
			updatedMs: nowMs
		};
		this.alarms.set(alarm.name, {
			...alarm,
			state
		});
		if (!changed) return;
		this.#record(alarm, nowMs, "StateUpdate", `Alarm updated from ${alarm.state.value} to ${value}`, {
			version: "1.0",
			oldState: {
				stateValue: alarm.state.value,
				stateReason: alarm.state.reason
			},
			newState: {
				stateValue: value,
				stateReason: reason
			}
		});
		this.#evaluateComposites(nowMs);
	}
	/** Evaluates what is due at `nowMs`: alarms with a period under a minute every ten seconds, others each minute. */
	evaluateDue(nowMs) {
		for (const alarm of [...this.alarms.values()]) if (alarm.kind === "metric" && nowMs % evaluationIntervalMs(alarm) === 0) this.evaluateNow(alarm, nowMs);
		this.#evaluateComposites(nowMs);
	}
	/** Evaluates one alarm on the full periods before `nowMs`. */
	evaluateNow(alarm, nowMs) {
		const interval = evaluationIntervalMs(alarm);
		const range = this.rangeOf(alarm, Math.floor(nowMs / interval) * interval);
		const value = evaluate(range, alarm.rule, alarm.state.value);
		if (value === alarm.state.value && !alarm.state.reason.startsWith("Unchecked")) return;
		const data = reasonDataOf(range, alarm.rule, nowMs, alarm.periodSeconds);
		this.setState(alarm, value, reasonOf$1(value, range, alarm.rule), data, nowMs);
	}
	/** The datapoints that an evaluation at `endMs` sees, oldest first. */
	rangeOf(alarm, endMs) {
		const periods = alarm.rule.evaluationPeriods + this.#switches().extraPeriods;
		const periodMs = alarm.periodSeconds * 1e3;
		const startMs = endMs - periods * periodMs;
		const all = runQueries(this.metrics, alarm.queries, (seconds) => ({
			startMs,
			endMs,
			periodMs: seconds * 1e3
		}));
		const returned = alarm.queries.find(({ ReturnData }) => ReturnData);
		const points = new Map((returned ? all.get(returned.Id) : [])?.map((point) => [point.timestampMs, point.value]));
		return Array.from({ length: periods }, (_, index) => {
			const timestampMs = startMs + index * periodMs;
			return {
				timestampMs,
				value: points.get(timestampMs)
			};
		});
	}
	/** Composites may stand on composites: they are evaluated until nothing changes, at most once per alarm. */
	#evaluateComposites(nowMs) {
		for (const alarm of this.alarms.values()) {
			if (alarm.kind !== "composite") continue;
			const value = this.#compositeValue(alarm);
			if (value === alarm.state.value) continue;
			this.setState(alarm, value, `${alarm.ruleText} is ${value === "ALARM"}`, void 0, nowMs);
			return;
		}
	}
	#compositeValue(alarm) {
		return holds(alarm.rule, (name) => this.alarms.get(name)?.state.value) ? "ALARM" : "OK";
	}
	#record(alarm, nowMs, type, summary, data) {
		this.history.push({
			AlarmName: alarm.name,
			AlarmType: typeOf(alarm),
			Timestamp: new Date(nowMs),
			HistoryItemType: type,
			HistorySummary: summary,
			HistoryData: JSON.stringify(data)
		});
	}
};
function evaluationIntervalMs({ periodSeconds }) {
	return periodSeconds < 60 ? 1e4 : 6e4;
}
// packages/sandbox/src/cloudwatch/index.ts
const tickMs = 1e4;
/** CloudWatch: metrics and alarms. */
function createCloudWatch(ctx) {
	const { clock } = ctx;
	const regions = new Scoped((scope) => new CloudWatchRegion(scope, () => state.switches));
	const sources = [];
	ctx.background("alarm evaluation", async (signal) => {
		for (let next = nextTick(clock.now()); !signal.aborted; next += tickMs) {
			await clock.sleep(next - clock.now(), signal);
			for (const publish of sources) publish(next);
			for (const region of regions.all()) region.evaluateDue(next);
		}
	});
	const state = {
		switches: { extraPeriods: 2 },
		of: (scope) => regions.of(scope),
		addSource: (publish) => sources.push(publish)
	};
	return {
		state,
		services: [{
			kind: "rpc",
			signingName: "monitoring",
			iamPrefix: "cloudwatch",
			target: "GraniteServiceVersion20100801",
			jsonVersion: "1.0",
			query: {
				version: "2010-08-01",
				namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/"
			},
			queryErrorCodes: {
				InvalidParameterValueException: "InvalidParameterValue",
				InvalidParameterCombinationException: "InvalidParameterCombination"
			},
			operations: {
				...metricOperations(regions, clock),
				...alarmOperations(regions, clock)
			}
		}]
	};
}
function nextTick(nowMs) {
	return Math.floor(nowMs / tickMs) * tickMs + tickMs;
}
// packages/sandbox/src/input.ts
/** A string member, or undefined. */
function text(input, name) {
	const value = input[name];
	if (value === void 0 || value === null) return void 0;
	if (typeof value !== "string") throw invalid$6(name, "a string", value);
	return value;
}
/** A string member that must be there and not empty. */
function requiredText(input, name, code = "InvalidParameterException") {
	const value = text(input, name);
	if (value === void 0 || value === "") throw new ServiceError(code, `${name} is required`);
	return value;
}
/** A number member; Query's digits are read too. */
function number(input, name) {
	const value = input[name];
	if (value === void 0 || value === null) return void 0;
	const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
	if (typeof read === "bigint") return Number(read);
	if (typeof read !== "number" || Number.isNaN(read)) throw invalid$6(name, "a number", value);
	return read;
}
/** A boolean member. */
function flag(input, name) {
	const value = input[name];
	if (value === void 0 || value === null) return void 0;
	if (value === true || value === "true") return true;
	if (value === false || value === "false") return false;
	throw invalid$6(name, "a boolean", value);
}
/** A list member; empty where absent. */
function list(input, name) {
	const value = input[name];
	if (value === void 0 || value === null || value === "") return [];
	if (!Array.isArray(value)) throw invalid$6(name, "a list", value);
	return value;
}
/** A list of strings; empty where absent. */
function textList(input, name) {
	return list(input, name).map((item) => {
		if (typeof item !== "string") throw invalid$6(name, "a list of strings", item);
		return item;
	});
}
/** A list of structures; empty where absent. */
function recordList(input, name) {
	return list(input, name).map((item) => asRecord(name, item));
}
/** A structure member; undefined where absent. */
function record(input, name) {
	const value = input[name];
	return value === void 0 || value === null ? void 0 : asRecord(name, value);
}
/** A blob member: bytes in CBOR, base64 elsewhere. */
function blob(input, name) {
	const value = input[name];
	if (value === void 0 || value === null || value instanceof Uint8Array) return value ?? void 0;
	if (typeof value !== "string") throw invalid$6(name, "a blob", value);
	return Buffer.from(value, "base64");
}
function asRecord(name, value) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid$6(name, "a structure", value);
	return value;
}
function invalid$6(name, wanted, value) {
	return new ServiceError("SerializationException", `${name} must be ${wanted}, not ${JSON.stringify(value)}`);
}
// packages/sandbox/src/codeartifact/refusal.ts
/** 404 of the control plane. */
function notFound(resourceType, resourceId) {
	return new ServiceError("ResourceNotFoundException", `The ${resourceType} does not exist: '${resourceId}'`, 404, {
		resourceId,
		resourceType
	});
}
/** 409: the thing is there already, or another state forbids the change. */
function conflict(resourceType, resourceId, message) {
	return new ServiceError("ConflictException", message, 409, {
		resourceId,
		resourceType
	});
}
function invalid$5(message) {
	return new ServiceError("ValidationException", message, 400, { reason: "FIELD_VALIDATION_FAILED" });
}
function denied$1(arn, action, resource) {
	return new ServiceError("AccessDeniedException", `User: ${arn} is not authorized to perform: codeartifact:${action} on resource: ${resource}`, 403);
}
// packages/sandbox/src/codeartifact/model.ts
/** The formats whose packages this CodeArtifact can hold. */
const servedFormats = [
	"npm",
	"pypi",
	"generic"
];
/** Every format of the API; the others have an endpoint and no packages. */
const allFormats = [
	"cargo",
	"generic",
	"maven",
	"npm",
	"nuget",
	"pypi",
	"ruby",
	"swift"
];
const versionStatuses = [
	"Published",
	"Unfinished",
	"Unlisted",
	"Archived",
	"Disposed",
	"Deleted"
];
/** The key of a package in its repository. */
function packageKey(name) {
	return `${name.format}/${name.namespace ?? ""}/${name.name}`;
}
function domainArn(domain) {
	return `arn:aws:codeartifact:${domain.region}:${domain.owner}:domain/${domain.name}`;
}
function repositoryArn(repository) {
	const { domain, name } = repository;
	return `arn:aws:codeartifact:${domain.region}:${domain.owner}:repository/${domain.name}/${name}`;
}
// packages/sandbox/src/codeartifact/pypi/name.ts
/** The name of a project as PEP 503 compares it. */
function normalizeProject(name) {
	return name.replace(/[-_.]+/g, "-").toLowerCase();
}
// packages/sandbox/src/codeartifact/request.ts
/** Query parameters whose name is not the member's. */
const members = {
	"domain-owner": "domainOwner",
	duration: "durationSeconds",
	"max-results": "maxResults",
	"next-token": "nextToken",
	"package-prefix": "packagePrefix",
	"repository-prefix": "repositoryPrefix",
	"administrator-account": "administratorAccount",
	"external-connection": "externalConnection",
	version: "packageVersion",
	revision: "packageVersionRevision"
};
/** The input of an operation: its query parameters, and the members of a JSON body. */
async function inputOf(request, url, hasJsonBody) {
	const body = hasJsonBody ? parseJson(await readBody(request, 1048576)) : {};
	const query = [...url.searchParams].map(([name, value]) => [members[name] ?? name, value]);
	return {
		...body,
		...Object.fromEntries(query)
	};
}
/** A required member of this service. */
function required(input, name) {
	return requiredText(input, name, "ValidationException");
}
/** A format that has packages here. */
function formatOf(input) {
	const word = required(input, "format");
	const format = servedFormats.find((served) => served === word);
	if (format) return format;
	if (allFormats.some((known) => known === word)) throw invalid$5(`the sandbox holds no packages of format '${word}'`);
	throw invalid$5(`'${word}' is not a package format`);
}
/** The package that an input names. */
function packageOf(input, format = formatOf(input)) {
	const name = required(input, "package");
	return {
		format,
		namespace: text(input, "namespace") || void 0,
		name: format === "pypi" ? normalizeProject(name) : name
	};
}
function statusOf(input, name) {
	const word = text(input, name);
	if (word === void 0) return void 0;
	const status = versionStatuses.find((known) => known === word);
	if (!status) throw invalid$5(`'${word}' is not a status of a package version`);
	return status;
}
/** One page of a list: `maxResults` (at most 1000) from the place in `nextToken`. */
function page$2(input, items) {
	const size = wholeNumber(input, "maxResults", 1, 1e3) ?? 100;
	const start = wholeNumber(input, "nextToken", 0, Number.MAX_SAFE_INTEGER) ?? 0;
	const end = start + size;
	return {
		items: items.slice(start, end),
		nextToken: end < items.length ? String(end) : void 0
	};
}
/** A whole number in a range; also from the digits of a query. */
function wholeNumber(input, name, min, max) {
	const raw = input[name];
	if (raw === void 0 || raw === null) return void 0;
	const value = Number(raw);
	if (Number.isInteger(value) && value >= min && value <= max) return value;
	throw invalid$5(`${name} must be a whole number from ${min} to ${max}, not '${String(raw)}'`);
}
// packages/sandbox/src/codeartifact/control-plane.ts
/** A body that is a file, with headers of its own. */
var FileAnswer = class {
	content;
	size;
	headers;
	constructor(content, size, headers) {
		this.content = content;
		this.size = size;
		this.headers = headers;
	}
};
/** The domain that an input names, when the caller may use it. */
function domainOf(plane, input, caller, action) {
	const owner = text(input, "domainOwner");
	if (owner !== void 0 && !/^\d{12}$/.test(owner)) throw invalid$5(`'${owner}' is not an account id`);
	return plane.store.domainFor(caller, action, required(input, "domain"), owner);
}
/** The repository that an input names, when the caller may use it. */
function repositoryOf(plane, input, caller, action) {
	return plane.store.repository(domainOf(plane, input, caller, action), required(input, "repository"));
}
// packages/sandbox/src/codeartifact/reply.ts
/** A refusal of a data plane. */
var PlaneError = class extends Error {
	name = "PlaneError";
	status;
	headers;
	constructor(status, message, headers = {}) {
		super(message);
		this.status = status;
		this.headers = headers;
	}
};
/** Sends a whole text; nothing but headers to HEAD. */
function sendText(request, response, text, headers, status = 200) {
	response.writeHead(status, {
		...headers,
		"content-length": String(Buffer.byteLength(text))
	});
	response.end(request.method === "HEAD" ? void 0 : text);
}
function sendJson$1(request, response, value, type = "application/json", status = 200) {
	const headers = {
		"content-type": type,
		vary: "accept, authorization"
	};
	sendText(request, response, JSON.stringify(value), headers, status);
}
/** Sends a file, broken on the way where a fault says so. */
async function sendAsset(request, response, asset, faults) {
	const content = asset.size === void 0 ? [await asset.read()] : asset.open();
	const size = asset.size ?? (await asset.read()).length;
	response.writeHead(200, {
		"content-type": "application/octet-stream",
		vary: "authorization",
		"content-length": String(size)
	});
	if (request.method === "HEAD") return void response.end();
	const fault = faults.pick("packages", ["truncate", "wrong-digest"]);
	if (fault === "truncate") return await truncated(response, content, Math.floor(size * faults.draw()));
	await pipeline(fault === "wrong-digest" ? altered(content) : content, response);
}
async function truncated(response, content, keep) {
	let left = keep;
	for await (const chunk of content) {
		if (left <= 0) break;
		response.write(chunk.subarray(0, left));
		left -= chunk.length;
	}
	await new Promise((resolve) => setImmediate(resolve));
	response.destroy();
}
/** The same number of bytes, the first one changed. */
async function* altered(content) {
	let isFirst = true;
	for await (const chunk of content) {
		const copy = Buffer.from(chunk);
		if (isFirst && copy.length > 0) copy[0] = (copy[0] ?? 0) ^ 255;
		isFirst = false;
		yield copy;
	}
}
// packages/sandbox/src/codeartifact/describe.ts
/** A domain as the API describes it. */
function describeDomain(domain) {
	const assets = [...domain.repositories.values()].flatMap((repository) => [...repository.packages.values()].flatMap((entry) => [...entry.versions.values()].flatMap((version) => [...version.assets.values()])));
	return {
		...summarizeDomain(domain),
		repositoryCount: domain.repositories.size,
		assetSizeBytes: [...new Set(assets)].reduce((sum, asset) => sum + (asset.size ?? 0), 0)
	};
}
function summarizeDomain(domain) {
	return {
		name: domain.name,
		owner: domain.owner,
		arn: domainArn(domain),
		status: "Active",
		createdTime: new Date(domain.createdMs),
		encryptionKey: `arn:aws:kms:${domain.region}:${domain.owner}:key/00000000-0000-4000-8000-000000000000`
	};
}
/** A repository as the API describes it. */
function describeRepository(repository) {
	return {
		...summarizeRepository(repository),
		upstreams: repository.upstreams.map((repositoryName) => ({ repositoryName })),
		externalConnections: repository.externalConnections.map((externalConnectionName) => ({
			externalConnectionName,
			packageFormat: externalConnectionName === "public:pypi" ? "pypi" : "npm",
			status: "Available"
		}))
	};
}
function summarizeRepository(repository) {
	return {
		name: repository.name,
		administratorAccount: repository.domain.owner,
		domainName: repository.domain.name,
		domainOwner: repository.domain.owner,
		arn: repositoryArn(repository),
		description: repository.description,
		createdTime: new Date(repository.createdMs)
	};
}
/** The members that say which package is meant. */
function describeName(name) {
	return {
		format: name.format,
		namespace: name.namespace,
		package: name.name
	};
}
function summarizeVersion(version) {
	return {
		version: version.version,
		revision: version.revision,
		status: version.status,
		origin: version.origin
	};
}
/** A version as DescribePackageVersion answers. */
async function describeVersion(view, version) {
	const manifest = await version.manifest();
	return {
		format: view.format,
		namespace: view.namespace,
		packageName: view.name,
		displayName: view.name,
		version: version.version,
		summary: manifest.summary,
		homePage: manifest.homePage,
		publishedTime: new Date(version.publishedMs),
		licenses: manifest.license === void 0 ? [] : [{ name: manifest.license }],
		revision: version.revision,
		status: version.status,
		origin: version.origin
	};
}
async function describeAsset(asset) {
	const hashes = await asset.hashes();
	return {
		name: asset.name,
		size: asset.size ?? (await asset.read()).length,
		hashes
	};
}
// packages/sandbox/src/codeartifact/version-order.ts
/** Oldest first, as numbers compare; a pre-release comes before its release. */
function compareVersions(a, b) {
	const [left, right] = [parts(a), parts(b)];
	for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
		const order = comparePart(left[index], right[index]);
		if (order !== 0) return order;
	}
	return 0;
}
function sortedVersions(versions) {
	return [...versions].sort((a, b) => compareVersions(a.version, b.version));
}
/** The version that a client gets when it names none: the newest published one that is no pre-release. */
function latestOf(versions) {
	const published = sortedVersions(versions.filter(({ status }) => status === "Published"));
	return (published.findLast(({ version }) => !isPreRelease(version)) ?? published.at(-1))?.version;
}
function isPreRelease(version) {
	return /[a-z-]/i.test(version.replace(/\+.*$/, "").replace(/\.?post\d+$/i, ""));
}
function parts(version) {
	return version.replace(/\+.*$/, "").match(/\d+|[a-z]+/gi) ?? [];
}
function comparePart(a, b) {
	if (a === b) return 0;
	if (a === void 0) return isWord(b) ? 1 : -1;
	if (b === void 0) return isWord(a) ? -1 : 1;
	if (isWord(a) !== isWord(b)) return isWord(a) ? -1 : 1;
	return isWord(a) ? a < b ? -1 : 1 : Number(a) - Number(b);
}
function isWord(part) {
	return part !== void 0 && /^[a-z]/i.test(part) && part.toLowerCase() !== "post";
}
// packages/sandbox/src/codeartifact/view.ts
/** The package through a repository and its upstreams; undefined where none of them has it. */
function viewPackage(repository, name) {
	const versions = /* @__PURE__ */ new Map();
	const tags = /* @__PURE__ */ new Map();
	let found = false;
	for (const { holder, entry } of holdersOf(repository, name, /* @__PURE__ */ new Set())) {
		found = true;
		for (const version of entry.versions.values()) if (!versions.has(version.version)) versions.set(version.version, {
			version,
			holder
		});
		for (const [tag, version] of entry.tags) if (!tags.has(tag)) tags.set(tag, version);
	}
	return found ? {
		format: name.format,
		namespace: name.namespace,
		name: name.name,
		versions,
		tags
	} : void 0;
}
/** The repositories in the order in which they are asked, depth first, each once. */
function reachable(repository, visited = /* @__PURE__ */ new Set()) {
	if (visited.has(repository)) return [];
	visited.add(repository);
	return [repository, ...repository.upstreams.flatMap((name) => {
		const upstream = repository.domain.repositories.get(name);
		return upstream ? reachable(upstream, visited) : [];
	})];
}
/** Whether a repository may take the package from an upstream or the outside at all. */
function takesUpstream(repository, name) {
	return repository.packages.get(packageKey(name))?.restrictions.upstream !== "BLOCK";
}
function holdersOf(repository, name, visited) {
	if (visited.has(repository)) return [];
	visited.add(repository);
	const own = repository.packages.get(packageKey(name));
	const mine = own ? [{
		holder: repository,
		entry: own
	}] : [];
	if (!takesUpstream(repository, name)) return mine;
	return mine.concat(repository.upstreams.flatMap((upstreamName) => {
		const upstream = repository.domain.repositories.get(upstreamName);
		return upstream ? holdersOf(upstream, name, visited) : [];
	}));
}
// packages/sandbox/src/codeartifact/versions.ts
/** The packages that a repository itself holds. */
function listPackages(plane, input, caller) {
	const repository = repositoryOf(plane, input, caller, "ListPackages");
	const format = text(input, "format");
	const namespace = text(input, "namespace");
	const prefix = text(input, "packagePrefix") ?? "";
	const { items, nextToken } = page$2(input, [...repository.packages.values()].filter((entry) => format === void 0 || entry.format === format).filter((entry) => namespace === void 0 || entry.namespace === namespace).filter((entry) => entry.name.startsWith(prefix)).sort((a, b) => packageKey(a) < packageKey(b) ? -1 : 1));
	return {
		packages: items.map((entry) => ({
			...describeName(entry),
			originConfiguration: { restrictions: { ...entry.restrictions } }
		})),
		nextToken
	};
}
/** The versions of a package that the repository itself holds, newest published first. */
function listVersions(plane, input, caller) {
	const repository = repositoryOf(plane, input, caller, "ListPackageVersions");
	const name = packageOf(input);
	const entry = repository.packages.get(packageKey(name));
	if (!entry) throw notFound("package", name.name);
	const status = statusOf(input, "status");
	const originType = text(input, "originType");
	const all = [...entry.versions.values()].filter((version) => status === void 0 || version.status === status).filter((version) => originType === void 0 || version.origin.originType === originType);
	const { items, nextToken } = page$2(input, text(input, "sortBy") === "PUBLISHED_TIME" ? byTime(all) : sortedVersions(all).reverse());
	return {
		...describeName(name),
		defaultDisplayVersion: entry.tags.get("latest") ?? latestOf([...entry.versions.values()]),
		versions: items.map(summarizeVersion),
		nextToken
	};
}
async function showVersion(plane, input, caller) {
	const { view, version } = versionOf(plane, input, caller, "DescribePackageVersion");
	return { packageVersion: await describeVersion(view, version) };
}
async function listAssets(plane, input, caller) {
	const { view, version } = versionOf(plane, input, caller, "ListPackageVersionAssets");
	const { items, nextToken } = page$2(input, [...version.assets.values()]);
	return {
		...describeName(view),
		version: version.version,
		versionRevision: version.revision,
		assets: await Promise.all(items.map(describeAsset)),
		nextToken
	};
}
function getAsset(plane, input, caller) {
	const { version } = versionOf(plane, input, caller, "GetPackageVersionAsset");
	const revision = text(input, "packageVersionRevision");
	if (revision !== void 0 && revision !== version.revision) throw notFound("package-version", revision);
	const name = required(input, "asset");
	const asset = version.assets.get(name);
	if (!asset || !isDownloadable(version)) throw notFound("asset", name);
	return new FileAnswer(asset.open(), asset.size, {
		"content-type": "application/octet-stream",
		"x-assetname": asset.name,
		"x-packageversion": version.version,
		"x-packageversionrevision": version.revision
	});
}
/** Whether a client may still fetch the files: what is archived or disposed stays in the books only. */
function isDownloadable(version) {
	return version.status === "Published" || version.status === "Unlisted" || version.status === "Unfinished";
}
function updateStatus(plane, input, caller) {
	const target = statusOf(input, "targetStatus");
	if (target !== "Published" && target !== "Unlisted" && target !== "Archived") throw invalid$5("targetStatus must be Published, Unlisted or Archived");
	return changeVersions(plane, input, caller, "UpdatePackageVersionsStatus", target);
}
function disposeVersions(plane, input, caller) {
	return changeVersions(plane, input, caller, "DisposePackageVersions", "Disposed");
}
function changeVersions(plane, input, caller, action, target) {
	const entry = repositoryOf(plane, input, caller, action).packages.get(packageKey(packageOf(input)));
	if (!entry) throw notFound("package", required(input, "package"));
	const expected = statusOf(input, "expectedStatus");
	const revisions = record(input, "versionRevisions") ?? {};
	const successfulVersions = {};
	const failedVersions = {};
	for (const name of textList(input, "versions")) {
		const version = entry.versions.get(name);
		const errorCode = obstacle(version, expected, revisions[name]);
		if (!version || errorCode) {
			failedVersions[name] = {
				errorCode: errorCode ?? "NOT_FOUND",
				errorMessage: `version '${name}' was not changed`
			};
			continue;
		}
		version.status = target;
		if (target === "Disposed") version.assets.clear();
		plane.store.touch(version);
		successfulVersions[name] = {
			revision: version.revision,
			status: version.status
		};
	}
	return {
		successfulVersions,
		failedVersions
	};
}
function obstacle(version, expected, revision) {
	if (!version) return "NOT_FOUND";
	if (revision !== void 0 && revision !== version.revision) return "MISMATCHED_REVISION";
	if (expected !== void 0 && expected !== version.status) return "MISMATCHED_STATUS";
	return version.status === "Disposed" ? "NOT_ALLOWED" : void 0;
}
function versionOf(plane, input, caller, action) {
	const repository = repositoryOf(plane, input, caller, action);
	const name = packageOf(input);
	const view = viewPackage(repository, name);
	if (!view) throw notFound("package", name.name);
	const wanted = required(input, "packageVersion");
	const seen = view.versions.get(wanted);
	if (!seen) throw notFound("package-version", wanted);
	if (seen.version.status === "Deleted") throw conflict("package-version", wanted, "The version was deleted.");
	return {
		view,
		version: seen.version
	};
}
function byTime(versions) {
	return versions.sort((a, b) => b.publishedMs - a.publishedMs);
}
// packages/sandbox/src/codeartifact/npm/name.ts
/** `@scope/name` or `name` as the store looks it up; undefined where it is no package name. */
function parseNpmName(text) {
	const match = /^(?:@([a-z0-9~-][a-z0-9._~-]*)\/)?([A-Za-z0-9~-][A-Za-z0-9._~-]*)$/.exec(text);
	if (!match?.[2] || text.length > 214) return void 0;
	return {
		format: "npm",
		namespace: match[1],
		name: match[2]
	};
}
/** As npm writes it. */
function npmName(name) {
	return name.namespace === void 0 ? name.name : `@${name.namespace}/${name.name}`;
}
/** The only asset of a version, under the name that CodeArtifact gives it. */
const npmAsset = "package.tgz";
// packages/sandbox/src/codeartifact/hashes.ts
/** Reads a stream once and returns all its digests. */
async function hashesOf(content) {
	const md5 = createHash("md5");
	const sha1 = createHash("sha1");
	const sha256 = createHash("sha256");
	const sha512 = createHash("sha512");
	for await (const chunk of content) for (const hash of [
		md5,
		sha1,
		sha256,
		sha512
	]) hash.update(chunk);
	return {
		MD5: md5.digest("hex"),
		"SHA-1": sha1.digest("hex"),
		"SHA-256": sha256.digest("hex"),
		"SHA-512": sha512.digest("hex")
	};
}
/** A SHA-512 in hex as npm writes it: `sha512-<base64>`. */
function integrityOf(sha512) {
	return `sha512-${Buffer.from(sha512, "hex").toString("base64")}`;
}
// packages/sandbox/src/codeartifact/asset.ts
/** A file that was published. */
function assetOfBytes(name, bytes) {
	return {
		name,
		size: bytes.length,
		known: {},
		hashes: once(() => hashesOf([bytes])),
		read: async () => bytes,
		async *open() {
			yield bytes;
		}
	};
}
/** A file of a seeded folder; it is read where it lies. */
function assetOfFile(name, path, size) {
	return {
		name,
		size,
		known: {},
		hashes: once(() => hashesOf(createReadStream(path))),
		read: () => readFile(path),
		open: () => createReadStream(path)
	};
}
/** A file behind an external connection: `fetch` gets and checks it, once. */
function assetOfFetch(name, known, fetch) {
	const read = once(fetch);
	return {
		name,
		size: void 0,
		known,
		hashes: once(async () => hashesOf([await read()])),
		read,
		async *open() {
			yield await read();
		}
	};
}
/** One digest of an asset, by the cheapest way. */
async function hashOf(asset, name) {
	return asset.known[name] ?? (await asset.hashes())[name];
}
/** Calls `make` when first asked; a failure is not kept. */
function once(make) {
	let made;
	return () => {
		made ??= make().catch((error) => {
			made = void 0;
			throw error;
		});
		return made;
	};
}
// packages/sandbox/src/codeartifact/npm/packument.ts
/** The media type of the short form, which clients ask for when they install. */
const abbreviatedType = "application/vnd.npm.install-v1+json";
/** What the short form keeps of a package.json. */
const abbreviated = [
	"name",
	"version",
	"deprecated",
	"dependencies",
	"optionalDependencies",
	"devDependencies",
	"bundleDependencies",
	"peerDependencies",
	"peerDependenciesMeta",
	"bin",
	"directories",
	"engines",
	"cpu",
	"os",
	"libc",
	"hasInstallScript"
];
/** All that a client is told of a package: published versions only, tarballs on our host. */
async function packument(view, baseUrl, isAbbreviated) {
	const name = npmName(view);
	const shown = [...view.versions.values()].map(({ version }) => version).filter(isListed$1);
	const versions = {};
	for (const version of shown) versions[version.version] = await manifestOf(name, version, baseUrl, isAbbreviated);
	const tags = tagsOf$1(view, shown);
	const modified = new Date(Math.max(0, ...shown.map(({ publishedMs }) => publishedMs))).toISOString();
	if (isAbbreviated) return {
		name,
		modified,
		"dist-tags": tags,
		versions
	};
	return {
		_id: name,
		name,
		"dist-tags": tags,
		versions,
		time: {
			modified,
			...Object.fromEntries(shown.map((version) => [version.version, timeOf$1(version)]))
		}
	};
}
/** What an unlisted version keeps is its tarball, for lock files that have it. */
function isListed$1(version) {
	return version.status === "Published";
}
function tagsOf$1(view, shown) {
	const listed = new Set(shown.map(({ version }) => version));
	const tags = Object.fromEntries([...view.tags].filter(([, version]) => listed.has(version)));
	const latest = tags.latest ?? latestOf(shown);
	return latest === void 0 ? tags : {
		...tags,
		latest
	};
}
async function manifestOf(name, version, baseUrl, isAbbreviated) {
	const { packageJson = {} } = await version.manifest();
	const asset = version.assets.get(npmAsset);
	const dist = {
		tarball: `${baseUrl}${name}/-/${`${name.replace(/^@[^/]+\//, "")}-${version.version}.tgz`}`,
		...asset ? {
			shasum: await hashOf(asset, "SHA-1"),
			integrity: integrityOf(await hashOf(asset, "SHA-512"))
		} : {}
	};
	const scripts = recordOf(packageJson.scripts);
	const full = {
		...packageJson,
		...[
			"preinstall",
			"install",
			"postinstall"
		].some((script) => script in scripts) ? { hasInstallScript: true } : {}
	};
	return {
		...isAbbreviated ? pick(full) : {
			...full,
			_id: `${name}@${version.version}`
		},
		name,
		version: version.version,
		dist
	};
}
function pick(manifest) {
	const fields = abbreviated.map((field) => [field, manifest[field]]);
	return Object.fromEntries(fields.filter(([, value]) => value !== void 0));
}
function timeOf$1(version) {
	return new Date(version.publishedMs).toISOString();
}
/** An object, or an empty one for anything else. */
function recordOf(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
// packages/sandbox/src/codeartifact/tarball.ts
var import_tar_stream = require_tar_stream();
/** The first file of a .tar.gz whose name fits; undefined where there is none. The rest is not unpacked. */
async function readTarEntry(content, fits, limit = 4194304) {
	const gunzip = createGunzip();
	const archive = (0, import_tar_stream.extract)();
	const source = Readable.from(content);
	source.on("error", (error) => gunzip.destroy(error));
	gunzip.on("error", (error) => archive.destroy(error));
	source.pipe(gunzip).pipe(archive);
	try {
		for await (const entry of archive) {
			if (entry.header.type === "file" && fits(entry.header.name)) return await bytesOf(Readable.from(entry), limit);
			entry.resume();
		}
		return;
	} finally {
		source.destroy();
		gunzip.destroy();
	}
}
async function bytesOf(entry, limit) {
	const chunks = [];
	let size = 0;
	for await (const chunk of entry) {
		size += chunk.length;
		if (size > limit) throw new Error(`a manifest is larger than ${limit} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
// packages/sandbox/src/codeartifact/npm/package-json.ts
/** The package.json of a tarball; throws where it has none, or one without name and version. */
async function packageJsonOf(asset) {
	const bytes = await readTarEntry(asset.open(), (name) => /^[^/]+\/package\.json$/.test(name));
	if (!bytes) throw new Error(`"${asset.name}" has no package.json`);
	const manifest = recordOf(JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/, "")));
	const { name, version } = manifest;
	if (typeof name !== "string" || typeof version !== "string") throw new Error(`the package.json of "${asset.name}" has no name or no version`);
	return {
		name,
		version,
		manifest
	};
}
// packages/sandbox/src/codeartifact/npm/publish.ts
/** `npm publish`: the versions of the body, each with its tarball in `_attachments`. */
async function acceptPublish(plane, at, name) {
	const body = parse$1(await at.body());
	const attachments = Object.values(recordOf(body._attachments)).map(recordOf);
	const versions = Object.entries(recordOf(body.versions));
	if (body.name !== npmName(name)) throw new PlaneError(400, "the name in the body is not that of the path");
	const [data, ...more] = attachments.map(({ data }) => data);
	if (typeof data !== "string" || more.length > 0 || versions.length !== 1) throw new PlaneError(400, "a publish has one version and one attachment");
	const [version = "", manifest] = versions[0] ?? [];
	const asset = assetOfBytes(npmAsset, Buffer.from(data, "base64"));
	await checkTarball(asset, npmName(name), version, recordOf(recordOf(manifest).dist).integrity);
	addTarball(plane.store, at.repository, name, version, asset, recordOf(manifest));
	const tags = repositoryTags(at.repository, name);
	for (const [tag, target] of Object.entries(recordOf(body["dist-tags"]))) tags.set(tag, String(target));
	sendJson$1(at.request, at.response, {
		ok: true,
		success: true
	});
}
/** Adds a tarball whose content is known to fit. */
function addTarball(store, repository, name, version, asset, packageJson) {
	store.add(repository, {
		...name,
		version,
		assets: [asset],
		origin: {
			originType: "INTERNAL",
			domainEntryPoint: { repositoryName: repository.name }
		},
		manifest: async () => ({
			summary: textOf$1(packageJson.description),
			homePage: textOf$1(packageJson.homepage),
			license: textOf$1(packageJson.license),
			packageJson
		})
	});
}
async function checkTarball(asset, name, version, integrity) {
	const inside = await packageJsonOf(asset).catch((cause) => {
		throw new PlaneError(400, `the attachment is no package: ${String(cause)}`);
	});
	if (inside.name !== name || inside.version !== version) throw new PlaneError(400, `the attachment is ${inside.name}@${inside.version}, not ${name}@${version}`);
	const actual = integrityOf((await asset.hashes())["SHA-512"]);
	if (integrity !== void 0 && integrity !== actual) throw new PlaneError(400, "dist.integrity does not match");
}
function repositoryTags(repository, name) {
	const entry = repository.packages.get(packageKey(name));
	if (!entry) throw new PlaneError(500, "the package was not stored");
	return entry.tags;
}
function textOf$1(value) {
	return typeof value === "string" ? value : void 0;
}
function parse$1(body) {
	try {
		return recordOf(JSON.parse(body.toString("utf8")));
	} catch {
		throw new PlaneError(400, "the body is not JSON");
	}
}
// packages/sandbox/src/codeartifact/npm/serve.ts
/** The npm endpoint of a repository: packages, tarballs, publishing, `-/ping` and `-/whoami`. */
async function serveNpm(plane, at) {
	const path = at.path.join("/");
	const { method } = at.request;
	if (path === "-/ping") return sendJson$1(at.request, at.response, {});
	if (path === "-/whoami") return sendJson$1(at.request, at.response, { username: "aws" });
	const tarball = /^((?:@[^/]+\/)?[^/]+)\/-\/(?:@[^/]+\/)?([^/]+)\.tgz$/.exec(path);
	const name = parseNpmName(tarball?.[1] ?? path);
	if (!name) throw new PlaneError(404, "Not found.");
	if (method === "PUT" && !tarball) return await acceptPublish(plane, at, name);
	if (method !== "GET" && method !== "HEAD") throw new PlaneError(405, `${method} is not allowed here`);
	if (tarball) return await sendTarball(plane, at, name, tarball[2] ?? "");
	const isAbbreviated = at.request.headers.accept?.includes(abbreviatedType) === true;
	const type = isAbbreviated ? abbreviatedType : "application/json";
	const document = await packument(await find$2(plane, at, name), at.baseUrl, isAbbreviated);
	sendJson$1(at.request, at.response, document, type);
}
async function sendTarball(plane, at, name, file) {
	const view = await find$2(plane, at, name);
	const version = file.startsWith(`${name.name}-`) ? file.slice(name.name.length + 1) : "";
	const seen = view.versions.get(version);
	const asset = seen?.version.assets.get(npmAsset);
	if (!seen || !asset || !isDownloadable(seen.version)) throw new PlaneError(404, `no such file: '${file}.tgz'`);
	plane.store.retain(at.repository, view, seen.version);
	await sendAsset(at.request, at.response, asset, plane.ctx.faults);
}
async function find$2(plane, at, name) {
	await plane.external?.pull(at.repository, name);
	const view = viewPackage(at.repository, name);
	if (!view) throw new PlaneError(404, `The package does not exist: '${npmName(name)}'`);
	return view;
}
// packages/sandbox/src/codeartifact/plane-auth.ts
/** Lets a request through that carries a valid token of the domain: 401 where it carries none, 403 for another's. */
function authorize(request, domain, tokens) {
	const token = tokenOf(request.headers.authorization);
	const check = token === void 0 ? void 0 : tokens.check(token);
	if (check?.state !== "valid") throw new PlaneError(401, check?.state === "expired" ? "The authorization token has expired." : "Unauthenticated request.", { "www-authenticate": `Basic realm="${domain.name}"` });
	if (check.grant.domain !== domain) throw new PlaneError(403, "The token is for another domain.");
}
/** The token of `Basic aws:<token>` or `Bearer <token>`. */
function tokenOf(header) {
	const [, scheme, value] = /^(basic|bearer) +(\S+)$/i.exec(header ?? "") ?? [];
	if (scheme === void 0 || value === void 0) return void 0;
	if (scheme.toLowerCase() === "bearer") return value;
	const [, user, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, "base64").toString("utf8")) ?? [];
	return user === "aws" ? password : void 0;
}
// packages/sandbox/src/codeartifact/pypi/index-page.ts
/** The media type of PEP 691. */
const jsonIndex = "application/vnd.pypi.simple.v1+json";
/** Whether a client prefers JSON: it names it, and not with a lower weight than HTML. */
function wantsJson(accept) {
	const weights = new Map((accept ?? "").split(",").map((part) => {
		const [type = "", ...parameters] = part.trim().split(";");
		const weight = parameters.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find((text) => text !== void 0);
		return [type.trim().toLowerCase(), Number(weight ?? 1)];
	}));
	const json = weights.get("application/vnd.pypi.simple.v1+json") ?? weights.get("application/vnd.pypi.simple.latest+json") ?? 0;
	const html = Math.max(weights.get("text/html") ?? 0, weights.get("application/vnd.pypi.simple.v1+html") ?? 0);
	return json > 0 && json >= html;
}
/** The page of a project as PEP 503 has it. */
function projectHtml(project, files) {
	const links = files.map((file) => {
		const python = file.requiresPython ? ` data-requires-python="${escapeHtml(file.requiresPython)}"` : "";
		const yanked = file.isYanked ? " data-yanked=\"\"" : "";
		return `<a href="${escapeHtml(file.href)}#sha256=${file.sha256}"${python}${yanked}>${escapeHtml(file.fileName)}</a><br/>`;
	});
	return page$1(`Links for ${project}`, links);
}
/** The page of a project as PEP 691 has it. */
function projectJson(project, files) {
	return {
		meta: { "api-version": "1.0" },
		name: project,
		files: files.map((file) => ({
			filename: file.fileName,
			url: file.href,
			hashes: { sha256: file.sha256 },
			...file.requiresPython ? { "requires-python": file.requiresPython } : {},
			...file.size === void 0 ? {} : { size: file.size },
			yanked: file.isYanked
		}))
	};
}
/** The list of all projects. */
function projectsHtml(projects) {
	return page$1("Simple index", projects.map((project) => `<a href="${escapeHtml(project)}/">${escapeHtml(project)}</a><br/>`));
}
function projectsJson(projects) {
	return {
		meta: { "api-version": "1.0" },
		projects: projects.map((name) => ({ name }))
	};
}
function page$1(title, lines) {
	return `<!DOCTYPE html>\n<html><head>${`<meta name="pypi:repository-version" content="1.0"><title>${escapeHtml(title)}</title>`}</head><body>\n${lines.join("\n")}\n</body></html>\n`;
}
function escapeHtml(text) {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&quot;");
}
// packages/sandbox/src/codeartifact/zip.ts
/** The first file of a zip archive whose name fits, unpacked; undefined where there is none. */
function readZipEntry(zip, fits, limit = 4194304) {
	let at = centralDirectory(zip);
	while (at + 46 <= zip.length && zip.readUInt32LE(at) === 33639248) {
		const nameLength = zip.readUInt16LE(at + 28);
		if (fits(zip.toString("utf8", at + 46, at + 46 + nameLength))) return readLocal(zip, at, limit);
		at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
	}
}
function readLocal(zip, header, limit) {
	const method = zip.readUInt16LE(header + 10);
	const packedSize = zip.readUInt32LE(header + 20);
	const local = zip.readUInt32LE(header + 42);
	const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
	const packed = zip.subarray(start, start + packedSize);
	if (method === 0) return packed;
	if (method === 8) return inflateRawSync(packed, { maxOutputLength: limit });
	throw new Error(`the zip uses compression method ${method}`);
}
/** Where the central directory begins, from the record at the end. */
function centralDirectory(zip) {
	const end = zip.lastIndexOf(Buffer.from([
		80,
		75,
		5,
		6
	]));
	if (end < 0 || end + 22 > zip.length) throw new Error("the file is not a zip archive");
	return zip.readUInt32LE(end + 16);
}
// packages/sandbox/src/codeartifact/pypi/metadata.ts
const read$1 = /* @__PURE__ */ new WeakMap();
/** What a distribution says of itself; read once. */
function metadataOf(asset) {
	let found = read$1.get(asset);
	if (!found) {
		found = readDistribution(asset);
		read$1.set(asset, found);
	}
	return found;
}
async function readDistribution(asset) {
	const bytes = asset.name.endsWith(".tar.gz") ? await readTarEntry(asset.open(), (name) => /^[^/]+\/PKG-INFO$/.test(name)) : readZipEntry(await asset.read(), (name) => /^[^/]+(?:\.dist-info\/METADATA|\/PKG-INFO)$/.test(name));
	if (!bytes) throw new Error(`"${asset.name}" has no metadata`);
	return parseMetadata(bytes.toString("utf8"));
}
/** Reads the headers of core metadata; the description behind them is not looked at. */
function parseMetadata(text) {
	const fields = /* @__PURE__ */ new Map();
	for (const line of text.split(/\r?\n/)) {
		if (line === "") break;
		const match = /^([A-Za-z-]+): ?(.*)$/.exec(line);
		const name = match?.[1]?.toLowerCase();
		if (name !== void 0 && match?.[2] !== void 0 && !fields.has(name)) fields.set(name, match[2]);
	}
	return {
		name: fields.get("name"),
		version: fields.get("version"),
		requiresPython: fields.get("requires-python"),
		manifest: {
			summary: fields.get("summary"),
			homePage: fields.get("home-page"),
			license: fields.get("license-expression") ?? fields.get("license")
		}
	};
}
// packages/sandbox/src/codeartifact/pypi/file-name.ts
/** Reads `scikit_learn-1.5.0-cp311-….whl` and `name-1.0.tar.gz`; undefined for any other file. */
function parseDistribution(fileName) {
	const wheel = /^([A-Za-z0-9][A-Za-z0-9._]*)-([^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl$/.exec(fileName);
	if (wheel) return distribution("wheel", wheel[1], wheel[2]);
	const sdist = /^([A-Za-z0-9][A-Za-z0-9._-]*)-(\d[^-]*)\.(?:tar\.gz|zip)$/.exec(fileName);
	return sdist ? distribution("sdist", sdist[1], sdist[2]) : void 0;
}
function distribution(kind, name = "", version = "") {
	return {
		kind,
		project: normalizeProject(name),
		version
	};
}
// packages/sandbox/src/codeartifact/pypi/upload.ts
/** The legacy upload API, as twine speaks it: one distribution as multipart form data. */
async function acceptUpload(plane, at) {
	const form = await formOf(at);
	if (form.get(":action") !== "file_upload") throw new PlaneError(400, ":action must be file_upload");
	const content = form.get("content");
	if (content === null || typeof content === "string") throw new PlaneError(400, "content is not a file");
	const asset = assetOfBytes(content.name, Buffer.from(await content.arrayBuffer()));
	await checkDigests(asset, form);
	await publishDistribution(plane.store, at.repository, asset);
	at.response.writeHead(200).end();
}
/** Adds a distribution whose name and metadata agree to a repository. */
async function publishDistribution(store, repository, asset) {
	const named = parseDistribution(asset.name);
	if (!named) throw new PlaneError(400, `'${asset.name}' is not the name of a wheel or source distribution`);
	const metadata = await metadataOf(asset).catch((cause) => {
		throw new PlaneError(400, `'${asset.name}' has no readable metadata: ${String(cause)}`);
	});
	if (normalizeProject(metadata.name ?? "") !== named.project || metadata.version === void 0) throw new PlaneError(400, `the metadata of '${asset.name}' is of another project`);
	store.add(repository, {
		format: "pypi",
		namespace: void 0,
		name: named.project,
		version: metadata.version,
		assets: [asset],
		origin: {
			originType: "INTERNAL",
			domainEntryPoint: { repositoryName: repository.name }
		},
		manifest: async () => metadata.manifest
	});
}
async function formOf(at) {
	const type = at.request.headers["content-type"] ?? "";
	const body = await at.body();
	try {
		return await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
	} catch {
		throw new PlaneError(400, "the body is not multipart form data");
	}
}
async function checkDigests(asset, form) {
	const hashes = await asset.hashes();
	const said = [["sha256_digest", hashes["SHA-256"]], ["md5_digest", hashes.MD5]];
	for (const [field, actual] of said) {
		const claimed = form.get(field);
		if (typeof claimed === "string" && claimed !== "" && claimed.toLowerCase() !== actual) throw new PlaneError(400, `${field} is not the digest of the content`);
	}
}
// packages/sandbox/src/codeartifact/pypi/serve.ts
/** The pypi endpoint of a repository: `simple/`, `simple/<project>/`, `simple/<project>/<version>/<file>`, uploads. */
async function servePypi(plane, at) {
	const [root, project, version, file, ...more] = at.path;
	const { method } = at.request;
	if (method === "POST" && root === void 0) return await acceptUpload(plane, at);
	if (method !== "GET" && method !== "HEAD") throw new PlaneError(405, `${method} is not allowed here`);
	if (root !== "simple" || more.length > 0) throw new PlaneError(404, "Not found.");
	if (project === void 0) return sendProjects(at);
	if (version === void 0) return await sendProject(plane, at, project);
	if (file === void 0) throw new PlaneError(404, "Not found.");
	await sendFile$1(plane, at, project, version, file);
}
function sendProjects(at) {
	const names = reachable(at.repository).flatMap(({ packages }) => [...packages.values()].filter(({ format }) => format === "pypi").map(({ name }) => name));
	const projects = [...new Set(names)].sort();
	sendPage(at, projectsHtml(projects), projectsJson(projects));
}
async function sendProject(plane, at, project) {
	const name = normalizeProject(project);
	if (name !== project || !at.hasTrailingSlash) {
		at.response.writeHead(301, { location: `${at.baseUrl}simple/${name}/` }).end();
		return;
	}
	const files = await filesOf$1(await find$1(plane, at, name));
	if (files.length === 0) throw new PlaneError(404, `The package does not exist: '${name}'`);
	sendPage(at, projectHtml(name, files), projectJson(name, files));
}
function sendPage(at, html, json) {
	const { request, response } = at;
	if (wantsJson(request.headers.accept)) sendJson$1(request, response, json, jsonIndex);
	else sendText(request, response, html, {
		"content-type": "text/html; charset=utf-8",
		vary: "accept, authorization"
	});
}
async function sendFile$1(plane, at, project, versionName, fileName) {
	const view = await find$1(plane, at, normalizeProject(project));
	const seen = view.versions.get(versionName);
	const asset = seen?.version.assets.get(fileName);
	if (!seen || !asset || !isDownloadable(seen.version)) throw new PlaneError(404, `no such file: '${fileName}'`);
	plane.store.retain(at.repository, view, seen.version);
	await sendAsset(at.request, at.response, asset, plane.ctx.faults);
}
async function find$1(plane, at, name) {
	const wanted = {
		format: "pypi",
		namespace: void 0,
		name
	};
	await plane.external?.pull(at.repository, wanted);
	const view = viewPackage(at.repository, wanted);
	if (!view) throw new PlaneError(404, `The package does not exist: '${name}'`);
	return view;
}
async function filesOf$1(view) {
	const shown = [...view.versions.values()].filter(({ version }) => isDownloadable(version));
	return (await Promise.all(shown.map(({ version }) => filesOfVersion(version)))).flat();
}
async function filesOfVersion(version) {
	const files = [];
	for (const asset of version.assets.values()) files.push({
		fileName: asset.name,
		href: `${encodeURIComponent(version.version)}/${encodeURIComponent(asset.name)}`,
		sha256: await hashOf(asset, "SHA-256"),
		requiresPython: asset.size === void 0 ? void 0 : (await metadataOf(asset)).requiresPython,
		size: asset.size,
		isYanked: version.status === "Unlisted"
	});
	return files;
}
// packages/sandbox/src/codeartifact/data-plane.ts
/** The path of a domain's data plane. */
function domainPath(domain) {
	return `/${domain.name}-${domain.owner}.${domain.region}`;
}
/** Serves pypi and npm of every domain: `/<domain>-<owner>.<region>/<format>/<repository>/…`. */
function createDataPlane(plane) {
	return async (request, response) => {
		try {
			if (await isBroken(plane, request)) return;
			await serve$1(plane, request, response);
		} catch (error) {
			const known = asPlaneError(error);
			if (!known || response.headersSent) throw error;
			for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value);
			sendJson$1(request, response, {
				error: known.message,
				message: known.message
			}, "application/json", known.status);
		}
	};
}
async function serve$1(plane, request, response) {
	const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
	const [, domainSegment = "", format = "", repositoryName = "", ...rest] = url.pathname.split("/");
	const domain = findDomain(plane.store, domainSegment);
	authorize(request, domain, plane.tokens);
	const repository = domain.repositories.get(decode(repositoryName));
	if (!repository) throw new PlaneError(404, `The repository does not exist: '${repositoryName}'`);
	const at = {
		request,
		response,
		repository,
		path: rest.filter((segment) => segment !== "").map(decode),
		baseUrl: `${url.origin}${domainPath(domain)}/${format}/${repository.name}/`,
		hasTrailingSlash: url.pathname.endsWith("/"),
		body: (limit = 1024 ** 3) => collect$1(request, limit)
	};
	if (format === "pypi") return await servePypi(plane, at);
	if (format === "npm") return await serveNpm(plane, at);
	throw new PlaneError(404, `the sandbox serves no packages of format '${format}'`);
}
function findDomain(store, segment) {
	const [, name, owner, region] = /^(.+)-(\d{12})\.([a-z0-9-]+)$/.exec(segment) ?? [];
	if (name === void 0 || owner === void 0 || region === void 0) throw new PlaneError(404, "Not found.");
	return store.domain(name, owner, region);
}
async function isBroken(plane, request) {
	const { faults } = plane.ctx;
	const latencyMs = faults.latencyMs("packages");
	if (latencyMs > 0) await wallClock.sleep(latencyMs);
	const fault = faults.pick("packages", [
		"throttle",
		"500",
		"reset"
	]);
	if (fault === "throttle") throw new PlaneError(429, "Rate exceeded", { "retry-after": "1" });
	if (fault === "500") throw new PlaneError(500, "a failure that was asked for");
	if (fault === "reset") request.socket.resetAndDestroy();
	return fault === "reset";
}
function asPlaneError(error) {
	if (error instanceof PlaneError) return error;
	return error instanceof ServiceError ? new PlaneError(error.status, error.message) : void 0;
}
function decode(segment) {
	try {
		return decodeURIComponent(segment);
	} catch {
		throw new PlaneError(400, "the path is not well encoded");
	}
}
// packages/sandbox/src/codeartifact/npm/upstream.ts
/** The versions of a package at an npm registry; tarballs are fetched when they are asked for. */
async function npmUpstream(fetcher, index, name) {
	const page = await fetcher.page(withAuth(new URL(npmName(name).replace("/", "%2f"), index), index), "application/json");
	if (!page) return [];
	return Object.entries(recordOf(recordOf(JSON.parse(page.text)).versions)).flatMap(([version, value]) => {
		const packageJson = recordOf(value);
		const dist = recordOf(packageJson.dist);
		const hex = sha512Of(dist.integrity);
		if (hex === void 0 || typeof dist.tarball !== "string") return [];
		const url = withAuth(new URL(dist.tarball), index);
		const known = {
			"SHA-512": hex,
			...typeof dist.shasum === "string" ? { "SHA-1": dist.shasum } : {}
		};
		const asset = assetOfFetch(npmAsset, known, () => fetcher.file(url, "sha512", hex));
		const summary = typeof packageJson.description === "string" ? packageJson.description : void 0;
		return [{
			...name,
			version,
			assets: [asset],
			manifest: async () => ({
				summary,
				packageJson
			})
		}];
	});
}
function sha512Of(integrity) {
	const match = typeof integrity === "string" ? /sha512-([A-Za-z0-9+/=]+)/.exec(integrity) : void 0;
	return match?.[1] === void 0 ? void 0 : Buffer.from(match[1], "base64").toString("hex");
}
/** The credentials of the index, for addresses on its own host. */
function withAuth(url, index) {
	if (url.host === index.host) {
		url.username = index.username;
		url.password = index.password;
	}
	return url;
}
// packages/sandbox/src/codeartifact/pypi/upstream.ts
/** The files of a project at a simple index, by version; each is fetched when it is asked for. */
async function pypiUpstream(fetcher, index, name) {
	const page = await fetcher.page(withAuth(new URL(`${name.name}/`, index), index), `${jsonIndex}, text/html;q=0.5`);
	if (!page) return [];
	const links = page.type.includes("json") ? jsonLinks(page.text) : htmlLinks(page.text);
	const versions = /* @__PURE__ */ new Map();
	for (const { fileName, href, sha256 } of links) {
		const named = parseDistribution(fileName);
		if (!named || named.project !== name.name) continue;
		const url = withAuth(new URL(href, page.url), index);
		const asset = assetOfFetch(fileName, { "SHA-256": sha256 }, () => fetcher.file(url, "sha256", sha256));
		versions.set(named.version, [...versions.get(named.version) ?? [], asset]);
	}
	return [...versions].map(([version, assets]) => ({
		...name,
		version,
		assets,
		manifest: async () => assets[0] ? (await metadataOf(assets[0])).manifest : {}
	}));
}
function jsonLinks(text) {
	const { files } = recordOf(JSON.parse(text));
	if (!Array.isArray(files)) return [];
	return files.map(recordOf).flatMap(({ filename, url, hashes }) => {
		const { sha256 } = recordOf(hashes);
		return typeof filename === "string" && typeof url === "string" && typeof sha256 === "string" ? [{
			fileName: filename,
			href: url,
			sha256
		}] : [];
	});
}
function htmlLinks(text) {
	return [...text.matchAll(/<a\s[^>]*href="([^"#]+)#sha256=([0-9a-f]{64})"[^>]*>([^<]+)<\/a>/g)].map(([, href = "", sha256 = "", fileName = ""]) => ({
		fileName: fileName.trim(),
		href: href.replaceAll("&amp;", "&"),
		sha256
	}));
}
// packages/sandbox/src/codeartifact/external.ts
/** The passthrough to the indexes of the user's machine. */
function createExternal(store, options) {
	const pulled = /* @__PURE__ */ new Map();
	const fetcher = createFetcher(options.cache);
	const fetchInto = async (repository, connection, name) => {
		const address = name.format === "npm" ? options.npm : options.pypi;
		if (address === void 0) return;
		const index = new URL(address.endsWith("/") ? address : `${address}/`);
		const versions = await (name.format === "npm" ? npmUpstream : pypiUpstream)(fetcher, index, name);
		const known = repository.packages.get(packageKey(name))?.versions;
		for (const version of versions) {
			if (known?.has(version.version)) continue;
			const domainEntryPoint = { externalConnectionName: connection };
			store.add(repository, {
				...version,
				origin: {
					originType: "EXTERNAL",
					domainEntryPoint
				}
			});
		}
	};
	return { async pull(repository, name) {
		const connection = name.format === "npm" ? "public:npmjs" : "public:pypi";
		if (!takesUpstream(repository, name)) return;
		for (const holder of reachable(repository)) {
			if (!holder.externalConnections.includes(connection) || !takesUpstream(holder, name)) continue;
			const known = pulled.get(holder) ?? /* @__PURE__ */ new Map();
			pulled.set(holder, known);
			const work = known.get(packageKey(name)) ?? once(() => fetchInto(holder, connection, name));
			known.set(packageKey(name), work);
			await work();
		}
	} };
}
function createFetcher(cache) {
	return {
		async page(url, accept) {
			const response = await request(url, { accept });
			if (response.status === 404) return void 0;
			if (!response.ok) throw failed(url, `status ${response.status}`);
			return {
				type: response.headers.get("content-type") ?? "",
				text: await response.text(),
				url: new URL(response.url)
			};
		},
		async file(url, algorithm, hex) {
			const kept = cache === void 0 ? void 0 : join(cache, `${algorithm}-${hex}`);
			const found = kept === void 0 ? void 0 : await readFile(kept).catch(() => void 0);
			if (found && digest$1(found, algorithm) === hex) return found;
			const response = await request(url, {});
			if (!response.ok) throw failed(url, `status ${response.status}`);
			const bytes = Buffer.from(await response.arrayBuffer());
			if (digest$1(bytes, algorithm) !== hex) throw failed(url, `the content is not what the index promised`);
			if (kept !== void 0 && cache !== void 0) await keep(cache, kept, bytes);
			return bytes;
		}
	};
}
/** `fetch` refuses credentials in an address: they go into a header, for the host of the address only. */
async function request(url, headers) {
	const bare = new URL(url);
	const { username, password } = bare;
	bare.username = "";
	bare.password = "";
	const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
	const authorization = username === "" ? {} : { authorization: `Basic ${Buffer.from(user).toString("base64")}` };
	try {
		return await fetch(bare, { headers: {
			...headers,
			...authorization
		} });
	} catch (cause) {
		throw failed(url, "no answer", cause);
	}
}
function failed(url, why, cause) {
	const error = new PlaneError(502, `the upstream ${url.origin} failed: ${why}`);
	error.cause = cause;
	return error;
}
function digest$1(bytes, algorithm) {
	return createHash(algorithm).update(bytes).digest("hex");
}
async function keep(folder, path, bytes) {
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	await writeFile(`${path}.${process.pid}.tmp`, bytes);
	await rename(`${path}.${process.pid}.tmp`, path);
}
// packages/sandbox/src/codeartifact/access.ts
const maxTokenSeconds = 43200;
function getToken$1(plane, input, caller) {
	const domain = domainOf(plane, input, caller, "GetAuthorizationToken");
	const seconds = wholeNumber(input, "durationSeconds", 0, maxTokenSeconds) ?? maxTokenSeconds;
	if (seconds > 0 && seconds < 900) throw invalid$5(`durationSeconds must be 0 or from 900 to ${maxTokenSeconds}`);
	const now = plane.ctx.clock.now();
	const wanted = seconds > 0 ? now + seconds * 1e3 : sessionEnd(plane, caller, now);
	const fault = plane.ctx.faults.expireMs("codeartifact");
	const expiresMs = fault === void 0 ? wanted : Math.min(wanted, now + fault);
	return {
		authorizationToken: plane.tokens.issue({
			domain,
			arn: caller.arn,
			expiresMs
		}),
		expiration: new Date(wanted)
	};
}
/** With 0 the token ends with the caller's session; a user's own key has no end, so the longest life holds. */
function sessionEnd(plane, caller, now) {
	return plane.ctx.credentials.find(caller.accessKeyId)?.expiresMs ?? now + maxTokenSeconds * 1e3;
}
function getEndpoint(plane, input, caller) {
	const repository = repositoryOf(plane, input, caller, "GetRepositoryEndpoint");
	const format = required(input, "format");
	if (!allFormats.some((known) => known === format)) throw invalid$5(`'${format}' is not a package format`);
	const type = text(input, "endpointType");
	if (type !== void 0 && type !== "ipv4" && type !== "dualstack") throw invalid$5(`'${type}' is not an endpoint type`);
	return { repositoryEndpoint: `${plane.baseUrl(repository.domain)}/${format}/${repository.name}/` };
}
// packages/sandbox/src/codeartifact/publish-generic.ts
/** PublishPackageVersion: one file of a generic package; the version stays open while `unfinished` is said. */
async function publishGeneric(plane, input, caller) {
	const repository = repositoryOf(plane, input, caller, "PublishPackageVersion");
	const name = packageOf(input);
	if (name.format !== "generic") throw invalid$5("PublishPackageVersion is for packages of format generic");
	if (name.namespace === void 0) throw invalid$5("namespace is required");
	const versionName = required(input, "packageVersion");
	const known = repository.packages.get(packageKey(name))?.versions.get(versionName);
	if (known && known.status !== "Unfinished") throw conflict("package-version", versionName, "The version is published; it takes no further assets.");
	const asset = assetOfBytes(required(input, "asset"), content(input));
	if ((await asset.hashes())["SHA-256"] !== required(input, "assetSHA256")) throw invalid$5("assetSHA256 is not the SHA-256 of the content");
	const version = plane.store.add(repository, {
		...name,
		version: versionName,
		assets: [asset],
		origin: {
			originType: "INTERNAL",
			domainEntryPoint: { repositoryName: repository.name }
		},
		manifest: async () => ({})
	});
	version.status = flag(input, "unfinished") ? "Unfinished" : "Published";
	plane.store.touch(version);
	return {
		...describeName(name),
		version: versionName,
		versionRevision: version.revision,
		status: version.status,
		asset: await describeAsset(asset)
	};
}
function content(input) {
	const value = input.assetContent;
	if (Buffer.isBuffer(value)) return value;
	throw invalid$5("assetContent is required");
}
// packages/sandbox/src/codeartifact/repositories.ts
function createDomain(plane, input, caller) {
	return { domain: describeDomain(plane.store.createDomain(required(input, "domain"), caller.account, caller.region)) };
}
function listDomains(plane, input, caller) {
	const { items, nextToken } = page$2(input, plane.store.domains(caller.account, caller.region));
	return {
		domains: items.map(summarizeDomain),
		nextToken
	};
}
function createRepository$1(plane, input, caller) {
	const domain = domainOf(plane, input, caller, "CreateRepository");
	return { repository: describeRepository(plane.store.createRepository(domain, required(input, "repository"), {
		description: text(input, "description"),
		upstreams: recordList(input, "upstreams").map((upstream) => required(upstream, "repositoryName"))
	})) };
}
function listRepositories(plane, input, caller) {
	return repositoriesPage(input, plane.store.domains(caller.account, caller.region).flatMap((domain) => [...domain.repositories.values()]));
}
function listRepositoriesInDomain(plane, input, caller) {
	return repositoriesPage(input, [...domainOf(plane, input, caller, "ListRepositoriesInDomain").repositories.values()]);
}
function repositoriesPage(input, all) {
	const prefix = text(input, "repositoryPrefix") ?? "";
	const { items, nextToken } = page$2(input, all.filter(({ name }) => name.startsWith(prefix)));
	return {
		repositories: items.map(summarizeRepository),
		nextToken
	};
}
function associate(plane, input, caller) {
	const repository = repositoryOf(plane, input, caller, "AssociateExternalConnection");
	const name = required(input, "externalConnection");
	if (name !== "public:pypi" && name !== "public:npmjs") throw invalid$5(`'${name}' is not known to the sandbox`);
	if (repository.externalConnections.length > 0) throw conflict("repository", repository.name, "A repository has at most one external connection.");
	repository.externalConnections.push(name);
	return { repository: describeRepository(repository) };
}
function showDomain(plane, input, caller) {
	return { domain: describeDomain(domainOf(plane, input, caller, "DescribeDomain")) };
}
function showRepository(plane, input, caller) {
	return { repository: describeRepository(repositoryOf(plane, input, caller, "DescribeRepository")) };
}
// packages/sandbox/src/codeartifact/routes.ts
const json = (action, run) => ({
	action,
	run,
	hasJsonBody: true
});
/** The operations by method and path. */
const routes = {
	"POST /v1/domain": json("CreateDomain", createDomain),
	"GET /v1/domain": json("DescribeDomain", showDomain),
	"POST /v1/domains": json("ListDomains", listDomains),
	"POST /v1/repository": json("CreateRepository", createRepository$1),
	"GET /v1/repository": json("DescribeRepository", showRepository),
	"POST /v1/repositories": json("ListRepositories", listRepositories),
	"POST /v1/domain/repositories": json("ListRepositoriesInDomain", listRepositoriesInDomain),
	"POST /v1/repository/external-connection": json("AssociateExternalConnection", associate),
	"POST /v1/authorization-token": json("GetAuthorizationToken", getToken$1),
	"GET /v1/repository/endpoint": json("GetRepositoryEndpoint", getEndpoint),
	"POST /v1/packages": json("ListPackages", listPackages),
	"POST /v1/package/versions": json("ListPackageVersions", listVersions),
	"GET /v1/package/version": json("DescribePackageVersion", showVersion),
	"POST /v1/package/version/assets": json("ListPackageVersionAssets", listAssets),
	"GET /v1/package/version/asset": json("GetPackageVersionAsset", getAsset),
	"POST /v1/package/versions/update_status": json("UpdatePackageVersionsStatus", updateStatus),
	"POST /v1/package/versions/dispose": json("DisposePackageVersions", disposeVersions),
	"POST /v1/package/version/publish": {
		action: "PublishPackageVersion",
		run: publishGeneric,
		hasJsonBody: false
	}
};
/** The input of a route, with the file where its body is one. */
async function readInput(route, request, url) {
	const input = await inputOf(request, url, route.hasJsonBody);
	if (route.hasJsonBody) return input;
	const assetSHA256 = request.headers["x-amz-content-sha256"];
	return {
		...input,
		assetSHA256,
		assetContent: await readBody(request, 2 * 1024 ** 3)
	};
}
// packages/sandbox/src/codeartifact/seed.ts
/** Adds the wheels and source distributions of a folder to a repository; returns how many there were. */
async function seedPypi(store, repository, folder) {
	const files = await filesOf(folder, (name) => parseDistribution(name) !== void 0);
	for (const { name, path, size } of files) {
		const named = parseDistribution(name);
		if (!named) continue;
		const asset = assetOfFile(name, path, size);
		store.add(repository, {
			format: "pypi",
			namespace: void 0,
			name: named.project,
			version: named.version,
			assets: [asset],
			origin: published(repository),
			manifest: async () => (await metadataOf(asset)).manifest
		});
	}
	return files.length;
}
/** Adds the npm tarballs of a folder to a repository, each under the name in its package.json. */
async function seedNpm(store, repository, folder) {
	const files = await filesOf(folder, (name) => name.endsWith(".tgz"));
	for (const { path, size } of files) {
		const asset = assetOfFile(npmAsset, path, size);
		const { name, version, manifest } = await packageJsonOf(asset).catch((cause) => {
			throw new Error(`"${path}" is not an npm package`, { cause });
		});
		const parsed = parseNpmName(name);
		if (!parsed) throw new Error(`"${path}" has the name "${name}", which is not an npm name`);
		addTarball(store, repository, parsed, version, asset, manifest);
	}
	return files.length;
}
function published(repository) {
	return {
		originType: "INTERNAL",
		domainEntryPoint: { repositoryName: repository.name }
	};
}
async function filesOf(folder, fits) {
	const names = (await readdir(folder)).filter(fits).sort();
	return await Promise.all(names.map(async (name) => ({
		name,
		path: join(folder, name),
		size: (await stat(join(folder, name))).size
	})));
}
// packages/sandbox/src/codeartifact/store.ts
/** Everything that the CodeArtifact of one sandbox holds. */
var PackageStore = class {
	#domains = /* @__PURE__ */ new Map();
	#clock;
	#changes = 0;
	constructor(clock) {
		this.#clock = clock;
	}
	domains(owner, region) {
		return [...this.#domains.values()].filter((domain) => domain.region === region && (domain.owner === owner || domain.sharedWith.has(owner)));
	}
	createDomain(name, owner, region) {
		if (!/^[a-z][a-z0-9-]{0,48}[a-z0-9]$/.test(name)) throw invalid$5(`'${name}' is not a domain name`);
		const key = domainKey(name, owner, region);
		if (this.#domains.has(key)) throw conflict("domain", name, `Domain '${name}' already exists.`);
		const domain = {
			name,
			owner,
			region,
			createdMs: this.#clock.now(),
			repositories: /* @__PURE__ */ new Map(),
			sharedWith: /* @__PURE__ */ new Set()
		};
		this.#domains.set(key, domain);
		return domain;
	}
	domain(name, owner, region) {
		const domain = this.#domains.get(domainKey(name, owner, region));
		if (!domain) throw notFound("domain", name);
		return domain;
	}
	/** The domain when the caller may use it. */
	domainFor(caller, action, name, owner = caller.account) {
		const domain = this.domain(name, owner, caller.region);
		if (domain.owner === caller.account || domain.sharedWith.has(caller.account)) return domain;
		throw denied$1(caller.arn, action, domainArn(domain));
	}
	createRepository(domain, name, options = {}) {
		if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/.test(name)) throw invalid$5(`'${name}' is not a repository name`);
		if (domain.repositories.has(name)) throw conflict("repository", name, `Repository '${name}' already exists.`);
		const upstreams = [...options.upstreams ?? []];
		for (const upstream of upstreams) this.repository(domain, upstream);
		const repository = {
			name,
			domain,
			description: options.description,
			upstreams,
			externalConnections: [],
			createdMs: this.#clock.now(),
			packages: /* @__PURE__ */ new Map()
		};
		domain.repositories.set(name, repository);
		return repository;
	}
	repository(domain, name) {
		const repository = domain.repositories.get(name);
		if (!repository) throw notFound("repository", name);
		return repository;
	}
	/** The repository that a seed names, made where it is not there yet. */
	ensureRepository(at) {
		const domain = this.#domains.get(domainKey(at.domain, at.owner, at.region)) ?? this.createDomain(at.domain, at.owner, at.region);
		return domain.repositories.get(at.repository) ?? this.createRepository(domain, at.repository);
	}
	/**
	* Adds a version, or files to one that is there. The first way in decides which ways stay open: a package that was
	* published here takes nothing from upstream, one that came from upstream cannot be published to.
	*/
	add(repository, entry) {
		const from = entry.origin.originType === "INTERNAL" ? "publish" : "upstream";
		const found = this.#package(repository, entry, from);
		if (found.restrictions[from] === "BLOCK") throw conflict("package", entry.name, `The package origin configuration of '${entry.name}' blocks ${from}.`);
		const version = found.versions.get(entry.version) ?? this.#newVersion(entry);
		for (const asset of entry.assets) {
			if (version.assets.has(asset.name)) throw conflict("asset", asset.name, `The asset '${asset.name}' already exists.`);
			version.assets.set(asset.name, asset);
		}
		found.versions.set(entry.version, version);
		repository.packages.set(packageKey(entry), found);
		this.touch(version);
		return version;
	}
	/** Keeps a version of an upstream in a repository that asked for it, as AWS does. */
	retain(repository, name, version) {
		const found = this.#package(repository, name, "upstream");
		if (found.versions.has(version.version)) return;
		found.versions.set(version.version, version);
		repository.packages.set(packageKey(name), found);
	}
	/** A new revision, because something of the version changed. */
	touch(version) {
		this.#changes += 1;
		const names = [...version.assets.keys()].join("\n");
		const text = `${this.#changes}\n${version.version}\n${version.status}\n${names}`;
		version.revision = createHash("sha256").update(text).digest("base64");
	}
	#package(repository, name, from) {
		const found = repository.packages.get(packageKey(name));
		if (found) return found;
		const restrictions = from === "publish" ? {
			publish: "ALLOW",
			upstream: "BLOCK"
		} : {
			publish: "BLOCK",
			upstream: "ALLOW"
		};
		return {
			format: name.format,
			namespace: name.namespace,
			name: name.name,
			restrictions: { ...restrictions },
			versions: /* @__PURE__ */ new Map(),
			tags: /* @__PURE__ */ new Map()
		};
	}
	#newVersion(entry) {
		return {
			version: entry.version,
			origin: entry.origin,
			publishedMs: this.#clock.now(),
			assets: /* @__PURE__ */ new Map(),
			status: "Published",
			revision: "",
			manifest: entry.manifest
		};
	}
};
function domainKey(name, owner, region) {
	return `${owner}/${region}/${name}`;
}
// packages/sandbox/src/codeartifact/tokens.ts
/** No tokens yet; they expire on `clock`. */
function createTokens$1(clock) {
	const grants = /* @__PURE__ */ new Map();
	return {
		issue(grant) {
			const token = [
				Buffer.from("{\"ver\":1,\"isu\":1,\"enc\":\"A128GCM\",\"tag\":\"sandbox\",\"alg\":\"A128GCMKW\"}"),
				randomBytes(24),
				randomBytes(16),
				randomBytes(420),
				randomBytes(16)
			].map((part) => part.toString("base64url")).join(".");
			grants.set(digest(token), grant);
			return token;
		},
		check(token) {
			const grant = grants.get(digest(token));
			if (!grant) return { state: "unknown" };
			return clock.now() < grant.expiresMs ? {
				state: "valid",
				grant
			} : { state: "expired" };
		},
		expireAll() {
			for (const [key, grant] of grants) grants.set(key, {
				...grant,
				expiresMs: 0
			});
		}
	};
}
function digest(token) {
	return createHash("sha256").update(token).digest("base64");
}
// packages/sandbox/src/codeartifact/service.ts
/** Makes CodeArtifact: the API on the main endpoint, pypi and npm on a listener of their own. */
async function createCodeArtifact(ctx) {
	const store = new PackageStore(ctx.clock);
	const tokens = createTokens$1(ctx.clock);
	let external;
	const plane = {
		store,
		tokens,
		ctx,
		get external() {
			return external;
		}
	};
	const listener = await ctx.listen(createDataPlane(plane));
	return {
		services: [controlService({
			store,
			tokens,
			ctx,
			baseUrl: (domain) => `${listener.url}${domainPath(domain)}`
		}, ctx)],
		state: {
			store,
			expireTokens: () => tokens.expireAll(),
			seedPypi: (at, folder) => seedPypi(store, store.ensureRepository(at), folder),
			seedNpm: (at, folder) => seedNpm(store, store.ensureRepository(at), folder),
			connect(at, upstream) {
				const { externalConnections } = store.ensureRepository(at);
				const names = [upstream.pypi && "public:pypi", upstream.npm && "public:npmjs"];
				for (const name of names) if (name && !externalConnections.includes(name)) externalConnections.push(name);
				external = createExternal(store, upstream);
			}
		}
	};
}
function controlService(control, ctx) {
	return {
		kind: "http",
		signingName: "codeartifact",
		async handle(request, response, caller, url) {
			const route = routes[`${request.method} ${url.pathname}`];
			if (!route) throw new ServiceError("ValidationException", `the sandbox does not serve ${url.pathname}`, 400);
			const input = await readInput(route, request, url);
			const { assetContent: _, ...recorded } = input;
			ctx.calls.record(`codeartifact:${route.action}`, caller, recorded);
			const answer = await route.run(control, input, caller);
			if (answer instanceof FileAnswer) {
				response.writeHead(200, answer.headers);
				return await pipeline(answer.content, response);
			}
			response.writeHead(200, { "content-type": "application/json" });
			response.end(toJson(answer));
		}
	};
}
// packages/sandbox/src/codedeploy/configs.ts
/** All shifts of a routing, in order; the last gives the new version everything. */
function shiftsOf(routing) {
	switch (routing.type) {
		case "AllAtOnce": return [{
			afterMs: 0,
			greenPercent: 100
		}];
		case "TimeBasedCanary": return [{
			afterMs: 0,
			greenPercent: routing.percentage
		}, {
			afterMs: routing.intervalMinutes * 6e4,
			greenPercent: 100
		}];
		case "TimeBasedLinear": {
			const steps = Math.ceil(100 / routing.percentage);
			return Array.from({ length: steps }, (_, index) => ({
				afterMs: index * routing.intervalMinutes * 6e4,
				greenPercent: Math.min(100, (index + 1) * routing.percentage)
			}));
		}
	}
}
/** Why a routing is not allowed, or undefined. */
function routingProblem(routing) {
	if (routing.type === "AllAtOnce") return void 0;
	const { intervalMinutes, percentage } = routing;
	if (!Number.isInteger(percentage) || percentage < 1 || percentage > 99) return "the percentage must be 1 to 99";
	if (!Number.isInteger(intervalMinutes) || intervalMinutes < 1) return "the interval must be at least a minute";
	return (shiftsOf(routing).at(-1)?.afterMs ?? 0) / 6e4 > 2880 ? "the shift must not take longer than 2880 minutes" : void 0;
}
/** The configurations that every account has. */
const predefinedConfigs = [
	...[
		"AllAtOnce",
		"HalfAtATime",
		"OneAtATime"
	].map((name) => predefined(name, "Server", void 0)),
	predefined("ECSAllAtOnce", "ECS", { type: "AllAtOnce" }),
	predefined("LambdaAllAtOnce", "Lambda", { type: "AllAtOnce" }),
	...[5, 15].map((minutes) => predefined(`ECSCanary10Percent${minutes}Minutes`, "ECS", canary(minutes))),
	...[1, 3].map((minutes) => predefined(`ECSLinear10PercentEvery${minutes}Minutes`, "ECS", linear(minutes))),
	...[
		5,
		10,
		15,
		30
	].map((minutes) => predefined(`LambdaCanary10Percent${minutes}Minutes`, "Lambda", canary(minutes))),
	...[
		1,
		2,
		3,
		10
	].map((minutes) => predefined(`LambdaLinear10PercentEvery${minutes}Minute${minutes === 1 ? "" : "s"}`, "Lambda", linear(minutes)))
];
/** The configuration with which every rollback runs, whatever the group says. */
const rollbackConfigName = "CodeDeployDefault.ECSAllAtOnce";
function canary(intervalMinutes) {
	return {
		type: "TimeBasedCanary",
		percentage: 10,
		intervalMinutes
	};
}
function linear(intervalMinutes) {
	return {
		type: "TimeBasedLinear",
		percentage: 10,
		intervalMinutes
	};
}
function predefined(name, platform, routing) {
	return {
		id: `00000000-0000-0000-0000-${name.length.toString().padStart(12, "0")}`,
		name: `CodeDeployDefault.${name}`,
		platform,
		routing,
		createdMs: 0
	};
}
// packages/sandbox/src/codedeploy/describe.ts
/** A revision as GetDeployment shows it: without its content, which only GetApplicationRevision gives. */
function describeRevision(revision, content = null) {
	if (!revision) return void 0;
	if (revision.location) return {
		revisionType: "S3",
		s3Location: revision.location
	};
	return {
		revisionType: "AppSpecContent",
		appSpecContent: {
			content,
			sha256: revision.sha256
		}
	};
}
function describeDeployment$1(deployment) {
	const { group } = deployment;
	return {
		applicationName: deployment.application,
		deploymentGroupName: group.name,
		deploymentConfigName: deployment.config.name,
		deploymentId: deployment.id,
		previousRevision: describeRevision(deployment.previousRevision),
		revision: describeRevision(deployment.revision),
		status: deployment.status,
		errorInformation: deployment.error,
		createTime: new Date(deployment.createdMs),
		startTime: dateOf$1(deployment.startMs),
		completeTime: dateOf$1(deployment.completeMs),
		description: deployment.description,
		creator: deployment.creator,
		ignoreApplicationStopFailures: false,
		autoRollbackConfiguration: describeRollback(deployment.rollback),
		updateOutdatedInstancesOnly: false,
		rollbackInfo: deployment.rollbackInfo,
		deploymentStyle: {
			deploymentType: "BLUE_GREEN",
			deploymentOption: "WITH_TRAFFIC_CONTROL"
		},
		instanceTerminationWaitTimeStarted: deployment.isWaitingForTermination,
		blueGreenDeploymentConfiguration: group.described.blueGreenDeploymentConfiguration,
		loadBalancerInfo: group.described.loadBalancerInfo,
		fileExistsBehavior: "DISALLOW",
		deploymentStatusMessages: [],
		computePlatform: "ECS",
		overrideAlarmConfiguration: deployment.alarms === group.alarms ? void 0 : describeAlarms(deployment.alarms)
	};
}
function describeGroup$1(group) {
	return {
		applicationName: group.application,
		deploymentGroupId: group.id,
		deploymentGroupName: group.name,
		deploymentConfigName: group.configName,
		ec2TagFilters: [],
		onPremisesInstanceTagFilters: [],
		autoScalingGroups: [],
		serviceRoleArn: group.serviceRoleArn,
		targetRevision: describeRevision(group.lastAttempted?.revision),
		triggerConfigurations: [],
		alarmConfiguration: describeAlarms(group.alarms),
		autoRollbackConfiguration: describeRollback(group.rollback),
		...group.described,
		lastSuccessfulDeployment: lastOf(group.lastSuccessful),
		lastAttemptedDeployment: lastOf(group.lastAttempted),
		computePlatform: "ECS",
		terminationHookEnabled: false
	};
}
function describeConfig({ createdMs, id, name, platform, routing }) {
	const minutes = routing && "intervalMinutes" in routing ? routing.intervalMinutes : void 0;
	return {
		deploymentConfigId: id,
		deploymentConfigName: name,
		createTime: new Date(createdMs),
		computePlatform: platform,
		trafficRoutingConfig: routing && {
			type: routing.type,
			timeBasedCanary: routing.type === "TimeBasedCanary" ? {
				canaryPercentage: routing.percentage,
				canaryInterval: minutes
			} : void 0,
			timeBasedLinear: routing.type === "TimeBasedLinear" ? {
				linearPercentage: routing.percentage,
				linearInterval: minutes
			} : void 0
		}
	};
}
/** The only target of an ECS deployment. */
function targetIdOf({ blueGreen }) {
	return `${blueGreen.cluster}:${blueGreen.service}`;
}
function describeTarget$1(deployment, region, fleet) {
	const ecs = fleet.of(region.scope);
	const { cluster, service } = deployment.blueGreen;
	const sets = ecs.services.flatMap(({ taskSets }) => taskSets);
	const blue = sets.find(({ id }) => id === deployment.blueId);
	const green = sets.find(({ id }) => id === deployment.greenId);
	return {
		deploymentTargetType: "ECSTarget",
		ecsTarget: {
			deploymentId: deployment.id,
			targetId: targetIdOf(deployment),
			targetArn: ecs.arnOf(`service/${cluster}/${service}`),
			lastUpdatedAt: new Date(deployment.updatedMs),
			lifecycleEvents: deployment.events.map(({ endMs, name, startMs, status }) => ({
				lifecycleEventName: name,
				status,
				startTime: dateOf$1(startMs),
				endTime: dateOf$1(endMs)
			})),
			status: targetStatusOf(deployment),
			taskSetsInfo: [...blue ? [describeTaskSet$1(blue, "Blue", 100 - deployment.greenPercent, ecs)] : [], ...green ? [describeTaskSet$1(green, "Green", deployment.greenPercent, ecs)] : []]
		}
	};
}
function describeTaskSet$1(set, label, percent, ecs) {
	const { pending, running } = ecs.countsOf(set);
	const arn = set.loadBalancing[0]?.targetGroupArn ?? "";
	return {
		identifer: set.id,
		desiredCount: set.desired,
		pendingCount: pending,
		runningCount: running,
		status: set.status,
		trafficWeight: percent,
		targetGroup: { name: arn.split("/")[1] },
		taskSetLabel: label
	};
}
function targetStatusOf({ status }) {
	switch (status) {
		case "Created":
		case "Queued": return "Pending";
		case "InProgress":
		case "Baking": return "InProgress";
		case "Stopped":
		case "Failed": return "Failed";
		case "Ready":
		case "Succeeded": return status;
	}
}
function describeAlarms({ ignorePollAlarmFailure, isEnabled, names }) {
	return {
		enabled: isEnabled,
		ignorePollAlarmFailure,
		alarms: names.map((name) => ({ name }))
	};
}
function describeRollback({ events, isEnabled }) {
	return {
		enabled: isEnabled,
		events
	};
}
function lastOf(deployment) {
	if (!deployment) return void 0;
	const { completeMs, createdMs, id, status } = deployment;
	return {
		deploymentId: id,
		status,
		endTime: dateOf$1(completeMs),
		createTime: new Date(createdMs)
	};
}
function dateOf$1(ms) {
	return ms === void 0 ? void 0 : new Date(ms);
}
// packages/sandbox/src/codedeploy/model.ts
const lifecycleEventNames = [
	"BeforeInstall",
	"Install",
	"AfterInstall",
	"AllowTestTraffic",
	"AfterAllowTestTraffic",
	"BeforeAllowTraffic",
	"AllowTraffic",
	"AfterAllowTraffic"
];
/** True while a deployment is under way. */
function isActive({ status }) {
	return status !== "Succeeded" && status !== "Failed" && status !== "Stopped";
}
// packages/sandbox/src/compute/names.ts
/** `length` characters of `alphabet`, by `random`. */
function randomText(random, length, alphabet) {
	return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}
/** `length` hex digits. */
function randomHex(random, length) {
	return randomText(random, length, "0123456789abcdef");
}
// packages/sandbox/src/codedeploy/app-spec.ts
var import_dist = require_dist();
/** Thrown for a document that is no AppSpec for ECS. */
var AppSpecError = class extends Error {
	name = "AppSpecError";
};
const serviceSchema = object({
	Type: literal("AWS::ECS::Service"),
	Properties: object({
		TaskDefinition: string().min(1),
		LoadBalancerInfo: object({
			ContainerName: string().min(1),
			ContainerPort: number$1().int()
		}),
		PlatformVersion: string().optional(),
		NetworkConfiguration: unknown().optional(),
		CapacityProviderStrategy: _undefined("the sandbox does not serve CapacityProviderStrategy").optional()
	})
});
const documentSchema = object({
	version: union([number$2(), string()]).refine((version) => Number(version) === 0, "must be 0.0"),
	Resources: array(record$1(string(), serviceSchema)).length(1),
	Hooks: array(unknown()).max(0, "the sandbox runs no Lambda functions and therefore serves no hooks").optional()
});
/** Reads an AppSpec, in YAML or JSON. */
function parseAppSpec(content) {
	const parsed = documentSchema.safeParse(load(content));
	if (!parsed.success) throw new AppSpecError(`The AppSpec file is not valid: ${parsed.error.issues.map(({ message, path }) => `${path.join(".") || "document"}: ${message}`).join("; ")}`);
	const [resource] = Object.values(parsed.data.Resources[0] ?? {});
	if (!resource) throw new AppSpecError("The AppSpec file is not valid: Resources names no service");
	const { LoadBalancerInfo, TaskDefinition } = resource.Properties;
	const { ContainerName, ContainerPort } = LoadBalancerInfo;
	return {
		taskDefinition: TaskDefinition,
		containerName: ContainerName,
		containerPort: ContainerPort
	};
}
/** Writes one, for a rollback that has no earlier revision to go back to. */
function printAppSpec({ containerName, containerPort, taskDefinition }) {
	return JSON.stringify({
		version: 0,
		Resources: [{ TargetService: {
			Type: "AWS::ECS::Service",
			Properties: {
				TaskDefinition: taskDefinition,
				LoadBalancerInfo: {
					ContainerName: containerName,
					ContainerPort: containerPort
				}
			}
		} }]
	});
}
function load(content) {
	try {
		return (0, import_dist.parse)(content, { maxAliasCount: 0 });
	} catch (error) {
		throw new AppSpecError(`The AppSpec file cannot be parsed: ${error instanceof Error ? error.message : error}`);
	}
}
// packages/sandbox/src/codedeploy/region.ts
/** The applications and deployments of one account and region. */
var CodeDeployRegion = class {
	scope;
	applications = /* @__PURE__ */ new Map();
	configs = new Map(predefinedConfigs.map((config) => [config.name, config]));
	/** Oldest first. */
	deployments = /* @__PURE__ */ new Map();
	#random;
	constructor(scope, random) {
		this.scope = scope;
		this.#random = random;
	}
	newUuid() {
		const hex = (length) => randomHex(this.#random, length);
		return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
	}
	newDeploymentId() {
		return `d-${randomText(this.#random, 9, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")}`;
	}
	application(name) {
		const application = this.applications.get(name);
		if (!application) throw new ServiceError("ApplicationDoesNotExistException", `No application found for name: ${name}`);
		return application;
	}
	group(application, name) {
		const group = this.application(application).groups.get(name);
		if (!group) throw new ServiceError("DeploymentGroupDoesNotExistException", `No Deployment Group found for name: ${name}`);
		return group;
	}
	config(name) {
		const config = this.configs.get(name);
		if (!config) throw new ServiceError("DeploymentConfigDoesNotExistException", `No Deployment Configuration found for name: ${name}`);
		return config;
	}
	deployment(id) {
		if (!/^d-[A-Z0-9]{9}$/.test(id)) throw new ServiceError("InvalidDeploymentIdException", `Specified DeploymentId is not in the valid format: ${id}`);
		const deployment = this.deployments.get(id);
		if (!deployment) throw new ServiceError("DeploymentDoesNotExistException", `The deployment ${id} could not be found`);
		return deployment;
	}
	activeIn(group) {
		return [...this.deployments.values()].find((deployment) => deployment.group === group && isActive(deployment));
	}
	/** Registers the content of an AppSpec with an application; the same content from the same place is one revision. */
	revise(application, content, nowMs, location) {
		const sha256 = sha256Of(content);
		const key = revisionKey(sha256, location);
		const known = application.revisions.get(key);
		if (known) {
			known.lastUsedMs = nowMs;
			return known;
		}
		const made = {
			content,
			sha256,
			appSpec: parsed(content),
			location,
			firstUsedMs: nowMs,
			lastUsedMs: nowMs
		};
		application.revisions.set(key, made);
		return made;
	}
};
/** The key of a revision in its application. */
function revisionKey(sha256, location) {
	return location ? `${sha256} ${location.bucket}/${location.key}` : sha256;
}
/** The hash of an AppSpec, in hexadecimal digits. */
function sha256Of(content) {
	return createHash("sha256").update(content).digest("hex");
}
function parsed(content) {
	try {
		return parseAppSpec(content);
	} catch (error) {
		if (error instanceof AppSpecError) throw new ServiceError("InvalidRevisionException", error.message);
		throw error;
	}
}
// packages/sandbox/src/s3/state.ts
/** The newest version of a key, unless it was deleted. */
function currentObject(bucket, key) {
	const newest = bucket.objects.get(key)?.at(-1);
	return newest?.isDeleted === false ? newest : void 0;
}
// packages/sandbox/src/s3/versions.ts
/** The identifier of a version that is put now. */
function newVersionId(bucket) {
	return bucket.versioning === "Enabled" ? randomBytes(24).toString("base64url") : "null";
}
/** Makes a version the newest of its key. Outside of versioning the one before goes. */
async function addVersion(bucket, key, version) {
	const before = bucket.objects.get(key) ?? [];
	const gone = version.versionId === "null" ? before.filter((one) => one.versionId === "null") : [];
	bucket.objects.set(key, [...before.filter((one) => !gone.includes(one)), version]);
	await removeFiles(gone);
}
/** Deletes a key as the bucket's versioning says, or one version for good. A key that is not there is no error. */
async function deleteObject(bucket, key, versionId, now) {
	if (versionId !== void 0) return await deleteVersion(bucket, key, versionId);
	if (bucket.versioning === void 0) {
		const gone = bucket.objects.get(key) ?? [];
		bucket.objects.delete(key);
		await removeFiles(gone);
		return {
			versionId: void 0,
			isMarker: false
		};
	}
	const marker = {
		isDeleted: true,
		versionId: newVersionId(bucket),
		modifiedAt: now
	};
	await addVersion(bucket, key, marker);
	return {
		versionId: marker.versionId,
		isMarker: true
	};
}
/** The version that is asked for, or the newest. */
function findVersion(bucket, key, versionId) {
	const versions = bucket.objects.get(key) ?? [];
	return versionId === void 0 ? versions.at(-1) : versions.find((one) => one.versionId === versionId);
}
async function deleteVersion(bucket, key, versionId) {
	const versions = bucket.objects.get(key) ?? [];
	const gone = versions.filter((one) => one.versionId === versionId);
	const left = versions.filter((one) => !gone.includes(one));
	if (left.length === 0) bucket.objects.delete(key);
	else bucket.objects.set(key, left);
	await removeFiles(gone);
	return {
		versionId,
		isMarker: gone.some((one) => one.isDeleted)
	};
}
async function removeFiles(versions) {
	const files = versions.filter((one) => !one.isDeleted).map((one) => one.path);
	await Promise.all(files.map((path) => rm(path, { force: true })));
}
// packages/sandbox/src/codedeploy/revision-input.ts
/** Where the AppSpec of a deployment is. */
const revisionSchema = object({
	revisionType: wire.text.optional(),
	appSpecContent: object({
		content: wire.text.nullish(),
		sha256: wire.text.optional()
	}).optional(),
	s3Location: object({
		bucket: wire.text,
		key: wire.text,
		bundleType: _enum(["YAML", "JSON"], "the sandbox reads an AppSpec of the type YAML or JSON").optional(),
		version: wire.text.optional(),
		eTag: wire.text.optional()
	}).optional()
});
/** Registers the revision that CreateDeployment names; what does not match its hash or tag is refused. */
async function registerRevision(region, application, given, s3, nowMs) {
	if (!given) throw new ServiceError("RevisionRequiredException", "Revision is missing");
	if (given.revisionType === "S3" && given.s3Location) {
		const { bucket, bundleType = "YAML", eTag, key, version } = given.s3Location;
		const location = {
			bucket,
			key,
			bundleType,
			version,
			eTag
		};
		return region.revise(application, await readObject(s3, location), nowMs, location);
	}
	const { content, sha256 } = given.appSpecContent ?? {};
	if (given.revisionType !== "AppSpecContent" || typeof content !== "string") throw invalid$4("the sandbox serves revisions of the types AppSpecContent, with their content, and S3");
	if (sha256 !== void 0 && sha256 !== sha256Of(content)) throw invalid$4("The sha256 of the AppSpec content is not that of its content");
	return region.revise(application, content, nowMs);
}
async function readObject(s3, { bucket: name, eTag, key, version }) {
	const bucket = s3.buckets.get(name);
	const found = bucket && (version === void 0 ? currentObject(bucket, key) : findVersion(bucket, key, version));
	if (!found || found.isDeleted) throw invalid$4(`The object ${name}/${key} does not exist`);
	if (eTag !== void 0 && eTag.replaceAll("\"", "") !== found.etag.replaceAll("\"", "")) throw invalid$4(`The eTag of ${name}/${key} is not ${eTag}`);
	return readFile(found.path, "utf8");
}
function invalid$4(message) {
	return new ServiceError("InvalidRevisionException", message);
}
// packages/sandbox/src/codedeploy/application-operations.ts
const code$8 = "InvalidInputException";
const token = { nextToken: wire.text.optional() };
const platformSchema = _enum([
	"Server",
	"Lambda",
	"ECS"
]).default("Server");
const schemas$7 = {
	createApplication: object({
		applicationName: wire.text.min(1).max(100),
		computePlatform: platformSchema
	}),
	application: object({ applicationName: wire.text }),
	batchApplications: object({ applicationNames: array(wire.text).max(100) }),
	page: object(token),
	createConfig: object({
		deploymentConfigName: wire.text.min(1).max(100),
		computePlatform: platformSchema,
		trafficRoutingConfig: object({
			type: _enum([
				"TimeBasedCanary",
				"TimeBasedLinear",
				"AllAtOnce"
			]),
			timeBasedCanary: object({
				canaryPercentage: wire.number,
				canaryInterval: wire.number
			}).optional(),
			timeBasedLinear: object({
				linearPercentage: wire.number,
				linearInterval: wire.number
			}).optional()
		}).optional()
	}),
	config: object({ deploymentConfigName: wire.text }),
	revision: object({
		applicationName: wire.text,
		revision: revisionSchema
	})
};
/** The operations on applications, their revisions, and deployment configurations. */
function applicationOperations(clock, deployer) {
	return {
		CreateApplication(raw, caller) {
			const input = read$2(schemas$7.createApplication, raw, code$8);
			const region = deployer.of(caller);
			if (region.applications.has(input.applicationName)) throw new ServiceError("ApplicationAlreadyExistsException", `Application already exists with name: ${input.applicationName}`);
			if (input.computePlatform !== "ECS") throw new ServiceError("InvalidComputePlatformException", "the sandbox serves the compute platform ECS");
			const name = input.applicationName;
			const made = {
				id: region.newUuid(),
				name,
				createdMs: clock.now(),
				groups: /* @__PURE__ */ new Map(),
				revisions: /* @__PURE__ */ new Map()
			};
			region.applications.set(name, made);
			return { applicationId: made.id };
		},
		GetApplication(raw, caller) {
			const input = read$2(schemas$7.application, raw, code$8);
			return { application: describeApplication(deployer.of(caller).application(input.applicationName)) };
		},
		BatchGetApplications(raw, caller) {
			const region = deployer.of(caller);
			return { applicationsInfo: read$2(schemas$7.batchApplications, raw, code$8).applicationNames.map((name) => describeApplication(region.application(name))) };
		},
		ListApplications(raw, caller) {
			const { items, next } = pageOf$1([...deployer.of(caller).applications.keys()], 100, read$2(schemas$7.page, raw, code$8).nextToken, "InvalidNextTokenException");
			return {
				applications: items,
				nextToken: next
			};
		},
		DeleteApplication(raw, caller) {
			deployer.of(caller).applications.delete(read$2(schemas$7.application, raw, code$8).applicationName);
			return {};
		},
		GetApplicationRevision(raw, caller) {
			const input = read$2(schemas$7.revision, raw, code$8);
			const application = deployer.of(caller).application(input.applicationName);
			const revision = revisionIn(application, input.revision);
			return {
				applicationName: application.name,
				revision: describeRevision(revision, revision.content),
				revisionInfo: {
					firstUsedTime: new Date(revision.firstUsedMs),
					lastUsedTime: new Date(revision.lastUsedMs),
					registerTime: new Date(revision.firstUsedMs),
					deploymentGroups: [...application.groups.values()].filter(({ lastAttempted }) => lastAttempted?.revision === revision).map(({ name }) => name)
				}
			};
		},
		...configOperations(clock, deployer)
	};
}
function configOperations(clock, deployer) {
	return {
		CreateDeploymentConfig(raw, caller) {
			const input = read$2(schemas$7.createConfig, raw, code$8);
			const { configs, newUuid } = bound(deployer.of(caller));
			const name = input.deploymentConfigName;
			if (name.startsWith("CodeDeployDefault.")) throw new ServiceError("InvalidDeploymentConfigNameException", "Deployment configuration name must not begin with CodeDeployDefault.");
			if (configs.has(name)) throw new ServiceError("DeploymentConfigAlreadyExistsException", `Deployment configuration already exists: ${name}`);
			if (input.computePlatform === "Server") throw new ServiceError("InvalidComputePlatformException", "the sandbox serves configurations for ECS and Lambda");
			const routing = routingOf(input.trafficRoutingConfig);
			const problem = routing ? routingProblem(routing) : "a traffic routing configuration is required";
			if (problem !== void 0) throw new ServiceError("InvalidTrafficRoutingConfigurationException", problem);
			const config = {
				id: newUuid(),
				name,
				platform: input.computePlatform,
				routing,
				createdMs: clock.now()
			};
			configs.set(name, config);
			return { deploymentConfigId: config.id };
		},
		GetDeploymentConfig(raw, caller) {
			const { deploymentConfigName } = read$2(schemas$7.config, raw, code$8);
			return { deploymentConfigInfo: describeConfig(deployer.of(caller).config(deploymentConfigName)) };
		},
		ListDeploymentConfigs(raw, caller) {
			const { items, next } = pageOf$1([...deployer.of(caller).configs.keys()], 100, read$2(schemas$7.page, raw, code$8).nextToken, "InvalidNextTokenException");
			return {
				deploymentConfigsList: items,
				nextToken: next
			};
		},
		DeleteDeploymentConfig(raw, caller) {
			const { deploymentConfigName: name } = read$2(schemas$7.config, raw, code$8);
			const region = deployer.of(caller);
			if (name.startsWith("CodeDeployDefault.")) throw new ServiceError("InvalidOperationException", "A predefined deployment configuration cannot be deleted");
			if ([...region.applications.values()].flatMap((application) => [...application.groups.values()]).some(({ configName }) => configName === name) || [...region.deployments.values()].some((deployment) => isActive(deployment) && deployment.config.name === name)) throw new ServiceError("DeploymentConfigInUseException", "The deployment configuration is still in use");
			region.configs.delete(name);
			return {};
		}
	};
}
function bound(region) {
	return {
		configs: region.configs,
		newUuid: () => region.newUuid()
	};
}
function routingOf(given) {
	if (!given) return void 0;
	const { timeBasedCanary: canary, timeBasedLinear: linear, type } = given;
	switch (type) {
		case "AllAtOnce": return { type };
		case "TimeBasedCanary": return {
			type,
			percentage: canary?.canaryPercentage ?? 0,
			intervalMinutes: canary?.canaryInterval ?? 0
		};
		case "TimeBasedLinear": return {
			type,
			percentage: linear?.linearPercentage ?? 0,
			intervalMinutes: linear?.linearInterval ?? 0
		};
	}
}
function revisionIn(application, given) {
	const { content, sha256 } = given.appSpecContent ?? {};
	const hash = sha256 ?? (typeof content === "string" ? sha256Of(content) : void 0);
	const asked = given.s3Location;
	if (hash === void 0 && !asked) throw new ServiceError("RevisionRequiredException", "a revision with sha256, content or s3Location is required");
	const found = [...application.revisions.values()].findLast(({ location, sha256: own }) => asked ? location?.bucket === asked.bucket && location.key === asked.key : !location && own === hash);
	if (!found) throw new ServiceError("RevisionDoesNotExistException", "The revision was not found");
	return found;
}
function describeApplication({ createdMs, id, name }) {
	return {
		applicationId: id,
		applicationName: name,
		createTime: new Date(createdMs),
		linkedToGitHub: false,
		computePlatform: "ECS"
	};
}
// packages/sandbox/src/codedeploy/ending.ts
/** Thrown into a deployment, and used as the reason of an abort, to end it. */
var Interruption = class extends Error {
	name = "Interruption";
	why;
	constructor(why) {
		super(why.kind);
		this.why = why;
	}
};
/** The end that follows from a cause under a rollback configuration. */
function endingOf(cause, rollback) {
	const isEnabled = (event) => rollback.isEnabled && rollback.events.includes(event);
	switch (cause.kind) {
		case "alarm": return {
			status: "Stopped",
			error: {
				code: "ALARM_ACTIVE",
				message: `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: ${cause.names.map((name) => `<${name}>`).join(" ")}`
			},
			rollsBack: isEnabled("DEPLOYMENT_STOP_ON_ALARM")
		};
		case "request": return {
			status: "Stopped",
			error: {
				code: "MANUAL_STOP",
				message: "The deployment was stopped by request."
			},
			rollsBack: cause.rollsBack ?? isEnabled("DEPLOYMENT_STOP_ON_REQUEST")
		};
		case "ready-timeout": return {
			status: "Stopped",
			error: {
				code: "TIMEOUT",
				message: "The deployment was stopped because traffic was not rerouted before the wait time was over."
			},
			rollsBack: isEnabled("DEPLOYMENT_FAILURE")
		};
		case "failure": return {
			status: "Failed",
			error: cause.error,
			rollsBack: isEnabled("DEPLOYMENT_FAILURE")
		};
	}
}
// packages/sandbox/src/codedeploy/lifecycle.ts
/** The events of a deployment that has not begun. */
function newEvents() {
	return lifecycleEventNames.map((name) => ({
		name,
		status: "Pending",
		startMs: void 0,
		endMs: void 0
	}));
}
/** Runs one event: at least `lengthMs`, and then `work`. When that throws, the event stays open for `skipRest`. */
async function runEvent(deployment, name, { clock, lengthMs, signal }, work) {
	const event = deployment.events.find((candidate) => candidate.name === name);
	if (!event) throw new Error(`no event ${name}`);
	event.status = "InProgress";
	event.startMs = clock.now();
	deployment.updatedMs = event.startMs;
	await clock.sleep(lengthMs, signal);
	const result = await work();
	event.status = "Succeeded";
	event.endMs = clock.now();
	deployment.updatedMs = event.endMs;
	return result;
}
/** What happens to the events of a deployment that ends early: the one under way fails, those behind it are skipped. */
function skipRest({ events }, nowMs) {
	for (const event of events) {
		if (event.status === "InProgress") {
			event.status = "Failed";
			event.endMs = nowMs;
		}
		if (event.status === "Pending") event.status = "Skipped";
	}
}
// packages/sandbox/src/codedeploy/place.ts
/** Finds the place, or says what is wrong with it. */
function locate$1(steered, scope, blueGreen) {
	const ecs = steered.fleet.of(scope);
	const elb = steered.balancing.of(scope);
	const cluster = ecs.clusters.get(blueGreen.cluster);
	const service = cluster && ecs.findService(cluster, blueGreen.service);
	if (service?.status !== "ACTIVE" || service.controller !== "CODE_DEPLOY") return {
		code: "INVALID_ECS_SERVICE",
		message: `The ECS service ${blueGreen.service} in the cluster ${blueGreen.cluster} is not active with the deployment controller CODE_DEPLOY.`
	};
	const blue = service.taskSets.find(({ status }) => status === "PRIMARY");
	const groups = blueGreen.targetGroups.map((name) => [...elb.groups.values()].find((group) => group.name === name));
	const blueGroup = groups.find((group) => group?.arn === blue?.loadBalancing[0]?.targetGroupArn);
	const greenGroup = groups.find((group) => group !== blueGroup);
	if (!blue || !blueGroup || !greenGroup || !elb.listeners.has(blueGreen.prodListenerArn)) return {
		code: "ELASTIC_LOAD_BALANCING_INVALID",
		message: "The primary task set of the ECS service must be behind one of the two target groups and the production listener."
	};
	return {
		ecs,
		elb,
		service,
		blue,
		blueGroup,
		greenGroup
	};
}
/** Gives `greenPercent` of the production traffic to the new version, and the rest to the one that serves. */
function shiftTraffic({ balancing }, { blueGroup, elb, greenGroup }, listenerArn, greenPercent) {
	const groups = [{
		arn: blueGroup.arn,
		weight: 100 - greenPercent
	}, {
		arn: greenGroup.arn,
		weight: greenPercent
	}].sort((a, b) => a.arn < b.arn ? -1 : 1);
	balancing.route(elb.listener(listenerArn), {
		type: "forward",
		groups
	});
}
// packages/sandbox/src/codedeploy/rollback.ts
/**
* The deployment that takes another one back: the original task set gets all traffic and the replacement goes away. It
* is a deployment of its own, all at once, and looks at no alarm: the one that caused it is still red.
*/
async function runRollback(world, region, deployment, failed, sandbox) {
	const { clock, switches } = world;
	const signal = AbortSignal.any([sandbox, deployment.interruption.signal]);
	const end = (status) => {
		skipRest(deployment, clock.now());
		deployment.status = status;
		deployment.completeMs = clock.now();
		deployment.updatedMs = clock.now();
	};
	try {
		await clock.sleep(switches.queueMs, signal);
		deployment.status = "InProgress";
		deployment.startMs = clock.now();
		for (const name of lifecycleEventNames) {
			await runEvent(deployment, name, {
				clock,
				lengthMs: switches.eventMs,
				signal
			}, async () => {
				if (name === "AllowTraffic" && !switches.failRollbacks) goBack(world, region, failed);
			});
			if (name === "AllowTraffic" && switches.failRollbacks) break;
		}
	} catch (error) {
		if (sandbox.aborted) throw sandbox.reason;
		if (!deployment.interruption.signal.aborted) throw error;
		end("Stopped");
		return;
	}
	if (switches.failRollbacks) {
		deployment.error = {
			code: "ECS_UPDATE_ERROR",
			message: "The ECS service cannot be updated: the rollback was told to fail."
		};
		end("Failed");
	} else {
		end("Succeeded");
		deployment.group.lastSuccessful = deployment;
	}
}
function goBack(world, region, { blueGreen, blueId, greenId }) {
	const ecs = world.fleet.of(region.scope);
	const cluster = ecs.clusters.get(blueGreen.cluster);
	const service = cluster && ecs.findService(cluster, blueGreen.service);
	const blue = service?.taskSets.find(({ id }) => id === blueId);
	if (!service || !blue) return;
	const elb = world.balancing.of(region.scope);
	const groups = blueGreen.targetGroups.flatMap((name) => [...elb.groups.values()].filter((group) => group.name === name));
	const blueGroup = groups.find(({ arn }) => arn === blue.loadBalancing[0]?.targetGroupArn);
	const greenGroup = groups.find((group) => group !== blueGroup);
	if (blueGroup && greenGroup) shiftTraffic(world, {
		elb,
		blueGroup,
		greenGroup
	}, blueGreen.prodListenerArn, 0);
	world.fleet.setPrimary(service, blue);
	const green = service.taskSets.find(({ id }) => id === greenId);
	if (green) world.fleet.removeTaskSet(green);
}
// packages/sandbox/src/codedeploy/alarm-judgement.ts
/** Judges the states of a deployment's alarms; `undefined` is an alarm that was not found. */
function judgeAlarms(configuration, stateOf, switches) {
	if (!configuration.isEnabled) return { stops: false };
	const isReason = {
		ALARM: true,
		OK: false,
		INSUFFICIENT_DATA: switches.insufficientDataStops,
		MISSING: switches.missingAlarmIsUnreadable && !configuration.ignorePollAlarmFailure
	};
	const names = configuration.names.filter((name) => isReason[stateOf(name) ?? "MISSING"]);
	return names.length > 0 ? {
		stops: true,
		names
	} : { stops: false };
}
// packages/sandbox/src/codedeploy/rollout.ts
const pollMs = 1e3;
/** A deployment from Created to its end: a green task set, traffic by and by, the wait, and the end of blue. */
var Rollout = class {
	#world;
	#region;
	#deployment;
	#place;
	#isRedAtStart = false;
	constructor(world, region, deployment) {
		this.#world = world;
		this.#region = region;
		this.#deployment = deployment;
	}
	async run(sandbox) {
		const { clock, switches } = this.#world;
		const deployment = this.#deployment;
		const over = new AbortController();
		const signal = AbortSignal.any([sandbox, deployment.interruption.signal]);
		try {
			await clock.sleep(switches.queueMs, signal);
			this.#set("InProgress");
			deployment.startMs = clock.now();
			this.#isRedAtStart = this.#judge().stops;
			const watching = this.#watchAlarms(AbortSignal.any([signal, over.signal]));
			try {
				await this.#go(signal);
			} finally {
				over.abort();
				await watching;
			}
			this.#finish("Succeeded");
			deployment.group.lastSuccessful = deployment;
		} catch (error) {
			if (sandbox.aborted) throw sandbox.reason;
			if (!(error instanceof Interruption)) throw error;
			this.#end(error);
		}
	}
	async #go(signal) {
		const { blueGreen, config, revision } = this.#deployment;
		const place = this.#locate();
		await this.#event("BeforeInstall", signal);
		const green = await this.#eventWith("Install", signal, () => this.#install(place, signal));
		await this.#event("AfterInstall", signal);
		await this.#eventWith("AllowTestTraffic", signal, async () => {
			const arn = blueGreen.testListenerArn;
			const groups = [{
				arn: place.greenGroup.arn,
				weight: 1
			}];
			if (arn !== void 0) this.#world.balancing.route(place.elb.listener(arn), {
				type: "forward",
				groups
			});
		});
		await this.#event("AfterAllowTestTraffic", signal);
		await this.#waitUntilReady(signal);
		await this.#event("BeforeAllowTraffic", signal);
		await this.#eventWith("AllowTraffic", signal, async () => {
			let shiftedMs = 0;
			for (const { afterMs, greenPercent } of shiftsOf(config.routing ?? { type: "AllAtOnce" })) {
				await this.#world.clock.sleep(afterMs - shiftedMs, signal);
				shiftedMs = afterMs;
				this.#shift(place, greenPercent);
			}
			this.#world.fleet.setPrimary(place.service, green);
		});
		await this.#event("AfterAllowTraffic", signal);
		await this.#endBlue(place, signal);
		revision.lastUsedMs = this.#world.clock.now();
	}
	#locate() {
		const place = locate$1(this.#world, this.#region.scope, this.#deployment.blueGreen);
		if ("code" in place) throw new Interruption({
			kind: "failure",
			error: place
		});
		this.#place = place;
		this.#deployment.blueId = place.blue.id;
		return place;
	}
	/** Starts the green task set, and waits until all of it is healthy. */
	async #install(place, signal) {
		const { clock, fleet, switches } = this.#world;
		const startMs = clock.now();
		for (const set of place.service.taskSets) if (set !== place.blue && set.status === "ACTIVE") fleet.removeTaskSet(set);
		this.#shift(place, 0);
		const green = this.#addGreen(place);
		while (!green.isStable || this.#isRedAtStart && clock.now() < startMs + switches.redAtStartMs + 2 * pollMs) {
			if (clock.now() > startMs + switches.installTimeoutMs) throw timedOut(switches.installTimeoutMs);
			await clock.sleep(pollMs, signal);
		}
		return green;
	}
	#addGreen(place) {
		const { id, revision } = this.#deployment;
		const { containerName, containerPort, taskDefinition } = revision.appSpec;
		try {
			const green = this.#world.fleet.addTaskSet(place.ecs, place.service, {
				definition: place.ecs.usableDefinition(taskDefinition),
				loadBalancing: [{
					targetGroupArn: place.greenGroup.arn,
					containerName,
					containerPort
				}],
				externalId: id,
				startedBy: "CODE_DEPLOY",
				scale: 100
			}, "ACTIVE");
			this.#deployment.greenId = green.id;
			return green;
		} catch (error) {
			if (!(error instanceof ServiceError)) throw error;
			throw new Interruption({
				kind: "failure",
				error: {
					code: "ECS_UPDATE_ERROR",
					message: `The ECS service cannot be updated due to an unexpected exception: ${error.message} (Service: AmazonECS; Status Code: 400; Error Code: ${error.code})`
				}
			});
		}
	}
	/** With `STOP_DEPLOYMENT` traffic waits for ContinueDeployment, and the deployment is stopped where it does not come. */
	async #waitUntilReady(signal) {
		const { readyWaitMinutes } = this.#deployment.blueGreen;
		if (readyWaitMinutes === void 0) return;
		const untilMs = this.#world.clock.now() + readyWaitMinutes * 6e4;
		this.#set("Ready");
		while (!this.#deployment.isContinued) {
			if (this.#world.clock.now() >= untilMs) throw new Interruption({ kind: "ready-timeout" });
			await this.#world.clock.sleep(pollMs, signal);
		}
		this.#deployment.isContinued = false;
		this.#set("InProgress");
	}
	/** All traffic is shifted; blue stays for a while, so that going back stays quick. Alarms are watched to the end. */
	async #endBlue(place, signal) {
		const { clock, fleet } = this.#world;
		const deployment = this.#deployment;
		if (!deployment.blueGreen.terminatesBlue) return;
		deployment.isWaitingForTermination = true;
		const untilMs = clock.now() + deployment.blueGreen.terminationWaitMinutes * 6e4;
		while (clock.now() < untilMs && !deployment.isContinued) await clock.sleep(pollMs, signal);
		fleet.removeTaskSet(place.blue);
	}
	#shift(place, greenPercent) {
		shiftTraffic(this.#world, place, this.#deployment.blueGreen.prodListenerArn, greenPercent);
		this.#deployment.greenPercent = greenPercent;
		this.#deployment.updatedMs = this.#world.clock.now();
	}
	async #watchAlarms(signal) {
		const { clock, switches } = this.#world;
		try {
			if (this.#isRedAtStart) await clock.sleep(switches.redAtStartMs, signal);
			for (;;) {
				const judged = this.#judge();
				if (judged.stops) {
					this.#deployment.interruption.abort(new Interruption({
						kind: "alarm",
						names: judged.names
					}));
					return;
				}
				this.#isRedAtStart = false;
				await clock.sleep(switches.alarmPollMs, signal);
			}
		} catch (error) {
			if (!signal.aborted) throw error;
		}
	}
	#judge() {
		const { cloudwatch, switches } = this.#world;
		return judgeAlarms(this.#deployment.alarms, (name) => cloudwatch.alarms.get(name)?.state.value, switches);
	}
	#end({ why }) {
		const ending = endingOf(why, this.#deployment.rollback);
		skipRest(this.#deployment, this.#world.clock.now());
		this.#deployment.error = ending.error;
		if (ending.rollsBack && this.#place) this.#shift(this.#place, 0);
		this.#finish(ending.status);
		if (!ending.rollsBack) return;
		const rollbackDeploymentId = this.#world.rollBack(this.#deployment);
		this.#deployment.rollbackInfo = {
			rollbackDeploymentId,
			rollbackMessage: `Deployment ${this.#deployment.id} terminated. Automatic rollback is triggered with a DeploymentId ${rollbackDeploymentId}.`
		};
	}
	async #event(name, signal) {
		await this.#eventWith(name, signal, async () => void 0);
	}
	#eventWith(name, signal, work) {
		const { clock, switches } = this.#world;
		return runEvent(this.#deployment, name, {
			clock,
			lengthMs: switches.eventMs,
			signal
		}, work);
	}
	#finish(status) {
		this.#deployment.isWaitingForTermination = false;
		this.#deployment.completeMs = this.#world.clock.now();
		this.#set(status);
	}
	#set(status) {
		this.#deployment.status = status;
		this.#deployment.updatedMs = this.#world.clock.now();
	}
};
function timedOut(afterMs) {
	return new Interruption({
		kind: "failure",
		error: {
			code: "TIMEOUT",
			message: `The deployment timed out while waiting for the replacement task set to become healthy. This time out period is ${Math.round(afterMs / 6e4)} minutes.`
		}
	});
}
// packages/sandbox/src/codedeploy/switches.ts
const defaultCodeDeploySwitches = {
	queueMs: 2e3,
	eventMs: 500,
	alarmPollMs: 1e4,
	redAtStartMs: 12e4,
	installTimeoutMs: 36e5,
	insufficientDataStops: false,
	missingAlarmIsUnreadable: false,
	namesActiveDeployment: true,
	failRollbacks: false
};
// packages/sandbox/src/codedeploy/deployer.ts
/** Starts, stops and rolls back deployments. */
var Deployer = class {
	/** Tests change what is not documented, and how long things take. */
	switches = defaultCodeDeploySwitches;
	#ctx;
	#regions;
	constructor(ctx) {
		this.#ctx = ctx;
		this.#regions = new Scoped((scope) => new CodeDeployRegion(scope, ctx.random));
	}
	of(where) {
		return this.#regions.of(where);
	}
	start(region, order) {
		const { group } = order;
		const running = region.activeIn(group);
		if (running) {
			const which = this.switches.namesActiveDeployment ? ` '${running.id}'` : "";
			throw new ServiceError("DeploymentLimitExceededException", `The Deployment Group '${group.name}' already has an active Deployment${which}`);
		}
		const configName = order.configName ?? group.configName;
		const deployment = this.#make(region, group, order.revision, configName, "user", {
			description: order.description,
			alarms: order.alarms ?? group.alarms,
			rollback: order.rollback ?? group.rollback
		});
		group.lastAttempted = deployment;
		this.#ctx.background(`deployment ${deployment.id}`, (signal) => new Rollout(this.#worldOf(region), region, deployment).run(signal));
		return deployment;
	}
	stop(deployment, rollsBack) {
		deployment.interruption.abort(new Interruption({
			kind: "request",
			rollsBack
		}));
	}
	#rollBack(region, failed) {
		const { group } = failed;
		const application = region.application(failed.application);
		const revision = failed.previousRevision ?? region.revise(application, this.#originalAppSpec(region, failed), this.#ctx.clock.now());
		const deployment = this.#make(region, group, revision, rollbackConfigName, "codeDeployRollback", {
			description: void 0,
			alarms: {
				isEnabled: false,
				ignorePollAlarmFailure: false,
				names: []
			},
			rollback: {
				isEnabled: false,
				events: []
			}
		});
		group.lastAttempted = deployment;
		deployment.blueId = failed.blueId;
		deployment.greenId = failed.greenId;
		deployment.rollbackInfo = {
			rollbackTriggeringDeploymentId: failed.id,
			rollbackMessage: `Deployment ${deployment.id} is triggered to roll back deployment ${failed.id}.`
		};
		this.#ctx.background(`rollback ${deployment.id}`, (signal) => runRollback(this.#worldOf(region), region, deployment, failed, signal));
		return deployment.id;
	}
	/** A service that CodeDeploy has never deployed to goes back to what it was created with. */
	#originalAppSpec(region, { blueGreen, revision }) {
		const ecs = this.#ctx.stores.ecs.of(region.scope);
		const cluster = ecs.clusters.get(blueGreen.cluster);
		const primary = (cluster && ecs.findService(cluster, blueGreen.service))?.taskSets.find(({ status }) => status === "PRIMARY");
		return printAppSpec({
			...revision.appSpec,
			taskDefinition: primary?.definition.arn ?? revision.appSpec.taskDefinition
		});
	}
	#make(region, group, revision, configName, creator, rest) {
		const createdMs = this.#ctx.clock.now();
		const deployment = {
			...rest,
			id: region.newDeploymentId(),
			application: group.application,
			group,
			config: region.config(configName),
			revision,
			previousRevision: group.lastSuccessful?.revision,
			creator,
			createdMs,
			blueGreen: group.blueGreen,
			events: newEvents(),
			status: "Created",
			startMs: void 0,
			completeMs: void 0,
			error: void 0,
			rollbackInfo: void 0,
			blueId: void 0,
			greenId: void 0,
			greenPercent: 0,
			isWaitingForTermination: false,
			updatedMs: createdMs,
			interruption: new AbortController(),
			isContinued: false
		};
		region.deployments.set(deployment.id, deployment);
		return deployment;
	}
	#worldOf(region) {
		const { cloudwatch, ecs, elb } = this.#ctx.stores;
		return {
			clock: this.#ctx.clock,
			switches: this.switches,
			fleet: ecs,
			balancing: elb.balancing,
			cloudwatch: cloudwatch.of(region.scope),
			rollBack: (deployment) => this.#rollBack(region, deployment)
		};
	}
};
/** Throws where a deployment is over already. */
function requireActive(deployment) {
	if (isActive(deployment)) return;
	throw new ServiceError("DeploymentAlreadyCompletedException", `Deployment ${deployment.id} has already completed`);
}
// packages/sandbox/src/codedeploy/group-input.ts
const refused$2 = (what) => _undefined(`the sandbox does not serve ${what}`).optional();
const alarmsSchema = object({
	enabled: wire.boolean.default(false),
	ignorePollAlarmFailure: wire.boolean.default(false),
	alarms: array(object({ name: wire.text })).default([])
});
const rollbackSchema = object({
	enabled: wire.boolean.default(false),
	events: array(_enum([
		"DEPLOYMENT_FAILURE",
		"DEPLOYMENT_STOP_ON_ALARM",
		"DEPLOYMENT_STOP_ON_REQUEST"
	])).default([])
});
const routeSchema = object({ listenerArns: array(wire.text) });
/** What CreateDeploymentGroup and UpdateDeploymentGroup share. */
const groupMembers = {
	deploymentConfigName: wire.text.optional(),
	alarmConfiguration: alarmsSchema.optional(),
	autoRollbackConfiguration: rollbackSchema.optional(),
	deploymentStyle: object({
		deploymentType: wire.text.optional(),
		deploymentOption: wire.text.optional()
	}).optional(),
	blueGreenDeploymentConfiguration: object({
		terminateBlueInstancesOnDeploymentSuccess: object({
			action: _enum(["TERMINATE", "KEEP_ALIVE"]).default("TERMINATE"),
			terminationWaitTimeInMinutes: wire.integerIn(0, 2880).default(0)
		}).optional(),
		deploymentReadyOption: object({
			actionOnTimeout: _enum(["CONTINUE_DEPLOYMENT", "STOP_DEPLOYMENT"]).default("CONTINUE_DEPLOYMENT"),
			waitTimeInMinutes: wire.integerIn(0, 2880).default(0)
		}).optional()
	}).optional(),
	loadBalancerInfo: object({ targetGroupPairInfoList: array(object({
		targetGroups: array(object({ name: wire.text })),
		prodTrafficRoute: routeSchema,
		testTrafficRoute: routeSchema.optional()
	})).default([]) }).optional(),
	ecsServices: array(object({
		serviceName: wire.text,
		clusterName: wire.text
	})).optional(),
	triggerConfigurations: array(unknown()).max(0, "the sandbox does not serve triggers").optional(),
	ec2TagFilters: array(unknown()).max(0, "the sandbox deploys to ECS").optional(),
	autoScalingGroups: array(unknown()).max(0, "the sandbox deploys to ECS").optional(),
	ec2TagSet: refused$2("EC2")
};
object(groupMembers);
/** The two sides of a group, from members that must all be there for ECS. */
function blueGreenOf(input) {
	const { deploymentOption, deploymentType } = input.deploymentStyle ?? {};
	if (deploymentType !== "BLUE_GREEN" || deploymentOption !== "WITH_TRAFFIC_CONTROL") throw new ServiceError("InvalidDeploymentStyleException", "For ECS deployment group, deployment style must be BLUE_GREEN with WITH_TRAFFIC_CONTROL");
	const [service, ...moreServices] = input.ecsServices ?? [];
	if (!service || moreServices.length > 0) throw new ServiceError("InvalidECSServiceException", "An ECS deployment group needs exactly one ECS service");
	const bg = input.blueGreenDeploymentConfiguration;
	if (!bg?.terminateBlueInstancesOnDeploymentSuccess || !bg.deploymentReadyOption) throw new ServiceError("InvalidBlueGreenDeploymentConfigurationException", "terminateBlueInstancesOnDeploymentSuccess and deploymentReadyOption are required for ECS");
	const ready = bg.deploymentReadyOption;
	const blue = bg.terminateBlueInstancesOnDeploymentSuccess;
	return {
		...pairOf(input),
		cluster: service.clusterName,
		service: service.serviceName,
		terminatesBlue: blue.action === "TERMINATE",
		terminationWaitMinutes: blue.terminationWaitTimeInMinutes,
		readyWaitMinutes: ready.actionOnTimeout === "STOP_DEPLOYMENT" ? ready.waitTimeInMinutes : void 0
	};
}
function pairOf({ loadBalancerInfo }) {
	const [pair, ...morePairs] = loadBalancerInfo?.targetGroupPairInfoList ?? [];
	if (!pair || morePairs.length > 0) throw new ServiceError("InvalidLoadBalancerInfoException", "exactly one target group pair must be given for ECS");
	const [first, second, ...moreGroups] = pair.targetGroups;
	const [prodListenerArn, ...moreListeners] = pair.prodTrafficRoute.listenerArns;
	if (!first || !second || moreGroups.length > 0 || !prodListenerArn || moreListeners.length > 0) throw new ServiceError("InvalidTargetGroupPairException", "a target group pair must have two target groups and one production listener");
	const testListenerArn = pair.testTrafficRoute?.listenerArns[0];
	return {
		targetGroups: [first.name, second.name],
		prodListenerArn,
		testListenerArn
	};
}
/** Alarms as CodeDeploy accepts them: at most ten, at least one where enabled. */
function alarmsOf(input) {
	const names = (input?.alarms ?? []).map(({ name }) => name);
	if (names.length > 10) throw new ServiceError("AlarmsLimitExceededException", "The maximum number of alarms for a deployment group is 10");
	if (input?.enabled && names.length === 0) throw new ServiceError("InvalidAlarmConfigException", "Alarms must be given where the alarm configuration is enabled");
	return {
		isEnabled: input?.enabled ?? false,
		ignorePollAlarmFailure: input?.ignorePollAlarmFailure ?? false,
		names
	};
}
function rollbackOf(input) {
	const events = input?.events ?? [];
	if (input?.enabled && events.length === 0) throw new ServiceError("InvalidAutoRollbackConfigException", "Events must be given where automatic rollback is enabled");
	return {
		isEnabled: input?.enabled ?? false,
		events
	};
}
// packages/sandbox/src/codedeploy/deployment-operations.ts
const code$7 = "InvalidInputException";
const id = { deploymentId: wire.text };
const statusSchema = _enum([
	"Created",
	"Queued",
	"InProgress",
	"Baking",
	"Succeeded",
	"Failed",
	"Stopped",
	"Ready"
]);
const schemas$6 = {
	create: object({
		applicationName: wire.text,
		deploymentGroupName: wire.text.optional(),
		revision: revisionSchema.optional(),
		deploymentConfigName: wire.text.optional(),
		description: wire.text.max(256).optional(),
		autoRollbackConfiguration: rollbackSchema.optional(),
		overrideAlarmConfiguration: alarmsSchema.optional(),
		deploymentMode: literal("STANDARD", "the sandbox serves the mode STANDARD").optional()
	}),
	deployment: object(id),
	batch: object({ deploymentIds: array(wire.text).min(1).max(25) }),
	list: object({
		applicationName: wire.text.optional(),
		deploymentGroupName: wire.text.optional(),
		includeOnlyStatuses: array(statusSchema).default([]),
		createTimeRange: object({
			start: wire.time.nullish(),
			end: wire.time.nullish()
		}).optional(),
		nextToken: wire.text.optional()
	}),
	stop: object({
		...id,
		autoRollbackEnabled: wire.boolean.optional()
	}),
	resume: object({
		...id,
		deploymentWaitType: _enum(["READY_WAIT", "TERMINATION_WAIT"]).default("READY_WAIT")
	}),
	target: object({
		...id,
		targetId: wire.text
	}),
	targets: object({
		...id,
		targetIds: array(wire.text).max(25)
	})
};
/** The operations on deployments and their targets. */
function deploymentOperations(ctx, deployer) {
	return {
		async CreateDeployment(raw, caller) {
			const input = read$2(schemas$6.create, raw, code$7);
			const region = deployer.of(caller);
			const application = region.application(input.applicationName);
			if (input.deploymentGroupName === void 0) throw new ServiceError("DeploymentGroupNameRequiredException", "Deployment Group name is missing");
			const group = region.group(application.name, input.deploymentGroupName);
			const configName = input.deploymentConfigName;
			if (configName !== void 0 && region.config(configName).platform !== "ECS") throw new ServiceError("InvalidDeploymentConfigNameException", `${configName} is not a configuration for ECS`);
			const { autoRollbackConfiguration, description, overrideAlarmConfiguration } = input;
			return { deploymentId: deployer.start(region, {
				group,
				configName,
				description,
				revision: await registerRevision(region, application, input.revision, ctx.stores.s3, ctx.clock.now()),
				alarms: overrideAlarmConfiguration && alarmsOf(overrideAlarmConfiguration),
				rollback: autoRollbackConfiguration && rollbackOf(autoRollbackConfiguration)
			}).id };
		},
		GetDeployment(raw, caller) {
			const { deploymentId } = read$2(schemas$6.deployment, raw, code$7);
			return { deploymentInfo: describeDeployment$1(deployer.of(caller).deployment(deploymentId)) };
		},
		BatchGetDeployments(raw, caller) {
			const region = deployer.of(caller);
			const { deploymentIds } = read$2(schemas$6.batch, raw, code$7);
			return { deploymentsInfo: deploymentIds.flatMap((one) => region.deployments.get(one) ?? []).map(describeDeployment$1) };
		},
		ListDeployments(raw, caller) {
			const input = read$2(schemas$6.list, raw, code$7);
			const region = deployer.of(caller);
			if (input.applicationName !== void 0) {
				if (input.deploymentGroupName === void 0) region.application(input.applicationName);
				else region.group(input.applicationName, input.deploymentGroupName);
			}
			const { items, next } = pageOf$1([...region.deployments.values()].filter((deployment) => isListed(deployment, input)).reverse(), 100, input.nextToken, "InvalidNextTokenException");
			return {
				deployments: items.map((deployment) => deployment.id),
				nextToken: next
			};
		},
		StopDeployment(raw, caller) {
			const input = read$2(schemas$6.stop, raw, code$7);
			const deployment = deployer.of(caller).deployment(input.deploymentId);
			requireActive(deployment);
			deployer.stop(deployment, input.autoRollbackEnabled);
			return {
				status: "Pending",
				statusMessage: "The deployment is being stopped."
			};
		},
		ContinueDeployment(raw, caller) {
			const input = read$2(schemas$6.resume, raw, code$7);
			const deployment = deployer.of(caller).deployment(input.deploymentId);
			requireActive(deployment);
			if (!(input.deploymentWaitType === "READY_WAIT" ? deployment.status === "Ready" : deployment.isWaitingForTermination)) throw new ServiceError("DeploymentIsNotInReadyStateException", `Deployment ${deployment.id} is not in a ready state`);
			deployment.isContinued = true;
			return {};
		},
		ListDeploymentTargets(raw, caller) {
			const deployment = deployer.of(caller).deployment(read$2(schemas$6.deployment, raw, code$7).deploymentId);
			requireStarted(deployment);
			return { targetIds: [targetIdOf(deployment)] };
		},
		GetDeploymentTarget(raw, caller) {
			const input = read$2(schemas$6.target, raw, code$7);
			return { deploymentTarget: describeTargets(deployer.of(caller), input.deploymentId, [input.targetId])[0] };
		},
		BatchGetDeploymentTargets(raw, caller) {
			const input = read$2(schemas$6.targets, raw, code$7);
			return { deploymentTargets: describeTargets(deployer.of(caller), input.deploymentId, input.targetIds) };
		}
	};
	function describeTargets(region, deploymentId, targetIds) {
		const deployment = region.deployment(deploymentId);
		requireStarted(deployment);
		const unknown = targetIds.filter((one) => one !== targetIdOf(deployment));
		if (unknown.length > 0) throw new ServiceError("DeploymentTargetDoesNotExistException", `The deployment targets ${unknown.join(", ")} do not exist`);
		return targetIds.map(() => describeTarget$1(deployment, region, ctx.stores.ecs));
	}
}
function requireStarted({ id: deploymentId, status }) {
	if (status !== "Created" && status !== "Queued") return;
	throw new ServiceError("DeploymentNotStartedException", `Deployment ${deploymentId} has not started`);
}
function isListed(deployment, input) {
	const { applicationName, createTimeRange, deploymentGroupName, includeOnlyStatuses } = input;
	const { createdMs } = deployment;
	return (applicationName === void 0 || deployment.application === applicationName) && (deploymentGroupName === void 0 || deployment.group.name === deploymentGroupName) && (includeOnlyStatuses.length === 0 || includeOnlyStatuses.includes(deployment.status)) && (!createTimeRange?.start || createdMs >= createTimeRange.start.getTime()) && (!createTimeRange?.end || createdMs <= createTimeRange.end.getTime());
}
// packages/sandbox/src/codedeploy/group-operations.ts
const code$6 = "InvalidInputException";
const named$1 = {
	applicationName: wire.text,
	deploymentGroupName: wire.text.min(1)
};
const schemas$5 = {
	create: object({
		...named$1,
		...groupMembers,
		serviceRoleArn: wire.text.optional()
	}),
	update: object({
		...groupMembers,
		applicationName: wire.text,
		currentDeploymentGroupName: wire.text,
		newDeploymentGroupName: _undefined("the sandbox does not rename groups").optional(),
		serviceRoleArn: wire.text.optional()
	}),
	group: object(named$1),
	list: object({
		applicationName: wire.text,
		nextToken: wire.text.optional()
	}),
	batch: object({
		applicationName: wire.text,
		deploymentGroupNames: array(wire.text).max(100)
	})
};
/** The operations on deployment groups. */
function groupOperations$1(ctx, deployer) {
	return {
		CreateDeploymentGroup(raw, caller) {
			const region = deployer.of(caller);
			const input = read$2(schemas$5.create, raw, code$6);
			const application = region.application(input.applicationName);
			if (application.groups.has(input.deploymentGroupName)) throw new ServiceError("DeploymentGroupAlreadyExistsException", `Deployment group name already exists: ${input.deploymentGroupName}`);
			if (!input.serviceRoleArn) throw new ServiceError("RoleRequiredException", "A role is required");
			const group = {
				id: region.newUuid(),
				application: application.name,
				name: input.deploymentGroupName,
				configName: region.config(input.deploymentConfigName ?? "CodeDeployDefault.ECSAllAtOnce").name,
				serviceRoleArn: input.serviceRoleArn,
				alarms: alarmsOf(input.alarmConfiguration),
				rollback: rollbackOf(input.autoRollbackConfiguration),
				blueGreen: blueGreenOf(input),
				described: describedOf(input),
				lastSuccessful: void 0,
				lastAttempted: void 0
			};
			checkService(region, group.blueGreen, void 0);
			takeOverListener(ctx, region, group.blueGreen);
			application.groups.set(group.name, group);
			return { deploymentGroupId: group.id };
		},
		GetDeploymentGroup(raw, caller) {
			const input = read$2(schemas$5.group, raw, code$6);
			return { deploymentGroupInfo: describeGroup$1(deployer.of(caller).group(input.applicationName, input.deploymentGroupName)) };
		},
		BatchGetDeploymentGroups(raw, caller) {
			const input = read$2(schemas$5.batch, raw, code$6);
			const { groups } = deployer.of(caller).application(input.applicationName);
			return { deploymentGroupsInfo: input.deploymentGroupNames.flatMap((name) => groups.get(name) ?? []).map(describeGroup$1) };
		},
		ListDeploymentGroups(raw, caller) {
			const input = read$2(schemas$5.list, raw, code$6);
			const { groups, name } = deployer.of(caller).application(input.applicationName);
			const { items, next } = pageOf$1([...groups.keys()], 100, input.nextToken, "InvalidNextTokenException");
			return {
				applicationName: name,
				deploymentGroups: items,
				nextToken: next
			};
		},
		UpdateDeploymentGroup(raw, caller) {
			const region = deployer.of(caller);
			const input = read$2(schemas$5.update, raw, code$6);
			const group = region.group(input.applicationName, input.currentDeploymentGroupName);
			const merged = {
				...group.described,
				...describedOf(input)
			};
			const blueGreen = blueGreenOf(read$2(object(groupMembers), merged, code$6));
			checkService(region, blueGreen, group);
			if (input.deploymentConfigName !== void 0) group.configName = region.config(input.deploymentConfigName).name;
			if (input.alarmConfiguration) group.alarms = alarmsOf(input.alarmConfiguration);
			if (input.autoRollbackConfiguration) group.rollback = rollbackOf(input.autoRollbackConfiguration);
			if (input.serviceRoleArn) group.serviceRoleArn = input.serviceRoleArn;
			group.blueGreen = blueGreen;
			group.described = merged;
			return { hooksNotCleanedUp: [] };
		},
		DeleteDeploymentGroup(raw, caller) {
			const input = read$2(schemas$5.group, raw, code$6);
			const { groups } = deployer.of(caller).application(input.applicationName);
			groups.delete(input.deploymentGroupName);
			return { hooksNotCleanedUp: [] };
		}
	};
	function checkService(region, blueGreen, own) {
		const place = locate$1({
			fleet: ctx.stores.ecs,
			balancing: ctx.stores.elb.balancing
		}, region.scope, blueGreen);
		if ("code" in place) throw new ServiceError(place.code === "INVALID_ECS_SERVICE" ? "InvalidECSServiceException" : "InvalidLoadBalancerInfoException", place.message);
		const other = [...region.applications.values()].flatMap((application) => [...application.groups.values()]).find((group) => group !== own && group.blueGreen.service === blueGreen.service && group.blueGreen.cluster === blueGreen.cluster);
		if (!other) return;
		throw new ServiceError("ECSServiceMappingLimitExceededException", `The ECS service ${blueGreen.service} is already associated with the deployment group ${other.name}`);
	}
}
/** As soon as there is a group, the production listener names both target groups, the original with all the weight. */
function takeOverListener(ctx, region, blueGreen) {
	const steered = {
		fleet: ctx.stores.ecs,
		balancing: ctx.stores.elb.balancing
	};
	const place = locate$1(steered, region.scope, blueGreen);
	if (!("code" in place)) shiftTraffic(steered, place, blueGreen.prodListenerArn, 0);
}
function describedOf(input) {
	const { blueGreenDeploymentConfiguration, deploymentStyle, ecsServices, loadBalancerInfo } = input;
	return Object.fromEntries(Object.entries({
		blueGreenDeploymentConfiguration,
		deploymentStyle,
		ecsServices,
		loadBalancerInfo
	}).filter(([, value]) => value !== void 0));
}
// packages/sandbox/src/codedeploy/index.ts
/** CodeDeploy for ECS: blue/green deployments that really shift requests. */
function createCodeDeploy(ctx) {
	const deployer = new Deployer(ctx);
	return {
		services: [{
			kind: "rpc",
			signingName: "codedeploy",
			target: "CodeDeploy_20141006",
			jsonVersion: "1.1",
			operations: {
				...applicationOperations(ctx.clock, deployer),
				...groupOperations$1(ctx, deployer),
				...deploymentOperations(ctx, deployer)
			}
		}],
		state: deployer
	};
}
// packages/sandbox/src/resource-policy.ts
/**
* Whether a resource policy lets an account in: a statement allows it by name or allows everybody. Actions and
* conditions are not looked at (docs/sandbox.md).
*/
function policyAdmits(text, account) {
	const statements = parsePolicy(text)?.Statement;
	return (Array.isArray(statements) ? statements : [statements]).some((statement) => isRecord(statement) && allows(statement, account));
}
/** A policy document, or undefined where the text is none. */
function parsePolicy(text) {
	if (text === void 0) return void 0;
	try {
		const value = JSON.parse(text);
		return isRecord(value) ? value : void 0;
	} catch {
		return;
	}
}
function allows(statement, account) {
	if (statement.Effect !== "Allow") return false;
	const principal = isRecord(statement.Principal) ? statement.Principal.AWS : statement.Principal;
	return (Array.isArray(principal) ? principal : [principal]).some((name) => name === "*" || name === account || String(name).split(":")[4] === account);
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// packages/sandbox/src/ecr/access.ts
/** Whether an account may use a repository: it owns the registry, or the repository's policy lets it in. */
function mayUse(account, registry, repository) {
	return account === registry.account || policyAdmits(repository?.policyText, account);
}
// packages/sandbox/src/ecr/refusal.ts
/** Thrown by the state of ECR, and written by whoever serves the request. */
var Refusal = class extends Error {
	name = "Refusal";
	reason;
	/** Further members: `lastValidByteReceived`. */
	detail;
	constructor(reason, message, detail = {}) {
		super(message);
		this.reason = reason;
		this.detail = detail;
	}
};
// packages/sandbox/src/ecr/api/lookup.ts
/** The registry that an input names, else the caller's own. */
async function registryOf(state, input, caller) {
	const account = text(input, "registryId") ?? caller.account;
	if (!/^\d{12}$/.test(account)) throw invalid$3(`registryId "${account}" is not twelve digits`);
	return await state.registry(account, caller.region);
}
/** The repository that an input names. */
async function placeOf(state, input, caller) {
	const registry = await registryOf(state, input, caller);
	const name = requiredText(input, "repositoryName");
	const repository = registry.repositories.get(name);
	if (!mayUse(caller.account, registry, repository)) throw denied(caller, registry, name);
	if (repository) return {
		registry,
		repository
	};
	throw new ServiceError("RepositoryNotFoundException", `The repository with name '${name}' does not exist in the registry with id '${registry.account}'`);
}
/** What a caller gets who may not. */
function denied(caller, registry, name) {
	const resource = `arn:aws:ecr:${registry.region}:${registry.account}:repository/${name}`;
	return new ServiceError("AccessDeniedException", `User: ${caller.arn} is not authorized to perform this operation on resource: ${resource} because no resource-based policy allows it`);
}
/** A parameter that is wrong. */
function invalid$3(message) {
	return new ServiceError("InvalidParameterException", `Invalid parameter: ${message}`);
}
const names$2 = {
	"manifest-invalid": "InvalidParameterException",
	"manifest-too-large": "InvalidParameterException",
	"digest-mismatch": "ImageDigestDoesNotMatchException",
	"digest-invalid": "InvalidParameterException",
	"tag-invalid": "InvalidParameterException",
	"tag-immutable": "ImageTagAlreadyExistsException",
	"image-exists": "ImageAlreadyExistsException",
	"blobs-missing": "LayersNotFoundException",
	"children-missing": "ReferencedImagesNotFoundException",
	"upload-unknown": "UploadNotFoundException",
	"upload-out-of-order": "InvalidLayerPartException",
	"upload-empty": "EmptyUploadException",
	"upload-broken": "InvalidLayerPartException"
};
/** An operation whose refusals have the names of the API. */
function named(operation) {
	return async (input, caller) => {
		try {
			return await operation(input, caller);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			throw new ServiceError(names$2[error.reason], error.message, 400, error.detail);
		}
	};
}
// packages/sandbox/src/ecr/api/account.ts
/** Settings of an account and what each may be; the first is the default. */
const settings = /* @__PURE__ */ new Map([
	["BLOB_MOUNTING", ["DISABLED", "ENABLED"]],
	["BASIC_SCAN_TYPE_VERSION", ["AWS_NATIVE", "CLAIR"]],
	["REGISTRY_POLICY_SCOPE", ["V2", "V1"]]
]);
/** Tokens, account settings, and the policies that are kept but not acted on. */
function accountOperations(state, tokens) {
	return {
		GetAuthorizationToken: (input, caller) => getToken(state, tokens, input, caller),
		async PutAccountSetting(input, caller) {
			const name = requiredText(input, "name");
			const value = requiredText(input, "value");
			const allowed = allowedValues(name);
			if (!allowed.includes(value)) throw invalid$3(`"${value}" is none of ${allowed.join(", ")}`);
			(await state.registry(caller.account, caller.region)).settings.set(name, value);
			return {
				name,
				value
			};
		},
		async GetAccountSetting(input, caller) {
			const name = requiredText(input, "name");
			const [byDefault] = allowedValues(name);
			return {
				name,
				value: (await state.registry(caller.account, caller.region)).settings.get(name) ?? byDefault
			};
		},
		...policyOperations(state, "policyText", "RepositoryPolicy", "RepositoryPolicyNotFoundException", "Set"),
		...policyOperations(state, "lifecyclePolicyText", "LifecyclePolicy", "LifecyclePolicyNotFoundException", "Put")
	};
}
/** One token for all registries of the region; `registryIds` gives it once for each, as it always did. */
async function getToken(state, tokens, input, caller) {
	const asked = textList(input, "registryIds");
	const { password, expiresAt } = tokens.issue(caller);
	const authorizationToken = Buffer.from(`AWS:${password}`).toString("base64");
	const accounts = asked.length > 0 ? asked : [caller.account];
	return { authorizationData: (await Promise.all(accounts.map((account) => state.registry(account, caller.region)))).map(({ host }) => ({
		authorizationToken,
		expiresAt,
		proxyEndpoint: `http://${host}`
	})) };
}
function policyOperations(state, member, noun, missing, verb) {
	const answer = (account, repository, policy) => ({
		registryId: account,
		repositoryName: repository.name,
		[member]: policy
	});
	const find = async (input, caller) => {
		const { registry, repository } = await placeOf(state, input, caller);
		const policy = repository[member];
		if (policy === void 0) throw new ServiceError(missing, `'${repository.name}' has no such policy`);
		return {
			registry,
			repository,
			policy
		};
	};
	return {
		async [`${verb}${noun}`](input, caller) {
			const { registry, repository } = await placeOf(state, input, caller);
			const policy = requiredText(input, member);
			if (!parsePolicy(policy)) throw invalid$3(`${member} is not a JSON document`);
			repository[member] = policy;
			return answer(registry.account, repository, policy);
		},
		async [`Get${noun}`](input, caller) {
			const { registry, repository, policy } = await find(input, caller);
			return answer(registry.account, repository, policy);
		},
		async [`Delete${noun}`](input, caller) {
			const { registry, repository, policy } = await find(input, caller);
			repository[member] = void 0;
			return answer(registry.account, repository, policy);
		}
	};
}
function allowedValues(name) {
	const allowed = settings.get(name);
	if (!allowed) throw invalid$3(`"${name}" is none of ${[...settings.keys()].join(", ")}`);
	return allowed;
}
// packages/sandbox/src/paging.ts
/** Items from where `token` says; the token is the position, made opaque. */
function pageOf(items, token, size, errorCode = "InvalidParameterException") {
	const start = token === void 0 ? 0 : Number(Buffer.from(token, "base64url").toString().replace(/^at:/, ""));
	if (!Number.isInteger(start) || start < 0) throw new ServiceError(errorCode, "the pagination token is invalid");
	const end = start + size;
	const isMore = end < items.length;
	return {
		items: items.slice(start, end),
		nextToken: isMore ? Buffer.from(`at:${end}`).toString("base64url") : void 0
	};
}
// packages/sandbox/src/ecr/delete-image.ts
/** Removes an image and its tags; false where an index needs it, and nothing is changed. */
function deleteImage(repository, digest) {
	if (indexesWith(repository, digest).length > 0) return false;
	repository.images.delete(digest);
	for (const [tag, tagged] of [...repository.tags]) if (tagged === digest) repository.tags.delete(tag);
	return true;
}
/** The indexes that name an image. */
function indexesWith(repository, digest) {
	return [...repository.images.values()].filter((image) => image.references.children.includes(digest)).map((image) => image.digest);
}
// packages/sandbox/src/ecr/manifest.ts
/** Media types of manifests that are stored. Schema 1 is refused, as current registries do. */
const manifestMediaTypes = {
	ociImage: "application/vnd.oci.image.manifest.v1+json",
	ociIndex: "application/vnd.oci.image.index.v1+json",
	dockerImage: "application/vnd.docker.distribution.manifest.v2+json",
	dockerList: "application/vnd.docker.distribution.manifest.list.v2+json"
};
const indexes = [manifestMediaTypes.ociIndex, manifestMediaTypes.dockerList];
const images = [manifestMediaTypes.ociImage, manifestMediaTypes.dockerImage];
const digestPattern = /^sha256:[0-9a-f]{64}$/;
/** Whether text is a digest that is served. */
function isDigest(text) {
	return digestPattern.test(text);
}
/** The media type of a manifest: what it says itself, else what the client said; undefined where they differ. */
function mediaTypeOf(bytes, claimed) {
	const own = parseObject(bytes)?.mediaType;
	if (typeof own !== "string") return claimed;
	return claimed === void 0 || claimed === own ? own : void 0;
}
/** Reads a manifest; a text says why it is none. */
function readManifest(bytes, mediaType) {
	const document = parseObject(bytes);
	if (!document) return "the manifest is not a JSON object";
	if (document.schemaVersion !== 2) return "schemaVersion must be 2";
	if (indexes.includes(mediaType)) return readIndex(document);
	if (images.includes(mediaType)) return readImage(document);
	return `manifests of type "${mediaType}" are not supported`;
}
/** Whether a media type is that of an index. */
function isIndex(mediaType) {
	return indexes.includes(mediaType);
}
function readImage(document) {
	if (!Array.isArray(document.layers)) return "layers must be a list";
	const config = readDescriptor(document.config);
	if (!config) return "config must be a descriptor";
	const layers = document.layers.map(readDescriptor);
	if (!layers.every((layer) => layer !== void 0)) return "every layer must be a descriptor";
	return {
		blobs: [config, ...layers].filter((blob) => !isForeign(blob.mediaType)),
		children: [],
		...readRest(document, config.mediaType)
	};
}
function readIndex(document) {
	if (!Array.isArray(document.manifests)) return "manifests must be a list";
	const children = document.manifests.map(readDescriptor);
	if (!children.every((child) => child !== void 0)) return "every entry of manifests must be a descriptor";
	return {
		blobs: [],
		children: children.map((child) => child.digest),
		...readRest(document, void 0)
	};
}
function readRest(document, configType) {
	const own = document.artifactType;
	return {
		subject: readDescriptor(document.subject)?.digest,
		artifactType: typeof own === "string" && own !== "" ? own : configType,
		annotations: isStringMap(document.annotations) ? document.annotations : void 0
	};
}
function readDescriptor(value) {
	if (typeof value !== "object" || value === null) return void 0;
	if (!("digest" in value && "size" in value && "mediaType" in value)) return void 0;
	const { digest, size, mediaType } = value;
	if (typeof digest !== "string" || !isDigest(digest) || typeof mediaType !== "string") return void 0;
	return typeof size === "number" && Number.isSafeInteger(size) && size >= 0 ? {
		digest,
		size,
		mediaType
	} : void 0;
}
/** Layers that are not pushed: `foreign` of Docker, `nondistributable` of OCI. */
function isForeign(mediaType) {
	return mediaType.includes(".foreign.") || mediaType.includes(".nondistributable.");
}
function isStringMap(value) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
	return Object.values(value).every((item) => typeof item === "string");
}
function parseObject(bytes) {
	try {
		const value = JSON.parse(bytes.toString("utf8"));
		if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
	} catch {}
}
// packages/sandbox/src/ecr/mutability.ts
/** What `imageTagMutability` may be. */
const mutabilitySettings = [
	"MUTABLE",
	"IMMUTABLE",
	"MUTABLE_WITH_EXCLUSION",
	"IMMUTABLE_WITH_EXCLUSION"
];
/** Whether a tag that exists may not move. */
function isTagImmutable(mutability, tag) {
	const isExcluded = mutability.filters.some((filter) => wildcard(filter).test(tag));
	switch (mutability.setting) {
		case "MUTABLE": return false;
		case "IMMUTABLE": return true;
		case "MUTABLE_WITH_EXCLUSION": return isExcluded;
		case "IMMUTABLE_WITH_EXCLUSION": return !isExcluded;
	}
}
/** Why a setting and its filters are refused, or undefined. Five filters with two stars each: SEMANTICS 1.6 (U). */
function mutabilityProblem(mutability) {
	const { setting, filters } = mutability;
	const wantsFilters = setting.endsWith("_WITH_EXCLUSION");
	if (wantsFilters && filters.length === 0) return `${setting} needs at least one exclusion filter`;
	if (!wantsFilters && filters.length > 0) return `exclusion filters do not go with ${setting}`;
	if (filters.length > 5) return "at most 5 exclusion filters are allowed";
	const bad = filters.find((filter) => !/^[0-9a-zA-Z._*-]{1,128}$/.test(filter) || filter.split("*").length > 3);
	return bad === void 0 ? void 0 : `"${bad}" is not a filter of tag characters with at most two wildcards`;
}
function wildcard(filter) {
	const literal = filter.split("*").map((part) => part.replace(/[.\\+?^${}()|[\]]/g, "\\$&"));
	return new RegExp(`^${literal.join(".*")}$`);
}
// packages/sandbox/src/ecr/put-image.ts
/** 4 MiB, the least that the distribution specification lets a client expect. */
const manifestLimit = 4194304;
/**
* Checks all of a push before anything is changed, then stores the manifest and moves the tag. The API refuses
* a push that would change nothing: `checkDuplicate` throws for it.
*/
function putImage(registry, repository, pushed, now, checkDuplicate = () => void 0) {
	const digest = checkDigest(pushed);
	checkDuplicate(digest);
	const mediaType = mediaTypeOf(pushed.bytes, pushed.mediaType);
	if (!mediaType) throw invalid$2("the media type of the manifest is missing, or is not the one of the request");
	const references = readManifest(pushed.bytes, mediaType);
	if (typeof references === "string") throw invalid$2(references);
	if (pushed.tag !== void 0) checkTag(repository, pushed.tag);
	checkContent(registry, repository, references);
	const image = repository.images.get(digest) ?? {
		digest,
		mediaType,
		bytes: pushed.bytes,
		pushedAt: now,
		references,
		lastPulledAt: void 0
	};
	repository.images.set(digest, image);
	if (pushed.tag !== void 0) repository.tags.set(pushed.tag, digest);
	return image;
}
/** SHA-256 of bytes, as a digest. */
function digestOf(bytes) {
	return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
function checkDigest(pushed) {
	if (pushed.bytes.length > 4194304) throw new Refusal("manifest-too-large", `the manifest is larger than ${manifestLimit} bytes`);
	if (pushed.digest !== void 0 && !isDigest(pushed.digest)) throw new Refusal("digest-invalid", `"${pushed.digest}" is not a SHA-256 digest`);
	const digest = digestOf(pushed.bytes);
	if (pushed.digest === void 0 || pushed.digest === digest) return digest;
	throw new Refusal("digest-mismatch", `the manifest hashes to ${digest}, not to ${pushed.digest}`);
}
/** An immutable tag refuses the same image too (containers-roadmap#2179). */
function checkTag(repository, tag) {
	if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,299}$/.test(tag)) throw new Refusal("tag-invalid", `"${tag}" is not a tag`);
	if (!repository.tags.has(tag) || !isTagImmutable(repository.mutability, tag)) return;
	const what = repository.mutability.setting === "IMMUTABLE" ? "repository" : "tag";
	throw new Refusal("tag-immutable", `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the ${what} is immutable.`);
}
function checkContent(registry, repository, references) {
	const where = `repository with name '${repository.name}' in the registry with id '${registry.account}'`;
	const blobs = references.blobs.map((blob) => blob.digest).filter((digest) => !repository.layers.has(digest));
	if (blobs.length > 0) throw new Refusal("blobs-missing", `Layers with digests '[${blobs.join(", ")}]' required for pushing image into ${where} do not exist`);
	const wrong = references.blobs.find((blob) => repository.layers.get(blob.digest) !== blob.size);
	if (wrong) throw invalid$2(`the size of ${wrong.digest} is ${repository.layers.get(wrong.digest)}, not ${wrong.size}`);
	const children = references.children.filter((digest) => !repository.images.has(digest));
	if (children.length === 0) return;
	throw new Refusal("children-missing", `Images with digests '[${children.join(", ")}]' required for pushing image into ${where} do not exist`);
}
function invalid$2(message) {
	return new Refusal("manifest-invalid", message);
}
// packages/sandbox/src/ecr/referrers.ts
/** What names `digest` as its subject, of the wanted artifact types; of all where none is named. */
function referrersOf(repository, digest, artifactTypes) {
	return [...repository.images.values()].filter(({ references }) => references.subject === digest).filter(({ references: { artifactType } }) => {
		return artifactTypes.length === 0 || artifactType !== void 0 && artifactTypes.includes(artifactType);
	}).map(({ mediaType, digest: own, bytes, references: { artifactType, annotations } }) => ({
		mediaType,
		digest: own,
		size: bytes.length,
		...artifactType === void 0 ? {} : { artifactType },
		...annotations === void 0 ? {} : { annotations }
	}));
}
// packages/sandbox/src/ecr/state.ts
/** Whether an image of the repository references this blob. */
function isReferenced(repository, digest) {
	for (const image of repository.images.values()) if (image.references.blobs.some((blob) => blob.digest === digest)) return true;
	return false;
}
/** The tags of a digest, sorted. */
function tagsOf(repository, digest) {
	return [...repository.tags].filter(([, tagged]) => tagged === digest).map(([tag]) => tag).sort();
}
// packages/sandbox/src/ecr/api/image-id.ts
/** An identifier out of an input. */
function readImageId(input) {
	return {
		imageDigest: text(input, "imageDigest"),
		imageTag: text(input, "imageTag")
	};
}
/** The image, or the failure code of the API. */
function findImage(repository, id) {
	const { imageDigest, imageTag } = id;
	if (imageDigest === void 0 && imageTag === void 0) return "MissingDigestAndTag";
	if (imageDigest !== void 0 && !isDigest(imageDigest)) return "InvalidImageDigest";
	const tagged = imageTag === void 0 ? void 0 : repository.tags.get(imageTag);
	if (imageTag !== void 0 && tagged === void 0) return "ImageNotFound";
	const image = repository.images.get(imageDigest ?? tagged ?? "");
	if (!image) return "ImageNotFound";
	return tagged !== void 0 && tagged !== image.digest ? "ImageTagDoesNotMatchDigest" : image;
}
/** One identifier for each tag of an image, or one without where it has none. */
function idsOf(repository, digest) {
	const tags = tagsOf(repository, digest);
	if (tags.length === 0) return [{ imageDigest: digest }];
	return tags.map((imageTag) => ({
		imageDigest: digest,
		imageTag
	}));
}
/** An image as `DescribeImages` shows it. */
function describeImage(registry, repository, image) {
	const tags = tagsOf(repository, image.digest);
	return {
		registryId: registry.account,
		repositoryName: repository.name,
		imageDigest: image.digest,
		imageTags: tags.length === 0 ? void 0 : tags,
		imageSizeInBytes: sizeOf(repository, image),
		imagePushedAt: image.pushedAt,
		imageManifestMediaType: image.mediaType,
		artifactMediaType: image.references.artifactType,
		lastRecordedPullTime: image.lastPulledAt,
		subjectManifestDigest: image.references.subject,
		imageStatus: "ACTIVE"
	};
}
/** The layers of an image; of an index, those of its images. */
function sizeOf(repository, image) {
	const own = image.references.blobs.reduce((sum, blob) => sum + blob.size, 0);
	if (!isIndex(image.mediaType)) return own;
	return image.references.children.map((child) => repository.images.get(child)).reduce((sum, child) => sum + (child ? sizeOf(repository, child) : 0), 0);
}
// packages/sandbox/src/ecr/api/images.ts
/** Reading, putting and removing images. */
function imageOperations(state, now) {
	return {
		DescribeImages: (input, caller) => describeImages(state, input, caller),
		ListImages: (input, caller) => listImages(state, input, caller),
		BatchGetImage: (input, caller) => batchGetImage(state, input, caller, now()),
		PutImage: (input, caller) => put$1(state, input, caller, now()),
		BatchDeleteImage: (input, caller) => batchDeleteImage(state, input, caller),
		ListImageReferrers: (input, caller) => listImageReferrers(state, input, caller)
	};
}
async function describeImages(state, input, caller) {
	const { registry, repository } = await placeOf(state, input, caller);
	const ids = recordList(input, "imageIds").map(readImageId);
	if (ids.length > 100) throw invalid$3("at most 100 imageIds are allowed");
	const found = ids.map((id) => {
		const image = findImage(repository, id);
		if (typeof image !== "string") return image;
		throw new ServiceError("ImageNotFoundException", `The image with imageId ${JSON.stringify(id)} does not exist within the repository with name '${repository.name}' in the registry with id '${registry.account}'`);
	});
	const { items, nextToken } = pageOf(ids.length > 0 ? [...new Set(found)] : withStatus(repository, input), text(input, "nextToken"), number(input, "maxResults") ?? 100);
	return {
		imageDetails: items.map((image) => describeImage(registry, repository, image)),
		nextToken
	};
}
async function listImages(state, input, caller) {
	const { repository } = await placeOf(state, input, caller);
	const { items, nextToken } = pageOf(withStatus(repository, input).flatMap((image) => idsOf(repository, image.digest)), text(input, "nextToken"), number(input, "maxResults") ?? 100);
	return {
		imageIds: items,
		nextToken
	};
}
function withStatus(repository, input) {
	const status = text(record(input, "filter") ?? {}, "tagStatus") ?? "ANY";
	return [...repository.images.values()].filter(({ digest }) => {
		if (status === "ANY") return true;
		return status === "TAGGED" === tagsOf(repository, digest).length > 0;
	});
}
async function batchGetImage(state, input, caller, now) {
	const { registry, repository } = await placeOf(state, input, caller);
	const images = [];
	const failures = [];
	for (const imageId of recordList(input, "imageIds").map(readImageId)) {
		const image = findImage(repository, imageId);
		if (typeof image === "string") {
			failures.push({
				imageId,
				failureCode: image,
				failureReason: reasonOf(image)
			});
			continue;
		}
		image.lastPulledAt = now;
		images.push({
			registryId: registry.account,
			repositoryName: repository.name,
			imageId: {
				imageDigest: image.digest,
				imageTag: imageId.imageTag
			},
			imageManifest: image.bytes.toString("utf8"),
			imageManifestMediaType: image.mediaType
		});
	}
	return {
		images,
		failures
	};
}
async function put$1(state, input, caller, now) {
	const { registry, repository } = await placeOf(state, input, caller);
	const tag = text(input, "imageTag");
	const pushed = {
		bytes: Buffer.from(requiredText(input, "imageManifest"), "utf8"),
		mediaType: text(input, "imageManifestMediaType"),
		digest: text(input, "imageDigest"),
		tag
	};
	const image = putImage(registry, repository, pushed, now, (digest) => {
		if (!(tag === void 0 ? repository.images.has(digest) : repository.tags.get(tag) === digest)) return;
		throw new Refusal("image-exists", `Image with digest '${digest}' and tag '${tag ?? "null"}' already exists in the repository with name '${repository.name}' in registry with id '${registry.account}'`);
	});
	return { image: {
		registryId: registry.account,
		repositoryName: repository.name,
		imageId: {
			imageDigest: image.digest,
			imageTag: tag
		},
		imageManifest: pushed.bytes.toString("utf8"),
		imageManifestMediaType: image.mediaType
	} };
}
async function batchDeleteImage(state, input, caller) {
	const { repository } = await placeOf(state, input, caller);
	const imageIds = [];
	const failures = [];
	for (const imageId of recordList(input, "imageIds").map(readImageId)) {
		const image = findImage(repository, imageId);
		const gone = typeof image === "string" ? image : removeOne(repository, imageId, image.digest);
		if (typeof gone === "string") failures.push({
			imageId,
			failureCode: gone,
			failureReason: reasonOf(gone)
		});
		else imageIds.push(...gone);
	}
	return {
		imageIds,
		failures
	};
}
/** By tag the tag goes, and the image with its last one; by digest the image goes with all tags. */
function removeOne(repository, id, digest) {
	const tags = tagsOf(repository, digest);
	if (id.imageDigest === void 0 && id.imageTag !== void 0 && tags.length > 1) {
		repository.tags.delete(id.imageTag);
		return [{
			imageDigest: digest,
			imageTag: id.imageTag
		}];
	}
	const all = idsOf(repository, digest);
	return deleteImage(repository, digest) ? all : "ImageReferencedByManifestList";
}
async function listImageReferrers(state, input, caller) {
	const { repository } = await placeOf(state, input, caller);
	const digest = requiredText(record(input, "subjectId") ?? {}, "imageDigest");
	const types = textList(record(input, "filter") ?? {}, "artifactTypes");
	const size = number(input, "maxResults") ?? 20;
	if (size < 1 || size > 50) throw invalid$3("maxResults must be between 1 and 50");
	const { items, nextToken } = pageOf(referrersOf(repository, digest, types), text(input, "nextToken"), size);
	return {
		referrers: items.map((item) => ({
			...item,
			artifactStatus: "ACTIVE"
		})),
		nextToken
	};
}
function reasonOf(code) {
	switch (code) {
		case "ImageNotFound": return "Requested image not found";
		case "ImageTagDoesNotMatchDigest": return "The tag does not belong to the digest";
		case "ImageReferencedByManifestList": return "Requested image referenced by manifest list";
		default: return "The image identifier is not valid";
	}
}
// packages/sandbox/src/ecr/finish-upload.ts
/** Makes a blob of an upload when its bytes are those of `digest`; otherwise the upload is thrown away. */
async function finishUpload(registry, repository, upload, digest) {
	if (!isDigest(digest)) throw new Refusal("digest-invalid", `"${digest}" is not a SHA-256 digest`);
	const actual = upload.digest();
	if (actual !== digest) {
		await registry.blobs.cancel(upload);
		throw new Refusal("digest-mismatch", `the content hashes to ${actual}, not to ${digest}`);
	}
	const size = upload.size;
	await registry.blobs.commit(upload, digest);
	repository.layers.set(digest, size);
}
// packages/sandbox/src/ecr/api/layers.ts
const partSize = 10485760;
const smallestPart$1 = 5242880;
const largestPart = 20971520;
/** Looking for layers, and uploading them in parts. */
function layerOperations(state, downloads) {
	return {
		BatchCheckLayerAvailability: (input, caller) => checkAvailability(state, input, caller),
		async InitiateLayerUpload(input, caller) {
			const { registry, repository } = await placeOf(state, input, caller);
			return {
				uploadId: (await registry.blobs.begin(repository.name)).id,
				partSize
			};
		},
		UploadLayerPart: (input, caller) => uploadPart$1(state, input, caller),
		CompleteLayerUpload: (input, caller) => completeUpload$1(state, input, caller),
		async GetDownloadUrlForLayer(input, caller) {
			const { registry, repository } = await placeOf(state, input, caller);
			const layerDigest = requiredText(input, "layerDigest");
			const where = `repository with name '${repository.name}' in the registry with id '${registry.account}'`;
			if (!repository.layers.has(layerDigest)) throw new ServiceError("LayersNotFoundException", `no layer ${layerDigest} in the ${where}`);
			if (!isReferenced(repository, layerDigest)) throw new ServiceError("LayerInaccessibleException", `no image references ${layerDigest} in the ${where}`);
			return {
				downloadUrl: downloads.url(registry, layerDigest),
				layerDigest
			};
		}
	};
}
async function checkAvailability(state, input, caller) {
	const { repository } = await placeOf(state, input, caller);
	const digests = textList(input, "layerDigests");
	if (digests.length < 1 || digests.length > 100) throw invalid$3("between 1 and 100 layerDigests are allowed");
	const bad = digests.filter((digest) => !isDigest(digest));
	return {
		layers: digests.filter(isDigest).map((layerDigest) => {
			const layerSize = repository.layers.get(layerDigest);
			return {
				layerDigest,
				layerAvailability: layerSize === void 0 ? "UNAVAILABLE" : "AVAILABLE",
				layerSize,
				mediaType: void 0
			};
		}),
		failures: bad.map((layerDigest) => ({
			layerDigest,
			failureCode: "InvalidLayerDigest",
			failureReason: "the layer digest is not valid"
		}))
	};
}
async function uploadPart$1(state, input, caller) {
	const place = await placeOf(state, input, caller);
	const upload = findUpload(place, input);
	const first = number(input, "partFirstByte");
	const last = number(input, "partLastByte");
	const bytes = blob(input, "layerPartBlob");
	if (first === void 0 || last === void 0 || bytes === void 0) throw invalid$3("a part needs its bytes");
	const problem = partProblem(upload, first, last, bytes.length);
	if (problem !== void 0) throw new Refusal("upload-out-of-order", problem, {
		...idsOfUpload(place, upload),
		lastValidByteReceived: upload.size - 1
	});
	if (upload.lastPartBytes !== void 0 && upload.lastPartBytes < smallestPart$1) throw new ServiceError("LayerPartTooSmallException", "every part but the last must have 5 MiB or more");
	await upload.append(chunksOf(bytes));
	upload.lastPartBytes = bytes.length;
	return {
		...idsOfUpload(place, upload),
		lastByteReceived: upload.size - 1
	};
}
function partProblem(upload, first, last, length) {
	if (length > largestPart) return `the part has ${length} bytes; at most ${largestPart} are allowed`;
	if (last - first + 1 !== length) return `the part has ${length} bytes, not those of ${first} to ${last}`;
	return first === upload.size ? void 0 : `the part begins at ${first}; the upload goes on at ${upload.size}`;
}
async function completeUpload$1(state, input, caller) {
	const place = await placeOf(state, input, caller);
	const { registry, repository } = place;
	const upload = findUpload(place, input);
	const [layerDigest, ...more] = textList(input, "layerDigests");
	if (layerDigest === void 0 || more.length > 0) throw invalid$3("exactly one layer digest is needed");
	if (upload.size === 0) throw new Refusal("upload-empty", "the upload has no parts");
	if (repository.layers.has(layerDigest)) {
		await registry.blobs.cancel(upload);
		throw new ServiceError("LayerAlreadyExistsException", `the layer ${layerDigest} exists in the repository`);
	}
	const uploadIds = idsOfUpload(place, upload);
	try {
		await finishUpload(registry, repository, upload, layerDigest);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		throw new ServiceError("InvalidLayerException", error.message);
	}
	return {
		...uploadIds,
		layerDigest
	};
}
function findUpload({ registry, repository }, input) {
	const id = requiredText(input, "uploadId");
	const upload = registry.blobs.find(id, repository.name);
	if (!upload) throw new Refusal("upload-unknown", `there is no upload '${id}'`);
	return upload;
}
function idsOfUpload({ registry, repository }, upload) {
	return {
		registryId: registry.account,
		repositoryName: repository.name,
		uploadId: upload.id
	};
}
async function* chunksOf(bytes) {
	yield bytes;
}
// packages/sandbox/src/ecr/distribution/route.ts
const part = "[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*";
const namePattern = new RegExp(`^${part}(?:/${part})*$`);
/** Whether text may name a repository. */
function isRepositoryName(name) {
	return name.length >= 2 && name.length <= 256 && namePattern.test(name);
}
/** The route of a request, or undefined for what is not served. */
function parseRoute(method, path) {
	if (path === "/v2/" || path === "/v2") return read(method) ? { kind: "root" } : void 0;
	if (path === "/v2/_catalog") return read(method) ? { kind: "catalog" } : void 0;
	const [, name, noun, encoded = ""] = /^\/v2\/(.+?)\/(manifests|blobs\/uploads|blobs|tags|referrers)(?:\/([^/]*))?$/.exec(path) ?? [];
	const reference = encoded.replace(/%3a/gi, ":");
	if (name === void 0 || !isRepositoryName(name)) return void 0;
	return reference === "" ? collection(method, name, noun) : item(method, name, noun, reference);
}
function collection(method, name, noun) {
	return noun === "blobs/uploads" && method === "POST" ? {
		kind: "uploads",
		name
	} : void 0;
}
function item(method, name, noun, reference) {
	switch (noun) {
		case "manifests": return read(method) || method === "PUT" || method === "DELETE" ? {
			kind: "manifest",
			name,
			reference
		} : void 0;
		case "blobs": return read(method) || method === "DELETE" ? {
			kind: "blob",
			name,
			reference
		} : void 0;
		case "blobs/uploads": return [
			"GET",
			"PATCH",
			"PUT",
			"DELETE"
		].includes(method) ? {
			kind: "upload",
			name,
			reference
		} : void 0;
		case "tags": return read(method) && reference === "list" ? {
			kind: "tags",
			name
		} : void 0;
		case "referrers": return read(method) ? {
			kind: "referrers",
			name,
			reference
		} : void 0;
		default: return;
	}
}
function read(method) {
	return method === "GET" || method === "HEAD";
}
// packages/sandbox/src/ecr/api/repositories.ts
/** Creating, describing and removing repositories. */
function repositoryOperations(state, now) {
	return {
		async CreateRepository(input, caller) {
			const registry = await registryOf(state, input, caller);
			return { repository: describe(registry, createRepository(registry, input, caller, now())) };
		},
		DescribeRepositories: (input, caller) => describeRepositories(state, input, caller),
		async DeleteRepository(input, caller) {
			const { registry, repository } = await placeOf(state, input, caller);
			if (repository.images.size > 0 && flag(input, "force") !== true) throw new ServiceError("RepositoryNotEmptyException", `The repository with name '${repository.name}' in registry with id '${registry.account}' cannot be deleted because it still contains images`);
			registry.repositories.delete(repository.name);
			return { repository: describe(registry, repository) };
		},
		async PutImageTagMutability(input, caller) {
			const { registry, repository } = await placeOf(state, input, caller);
			repository.mutability = readMutability(input);
			const { imageTagMutability, imageTagMutabilityExclusionFilters } = describe(registry, repository);
			return {
				registryId: registry.account,
				repositoryName: repository.name,
				imageTagMutability,
				imageTagMutabilityExclusionFilters
			};
		}
	};
}
/** A new empty repository, as the input of `CreateRepository` describes it. */
function createRepository(registry, input, caller, now) {
	const name = requiredText(input, "repositoryName");
	if (!isRepositoryName(name)) throw invalid$3(`"${name}" is not a repository name`);
	if (caller.account !== registry.account) throw denied(caller, registry, name);
	if (registry.repositories.has(name)) throw new ServiceError("RepositoryAlreadyExistsException", `The repository with name '${name}' already exists in the registry with id '${registry.account}'`);
	const encryption = record(input, "encryptionConfiguration") ?? {};
	const kmsKey = text(encryption, "kmsKey");
	const repository = {
		name,
		arn: `arn:aws:ecr:${registry.region}:${registry.account}:repository/${name}`,
		createdAt: now,
		encryption: {
			encryptionType: text(encryption, "encryptionType") ?? "AES256",
			...kmsKey === void 0 ? {} : { kmsKey }
		},
		mutability: readMutability(input),
		scanOnPush: flag(record(input, "imageScanningConfiguration") ?? {}, "scanOnPush") ?? false,
		policyText: void 0,
		lifecyclePolicyText: void 0,
		images: /* @__PURE__ */ new Map(),
		tags: /* @__PURE__ */ new Map(),
		layers: /* @__PURE__ */ new Map()
	};
	registry.repositories.set(name, repository);
	return repository;
}
async function describeRepositories(state, input, caller) {
	const registry = await registryOf(state, input, caller);
	const names = textList(input, "repositoryNames");
	if (names.length > 0) {
		const places = names.map((repositoryName) => placeOf(state, {
			...input,
			repositoryName
		}, caller));
		return { repositories: (await Promise.all(places)).map(({ repository }) => describe(registry, repository)) };
	}
	if (caller.account !== registry.account) throw denied(caller, registry, "*");
	const { items, nextToken } = pageOf([...registry.repositories.values()].sort((a, b) => a.name < b.name ? -1 : 1), text(input, "nextToken"), number(input, "maxResults") ?? 100);
	return {
		repositories: items.map((repository) => describe(registry, repository)),
		nextToken
	};
}
function describe(registry, repository) {
	const { setting, filters } = repository.mutability;
	return {
		repositoryArn: repository.arn,
		registryId: registry.account,
		repositoryName: repository.name,
		repositoryUri: `${registry.host}/${repository.name}`,
		createdAt: repository.createdAt,
		imageTagMutability: setting,
		imageTagMutabilityExclusionFilters: filters.length === 0 ? void 0 : filters.map((filter) => ({
			filterType: "WILDCARD",
			filter
		})),
		imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
		encryptionConfiguration: repository.encryption
	};
}
function readMutability(input) {
	const name = text(input, "imageTagMutability") ?? "MUTABLE";
	const setting = mutabilitySettings.find((known) => known === name);
	if (!setting) throw invalid$3(`imageTagMutability "${name}" is none of ${mutabilitySettings.join(", ")}`);
	const filters = recordList(input, "imageTagMutabilityExclusionFilters").map((item) => {
		if (text(item, "filterType") !== "WILDCARD") throw invalid$3("filterType must be WILDCARD");
		return requiredText(item, "filter");
	});
	const problem = mutabilityProblem({
		setting,
		filters
	});
	if (problem !== void 0) throw invalid$3(problem);
	return {
		setting,
		filters
	};
}
// packages/sandbox/src/ecr/upload.ts
/** Bytes that are gathered before they go to the disk: fewer, larger writes. */
const batchBytes = 1048576;
/** A blob that is being uploaded: its bytes so far, on disk, hashed while they came. */
var Upload = class Upload {
	id = randomUUID();
	repository;
	path;
	#file;
	#hash = createHash("sha256");
	#size = 0;
	#isBusy = false;
	/** Requests with content so far, for the switch `chunkedUploadBroken`. */
	requests = 0;
	/** The size of the last part of the API; all but the last must be 5 MiB. */
	lastPartBytes;
	static async create(folder, repository) {
		const path = join(folder, randomUUID());
		return new Upload(repository, path, await open(path, "wx", 384));
	}
	constructor(repository, path, file) {
		this.repository = repository;
		this.path = path;
		this.#file = file;
	}
	get size() {
		return this.#size;
	}
	/** Appends a body as it comes. What came before a broken connection stays; the client can ask how much that is. */
	async append(body) {
		if (this.#isBusy) throw new Refusal("upload-broken", "another request writes to this upload");
		this.#isBusy = true;
		try {
			await this.#write(body);
		} finally {
			this.#isBusy = false;
		}
	}
	/** The digest of all bytes so far. */
	digest() {
		return `sha256:${this.#hash.copy().digest("hex")}`;
	}
	async close() {
		await this.#file.close();
	}
	async #write(body) {
		let batch = [];
		let bytes = 0;
		let writing = Promise.resolve();
		const flush = async () => {
			await writing;
			if (bytes > 0) writing = this.#writeAll(batch, bytes);
			writing.catch(() => void 0);
			batch = [];
			bytes = 0;
		};
		try {
			for await (const chunk of body) {
				this.#hash.update(chunk);
				this.#size += chunk.length;
				batch.push(chunk);
				bytes += chunk.length;
				if (bytes >= batchBytes) await flush();
			}
		} finally {
			await flush();
			await writing;
		}
	}
	async #writeAll(batch, bytes) {
		const { bytesWritten } = await this.#file.writev(batch);
		if (bytesWritten !== bytes) throw new Error(`only ${bytesWritten} of ${bytes} bytes could be written`);
	}
};
// packages/sandbox/src/ecr/blobs.ts
/** A store below `folder`. */
async function createBlobStore(folder) {
	const blobs = join(folder, "blobs");
	const staging = join(folder, "uploads");
	await mkdir(blobs, { recursive: true });
	await mkdir(staging, { recursive: true });
	const uploads = /* @__PURE__ */ new Map();
	const path = (digest) => join(blobs, digest.replace(":", "-"));
	return {
		path,
		async size(digest) {
			if (!isDigest(digest)) return void 0;
			return (await stat(path(digest)).catch(missing$1))?.size;
		},
		async begin(repository) {
			const upload = await Upload.create(staging, repository);
			uploads.set(upload.id, upload);
			return upload;
		},
		find(id, repository) {
			const upload = uploads.get(id);
			return upload?.repository === repository ? upload : void 0;
		},
		async commit(upload, digest) {
			await upload.close();
			uploads.delete(upload.id);
			await rename(upload.path, path(digest));
		},
		async cancel(upload) {
			uploads.delete(upload.id);
			await upload.close();
			await rm(upload.path, { force: true });
		}
	};
}
function missing$1(error) {
	if (error.code !== "ENOENT") throw error;
}
// packages/sandbox/src/ecr/distribution/error.ts
/** An error of the distribution protocol. */
var RegistryError = class extends Error {
	name = "RegistryError";
	code;
	status;
	headers;
	constructor(code, status, message, headers = {}) {
		super(message);
		this.code = code;
		this.status = status;
		this.headers = headers;
	}
};
const names$1 = {
	"manifest-invalid": ["MANIFEST_INVALID", 400],
	"manifest-too-large": ["MANIFEST_INVALID", 413],
	"digest-mismatch": ["DIGEST_INVALID", 400],
	"digest-invalid": ["DIGEST_INVALID", 400],
	"tag-invalid": ["TAG_INVALID", 400],
	"tag-immutable": ["TAG_INVALID", 400],
	"image-exists": ["TAG_INVALID", 400],
	"blobs-missing": ["MANIFEST_BLOB_UNKNOWN", 404],
	"children-missing": ["MANIFEST_BLOB_UNKNOWN", 404],
	"upload-unknown": ["BLOB_UPLOAD_UNKNOWN", 404],
	"upload-out-of-order": ["BLOB_UPLOAD_INVALID", 416],
	"upload-empty": ["BLOB_UPLOAD_INVALID", 400],
	"upload-broken": ["BLOB_UPLOAD_INVALID", 400]
};
/** A refusal under its name in the distribution protocol. */
function fromRefusal(refusal) {
	const [code, status] = names$1[refusal.reason];
	return new RegistryError(code, status, refusal.message);
}
/** Writes an error as the specification says. */
function sendError(response, error, isHead) {
	const body = JSON.stringify({ errors: [{
		code: error.code,
		message: error.message
	}] });
	response.writeHead(error.status, {
		...error.headers,
		"content-type": "application/json",
		"content-length": Buffer.byteLength(body)
	});
	response.end(isHead ? void 0 : body);
}
// packages/sandbox/src/ecr/distribution/auth.ts
/** The account behind `Authorization: Basic`; throws with a challenge where there is none. */
function checkToken(request, registry, tokens, quirks) {
	const challenge = { "www-authenticate": `Basic realm="http://${registry.host}/",service="ecr.amazonaws.com"` };
	const password = readPassword(request.headers.authorization);
	const token = password === void 0 ? void 0 : tokens.find(password);
	if (!token) throw new RegistryError("UNAUTHORIZED", 401, "Not Authorized", challenge);
	if (token.isExpired) {
		const message = "Your authorization token has expired. Reauthenticate and try again.";
		throw quirks.expiredTokenStatus === 401 ? new RegistryError("UNAUTHORIZED", 401, message, challenge) : new RegistryError("DENIED", 403, message);
	}
	if (token.region === registry.region) return token.account;
	throw new RegistryError("DENIED", 403, `the authorization token is one of region ${token.region}`);
}
function readPassword(header) {
	const encoded = /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(header ?? "")?.[1];
	if (encoded === void 0) return void 0;
	return /^AWS:(.+)$/.exec(Buffer.from(encoded, "base64").toString("utf8"))?.[1];
}
// packages/sandbox/src/byte-range.ts
/**
* The range of a `Range` header over `size` bytes: undefined where there is none, or one that RFC 9110 lets a server
* ignore (several ranges, other units); `unsatisfiable` where it begins behind the end.
*/
function readRange(header, size) {
	const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
	if (!match || match[1] === "" && match[2] === "") return void 0;
	if (match[1] === "") {
		const length = Math.min(Number(match[2]), size);
		return length === 0 ? "unsatisfiable" : {
			start: size - length,
			end: size - 1
		};
	}
	const start = Number(match[1]);
	const end = match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
	if (match[2] !== "" && Number(match[2]) < start) return void 0;
	return start >= size ? "unsatisfiable" : {
		start,
		end
	};
}
// packages/sandbox/src/send-file.ts
const noFault = {
	kind: void 0,
	at: 0
};
/** Sends a file of a known size, or the range that was asked for, at the speed of the disk. */
async function sendFile(request, response, file, headers, fault = noFault) {
	const range = readRange(request.headers.range, file.size);
	if (range === "unsatisfiable") {
		response.writeHead(416, {
			"content-range": `bytes */${file.size}`,
			"content-length": 0
		}).end();
		return;
	}
	const start = range?.start ?? 0;
	const length = file.size === 0 ? 0 : (range?.end ?? file.size - 1) - start + 1;
	const contentRange = range ? { "content-range": `bytes ${range.start}-${range.end}/${file.size}` } : {};
	const handle = request.method === "HEAD" || length === 0 ? void 0 : await open(file.path);
	response.writeHead(range ? 206 : 200, {
		...headers,
		...contentRange,
		"accept-ranges": "bytes",
		"content-length": length
	});
	if (!handle) {
		response.end();
		return;
	}
	const content = handle.createReadStream({
		start,
		end: start + length - 1,
		highWaterMark: 1048576
	});
	await pipeToClient(fault.kind === void 0 ? content : broken(content, length, fault), response);
}
/** A client that goes away in mid-body is no failure of ours. */
async function pipeToClient(content, response) {
	try {
		await pipeline(content, response);
	} catch (error) {
		if (!response.destroyed) throw error;
	}
}
/** Cuts content off, or changes one byte of it. */
async function* broken(content, length, fault) {
	const at = Math.min(length - 1, Math.floor(fault.at * length));
	let passed = 0;
	for await (const chunk of content) {
		const index = at - passed;
		passed += chunk.length;
		if (index < 0 || index >= chunk.length) yield chunk;
		else if (fault.kind === "wrong-digest") {
			const copy = Uint8Array.from(chunk);
			copy[index] = (chunk[index] ?? 0) ^ 1;
			yield copy;
		} else {
			yield chunk.subarray(0, index);
			throw new Error("cut off, as was asked for");
		}
	}
}
// packages/sandbox/src/ecr/distribution/exchange.ts
/** Ends an answer that has no body. */
function sendEmpty$1(exchange, status, headers = {}) {
	exchange.response.writeHead(status, {
		...headers,
		...status === 204 ? {} : { "content-length": "0" }
	}).end();
}
/** Sends JSON. */
function sendJson(exchange, value, headers = {}, type = "application/json") {
	const body = JSON.stringify(value);
	exchange.response.writeHead(200, {
		"content-type": type,
		"content-length": Buffer.byteLength(body),
		...headers
	});
	exchange.response.end(exchange.request.method === "HEAD" ? void 0 : body);
}
/** Whether something is sent along. */
function hasBody({ headers }) {
	return headers["transfer-encoding"] !== void 0 || Number(headers["content-length"] ?? 0) > 0;
}
// packages/sandbox/src/ecr/distribution/blobs.ts
/** HEAD and GET of a blob. ECR sends readers to a presigned URL. */
async function serveBlob(exchange, digest) {
	const { request, response, registry, repository } = exchange;
	if (!isDigest(digest)) throw new RegistryError("DIGEST_INVALID", 400, `"${digest}" is not a SHA-256 digest`);
	const size = repository.layers.get(digest);
	if (size === void 0) throw new RegistryError("BLOB_UNKNOWN", 404, "blob unknown to registry");
	if (request.method === "DELETE") throw new RegistryError("UNSUPPORTED", 405, "layers go with the images that reference them");
	const headers = {
		"docker-content-digest": digest,
		"content-type": "application/octet-stream"
	};
	if (request.method === "GET" && exchange.quirks.redirectBlobs) {
		sendEmpty$1(exchange, 307, {
			...headers,
			location: exchange.downloads.url(registry, digest)
		});
		return;
	}
	await sendFile(request, response, {
		path: registry.blobs.path(digest),
		size
	}, headers, exchange.fault);
}
// packages/sandbox/src/ecr/distribution/listing.ts
/** `GET …/tags/list`, sorted, in pages of at most 1000. */
function serveTags(exchange) {
	const { repository, url } = exchange;
	const { page, next } = paged([...repository.tags.keys()].sort(), url);
	const link = next === void 0 ? {} : { link: `<${pageUrl(url, next)}>; rel="next"` };
	sendJson(exchange, {
		name: repository.name,
		tags: page
	}, link);
}
/** `GET …/referrers/<digest>[?artifactType=…]`: an index of what is attached. */
function serveReferrers(exchange, digest) {
	if (!isDigest(digest)) throw new RegistryError("DIGEST_INVALID", 400, `"${digest}" is not a SHA-256 digest`);
	const types = exchange.url.searchParams.getAll("artifactType");
	const manifests = referrersOf(exchange.repository, digest, types);
	sendJson(exchange, {
		schemaVersion: 2,
		mediaType: manifestMediaTypes.ociIndex,
		manifests
	}, types.length > 0 ? { "oci-filters-applied": "artifactType" } : {}, manifestMediaTypes.ociIndex);
}
/** One page of sorted names: those after `last`, `n` at most. */
function paged(names, url) {
	const wanted = url.searchParams.get("n");
	const n = wanted === null ? 1e3 : Number(wanted);
	if (!Number.isInteger(n) || n < 0 || n > 1e3) throw new RegistryError("PAGINATION_NUMBER_INVALID", 400, "n must be a number between 0 and 1000");
	const last = url.searchParams.get("last");
	const rest = last === null ? names : names.filter((name) => name > last);
	const page = rest.slice(0, n);
	return {
		page,
		next: n > 0 && rest.length > n ? page.at(-1) : void 0
	};
}
function pageUrl(url, last) {
	const next = new URL(url);
	next.searchParams.set("last", last);
	return `${next.pathname}${next.search}`;
}
// packages/sandbox/src/ecr/distribution/manifests.ts
/** `GET`, `HEAD`, `PUT` and `DELETE` of a manifest by tag or digest. */
async function serveManifest(exchange, reference) {
	switch (exchange.request.method) {
		case "PUT": return await put(exchange, reference);
		case "DELETE": return remove(exchange, reference);
		default: return get(exchange, reference);
	}
}
function get(exchange, reference) {
	const image = find(exchange, reference);
	const { request, response, fault } = exchange;
	response.writeHead(200, {
		"content-type": image.mediaType,
		"content-length": image.bytes.length,
		"docker-content-digest": image.digest
	});
	if (request.method === "HEAD") {
		response.end();
		return;
	}
	image.lastPulledAt = new Date(exchange.clock.now());
	if (fault.kind === void 0) response.end(image.bytes);
	else sendBroken(exchange, image.bytes);
}
/** Changes one byte, or breaks off. */
function sendBroken({ response, fault }, bytes) {
	const at = Math.floor(fault.at * bytes.length);
	if (fault.kind === "wrong-digest") {
		const copy = Buffer.from(bytes);
		copy[at] = (bytes[at] ?? 0) ^ 1;
		response.end(copy);
	} else response.write(bytes.subarray(0, at), () => response.destroy());
}
async function put(exchange, reference) {
	const { request, registry, repository } = exchange;
	const isByDigest = reference.includes(":");
	const type = request.headers["content-type"]?.split(";")[0]?.trim();
	const image = putImage(registry, repository, {
		bytes: await readManifestBody(exchange),
		mediaType: type === "" ? void 0 : type,
		tag: isByDigest ? void 0 : reference,
		digest: isByDigest ? reference : void 0
	}, new Date(exchange.clock.now()));
	const { subject } = image.references;
	sendEmpty$1(exchange, 201, {
		location: `http://${request.headers.host}/v2/${repository.name}/manifests/${image.digest}`,
		"docker-content-digest": image.digest,
		...subject === void 0 ? {} : { "oci-subject": subject }
	});
}
/** One byte past the limit is enough to see that it is passed. */
async function readManifestBody(exchange) {
	const length = Number(exchange.request.headers["content-length"] ?? 0);
	if (length > 4194304) throw new Refusal("manifest-too-large", `the manifest has ${length} bytes`);
	return await collect$1(exchange.body, 4194305);
}
function remove(exchange, reference) {
	const image = find(exchange, reference);
	if (!isDigest(reference)) exchange.repository.tags.delete(reference);
	else if (!deleteImage(exchange.repository, image.digest)) throw new RegistryError("DENIED", 403, "the image is referenced by a manifest list");
	sendEmpty$1(exchange, 202);
}
function find(exchange, reference) {
	const { repository } = exchange;
	const digest = reference.includes(":") ? reference : repository.tags.get(reference);
	const image = digest === void 0 ? void 0 : repository.images.get(digest);
	if (image) return image;
	throw new RegistryError("MANIFEST_UNKNOWN", 404, "Requested image not found");
}
// packages/sandbox/src/ecr/mount.ts
/**
* Whether a blob may be mounted: the account setting is on, the source is in this registry with the same encryption,
* and an image there references the blob (containers-roadmap#2860).
*/
function canMount(registry, target, from, digest) {
	if (registry.settings.get("BLOB_MOUNTING") !== "ENABLED") return false;
	const source = registry.repositories.get(from);
	if (!source?.layers.has(digest) || !isReferenced(source, digest)) return false;
	const { encryptionType, kmsKey } = source.encryption;
	return encryptionType === target.encryption.encryptionType && kmsKey === target.encryption.kmsKey;
}
// packages/sandbox/src/ecr/distribution/uploads.ts
/** `POST …/blobs/uploads/`: mounts, takes a whole blob, or opens a session. */
async function beginUpload$1(exchange) {
	const { registry, repository, url } = exchange;
	const mount = url.searchParams.get("mount");
	const from = url.searchParams.get("from");
	if (mount && from && canMount(registry, repository, from, mount)) {
		const size = registry.repositories.get(from)?.layers.get(mount);
		if (size !== void 0) repository.layers.set(mount, size);
		return sendCreated(exchange, mount);
	}
	const upload = await registry.blobs.begin(repository.name);
	const digest = url.searchParams.get("digest");
	if (digest !== null && hasBody(exchange.request)) return await finish(exchange, upload, digest);
	sendEmpty$1(exchange, 202, sessionHeaders(exchange, upload));
}
/** `PATCH`, `PUT`, `GET` and `DELETE` of a session. */
async function serveUpload(exchange, id) {
	const { registry, repository, request } = exchange;
	const upload = registry.blobs.find(id, repository.name);
	if (!upload) throw new Refusal("upload-unknown", "blob upload unknown to registry");
	switch (request.method) {
		case "PATCH": return await append(exchange, upload);
		case "PUT": return await finish(exchange, upload, exchange.url.searchParams.get("digest") ?? "");
		case "DELETE":
			await registry.blobs.cancel(upload);
			return sendEmpty$1(exchange, 204);
		default: return sendEmpty$1(exchange, 204, sessionHeaders(exchange, upload));
	}
}
async function append(exchange, upload) {
	checkOrder(exchange, upload);
	const before = upload.size;
	await upload.append(exchange.body);
	upload.requests += 1;
	if (exchange.quirks.chunkedUploadBroken && upload.requests > 1) return sendEmpty$1(exchange, 201, {
		...sessionHeaders(exchange, upload),
		range: rangeOf(before)
	});
	sendEmpty$1(exchange, 202, sessionHeaders(exchange, upload));
}
async function finish(exchange, upload, digest) {
	if (!isDigest(digest)) throw new Refusal("digest-invalid", `"${digest}" is not a SHA-256 digest`);
	checkOrder(exchange, upload);
	if (hasBody(exchange.request)) await upload.append(exchange.body);
	await finishUpload(exchange.registry, exchange.repository, upload, digest);
	sendCreated(exchange, digest);
}
/** A `Content-Range` must begin where the last one ended. */
function checkOrder(exchange, upload) {
	const header = exchange.request.headers["content-range"];
	if (header === void 0) return;
	const match = /^(?:bytes )?(\d+)-(\d+)(?:\/(?:\d+|\*))?$/.exec(header);
	const length = exchange.request.headers["content-length"];
	const isLengthRight = match && (length === void 0 || Number(match[2]) - Number(match[1]) + 1 === Number(length));
	if (match && Number(match[1]) === upload.size && isLengthRight) return;
	throw new Refusal("upload-out-of-order", `the upload goes on at byte ${upload.size}, not at "${header}"`);
}
function sendCreated(exchange, digest) {
	sendEmpty$1(exchange, 201, {
		location: `${base(exchange)}/blobs/${digest}`,
		"docker-content-digest": digest
	});
}
function sessionHeaders(exchange, upload) {
	return {
		location: `${base(exchange)}/blobs/uploads/${upload.id}`,
		"docker-upload-uuid": upload.id,
		range: rangeOf(upload.size)
	};
}
/** Inclusive, so an empty upload and one of a byte look the same; every registry does it. */
function rangeOf(size) {
	return `0-${Math.max(0, size - 1)}`;
}
/** Under the name by which the client knows us. */
function base(exchange) {
	return `http://${exchange.request.headers.host}/v2/${exchange.repository.name}`;
}
// packages/sandbox/src/ecr/distribution/handler.ts
/** The `/v2` protocol of one registry. */
function createRegistryHandler(context, registry) {
	return async (request, response) => {
		response.setHeader("docker-distribution-api-version", "registry/2.0");
		try {
			const latencyMs = context.ctx.faults.latencyMs("registry");
			if (latencyMs > 0) await wallClock.sleep(latencyMs);
			const fault = context.ctx.faults.pick("registry", [
				"throttle",
				"500",
				"reset"
			]);
			if (fault === "throttle") throw new RegistryError("TOOMANYREQUESTS", 429, "Rate exceeded", { "retry-after": "1" });
			if (fault === "500") throw new RegistryError("UNKNOWN", 500, "a failure that was asked for");
			await serve(context, registry, request, response, fault === "reset");
		} catch (error) {
			const known = asRegistryError(error);
			if (response.headersSent || response.destroyed) response.destroy();
			else sendError(response, known, request.method === "HEAD");
		}
	};
}
async function serve(context, registry, request, response, isReset) {
	const url = new URL(request.url ?? "/", `http://${registry.host}`);
	const account = checkToken(request, registry, context.tokens, context.quirks);
	const route = parseRoute(request.method ?? "GET", url.pathname);
	if (!route) throw new RegistryError("UNSUPPORTED", 404, `${request.method} ${url.pathname} is not served`);
	if (route.kind === "root") return void response.writeHead(200, { "content-type": "application/json" }).end("{}");
	if (route.kind === "catalog") return serveCatalog(registry, response, url);
	if (isReset && !hasBody(request)) return void request.socket.resetAndDestroy();
	const { ctx, quirks, downloads } = context;
	const repository = findRepository(registry, route.name, account);
	const kind = ctx.faults.pick("registry", contentFaults(route, quirks));
	await dispatch(route, {
		request,
		response,
		url,
		account,
		registry,
		repository,
		clock: ctx.clock,
		quirks,
		downloads,
		body: isReset ? breaking(request, ctx.faults.draw()) : request,
		fault: {
			kind,
			at: ctx.faults.draw()
		}
	});
}
async function dispatch(route, exchange) {
	switch (route.kind) {
		case "manifest": return await serveManifest(exchange, route.reference);
		case "blob": return await serveBlob(exchange, route.reference);
		case "uploads": return await beginUpload$1(exchange);
		case "upload": return await serveUpload(exchange, route.reference);
		case "tags": return serveTags(exchange);
		case "referrers": return serveReferrers(exchange, route.reference);
	}
}
/** Redirected content meets its fault where it is read. */
function contentFaults(route, quirks) {
	return route.kind === "manifest" || route.kind === "blob" && !quirks.redirectBlobs ? ["truncate", "wrong-digest"] : [];
}
function findRepository(registry, name, account) {
	const repository = registry.repositories.get(name);
	if (!mayUse(account, registry, repository)) throw new RegistryError("DENIED", 403, `account ${account} is not authorized on repository "${name}"`);
	if (repository) return repository;
	throw new RegistryError("NAME_UNKNOWN", 404, `The repository with name '${name}' does not exist ${`in the registry with id '${registry.account}'`}`);
}
function serveCatalog(registry, response, url) {
	const { page, next } = paged([...registry.repositories.keys()].sort(), url);
	if (next !== void 0) response.setHeader("link", `</v2/_catalog?last=${next}&n=${page.length}>; rel="next"`);
	response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ repositories: page }));
}
/** A body whose connection is reset on the way. */
async function* breaking(request, at) {
	const length = Number(request.headers["content-length"] ?? 0);
	let passed = 0;
	for await (const chunk of request) {
		passed += chunk.length;
		if (passed > at * length) break;
		yield chunk;
	}
	request.socket.resetAndDestroy();
	throw new Refusal("upload-broken", "reset, as was asked for");
}
function asRegistryError(error) {
	if (error instanceof RegistryError) return error;
	if (error instanceof Refusal) return fromRefusal(error);
	if (error instanceof ServiceError) return new RegistryError("SIZE_INVALID", error.status, error.message);
	throw error;
}
// packages/sandbox/src/presign.ts
/** A URL of the main endpoint that may be read by whoever holds it, as services give them out. */
function presign(endpoint, path, scope, key, expiresSeconds, wallNowMs) {
	const timestamp = new Date(wallNowMs).toISOString().replace(/[-:]|\.\d{3}/g, "");
	const day = timestamp.slice(0, 8);
	const signature = {
		...scope,
		day,
		timestamp,
		expiresSeconds,
		accessKeyId: key.accessKeyId,
		signedHeaders: ["host"],
		signature: "",
		sessionToken: key.sessionToken
	};
	const url = `${path}?${Object.entries({
		"X-Amz-Algorithm": "AWS4-HMAC-SHA256",
		"X-Amz-Credential": `${key.accessKeyId}/${scopeOf(signature)}`,
		"X-Amz-Date": timestamp,
		"X-Amz-Expires": String(expiresSeconds),
		"X-Amz-SignedHeaders": "host",
		...key.sessionToken === void 0 ? {} : { "X-Amz-Security-Token": key.sessionToken }
	}).map(([name, value]) => `${name}=${encodeStrict(value)}`).join("&")}`;
	const host = new URL(endpoint).host;
	const text = stringToSign({
		method: "GET",
		url,
		headers: { host },
		headersDistinct: { host: [host] }
	}, signature, "UNSIGNED-PAYLOAD");
	return `${endpoint}${url}&X-Amz-Signature=${hmac(signingKey(key.secretAccessKey, signature), text).toString("hex")}`;
}
// packages/sandbox/src/ecr/downloads.ts
/** Stands for the S3 bucket from which ECR lets layers be read. */
const signingName = "ecr-layers";
/** Serves layers at presigned URLs of the main endpoint. */
function createDownloads(ctx, state) {
	const keys = /* @__PURE__ */ new Map();
	const keyOf = (account) => {
		const userId = "AROAECRLAYERS";
		const arn = `arn:aws:sts::${account}:assumed-role/ecr/layers`;
		const key = keys.get(account) ?? ctx.credentials.session({
			account,
			arn,
			userId,
			expiresMs: Number.POSITIVE_INFINITY
		});
		keys.set(account, key);
		return key;
	};
	return {
		url: (registry, digest) => presign(ctx.endpoint, `/ecr-layers/${registry.account}/${registry.region}/${digest}`, {
			service: signingName,
			region: registry.region
		}, keyOf(registry.account), 3600, Date.now()),
		service: {
			kind: "http",
			signingName,
			errors: "s3-xml",
			async handle(request, response, caller, url) {
				const [, prefix, account, region, digest = ""] = url.pathname.split("/").map(decodeURIComponent);
				const registry = state.registries.find((one) => one.account === account && one.region === region);
				const size = await registry?.blobs.size(digest);
				if (prefix !== signingName || !registry || caller.account !== account || size === void 0) throw new ServiceError("NoSuchKey", "The specified key does not exist.", 404);
				const kind = ctx.faults.pick("registry", ["truncate", "wrong-digest"]);
				await sendFile(request, response, {
					path: registry.blobs.path(digest),
					size
				}, { "content-type": "application/octet-stream" }, {
					kind,
					at: ctx.faults.draw()
				});
			}
		}
	};
}
// packages/sandbox/src/ecr/tokens.ts
const lifetimeMs = 432e5;
/** No passwords yet. They end after twelve hours or with the session that asked, on the clock of the sandbox. */
function createTokens(ctx) {
	const held = /* @__PURE__ */ new Map();
	return {
		issue(caller) {
			const nowMs = ctx.clock.now();
			const sessionMs = ctx.credentials.find(caller.accessKeyId)?.expiresMs ?? Number.POSITIVE_INFINITY;
			const promisedMs = Math.min(nowMs + lifetimeMs, sessionMs);
			const faultMs = ctx.faults.expireMs("ecr") ?? Number.POSITIVE_INFINITY;
			const password = randomBytes(48).toString("base64url");
			const { account, region } = caller;
			held.set(password, {
				account,
				region,
				expiresMs: Math.min(promisedMs, nowMs + faultMs)
			});
			return {
				password,
				expiresAt: new Date(promisedMs)
			};
		},
		find(password) {
			const token = held.get(password);
			return token && {
				...token,
				isExpired: ctx.clock.now() >= token.expiresMs
			};
		}
	};
}
// packages/sandbox/src/ecr/service.ts
/** ECR: the API on the main endpoint, and a registry with a port of its own for each account and region. */
function createEcr(ctx) {
	const quirks = {
		redirectBlobs: true,
		chunkedUploadBroken: false,
		expiredTokenStatus: 401
	};
	const now = () => new Date(ctx.clock.now());
	const opening = /* @__PURE__ */ new Map();
	const registries = [];
	const tokens = createTokens(ctx);
	const state = {
		quirks,
		registries,
		passwordFor(account, region) {
			const { accessKeyId, arn } = ctx.credentials.ofAccount(account);
			return tokens.issue({
				account,
				region,
				arn,
				accessKeyId
			}).password;
		},
		async createRepository({ account, region }, name, { isImmutable = false } = {}) {
			const caller = {
				account,
				region,
				arn: `arn:aws:iam::${account}:root`,
				accessKeyId: ""
			};
			const input = {
				repositoryName: name,
				imageTagMutability: isImmutable ? "IMMUTABLE" : "MUTABLE"
			};
			return createRepository(await state.registry(account, region), input, caller, now());
		},
		registry(account, region) {
			const key = `${account}/${region}`;
			const registry = opening.get(key) ?? openRegistry(ctx, context, account, region, registries);
			opening.set(key, registry);
			return registry;
		}
	};
	const downloads = createDownloads(ctx, state);
	const context = {
		ctx,
		tokens,
		downloads,
		quirks
	};
	const operations = {
		...accountOperations(state, tokens),
		...repositoryOperations(state, now),
		...imageOperations(state, now),
		...layerOperations(state, downloads)
	};
	return {
		state,
		services: [{
			kind: "rpc",
			signingName: "ecr",
			target: "AmazonEC2ContainerRegistry_V20150921",
			jsonVersion: "1.1",
			operations: Object.fromEntries(Object.entries(operations).map(([name, operation]) => [name, named(operation)]))
		}, downloads.service]
	};
}
async function openRegistry(ctx, context, account, region, registries) {
	const blobs = await createBlobStore(join(ctx.dataDir, "ecr", account, region));
	const registry = {
		account,
		region,
		host: (await ctx.listen((request, response) => handler(request, response))).host,
		settings: /* @__PURE__ */ new Map(),
		repositories: /* @__PURE__ */ new Map(),
		blobs
	};
	const handler = createRegistryHandler(context, registry);
	registries.push(registry);
	return registry;
}
// packages/sandbox/src/ecs/model.ts
/** True until a task begins to end. */
function isAlive(task) {
	return task.stop === void 0;
}
/** True while its containers run and it is not on its way out. */
function isRunning(task) {
	return task.status === "RUNNING" && task.stop === void 0;
}
// packages/sandbox/src/ecs/describe.ts
function describeCluster(cluster, region) {
	const tasks = [...region.tasks.values()].filter((task) => task.cluster === cluster && isAlive(task));
	const running = tasks.filter(({ status }) => status === "RUNNING").length;
	const isActive = (service) => service.cluster === cluster && service.status === "ACTIVE";
	return {
		clusterArn: cluster.arn,
		clusterName: cluster.name,
		status: cluster.status,
		registeredContainerInstancesCount: 0,
		runningTasksCount: running,
		pendingTasksCount: tasks.length - running,
		activeServicesCount: region.services.filter(isActive).length,
		statistics: [],
		tags: [],
		settings: [],
		capacityProviders: [],
		defaultCapacityProviderStrategy: []
	};
}
function describeService(service, region) {
	const counts = service.taskSets.map((set) => region.countsOf(set));
	const primary = service.taskSets.find(({ status }) => status === "PRIMARY") ?? service.taskSets.at(-1);
	const { circuitBreaker, maximumPercent, minimumHealthyPercent } = service.rolling;
	const isRolling = service.controller === "ECS";
	return {
		serviceArn: service.arn,
		serviceName: service.name,
		clusterArn: service.cluster.arn,
		loadBalancers: service.loadBalancing,
		serviceRegistries: [],
		status: service.status,
		desiredCount: service.desiredCount,
		runningCount: counts.reduce((total, { running }) => total + running, 0),
		pendingCount: counts.reduce((total, { pending }) => total + pending, 0),
		launchType: service.launchType,
		platformVersion: "LATEST",
		taskDefinition: primary?.definition.arn,
		deploymentConfiguration: {
			deploymentCircuitBreaker: {
				enable: circuitBreaker.isEnabled,
				rollback: circuitBreaker.rollsBack
			},
			maximumPercent,
			minimumHealthyPercent
		},
		taskSets: isRolling ? [] : service.taskSets.map((set) => describeTaskSet(set, service, region)),
		deployments: isRolling ? service.taskSets.toReversed().map((set) => describeDeployment(set, service, region)) : [],
		events: service.events.map(({ atMs, id, message }) => ({
			id,
			createdAt: new Date(atMs),
			message
		})),
		createdAt: new Date(service.createdMs),
		placementConstraints: [],
		placementStrategy: [],
		networkConfiguration: service.networkConfiguration,
		healthCheckGracePeriodSeconds: service.graceSeconds,
		schedulingStrategy: "REPLICA",
		deploymentController: { type: service.controller },
		createdBy: `arn:aws:iam::${region.scope.account}:user/rehearsal`,
		enableECSManagedTags: false,
		propagateTags: "NONE",
		enableExecuteCommand: false
	};
}
function describeTaskSet(set, service, region) {
	const { pending, running } = region.countsOf(set);
	return {
		id: set.id,
		taskSetArn: set.arn,
		serviceArn: service.arn,
		clusterArn: service.cluster.arn,
		startedBy: set.startedBy,
		externalId: set.externalId,
		status: set.status,
		taskDefinition: set.definition.arn,
		computedDesiredCount: set.desired,
		pendingCount: pending,
		runningCount: running,
		createdAt: new Date(set.createdMs),
		updatedAt: new Date(set.updatedMs),
		launchType: service.launchType,
		platformVersion: "1.4.0",
		networkConfiguration: service.networkConfiguration,
		loadBalancers: set.loadBalancing,
		serviceRegistries: [],
		scale: {
			value: set.scale,
			unit: "PERCENT"
		},
		stabilityStatus: set.isStable ? "STEADY_STATE" : "STABILIZING",
		stabilityStatusAt: new Date(set.stableSinceMs),
		tags: []
	};
}
function describeDeployment(set, service, region) {
	const { pending, running } = region.countsOf(set);
	return {
		id: set.id,
		status: set === service.taskSets.at(-1) ? "PRIMARY" : set.status === "DRAINING" ? "INACTIVE" : "ACTIVE",
		taskDefinition: set.definition.arn,
		desiredCount: set === service.taskSets.at(-1) ? service.desiredCount : set.desired,
		pendingCount: pending,
		runningCount: running,
		failedTasks: set.failedTasks,
		createdAt: new Date(set.createdMs),
		updatedAt: new Date(set.updatedMs),
		launchType: service.launchType,
		platformVersion: "1.4.0",
		networkConfiguration: service.networkConfiguration,
		rolloutState: set.rollout.state,
		rolloutStateReason: set.rollout.reason
	};
}
function describeTask(task, fleet, region) {
	const { times } = task;
	return {
		taskArn: task.arn,
		clusterArn: task.cluster.arn,
		taskDefinitionArn: task.definition.arn,
		group: task.group,
		startedBy: task.startedBy,
		lastStatus: task.status,
		desiredStatus: task.stop ? "STOPPED" : "RUNNING",
		healthStatus: "UNKNOWN",
		launchType: task.service?.launchType ?? "FARGATE",
		cpu: task.definition.input.cpu,
		memory: task.definition.input.memory,
		version: 1,
		connectivity: fleet.isHealthy(region, task) || task.status === "RUNNING" ? "CONNECTED" : "DISCONNECTED",
		attachments: [{
			id: task.id,
			type: "ElasticNetworkInterface",
			status: "ATTACHED",
			details: [{
				name: "privateIPv4Address",
				value: task.ip
			}]
		}],
		containers: task.containers.map((container) => ({
			containerArn: region.arnOf(`container/${task.cluster.name}/${task.id}/${container.name}`),
			taskArn: task.arn,
			name: container.name,
			image: container.image,
			imageDigest: container.digest,
			runtimeId: container.running?.id,
			lastStatus: task.status === "STOPPED" ? "STOPPED" : container.running ? "RUNNING" : "PENDING",
			exitCode: container.exitCode,
			reason: container.reason,
			networkInterfaces: [{
				attachmentId: task.id,
				privateIpv4Address: task.ip
			}],
			healthStatus: "UNKNOWN"
		})),
		stopCode: task.stop?.code,
		stoppedReason: task.stop?.reason,
		createdAt: new Date(task.createdMs),
		pullStartedAt: dateOf(times.pullStarted),
		pullStoppedAt: dateOf(times.pullStopped),
		startedAt: dateOf(times.started),
		stoppingAt: dateOf(times.stopping),
		executionStoppedAt: dateOf(times.executionStopped),
		stoppedAt: dateOf(times.stopped),
		tags: []
	};
}
function dateOf(ms) {
	return ms === void 0 ? void 0 : new Date(ms);
}
// packages/sandbox/src/ecs/region.ts
/** Clusters, services and tasks of one account and region. */
var EcsRegion = class {
	scope;
	clusters = /* @__PURE__ */ new Map();
	services = [];
	tasks = /* @__PURE__ */ new Map();
	definitions = /* @__PURE__ */ new Map();
	#random;
	constructor(scope, random) {
		this.scope = scope;
		this.#random = random;
	}
	arnOf(rest) {
		return `arn:aws:ecs:${this.scope.region}:${this.scope.account}:${rest}`;
	}
	newId() {
		return randomHex(this.#random, 32);
	}
	/** `ecs-svc/` and nineteen digits, as task sets and deployments are named. */
	newSetId() {
		return `ecs-svc/${randomText(this.#random, 19, "123456789")}`;
	}
	/** By name or ARN; the one called `default` where none is named. */
	cluster(reference = "default") {
		const cluster = this.clusters.get(lastPart(reference));
		if (cluster?.status !== "ACTIVE") throw new ServiceError("ClusterNotFoundException", "Cluster not found.");
		return cluster;
	}
	findService(cluster, reference) {
		const name = lastPart(reference);
		const found = this.services.filter((service) => service.cluster === cluster && service.name === name);
		return found.find(({ status }) => status !== "INACTIVE") ?? found.at(-1);
	}
	service(cluster, reference) {
		const service = this.findService(cluster, reference);
		if (!service) throw new ServiceError("ServiceNotFoundException", "Service not found.");
		if (service.status !== "ACTIVE") throw new ServiceError("ServiceNotActiveException", "Service was not ACTIVE.");
		return service;
	}
	task(cluster, reference) {
		const task = this.tasks.get(lastPart(reference));
		return task?.cluster === cluster ? task : void 0;
	}
	tasksOf(set) {
		return [...this.tasks.values()].filter(({ taskSet }) => taskSet === set);
	}
	/** How many tasks of a set run, and how many are on their way. */
	countsOf(set) {
		const alive = this.tasksOf(set).filter(isAlive);
		const running = alive.filter(isRunning).length;
		return {
			running,
			pending: alive.length - running,
			alive: alive.length
		};
	}
	register(input, registeredBy, nowMs) {
		const revisions = this.definitions.get(input.family) ?? [];
		const revision = revisions.length + 1;
		const made = {
			arn: this.arnOf(`task-definition/${input.family}:${revision}`),
			family: input.family,
			revision,
			input,
			registeredBy,
			registeredMs: nowMs,
			deregisteredMs: void 0
		};
		this.definitions.set(input.family, [...revisions, made]);
		return made;
	}
	/** By ARN, `family:revision`, or `family` for the newest that is active. */
	definition(reference) {
		const [family = "", revision] = lastPart(reference).split(":");
		const revisions = this.definitions.get(family) ?? [];
		if (revision === void 0) return revisions.findLast(({ deregisteredMs }) => deregisteredMs === void 0);
		return revisions.find((definition) => String(definition.revision) === revision);
	}
	/** The task definition for a new deployment, which must be active. */
	usableDefinition(reference) {
		const definition = this.definition(reference);
		if (!definition) throw new ServiceError("ClientException", "Unable to describe task definition.");
		if (definition.deregisteredMs !== void 0) throw new ServiceError("ClientException", "TaskDefinition is inactive");
		return definition;
	}
	event(service, message, nowMs) {
		const id = `${randomHex(this.#random, 8)}-${randomHex(this.#random, 4)}-4${randomHex(this.#random, 3)}-a${randomHex(this.#random, 3)}-${randomHex(this.#random, 12)}`;
		service.events.unshift({
			id,
			atMs: nowMs,
			message: `(service ${service.name}) ${message}`
		});
		service.events.splice(100);
	}
};
/** What stands behind the last slash of an ARN or name. */
function lastPart(reference) {
	return reference.slice(reference.lastIndexOf("/") + 1);
}
// packages/sandbox/src/ecs/task-definition.ts
const keyValue = object({
	name: wire.text,
	value: wire.text
});
const refused$1 = (what) => _undefined(`the sandbox does not serve ${what}`).optional();
const containerSchema = looseObject({
	name: wire.text.regex(/^[A-Za-z0-9_-]{1,255}$/),
	image: wire.text.min(1),
	essential: wire.boolean.default(true),
	environment: array(keyValue).default([]),
	command: array(wire.text).optional(),
	entryPoint: array(wire.text).optional(),
	portMappings: array(looseObject({
		containerPort: wire.integerIn(1, 65535),
		hostPort: wire.integer.optional()
	})).default([]),
	memory: wire.integer.optional(),
	stopTimeout: wire.integerIn(0, 120).optional(),
	logConfiguration: object({
		logDriver: literal("awslogs", "the sandbox serves awslogs"),
		options: record$1(string(), string()).default({})
	}).optional(),
	secrets: refused$1("secrets"),
	environmentFiles: refused$1("environmentFiles"),
	mountPoints: array(unknown()).max(0, "the sandbox does not serve mountPoints").optional(),
	dependsOn: refused$1("dependsOn"),
	healthCheck: refused$1("container health checks; use the target group’s")
});
/** The input of RegisterTaskDefinition. */
const taskDefinitionSchema = looseObject({
	family: wire.text.regex(/^[A-Za-z0-9_-]{1,255}$/),
	containerDefinitions: array(containerSchema).min(1, "Container list cannot be empty."),
	cpu: wire.text.optional(),
	memory: wire.text.optional(),
	networkMode: wire.text.optional(),
	requiresCompatibilities: array(wire.text).optional(),
	volumes: array(unknown()).max(0, "the sandbox does not serve volumes").optional(),
	tags: array(object({
		key: wire.text,
		value: wire.text.optional()
	})).optional()
});
/** Problems that ECS finds when the shape is right. */
function problemOf(input) {
	const names = input.containerDefinitions.map(({ name }) => name);
	if (new Set(names).size < names.length) return "Container names must be unique.";
	if (!input.containerDefinitions.some(({ essential }) => essential)) return "Task definition does not have any essential containers.";
	const isFargate = input.requiresCompatibilities?.includes("FARGATE") ?? false;
	if (isFargate && input.networkMode !== "awsvpc") return "When using FARGATE, the network mode must be awsvpc.";
	if (isFargate && (input.cpu === void 0 || input.memory === void 0)) return `Fargate requires task definition to have ${input.cpu === void 0 ? "cpu" : "memory"} at task level.`;
}
/** As DescribeTaskDefinition shows it. */
function describeTaskDefinition(definition) {
	const { tags: _tags, ...input } = definition.input;
	return {
		...input,
		containerDefinitions: input.containerDefinitions.map((container) => ({
			cpu: 0,
			mountPoints: [],
			volumesFrom: [],
			...container
		})),
		taskDefinitionArn: definition.arn,
		revision: definition.revision,
		status: definition.deregisteredMs === void 0 ? "ACTIVE" : "INACTIVE",
		volumes: [],
		placementConstraints: [],
		compatibilities: ["EC2", "FARGATE"],
		registeredAt: new Date(definition.registeredMs),
		registeredBy: definition.registeredBy,
		...definition.deregisteredMs === void 0 ? {} : { deregisteredAt: new Date(definition.deregisteredMs) }
	};
}
// packages/sandbox/src/ecs/definition-operations.ts
const code$5 = "InvalidParameterException";
const paging$1 = {
	maxResults: wire.integerIn(1, 100).default(100),
	nextToken: wire.text.optional()
};
const schemas$4 = {
	cluster: object({ clusterName: wire.text.regex(/^[A-Za-z0-9_-]{1,255}$/).default("default") }),
	describeClusters: object({ clusters: array(wire.text).default(["default"]) }),
	deleteCluster: object({ cluster: wire.text }),
	listClusters: object(paging$1),
	definition: object({ taskDefinition: wire.text }),
	listDefinitions: object({
		...paging$1,
		familyPrefix: wire.text.optional(),
		status: _enum([
			"ACTIVE",
			"INACTIVE",
			"DELETE_IN_PROGRESS"
		]).default("ACTIVE"),
		sort: _enum(["ASC", "DESC"]).default("ASC")
	})
};
/** The operations on clusters and task definitions. */
function definitionOperations(clock, fleet) {
	return {
		CreateCluster(raw, caller) {
			const { clusterName: name } = read$2(schemas$4.cluster, raw, code$5);
			const region = fleet.of(caller);
			const known = region.clusters.get(name);
			return { cluster: describeCluster(known?.status === "ACTIVE" ? known : newCluster(region, name), region) };
		},
		DescribeClusters(raw, caller) {
			const region = fleet.of(caller);
			const found = read$2(schemas$4.describeClusters, raw, code$5).clusters.map((reference) => ({
				reference,
				cluster: region.clusters.get(lastPart(reference))
			}));
			return {
				clusters: found.flatMap(({ cluster }) => cluster ? [describeCluster(cluster, region)] : []),
				failures: found.flatMap(({ cluster, reference }) => cluster ? [] : [{
					arn: reference,
					reason: "MISSING"
				}])
			};
		},
		ListClusters(raw, caller) {
			const input = read$2(schemas$4.listClusters, raw, code$5);
			const { items, next } = pageOf$1([...fleet.of(caller).clusters.values()].filter(({ status }) => status === "ACTIVE"), input.maxResults, input.nextToken, code$5);
			return {
				clusterArns: items.map(({ arn }) => arn),
				nextToken: next
			};
		},
		DeleteCluster(raw, caller) {
			const region = fleet.of(caller);
			const cluster = region.cluster(read$2(schemas$4.deleteCluster, raw, code$5).cluster);
			if (region.services.some((service) => service.cluster === cluster && service.status !== "INACTIVE")) throw new ServiceError("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.");
			if ([...region.tasks.values()].some((task) => task.cluster === cluster && task.status !== "STOPPED")) throw new ServiceError("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");
			cluster.status = "INACTIVE";
			return { cluster: describeCluster(cluster, region) };
		},
		RegisterTaskDefinition(raw, caller) {
			const input = read$2(taskDefinitionSchema, raw, "ClientException");
			const problem = problemOf(input);
			if (problem !== void 0) throw new ServiceError("ClientException", problem);
			return {
				taskDefinition: describeTaskDefinition(fleet.of(caller).register(input, caller.arn, clock.now())),
				tags: input.tags ?? []
			};
		},
		DescribeTaskDefinition(raw, caller) {
			const definition = fleet.of(caller).definition(read$2(schemas$4.definition, raw, code$5).taskDefinition);
			if (!definition) throw new ServiceError("ClientException", "Unable to describe task definition.");
			return {
				taskDefinition: describeTaskDefinition(definition),
				tags: definition.input.tags ?? []
			};
		},
		DeregisterTaskDefinition(raw, caller) {
			const { taskDefinition } = read$2(schemas$4.definition, raw, code$5);
			const definition = /:\d+$/.test(taskDefinition) ? fleet.of(caller).definition(taskDefinition) : void 0;
			if (!definition) throw new ServiceError("ClientException", "The specified task definition does not exist.");
			definition.deregisteredMs ??= clock.now();
			return { taskDefinition: describeTaskDefinition(definition) };
		},
		ListTaskDefinitions(raw, caller) {
			const input = read$2(schemas$4.listDefinitions, raw, code$5);
			const isActive = input.status === "ACTIVE";
			const all = [...fleet.of(caller).definitions].filter(([family]) => input.familyPrefix === void 0 || family === input.familyPrefix).flatMap(([, revisions]) => revisions).filter(({ deregisteredMs }) => deregisteredMs === void 0 === isActive);
			if (input.sort === "DESC") all.reverse();
			const { items, next } = pageOf$1(all, input.maxResults, input.nextToken, code$5);
			return {
				taskDefinitionArns: items.map(({ arn }) => arn),
				nextToken: next
			};
		}
	};
}
function newCluster(region, name) {
	const cluster = {
		arn: region.arnOf(`cluster/${name}`),
		name,
		status: "ACTIVE"
	};
	region.clusters.set(name, cluster);
	return cluster;
}
// packages/sandbox/src/ecs/images.ts
/** Thrown where an image cannot be had; the message is the stopped reason of the task. */
var CannotPull = class extends Error {
	name = "CannotPull";
};
/** Gives tasks the images of the sandbox's registries, by digest. */
var Images = class {
	#ctx;
	#passwords = /* @__PURE__ */ new Map();
	#transports = /* @__PURE__ */ new Map();
	constructor(ctx) {
		this.#ctx = ctx;
	}
	/** The image that `name` refers to now, with what a runtime needs to fetch it as the account of the task. */
	async find(name, scope, signal) {
		const { host, path, reference } = await this.#locate(name);
		const password = this.#passwordFor(scope.account, scope.region);
		const repository = this.#repository(host, path, scope);
		const digest = await this.#digestOf(repository, name, reference, signal);
		return {
			repository,
			digest,
			reference: `${host}/${path}@${digest}`,
			credentials: {
				username: "AWS",
				password
			}
		};
	}
	close() {
		for (const transport of this.#transports.values()) transport.close();
	}
	/** A registry is named by the loopback host it listens on, or as AWS names it. */
	async #locate(name) {
		const parsed = parsedOrNothing(name);
		if (!parsed) throw new CannotPull(`CannotPullContainerError: invalid reference format: "${name}"`);
		const aws = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(parsed.host);
		const registries = this.#ctx.stores.ecr;
		const registry = aws ? await registries.registry(aws[1] ?? "", aws[2] ?? "") : registries.registries.find(({ host }) => host === parsed.host);
		if (!registry) throw new CannotPull(`CannotPullContainerError: pull image manifest has been retried 5 time(s): "${parsed.host}" is no registry of the sandbox`);
		return {
			host: registry.host,
			path: parsed.path,
			reference: parsed.digest ?? parsed.tag ?? "latest"
		};
	}
	async #digestOf(repository, name, reference, signal) {
		let problem = "not found";
		try {
			const found = await repository.head(reference, signal);
			if (found) return found.digest;
		} catch (error) {
			if (signal.aborted) throw signal.reason;
			if (!(error instanceof StepError)) throw error;
			problem = error.message;
		}
		throw new CannotPull(`CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${name}: ${problem}`);
	}
	#passwordFor(account, region) {
		return this.#ctx.stores.ecr.passwordFor(account, region);
	}
	#repository(host, path, { account, region }) {
		const key = `${account}/${region}/${host}`;
		const transport = this.#transports.get(key) ?? createTransport({
			host,
			clock: this.#ctx.clock,
			random: this.#ctx.random,
			retry: {
				tries: 2,
				baseMs: 100,
				capMs: 1e3
			},
			credentials: async (_host, { stale }) => {
				const password = (stale ? void 0 : this.#passwords.get(key)) ?? this.#passwordFor(account, region);
				this.#passwords.set(key, password);
				return {
					type: "basic",
					username: "AWS",
					password
				};
			}
		});
		this.#transports.set(key, transport);
		return registryRepository(transport, path);
	}
};
function parsedOrNothing(name) {
	try {
		return parseReference(name);
	} catch (error) {
		if (error instanceof StepError) return void 0;
		throw error;
	}
}
// packages/sandbox/src/ecs/rolling.ts
/**
* The next step of a rolling update: new tasks as far as the maximum allows, old ones away as far as the minimum of
* healthy tasks allows. "The minimum is rounded up, the maximum down."
*/
function rollingStep(fresh, old, limits) {
	const { desired } = limits;
	const atMost = Math.floor(desired * limits.maximumPercent / 100);
	const atLeast = Math.ceil(desired * limits.minimumHealthyPercent / 100);
	const room = Math.max(0, atMost - fresh.alive - old.alive);
	const newDesired = Math.min(desired, fresh.alive + room);
	if (fresh.healthy >= desired) return {
		newDesired: desired,
		oldDesired: 0,
		isDone: old.alive === 0
	};
	const spare = Math.max(0, fresh.healthy + old.healthy - atLeast);
	const unhealthyOld = old.alive - old.healthy;
	const oldDesired = Math.max(0, old.alive - unhealthyOld - Math.min(spare, old.healthy));
	return {
		newDesired,
		oldDesired: Math.min(oldDesired, old.alive),
		isDone: false
	};
}
/** How many failed tasks make the circuit breaker give up: half of the desired count, at least 3, at most 200. */
function breakerThreshold(desired) {
	return Math.min(200, Math.max(3, Math.ceil(desired / 2)));
}
// packages/sandbox/src/ecs/task-log.ts
/** Thrown where the log group of a task is not there; the message is the stopped reason. */
var LogSetupError = class extends Error {
	name = "LogSetupError";
};
/**
* Opens the stream that the `awslogs` driver writes to, `<prefix>/<container>/<task>`. As on Fargate, a missing group
* fails the task unless `awslogs-create-group` is true. Without a log configuration the lines go nowhere.
*/
function openLog(logs, task, definition, clock) {
	const options = definition.logConfiguration?.options;
	const name = options?.["awslogs-group"];
	if (!options || name === void 0) return () => void 0;
	const known = logs.groups.get(name);
	if (!known && options["awslogs-create-group"] !== "true") throw new LogSetupError(`ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ResourceNotFoundException: The specified log group does not exist: "${name}"`);
	const group = known ?? logs.createGroup(name, clock.now());
	const prefix = options["awslogs-stream-prefix"] ?? "ecs";
	const stream = logs.createStream(group, `${prefix}/${definition.name}/${task.id}`, clock.now());
	return (line) => logs.append(stream, line, clock.now(), clock.now());
}
// packages/sandbox/src/ecs/task-life.ts
/** Begins to stop a task; the first reason stands. */
function stopTask(task, stop, nowMs) {
	if (task.stop) return;
	task.stop = stop;
	task.times.stopping = nowMs;
	task.stopping.abort(new Error(stop.reason));
}
/** The life of a task, from PROVISIONING to STOPPED. */
async function liveTask(world, region, task, sandbox) {
	const { clock } = world.ctx;
	const signal = AbortSignal.any([sandbox, task.stopping.signal]);
	try {
		await clock.sleep(world.switches.provisioningMs, signal);
		task.status = "PENDING";
		await startContainers(world, region, task, signal, sandbox);
		task.status = "RUNNING";
		task.times.started = clock.now();
		for (const target of targetsOf(task)) {
			const group = world.balancing.of(region.scope).groups.get(target.targetGroupArn);
			if (group) world.balancing.register(region.scope, group, task.ip, target.containerPort);
		}
		await endOf(task, signal);
		stopTask(task, {
			code: "EssentialContainerExited",
			reason: "Essential container in task exited"
		}, clock.now());
	} catch (error) {
		if (!signal.aborted) stopTask(task, failureOf(error), clock.now());
	} finally {
		await endTask(world, region, task, sandbox);
	}
}
/** The target groups that a task's set registers it with. */
function targetsOf(task) {
	return task.taskSet?.loadBalancing ?? [];
}
async function startContainers(world, region, task, signal, sandbox) {
	const { clock, runtime } = world.ctx;
	if (!runtime) throw new Error("CannotStartContainerError: the sandbox was started without a container runtime");
	for (const definition of task.definition.input.containerDefinitions) {
		const container = task.containers.find(({ name }) => name === definition.name);
		if (!container) continue;
		task.times.pullStarted ??= clock.now();
		const pinned = task.taskSet?.digests.get(definition.image);
		const name = pinned === void 0 ? definition.image : `${definition.image.split("@")[0]}@${pinned}`;
		const source = await world.images.find(name, region.scope, signal);
		task.taskSet?.digests.set(definition.image, source.digest);
		container.digest = source.digest;
		const log = openLog(world.ctx.stores.logs.of(region.scope), task, definition, clock);
		const options = optionsOf(world.ctx, region, task, definition, log);
		signal.throwIfAborted();
		container.running = await runtime.start(source, {
			...options,
			signal: sandbox
		});
		task.times.pullStopped = clock.now();
		const { address } = container.running;
		const port = options.port;
		if (address && port !== void 0) world.network.attach(task.ip, port, address);
	}
}
function optionsOf(ctx, region, task, definition, onLine) {
	const { account, region: name } = region.scope;
	const override = task.overrides.get(definition.name);
	const own = Object.fromEntries(definition.environment.map((pair) => [pair.name, pair.value]));
	const entry = [...definition.entryPoint ?? [], ...override?.command ?? definition.command ?? []];
	const port = definition.portMappings[0]?.containerPort;
	return {
		name: `${task.group.replace(/^service:/, "")}-${task.id.slice(0, 8)}`,
		env: {
			...ctx.env(account, name),
			...own,
			...override?.env
		},
		onLine,
		...entry.length > 0 ? { command: entry } : {},
		...port === void 0 ? {} : { port }
	};
}
/** Resolves when an essential container has ended by itself; rejects when the task shall stop. */
async function endOf(task, signal) {
	const essential = task.definition.input.containerDefinitions.filter((container) => container.essential);
	const exits = task.containers.filter(({ name }) => essential.some((container) => container.name === name)).flatMap(({ running }) => running ? [running.exited] : []);
	await new Promise((resolve, reject) => {
		signal.addEventListener("abort", () => reject(signal.reason), { once: true });
		if (signal.aborted) reject(signal.reason);
		for (const exited of exits) exited.then(() => resolve(), reject);
	});
}
/** Takes the task out of its target groups, stops what runs, and says how it ended. */
async function endTask(world, region, task, sandbox) {
	const { clock } = world.ctx;
	task.status = "DEACTIVATING";
	try {
		await Promise.all(targetsOf(task).map((target) => leave(world, region, task, target, sandbox)));
	} finally {
		task.status = "STOPPING";
		const graceMs = sandbox.aborted ? 1e3 : 5e3;
		await Promise.all(task.containers.map((container) => endContainer(container, graceMs)));
		world.network.detach(task.ip);
		task.times.executionStopped = clock.now();
		task.times.stopped = clock.now();
		task.status = "STOPPED";
	}
}
async function leave(world, region, task, { containerPort, targetGroupArn }, signal) {
	const group = world.balancing.of(region.scope).groups.get(targetGroupArn);
	if (group) await world.balancing.deregister(group, task.ip, containerPort, signal);
}
async function endContainer(container, graceMs) {
	if (!container.running) return;
	await container.running.stop(graceMs);
	const { exitCode, reason } = await container.running.exited;
	container.exitCode = exitCode;
	container.reason = exitCode === 0 ? void 0 : reason;
}
function failureOf(error) {
	const code = "TaskFailedToStart";
	if (error instanceof CannotPull || error instanceof LogSetupError) return {
		code,
		reason: error.message
	};
	const text = describeError(error);
	return {
		code,
		reason: text.startsWith("Cannot") ? text : `CannotStartContainerError: ${text}`
	};
}
// packages/sandbox/src/ecs/scheduler.ts
/** Keeps each service of a region at its number of tasks: starts, stops, replaces, and rolls deployments forward. */
var Scheduler = class {
	#fleet;
	#region;
	#world;
	/** Ends of tasks that were looked at already. */
	#accounted = /* @__PURE__ */ new WeakSet();
	constructor(fleet, region, world) {
		this.#fleet = fleet;
		this.#region = region;
		this.#world = world;
	}
	async run(signal) {
		const { clock } = this.#world.ctx;
		const pauseMs = Math.max(this.#world.switches.schedulerMs, 20 * clock.speed);
		while (!signal.aborted) {
			for (const service of this.#region.services) if (service.status !== "INACTIVE") this.#look(service);
			await clock.sleep(pauseMs, signal);
		}
	}
	#look(service) {
		if (service.controller === "ECS") this.#roll(service);
		for (const set of service.taskSets) {
			if (service.controller !== "ECS") set.desired = desiredOf(service, set);
			if (set.status === "DRAINING" || service.status === "DRAINING") set.desired = 0;
			this.#account(service, set);
			this.#replaceUnhealthy(service, set);
			this.#scale(service, set);
			this.#judge(service, set);
		}
		this.#forgetDrained(service);
		this.#sayWhenSteady(service);
	}
	/** The step of a rolling deployment; the newest set is the deployment, all others are on their way out. */
	#roll(service) {
		const fresh = service.taskSets.at(-1);
		if (!fresh) return;
		const old = service.taskSets.slice(0, -1);
		const count = (sets) => {
			const alive = sets.flatMap((set) => this.#region.tasksOf(set).filter(isAlive));
			return {
				alive: alive.length,
				healthy: alive.filter((task) => this.#fleet.isHealthy(this.#region, task)).length
			};
		};
		const step = rollingStep(count([fresh]), count(old), {
			desired: service.desiredCount,
			...service.rolling
		});
		fresh.desired = step.newDesired;
		let left = step.oldDesired;
		for (const set of old.toReversed()) {
			set.desired = Math.min(left, count([set]).alive);
			left -= set.desired;
		}
		if (step.isDone && fresh.rollout.state === "IN_PROGRESS") {
			fresh.rollout = {
				state: "COMPLETED",
				reason: `ECS deployment ${fresh.id} completed.`
			};
			for (const set of old) this.#fleet.removeTaskSet(set);
			this.#say(service, `(deployment ${fresh.id}) deployment completed.`);
		}
		this.#breakCircuit(service, fresh, old);
	}
	#breakCircuit(service, fresh, old) {
		const { circuitBreaker } = service.rolling;
		if (!circuitBreaker.isEnabled || fresh.rollout.state !== "IN_PROGRESS") return;
		if (fresh.failedTasks < breakerThreshold(service.desiredCount)) return;
		fresh.rollout = {
			state: "FAILED",
			reason: "ECS deployment circuit breaker: tasks failed to start."
		};
		this.#say(service, `(deployment ${fresh.id}) deployment failed: tasks failed to start.`);
		const last = old.findLast(({ rollout }) => rollout.state === "COMPLETED");
		if (!circuitBreaker.rollsBack || !last) return;
		this.#say(service, `rolling back to deployment ${last.id}.`);
		fresh.status = "ACTIVE";
		const { definition, loadBalancing } = last;
		const back = this.#fleet.addTaskSet(this.#region, service, {
			definition,
			loadBalancing,
			scale: 100
		}, "PRIMARY");
		back.rollout.reason = `ECS deployment circuit breaker: rolling back to deploymentId ${last.id}.`;
	}
	/** Tasks that ended without being asked slow the next start down, as ECS throttles them. */
	#account(service, set) {
		const { backoffMs, longestBackoffMs } = this.#world.switches;
		for (const task of this.#region.tasksOf(set)) {
			const code = task.stop?.code;
			const hasFailed = code === "TaskFailedToStart" || code === "EssentialContainerExited";
			if (this.#accounted.has(task) || !hasFailed && task.status !== "RUNNING") continue;
			if (!hasFailed && !this.#fleet.isHealthy(this.#region, task)) continue;
			if (hasFailed) {
				this.#accounted.add(task);
				set.failedTasks += 1;
				set.failedInARow += 1;
				const pauseMs = Math.min(longestBackoffMs, backoffMs * 2 ** (set.failedInARow - 1));
				set.notBeforeMs = this.#world.ctx.clock.now() + pauseMs;
				this.#say(service, `(task ${task.id}) failed: ${task.stop?.reason}`);
			} else set.failedInARow = 0;
		}
	}
	/** After the grace period a task that its load balancer calls unhealthy is stopped, and so replaced. */
	#replaceUnhealthy(service, set) {
		const nowMs = this.#world.ctx.clock.now();
		for (const task of this.#region.tasksOf(set).filter(isAlive)) {
			if (task.times.started === void 0 || nowMs < task.times.started + service.graceSeconds * 1e3) continue;
			for (const { containerPort, targetGroupArn } of targetsOf(task)) {
				const target = this.#world.balancing.of(this.#region.scope).groups.get(targetGroupArn)?.targets.get(`${task.ip}:${containerPort}`);
				if (target?.health.state !== "unhealthy") continue;
				const { description } = target.health.why;
				this.#say(service, `(port ${containerPort}) is unhealthy in (target-group ${targetGroupArn}) due to (reason ${description})`);
				const reason = `Task failed ELB health checks in (target-group ${targetGroupArn})`;
				this.#fleet.stopTask(task, {
					code: "ServiceSchedulerInitiated",
					reason
				});
				set.failedTasks += 1;
			}
		}
	}
	#scale(service, set) {
		const alive = this.#region.tasksOf(set).filter(isAlive);
		const missing = set.desired - alive.length;
		if (missing > 0 && this.#world.ctx.clock.now() >= set.notBeforeMs) {
			const started = Array.from({ length: missing }, () => this.#start(service, set));
			this.#say(service, `has started ${started.length} tasks: ${started.map(({ id }) => `(task ${id})`).join(" ")}.`);
		}
		const surplus = alive.slice(set.desired);
		const reason = `Scaling activity initiated by (deployment ${set.id})`;
		for (const task of surplus) this.#fleet.stopTask(task, {
			code: "ServiceSchedulerInitiated",
			reason
		});
		if (surplus.length > 0) this.#say(service, `has stopped ${surplus.length} running tasks: ${surplus.map(({ id }) => `(task ${id})`).join(" ")}.`);
	}
	#start(service, taskSet) {
		const { cluster, controller, name } = service;
		const startedBy = controller === "ECS" ? taskSet.id : taskSet.startedBy ?? taskSet.id;
		const { definition } = taskSet;
		return this.#fleet.startTask(this.#region, {
			cluster,
			definition,
			service,
			taskSet,
			group: `service:${name}`,
			startedBy
		});
	}
	#judge(service, set) {
		const alive = this.#region.tasksOf(set).filter(isAlive);
		const wanted = service.controller === "ECS" ? set.desired : desiredOf(service, set);
		const isStable = alive.length === wanted && alive.every((task) => this.#fleet.isHealthy(this.#region, task));
		if (isStable === set.isStable) return;
		set.isStable = isStable;
		set.stableSinceMs = this.#world.ctx.clock.now();
		set.updatedMs = set.stableSinceMs;
	}
	#forgetDrained(service) {
		const isGone = (set) => set.status === "DRAINING" && this.#region.tasksOf(set).every(({ status }) => status === "STOPPED");
		service.taskSets = service.taskSets.filter((set) => !isGone(set));
		const isEmpty = [...this.#region.tasks.values()].every((task) => task.service !== service || task.status === "STOPPED");
		if (service.status === "DRAINING" && isEmpty) service.status = "INACTIVE";
	}
	#sayWhenSteady(service) {
		const isSteady = service.taskSets.length === 1 && (service.taskSets[0]?.isStable ?? false);
		if (isSteady && !service.isSteady) this.#say(service, "has reached a steady state.");
		service.isSteady = isSteady;
	}
	#say(service, message) {
		this.#region.event(service, message, this.#world.ctx.clock.now());
	}
};
function desiredOf(service, set) {
	return set.status === "DRAINING" ? 0 : Math.ceil(service.desiredCount * set.scale / 100);
}
// packages/sandbox/src/ecs/fleet.ts
/** Everything that runs: services keep their tasks, task sets come and go. ECS's API and CodeDeploy both steer it. */
var Fleet = class {
	#ctx;
	#world;
	#regions;
	constructor(ctx, switches) {
		this.#ctx = ctx;
		this.#world = {
			ctx,
			switches,
			images: new Images(ctx),
			get balancing() {
				return ctx.stores.elb.balancing;
			},
			get network() {
				return ctx.stores.elb.network;
			}
		};
		this.#regions = new Scoped((scope) => {
			const region = new EcsRegion(scope, ctx.random);
			const scheduler = new Scheduler(this, region, this.#world);
			ctx.background("service scheduler", (signal) => scheduler.run(signal));
			return region;
		});
	}
	of(where) {
		return this.#regions.of(where);
	}
	startTask(region, order) {
		const id = region.newId();
		const { cluster, definition, service, taskSet } = order;
		const task = {
			id,
			arn: region.arnOf(`task/${cluster.name}/${id}`),
			cluster,
			definition,
			service,
			taskSet,
			group: order.group,
			startedBy: order.startedBy,
			createdMs: this.#ctx.clock.now(),
			ip: this.#world.network.allocate(),
			containers: definition.input.containerDefinitions.map(({ image, name }) => ({
				name,
				image,
				digest: void 0,
				running: void 0,
				exitCode: void 0,
				reason: void 0
			})),
			overrides: order.overrides ?? /* @__PURE__ */ new Map(),
			status: "PROVISIONING",
			stop: void 0,
			stopping: new AbortController(),
			times: {}
		};
		region.tasks.set(id, task);
		this.#ctx.background(`task ${id}`, (signal) => liveTask(this.#world, region, task, signal));
		return task;
	}
	stopTask(task, stop) {
		stopTask(task, stop, this.#ctx.clock.now());
	}
	addTaskSet(region, service, order, status) {
		const nowMs = this.#ctx.clock.now();
		const id = region.newSetId();
		const set = {
			id,
			arn: region.arnOf(`task-set/${service.cluster.name}/${service.name}/${id}`),
			externalId: order.externalId,
			startedBy: order.startedBy,
			definition: order.definition,
			loadBalancing: order.loadBalancing,
			createdMs: nowMs,
			updatedMs: nowMs,
			status,
			scale: order.scale,
			desired: 0,
			failedInARow: 0,
			failedTasks: 0,
			notBeforeMs: 0,
			isStable: false,
			stableSinceMs: nowMs,
			rollout: {
				state: "IN_PROGRESS",
				reason: `ECS deployment ${id} in progress.`
			},
			digests: /* @__PURE__ */ new Map()
		};
		service.taskSets.push(set);
		service.isSteady = false;
		return set;
	}
	/** Makes a task set the one that the service stands for. */
	setPrimary(service, primary) {
		for (const set of service.taskSets) if (set.status === "PRIMARY") set.status = "ACTIVE";
		primary.status = "PRIMARY";
		primary.updatedMs = this.#ctx.clock.now();
		service.loadBalancing = primary.loadBalancing;
	}
	/** Takes a task set away; it drains and disappears when its last task has stopped. */
	removeTaskSet(set) {
		set.status = "DRAINING";
		set.scale = 0;
		set.updatedMs = this.#ctx.clock.now();
	}
	/** True while the task answers its load balancers' health checks, or has none. */
	isHealthy(region, task) {
		if (!isRunning(task)) return false;
		const { groups } = this.#world.balancing.of(region.scope);
		return (task.taskSet?.loadBalancing ?? []).every(({ containerPort, targetGroupArn }) => {
			return (groups.get(targetGroupArn)?.targets.get(`${task.ip}:${containerPort}`))?.health.state === "healthy";
		});
	}
	close() {
		this.#world.images.close();
	}
};
// packages/sandbox/src/ecs/service-input.ts
const refused = (what) => _undefined(`the sandbox does not serve ${what}`).optional();
const loadBalancersSchema = array(object({
	targetGroupArn: wire.text,
	containerName: wire.text,
	containerPort: wire.integerIn(1, 65535),
	advancedConfiguration: refused("native blue/green deployments")
})).max(5);
const deploymentConfigurationSchema = object({
	minimumHealthyPercent: wire.integerIn(0, 100).optional(),
	maximumPercent: wire.integerIn(100, 200).optional(),
	deploymentCircuitBreaker: object({
		enable: wire.boolean,
		rollback: wire.boolean
	}).optional(),
	strategy: literal("ROLLING", "the sandbox serves the strategy ROLLING and the controller CODE_DEPLOY").optional(),
	alarms: refused("alarms of ECS itself"),
	lifecycleHooks: refused("lifecycle hooks of ECS itself")
});
const createServiceSchema = object({
	cluster: wire.text.optional(),
	serviceName: wire.text.regex(/^[A-Za-z0-9_-]{1,255}$/),
	taskDefinition: wire.text.optional(),
	loadBalancers: loadBalancersSchema.default([]),
	desiredCount: wire.integerIn(0, 5e3).default(1),
	launchType: _enum([
		"FARGATE",
		"EC2",
		"EXTERNAL"
	]).default("FARGATE"),
	deploymentConfiguration: deploymentConfigurationSchema.optional(),
	networkConfiguration: unknown(),
	healthCheckGracePeriodSeconds: wire.integerIn(0).default(0),
	schedulingStrategy: literal("REPLICA", "the sandbox serves REPLICA").optional(),
	deploymentController: object({ type: _enum([
		"ECS",
		"CODE_DEPLOY",
		"EXTERNAL"
	]) }).optional(),
	serviceConnectConfiguration: refused("Service Connect")
});
const updateServiceSchema = object({
	cluster: wire.text.optional(),
	service: wire.text,
	desiredCount: wire.integerIn(0, 5e3).optional(),
	taskDefinition: wire.text.optional(),
	deploymentConfiguration: deploymentConfigurationSchema.optional(),
	networkConfiguration: unknown().optional(),
	platformVersion: wire.text.optional(),
	forceNewDeployment: wire.boolean.default(false),
	healthCheckGracePeriodSeconds: wire.integerIn(0).optional(),
	loadBalancers: loadBalancersSchema.optional(),
	deploymentController: refused("a change of the deployment controller")
});
/** `base` with what was given. */
function rollingOf(given, base = defaultRolling) {
	const breaker = given?.deploymentCircuitBreaker;
	return {
		minimumHealthyPercent: given?.minimumHealthyPercent ?? base.minimumHealthyPercent,
		maximumPercent: given?.maximumPercent ?? base.maximumPercent,
		circuitBreaker: breaker ? {
			isEnabled: breaker.enable,
			rollsBack: breaker.rollback
		} : base.circuitBreaker
	};
}
const defaultRolling = {
	minimumHealthyPercent: 100,
	maximumPercent: 200,
	circuitBreaker: {
		isEnabled: false,
		rollsBack: false
	}
};
/** Load balancing of a service, checked against the containers it names. */
function checkedLoadBalancing(given, definition) {
	for (const { containerName, containerPort } of given) {
		const container = definition.input.containerDefinitions.find(({ name }) => name === containerName);
		if (!container) throw refusal(`The container ${containerName} does not exist in the task definition.`);
		if (!container.portMappings.some((mapping) => mapping.containerPort === containerPort)) throw refusal(`The container ${containerName} did not have a container port ${containerPort} defined.`);
	}
	return given.map(({ containerName, containerPort, targetGroupArn }) => ({
		targetGroupArn,
		containerName,
		containerPort
	}));
}
/** What ECS answers to input it cannot use. */
function refusal(message) {
	return new ServiceError("InvalidParameterException", message);
}
// packages/sandbox/src/ecs/service-operations.ts
const code$4 = "InvalidParameterException";
const listSchema = object({
	cluster: wire.text.optional(),
	maxResults: wire.integerIn(1, 100).default(10),
	nextToken: wire.text.optional()
});
const describeSchema = object({
	cluster: wire.text.optional(),
	services: array(wire.text).min(1).max(10)
});
const deleteSchema = object({
	cluster: wire.text.optional(),
	service: wire.text,
	force: wire.boolean.default(false)
});
/** The operations on services. */
function serviceOperations(ctx, fleet) {
	return {
		CreateService(raw, caller) {
			const region = fleet.of(caller);
			return { service: describeService(createService(ctx, fleet, raw, caller), region) };
		},
		UpdateService(raw, caller) {
			const region = fleet.of(caller);
			const input = read$2(updateServiceSchema, raw, code$4);
			const service = region.service(region.cluster(input.cluster), input.service);
			updateService(fleet, region, service, input);
			return { service: describeService(service, region) };
		},
		DescribeServices(raw, caller) {
			const region = fleet.of(caller);
			const input = read$2(describeSchema, raw, code$4);
			const cluster = region.cluster(input.cluster);
			const found = input.services.map((reference) => ({
				reference,
				service: region.findService(cluster, reference)
			}));
			const missing = found.filter(({ service }) => service === void 0);
			return {
				services: found.flatMap(({ service }) => service ? [describeService(service, region)] : []),
				failures: missing.map(({ reference }) => ({
					arn: reference.startsWith("arn:") ? reference : region.arnOf(`service/${cluster.name}/${reference}`),
					reason: "MISSING"
				}))
			};
		},
		ListServices(raw, caller) {
			const region = fleet.of(caller);
			const input = read$2(listSchema, raw, code$4);
			const cluster = region.cluster(input.cluster);
			const { items, next } = pageOf$1(region.services.filter((service) => service.cluster === cluster && service.status === "ACTIVE"), input.maxResults, input.nextToken, code$4);
			return {
				serviceArns: items.map(({ arn }) => arn),
				nextToken: next
			};
		},
		DeleteService(raw, caller) {
			const region = fleet.of(caller);
			const input = read$2(deleteSchema, raw, code$4);
			const service = region.service(region.cluster(input.cluster), input.service);
			if (!input.force && service.desiredCount > 0) throw refusal("The service cannot be stopped while it is scaled above 0.");
			service.status = "DRAINING";
			service.desiredCount = 0;
			return { service: describeService(service, region) };
		}
	};
}
function createService(ctx, fleet, raw, caller) {
	const input = read$2(createServiceSchema, raw, code$4);
	const region = fleet.of(caller);
	const cluster = region.cluster(input.cluster);
	const known = region.findService(cluster, input.serviceName);
	if (known && known.status !== "INACTIVE") throw refusal("Creation of service was not idempotent.");
	const controller = input.deploymentController?.type ?? "ECS";
	const service = {
		arn: region.arnOf(`service/${cluster.name}/${input.serviceName}`),
		name: input.serviceName,
		cluster,
		controller,
		createdMs: ctx.clock.now(),
		networkConfiguration: input.networkConfiguration,
		launchType: input.launchType,
		loadBalancing: [],
		status: "ACTIVE",
		desiredCount: input.desiredCount,
		graceSeconds: input.healthCheckGracePeriodSeconds,
		rolling: rollingOf(input.deploymentConfiguration),
		taskSets: [],
		events: [],
		isSteady: false
	};
	if (controller === "CODE_DEPLOY" && input.loadBalancers.length !== 1) throw refusal("A service with the CODE_DEPLOY deployment controller needs exactly one load balancer.");
	if (controller !== "EXTERNAL") {
		if (input.taskDefinition === void 0) throw refusal("TaskDefinition cannot be blank.");
		const definition = region.usableDefinition(input.taskDefinition);
		service.loadBalancing = checkedLoadBalancing(input.loadBalancers, definition);
		checkTargetGroups(ctx, service, caller);
		fleet.addTaskSet(region, service, {
			definition,
			loadBalancing: service.loadBalancing,
			scale: 100
		}, "PRIMARY");
	}
	region.services.push(service);
	return service;
}
function checkTargetGroups(ctx, service, caller) {
	const balancers = ctx.stores.elb.balancing.of(caller);
	for (const { targetGroupArn } of service.loadBalancing) {
		const group = balancers.groups.get(targetGroupArn);
		if (!group) throw refusal(`The target group ${targetGroupArn} does not exist.`);
		if (balancers.balancersOf(group).length > 0) continue;
		throw refusal(`The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`);
	}
}
function updateService(fleet, region, service, input) {
	const { desiredCount, forceNewDeployment, loadBalancers, taskDefinition } = input;
	if (service.controller !== "ECS") refuseForeignChange(service, input);
	const newest = service.taskSets.at(-1);
	const definition = taskDefinition === void 0 ? newest?.definition : region.usableDefinition(taskDefinition);
	if (desiredCount !== void 0) service.desiredCount = desiredCount;
	if (input.healthCheckGracePeriodSeconds !== void 0) service.graceSeconds = input.healthCheckGracePeriodSeconds;
	service.rolling = rollingOf(input.deploymentConfiguration, service.rolling);
	service.isSteady = false;
	if (service.controller !== "ECS" || !definition) return;
	if (loadBalancers) service.loadBalancing = checkedLoadBalancing(loadBalancers, definition);
	if (definition === newest?.definition && !forceNewDeployment && !loadBalancers) return;
	if (newest) newest.status = "ACTIVE";
	fleet.addTaskSet(region, service, {
		definition,
		loadBalancing: service.loadBalancing,
		scale: 100
	}, "PRIMARY");
}
/** Under another controller only the size and the grace period are ECS's to change. */
function refuseForeignChange({ controller }, input) {
	const what = input.taskDefinition !== void 0 ? "task definition" : input.loadBalancers ? "load balancers" : input.networkConfiguration !== void 0 ? "network configuration" : input.platformVersion !== void 0 ? "platform version" : input.forceNewDeployment ? "deployment" : void 0;
	if (what === void 0) return;
	throw new ServiceError(code$4, `Unable to update ${what} on services with a ${controller} deployment controller. ${controller === "CODE_DEPLOY" ? "Use AWS CodeDeploy to trigger a new deployment." : "Use the task set APIs to trigger a new deployment."}`);
}
// packages/sandbox/src/ecs/switches.ts
/** Shorter than Fargate takes, so that a rehearsal is not spent on waiting. */
const defaultEcsSwitches = {
	provisioningMs: 5e3,
	schedulerMs: 2e3,
	backoffMs: 1e4,
	longestBackoffMs: 9e5
};
// packages/sandbox/src/ecs/task-operations.ts
const code$3 = "InvalidParameterException";
const place$1 = { cluster: wire.text.optional() };
const overrideSchema = object({
	name: wire.text,
	environment: array(object({
		name: wire.text,
		value: wire.text
	})).default([]),
	command: array(wire.text).optional()
});
const schemas$3 = {
	list: object({
		...place$1,
		serviceName: wire.text.optional(),
		family: wire.text.optional(),
		startedBy: wire.text.optional(),
		desiredStatus: _enum([
			"RUNNING",
			"PENDING",
			"STOPPED"
		]).default("RUNNING"),
		maxResults: wire.integerIn(1, 100).default(100),
		nextToken: wire.text.optional()
	}),
	describe: object({
		...place$1,
		tasks: array(wire.text).min(1).max(100)
	}),
	stop: object({
		...place$1,
		task: wire.text,
		reason: wire.text.optional()
	}),
	run: object({
		...place$1,
		taskDefinition: wire.text,
		count: wire.integerIn(1, 10).default(1),
		startedBy: wire.text.optional(),
		group: wire.text.optional(),
		overrides: object({ containerOverrides: array(overrideSchema).default([]) }).optional()
	})
};
/** The operations on tasks. */
function taskOperations(fleet) {
	return {
		ListTasks(raw, caller) {
			const input = read$2(schemas$3.list, raw, code$3);
			const region = fleet.of(caller);
			const cluster = region.cluster(input.cluster);
			const service = input.serviceName === void 0 ? void 0 : region.findService(cluster, input.serviceName);
			const isWanted = (task) => task.cluster === cluster && (input.serviceName === void 0 || service !== void 0 && task.service === service) && (input.family === void 0 || task.definition.family === input.family) && (input.startedBy === void 0 || task.startedBy === input.startedBy) && input.desiredStatus === "STOPPED" === (task.stop !== void 0);
			const { items, next } = pageOf$1([...region.tasks.values()].filter(isWanted), input.maxResults, input.nextToken, code$3);
			return {
				taskArns: items.map(({ arn }) => arn),
				nextToken: next
			};
		},
		DescribeTasks(raw, caller) {
			const input = read$2(schemas$3.describe, raw, code$3);
			const region = fleet.of(caller);
			const cluster = region.cluster(input.cluster);
			const found = input.tasks.map((reference) => ({
				reference,
				task: region.task(cluster, reference)
			}));
			return {
				tasks: found.flatMap(({ task }) => task ? [describeTask(task, fleet, region)] : []),
				failures: found.flatMap(({ reference, task }) => task ? [] : [{
					arn: reference,
					reason: "MISSING"
				}])
			};
		},
		StopTask(raw, caller) {
			const input = read$2(schemas$3.stop, raw, code$3);
			const region = fleet.of(caller);
			const task = region.task(region.cluster(input.cluster), input.task);
			if (!task) throw refusal("The referenced task was not found.");
			fleet.stopTask(task, {
				code: "UserInitiated",
				reason: input.reason ?? "Task stopped by user"
			});
			return { task: describeTask(task, fleet, region) };
		},
		RunTask(raw, caller) {
			const input = read$2(schemas$3.run, raw, code$3);
			const region = fleet.of(caller);
			const cluster = region.cluster(input.cluster);
			const definition = region.usableDefinition(input.taskDefinition);
			const overrides = new Map((input.overrides?.containerOverrides ?? []).map(({ command, environment, name }) => {
				return [name, {
					env: Object.fromEntries(environment.map((pair) => [pair.name, pair.value])),
					...command ? { command } : {}
				}];
			}));
			const group = input.group ?? `family:${definition.family}`;
			const { startedBy } = input;
			return {
				tasks: Array.from({ length: input.count }, () => fleet.startTask(region, {
					cluster,
					definition,
					group,
					startedBy,
					overrides
				})).map((task) => describeTask(task, fleet, region)),
				failures: []
			};
		}
	};
}
// packages/sandbox/src/ecs/task-set-operations.ts
const code$2 = "InvalidParameterException";
const scaleSchema = object({
	value: wire.number.default(100),
	unit: literal("PERCENT").default("PERCENT")
});
const place = {
	cluster: wire.text,
	service: wire.text
};
const schemas$2 = {
	create: object({
		...place,
		taskDefinition: wire.text,
		externalId: wire.text.optional(),
		loadBalancers: loadBalancersSchema.default([]),
		scale: scaleSchema.optional()
	}),
	describe: object({
		...place,
		taskSets: array(wire.text).optional()
	}),
	primary: object({
		...place,
		primaryTaskSet: wire.text
	}),
	update: object({
		...place,
		taskSet: wire.text,
		scale: scaleSchema
	}),
	remove: object({
		...place,
		taskSet: wire.text,
		force: wire.boolean.default(false)
	})
};
/** The operations on task sets, for services that another deployment controller steers. */
function taskSetOperations(fleet) {
	return {
		CreateTaskSet(raw, caller) {
			const input = read$2(schemas$2.create, raw, code$2);
			const { region, service } = locate(fleet, input, caller);
			const definition = region.usableDefinition(input.taskDefinition);
			const loadBalancing = checkedLoadBalancing(input.loadBalancers, definition);
			const { externalId, scale } = input;
			const order = {
				definition,
				loadBalancing,
				externalId,
				scale: scale?.value ?? 100
			};
			return { taskSet: describeTaskSet(fleet.addTaskSet(region, service, order, "ACTIVE"), service, region) };
		},
		DescribeTaskSets(raw, caller) {
			const input = read$2(schemas$2.describe, raw, code$2);
			const { region, service } = locate(fleet, input, caller);
			const found = (input.taskSets ?? service.taskSets.map(({ id }) => id)).map((reference) => ({
				reference,
				set: findSet(service, reference)
			}));
			return {
				taskSets: found.flatMap(({ set }) => set ? [describeTaskSet(set, service, region)] : []),
				failures: found.flatMap(({ reference, set }) => set ? [] : [{
					arn: reference,
					reason: "MISSING"
				}])
			};
		},
		UpdateServicePrimaryTaskSet(raw, caller) {
			const input = read$2(schemas$2.primary, raw, code$2);
			const { region, service } = locate(fleet, input, caller);
			const set = requiredSet(service, input.primaryTaskSet);
			fleet.setPrimary(service, set);
			return { taskSet: describeTaskSet(set, service, region) };
		},
		UpdateTaskSet(raw, caller) {
			const input = read$2(schemas$2.update, raw, code$2);
			const { region, service } = locate(fleet, input, caller);
			const set = requiredSet(service, input.taskSet);
			set.scale = input.scale.value;
			return { taskSet: describeTaskSet(set, service, region) };
		},
		DeleteTaskSet(raw, caller) {
			const input = read$2(schemas$2.remove, raw, code$2);
			const { region, service } = locate(fleet, input, caller);
			const set = requiredSet(service, input.taskSet);
			if (!input.force && set.scale > 0) throw refusal("The task set must be scaled to 0 before it is deleted, or use force.");
			fleet.removeTaskSet(set);
			return { taskSet: describeTaskSet(set, service, region) };
		}
	};
}
function locate(fleet, input, caller) {
	const region = fleet.of(caller);
	const service = region.service(region.cluster(input.cluster), input.service);
	if (service.controller === "ECS") throw refusal("Task sets are only for services with an EXTERNAL or CODE_DEPLOY deployment controller.");
	return {
		region,
		service
	};
}
function findSet(service, reference) {
	return service.taskSets.find(({ arn, id }) => arn === reference || id === reference);
}
function requiredSet(service, reference) {
	const set = findSet(service, reference);
	if (!set) throw new ServiceError("TaskSetNotFoundException", "The specified task set was not found.");
	return set;
}
// packages/sandbox/src/ecs/index.ts
/** ECS: services whose tasks really run. */
function createEcs(ctx) {
	const fleet = new Fleet(ctx, defaultEcsSwitches);
	return {
		services: [{
			kind: "rpc",
			signingName: "ecs",
			target: "AmazonEC2ContainerServiceV20141113",
			jsonVersion: "1.1",
			operations: {
				...definitionOperations(ctx.clock, fleet),
				...serviceOperations(ctx, fleet),
				...taskSetOperations(fleet),
				...taskOperations(fleet)
			}
		}],
		state: fleet,
		stop: async () => fleet.close()
	};
}
// packages/sandbox/src/compute/network.ts
/** The private addresses of a sandbox's tasks, and where they really are. Loopback addresses stand for themselves. */
var Network = class {
	#addresses = /* @__PURE__ */ new Map();
	#next = 0;
	/** The next private address: `10.0.0.4`, `10.0.0.5`, … */
	allocate() {
		const host = this.#next + 4;
		this.#next += 1;
		return `10.${host >> 16 & 255}.${host >> 8 & 255}.${host & 255}`;
	}
	attach(ip, port, address) {
		this.#addresses.set(`${ip}:${port}`, address);
	}
	detach(ip) {
		for (const key of this.#addresses.keys()) if (key.startsWith(`${ip}:`)) this.#addresses.delete(key);
	}
	resolve(ip, port) {
		if (ip.startsWith("127.")) return {
			host: ip,
			port
		};
		return this.#addresses.get(`${ip}:${port}`);
	}
};
// packages/sandbox/src/elb/forwarder.ts
const hopByHop = [
	"connection",
	"keep-alive",
	"proxy-connection",
	"te",
	"trailer",
	"transfer-encoding",
	"upgrade"
];
/** Bodies up to this size are kept, so that a connection that the target had already closed can be replaced. */
const keptBytes = 1048576;
/** Sends requests on to targets over connections that stay open. */
var Forwarder = class {
	#agent = new Agent({
		keepAlive: true,
		maxFreeSockets: 64
	});
	async forward(incoming, outgoing, target, idleMs) {
		const size = Number(incoming.headers["content-length"] ?? 0);
		const body = incoming.headers["transfer-encoding"] === void 0 && size <= keptBytes ? await collect(incoming) : void 0;
		const send = (agent) => this.#send({
			incoming,
			outgoing,
			target,
			idleMs,
			body,
			agent
		});
		const first = await send(body === void 0 ? false : this.#agent);
		return first === "stale" ? this.#settled(await send(false)) : first;
	}
	close() {
		this.#agent.destroy();
	}
	#settled(answer) {
		return answer === "stale" ? {
			by: "balancer",
			status: 502
		} : answer;
	}
	#send(exchange) {
		const { incoming, outgoing, target, idleMs, body, agent } = exchange;
		const startMs = performance.now();
		return new Promise((resolve) => {
			const sent = request$1({
				...target,
				agent,
				method: incoming.method,
				path: incoming.url,
				headers: headersOf(incoming, body)
			});
			sent.setTimeout(idleMs, () => sent.destroy(new TargetTimeout()));
			sent.on("error", (error) => resolve(outgoing.destroyed ? { by: "client" } : outcomeOf(error, sent)));
			sent.on("response", (response) => {
				const seconds = (performance.now() - startMs) / 1e3;
				const status = response.statusCode ?? 502;
				answer(response, outgoing, status).then(() => resolve({
					by: "target",
					status,
					seconds
				}), () => resolve({
					by: "target",
					status,
					seconds
				}));
			});
			outgoing.once("close", () => {
				if (!outgoing.writableFinished) sent.destroy();
			});
			if (body === void 0) pipeline(incoming, sent).catch(() => sent.destroy());
			else sent.end(body);
		});
	}
};
var TargetTimeout = class extends Error {};
function outcomeOf(error, sent) {
	if (error instanceof TargetTimeout) return {
		by: "balancer",
		status: 504
	};
	return sent.reusedSocket ? "stale" : {
		by: "balancer",
		status: 502
	};
}
function headersOf(incoming, body) {
	const headers = {};
	for (const [name, value] of Object.entries(incoming.headers)) if (value !== void 0 && !hopByHop.includes(name)) headers[name] = value;
	headers["x-forwarded-for"] = incoming.socket.remoteAddress ?? "127.0.0.1";
	headers["x-forwarded-proto"] = "http";
	if (body && body.length > 0) headers["content-length"] = String(body.length);
	return headers;
}
async function answer(response, outgoing, status) {
	outgoing.removeHeader("x-amzn-requestid");
	for (const [name, value] of Object.entries(response.headers)) if (value !== void 0 && !hopByHop.includes(name)) outgoing.setHeader(name, value);
	outgoing.writeHead(status);
	await pipeline(response, outgoing);
}
async function collect(incoming) {
	const chunks = [];
	for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}
// packages/sandbox/src/elb/data-plane.ts
/** Answers the requests of clients: picks a group by weight, a target in turn, and counts what came of it. */
var DataPlane = class {
	#clock;
	#network;
	#forwarder = new Forwarder();
	constructor(clock, network) {
		this.#clock = clock;
		this.#network = network;
	}
	async serve(region, balancer, listener, incoming, outgoing) {
		if (!listener) return this.#fail(region, balancer, void 0, 503, outgoing);
		const { action } = listener;
		if (action.type === "fixed-response") {
			outgoing.writeHead(action.status, { "content-type": action.contentType }).end(action.body);
			return;
		}
		const arn = listener.rotation.next();
		const group = arn === void 0 ? void 0 : region.groups.get(arn);
		const target = group && pickTarget(group);
		if (!group || !target) return this.#fail(region, balancer, group, 503, outgoing);
		target.inFlight += 1;
		try {
			await this.#forward(region, balancer, group, target, incoming, outgoing);
		} finally {
			target.inFlight -= 1;
		}
	}
	close() {
		this.#forwarder.close();
	}
	async #forward(region, balancer, group, target, incoming, outgoing) {
		const address = this.#network.resolve(target.id, target.port);
		if (!address) return this.#fail(region, balancer, group, 502, outgoing);
		const idleMs = Number(balancer.attributes.get("idle_timeout.timeout_seconds") ?? 60) * 1e3;
		const result = await this.#forwarder.forward(incoming, outgoing, address, idleMs);
		if (result.by === "client") return;
		if (result.by === "balancer") return this.#fail(region, balancer, group, result.status, outgoing);
		const { seconds, status } = result;
		region.meterOf(balancer).count({
			atMs: this.#clock.now(),
			by: "target",
			group: group.dimension,
			status,
			seconds
		});
	}
	#fail(region, balancer, group, status, outgoing) {
		const atMs = this.#clock.now();
		region.meterOf(balancer).count({
			atMs,
			by: "balancer",
			group: group?.dimension,
			status,
			seconds: void 0
		});
		const title = `${status} ${titles[status]}`;
		outgoing.writeHead(status, {
			server: "awselb/2.0",
			"content-type": "text/html"
		});
		outgoing.end(`<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`);
	}
};
const titles = {
	502: "Bad Gateway",
	503: "Service Temporarily Unavailable",
	504: "Gateway Time-out"
};
/** The next healthy target; where all have failed their checks, all of them are used ("fail open"). */
function pickTarget(group) {
	const all = [...group.targets.values()];
	const healthy = all.filter(({ health }) => health.state === "healthy");
	const usable = healthy.length > 0 ? healthy : all.filter(({ health }) => health.state === "unhealthy");
	group.turn += 1;
	return usable[group.turn % usable.length];
}
// packages/sandbox/src/elb/health.ts
/** A target that has just been registered. */
const initialHealth = {
	state: "initial",
	failures: 0
};
/** The health after one check: a new target needs one pass, an unhealthy one `healthy` in a row. */
function afterCheck(health, failure, thresholds) {
	switch (health.state) {
		case "draining": return health;
		case "unused":
		case "initial":
		case "healthy": {
			if (!failure) return {
				state: "healthy",
				failures: 0
			};
			const failures = (health.state === "unused" ? 0 : health.failures) + 1;
			if (failures >= thresholds.unhealthy) return {
				state: "unhealthy",
				successes: 0,
				why: failure
			};
			return {
				state: health.state === "healthy" ? "healthy" : "initial",
				failures
			};
		}
		case "unhealthy": {
			if (failure) return {
				state: "unhealthy",
				successes: 0,
				why: failure
			};
			const successes = health.successes + 1;
			return successes >= thresholds.healthy ? {
				state: "healthy",
				failures: 0
			} : {
				...health,
				successes
			};
		}
	}
}
/** As DescribeTargetHealth shows it. */
function describeHealth(health) {
	switch (health.state) {
		case "healthy": return { State: "healthy" };
		case "initial": return {
			State: "initial",
			Reason: "Elb.InitialHealthChecking",
			Description: "Initial health checks in progress"
		};
		case "unhealthy": return {
			State: "unhealthy",
			Reason: health.why.reason,
			Description: health.why.description
		};
		case "unused": return {
			State: "unused",
			Reason: "Target.NotInUse",
			Description: "Target group is not configured to receive traffic from the load balancer"
		};
		case "draining": return {
			State: "draining",
			Reason: "Target.DeregistrationInProgress",
			Description: "Target deregistration is in progress"
		};
	}
}
/** True where a status is among `200`, `200,202`, `200-299`. */
function matchesStatus(matcher, status) {
	return matcher.split(",").some((part) => {
		const [from = NaN, to = from] = part.split("-").map(Number);
		return status >= from && status <= to;
	});
}
// packages/sandbox/src/elb/health-monitor.ts
/** Checks one target until `signal` aborts. The interval is on the clock; the request itself takes time on the wall. */
async function monitor(group, target, { clock, isInUse, resolve }, signal) {
	while (!signal.aborted) {
		const { healthCheck } = group;
		if (target.health.state !== "draining") {
			if (isInUse(group)) {
				const failure = await check(resolve(target), healthCheck);
				target.health = afterCheck(target.health, failure, {
					healthy: healthCheck.healthyThreshold,
					unhealthy: healthCheck.unhealthyThreshold
				});
			} else target.health = { state: "unused" };
		}
		await clock.sleep(healthCheck.intervalSeconds * 1e3, signal);
	}
}
async function check(address, healthCheck) {
	if (!address) return {
		reason: "Target.FailedHealthChecks",
		description: "Health checks failed"
	};
	const { matcher, path, timeoutSeconds } = healthCheck;
	const answer = await probe(address, path, timeoutSeconds * 1e3);
	if (answer === "timeout") return {
		reason: "Target.Timeout",
		description: "Request timed out"
	};
	if (answer === "refused") return {
		reason: "Target.FailedHealthChecks",
		description: "Health checks failed"
	};
	if (matchesStatus(matcher, answer)) return void 0;
	return {
		reason: "Target.ResponseCodeMismatch",
		description: `Health checks failed with these codes: [${answer}]`
	};
}
function probe(address, path, timeoutMs) {
	return new Promise((resolve) => {
		const headers = { "user-agent": "ELB-HealthChecker/2.0" };
		const sent = request$1({
			...address,
			path,
			agent: false,
			timeout: timeoutMs,
			headers
		}, (response) => {
			response.resume();
			response.on("error", () => void 0);
			resolve(response.statusCode ?? 0);
		});
		sent.on("timeout", () => {
			resolve("timeout");
			sent.destroy();
		});
		sent.on("error", () => resolve("refused"));
		sent.end();
	});
}
// packages/sandbox/src/elb/meter.ts
const minuteMs = 6e4;
/** Counts the requests of one load balancer, and publishes each minute when it is over, as ELB does. */
var Meter = class {
	#balancer;
	#totals = /* @__PURE__ */ new Map();
	#seconds = /* @__PURE__ */ new Map();
	constructor(balancer) {
		this.#balancer = balancer;
	}
	count(answer) {
		const { atMs, by, group, seconds, status } = answer;
		const kind = `${Math.floor(status / 100)}XX`;
		if (group !== void 0 && status !== 503) this.#add(atMs, "RequestCount", group, 1);
		if (by === "target") this.#add(atMs, `HTTPCode_Target_${kind}_Count`, group, 1);
		if (by === "balancer" && status >= 400) {
			this.#add(atMs, `HTTPCode_ELB_${kind}_Count`, void 0, 1);
			if (status >= 500) this.#add(atMs, `HTTPCode_ELB_${status}_Count`, void 0, 1);
		}
		if (seconds !== void 0) this.#add(atMs, "TargetResponseTime", group, Math.round(seconds * 1e6) / 1e6);
		this.#note(answer);
	}
	/** Publishes the minutes that ended by `untilMs`. What did not happen has no metric: zero errors are no datapoint. */
	publish(region, untilMs) {
		for (const [key, total] of this.#totals) {
			if (total.minuteMs + minuteMs > untilMs) continue;
			this.#totals.delete(key);
			this.#put(region, total.name, total.group, total.minuteMs, total.set);
		}
	}
	/** Publishes the hosts of a target group for the minute before `untilMs`. */
	publishHosts(region, untilMs, group, healthy, unhealthy) {
		this.#put(region, "HealthyHostCount", group, untilMs - minuteMs, sampleSet(healthy));
		this.#put(region, "UnHealthyHostCount", group, untilMs - minuteMs, sampleSet(unhealthy));
	}
	/** Every second with a request, oldest first. */
	timeline() {
		return [...this.#seconds.values()].sort((a, b) => a.second - b.second);
	}
	#add(atMs, name, group, value) {
		const start = Math.floor(atMs / minuteMs) * minuteMs;
		for (const of of group === void 0 ? [void 0] : [void 0, group]) {
			const key = `${start}/${name}/${of ?? ""}`;
			const set = mergeSets(this.#totals.get(key)?.set, sampleSet(value));
			this.#totals.set(key, {
				minuteMs: start,
				name,
				group: of,
				set
			});
		}
	}
	#note({ atMs, group, status }) {
		const second = Math.floor(atMs / 1e3);
		const key = `${second}/${group ?? ""}`;
		const known = this.#seconds.get(key);
		const requests = (known?.requests ?? 0) + 1;
		const errors = (known?.errors ?? 0) + (status >= 500 ? 1 : 0);
		this.#seconds.set(key, {
			second,
			group,
			requests,
			errors
		});
	}
	#put(region, name, group, atMs, set) {
		const balancer = {
			Name: "LoadBalancer",
			Value: this.#balancer
		};
		const dimensions = group === void 0 ? [balancer] : [{
			Name: "TargetGroup",
			Value: group
		}, balancer];
		const unit = name === "TargetResponseTime" ? "Seconds" : "Count";
		region.metrics.put({
			namespace: "AWS/ApplicationELB",
			name,
			dimensions
		}, atMs, set, unit);
	}
};
// packages/sandbox/src/elb/region.ts
/** The load balancers of one account and region. */
var ElbRegion = class {
	scope;
	balancers = /* @__PURE__ */ new Map();
	groups = /* @__PURE__ */ new Map();
	listeners = /* @__PURE__ */ new Map();
	#meters = /* @__PURE__ */ new Map();
	#random;
	constructor(scope, random) {
		this.scope = scope;
		this.#random = random;
	}
	/** `arn:aws:elasticloadbalancing:…:<rest>/<16 hex digits>`. */
	newArn(rest) {
		const { account, region } = this.scope;
		return `arn:aws:elasticloadbalancing:${region}:${account}:${rest}/${randomHex(this.#random, 16)}`;
	}
	meterOf(balancer) {
		const known = this.#meters.get(balancer.arn) ?? new Meter(balancer.dimension);
		this.#meters.set(balancer.arn, known);
		return known;
	}
	balancer(arn) {
		return found(this.balancers, arn, "LoadBalancerNotFound", "load balancers");
	}
	group(arn) {
		return found(this.groups, arn, "TargetGroupNotFound", "target groups");
	}
	listener(arn) {
		return found(this.listeners, arn, "ListenerNotFound", "listeners");
	}
	listenersOf(balancer) {
		return [...this.listeners.values()].filter((listener) => listener.balancer === balancer);
	}
	/** The load balancers whose listeners name the group, with any weight. */
	balancersOf(group) {
		const using = [...this.listeners.values()].filter(({ action }) => action.type === "forward" && action.groups.some(({ arn }) => arn === group.arn));
		return [...new Set(using.map(({ balancer }) => balancer))];
	}
	/** Adds a target; the same one twice is one. Undefined where it was there already. */
	register(group, id, port) {
		const key = `${id}:${port}`;
		const known = group.targets.get(key);
		if (known && known.health.state !== "draining") return void 0;
		const target = {
			id,
			port,
			health: this.balancersOf(group).length > 0 ? initialHealth : { state: "unused" },
			inFlight: 0,
			gone: new AbortController()
		};
		known?.gone.abort();
		group.targets.set(key, target);
		return target;
	}
	/** Publishes what was counted in the minutes that ended by `untilMs`. */
	publish(region, untilMs) {
		for (const balancer of this.balancers.values()) {
			const meter = this.meterOf(balancer);
			meter.publish(region, untilMs);
			if (untilMs % 6e4 !== 0) continue;
			for (const group of this.groups.values()) {
				if (!this.balancersOf(group).includes(balancer)) continue;
				const states = [...group.targets.values()].map(({ health }) => health.state);
				const healthy = states.filter((state) => state === "healthy").length;
				const unhealthy = states.filter((state) => state === "unhealthy").length;
				meter.publishHosts(region, untilMs, group.dimension, healthy, unhealthy);
			}
		}
	}
};
function found(all, arn, code, what) {
	const value = all.get(arn);
	if (!value) throw new ServiceError(code, `one or more ${what} not found: "${arn}"`);
	return value;
}
// packages/sandbox/src/elb/weighted.ts
/**
* Smooth weighted round robin: of any `sum of weights` requests in a row each key gets exactly its weight, spread as
* evenly as possible. No chance is involved, so that a rehearsal can be repeated.
*/
var WeightedRotation = class {
	#choices;
	#credit = /* @__PURE__ */ new Map();
	constructor(choices) {
		this.#choices = choices.filter(({ weight }) => weight > 0);
	}
	/** The key of the next request; undefined where all weights are zero. */
	next() {
		let best;
		let bestCredit = Number.NEGATIVE_INFINITY;
		for (const { key, weight } of this.#choices) {
			const credit = (this.#credit.get(key) ?? 0) + weight;
			this.#credit.set(key, credit);
			if (credit > bestCredit) [best, bestCredit] = [key, credit];
		}
		if (best !== void 0) this.#credit.set(best, bestCredit - this.#total());
		return best;
	}
	#total() {
		return this.#choices.reduce((total, { weight }) => total + weight, 0);
	}
};
// packages/sandbox/src/elb/balancing.ts
/** Load balancers that really balance: the state by account and region, and what goes on in the background. */
var Balancing = class {
	#ctx;
	#network;
	#plane;
	#regions;
	#isPublishing = false;
	constructor(ctx, network) {
		this.#ctx = ctx;
		this.#network = network;
		this.#plane = new DataPlane(ctx.clock, network);
		this.#regions = new Scoped((scope) => new ElbRegion(scope, ctx.random));
	}
	of(where) {
		return this.#regions.of(where);
	}
	all() {
		return this.#regions.all();
	}
	async createBalancer(where, given) {
		this.#publish();
		const region = this.of(where);
		const arn = region.newArn(`loadbalancer/app/${given.name}`);
		const dimension = arn.slice(arn.indexOf(":loadbalancer/") + 14);
		const socket = await this.#ctx.listen((incoming, outgoing) => this.#plane.serve(region, balancer, region.listenersOf(balancer)[0], incoming, outgoing), { guard: false });
		const createdMs = this.#ctx.clock.now();
		const balancer = {
			...given,
			arn,
			dimension,
			createdMs,
			socket,
			attributes: /* @__PURE__ */ new Map()
		};
		region.balancers.set(arn, balancer);
		return balancer;
	}
	/** The first listener answers behind the DNS name, each further one on a port of its own. */
	async createListener(where, balancer, port, action) {
		const region = this.of(where);
		const arn = region.newArn(`listener/${balancer.dimension}`);
		const listener = {
			arn,
			balancer,
			port,
			socket: region.listenersOf(balancer).length === 0 ? balancer.socket : await this.#ctx.listen((incoming, outgoing) => this.#plane.serve(region, balancer, region.listeners.get(arn), incoming, outgoing), { guard: false }),
			action,
			rotation: rotationOf(action)
		};
		region.listeners.set(arn, listener);
		return listener;
	}
	/** Changes what a listener does, from the next request on. */
	route(listener, action) {
		listener.action = action;
		listener.rotation = rotationOf(action);
	}
	register(where, group, id, port) {
		const region = this.of(where);
		const target = region.register(group, id, port);
		if (!target) return;
		this.#ctx.background(`health of ${id}:${port}`, async (stopped) => {
			const signal = AbortSignal.any([stopped, target.gone.signal]);
			const surroundings = {
				clock: this.#ctx.clock,
				isInUse: (of) => region.balancersOf(of).length > 0,
				resolve: (of) => this.#network.resolve(of.id, of.port)
			};
			await endedBy(target.gone.signal, monitor(group, target, surroundings, signal));
		});
	}
	/** New requests stop at once; resolves when those under way are answered, or the delay of the group is over. */
	async deregister(group, id, port, signal) {
		const key = `${id}:${port}`;
		const target = group.targets.get(key);
		if (!target) return;
		target.health = { state: "draining" };
		const delayMs = Number(group.attributes.get("deregistration_delay.timeout_seconds") ?? 300) * 1e3;
		const untilMs = this.#ctx.clock.now() + delayMs;
		try {
			while (target.inFlight > 0 && this.#ctx.clock.now() < untilMs) await this.#ctx.clock.sleep(1e3, signal);
		} finally {
			target.gone.abort();
			if (group.targets.get(key) === target) group.targets.delete(key);
		}
	}
	/** Deregisters without waiting. */
	drain(group, id, port) {
		this.#ctx.background(`draining ${id}:${port}`, (signal) => this.deregister(group, id, port, signal));
	}
	close() {
		for (const region of this.all()) for (const group of region.groups.values()) for (const target of group.targets.values()) target.gone.abort();
		this.#plane.close();
	}
	/** Counts go to CloudWatch right before it evaluates; the states of other services may be used since a request came. */
	#publish() {
		if (this.#isPublishing) return;
		this.#isPublishing = true;
		const { cloudwatch } = this.#ctx.stores;
		cloudwatch.addSource((untilMs) => {
			for (const region of this.all()) region.publish(cloudwatch.of(region.scope), untilMs);
		});
	}
};
function rotationOf(action) {
	return new WeightedRotation((action.type === "forward" ? action.groups : []).map(({ arn, weight }) => ({
		key: arn,
		weight
	})));
}
/** Waits for work that ends, as it should, with the abort of `signal`. */
async function endedBy(signal, work) {
	try {
		await work;
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}
// packages/sandbox/src/elb/describe.ts
/** The name that reaches the balancer: a loopback address with its port. */
function dnsNameOf(balancer) {
	return balancer.socket.host;
}
function describeBalancer(balancer, region) {
	return {
		LoadBalancerArn: balancer.arn,
		DNSName: dnsNameOf(balancer),
		CreatedTime: new Date(balancer.createdMs),
		LoadBalancerName: balancer.name,
		Scheme: balancer.scheme,
		VpcId: "vpc-sandbox",
		State: { Code: "active" },
		Type: "application",
		AvailabilityZones: balancer.subnets.map((SubnetId, index) => ({
			ZoneName: `${region}${"abc"[index % 3]}`,
			SubnetId
		})),
		SecurityGroups: balancer.securityGroups,
		IpAddressType: "ipv4"
	};
}
function describeGroup(group, region) {
	const { healthCheck } = group;
	return {
		TargetGroupArn: group.arn,
		TargetGroupName: group.name,
		Protocol: "HTTP",
		ProtocolVersion: "HTTP1",
		Port: group.port,
		VpcId: group.vpcId,
		TargetType: "ip",
		HealthCheckEnabled: true,
		HealthCheckProtocol: "HTTP",
		HealthCheckPort: "traffic-port",
		HealthCheckPath: healthCheck.path,
		HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
		HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
		HealthyThresholdCount: healthCheck.healthyThreshold,
		UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
		Matcher: { HttpCode: healthCheck.matcher },
		LoadBalancerArns: region.balancersOf(group).map(({ arn }) => arn)
	};
}
function describeListener(listener) {
	return {
		ListenerArn: listener.arn,
		LoadBalancerArn: listener.balancer.arn,
		Port: listener.port,
		Protocol: "HTTP",
		DefaultActions: [describeAction(listener.action)]
	};
}
/** The default rule, the only one there is. */
function describeRule(listener) {
	return {
		RuleArn: `${listener.arn.replace(":listener/", ":listener-rule/")}/default`,
		Priority: "default",
		Conditions: [],
		Actions: [describeAction(listener.action)],
		IsDefault: true
	};
}
function describeTarget({ health, id, port }) {
	return {
		Target: {
			Id: id,
			Port: port
		},
		HealthCheckPort: String(port),
		TargetHealth: describeHealth(health)
	};
}
function describeAction(action) {
	if (action.type === "fixed-response") {
		const { body, contentType, status } = action;
		return {
			Type: "fixed-response",
			FixedResponseConfig: {
				StatusCode: String(status),
				ContentType: contentType,
				MessageBody: body
			}
		};
	}
	const [only, ...others] = action.groups;
	return {
		Type: "forward",
		TargetGroupArn: others.length === 0 ? only?.arn : void 0,
		ForwardConfig: {
			TargetGroups: action.groups.map(({ arn, weight }) => ({
				TargetGroupArn: arn,
				Weight: weight
			})),
			TargetGroupStickinessConfig: { Enabled: false }
		}
	};
}
// packages/sandbox/src/elb/input.ts
const tuple = object({
	TargetGroupArn: wire.text,
	Weight: wire.integerIn(0, 999).default(1)
});
const actionSchema = object({
	Type: _enum(["forward", "fixed-response"], "the sandbox serves forward and fixed-response"),
	TargetGroupArn: wire.text.optional(),
	Order: wire.integer.optional(),
	ForwardConfig: object({
		TargetGroups: wire.list(tuple),
		TargetGroupStickinessConfig: object({ Enabled: wire.boolean.optional() }).optional()
	}).optional(),
	FixedResponseConfig: object({
		StatusCode: wire.text,
		ContentType: wire.text.optional(),
		MessageBody: wire.text.optional()
	}).optional()
});
/** The members that CreateTargetGroup and ModifyTargetGroup share. */
const healthCheckMembers = {
	HealthCheckProtocol: literal("HTTP", "the sandbox checks over HTTP").optional(),
	HealthCheckPort: literal("traffic-port", "the sandbox checks the traffic port").optional(),
	HealthCheckPath: wire.text.startsWith("/").optional(),
	HealthCheckIntervalSeconds: wire.integerIn(5, 300).optional(),
	HealthCheckTimeoutSeconds: wire.integerIn(2, 120).optional(),
	HealthyThresholdCount: wire.integerIn(2, 10).optional(),
	UnhealthyThresholdCount: wire.integerIn(2, 10).optional(),
	Matcher: object({ HttpCode: wire.text.regex(/^\d{3}([,-]\d{3})*$/) }).optional()
};
object(healthCheckMembers);
/** The defaults of an application load balancer's target group. */
const defaultHealthCheck = {
	path: "/",
	intervalSeconds: 30,
	timeoutSeconds: 5,
	healthyThreshold: 5,
	unhealthyThreshold: 2,
	matcher: "200"
};
/** `base` with the members that were given. */
function healthCheckOf(input, base) {
	return {
		path: input.HealthCheckPath ?? base.path,
		intervalSeconds: input.HealthCheckIntervalSeconds ?? base.intervalSeconds,
		timeoutSeconds: input.HealthCheckTimeoutSeconds ?? base.timeoutSeconds,
		healthyThreshold: input.HealthyThresholdCount ?? base.healthyThreshold,
		unhealthyThreshold: input.UnhealthyThresholdCount ?? base.unhealthyThreshold,
		matcher: input.Matcher?.HttpCode ?? base.matcher
	};
}
/** The one default action of a listener. */
function actionOf(actions) {
	const [action] = actions;
	if (!action || actions.length > 1) throw invalid$1("the sandbox serves exactly one default action");
	if (action.Type === "fixed-response") {
		const { ContentType, MessageBody, StatusCode } = action.FixedResponseConfig ?? {};
		return {
			type: action.Type,
			status: Number(StatusCode ?? 503),
			contentType: ContentType ?? "text/plain",
			body: MessageBody ?? ""
		};
	}
	if (action.ForwardConfig?.TargetGroupStickinessConfig?.Enabled) throw invalid$1("the sandbox does not serve stickiness between target groups");
	const single = action.TargetGroupArn === void 0 ? [] : [{
		TargetGroupArn: action.TargetGroupArn,
		Weight: 1
	}];
	const groups = action.ForwardConfig?.TargetGroups ?? single;
	if (groups.length < 1 || groups.length > 5) throw invalid$1("a forward action needs one to five target groups");
	return {
		type: "forward",
		groups: groups.map(({ TargetGroupArn, Weight }) => ({
			arn: TargetGroupArn,
			weight: Weight
		}))
	};
}
/** What ELB answers to input it cannot use. */
function invalid$1(message) {
	return new ServiceError("ValidationError", message);
}
// packages/sandbox/src/elb/operations.ts
const code$1 = "ValidationError";
const paging = {
	Marker: wire.text.optional(),
	PageSize: wire.integerIn(1, 400).default(400)
};
const names = wire.list(wire.text).optional();
const nameSchema = wire.text.regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/, "must be up to 32 letters, digits and hyphens");
const httpSchema = literal("HTTP", "the sandbox serves HTTP").default("HTTP");
const targetSchema = object({
	Id: wire.text,
	Port: wire.integerIn(1, 65535).optional()
});
const attributesSchema = wire.list(object({
	Key: wire.text,
	Value: wire.text.default("")
}));
const schemas$1 = {
	createBalancer: object({
		Name: nameSchema,
		Subnets: wire.list(wire.text).default([]),
		SecurityGroups: wire.list(wire.text).default([]),
		Scheme: _enum(["internet-facing", "internal"]).default("internet-facing"),
		Type: literal("application", "the sandbox serves application load balancers").default("application")
	}),
	describeBalancers: object({
		LoadBalancerArns: names,
		Names: names,
		...paging
	}),
	balancer: object({ LoadBalancerArn: wire.text }),
	createGroup: object({
		...healthCheckMembers,
		Name: nameSchema,
		Protocol: httpSchema,
		Port: wire.integerIn(1, 65535).default(80),
		VpcId: wire.text.optional(),
		TargetType: literal("ip", "the sandbox serves targets by address").default("ip")
	}),
	describeGroups: object({
		LoadBalancerArn: wire.text.optional(),
		TargetGroupArns: names,
		Names: names,
		...paging
	}),
	modifyGroup: object({
		...healthCheckMembers,
		TargetGroupArn: wire.text
	}),
	group: object({ TargetGroupArn: wire.text }),
	targets: object({
		TargetGroupArn: wire.text,
		Targets: wire.list(targetSchema).default([])
	}),
	createListener: object({
		LoadBalancerArn: wire.text,
		Port: wire.integerIn(1, 65535),
		Protocol: httpSchema,
		DefaultActions: wire.list(actionSchema)
	}),
	modifyListener: object({
		ListenerArn: wire.text,
		Port: _undefined("the sandbox does not move listeners").optional(),
		DefaultActions: wire.list(actionSchema)
	}),
	describeListeners: object({
		LoadBalancerArn: wire.text.optional(),
		ListenerArns: names,
		...paging
	}),
	describeRules: object({
		ListenerArn: wire.text.optional(),
		RuleArns: names
	}),
	listener: object({ ListenerArn: wire.text }),
	groupAttributes: object({
		TargetGroupArn: wire.text,
		Attributes: attributesSchema.default([])
	}),
	balancerAttributes: object({
		LoadBalancerArn: wire.text,
		Attributes: attributesSchema.default([])
	})
};
/** The operations of Elastic Load Balancing v2. */
function elbOperations(balancing) {
	return {
		...balancerOperations(balancing),
		...groupOperations(balancing),
		...listenerOperations(balancing)
	};
}
function balancerOperations(balancing) {
	return {
		async CreateLoadBalancer(raw, caller) {
			const input = read$2(schemas$1.createBalancer, raw, code$1);
			const { balancers } = balancing.of(caller);
			const same = [...balancers.values()].find(({ name }) => name === input.Name);
			if (same && same.scheme !== input.Scheme) throw new ServiceError("DuplicateLoadBalancerName", `a load balancer with the name "${input.Name}" exists`);
			const { Name: name, Scheme: scheme, SecurityGroups: securityGroups, Subnets: subnets } = input;
			return { LoadBalancers: [describeBalancer(same ?? await balancing.createBalancer(caller, {
				name,
				scheme,
				securityGroups,
				subnets
			}), caller.region)] };
		},
		DescribeLoadBalancers(raw, caller) {
			const input = read$2(schemas$1.describeBalancers, raw, code$1);
			const { items, next } = pageOf$1(selected([...balancing.of(caller).balancers.values()], input.LoadBalancerArns, input.Names, "LoadBalancerNotFound"), input.PageSize, input.Marker, code$1);
			return {
				LoadBalancers: items.map((item) => describeBalancer(item, caller.region)),
				NextMarker: next
			};
		},
		async DeleteLoadBalancer(raw, caller) {
			const region = balancing.of(caller);
			const balancer = region.balancers.get(read$2(schemas$1.balancer, raw, code$1).LoadBalancerArn);
			if (!balancer) return {};
			for (const { arn, socket } of region.listenersOf(balancer)) {
				region.listeners.delete(arn);
				await socket.close();
			}
			region.balancers.delete(balancer.arn);
			await balancer.socket.close();
			return {};
		},
		ModifyLoadBalancerAttributes(raw, caller) {
			const input = read$2(schemas$1.balancerAttributes, raw, code$1);
			return { Attributes: changed(balancing.of(caller).balancer(input.LoadBalancerArn).attributes, input.Attributes) };
		},
		DescribeLoadBalancerAttributes(raw, caller) {
			const input = read$2(schemas$1.balancerAttributes, raw, code$1);
			return { Attributes: changed(balancing.of(caller).balancer(input.LoadBalancerArn).attributes, []) };
		}
	};
}
function groupOperations(balancing) {
	return {
		CreateTargetGroup(raw, caller) {
			const input = read$2(schemas$1.createGroup, raw, code$1);
			const region = balancing.of(caller);
			if ([...region.groups.values()].some(({ name }) => name === input.Name)) throw new ServiceError("DuplicateTargetGroupName", `a target group with the name "${input.Name}" exists`);
			const arn = region.newArn(`targetgroup/${input.Name}`);
			const group = {
				arn,
				dimension: arn.slice(arn.indexOf("targetgroup/")),
				name: input.Name,
				port: input.Port,
				vpcId: input.VpcId,
				healthCheck: healthCheckOf(input, defaultHealthCheck),
				attributes: /* @__PURE__ */ new Map(),
				targets: /* @__PURE__ */ new Map(),
				turn: -1
			};
			region.groups.set(arn, group);
			return { TargetGroups: [describeGroup(group, region)] };
		},
		DescribeTargetGroups(raw, caller) {
			const input = read$2(schemas$1.describeGroups, raw, code$1);
			const region = balancing.of(caller);
			const all = selected([...region.groups.values()], input.TargetGroupArns, input.Names, "TargetGroupNotFound");
			const balancer = input.LoadBalancerArn === void 0 ? void 0 : region.balancer(input.LoadBalancerArn);
			const { items, next } = pageOf$1(balancer ? all.filter((group) => region.balancersOf(group).includes(balancer)) : all, input.PageSize, input.Marker, code$1);
			return {
				TargetGroups: items.map((item) => describeGroup(item, region)),
				NextMarker: next
			};
		},
		ModifyTargetGroup(raw, caller) {
			const input = read$2(schemas$1.modifyGroup, raw, code$1);
			const region = balancing.of(caller);
			const group = region.group(input.TargetGroupArn);
			group.healthCheck = healthCheckOf(input, group.healthCheck);
			return { TargetGroups: [describeGroup(group, region)] };
		},
		ModifyTargetGroupAttributes(raw, caller) {
			const input = read$2(schemas$1.groupAttributes, raw, code$1);
			return { Attributes: changed(balancing.of(caller).group(input.TargetGroupArn).attributes, input.Attributes) };
		},
		DescribeTargetGroupAttributes(raw, caller) {
			const input = read$2(schemas$1.groupAttributes, raw, code$1);
			return { Attributes: changed(balancing.of(caller).group(input.TargetGroupArn).attributes, []) };
		},
		DeleteTargetGroup(raw, caller) {
			const region = balancing.of(caller);
			const group = region.groups.get(read$2(schemas$1.group, raw, code$1).TargetGroupArn);
			if (!group) return {};
			if (region.balancersOf(group).length > 0) throw new ServiceError("ResourceInUse", `target group "${group.arn}" is currently in use by a listener or a rule`);
			for (const target of group.targets.values()) target.gone.abort();
			region.groups.delete(group.arn);
			return {};
		},
		RegisterTargets(raw, caller) {
			const input = read$2(schemas$1.targets, raw, code$1);
			const group = balancing.of(caller).group(input.TargetGroupArn);
			for (const { Id, Port } of input.Targets) balancing.register(caller, group, Id, Port ?? group.port);
			return {};
		},
		DeregisterTargets(raw, caller) {
			const input = read$2(schemas$1.targets, raw, code$1);
			const group = balancing.of(caller).group(input.TargetGroupArn);
			for (const { Id, Port } of input.Targets) balancing.drain(group, Id, Port ?? group.port);
			return {};
		},
		DescribeTargetHealth(raw, caller) {
			const input = read$2(schemas$1.targets, raw, code$1);
			const group = balancing.of(caller).group(input.TargetGroupArn);
			const wanted = new Set(input.Targets.map(({ Id, Port }) => `${Id}:${Port ?? group.port}`));
			return { TargetHealthDescriptions: [...group.targets].filter(([key]) => wanted.size === 0 || wanted.has(key)).map(([, target]) => describeTarget(target)) };
		}
	};
}
function listenerOperations(balancing) {
	return {
		async CreateListener(raw, caller) {
			const input = read$2(schemas$1.createListener, raw, code$1);
			const region = balancing.of(caller);
			const balancer = region.balancer(input.LoadBalancerArn);
			if (region.listenersOf(balancer).some(({ port }) => port === input.Port)) throw new ServiceError("DuplicateListener", `a listener already exists on port ${input.Port}`);
			const action = checkedAction(region, actionOf(input.DefaultActions));
			return { Listeners: [describeListener(await balancing.createListener(caller, balancer, input.Port, action))] };
		},
		ModifyListener(raw, caller) {
			const input = read$2(schemas$1.modifyListener, raw, code$1);
			const region = balancing.of(caller);
			const listener = region.listener(input.ListenerArn);
			balancing.route(listener, checkedAction(region, actionOf(input.DefaultActions)));
			return { Listeners: [describeListener(listener)] };
		},
		DescribeListeners(raw, caller) {
			const input = read$2(schemas$1.describeListeners, raw, code$1);
			const region = balancing.of(caller);
			if (input.LoadBalancerArn === void 0 && !input.ListenerArns) throw invalid$1("name a load balancer or listeners");
			const { items, next } = pageOf$1(input.ListenerArns ? input.ListenerArns.map((arn) => region.listener(arn)) : region.listenersOf(region.balancer(input.LoadBalancerArn ?? "")), input.PageSize, input.Marker, code$1);
			return {
				Listeners: items.map(describeListener),
				NextMarker: next
			};
		},
		DescribeRules(raw, caller) {
			const input = read$2(schemas$1.describeRules, raw, code$1);
			return { Rules: (input.RuleArns?.map((arn) => arn.replace(":listener-rule/", ":listener/").replace(/\/default$/, "")) ?? (input.ListenerArn === void 0 ? [] : [input.ListenerArn])).map((arn) => describeRule(balancing.of(caller).listener(arn))) };
		},
		async DeleteListener(raw, caller) {
			const region = balancing.of(caller);
			const listener = region.listener(read$2(schemas$1.listener, raw, code$1).ListenerArn);
			region.listeners.delete(listener.arn);
			if (listener.socket !== listener.balancer.socket) await listener.socket.close();
			return {};
		}
	};
}
function checkedAction(region, action) {
	if (action.type === "forward") for (const { arn } of action.groups) region.group(arn);
	return action;
}
function selected(all, arns, byName, missing) {
	const wanted = [...arns ?? [], ...byName ?? []];
	if (wanted.length === 0) return all;
	return wanted.map((wish) => {
		const found = all.find(({ arn, name }) => arn === wish || name === wish);
		if (!found) throw new ServiceError(missing, `"${wish}" was not found`);
		return found;
	});
}
function changed(attributes, changes) {
	for (const { Key, Value } of changes) attributes.set(Key, Value);
	return [...attributes].map(([Key, Value]) => ({
		Key,
		Value
	}));
}
// packages/sandbox/src/elb/index.ts
/** Elastic Load Balancing v2: application load balancers that really split requests. */
function createElb(ctx) {
	const network = new Network();
	const balancing = new Balancing(ctx, network);
	return {
		services: [{
			kind: "rpc",
			signingName: "elasticloadbalancing",
			query: {
				version: "2015-12-01",
				namespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"
			},
			operations: elbOperations(balancing)
		}],
		state: {
			balancing,
			network,
			urlOf: (where, arn) => balancing.of(where).listener(arn).socket.url,
			timelineOf: (where, arn) => {
				const region = balancing.of(where);
				return region.meterOf(region.balancer(arn)).timeline();
			}
		},
		stop: async () => balancing.close()
	};
}
// packages/sandbox/src/logs/operations.ts
const code = "InvalidParameterException";
/** Logs sends and takes times as milliseconds, in plain numbers. */
const range = {
	startTime: wire.number.optional(),
	endTime: wire.number.optional()
};
const page = {
	nextToken: wire.text.optional(),
	limit: wire.integerIn(1, 1e4).optional()
};
const groupName = { logGroupName: wire.text.min(1) };
const schemas = {
	group: object(groupName),
	stream: object({
		...groupName,
		logStreamName: wire.text.min(1)
	}),
	describeGroups: object({
		logGroupNamePrefix: wire.text.optional(),
		...page
	}),
	describeStreams: object({
		...groupName,
		...page,
		logStreamNamePrefix: wire.text.optional(),
		orderBy: _enum(["LogStreamName", "LastEventTime"]).default("LogStreamName"),
		descending: wire.boolean.default(false)
	}),
	put: object({
		...groupName,
		logStreamName: wire.text,
		logEvents: array(object({
			timestamp: wire.number,
			message: wire.text.min(1)
		})).min(1)
	}),
	get: object({
		...groupName,
		...range,
		...page,
		logStreamName: wire.text,
		startFromHead: wire.boolean.default(false)
	}),
	filter: object({
		...groupName,
		...range,
		...page,
		logStreamNames: wire.list(wire.text).optional(),
		logStreamNamePrefix: wire.text.optional(),
		filterPattern: wire.text.default("")
	})
};
/** The operations of CloudWatch Logs that reading a task's output needs. */
function logsOperations(regions, clock) {
	return {
		CreateLogGroup(raw, caller) {
			const { logGroupName } = read$2(schemas.group, raw, code);
			const region = regions.of(caller);
			if (region.groups.has(logGroupName)) throw exists("log group");
			region.createGroup(logGroupName, clock.now());
			return {};
		},
		DeleteLogGroup(raw, caller) {
			const { logGroupName } = read$2(schemas.group, raw, code);
			const region = regions.of(caller);
			region.groups.delete(region.group(logGroupName).name);
			return {};
		},
		CreateLogStream(raw, caller) {
			const { logGroupName, logStreamName } = read$2(schemas.stream, raw, code);
			const region = regions.of(caller);
			const group = region.group(logGroupName);
			if (group.streams.has(logStreamName)) throw exists("log stream");
			region.createStream(group, logStreamName, clock.now());
			return {};
		},
		PutLogEvents(raw, caller) {
			const input = read$2(schemas.put, raw, code);
			const region = regions.of(caller);
			const stream = region.stream(input.logGroupName, input.logStreamName);
			for (const { message, timestamp } of input.logEvents) region.append(stream, message, timestamp, clock.now());
			return { nextSequenceToken: String(stream.events.length) };
		},
		DescribeLogGroups(raw, caller) {
			const input = read$2(schemas.describeGroups, raw, code);
			const region = regions.of(caller);
			const { items, next } = pageOf$1([...region.groups.values()].filter(({ name }) => name.startsWith(input.logGroupNamePrefix ?? "")), input.limit ?? 50, input.nextToken, code);
			return {
				logGroups: items.map(({ createdMs, name }) => ({
					logGroupName: name,
					creationTime: Math.round(createdMs),
					arn: `${region.arnOf(name)}:*`,
					logGroupArn: region.arnOf(name)
				})),
				nextToken: next
			};
		},
		DescribeLogStreams(raw, caller) {
			const input = read$2(schemas.describeStreams, raw, code);
			const region = regions.of(caller);
			const sorted = [...region.group(input.logGroupName).streams.values()].filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? "")).sort((a, b) => input.orderBy === "LastEventTime" ? lastMs(a) - lastMs(b) : a.name < b.name ? -1 : 1);
			const { items, next } = pageOf$1(input.descending ? sorted.reverse() : sorted, input.limit ?? 50, input.nextToken, code);
			const arn = region.arnOf(input.logGroupName);
			return {
				logStreams: items.map((stream) => describeStream(stream, arn)),
				nextToken: next
			};
		},
		GetLogEvents(raw, caller) {
			const input = read$2(schemas.get, raw, code);
			return eventsPage(inRange(regions.of(caller).stream(input.logGroupName, input.logStreamName).events, input), input.limit ?? 1e4, input.nextToken, input.startFromHead);
		},
		FilterLogEvents(raw, caller) {
			const input = read$2(schemas.filter, raw, code);
			const streams = [...regions.of(caller).group(input.logGroupName).streams.values()].filter(({ name }) => (input.logStreamNames?.includes(name) ?? true) && name.startsWith(input.logStreamNamePrefix ?? ""));
			const matches = matcherOf(input.filterPattern);
			const { items, next } = pageOf$1(streams.flatMap((stream) => inRange(stream.events, input).map((event) => ({
				stream,
				event
			}))).filter(({ event }) => matches(event.message)).sort((a, b) => a.event.timestampMs - b.event.timestampMs), input.limit ?? 1e4, input.nextToken, code);
			return {
				events: items.map(({ event, stream }) => ({
					logStreamName: stream.name,
					...describeEvent(event),
					eventId: event.id
				})),
				searchedLogStreams: [],
				nextToken: next
			};
		}
	};
}
/** Tokens `f/N` and `b/N`: the page from event N on, and the page that ends before it. The end repeats its token. */
function eventsPage(all, limit, token, fromHead) {
	const match = token === void 0 ? void 0 : /^([fb])\/(\d+)$/.exec(token);
	if (match === null) throw new ServiceError(code, "The specified nextToken is invalid.");
	const at = match ? Number(match[2]) : fromHead ? 0 : all.length;
	const isForward = match ? match[1] === "f" : fromHead;
	const start = isForward ? at : Math.max(0, at - limit);
	const end = isForward ? Math.min(all.length, at + limit) : at;
	return {
		events: all.slice(start, end).map(describeEvent),
		nextForwardToken: `f/${end}`,
		nextBackwardToken: `b/${start}`
	};
}
/** Plain terms: all must be in the message, `-term` must not, quotes keep words together. Other patterns are refused. */
function matcherOf(pattern) {
	if (/[{}[\]%?*]/.test(pattern)) throw new ServiceError(code, "the sandbox serves filter patterns of plain terms only");
	const terms = [...pattern.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)].map(([, minus, quoted, word]) => ({
		text: quoted ?? word ?? "",
		isExcluded: minus === "-"
	}));
	return (message) => terms.every(({ isExcluded, text }) => message.includes(text) !== isExcluded);
}
function inRange(events, { startTime, endTime }) {
	return events.filter(({ timestampMs }) => (startTime === void 0 || timestampMs >= startTime) && (endTime === void 0 || timestampMs < endTime));
}
function describeEvent({ ingestedMs, message, timestampMs }) {
	return {
		timestamp: Math.round(timestampMs),
		message,
		ingestionTime: Math.round(ingestedMs)
	};
}
function describeStream(stream, groupArn) {
	const { createdMs, events, name } = stream;
	const [first, last] = [events[0], events.at(-1)];
	return {
		logStreamName: name,
		creationTime: Math.round(createdMs),
		firstEventTimestamp: first && Math.round(first.timestampMs),
		lastEventTimestamp: last && Math.round(last.timestampMs),
		lastIngestionTime: last && Math.round(last.ingestedMs),
		arn: `${groupArn}:log-stream:${name}`
	};
}
function lastMs({ events, createdMs }) {
	return events.at(-1)?.timestampMs ?? createdMs;
}
function exists(what) {
	return new ServiceError("ResourceAlreadyExistsException", `The specified ${what} already exists`);
}
// packages/sandbox/src/logs/region.ts
/** The logs of one account and region. */
var LogsRegion = class {
	groups = /* @__PURE__ */ new Map();
	#scope;
	#random;
	constructor(scope, random) {
		this.#scope = scope;
		this.#random = random;
	}
	arnOf(group) {
		return `arn:aws:logs:${this.#scope.region}:${this.#scope.account}:log-group:${group}`;
	}
	createGroup(name, nowMs) {
		const group = {
			name,
			createdMs: nowMs,
			streams: /* @__PURE__ */ new Map()
		};
		this.groups.set(name, group);
		return group;
	}
	createStream(group, name, nowMs) {
		const stream = {
			name,
			createdMs: nowMs,
			events: []
		};
		group.streams.set(name, stream);
		return stream;
	}
	append(stream, message, timestampMs, nowMs) {
		stream.events.push({
			id: randomHex(this.#random, 32),
			timestampMs,
			ingestedMs: nowMs,
			message
		});
	}
	group(name) {
		const group = this.groups.get(name);
		if (!group) throw missing("log group");
		return group;
	}
	stream(group, name) {
		const stream = this.group(group).streams.get(name);
		if (!stream) throw missing("log stream");
		return stream;
	}
};
function missing(what) {
	return new ServiceError("ResourceNotFoundException", `The specified ${what} does not exist.`);
}
// packages/sandbox/src/logs/index.ts
/** CloudWatch Logs, as far as reading the output of a task needs it. */
function createLogs(ctx) {
	const regions = new Scoped((scope) => new LogsRegion(scope, ctx.random));
	return {
		services: [{
			kind: "rpc",
			signingName: "logs",
			target: "Logs_20140328",
			jsonVersion: "1.1",
			operations: logsOperations(regions, ctx.clock)
		}],
		state: { of: (where) => regions.of(where) }
	};
}
// packages/sandbox/src/s3/error.ts
const errors = {
	NoSuchBucket: [404, "The specified bucket does not exist"],
	NoSuchKey: [404, "The specified key does not exist."],
	NoSuchVersion: [404, "The specified version does not exist."],
	NoSuchUpload: [404, "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed."],
	NoSuchBucketPolicy: [404, "The bucket policy does not exist"],
	BucketAlreadyExists: [409, "The requested bucket name is not available."],
	BucketAlreadyOwnedByYou: [409, "Your previous request to create the named bucket succeeded and you already own it."],
	BucketNotEmpty: [409, "The bucket you tried to delete is not empty"],
	InvalidBucketName: [400, "The specified bucket is not valid."],
	InvalidLocationConstraint: [400, "The specified location-constraint is not valid"],
	AccessDenied: [403, "Access Denied"],
	AuthorizationHeaderMalformed: [400, "The authorization header is malformed; the region is wrong"],
	PreconditionFailed: [412, "At least one of the pre-conditions you specified did not hold"],
	InvalidRange: [416, "The requested range is not satisfiable"],
	BadDigest: [400, "The Content-MD5 or checksum value that you specified did not match what the server received."],
	InvalidDigest: [400, "The Content-MD5 you specified is not valid."],
	InvalidPart: [400, "One or more of the specified parts could not be found, or its ETag does not match."],
	InvalidPartOrder: [400, "The list of parts was not in ascending order."],
	EntityTooSmall: [400, "Your proposed upload is smaller than the minimum allowed size"],
	InvalidArgument: [400, "Invalid Argument"],
	InvalidRequest: [400, "Invalid Request"],
	MalformedXML: [400, "The XML you provided was not well-formed or did not validate against our published schema"],
	MalformedPolicy: [400, "Policies must be valid JSON and the first byte must be {"],
	KeyTooLongError: [400, "Your key is too long"],
	MethodNotAllowed: [405, "The specified method is not allowed against this resource."],
	NotImplemented: [501, "A header or parameter you provided implies functionality that the sandbox does not serve; docs/sandbox.md lists what it does"]
};
/** An error under the name and status that S3 documents. */
function s3Error(code, members = {}, message) {
	const [status, text] = errors[code];
	return new ServiceError(code, message ?? text, status, members);
}
// packages/sandbox/src/s3/exchange.ts
const namespace = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
/** The bucket of a request: it exists, lies in the region of the signature, and lets the caller in. */
function bucketOf(exchange, name = exchange.bucketName) {
	const bucket = exchange.state.buckets.get(name);
	if (!bucket) throw s3Error("NoSuchBucket", { BucketName: name });
	const { account, region } = exchange.caller;
	if (bucket.account !== account && !policyAdmits(bucket.policyText, account)) throw s3Error("AccessDenied");
	if (bucket.region === region) return bucket;
	exchange.response.setHeader("x-amz-bucket-region", bucket.region);
	throw s3Error("AuthorizationHeaderMalformed", { Region: bucket.region }, `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`);
}
/** Sends XML. */
function sendXml(exchange, root, children) {
	const body = `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement(root, children, "flat", namespace)}`;
	exchange.response.writeHead(200, {
		"content-type": "application/xml",
		"content-length": Buffer.byteLength(body)
	}).end(body);
}
/** Ends an answer that has no body. */
function sendEmpty(exchange, status, headers = {}) {
	exchange.response.writeHead(status, status === 204 ? headers : {
		...headers,
		"content-length": "0"
	}).end();
}
/** A document out of the body: the children of `root`; each of `lists` is a list. Everything in it is text. */
async function readXml(exchange, root, lists = []) {
	const { XMLParser, XMLValidator } = await import("./fxp-Bj4EkvaN.js");
	const text = (await readBody(exchange.request, 2097152)).toString("utf8");
	if (text === "") return {};
	if (XMLValidator.validate(text) !== true) throw s3Error("MalformedXML");
	const document = new XMLParser({
		parseTagValue: false,
		isArray: (name) => lists.includes(name)
	}).parse(text);
	if (typeof document !== "object" || document === null || !(root in document)) throw s3Error("MalformedXML");
	const children = document[root];
	return typeof children === "object" && children !== null ? children : {};
}
// packages/sandbox/src/s3/buckets.ts
/** `ListBuckets`: those of the caller's account, in order. */
function listBuckets(exchange) {
	const { state, caller } = exchange;
	const own = [...state.buckets.values()].filter((bucket) => bucket.account === caller.account);
	sendXml(exchange, "ListAllMyBucketsResult", {
		Owner: { ID: caller.account },
		Buckets: { Bucket: own.sort((a, b) => a.name < b.name ? -1 : 1).map(({ name, createdAt, region }) => ({
			Name: name,
			CreationDate: createdAt,
			BucketRegion: region
		})) }
	});
}
/** `CreateBucket`. */
async function createBucket(exchange) {
	const { bucketName, caller, state } = exchange;
	const { LocationConstraint } = await readXml(exchange, "CreateBucketConfiguration");
	const region = typeof LocationConstraint === "string" ? LocationConstraint : "us-east-1";
	if (region !== caller.region) throw s3Error("InvalidLocationConstraint", { LocationConstraint: region });
	const taken = state.buckets.get(bucketName);
	if (taken && !(taken.account === caller.account && region === "us-east-1")) throw s3Error(taken.account === caller.account ? "BucketAlreadyOwnedByYou" : "BucketAlreadyExists", { BucketName: bucketName });
	if (!taken) state.createBucket(bucketName, caller.account, region);
	sendEmpty(exchange, 200, { location: `/${bucketName}` });
}
/** `DeleteBucket`: only an empty one. */
function deleteBucket(exchange) {
	const bucket = bucketOf(exchange);
	if (bucket.objects.size > 0 || bucket.uploads.size > 0) throw s3Error("BucketNotEmpty", { BucketName: bucket.name });
	exchange.state.buckets.delete(bucket.name);
	sendEmpty(exchange, 204);
}
/** `GetBucketLocation`: nothing for us-east-1, as ever. */
function getLocation(exchange) {
	const { region } = bucketOf(exchange);
	sendXml(exchange, "LocationConstraint", region === "us-east-1" ? "" : region);
}
/** `GetBucketVersioning`. */
function getVersioning(exchange) {
	sendXml(exchange, "VersioningConfiguration", { Status: bucketOf(exchange).versioning });
}
/** `PutBucketVersioning`. */
async function putVersioning(exchange) {
	const bucket = bucketOf(exchange);
	const { Status } = await readXml(exchange, "VersioningConfiguration");
	if (Status !== "Enabled" && Status !== "Suspended") throw s3Error("MalformedXML");
	bucket.versioning = Status;
	sendEmpty(exchange, 200);
}
/** `PutBucketPolicy`, `GetBucketPolicy`, `DeleteBucketPolicy`. */
async function servePolicy(exchange) {
	const bucket = bucketOf(exchange);
	switch (exchange.request.method) {
		case "PUT": {
			const text = (await readBody(exchange.request, 20480)).toString("utf8");
			if (!parsePolicy(text)) throw s3Error("MalformedPolicy");
			bucket.policyText = text;
			return sendEmpty(exchange, 204);
		}
		case "DELETE":
			bucket.policyText = void 0;
			return sendEmpty(exchange, 204);
		default:
			if (bucket.policyText === void 0) throw s3Error("NoSuchBucketPolicy", { BucketName: bucket.name });
			exchange.response.writeHead(200, { "content-type": "application/json" }).end(bucket.policyText);
	}
}
/** `DeleteObjects`: up to a thousand keys. */
async function deleteObjects(exchange) {
	const bucket = bucketOf(exchange);
	const { Object: objects, Quiet } = await readXml(exchange, "Delete", ["Object"]);
	if (!Array.isArray(objects) || objects.length > 1e3) throw s3Error("MalformedXML");
	const Deleted = [];
	for (const item of objects.map(readIdentifier)) {
		const { versionId, isMarker } = await deleteObject(bucket, item.key, item.versionId, exchange.now);
		const marker = isMarker ? {
			DeleteMarker: true,
			DeleteMarkerVersionId: versionId
		} : {};
		Deleted.push({
			Key: item.key,
			VersionId: item.versionId,
			...marker
		});
	}
	sendXml(exchange, "DeleteResult", { Deleted: Quiet === "true" ? [] : Deleted });
}
function readIdentifier(item) {
	if (typeof item !== "object" || item === null || !("Key" in item) || typeof item.Key !== "string") throw s3Error("MalformedXML");
	const versionId = "VersionId" in item && typeof item.VersionId === "string" ? item.VersionId : void 0;
	return {
		key: item.Key,
		versionId
	};
}
// packages/sandbox/src/s3/checksum.ts
/** All of them. */
const checksumNames = [
	"crc32",
	"crc32c",
	"crc64nvme",
	"sha1",
	"sha256"
];
/** A fresh one. */
function createChecksum(name) {
	switch (name) {
		case "sha1":
		case "sha256": {
			const hash = createHash(name);
			return {
				update: (bytes) => void hash.update(bytes),
				digest: () => hash.digest()
			};
		}
		case "crc32": {
			let value = 0;
			return {
				update(bytes) {
					value = crc32(bytes, value);
				},
				digest: () => uint32(value)
			};
		}
		case "crc32c": return crc32c();
		case "crc64nvme": return crc64();
	}
}
/** The name in `CRC32`, `SHA256`…; undefined for another text. */
function checksumName(text) {
	return checksumNames.find((name) => name === text?.toLowerCase());
}
function uint32(value) {
	const buffer = Buffer.alloc(4);
	buffer.writeUInt32BE(value >>> 0);
	return buffer;
}
const table32 = Uint32Array.from({ length: 256 }, (_, index) => {
	let value = index;
	for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? value >>> 1 ^ 2197175160 : value >>> 1;
	return value;
});
function crc32c() {
	let value = 4294967295;
	return {
		update(bytes) {
			for (const byte of bytes) value = (table32[(value ^ byte) & 255] ?? 0) ^ value >>> 8;
		},
		digest: () => uint32(value ^ 4294967295)
	};
}
const table64 = Array.from({ length: 256 }, (_, index) => {
	let high = 0;
	let low = index;
	for (let bit = 0; bit < 8; bit += 1) {
		const isOdd = (low & 1) === 1;
		low = low >>> 1 | (high & 1) << 31;
		high >>>= 1;
		if (isOdd) {
			high ^= 2590806825;
			low ^= 2890647989;
		}
	}
	return [high >>> 0, low >>> 0];
});
function crc64() {
	let high = 4294967295;
	let low = 4294967295;
	return {
		update(bytes) {
			for (const byte of bytes) {
				const [tableHigh, tableLow] = table64[(low ^ byte) & 255] ?? [0, 0];
				low = (low >>> 8 | high << 24) ^ tableLow;
				high = high >>> 8 ^ tableHigh;
			}
		},
		digest: () => Buffer.concat([uint32(high ^ 4294967295), uint32(low ^ 4294967295)])
	};
}
// packages/sandbox/src/s3/conditions.ts
/** Throws where a write is not to happen: `If-None-Match: *`, or `If-Match` with another ETag than the object's. */
function checkWrite(headers, current, key) {
	const noneMatch = headers["if-none-match"];
	if (noneMatch !== void 0 && noneMatch !== "*") throw s3Error("NotImplemented", { Header: "If-None-Match" });
	if (noneMatch === "*" && current) throw s3Error("PreconditionFailed", { Condition: "If-None-Match" });
	const match = headers["if-match"];
	if (match === void 0) return;
	if (!current) throw s3Error("NoSuchKey", { Key: key });
	if (!matches(match, current.etag)) throw s3Error("PreconditionFailed", { Condition: "If-Match" });
}
/** Whether a read goes on, is `not-modified`, or fails its condition (RFC 9110, 13.2.2). */
function checkRead(headers, object) {
	const modifiedMs = Math.floor(object.modifiedAt.getTime() / 1e3) * 1e3;
	const { "if-match": match, "if-none-match": noneMatch } = headers;
	if (match !== void 0) {
		if (!matches(match, object.etag)) return "failed";
	} else if (modifiedMs > timeOf(headers["if-unmodified-since"], Number.POSITIVE_INFINITY)) return "failed";
	if (noneMatch !== void 0) return matches(noneMatch, object.etag) ? "not-modified" : "send";
	return modifiedMs <= timeOf(headers["if-modified-since"], Number.NEGATIVE_INFINITY) ? "not-modified" : "send";
}
function matches(header, etag) {
	if (header.trim() === "*") return true;
	return header.split(",").some((one) => one.trim().replaceAll("\"", "") === etag.replaceAll("\"", ""));
}
function timeOf(header, otherwise) {
	const ms = Date.parse(header ?? "");
	return Number.isNaN(ms) ? otherwise : ms;
}
// packages/sandbox/src/s3/object-headers.ts
const kept = [
	"content-type",
	"cache-control",
	"content-disposition",
	"content-language",
	"expires"
];
const metadataLimit = 2048;
/** What an object keeps of the headers with which it was put. */
function readObjectHeaders(headers) {
	const found = { "content-type": "binary/octet-stream" };
	let metadataBytes = 0;
	for (const [name, value] of Object.entries(headers)) {
		if (typeof value !== "string") continue;
		if (name.startsWith("x-amz-meta-")) metadataBytes += name.length - 11 + Buffer.byteLength(value);
		if (name.startsWith("x-amz-meta-") || kept.includes(name)) found[name] = value;
	}
	if (metadataBytes > metadataLimit) throw s3Error("InvalidArgument", {}, "Your metadata headers exceed the maximum allowed metadata size");
	const encoding = contentEncoding(headers["content-encoding"]);
	return encoding === void 0 ? found : {
		...found,
		"content-encoding": encoding
	};
}
/** What is sent with an object. The checksum is sent to those who ask for it. */
function describeObject(object, isVersioned, withChecksum) {
	const { checksum } = object;
	return {
		...object.headers,
		etag: object.etag,
		"last-modified": object.modifiedAt.toUTCString(),
		...isVersioned ? { "x-amz-version-id": object.versionId } : {},
		...checksum && withChecksum ? {
			[`x-amz-checksum-${checksum.name}`]: checksum.value,
			"x-amz-checksum-type": checksum.type
		} : {}
	};
}
/** `aws-chunked` is how the body travelled, not what it is. */
function contentEncoding(value) {
	const rest = (value ?? "").split(",").map((part) => part.trim()).filter((part) => part !== "" && part !== "aws-chunked");
	return rest.length === 0 ? void 0 : rest.join(",");
}
// packages/sandbox/src/s3/write-content.ts
/** Writes a body to a new file and checks it against the hashes that came with it; nothing is left when it is wrong. */
async function writeBody(folder, body, headers) {
	const name = announcedChecksum(headers);
	const written = await writeContent(folder, body.stream, name);
	try {
		checkMd5(written.md5, headers["content-md5"]);
		if (name) checkChecksum(written, name, headers, body.trailers);
		return written;
	} catch (error) {
		await rm(written.path, { force: true });
		throw error;
	}
}
/** Writes a stream to a new file; the file is removed when the stream breaks. */
async function writeContent(folder, stream, name) {
	const path = join(folder, randomUUID());
	const md5 = createHash("md5");
	const checksum = name && createChecksum(name);
	const file = await open(path, "wx", 384);
	let size = 0;
	try {
		for await (const chunk of stream) {
			md5.update(chunk);
			checksum?.update(chunk);
			size += chunk.length;
			await file.writeFile(chunk);
		}
	} catch (error) {
		await file.close();
		await rm(path, { force: true });
		throw error;
	}
	await file.close();
	return {
		path,
		size,
		md5: md5.digest("hex"),
		checksum: name && checksum ? {
			name,
			value: checksum.digest().toString("base64"),
			type: "FULL_OBJECT"
		} : void 0
	};
}
/** The one checksum that comes with a request: its value in a header or a trailer, or only its name. */
function announcedChecksum(headers) {
	const direct = checksumNames.filter((name) => headers[`x-amz-checksum-${name}`] !== void 0);
	if (direct.length > 1) throw s3Error("InvalidRequest", {}, "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
	const trailer = textOf(headers["x-amz-trailer"])?.trim().replace(/^x-amz-checksum-/, "");
	return direct[0] ?? checksumName(trailer) ?? checksumName(textOf(headers["x-amz-sdk-checksum-algorithm"]));
}
function checkChecksum(written, name, headers, trailers) {
	const header = `x-amz-checksum-${name}`;
	const expected = textOf(headers[header]) ?? trailers.get(header);
	if (expected === void 0 && headers["x-amz-trailer"] === void 0) return;
	if (expected === written.checksum?.value) return;
	throw s3Error("BadDigest", {}, `The ${name.toUpperCase()} you specified did not match the calculated checksum.`);
}
function checkMd5(md5, header) {
	if (typeof header !== "string") return;
	const expected = Buffer.from(header, "base64");
	if (expected.length !== 16) throw s3Error("InvalidDigest");
	if (expected.toString("hex") !== md5) throw s3Error("BadDigest");
}
function textOf(value) {
	return Array.isArray(value) ? value[0] : value;
}
// packages/sandbox/src/s3/objects.ts
/** `PutObject`: the conditions are judged once the body is there, in one step with the write. */
async function putObject(exchange) {
	const bucket = bucketOf(exchange);
	const { request, key, folder } = exchange;
	if (Buffer.byteLength(key) > 1024) throw s3Error("KeyTooLongError");
	const headers = readObjectHeaders(request.headers);
	const written = await writeBody(folder, bodyOf(request), request.headers);
	const object = await storeObject(exchange, bucket, written, headers, `"${written.md5}"`);
	sendEmpty(exchange, 200, {
		etag: object.etag,
		...bucket.versioning === void 0 ? {} : { "x-amz-version-id": object.versionId },
		...object.checksum ? {
			[`x-amz-checksum-${object.checksum.name}`]: object.checksum.value,
			"x-amz-checksum-type": "FULL_OBJECT"
		} : {}
	});
}
/** Makes an object of what was written, when the conditions of the request hold; else the file goes. */
async function storeObject(exchange, bucket, written, headers, etag) {
	const { key, request, now } = exchange;
	try {
		checkWrite(request.headers, currentObject(bucket, key), key);
	} catch (error) {
		await rm(written.path, { force: true });
		throw error;
	}
	const { path, size, checksum } = written;
	const object = {
		isDeleted: false,
		versionId: newVersionId(bucket),
		path,
		size,
		etag,
		modifiedAt: now,
		headers,
		checksum
	};
	await addVersion(bucket, key, object);
	return object;
}
/** `GetObject` and `HeadObject`. */
async function getObject(exchange) {
	const bucket = bucketOf(exchange);
	const { request, response } = exchange;
	const object = requireObject(exchange, bucket);
	const wantsChecksum = request.headers["x-amz-checksum-mode"] === "ENABLED";
	const range = readRange(request.headers.range, object.size);
	const headers = describeObject(object, bucket.versioning !== void 0, wantsChecksum && range === void 0);
	const answer = checkRead(request.headers, object);
	if (answer === "failed") throw s3Error("PreconditionFailed");
	if (answer === "not-modified") {
		response.writeHead(304, {
			etag: object.etag,
			"last-modified": object.modifiedAt.toUTCString()
		}).end();
		return;
	}
	if (range === "unsatisfiable") throw s3Error("InvalidRange", {
		RangeRequested: request.headers.range,
		ActualObjectSize: object.size
	});
	await sendFile(request, response, object, headers);
}
/** `DeleteObject`. */
async function removeObject(exchange) {
	const bucket = bucketOf(exchange);
	const versionId = exchange.query.get("versionId") ?? void 0;
	const { isMarker, versionId: gone } = await deleteObject(bucket, exchange.key, versionId, exchange.now);
	sendEmpty(exchange, 204, {
		...isMarker ? { "x-amz-delete-marker": "true" } : {},
		...gone === void 0 ? {} : { "x-amz-version-id": gone }
	});
}
/** The object of a request; tells a missing key, a missing version and a delete marker apart. */
function requireObject(exchange, bucket) {
	const versionId = exchange.query.get("versionId") ?? void 0;
	const found = findVersion(bucket, exchange.key, versionId);
	if (found?.isDeleted === false) return found;
	if (found) {
		exchange.response.setHeader("x-amz-delete-marker", "true");
		if (versionId !== void 0) throw s3Error("MethodNotAllowed");
	}
	if (versionId !== void 0) throw s3Error("NoSuchVersion", {
		Key: exchange.key,
		VersionId: versionId
	});
	throw s3Error("NoSuchKey", { Key: exchange.key });
}
// packages/sandbox/src/s3/copy.ts
/** `CopyObject`. */
async function copyObject(exchange) {
	const { headers } = exchange.request;
	const source = findSource(exchange);
	const isReplaced = headers["x-amz-metadata-directive"] === "REPLACE";
	const bucket = bucketOf(exchange);
	const name = checksumName(String(headers["x-amz-checksum-algorithm"] ?? "")) ?? source.checksum?.name;
	const written = await writeContent(exchange.folder, createReadStream(source.path), name);
	const object = await storeObject(exchange, bucket, written, isReplaced ? readObjectHeaders(headers) : source.headers, `"${written.md5}"`);
	if (bucket.versioning !== void 0) exchange.response.setHeader("x-amz-version-id", object.versionId);
	sendXml(exchange, "CopyObjectResult", {
		LastModified: object.modifiedAt,
		ETag: object.etag,
		...object.checksum ? {
			[`Checksum${object.checksum.name.toUpperCase()}`]: object.checksum.value,
			ChecksumType: "FULL_OBJECT"
		} : {}
	});
}
/** The object that `x-amz-copy-source` names, when its conditions hold. */
function findSource(exchange) {
	const { headers } = exchange.request;
	const [path = "", versionQuery] = String(headers["x-amz-copy-source"]).split("?versionId=");
	const [, bucketName, key] = /^\/?([^/]+)\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
	if (!bucketName || !key) throw s3Error("InvalidArgument", {}, "Copy Source must mention the source bucket and key");
	const found = findVersion(bucketOf(exchange, bucketName), key, versionQuery);
	if (found?.isDeleted !== false) throw s3Error("NoSuchKey", { Key: key });
	if (checkRead(sourceConditions(headers), found) !== "send") throw s3Error("PreconditionFailed");
	return found;
}
function sourceConditions(headers) {
	const prefix = "x-amz-copy-source-";
	const own = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
	return Object.fromEntries(own.map(([name, value]) => [name.slice(18), value]));
}
// packages/sandbox/src/s3/listing.ts
/** `ListObjectsV2`. */
function listObjects(exchange) {
	const bucket = bucketOf(exchange);
	const { query } = exchange;
	const prefix = query.get("prefix") ?? "";
	const delimiter = query.get("delimiter") ?? "";
	const token = query.get("continuation-token");
	const after = token === null ? query.get("start-after") ?? "" : readToken(token);
	const limit = readLimit(query);
	const entries = listEntries([...bucket.objects.keys()].filter((key) => currentObject(bucket, key) !== void 0), prefix, delimiter, after);
	const page = entries.slice(0, limit);
	const last = page.at(-1);
	const isTruncated = limit > 0 && entries.length > limit;
	const encode = query.get("encoding-type") === "url" ? encodeKey : (key) => key;
	sendXml(exchange, "ListBucketResult", {
		Name: bucket.name,
		Prefix: encode(prefix),
		Delimiter: delimiter === "" ? void 0 : encode(delimiter),
		StartAfter: query.get("start-after") ?? void 0,
		ContinuationToken: token ?? void 0,
		NextContinuationToken: isTruncated && last ? writeToken(last) : void 0,
		KeyCount: page.length,
		MaxKeys: limit,
		EncodingType: query.get("encoding-type") ?? void 0,
		IsTruncated: isTruncated,
		Contents: page.flatMap((entry) => {
			const object = "key" in entry ? currentObject(bucket, entry.key) : void 0;
			if (!object || !("key" in entry)) return [];
			const { modifiedAt: LastModified, etag: ETag, size: Size } = object;
			return [{
				Key: encode(entry.key),
				LastModified,
				ETag,
				Size,
				StorageClass: "STANDARD"
			}];
		}),
		CommonPrefixes: page.flatMap((entry) => "prefix" in entry ? [{ Prefix: encode(entry.prefix) }] : [])
	});
}
/** Keys behind `after` in order, those with the same beginning up to the delimiter as one. */
function listEntries(keys, prefix, delimiter, after) {
	const entries = [];
	for (const key of keys.filter((one) => one.startsWith(prefix)).sort(compareUtf8)) {
		const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
		const common = end < 0 ? void 0 : key.slice(0, end + delimiter.length);
		if (compareUtf8(key, after) <= 0 || common !== void 0 && after.startsWith(common)) continue;
		const last = entries.at(-1);
		if (common === void 0) entries.push({ key });
		else if (!(last && "prefix" in last && last.prefix === common)) entries.push({ prefix: common });
	}
	return entries;
}
/** S3 orders by bytes of UTF-8, JavaScript by units of UTF-16. */
function compareUtf8(a, b) {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
function readLimit(query) {
	const limit = Number(query.get("max-keys") ?? 1e3);
	if (!Number.isInteger(limit) || limit < 0) throw s3Error("InvalidArgument", { ArgumentName: "max-keys" });
	return Math.min(limit, 1e3);
}
function writeToken(entry) {
	return Buffer.from(`after:${"key" in entry ? entry.key : entry.prefix}`).toString("base64url");
}
function readToken(token) {
	const text = Buffer.from(token, "base64url").toString();
	if (text.startsWith("after:")) return text.slice(6);
	throw s3Error("InvalidArgument", {}, "The continuation token provided is incorrect");
}
function encodeKey(key) {
	return key.split("/").map(encodeStrict).join("/");
}
// packages/sandbox/src/s3/parts.ts
const smallestPart = 5242880;
/** The list of parts out of the document: ascending, not empty. */
function readPartList(value) {
	if (!Array.isArray(value) || value.length === 0) throw s3Error("MalformedXML");
	const parts = value.map(readPart);
	if (!parts.every((part, index) => part.number > (parts[index - 1]?.number ?? 0))) throw s3Error("InvalidPartOrder");
	return parts;
}
/** The uploaded part of a wanted one; all but the last must be large enough. */
function choosePart(upload, wanted, isLast) {
	const part = upload.parts.get(wanted.number);
	if (!part || part.md5 !== wanted.etag) throw s3Error("InvalidPart", {
		UploadId: upload.id,
		PartNumber: wanted.number,
		ETag: wanted.etag
	});
	if (isLast || part.size >= smallestPart) return part;
	throw s3Error("EntityTooSmall", {
		ETag: part.md5,
		MinSizeAllowed: smallestPart,
		ProposedSize: part.size,
		PartNumber: part.number
	});
}
function readPart(value) {
	if (typeof value !== "object" || value === null) throw s3Error("MalformedXML");
	if (!("PartNumber" in value && "ETag" in value)) throw s3Error("MalformedXML");
	return {
		number: Number(value.PartNumber),
		etag: String(value.ETag).replaceAll("\"", "")
	};
}
// packages/sandbox/src/s3/multipart.ts
/** `CreateMultipartUpload`. */
function beginUpload(exchange) {
	const bucket = bucketOf(exchange);
	const { headers } = exchange.request;
	const name = checksumName(headerText(headers["x-amz-checksum-algorithm"]));
	const byDefault = name === "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE";
	const type = headers["x-amz-checksum-type"] === "FULL_OBJECT" ? "FULL_OBJECT" : byDefault;
	if (name?.startsWith("sha") && type === "FULL_OBJECT") throw s3Error("InvalidRequest", {}, `The FULL_OBJECT checksum type cannot be used with ${name}.`);
	const upload = {
		id: randomBytes(36).toString("base64url"),
		key: exchange.key,
		startedAt: exchange.now,
		headers: readObjectHeaders(headers),
		checksum: name && {
			name,
			type
		},
		parts: /* @__PURE__ */ new Map()
	};
	bucket.uploads.set(upload.id, upload);
	if (name) {
		exchange.response.setHeader("x-amz-checksum-algorithm", name.toUpperCase());
		exchange.response.setHeader("x-amz-checksum-type", type);
	}
	sendXml(exchange, "InitiateMultipartUploadResult", {
		Bucket: bucket.name,
		Key: upload.key,
		UploadId: upload.id
	});
}
/** `UploadPart`. */
async function uploadPart(exchange) {
	const upload = uploadOf(exchange, bucketOf(exchange));
	const { request, folder } = exchange;
	const { md5, checksum } = await keepPart(exchange, upload, partNumber(exchange), await writeBody(folder, bodyOf(request), request.headers));
	sendEmpty(exchange, 200, {
		etag: `"${md5}"`,
		...checksum ? { [`x-amz-checksum-${checksum.name}`]: checksum.value } : {}
	});
}
/** `UploadPartCopy`: a part, or a range, of an object that is there. */
async function copyPart(exchange) {
	const upload = uploadOf(exchange, bucketOf(exchange));
	const number = partNumber(exchange);
	const source = findSource(exchange);
	const header = exchange.request.headers["x-amz-copy-source-range"];
	const range = readRange(headerText(header), source.size);
	if (header !== void 0 && (range === void 0 || range === "unsatisfiable")) throw s3Error("InvalidArgument", { ArgumentName: "x-amz-copy-source-range" });
	const stream = createReadStream(source.path, typeof range === "object" ? range : {});
	const part = await keepPart(exchange, upload, number, await writeContent(exchange.folder, stream, upload.checksum?.name));
	sendXml(exchange, "CopyPartResult", {
		LastModified: part.modifiedAt,
		ETag: `"${part.md5}"`,
		...checksumOf(part)
	});
}
/** `CompleteMultipartUpload`: the parts become one object; the upload stays when something is wrong with the list. */
async function completeUpload(exchange) {
	const bucket = bucketOf(exchange);
	const upload = uploadOf(exchange, bucket);
	const { Part } = await readXml(exchange, "CompleteMultipartUpload", ["Part"]);
	const wanted = readPartList(Part);
	const parts = wanted.map((one, index) => choosePart(upload, one, index === wanted.length - 1));
	const written = await writeContent(exchange.folder, joined(parts), upload.checksum?.name);
	const checksum = upload.checksum?.type === "COMPOSITE" ? composite(upload, parts) : written.checksum;
	const object = await storeObject(exchange, bucket, {
		...written,
		checksum
	}, upload.headers, etagOf(parts));
	await dropUpload(bucket, upload);
	if (bucket.versioning !== void 0) exchange.response.setHeader("x-amz-version-id", object.versionId);
	sendXml(exchange, "CompleteMultipartUploadResult", {
		Location: `${exchange.ctx.endpoint}/${bucket.name}/${upload.key}`,
		Bucket: bucket.name,
		Key: upload.key,
		ETag: object.etag,
		...checksum ? {
			[`Checksum${checksum.name.toUpperCase()}`]: checksum.value,
			ChecksumType: checksum.type
		} : {}
	});
}
/** `AbortMultipartUpload`. */
async function abortUpload(exchange) {
	const bucket = bucketOf(exchange);
	await dropUpload(bucket, uploadOf(exchange, bucket));
	sendEmpty(exchange, 204);
}
/** `ListParts`. */
function listParts(exchange) {
	const bucket = bucketOf(exchange);
	const upload = uploadOf(exchange, bucket);
	const after = Number(exchange.query.get("part-number-marker") ?? 0);
	const limit = Math.min(1e3, Number(exchange.query.get("max-parts") ?? 1e3));
	const rest = [...upload.parts.values()].filter((part) => part.number > after).sort((a, b) => a.number - b.number);
	const page = rest.slice(0, limit);
	sendXml(exchange, "ListPartsResult", {
		Bucket: bucket.name,
		Key: upload.key,
		UploadId: upload.id,
		PartNumberMarker: after,
		NextPartNumberMarker: page.at(-1)?.number,
		MaxParts: limit,
		IsTruncated: rest.length > page.length,
		Part: page.map(({ number, md5, size, modifiedAt, checksum }) => ({
			PartNumber: number,
			LastModified: modifiedAt,
			ETag: `"${md5}"`,
			Size: size,
			...checksumOf({ checksum })
		}))
	});
}
/** `ListMultipartUploads`: what was begun and neither completed nor aborted. */
function listUploads(exchange) {
	const bucket = bucketOf(exchange);
	const prefix = exchange.query.get("prefix") ?? "";
	sendXml(exchange, "ListMultipartUploadsResult", {
		Bucket: bucket.name,
		Prefix: prefix,
		MaxUploads: 1e3,
		IsTruncated: false,
		Upload: [...bucket.uploads.values()].filter((upload) => upload.key.startsWith(prefix)).map(({ key, id, startedAt }) => ({
			Key: key,
			UploadId: id,
			Initiated: startedAt
		}))
	});
}
function partNumber(exchange) {
	const number = Number(exchange.query.get("partNumber"));
	if (Number.isInteger(number) && number >= 1 && number <= 1e4) return number;
	throw s3Error("InvalidArgument", { ArgumentName: "partNumber" }, "Part number must be an integer between 1 and 10000, inclusive");
}
async function keepPart(exchange, upload, number, written) {
	const part = {
		...written,
		number,
		modifiedAt: exchange.now
	};
	const before = upload.parts.get(number);
	upload.parts.set(number, part);
	if (before) await rm(before.path, { force: true });
	return part;
}
/** As a member of an XML answer. */
function checksumOf({ checksum }) {
	return checksum ? { [`Checksum${checksum.name.toUpperCase()}`]: checksum.value } : {};
}
function uploadOf(exchange, bucket) {
	const id = exchange.query.get("uploadId") ?? "";
	const upload = bucket.uploads.get(id);
	if (upload?.key === exchange.key) return upload;
	throw s3Error("NoSuchUpload", { UploadId: id });
}
async function dropUpload(bucket, upload) {
	bucket.uploads.delete(upload.id);
	await Promise.all([...upload.parts.values()].map((part) => rm(part.path, { force: true })));
}
async function* joined(parts) {
	for (const part of parts) yield* createReadStream(part.path, { highWaterMark: 1048576 });
}
/** MD5 of the MD5s, and how many there were. */
function etagOf(parts) {
	const hash = createHash("md5");
	for (const part of parts) hash.update(Buffer.from(part.md5, "hex"));
	return `"${hash.digest("hex")}-${parts.length}"`;
}
/** The checksum of the checksums; undefined where a part has none. */
function composite(upload, parts) {
	const name = upload.checksum?.name;
	if (!name || parts.some((part) => part.checksum?.name !== name)) return void 0;
	const checksum = createChecksum(name);
	for (const part of parts) checksum.update(Buffer.from(part.checksum?.value ?? "", "base64"));
	return {
		name,
		value: `${checksum.digest().toString("base64")}-${parts.length}`,
		type: "COMPOSITE"
	};
}
function headerText(value) {
	return Array.isArray(value) ? value[0] : value;
}
// packages/sandbox/src/s3/route.ts
const operation = (action, serve) => ({
	action: `s3:${action}`,
	serve
});
/** `<method> <level>[?<subresource>]` */
const operations = /* @__PURE__ */ new Map([
	["GET service", operation("ListAllMyBuckets", listBuckets)],
	["PUT bucket", operation("CreateBucket", createBucket)],
	["HEAD bucket", operation("ListBucket", headBucket)],
	["DELETE bucket", operation("DeleteBucket", deleteBucket)],
	["GET bucket?list-type", operation("ListBucket", listObjects)],
	["GET bucket?location", operation("GetBucketLocation", getLocation)],
	["GET bucket?versioning", operation("GetBucketVersioning", getVersioning)],
	["PUT bucket?versioning", operation("PutBucketVersioning", putVersioning)],
	["GET bucket?policy", operation("GetBucketPolicy", servePolicy)],
	["PUT bucket?policy", operation("PutBucketPolicy", servePolicy)],
	["DELETE bucket?policy", operation("DeleteBucketPolicy", servePolicy)],
	["GET bucket?uploads", operation("ListBucketMultipartUploads", listUploads)],
	["POST bucket?delete", operation("DeleteObject", deleteObjects)],
	["GET object", operation("GetObject", getObject)],
	["HEAD object", operation("GetObject", getObject)],
	["PUT object", operation("PutObject", putObject)],
	["PUT object?copy", operation("PutObject", copyObject)],
	["DELETE object", operation("DeleteObject", removeObject)],
	["POST object?uploads", operation("PutObject", beginUpload)],
	["PUT object?partNumber?uploadId", operation("PutObject", uploadPart)],
	["PUT object?copy?partNumber?uploadId", operation("PutObject", copyPart)],
	["POST object?uploadId", operation("PutObject", completeUpload)],
	["DELETE object?uploadId", operation("AbortMultipartUpload", abortUpload)],
	["GET object?uploadId", operation("ListMultipartUploadParts", listParts)]
]);
/** Parameters that refine an operation and do not choose one. */
const refinements = [
	"prefix",
	"delimiter",
	"max-keys",
	"continuation-token",
	"start-after",
	"encoding-type",
	"fetch-owner",
	"part-number-marker",
	"max-parts",
	"max-uploads",
	"max-buckets",
	"versionId"
];
/** The operation that a request asks for; what is not served is said so, never taken for something else. */
function chooseOperation(request, query, bucket, key) {
	const level = bucket === "" ? "service" : key === "" ? "bucket" : "object";
	const chosen = [...query.keys()].filter((name) => !name.startsWith("X-Amz-") && name !== "x-id").filter((name) => !refinements.includes(name));
	const isCopy = request.headers["x-amz-copy-source"] !== void 0;
	const subresource = [...chosen, ...isCopy ? ["copy"] : []].sort();
	const found = operations.get(`${request.method} ${level}${subresource.map((name) => `?${name}`).join("")}`);
	if (found) return found;
	throw s3Error("NotImplemented", {
		Method: request.method,
		Resource: `${level}?${subresource.join("&")}`
	});
}
function headBucket(exchange) {
	sendEmpty(exchange, 200, { "x-amz-bucket-region": bucketOf(exchange).region });
}
// packages/sandbox/src/s3/service.ts
/** S3 over REST-XML, addressed by path. */
async function createS3(ctx) {
	const folder = join(ctx.dataDir, "s3");
	await mkdir(folder, { recursive: true });
	const state = createState(() => new Date(ctx.clock.now()));
	return {
		state,
		services: [{
			kind: "http",
			signingName: "s3",
			errors: "s3-xml",
			async handle(request, response, caller, url) {
				const [bucketName, key] = readPath(request.url ?? "/");
				const operation = chooseOperation(request, url.searchParams, bucketName, key);
				const input = {
					...bucketName && { Bucket: bucketName },
					...key && { Key: key }
				};
				ctx.calls.record(operation.action, caller, input);
				const now = new Date(ctx.clock.now());
				const query = url.searchParams;
				const exchange = {
					ctx,
					state,
					folder,
					request,
					response,
					caller,
					query,
					bucketName,
					key,
					now
				};
				await operation.serve(exchange);
			}
		}]
	};
}
function createState(now) {
	const buckets = /* @__PURE__ */ new Map();
	return {
		buckets,
		createBucket(name, account, region) {
			if (!isBucketName(name)) throw s3Error("InvalidBucketName", { BucketName: name });
			const bucket = {
				name,
				account,
				region,
				createdAt: now(),
				versioning: void 0,
				policyText: void 0,
				objects: /* @__PURE__ */ new Map(),
				uploads: /* @__PURE__ */ new Map()
			};
			buckets.set(name, bucket);
			return bucket;
		}
	};
}
function isBucketName(name) {
	return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..") && !/^[\d.]+$/.test(name);
}
/** The bucket and the key. Not of a `URL`, which would resolve `..` in keys. */
function readPath(url) {
	const [, path = ""] = /^\/([^?]*)/.exec(url) ?? [];
	try {
		const decoded = decodeURIComponent(path);
		const slash = decoded.indexOf("/");
		return slash < 0 ? [decoded, ""] : [decoded.slice(0, slash), decoded.slice(slash + 1)];
	} catch {
		throw s3Error("InvalidArgument", {}, "Couldn't parse the specified URI.");
	}
}
// packages/sandbox/src/sts/sessions.ts
/** Credentials of a role, in this account or another. A role that assumes a role gets an hour at most. */
function assumeRole(ctx, input, caller) {
	const role = parseRoleArn(requiredText(input, "RoleArn", "ValidationError"));
	const name = requiredText(input, "RoleSessionName", "ValidationError");
	if (!/^[\w+=,.@-]{2,64}$/.test(name)) throw invalid(`Value '${name}' at 'roleSessionName' failed to satisfy constraint: [\\w+=,.@-]{2,64}`);
	const seconds = duration(input, 3600, 43200);
	if (caller.arn.includes(":assumed-role/") && seconds > 3600) throw invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
	const roleId = roleIdOf(role.account, role.name);
	const arn = `arn:aws:sts::${role.account}:assumed-role/${role.name}/${name}`;
	return {
		...mint(ctx, {
			account: role.account,
			arn,
			userId: `${roleId}:${name}`
		}, seconds),
		AssumedRoleUser: {
			AssumedRoleId: `${roleId}:${name}`,
			Arn: arn
		},
		PackedPolicySize: 0
	};
}
/** Session credentials of the caller itself; a session cannot ask for them. */
function getSessionToken(ctx, input, caller) {
	if (caller.accessKeyId.startsWith("ASIA")) throw new ServiceError("AccessDenied", "Cannot call GetSessionToken with session credentials", 403);
	const userId = ctx.credentials.find(caller.accessKeyId)?.userId ?? randomId("AIDA");
	return mint(ctx, {
		account: caller.account,
		arn: caller.arn,
		userId
	}, duration(input, 43200, 129600));
}
/** The answer tells when the credentials should end; the fault `sts:expire` ends them earlier. */
function mint(ctx, principal, seconds) {
	const nowMs = ctx.clock.now();
	const promisedMs = nowMs + seconds * 1e3;
	const faultMs = ctx.faults.expireMs("sts");
	const expiresMs = faultMs === void 0 ? promisedMs : Math.min(promisedMs, nowMs + faultMs);
	const key = ctx.credentials.session({
		...principal,
		expiresMs
	});
	return { Credentials: {
		AccessKeyId: key.accessKeyId,
		SecretAccessKey: key.secretAccessKey,
		SessionToken: key.sessionToken,
		Expiration: new Date(promisedMs)
	} };
}
function duration(input, defaultSeconds, maxSeconds) {
	const seconds = number(input, "DurationSeconds") ?? defaultSeconds;
	if (Number.isInteger(seconds) && seconds >= 900 && seconds <= maxSeconds) return seconds;
	throw invalid(`Value '${seconds}' at 'durationSeconds' must be between 900 and ${maxSeconds}`);
}
function parseRoleArn(arn) {
	const match = /^arn:aws(?:-[a-z]+)*:iam::(\d{12}):role\/(?:[\x21-\x7e]+\/)?([\w+=,.@-]{1,64})$/.exec(arn);
	if (match?.[1] && match[2]) return {
		account: match[1],
		name: match[2]
	};
	throw invalid(`${arn} is invalid`);
}
const roleIds = /* @__PURE__ */ new Map();
/** A role keeps its identifier for as long as the process lives. */
function roleIdOf(account, name) {
	const key = `${account}/${name}`;
	const id = roleIds.get(key) ?? randomId("AROA");
	roleIds.set(key, id);
	return id;
}
function invalid(message) {
	return new ServiceError("ValidationError", message);
}
// packages/sandbox/src/sts/service.ts
/** STS over Query: who am I, and credentials that end. */
function createSts(ctx) {
	return {
		state: void 0,
		services: [{
			kind: "rpc",
			signingName: "sts",
			query: {
				version: "2011-06-15",
				namespace: "https://sts.amazonaws.com/doc/2011-06-15/"
			},
			operations: {
				GetCallerIdentity: (_input, caller) => ({
					UserId: ctx.credentials.find(caller.accessKeyId)?.userId,
					Account: caller.account,
					Arn: caller.arn
				}),
				AssumeRole: (input, caller) => assumeRole(ctx, input, caller),
				GetSessionToken: (input, caller) => getSessionToken(ctx, input, caller)
			}
		}]
	};
}
// packages/sandbox/src/services.ts
/**
* The services of a sandbox, in the order in which they are made. A line here adds one; its state is then
* `sandbox.stores.<name>` and `ctx.stores.<name>`. A factory states its return type, so that this list can be typed.
*/
const factories = {
	sts: createSts,
	ecr: createEcr,
	s3: createS3,
	cloudwatch: createCloudWatch,
	elb: createElb,
	logs: createLogs,
	ecs: createEcs,
	codedeploy: createCodeDeploy,
	codeartifact: createCodeArtifact
};
// packages/sandbox/src/sandbox.ts
/** Starts a sandbox on loopback. */
async function startSandbox(options = {}) {
	const log = options.log ?? silentLog;
	const clock = options.clock ?? wallClock;
	const services = [];
	const random = seededRandom(options.seed ?? 1);
	const base = {
		clock,
		log,
		random,
		services,
		credentials: createCredentials(),
		calls: createCallLog(),
		faults: createFaults(options.faults ?? [], random)
	};
	const main = await listenOnLoopback(createRouter(base), log, options.port === void 0 ? {} : { port: options.port });
	const folder = await dataFolder(options.dataDir);
	const listeners = [main];
	const background = createBackground(log);
	const stores = {};
	const ctx = {
		...base,
		endpoint: main.url,
		runtime: options.runtime,
		dataDir: folder.path,
		accounts: options.accounts ?? ["111111111111"],
		stores,
		background: background.run,
		env: (account, region) => environment(main.url, base.credentials, clock, account, region),
		async listen(handler, listenOptions) {
			const listener = await listenOnLoopback(handler, log, listenOptions);
			listeners.push(listener);
			return listener;
		}
	};
	const modules = [];
	const stop = async () => {
		background.abort();
		for (const module of modules.toReversed()) await module.stop?.();
		await Promise.all(listeners.map((listener) => listener.close()));
		try {
			await background.settled();
		} finally {
			await folder.remove();
		}
	};
	try {
		for (const account of ctx.accounts) ctx.credentials.ofAccount(account);
		for (const [name, factory] of Object.entries({
			...factories,
			...options.services
		})) {
			const module = await factory(ctx);
			modules.push(module);
			stores[name] = module.state;
			services.push(...module.services);
		}
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		endpoint: main.url,
		clock,
		credentials: ctx.credentials,
		stores: ctx.stores,
		calls: callsOf(ctx.calls),
		env: ctx.env,
		seedEcsService: (description) => seedEcsService({
			invoke: createInvoke(services, ctx.credentials),
			stores: ctx.stores,
			clock
		}, description),
		stop
	};
}
function callsOf(calls) {
	return calls.list;
}
async function dataFolder(dataDir) {
	if (dataDir === void 0) {
		const path = await mkdtemp(join(tmpdir(), "ml-ci-sandbox-"));
		return {
			path,
			remove: () => rm(path, {
				recursive: true,
				force: true
			})
		};
	}
	await mkdir(dataDir, {
		recursive: true,
		mode: 448
	});
	return {
		path: dataDir,
		remove: async () => void 0
	};
}
function environment(endpoint, credentials, clock, account, region) {
	const key = credentials.ofAccount(account);
	return {
		AWS_ENDPOINT_URL: endpoint,
		AWS_ACCESS_KEY_ID: key.accessKeyId,
		AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
		AWS_REGION: region,
		AWS_DEFAULT_REGION: region,
		AWS_CONFIG_FILE: "/dev/null",
		AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
		AWS_EC2_METADATA_DISABLED: "true",
		ML_CI_CLOCK: clockToEnv(clock)
	};
}
export { ServiceError as n, parseFaults as r, startSandbox as t };
