import { a as describeError, i as StepError } from "./load-B55PWNpz.js";
import { A as wallClock, D as clockFromEnv, l as createLog, p as createFiles, r as createRedactor } from "./src-ApriQ9BF.js";
import { n as needConfig } from "./command-Db9Mh-ni.js";
import { t as createServices } from "./services-BwrIydWe.js";
import { C as getDeployment, O as describeAlarms, c as newestImage, d as describeRepository, g as lastSucceeded, i as describeService, s as serviceTasks, y as activeDeployments } from "./src-D7bW49J-.js";
import { n as statusRow } from "./state-C0cFrTdL.js";
// packages/cli/src/status/read.ts
/** Reads how an environment stands; a refusal of one environment does not hide the others. */
async function readStatus(environment, config, services) {
	const base = {
		name: environment.name,
		where: whereOf(environment)
	};
	try {
		if (environment.type !== "ecr") {
			const repository = await services.images.open(environment);
			const [tag] = await repository.tags();
			const head = tag === void 0 ? void 0 : await repository.head(tag);
			return {
				...base,
				image: head && {
					digest: head.digest,
					tags: tag === void 0 ? [] : [tag],
					pushedAt: void 0
				},
				service: void 0,
				alarms: []
			};
		}
		const session = await services.aws.session(environment);
		const deploy = config.document.deploy?.[environment.name];
		const [image, service, alarms] = await Promise.all([
			readImage(session, environment),
			deploy && readService(session, deploy),
			describeAlarms(session, deploy?.alarms ?? [])
		]);
		const shown = alarms.map(({ name, state, since }) => ({
			name,
			state,
			since: since?.toISOString()
		}));
		return {
			...base,
			image,
			service,
			alarms: shown
		};
	} catch (error) {
		return {
			...base,
			image: void 0,
			service: void 0,
			alarms: [],
			problem: describeError(error)
		};
	}
}
async function readImage(session, { repository }) {
	await describeRepository(session, repository);
	const newest = await newestImage(session, repository);
	return newest && {
		digest: newest.digest,
		tags: newest.tags,
		pushedAt: newest.pushedAt?.toISOString()
	};
}
async function readService(session, deploy) {
	const service = await describeService(session, deploy);
	if (!service) return void 0;
	const primary = service.taskSets.find(({ status }) => status === "PRIMARY");
	const serving = (await serviceTasks(session, deploy, "RUNNING")).filter(({ taskDefinition }) => taskDefinition === (primary?.taskDefinition ?? service.taskDefinition));
	const digests = new Set(serving.map(({ containers }) => containers.find(({ name }) => name === deploy.container)?.imageDigest));
	const [digest] = digests;
	const [open, last] = await Promise.all([activeDeployments(session, deploy.application, deploy.group), lastSucceeded(session, deploy.application, deploy.group)]);
	return {
		name: deploy.service,
		digest: digests.size === 1 ? digest : void 0,
		running: primary?.running ?? service.running,
		desired: primary?.desired ?? service.desired,
		since: last?.completedAt?.toISOString(),
		by: last?.creator,
		rollout: open[0] === void 0 ? void 0 : `${open[0]} ${(await getDeployment(session, open[0])).status}`
	};
}
function whereOf(environment) {
	switch (environment.type) {
		case "ecr": return `ecr ${environment.account} ${environment.region} ${environment.repository}`;
		case "registry": return `registry ${environment.registry}`;
		case "layout": return `layout ${environment.path}`;
	}
}
// packages/cli/src/status/command.ts
/** Shows how every environment stands. Exit 3 where one could not be read. */
async function runStatus(context) {
	const config = needConfig(context.config, "status");
	const { screen, inputs, stdout } = context;
	const wanted = config.environments.filter(({ name }) => inputs.env === void 0 || name === inputs.env);
	if (wanted.length === 0) throw new StepError("INPUT_INVALID", {
		message: `"${inputs.env}" is no environment`,
		fix: `use one of ${config.environments.map(({ name }) => name).join(", ")}`
	});
	const { services, rehearsal } = servicesOf(context, config);
	const statuses = await Promise.all(wanted.map((environment) => readStatus(environment, config, services)));
	const endpoint = rehearsal();
	if (inputs.json) stdout.write(`${JSON.stringify({
		command: "status",
		model: config.model,
		...endpoint && { rehearsal: endpoint },
		environments: statuses
	})}\n`);
	else {
		if (endpoint) screen.line(screen.paint.cyan(`rehearsal against ${endpoint}`));
		showStatus(screen, config.model, statuses);
	}
	return statuses.some(({ problem }) => problem !== void 0) ? 3 : 0;
}
/** Prints the table of environments. */
function showStatus(screen, model, statuses) {
	screen.show({
		type: "table",
		title: model,
		columns: [
			"environment",
			"newest image",
			"serves",
			"since",
			"rollout",
			"alarms"
		],
		rows: statuses.map(statusRow)
	});
}
function servicesOf(context, config) {
	const clock = context.env.ML_CI_CLOCK ? clockFromEnv(context.env) : wallClock;
	const redactor = createRedactor();
	return createServices({
		env: context.env,
		config,
		root: config.root,
		clock,
		log: createLog((event) => context.screen.show(event)),
		signal: new AbortController().signal,
		random: Math.random,
		run: {
			id: "status",
			commit: void 0,
			actor: void 0,
			url: void 0,
			model: config.model
		},
		files: createFiles(config.root),
		mask: (secret) => redactor.add(secret)
	});
}
export { showStatus as n, readStatus as r, runStatus as t };
