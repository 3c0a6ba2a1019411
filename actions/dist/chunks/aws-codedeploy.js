import { o as __toESM } from "./rolldown-runtime.js";
import { n as formatDuration } from "./core-duration.js";
import { n as StepError, r as describeError, t as CancelledError } from "./core-error-codes.js";
import { d as codeDeployClient, f as ecsClient, g as sending, v as isAwsError } from "./core-foreign-endpoint.js";
import { t as plural } from "./core-plural.js";
import { t as poll } from "./aws-wait.js";
import { isDeepStrictEqual } from "node:util";
import { createHash } from "node:crypto";
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
	const { GetDeploymentCommand } = await import("./aws-sdk-client-codedeploy.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const reply = await (await codeDeployClient(session)).send(new GetDeploymentCommand({ deploymentId }), sending(options));
	if (!reply.deploymentInfo?.status) throw new StepError("AWS_FAILED", { message: `codedeploy:GetDeployment of "${deploymentId}" answered without a status` });
	return deploymentState(deploymentId, reply.deploymentInfo);
}
/** Ids of the deployments of a group that have not ended, newest first. */
async function activeDeployments(session, application, group, options = {}) {
	const { ListDeploymentsCommand } = await import("./aws-sdk-client-codedeploy.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
	const { CreateDeploymentCommand } = await import("./aws-sdk-client-codedeploy.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
			fix: ({ input }) => `run the step again and let it wait for the other: ${input("on-conflict", "wait")}`,
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
	const { StopDeploymentCommand } = await import("./aws-sdk-client-codedeploy.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
	const { ContinueDeploymentCommand } = await import("./aws-sdk-client-codedeploy.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
// packages/aws/src/ecs.ts
/** The service, or undefined where the cluster has none of this name (an inactive one counts as none). */
async function describeService(session, { cluster, service }, options = {}) {
	const { DescribeServicesCommand } = await import("./aws-sdk-client-ecs.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
	const { DescribeTaskDefinitionCommand } = await import("./aws-sdk-client-ecs.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
	const { RegisterTaskDefinitionCommand } = await import("./aws-sdk-client-ecs.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const { taskDefinition } = await (await ecsClient(session)).send(new RegisterTaskDefinitionCommand(input), sending(options));
	if (!taskDefinition?.taskDefinitionArn) throw new StepError("AWS_FAILED", { message: `ecs:RegisterTaskDefinition of "${input.family}" answered without an ARN` });
	return taskDefinition.taskDefinitionArn;
}
/** The tasks of a service that run, or those that stopped in the last hour. */
async function serviceTasks(session, { cluster, service }, desiredStatus, options = {}) {
	const { DescribeTasksCommand, ListTasksCommand } = await import("./aws-sdk-client-ecs.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
// packages/steps/src/rollout/deploy-ecs/report.ts
/** Writes what happened to a file, tells it in a table, and gives the outputs that every end has. */
async function outputsOf(started, outcome, reason) {
	const { context, deploymentId, taskDefinition, address, configuration, group, previous, startedMs } = started;
	const { inputs, clock, log } = context;
	const record = await writeRecord(started, outcome, reason);
	const name = (arn) => arn?.split("/").at(-1) ?? "unknown";
	log.table({
		title: `${inputs.env.name}: ${outcome}`,
		columns: ["what", "value"],
		rows: [
			["service", `${address.cluster}/${address.service}`],
			["digest", inputs.digest],
			["task definition", `${name(previous)} to ${name(taskDefinition)}`],
			["deployment", `${deploymentId}, ${configuration ?? group.configuration}`],
			["took", formatDuration(clock.now() - startedMs)]
		]
	});
	return {
		digest: inputs.digest,
		outcome,
		alreadyDeployed: false,
		deploymentId,
		record,
		...taskDefinition === void 0 ? {} : { taskDefinition }
	};
}
/** Writes the record of the rollout and returns its path. */
function writeRecord(started, outcome, reason) {
	const { context, session, timeline, deploymentId, address, startedMs } = started;
	const { inputs, clock, files, run } = context;
	return timeline.write(files, {
		id: deploymentId,
		environment: inputs.env.name,
		target: `${address.cluster}/${address.service}`,
		digest: inputs.digest,
		run: run.id,
		startedAt: new Date(startedMs).toISOString(),
		finishedAt: new Date(clock.now()).toISOString(),
		outcome,
		reason,
		...session.endpoint === void 0 ? {} : { rehearsal: session.endpoint }
	});
}
// packages/steps/src/rollout/deploy-ecs/rollout.ts
/** Seconds between two looks at a deployment. */
const lookEveryMs = 1e4;
/** The end of a deployment that nobody waits for any longer. */
const deploymentLimitMs = (rollout) => rollout.shiftMs + rollout.group.terminationWaitMs + 288e5;
/** What to type to follow the deployment again. */
function howToReattach({ context, deploymentId }) {
	const { env, digest } = context.inputs;
	return `to look again at "${deploymentId}": ml-ci deploy-ecs --env ${env.name} --digest ${digest}`;
}
// packages/steps/src/rollout/deploy-ecs/app-spec.ts
/** The document that deploys `taskDefinition` behind the load balancer. JSON is YAML, and leaves nothing to quote. */
function appSpec(taskDefinition, container, port) {
	const content = JSON.stringify({
		version: 0,
		Resources: [{ TargetService: {
			Type: "AWS::ECS::Service",
			Properties: {
				TaskDefinition: taskDefinition,
				LoadBalancerInfo: {
					ContainerName: container,
					ContainerPort: port
				}
			}
		} }]
	});
	return {
		content,
		sha256: createHash("sha256").update(content).digest("hex")
	};
}
// packages/steps/src/rollout/deploy-ecs/description.ts
/** The description of a deployment: for people, and for `markerOf`. */
function describeDeployment({ digest, run }) {
	return `ml-ci digest=${digest} run=${run.replace(/\s+/g, "-").slice(0, 100)}`;
}
/** What a description says, or undefined where the deployment is not ours. */
function markerOf(description) {
	const match = /^ml-ci digest=(sha(?:256|512):[0-9a-f]+) run=(\S+)$/.exec(description);
	return match ? {
		digest: match[1] ?? "",
		run: match[2] ?? ""
	} : void 0;
}
/** The description of a deployment that takes another one back because CodeDeploy no longer can. */
function describeRollback(deploymentId) {
	return `ml-ci rollback of ${deploymentId}`;
}
/** True for the description of such a deployment. */
function isRollbackDescription(description) {
	return description.startsWith("ml-ci rollback of ");
}
// packages/steps/src/rollout/deploy-ecs/task-definition.ts
/** The image of a container, or undefined where the definition has no such container. */
function imageOf(definition, container) {
	return definition.containerDefinitions.find(({ name }) => name === container)?.image;
}
/** The same definition with another image in one container, and nothing else changed. */
function withImage(definition, container, image) {
	if (imageOf(definition, container) === void 0) {
		const names = definition.containerDefinitions.map(({ name }) => name).join(", ");
		throw new StepError("SERVICE_UNSUITABLE", {
			message: `the task definition "${definition.family}" has no container "${container}"`,
			fix: `use one of ${names}`
		});
	}
	return {
		...definition,
		containerDefinitions: definition.containerDefinitions.map((definitionOf) => definitionOf.name === container ? {
			...definitionOf,
			image
		} : definitionOf)
	};
}
/** Throws unless the container has the port that takes the traffic: CodeDeploy would find out when half is done. */
function checkPort(definition, container, port) {
	const found = definition.containerDefinitions.find(({ name }) => name === container);
	const ports = (found?.portMappings ?? []).map(({ containerPort }) => containerPort);
	if (!found || ports.includes(port)) return;
	throw new StepError("SERVICE_UNSUITABLE", {
		message: `the container "${container}" of "${definition.family}" has no port ${port}`,
		fix: ({ input }) => ports.length > 0 ? `use ${input("port", ports.join(" or "))}` : "map the port in the task definition"
	});
}
/** True where registering `wanted` would give what `registered` is already. Lists without order may come back in another. */
function isSameDefinition(wanted, registered) {
	return isDeepStrictEqual(comparable(wanted), comparable(registered));
}
const unordered = /* @__PURE__ */ new Set([
	"environment",
	"secrets",
	"tags",
	"requiresCompatibilities",
	"dependsOn"
]);
function comparable(value, key = "") {
	if (Array.isArray(value)) {
		const items = value.map((item) => comparable(item));
		return unordered.has(key) ? items.sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1) : items;
	}
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).map(([name, inner]) => [name, comparable(inner, name)]).filter(([, inner]) => inner !== void 0 && inner !== null && !isEmpty(inner)).sort(([a], [b]) => a < b ? -1 : 1);
	return Object.fromEntries(entries);
}
function isEmpty(value) {
	return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
// packages/steps/src/rollout/deploy-ecs/serving.ts
/** Compares what serves with what was asked for; what ECS does not tell is never taken for granted. */
function judgeServing(serving, expected) {
	const { taskDefinition, image, running, desired, tasks } = serving;
	const name = taskDefinition.split("/").at(-1) ?? "";
	if (expected.taskDefinition !== void 0 && taskDefinition !== expected.taskDefinition) return {
		proof: "refuted",
		reason: `the traffic goes to "${name}", not to "${expected.taskDefinition.split("/").at(-1)}"`
	};
	if (image !== expected.image) return {
		proof: "refuted",
		reason: `"${name}" runs "${image ?? "no such container"}", not "${expected.image}"`
	};
	if (desired === 0 || running < desired) return {
		proof: "short",
		reason: `ECS runs ${running} of ${plural(desired, "task")}`
	};
	const digests = tasks.map(({ containers }) => containers.find((one) => one.name === expected.container)?.imageDigest);
	const other = digests.find((digest) => digest !== void 0 && !expected.digests.has(digest));
	if (other !== void 0) return {
		proof: "refuted",
		reason: `a task runs the digest ${other}`
	};
	const known = digests.filter((digest) => digest !== void 0).length;
	return known < desired ? {
		proof: "unmeasured",
		reason: `ECS tells the digest of ${known} of ${plural(desired, "task")}`
	} : {
		proof: "proved",
		reason: `it runs in ${known} of ${plural(desired, "task")}`
	};
}
/** Looks at the service, its primary task definition and its tasks. */
async function readServing(rollout, signal) {
	const { session, address, context } = rollout;
	const service = await describeService(session, address, { signal });
	if (!service) throw missingService(rollout);
	const primary = service.taskSets.find(({ status }) => status === "PRIMARY");
	const taskDefinition = primary?.taskDefinition ?? service.taskDefinition;
	const { input } = await describeTaskDefinition(session, taskDefinition, { signal });
	const tasks = await serviceTasks(session, address, "RUNNING", { signal });
	return {
		service,
		taskDefinition,
		image: imageOf(input, context.inputs.container),
		desired: primary?.desired ?? service.desired,
		running: primary?.running ?? service.running,
		tasks: tasks.filter((task) => task.taskDefinition === taskDefinition && task.lastStatus === "RUNNING")
	};
}
/** Looks until `judge` is satisfied, or for two minutes: tasks and digests show up a little after the traffic has moved. */
async function settle(rollout, signal, judge) {
	const { clock } = rollout.context;
	const deadlineMs = clock.now() + 12e4;
	const { reading } = await poll({
		clock,
		signal,
		what: `the proof of "${rollout.address.service}"`,
		read: async () => judge(await readServing(rollout, signal)),
		stateOf: ({ proof }) => proof === "proved" || clock.now() >= deadlineMs ? "settled" : "open",
		states: {
			settled: "done",
			open: "wait"
		},
		intervalMs: 5e3,
		timeoutMs: 6e5
	});
	return reading;
}
function missingService({ address, session }) {
	return new StepError("RESOURCE_MISSING", {
		message: `no ECS service "${address.service}" in the cluster "${address.cluster}" of account ${session.account}, ${session.region}`,
		fix: "create it, or correct cluster: and service: under deploy in ml-ci.yml"
	});
}
// packages/steps/src/rollout/deploy-ecs/take-back.ts
const ends = {
	Succeeded: "done",
	Failed: "fail",
	Stopped: "fail"
};
const goesOn = {
	Created: "wait",
	Queued: "wait",
	InProgress: "wait",
	Baking: "wait",
	Ready: "wait"
};
/** Sees to it that the old version serves again, and follows that to its end. */
async function takeBack(started, { deployment }, signal) {
	const { context, session, deploymentId } = started;
	if (deployment.status === "Succeeded") return redeployPrevious(started, signal);
	if (deployment.status !== "Failed" && deployment.status !== "Stopped") {
		context.log.info(`stopping ${deploymentId}: CodeDeploy goes back to the version before it`);
		await stopDeployment(session, deploymentId, { signal });
	}
	const ended = await untilEnd(started, deploymentId, signal);
	if (ended.status === "Succeeded") return redeployPrevious(started, signal);
	return followRollback(started, ended, signal);
}
/** Follows the rollback that CodeDeploy makes for a deployment that failed or was stopped to its end. */
async function followRollback(started, stopped, signal) {
	const { context } = started;
	const rollbackId = stopped.rollbackId ?? await awaitRollbackId(started, signal);
	if (rollbackId === void 0) {
		const proof = await settle(started, signal, (serving) => judgeOld(started, serving));
		return proof.proof === "proved" ? {
			outcome: "stopped",
			reason: `the old version serves: ${proof.reason}`
		} : {
			outcome: "rollback-failed",
			reason: `CodeDeploy made no rollback deployment: ${proof.reason}`
		};
	}
	context.log.info(`following the rollback ${rollbackId}: ${stopped.id} is ${stopped.status}`);
	return proveRollback(started, rollbackId, signal);
}
async function redeployPrevious(started, signal) {
	const { context, session, group, previous, deploymentId } = started;
	if (previous === void 0) return {
		outcome: "rollback-failed",
		reason: "the deployment has succeeded already, and what served before it is not known"
	};
	const { container, port } = context.inputs;
	context.log.info(`deploying "${previous.split("/").at(-1)}" again: ${deploymentId} is over and cannot be stopped`);
	return proveRollback(started, await createDeployment(session, {
		application: group.application,
		group: group.group,
		appSpec: appSpec(previous, container, port),
		configuration: "CodeDeployDefault.ECSAllAtOnce",
		description: describeRollback(deploymentId),
		overrideAlarms: []
	}), signal);
}
async function proveRollback(started, rollbackId, signal) {
	const end = await untilEnd(started, rollbackId, signal);
	if (end.status !== "Succeeded") {
		const why = end.error ? `${end.error.code}: ${end.error.message}` : end.rollbackMessage ?? "no reason given";
		return {
			outcome: "rollback-failed",
			reason: `the rollback ${rollbackId} is ${end.status}: ${why}`
		};
	}
	const proof = await settle(started, signal, (serving) => judgeOld(started, serving));
	return proof.proof === "proved" ? {
		outcome: "rolled-back",
		reason: `the version before serves again: ${proof.reason}`
	} : {
		outcome: "rollback-failed",
		reason: `the rollback ${rollbackId} succeeded, but ${proof.reason}`
	};
}
/** Whether anything but the new version serves, with all its tasks; the version before it where that is known. */
function judgeOld({ previous, image }, serving) {
	const { taskDefinition, running, desired } = serving;
	const name = taskDefinition.split("/").at(-1);
	if (previous === void 0 ? serving.image === image : taskDefinition !== previous) return {
		proof: "refuted",
		reason: `the traffic goes to "${name}"`
	};
	const tasks = `"${name}" runs in ${running} of ${plural(desired, "task")}`;
	return running < desired ? {
		proof: "short",
		reason: tasks
	} : {
		proof: "proved",
		reason: tasks
	};
}
/** Waits for the end of a deployment, whatever it is. */
async function untilEnd({ context, session }, id, signal) {
	const { reading } = await poll({
		clock: context.clock,
		signal,
		what: `the deployment "${id}"`,
		read: (abort) => getDeployment(session, id, { signal: abort }),
		stateOf: ({ status }) => status,
		states: {
			...goesOn,
			...ends
		},
		onChange: ({ status }) => context.log.info(`${id} ${status}`),
		intervalMs: lookEveryMs,
		timeoutMs: 72e5
	});
	return reading;
}
async function awaitRollbackId({ context, session, deploymentId }, signal) {
	const { clock } = context;
	const deadlineMs = clock.now() + 18e4;
	const { reading } = await poll({
		clock,
		signal,
		what: `the rollback of "${deploymentId}"`,
		read: (abort) => getDeployment(session, deploymentId, { signal: abort }),
		stateOf: ({ rollbackId }) => rollbackId !== void 0 || clock.now() >= deadlineMs ? "known" : "unknown",
		states: {
			known: "done",
			unknown: "wait"
		},
		intervalMs: 5e3,
		timeoutMs: 6e5
	});
	return reading.rollbackId;
}
// packages/steps/src/rollout/deploy-ecs/cancel.ts
/** How long a cancelled run stays to see the old version serve again. */
const stayMs = 6e5;
/** Ends a run that was cancelled, or ran out of time, while its deployment was going on. Always throws. */
async function endCancelled(started) {
	const { context } = started;
	const left = context.onCancel === "detach" ? detached(started) : await stopped(started);
	await writeRecord(started, "cancelled", left);
	const { reason } = context.signal;
	if (reason instanceof CancelledError) throw new CancelledError(reason.signal, left);
	if (reason instanceof StepError) throw new StepError(reason.code, {
		message: `${reason.message}: ${left}`,
		cause: reason
	});
	throw reason;
}
/** What is said of a deployment that is left alone. */
function detached(started) {
	return `the deployment "${started.deploymentId}" goes on; ${howToReattach(started)}`;
}
async function stopped(started) {
	const { context, session, deploymentId } = started;
	const deadline = deadlineOn(context.clock);
	try {
		return (await stopAndGoBack(started, deadline.signal)).words;
	} catch (error) {
		return `the deployment "${deploymentId}" may go on: ${describeError(error)}; aws deploy stop-deployment --deployment-id ${deploymentId} --auto-rollback-enabled --region ${session.region}`;
	} finally {
		deadline.end();
	}
}
/** Stops the deployment and follows it until the version before serves again. Stopping it twice does no harm. */
async function stopAndGoBack(underway, signal) {
	const { context, session, deploymentId } = underway;
	if (await stopDeployment(session, deploymentId, { signal })) context.log.warn(`stopping ${deploymentId} and going back`);
	const ended = await untilEnd(underway, deploymentId, signal);
	if (ended.status === "Succeeded") return {
		outcome: "over",
		words: `the deployment "${deploymentId}" was over already and the new version serves; it is not proved: ${howToReattach(underway)}`
	};
	const { outcome, reason } = await followRollback(underway, ended, signal);
	return {
		outcome,
		words: `the deployment "${deploymentId}" was stopped, ${outcome}: ${reason}`
	};
}
function deadlineOn(clock) {
	const abort = new AbortController();
	const timer = new AbortController();
	clock.sleep(stayMs, timer.signal).then(() => abort.abort(new StepError("TIMEOUT", { message: "the rollback was not over in time" })), () => void 0);
	return {
		signal: abort.signal,
		end: () => timer.abort()
	};
}
// packages/steps/src/rollout/deploy-ecs/saved.ts
/** Saves what a rollout is about; to be called before anything is started. */
function saveRollout({ context, address, group, image }, previous) {
	const { env, digest, container } = context.inputs;
	const { application, group: name } = group;
	const all = {
		...address,
		env: env.name,
		digest,
		container,
		application,
		group: name,
		image,
		previous
	};
	for (const [key, value] of Object.entries(all)) if (value !== void 0) context.state.save(key, value);
}
/** Saves that the deployment exists. */
function saveDeployment(state, id) {
	state.save("deployment", id);
}
/** What was saved, or undefined where the run died before it came to that: then nothing was started. */
function readSaved(state) {
	if (!state.has("image")) return void 0;
	const text = (name) => {
		const value = state.get(name);
		if (value !== void 0) return value;
		throw new StepError("FILE_UNSAFE", {
			message: `the state of deploy-ecs has no "${name}"`,
			fix: "look at the deployment group by hand: aws deploy list-deployments"
		});
	};
	return {
		env: text("env"),
		digest: text("digest"),
		cluster: text("cluster"),
		service: text("service"),
		container: text("container"),
		application: text("application"),
		group: text("group"),
		image: text("image"),
		previous: state.get("previous"),
		deployment: state.get("deployment")
	};
}
export { endTerminationWait as A, describeService as C, activeDeployments as D, serviceTasks as E, stopDeployment as M, activeStatuses as O, outputsOf as S, registerTaskDefinition as T, markerOf as _, endCancelled as a, howToReattach as b, judgeServing as c, settle as d, checkPort as f, isRollbackDescription as g, describeDeployment as h, detached as i, getDeployment as j, createDeployment as k, missingService as l, withImage as m, saveDeployment as n, stopAndGoBack as o, isSameDefinition as p, saveRollout as r, takeBack as s, readSaved as t, readServing as u, appSpec as v, describeTaskDefinition as w, lookEveryMs as x, deploymentLimitMs as y };
