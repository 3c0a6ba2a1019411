import { o as __toESM } from "./rolldown-runtime.js";
import { d as codeDeployClient, g as sending, i as digestsOf, l as cloudWatchClient, m as logsClient, n as describeImage, r as describeRepository, v as isAwsError } from "./core-foreign-endpoint.js";
import { n as inconclusive, r as passed, t as failed } from "./core-verdict.js";
import { A as endTerminationWait, C as describeService, D as activeDeployments, E as serviceTasks, M as stopDeployment, S as outputsOf, T as registerTaskDefinition, _ as markerOf, a as endCancelled, b as howToReattach, c as judgeServing, d as settle, f as checkPort, g as isRollbackDescription, h as describeDeployment, j as getDeployment, k as createDeployment, l as missingService, m as withImage, n as saveDeployment, p as isSameDefinition, r as saveRollout, s as takeBack, u as readServing, v as appSpec, w as describeTaskDefinition, x as lookEveryMs, y as deploymentLimitMs } from "./aws-codedeploy.js";
import { n as formatDuration } from "./core-duration.js";
import { t as poll } from "./aws-wait.js";
import { t as joined } from "./core-words.js";
import { i as unreachable, n as StepError, r as describeError } from "./core-error-codes.js";
import { n as parseArn } from "./aws-uri.js";
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
	const { DescribeAlarmsCommand } = await import("./aws-sdk-client-cloudwatch.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
	const { DescribeAlarmHistoryCommand } = await import("./aws-sdk-client-cloudwatch.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
// packages/aws/src/codedeploy-group.ts
/** The deployment group; RESOURCE_MISSING names what of application and group is not there. */
async function getDeploymentGroup(session, application, group, options = {}) {
	const { GetDeploymentGroupCommand } = await import("./aws-sdk-client-codedeploy.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
	const { GetDeploymentConfigCommand } = await import("./aws-sdk-client-codedeploy.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
// packages/aws/src/codedeploy-target.ts
/** The ECS target of a deployment, or undefined while CodeDeploy has not made it. */
async function ecsTarget(session, deploymentId, options = {}) {
	const { BatchGetDeploymentTargetsCommand, ListDeploymentTargetsCommand } = await import("./aws-sdk-client-codedeploy.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
// packages/aws/src/logs.ts
/** The last lines of a stream, oldest first; none where it was never written to. */
async function logTail(session, { group, stream }, limit, options = {}) {
	const { GetLogEventsCommand } = await import("./aws-sdk-client-cloudwatch-logs.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await logsClient(session);
	const command = new GetLogEventsCommand({
		logGroupName: group,
		logStreamName: stream,
		limit,
		startFromHead: false
	});
	return ((await client.send(command, sending(options)).catch((error) => {
		if (isAwsError(error, "ResourceNotFoundException")) return void 0;
		throw error;
	}))?.events ?? []).map(({ message = "" }) => message.replace(/\n$/, ""));
}
// packages/steps/src/rollout/engine/alarm-checks.ts
/**
* What keeps the alarms from guarding a rollout of `subject`. A name that CloudWatch did not return is a finding, never
* "OK". Those in `allowed` may be red, without data or about something else, but they must exist.
*/
function findingsOf(names, found, subject, allowed) {
	return names.flatMap((name) => {
		const alarm = found.find((candidate) => candidate.name === name);
		if (!alarm) return [missing(name)];
		if (allowed.includes(name)) return [];
		if (alarm.state === "ALARM") return [red(alarm)];
		if (!isAbout(alarm, subject, found)) return [foreign(alarm, subject)];
		return alarm.state === "INSUFFICIENT_DATA" ? [withoutData(alarm)] : [];
	});
}
/** Throws the worst of the findings, with all of them in the text. */
function refuse(findings) {
	const order = [
		"ALARM_MISSING",
		"ALARM_FOREIGN",
		"ALARM_RED",
		"ALARM_WITHOUT_DATA"
	];
	const sorted = findings.toSorted((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
	const [worst] = sorted;
	if (!worst) return;
	throw new StepError(worst.code, {
		message: sorted.map(({ message }) => message).join("; "),
		fix: joined(sorted.map(({ fix }) => fix), "; ")
	});
}
/** The names in a composite alarm's rule: `ALARM("a") OR NOT OK(b)`. */
function childNames(rule) {
	return [...(rule ?? "").matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^)"'\s]+))\s*\)/g)].map(([, a, b, c]) => (a ?? b ?? c ?? "").replace(/^arn:.*:alarm:/, ""));
}
/** True where the dimensions of the alarm, or of one it is made of, name the subject. */
function isAbout(alarm, subject, all) {
	if (alarm.type === "composite") {
		const children = childNames(alarm.rule);
		return all.some((child) => child !== alarm && children.includes(child.name) && isAbout(child, subject, all));
	}
	return alarm.dimensions.some((set) => namesSubject(set, subject));
}
/**
* True where each dimension whose meaning is known is the subject's, and one is. The cluster alone is not enough: it has
* other services. Where none is known (a metric of the team's own), the service's name must stand in some value.
*/
function namesSubject(set, subject) {
	const { ServiceName, ClusterName, TargetGroup, LoadBalancer } = set;
	const checks = [
		ServiceName === void 0 ? void 0 : ServiceName === subject.service,
		TargetGroup === void 0 ? void 0 : subject.targetGroups.includes(TargetGroup.split("/")[1] ?? ""),
		LoadBalancer === void 0 ? void 0 : subject.loadBalancers.includes(LoadBalancer)
	].filter((check) => check !== void 0);
	if (ClusterName !== void 0 && ClusterName !== subject.cluster) return false;
	if (checks.length > 0) return checks.every(Boolean);
	return Object.values(set).includes(subject.service);
}
/** How long the alarms need to see trouble: what the slowest looks back on, one period more, and a minute to be published. */
function bakeNeededMs(alarms) {
	return Math.max(0, ...alarms.filter(({ windowMs }) => windowMs > 0).map(({ windowMs, periodMs }) => windowMs + periodMs + 6e4));
}
/** How long an alarm may stay without data before that is the answer. */
function dataWaitMs(alarms) {
	return Math.max(0, ...alarms.map(({ windowMs }) => windowMs)) + 12e4;
}
function missing(alarm) {
	return {
		alarm,
		code: "ALARM_MISSING",
		message: `no alarm "${alarm}" in this account and region, or it may not be seen`,
		fix: "create it or correct the name; composite alarms need cloudwatch:DescribeAlarms on *"
	};
}
function red({ name, reason }) {
	return {
		alarm: name,
		code: "ALARM_RED",
		message: `the alarm "${name}" is in ALARM already: ${reason || "no reason given"}`,
		fix: ({ input }) => `find out why before anything is deployed, or pass ${input("allow-alarm", name)}`
	};
}
function foreign({ name, dimensions }, { service }) {
	return {
		alarm: name,
		code: "ALARM_FOREIGN",
		message: `the alarm "${name}" watches ${dimensions.map((set) => Object.entries(set).map((pair) => pair.join("=")).join(" ")).join(", ") || "nothing with a name"}, not the service "${service}"`,
		fix: ({ input }) => `name its load balancer, target group or service in the dimensions, or pass ${input("allow-alarm", name)}`
	};
}
function withoutData({ name, reason }) {
	return {
		alarm: name,
		code: "ALARM_WITHOUT_DATA",
		message: `the alarm "${name}" has no data: ${reason || "INSUFFICIENT_DATA"}`,
		fix: ({ input }) => `send traffic, have missing data treated as notBreaching where only errors are counted, or pass ${input("insufficient-data", "pass")}`
	};
}
// packages/steps/src/rollout/engine/alarm-gate.ts
/** Reads the alarms, and those that composite ones are made of. */
async function readAlarms(session, names, signal) {
	if (names.length === 0) return [];
	const known = /* @__PURE__ */ new Map();
	let wanted = [...names];
	while (wanted.length > 0) {
		for (const alarm of await describeAlarms(session, wanted, { signal })) known.set(alarm.name, alarm);
		const children = [...known.values()].flatMap(({ rule }) => childNames(rule));
		const asked = /* @__PURE__ */ new Set([...wanted, ...known.keys()]);
		wanted = [...new Set(children)].filter((name) => !asked.has(name));
	}
	return [...known.values()];
}
/** Throws unless every alarm exists, is about the subject, is not red and has data; waits for data where that is asked for. */
async function openGate(gate, mayWait) {
	const { session, clock, log, signal, names, insufficientData } = gate;
	const first = await readAlarms(session, names, signal);
	const findings = judged(gate, first);
	if (!(findings.length > 0 && findings.every(({ code }) => code === "ALARM_WITHOUT_DATA")) || insufficientData === "fail" || !mayWait) {
		refuse(findings);
		return first;
	}
	const waitMs = dataWaitMs(first);
	const blind = findings.map(({ alarm }) => alarm).join(", ");
	log.info(`waiting up to ${formatDuration(waitMs)} for data of ${blind}`);
	const deadlineMs = clock.now() + waitMs;
	const { reading } = await poll({
		clock,
		signal,
		what: `the data of ${blind}`,
		read: () => readAlarms(session, names, signal),
		stateOf: (alarms) => clock.now() < deadlineMs && judged(gate, alarms).some(({ code }) => code === "ALARM_WITHOUT_DATA") ? "blind" : "judged",
		states: {
			blind: "wait",
			judged: "done"
		},
		intervalMs: 15e3,
		timeoutMs: waitMs + 6e4
	});
	refuse(judged(gate, reading));
	return reading;
}
function judged(gate, alarms) {
	const findings = findingsOf(gate.names, alarms, gate.subject, gate.allowed);
	return gate.insufficientData === "pass" ? findings.filter(({ code }) => code !== "ALARM_WITHOUT_DATA") : findings;
}
/** The names of alarms that went red between `fromMs` and now, for however short; what cannot be read counts as red. */
async function flapsSince(session, names, fromMs, signal) {
	const flaps = [];
	for (const name of names) {
		const red = (await alarmHistory(session, name, new Date(fromMs), { signal })).find(({ at, to }) => at.getTime() >= fromMs && to !== "OK" && to !== "INSUFFICIENT_DATA");
		if (red) flaps.push({
			name,
			at: red.at,
			reason: red.reason ?? red.summary
		});
	}
	return flaps;
}
// packages/steps/src/rollout/deploy-ecs/cause.ts
/** The event that failed first, or undefined where none did. */
function failedEvent(target) {
	return (target?.events ?? []).filter(({ status }) => status === "Failed").toSorted((a, b) => time(a) - time(b))[0];
}
/**
* The alarms that a deployment says stopped it. CodeDeploy ends its message with `Activated alarms: <name> <name>`; a name
* may hold spaces, so the ones we know are looked for in that part.
*/
function activatedAlarms(deployment, known) {
	const said = deployment.error?.message.split("Activated alarms:")[1];
	if (said === void 0) return [];
	const words = ` ${said.replace(/[,;]/g, " ").replace(/[.\s]+$/, "")} `;
	return known.filter((name) => words.includes(` ${name} `) || words.includes(` <${name}> `));
}
/**
* The tasks whose end can be a cause: not those that the service ended when the deployment was over or had failed already.
*/
function causalTasks(tasks, { deployment, target }) {
	const event = failedEvent(target);
	const overMs = Math.min(event?.endedAt?.getTime() ?? Number.MAX_SAFE_INTEGER, deployment.completedAt?.getTime() ?? Number.MAX_SAFE_INTEGER);
	return tasks.filter(({ stopCode, stoppingAt }) => stopCode !== "ServiceSchedulerInitiated" || (stoppingAt?.getTime() ?? 0) < overMs);
}
/** Why tasks stopped, each reason once with how often, most frequent first. */
function stopReasons(tasks) {
	const counts = /* @__PURE__ */ new Map();
	for (const task of tasks) {
		const containers = task.containers.filter(({ exitCode, reason }) => reason !== void 0 || exitCode !== void 0 && exitCode !== 0).map(({ name, exitCode, reason }) => `${name}${exitCode === void 0 ? "" : ` exit ${exitCode}`}${reason ? `: ${reason}` : ""}`);
		const words = [task.stoppedReason, ...containers].filter(Boolean).join(" | ");
		if (words !== "") counts.set(words, (counts.get(words) ?? 0) + 1);
	}
	return [...counts].sort(([, a], [, b]) => b - a).map(([words, count]) => count > 1 ? `${count} × ${words}` : words);
}
/** The cause of a failure in one line, the most telling fact first. */
function causeOf({ deployment, target, alarms }, red, stopped) {
	const named = activatedAlarms(deployment, alarms.map(({ name }) => name));
	const names = [.../* @__PURE__ */ new Set([...red.map(({ name }) => name), ...named])];
	const event = failedEvent(target);
	const words = event?.diagnostics;
	const isNews = event && (names.length === 0 || words?.message);
	return [
		names.length > 0 ? `alarm ${names.map((name) => `"${name}"`).join(", ")}` : "",
		isNews ? `${event.name} failed${words?.message ? ` (${words.message})` : ""}` : "",
		names.length === 0 && stopped[0] ? `tasks stopped: ${stopped[0]}` : "",
		names.length === 0 && deployment.error ? `${deployment.error.code}: ${deployment.error.message.replace(/\.$/, "")}` : ""
	].filter((part) => part !== "").join("; ") || "CodeDeploy gave no reason";
}
function time({ startedAt, endedAt }) {
	return (endedAt ?? startedAt)?.getTime() ?? Number.MAX_SAFE_INTEGER;
}
// packages/steps/src/rollout/deploy-ecs/watch-line.ts
const over = /^(Succeeded|Skipped)$/;
/** True when the new tasks have all of the traffic and no event of the deployment is left. */
function hasTrafficMoved(target) {
	const events = target?.events ?? [];
	return greenWeight(target) === 100 && events.some(({ name, status }) => name === "AllowTraffic" && status === "Succeeded") && events.every(({ status }) => over.test(status));
}
/** When the new tasks had all of the traffic, where the deployment says so. */
function movedAtMs(target) {
	const ends = (target?.events ?? []).map(({ endedAt }) => endedAt?.getTime()).filter((end) => end !== void 0);
	return hasTrafficMoved(target) && ends.length > 0 ? Math.max(...ends) : void 0;
}
/** True while the new tasks are being started and none of them has to be there yet. */
function isInstalling(target) {
	return (target?.events ?? []).some(({ name, status }) => name === "Install" && status === "InProgress");
}
/** True when so many new tasks have stopped that more will not help: the rule of ECS's own circuit breaker, at least three. */
function isCrashing({ target, crashed }) {
	const desired = side(target, "Green")?.desired ?? 0;
	return isInstalling(target) && crashed.length >= Math.max(3, Math.ceil(desired / 2));
}
/** Percent of the traffic that the new tasks have. */
function greenWeight(target) {
	return side(target, "Green")?.weight ?? 0;
}
/** The event that is going on, else the one that failed, else the last that is over; the status before there is any. */
function currentEvent({ deployment, target }) {
	const events = target?.events ?? [];
	return events.find(({ status }) => status === "InProgress") ?? events.find(({ status }) => status === "Failed") ?? events.findLast(({ status }) => over.test(status)) ?? {
		name: "Deployment",
		status: deployment.status
	};
}
/** `AllowTraffic InProgress | green 10% blue 90% | tasks 3/3 | alarms OK 2`. */
function watchLine(reading) {
	const { name, status } = currentEvent(reading);
	const { deployment, target, alarms, crashed } = reading;
	const crashes = crashed.length > 0 ? `, ${crashed.length} stopped` : "";
	const isEnd = /^(Succeeded|Failed|Stopped)$/.test(deployment.status);
	const green = side(target, "Green");
	return [
		isEnd && name !== "Deployment" ? `${name} ${status}, ${deployment.status}` : `${name} ${status}`,
		target?.sides.length ? `green ${green?.weight ?? 0}% blue ${side(target, "Blue")?.weight ?? 0}%` : "",
		green ? `tasks ${green.running}/${green.desired}${crashes}` : "",
		alarmWords(alarms)
	].filter((part) => part !== "").join(" | ");
}
/** `alarms OK 2`, or those that are not OK by name. */
function alarmWords(alarms) {
	if (alarms.length === 0) return "";
	const quiet = alarms.filter(({ state }) => state === "OK").length;
	return `alarms ${[...alarms.filter(({ state }) => state !== "OK").map(({ name, state }) => `${name} ${state}`), ...quiet > 0 ? [`OK ${quiet}`] : []].join(", ")}`;
}
/** `+118s`, or `+5m10s` from ten minutes on. */
function since(startMs, atMs) {
	const seconds = Math.max(0, Math.round((atMs - startMs) / 1e3));
	return seconds < 600 ? `+${seconds}s` : `+${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
function side(target, label) {
	return target?.sides.find((candidate) => candidate.label === label);
}
// packages/steps/src/rollout/deploy-ecs/follow.ts
/** How long CodeDeploy gets to act on a red alarm before we do. */
const alarmGraceMs = 12e4;
/** Follows the deployment until `isReached`, telling each change once. */
async function follow(started, signal, isReached) {
	const { context, deploymentId } = started;
	const phase = phases(started, isReached);
	const { reading } = await poll({
		clock: context.clock,
		signal,
		what: `the deployment "${deploymentId}"`,
		read: async (abort) => {
			const look = await read(started, abort);
			return {
				...look,
				phase: phase(look)
			};
		},
		stateOf: (look) => look.phase,
		states: {
			Created: "wait",
			Queued: "wait",
			InProgress: "wait",
			Baking: "wait",
			Ready: "wait",
			Succeeded: "wait",
			reached: "done",
			ended: "fail",
			red: "fail",
			crashing: "fail"
		},
		changeKey: watchLine,
		onChange: (look) => tell(started, look),
		intervalMs: lookEveryMs,
		timeoutMs: deploymentLimitMs(started) + started.bakeMs
	}).catch((error) => {
		throw withDeployment(started, error);
	});
	return {
		end: endOf(reading.phase),
		reading
	};
}
function endOf(phase) {
	return phase === "reached" || phase === "red" || phase === "crashing" ? phase : "ended";
}
/** One look at the deployment, its target and every alarm, and a note of it in the timeline. */
async function read(started, signal) {
	const { context, session, deploymentId, alarms, timeline } = started;
	const [deployment, target, states] = await Promise.all([
		getDeployment(session, deploymentId, { signal }),
		ecsTarget(session, deploymentId, { signal }),
		alarms.length === 0 ? [] : describeAlarms(session, alarms, { signal })
	]);
	const missing = alarms.filter((name) => !states.some((state) => state.name === name));
	const reading = {
		atMs: context.clock.now(),
		deployment,
		target,
		alarms: [...states, ...missing.map(goneAlarm)],
		crashed: isInstalling(target) ? await stoppedTasks(started, signal) : []
	};
	const green = target?.sides.find(({ label }) => label === "Green");
	timeline.add({
		at: new Date(reading.atMs).toISOString(),
		event: `${currentEvent(reading).name} ${currentEvent(reading).status}`,
		traffic: greenWeight(target),
		tasks: {
			running: green?.running ?? 0,
			desired: green?.desired ?? 0
		},
		alarms: Object.fromEntries(reading.alarms.map(({ name, state }) => [name, state]))
	});
	return reading;
}
function phases({ allowed, context }, isReached) {
	let redSinceMs;
	return (reading) => {
		const { status } = reading.deployment;
		if (status === "Failed" || status === "Stopped") return "ended";
		if (isCrashing(reading)) return "crashing";
		if (!reading.alarms.some(({ name, state }) => state === "ALARM" && !allowed.includes(name))) {
			redSinceMs = void 0;
			return isReached(reading) ? "reached" : status;
		}
		redSinceMs ??= context.clock.now();
		return status === "Succeeded" || reading.atMs - redSinceMs >= alarmGraceMs ? "red" : status;
	};
}
function tell({ context, startedMs, timeline }, reading) {
	const line = watchLine(reading);
	if (!timeline.isNews(line)) return;
	context.log.info(`${since(startedMs, reading.atMs)} ${line}`);
	context.log.progress({
		label: "traffic",
		done: greenWeight(reading.target),
		total: 100,
		unit: "percent",
		detail: alarmWords(reading.alarms)
	});
}
/** Tasks of our task definition that stopped since the start; ECS remembers them for an hour. */
async function stoppedTasks({ session, address, taskDefinition, startedMs }, signal) {
	if (taskDefinition === void 0) return [];
	return (await serviceTasks(session, address, "STOPPED", { signal })).filter((task) => task.taskDefinition === taskDefinition && (task.stoppingAt?.getTime() ?? startedMs) >= startedMs);
}
function goneAlarm(name) {
	return {
		name,
		type: "metric",
		state: "INSUFFICIENT_DATA",
		reason: "the alarm is gone",
		since: void 0,
		windowMs: 0,
		periodMs: 0,
		dimensions: [],
		rule: void 0
	};
}
function withDeployment(started, error) {
	if (!(error instanceof StepError) || started.context.signal.aborted) return error;
	return new StepError(error.code, {
		message: `${error.message}; the deployment "${started.deploymentId}" goes on, guarded by CodeDeploy alone`,
		fix: joined([error.fix, howToReattach(started)], "; "),
		cause: error
	});
}
// packages/steps/src/rollout/deploy-ecs/log-stream.ts
/**
* Where a task's container wrote its lines with the `awslogs` driver: `<prefix>/<container>/<task id>`. Undefined for any
* other driver, for another region, and without a prefix, when the stream has a name that nobody can know.
*/
function logStreamOf(definition, container, taskArn, region) {
	const found = definition.containerDefinitions.find(({ name }) => name === container)?.logConfiguration;
	const options = found?.options ?? {};
	const group = options["awslogs-group"];
	const prefix = options["awslogs-stream-prefix"];
	const elsewhere = (options["awslogs-region"] ?? region) !== region;
	if (found?.logDriver !== "awslogs" || group === void 0 || prefix === void 0 || elsewhere) return void 0;
	return {
		group,
		stream: `${prefix}/${container}/${taskArn.split("/").at(-1) ?? ""}`
	};
}
// packages/steps/src/rollout/deploy-ecs/explain.ts
/** Finds out why a deployment failed, tells all that is known, and returns the cause in one line. */
async function explain(started, reading, signal) {
	const { context, session, alarms, startedMs, deploymentId } = started;
	const { log } = context;
	const orTell = (what) => (error) => {
		if (signal.aborted) throw error;
		log.warn(`could not read ${what}: ${describeError(error)}`);
		return [];
	};
	const stopped = await stoppedTasks(started, signal).catch(orTell("the stopped tasks"));
	const causal = causalTasks(stopped, reading);
	const reasons = stopReasons(causal);
	const last = await lastWords(started, causal.length > 0 ? causal : stopped, signal).catch(orTell("the logs"));
	const red = await flapsSince(session, [.../* @__PURE__ */ new Set([...activatedAlarms(reading.deployment, alarms), ...alarms])], startedMs, signal).catch(orTell("the history of the alarms"));
	const { deployment, target } = reading;
	await log.group(`why ${deploymentId} failed`, async () => {
		if (deployment.error) log.warn(`CodeDeploy: ${deployment.error.code}: ${deployment.error.message}`);
		const event = failedEvent(target);
		const words = event?.diagnostics;
		if (event) log.warn(`${event.name}: ${[
			words?.code,
			words?.hook,
			words?.message
		].filter(Boolean).join(", ") || "Failed"}`);
		for (const line of words?.logTail ? words.logTail.split("\n") : []) log.output(words?.hook || "hook", line);
		for (const { name, at, reason } of red) log.warn(`${since(startedMs, at.getTime())} alarm "${name}": ${reason}`);
		for (const reason of reasons) log.warn(`tasks stopped: ${reason}`);
		for (const line of last) log.output(context.inputs.container, line);
	});
	return causeOf(reading, red, reasons);
}
/** The last lines of the task that stopped last. */
async function lastWords({ session, taskDefinition, context }, stopped, signal) {
	const time = (task) => task.stoppingAt?.getTime() ?? 0;
	const task = stopped.toSorted((a, b) => time(b) - time(a))[0];
	if (!task || taskDefinition === void 0) return [];
	const { input } = await describeTaskDefinition(session, taskDefinition, { signal });
	const stream = logStreamOf(input, context.inputs.container, task.arn, session.region);
	return stream ? logTail(session, stream, 20, { signal }) : [];
}
// packages/steps/src/rollout/deploy-ecs/complete.ts
/** Watches, bakes and proves a deployment; where it fails, follows the way back to its end. */
async function complete(started) {
	const { context } = started;
	const { signal, clock, log, inputs } = context;
	const isOver = ({ deployment }) => deployment.status === "Succeeded";
	const moved = await follow(started, signal, (look) => isOver(look) || hasTrafficMoved(look.target));
	if (moved.end !== "reached") return goBack(started, moved.reading);
	const bakedAtMs = (movedAtMs(moved.reading.target) ?? clock.now()) + started.bakeMs;
	if (bakedAtMs > clock.now()) log.info(`all traffic has moved; the alarms must stay quiet for ${formatDuration(bakedAtMs - clock.now())}`);
	const baked = await follow(started, signal, () => clock.now() >= bakedAtMs);
	if (baked.end !== "reached") return goBack(started, baked.reading);
	const flaps = await guards(started, baked);
	if (flaps !== void 0) return goBack(started, baked.reading, flaps);
	const last = inputs.waitFor === "complete" ? await follow(started, signal, isOver) : baked;
	if (last.end !== "reached") return goBack(started, last.reading);
	return prove(started, last.reading);
}
/** The alarms that went red for a moment between two looks, in words. */
async function guards({ session, alarms, allowed, startedMs, context }, { reading }) {
	const flaps = await flapsSince(session, alarms.filter((name) => !allowed.includes(name)), Math.min(startedMs, reading.deployment.createdAt?.getTime() ?? startedMs), context.signal);
	return flaps.length === 0 ? void 0 : `alarm ${flaps.map(({ name }) => `"${name}"`).join(", ")} for a moment`;
}
async function goBack(started, reading, found) {
	const { context } = started;
	const why = await explain(started, reading, context.signal);
	const { outcome, reason } = await takeBack(started, reading, context.signal);
	const message = `${{
		"rolled-back": "rolled back",
		"rollback-failed": "the rollback failed",
		stopped: "stopped"
	}[outcome]}: ${found ?? why}; ${reason}`;
	const outputs = await outputsOf(started, outcome, message);
	return failed(message, outcome === "rollback-failed" ? outputs : {
		...outputs,
		traffic: 0
	});
}
async function prove(started, reading) {
	const { context, image, digests, taskDefinition, deploymentId, group } = started;
	const { container, insufficientData } = context.inputs;
	const { proof, reason } = await settle(started, context.signal, (serving) => judgeServing(serving, {
		image,
		container,
		digests,
		taskDefinition
	}));
	const traffic = greenWeight(reading.target);
	const blind = insufficientData === "pass" ? [] : blindAlarms(started, reading);
	const verdict = verdictOf({
		proof,
		reason
	}, traffic, blind);
	const deployed = started.wasMoved ? "already-deployed" : "deployed";
	const outcome = verdict.verdict === "passed" ? deployed : "unproven";
	const alreadyDeployed = outcome === "already-deployed";
	const outputs = {
		...await outputsOf(started, outcome, verdict.reason),
		alreadyDeployed,
		traffic
	};
	if (verdict.verdict === "failed") return failed(verdict.reason, outputs);
	if (verdict.verdict === "inconclusive") return inconclusive(verdict.reason, outputs);
	context.log.info(`proved: 100 % of the traffic, ${reason}`);
	if (reading.deployment.status !== "Succeeded") context.log.info(`${deploymentId} keeps the old tasks for ${formatDuration(group.terminationWaitMs)} after the shift`);
	return passed(outputs);
}
/** What the proof, the traffic and the alarms together say. */
function verdictOf({ proof, reason }, traffic, blind) {
	if (proof === "refuted" || proof === "short") return {
		verdict: "failed",
		reason: `the deployment ended, but ${reason}`
	};
	if (traffic !== 100) return {
		verdict: "inconclusive",
		reason: `the new version is told to have ${traffic} % of the traffic`
	};
	if (proof === "unmeasured") return {
		verdict: "inconclusive",
		reason: `could not be proved: ${reason}`
	};
	if (blind.length > 0) return {
		verdict: "inconclusive",
		reason: `after the bake the alarm ${blind.map((name) => `"${name}"`).join(", ")} has no data`
	};
	return {
		verdict: "passed",
		reason
	};
}
function blindAlarms({ allowed }, { alarms }) {
	return alarms.filter(({ name, state }) => state === "INSUFFICIENT_DATA" && !allowed.includes(name)).map(({ name }) => name);
}
// packages/steps/src/rollout/engine/timeline.ts
/** Collects the samples of a rollout and writes its record. */
var Timeline = class {
	#samples = [];
	#lastLine = "";
	get samples() {
		return this.#samples;
	}
	add(sample) {
		this.#samples.push(sample);
	}
	/** True where a line says something else than the one before it. */
	isNews(line) {
		const isNew = line !== this.#lastLine;
		this.#lastLine = line;
		return isNew;
	}
	/** Writes `.ml-ci/rollouts/<id>.json` and returns its path. */
	async write(files, record) {
		const path = await files.state(`rollouts/${record.id}.json`);
		await files.write(path, `${JSON.stringify({
			...record,
			samples: this.#samples
		}, void 0, 2)}\n`);
		return path;
	}
};
// packages/steps/src/rollout/deploy-ecs/group-check.ts
/** Throws where CodeDeploy could not deploy to the service, or would not go back by itself. */
function checkService(service) {
	const { cluster, service: name, status, controller } = service;
	if (status !== "ACTIVE") throw new StepError("SERVICE_UNSUITABLE", {
		message: `the service "${cluster}/${name}" is ${status}`,
		fix: "create the service again, or correct service: under deploy in ml-ci.yml"
	});
	if (controller !== "CODE_DEPLOY") throw new StepError("SERVICE_UNSUITABLE", {
		message: `the service "${cluster}/${name}" has the deployment controller "${controller}", not "CODE_DEPLOY"`,
		fix: "create the service with --deployment-controller type=CODE_DEPLOY; an existing one cannot be switched to it"
	});
	if (service.desired === 0) throw new StepError("SERVICE_UNSUITABLE", {
		message: `the service "${cluster}/${name}" wants 0 tasks: nothing would run, and nothing could be proved`,
		fix: "set its desired count to at least 1"
	});
}
/** Throws where the group belongs to something else, or leaves the deployment without a guard. */
function checkGroup(group, service, alarms) {
	const problems = [...fitProblems(group, service), ...guardProblems(group, alarms)];
	const [first] = problems;
	if (!first) return;
	throw new StepError("GROUP_UNSUITABLE", {
		message: `the deployment group "${group.group}": ${problems.map(({ message }) => message).join("; ")}`,
		fix: problems.map(({ fix }) => fix).join("; ")
	});
}
function fitProblems(group, { cluster, service }) {
	if (group.platform !== "ECS") return [{
		message: `its compute platform is "${group.platform}", not "ECS"`,
		fix: "name a group of an ECS application"
	}];
	if (group.services.some((of) => of.service === service && sameCluster(of.cluster, cluster))) return [];
	return [{
		message: `it deploys to ${group.services.map((of) => `"${of.cluster}/${of.service}"`).join(", ") || "no service"}, not to "${cluster}/${service}"`,
		fix: "name the group of this service"
	}];
}
function guardProblems({ alarms, rollback }, wanted) {
	const problems = [];
	const missing = wanted.filter((name) => !alarms.names.includes(name));
	if (missing.length > 0) problems.push({
		message: `it does not watch ${missing.map((name) => `"${name}"`).join(", ")}`,
		fix: `add ${missing.join(", ")} to its alarms`
	});
	const needsAlarms = wanted.length > 0 || alarms.names.length > 0;
	if (needsAlarms && !alarms.isEnabled) problems.push({
		message: "its alarms are switched off",
		fix: "enable its alarm configuration"
	});
	const events = ["DEPLOYMENT_FAILURE", ...needsAlarms ? ["DEPLOYMENT_STOP_ON_ALARM"] : []];
	const absent = rollback.isEnabled ? events.filter((event) => !rollback.events.includes(event)) : events;
	if (absent.length > 0) problems.push({
		message: `it does not roll back on ${absent.join(" and ")}`,
		fix: `enable automatic rollback for ${absent.join(" and ")}`
	});
	return problems;
}
/** A cluster may be written by name or by ARN. */
function sameCluster(a, b) {
	return a.split("/").at(-1) === b.split("/").at(-1);
}
// packages/steps/src/rollout/deploy-ecs/strategy.ts
/** The configurations that CodeDeploy has for ECS, by the names we give them. */
const strategies = {
	"all-at-once": "CodeDeployDefault.ECSAllAtOnce",
	"canary-10-percent-5-minutes": "CodeDeployDefault.ECSCanary10Percent5Minutes",
	"canary-10-percent-15-minutes": "CodeDeployDefault.ECSCanary10Percent15Minutes",
	"linear-10-percent-every-1-minute": "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
	"linear-10-percent-every-3-minutes": "CodeDeployDefault.ECSLinear10PercentEvery3Minutes"
};
/** The deployment configuration that a strategy means; any other word is the name of one, which the caller looks up. */
function configurationOf(strategy) {
	const known = Object.hasOwn(strategies, strategy) ? strategies[strategy] : void 0;
	if (known !== void 0) return known;
	if (/^(canary|linear)-\d/.test(strategy)) throw unknownStrategy(strategy);
	return strategy;
}
/** The error for a strategy that nothing has the name of. */
function unknownStrategy(strategy) {
	return new StepError("STRATEGY_UNKNOWN", {
		message: `no deployment configuration for ECS is called "${strategy}"`,
		fix: `use ${Object.keys(strategies).join(", ")}, or create a configuration with that name in CodeDeploy`
	});
}
// packages/steps/src/rollout/deploy-ecs/preflight.ts
/** Looks at everything a deployment depends on but its alarms, and throws where one of them would make it fail. */
async function preflight(context) {
	const { inputs, aws, signal, log } = context;
	const environment = awsEnvironment(context);
	const session = await aws.session(environment, signal);
	const { uri, digests } = await checkImage(context, session, environment);
	const address = {
		cluster: inputs.cluster,
		service: inputs.service
	};
	const service = await describeService(session, address, { signal });
	if (!service) throw missingService({
		address,
		session
	});
	checkService(service);
	const group = await getDeploymentGroup(session, inputs.application, inputs.group, { signal });
	checkGroup(group, service, inputs.alarms);
	const { configuration, shiftMs } = await checkStrategy(context, session, group);
	const alarms = [.../* @__PURE__ */ new Set([...inputs.alarms, ...group.alarms.names])];
	if (alarms.length === 0) log.warn("no alarm guards this deployment: only a failure to start can take it back");
	if (group.alarms.ignoresPollFailure) log.warn(`the deployment group "${group.group}" goes on when its alarms cannot be read (ignorePollAlarmFailure)`);
	if (group.waitsForApproval) log.warn("the deployment group waits for somebody to let the traffic move: aws deploy continue-deployment");
	return {
		context,
		session,
		address,
		group,
		image: `${uri}@${inputs.digest}`,
		digests,
		alarms,
		allowed: inputs.allowAlarm,
		configuration,
		shiftMs,
		overrideAlarms: void 0,
		bakeMs: await bakeOf(context, session, group, alarms),
		timeline: new Timeline()
	};
}
/** Throws unless the alarms can guard the deployment; those that may be red are taken from CodeDeploy for this time. */
async function checkAlarms(rollout, service) {
	const { session, context, alarms, allowed, group } = rollout;
	const { clock, log, signal, inputs, plan } = context;
	const red = (await openGate({
		session,
		clock,
		log,
		signal,
		names: alarms,
		allowed,
		subject: subjectOf(service, group),
		insufficientData: inputs.insufficientData
	}, !plan.active)).filter(({ name, state }) => state === "ALARM" && group.alarms.names.includes(name));
	if (red.length === 0) return rollout;
	const overrideAlarms = group.alarms.names.filter((name) => !red.some((alarm) => alarm.name === name));
	log.warn(`this deployment is not guarded by ${red.map(({ name }) => `"${name}"`).join(", ")}, which is red`);
	return {
		...rollout,
		overrideAlarms
	};
}
/** What an alarm may be about: the service, its target groups, and the load balancers of the listeners. */
function subjectOf(service, group) {
	const arns = [...service.targetGroups, ...service.taskSets.flatMap(({ targetGroups }) => targetGroups)];
	return {
		cluster: service.cluster.split("/").at(-1) ?? "",
		service: service.service,
		targetGroups: [.../* @__PURE__ */ new Set([...group.targetGroups, ...arns.map((arn) => arn.split("/")[1] ?? "")])],
		loadBalancers: group.listeners.map((arn) => parseArn(arn)?.resource.split("/").slice(1, 4).join("/") ?? "")
	};
}
function awsEnvironment({ inputs }) {
	if (inputs.env.type === "ecr") return inputs.env;
	throw new StepError("INPUT_INVALID", {
		message: `the environment "${inputs.env.name}" is a ${inputs.env.type}, and ECS needs an AWS account`,
		fix: "name an environment with account: and region:"
	});
}
async function checkImage({ inputs, signal }, session, { name, repository }) {
	const { uri } = await describeRepository(session, repository, { signal });
	const image = await describeImage(session, repository, inputs.digest, { signal });
	if (!image) throw new StepError("IMAGE_MISSING", {
		message: `the repository "${repository}" of "${name}" has no image ${inputs.digest}`,
		fix: `promote it first: ml-ci promote --to ${name} --digest ${inputs.digest}`
	});
	if (image.status !== "ACTIVE") throw new StepError("IMAGE_MISSING", {
		message: `the image ${inputs.digest} in "${repository}" is ${image.status} and cannot be pulled`,
		fix: "bring it back with aws ecr update-image-storage-class --target-storage-class STANDARD"
	});
	return {
		uri,
		digests: await digestsOf(session, repository, inputs.digest, { signal })
	};
}
async function checkStrategy({ inputs, signal }, session, group) {
	const own = inputs.strategy === void 0 ? void 0 : configurationOf(inputs.strategy);
	const name = own ?? group.configuration;
	const found = await getDeploymentConfiguration(session, name, { signal });
	if (found?.platform !== "ECS") throw unknownStrategy(inputs.strategy ?? name);
	return {
		configuration: own,
		shiftMs: found.shiftMs
	};
}
async function bakeOf({ inputs, signal, log }, session, group, alarms) {
	const neededMs = bakeNeededMs(await readAlarms(session, alarms, signal));
	const bakeMs = inputs.bake ?? neededMs;
	if (bakeMs < neededMs) log.warn(`a bake of ${formatDuration(bakeMs)} is too short for the alarms to fire: they need ${formatDuration(neededMs)}`);
	if (group.terminationWaitMs < bakeMs && alarms.length > 0) log.warn(`the old tasks end ${group.terminationWaitMs === 0 ? "as soon as" : `${formatDuration(group.terminationWaitMs)} after`} the traffic has moved, before the bake of ${formatDuration(bakeMs)} is over: going back then takes a new deployment`);
	return bakeMs;
}
// packages/steps/src/rollout/deploy-ecs/conflict.ts
/** Decides for the newest of the running deployments; the caller asks again when that one has ended. */
function decideConflict(active, digest, policy) {
	const same = active.find(({ deployment }) => !isRollback(deployment) && markerOf(deployment.description)?.digest === digest);
	if (same) return {
		do: "attach",
		id: same.deployment.id
	};
	const [other] = active;
	if (!other) return { do: "start" };
	const { id } = other.deployment;
	if (policy === "fail") throw conflict(other);
	if (policy === "wait") return {
		do: "wait",
		id
	};
	if (isRollback(other.deployment)) return {
		do: "wait",
		id
	};
	return hasTrafficMoved(other.target) ? {
		do: "complete",
		id
	} : {
		do: "stop",
		id
	};
}
/** True for deployments that take another one back, made by CodeDeploy or by us. */
function isRollback({ creator, rollbackOf, description }) {
	return creator === "codeDeployRollback" || rollbackOf !== void 0 || isRollbackDescription(description);
}
function conflict({ deployment, target }) {
	const what = markerOf(deployment.description);
	const of = isRollback(deployment) ? " (a rollback)" : what ? ` (of ${what.digest}, run ${what.run})` : "";
	const moved = hasTrafficMoved(target);
	return new StepError("DEPLOYMENT_ACTIVE", {
		message: `the deployment group "${deployment.group}" is busy: ${deployment.id}${of} is ${deployment.status}${moved ? "; its traffic has moved and only its old tasks are kept" : ""}`,
		fix: ({ input }) => {
			const [wait, stop] = [input("on-conflict", "wait"), input("on-conflict", "stop-previous")];
			return moved ? `use ${stop} to end its old tasks now, or ${wait}` : `use ${wait} to wait for its end, or ${stop} to take it back`;
		}
	});
}
// packages/steps/src/rollout/deploy-ecs/settle-conflicts.ts
/** Deals with deployments that are running, as `on-conflict` says. */
async function settleConflicts(rollout) {
	const { inputs, plan, log } = rollout.context;
	for (;;) {
		const decision = decideConflict(await readActive(rollout), inputs.digest, inputs.onConflict);
		if (decision.do === "start" || decision.do === "attach") return decision;
		if (plan.active) {
			plan.would(`${decision.do} the running deployment ${decision.id}`, {
				wait: "codedeploy:GetDeployment",
				stop: "codedeploy:StopDeployment",
				complete: "codedeploy:ContinueDeployment"
			}[decision.do]);
			return { do: "planned" };
		}
		log.info(`${decision.do === "wait" ? "waiting for" : `${decision.do === "stop" ? "stopping" : "completing"}`} the deployment ${decision.id}`);
		await act(rollout, decision.do, decision.id);
		await untilOver(rollout, decision.id);
	}
}
/** The deployments of the group that have not ended, newest first. */
async function readActive({ session, group, context }) {
	const { signal } = context;
	const ids = await activeDeployments(session, group.application, group.group, { signal });
	return (await Promise.all(ids.map(async (id) => ({
		deployment: await getDeployment(session, id, { signal }),
		target: await ecsTarget(session, id, { signal })
	})))).toSorted((a, b) => (b.deployment.createdAt?.getTime() ?? 0) - (a.deployment.createdAt?.getTime() ?? 0));
}
async function act({ session, context }, what, id) {
	const options = { signal: context.signal };
	switch (what) {
		case "wait": return;
		case "stop":
			await stopDeployment(session, id, options);
			return;
		case "complete":
			await endTerminationWait(session, id, options);
			return;
		default: unreachable(what);
	}
}
async function untilOver(rollout, id) {
	const { context, session } = rollout;
	await poll({
		clock: context.clock,
		signal: context.signal,
		what: `the deployment "${id}"`,
		read: (signal) => getDeployment(session, id, { signal }),
		stateOf: ({ status }) => status,
		states: {
			Created: "wait",
			Queued: "wait",
			InProgress: "wait",
			Baking: "wait",
			Ready: "wait",
			Succeeded: "done",
			Failed: "done",
			Stopped: "done"
		},
		onChange: ({ status }) => context.log.info(`${id} ${status}`),
		intervalMs: lookEveryMs,
		timeoutMs: deploymentLimitMs(rollout)
	});
}
// packages/steps/src/rollout/deploy-ecs/start.ts
/** The revision that has the image: the latest of the family where it is just that, else undefined and what to register. */
async function findTaskDefinition({ session, context, image }, current) {
	const { signal, inputs } = context;
	const { input } = await describeTaskDefinition(session, current, { signal });
	checkPort(input, inputs.container, inputs.port);
	const wanted = withImage(input, inputs.container, image);
	const latest = await describeTaskDefinition(session, wanted.family ?? "", { signal }).catch((error) => {
		if (isAwsError(error, "ClientException")) return void 0;
		throw error;
	});
	return {
		wanted,
		arn: latest && isSameDefinition(wanted, latest.input) ? latest.arn : void 0
	};
}
/** Registers the task definition where needed and starts the deployment. */
async function start(rollout, current) {
	const { session, context, group, configuration, overrideAlarms } = rollout;
	const { inputs, log, clock, signal } = context;
	const found = await findTaskDefinition(rollout, current);
	const taskDefinition = found.arn ?? await registerTaskDefinition(session, found.wanted, { signal });
	log.info(`${found.arn === void 0 ? "registered" : "reusing"} "${taskDefinition.split("/").at(-1)}"`);
	signal.throwIfAborted();
	const startedMs = clock.now();
	const deploymentId = await createDeployment(session, {
		application: group.application,
		group: group.group,
		appSpec: appSpec(taskDefinition, inputs.container, inputs.port),
		configuration,
		overrideAlarms,
		description: describeDeployment({
			digest: inputs.digest,
			run: context.run.id
		})
	}).catch((error) => foundAfterAll(rollout, error));
	log.info(`started ${deploymentId}: ${inputs.digest} to ${rollout.address.cluster}/${rollout.address.service}`);
	return {
		...rollout,
		deploymentId,
		taskDefinition,
		previous: current,
		startedMs,
		wasMoved: false
	};
}
async function foundAfterAll(rollout, error) {
	if (!(error instanceof StepError) || error.code !== "DEPLOYMENT_ACTIVE") throw error;
	const decision = decideConflict(await readActive(rollout), rollout.context.inputs.digest, "wait");
	if (decision.do === "attach") return decision.id;
	throw error;
}
// packages/steps/src/rollout/deploy-ecs/run.ts
/** Deploys, and answers once it is known what serves. */
async function run(context) {
	const looked = await preflight(context);
	const settled = await settleConflicts(looked);
	const serving = await readServing(looked, context.signal);
	if (settled.do === "attach") return stay(await attach(looked, serving, settled.id));
	const rollout = await checkAlarms(looked, serving.service);
	if (serving.image === rollout.image && settled.do === "start") return already(rollout, serving);
	if (context.plan.active) return planned(rollout, serving);
	saveRollout(rollout, serving.taskDefinition);
	return stay(await start(rollout, serving.taskDefinition));
}
/** Follows a deployment that an earlier run of the same digest started. */
async function attach(rollout, serving, deploymentId) {
	const { context, image } = rollout;
	context.log.info(`following ${deploymentId}, which deploys this digest already`);
	const isOurs = serving.image === image;
	const found = isOurs ? void 0 : await findTaskDefinition(rollout, serving.taskDefinition);
	const older = serving.service.taskSets.find(({ taskDefinition }) => taskDefinition !== serving.taskDefinition);
	const previous = isOurs ? older?.taskDefinition : serving.taskDefinition;
	saveRollout(rollout, previous);
	return {
		...rollout,
		deploymentId,
		taskDefinition: isOurs ? serving.taskDefinition : found?.arn,
		previous,
		startedMs: context.clock.now(),
		wasMoved: hasTrafficMoved(await ecsTarget(rollout.session, deploymentId, { signal: context.signal }))
	};
}
async function stay(started) {
	const { context, deploymentId } = started;
	saveDeployment(context.state, deploymentId);
	try {
		context.signal.throwIfAborted();
		return await complete(started);
	} catch (error) {
		if (!context.signal.aborted) throw error;
		return await endCancelled(started);
	}
}
/** The service has the image already: nothing is started, but what serves is looked at all the same. */
async function already(rollout, { taskDefinition }) {
	const { context, image, digests } = rollout;
	const { digest, container } = context.inputs;
	const { proof, reason } = await settle(rollout, context.signal, (now) => judgeServing(now, {
		image,
		container,
		digests,
		taskDefinition
	}));
	const outputs = {
		digest,
		alreadyDeployed: true,
		taskDefinition,
		traffic: 100
	};
	if (proof === "proved") {
		context.log.info(`the service serves ${digest} already: ${reason}`);
		return passed({
			...outputs,
			outcome: "already-deployed"
		});
	}
	const unproven = {
		digest,
		taskDefinition,
		alreadyDeployed: false,
		outcome: "unproven"
	};
	const words = `the service is set to this digest already, but ${reason}`;
	return proof === "unmeasured" ? inconclusive(words, unproven) : failed(words, unproven);
}
async function planned(rollout, { taskDefinition }) {
	const { context, image, address, group, configuration } = rollout;
	const { plan, inputs } = context;
	const { arn, wanted } = await findTaskDefinition(rollout, taskDefinition);
	if (arn === void 0) plan.would(`register a revision of "${wanted.family}" with ${image}`, "ecs:RegisterTaskDefinition");
	plan.would(`deploy it to ${address.cluster}/${address.service} with ${configuration ?? group.configuration}`, "codedeploy:CreateDeployment");
	return passed({
		digest: inputs.digest,
		outcome: "planned",
		alreadyDeployed: false,
		...arn === void 0 ? {} : { taskDefinition: arn }
	});
}
export { alarmHistory as a, getDeploymentGroup as i, ecsTarget as n, describeAlarms as o, getDeploymentConfiguration as r, run, logTail as t };
