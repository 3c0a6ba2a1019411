import { i as StepError } from "./load-B55PWNpz.js";
import { k as scaledClock, l as createLog, p as createFiles, r as createRedactor, u as silentLog } from "./src-ApriQ9BF.js";
import { n as terminalHost, s as localRun } from "./terminal-BUmydXUk.js";
import { t as formatDuration } from "./duration-CssOH_HY.js";
import { r as parseFaults } from "./src-DS1irqUZ.js";
import { n as needConfig } from "./command-Db9Mh-ni.js";
import { n as showStatus, r as readStatus } from "./command-DndHG4Kz.js";
import { O as describeAlarms, a as describeTaskDefinition, i as describeService, k as createAws } from "./src-D7bW49J-.js";
import { t as pushImage } from "./image-push-CaIagas3.js";
import { r as createImages } from "./src-Dr8u9QN7.js";
import { a as runChain, i as flagsOf, o as chainOf, t as checkSteps } from "./command-vKw44HgJ.js";
import { n as openRuntime, t as describeRuntime } from "./runtime-B1u_-qQT.js";
import { t as shortDigest } from "./state-C0cFrTdL.js";
import { d as writeLayer, f as collectEntries, m as readBaseImage, p as assembleImage } from "./src-yrlXQMMI.js";
import { promisify } from "node:util";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
// packages/cli/src/rehearse/events.ts
/** What changed from sample to sample, in words: traffic that moved, alarms that changed their mind. */
function eventsOf(samples) {
	return samples.flatMap((sample, index) => {
		const before = samples[index - 1];
		return before === void 0 ? [] : [...trafficEvents(before, sample, samples.slice(0, index)), ...alarmEvents(before, sample)];
	});
}
function trafficEvents(before, now, earlier) {
	return now.arms.filter((arm) => arm.weight > weightOf(before.arms, arm.release)).map(({ release, weight }) => {
		if (weight === 100 && earlier.some(({ arms }) => weightOf(arms, release) === 100)) return {
			atMs: now.atMs,
			text: `all requests go to ${release} again`,
			tone: "bad"
		};
		return {
			atMs: now.atMs,
			text: `${weight === 100 ? "all requests go" : `${weight} % of requests go`} to ${release}`,
			tone: weight === 100 ? "good" : "plain"
		};
	});
}
function alarmEvents(before, now) {
	return Object.entries(now.alarms).flatMap(([name, state]) => {
		const was = before.alarms[name];
		if (was === void 0 || was === state) return [];
		return [{
			atMs: now.atMs,
			text: `alarm ${name} goes from ${was} to ${state}`,
			tone: state === "ALARM" ? "bad" : "plain"
		}];
	});
}
function weightOf(arms, release) {
	return arms.filter((arm) => arm.release === release).reduce((sum, { weight }) => sum + weight, 0);
}
// packages/cli/src/rehearse/act.ts
/** What the page says of one release that was tried. */
function actOf(title, tag, results, seen, config) {
	const { outcome, tone } = verdictOf(tag, results, config);
	const moved = seen !== void 0 && eventsOf(seen.samples).length > 0;
	return {
		title,
		outcome,
		tone,
		steps: results.map(stepOf),
		promotions: results.flatMap(promotionOf),
		timeline: moved ? {
			...seen,
			events: eventsOf(seen.samples)
		} : void 0
	};
}
function verdictOf(tag, results, config) {
	const last = results.at(-1);
	if (last === void 0) return {
		outcome: "nothing was run",
		tone: "plain"
	};
	if (last.outcome === "unchanged" || last.outcome.verdict === "passed") return {
		outcome: `${tag} is released: ${config.document.release?.until ?? "the last stage"} serves it`,
		tone: "good"
	};
	const { reason, error, verdict } = last.outcome;
	return {
		outcome: `stopped at ${last.link.title}: ${firstLine(reason ?? error?.message ?? verdict)}`,
		tone: "bad"
	};
}
function stepOf({ link, outcome }) {
	if (outcome === "unchanged") return {
		title: link.title,
		verdict: "passed",
		reason: "unchanged, not run again",
		durationMs: 0
	};
	return {
		title: link.title,
		verdict: outcome.verdict,
		reason: reasonOf(outcome),
		durationMs: outcome.durationMs
	};
}
function reasonOf({ reason, error }) {
	return reason ?? (error === void 0 ? void 0 : [`${error.code} ${error.message}`, ...(error.problems ?? []).map(({ place, name, message }) => `${place ?? name}: ${message}`)].join("\n"));
}
function promotionOf({ link, outcome }) {
	if (link.step !== "promote" || outcome === "unchanged" || outcome.verdict !== "passed") return [];
	const { outputs } = outcome;
	return [{
		environment: link.inputs.to ?? "",
		tag: String(outputs.tag),
		digest: String(outputs.digest),
		bytesMoved: Number(outputs["bytes-moved"]),
		blobsMounted: Number(outputs["blobs-mounted"]),
		blobsSkipped: Number(outputs["blobs-skipped"])
	}];
}
function firstLine(text) {
	return text.split("\n", 1)[0] ?? text;
}
// packages/cli/src/rehearse/placeholder.ts
const server = `import { createServer } from 'node:http';
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ placeholder: true }));
});
server.listen(Number(process.env.PORT ?? 8080));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
/** Pushes the image that a new service starts with, as infrastructure code does, and returns its digest. */
async function pushPlaceholder(repository, { files, platform, base, port }) {
	const folder = await files.temporary("placeholder");
	await writeFile(join(folder, "server.mjs"), server);
	const entries = await collectEntries(folder, {
		to: "/placeholder",
		include: ["server.mjs"]
	});
	const layers = [await writeLayer(entries, { file: join(folder, "layer.tar.gz") })];
	const image = assembleImage({
		layers,
		settings: {
			command: ["node", "server.mjs"],
			workdir: "/placeholder",
			env: { PORT: String(port) },
			ports: [port]
		},
		platform,
		...base && { base }
	});
	await pushImage(repository, {
		image,
		layers,
		tag: "placeholder",
		...base && { base }
	});
	return image.manifest.descriptor.digest;
}
// packages/cli/src/rehearse/provision.ts
/** Makes what infrastructure code makes before a first release: repositories, packages, services, alarms. */
async function provision(options) {
	const { sandbox, config, environments } = options;
	await Promise.all([...environments.map((environment) => makeRepository(sandbox, environment)), connectPackages(options)]);
	const fronts = /* @__PURE__ */ new Map();
	for (const environment of environments) {
		const deploy = config.document.deploy?.[environment.name];
		if (deploy) fronts.set(environment.name, await makeService(options, environment, deploy));
	}
	return fronts;
}
async function makeRepository(sandbox, { account, region, repository }) {
	await sandbox.stores.ecr.createRepository({
		account,
		region
	}, repository, { isImmutable: true });
	(await sandbox.stores.ecr.registry(account, region)).settings.set("BLOB_MOUNTING", "ENABLED");
}
/** The packages of the lock come from a folder, or from the index that this machine is set up with. */
async function connectPackages({ sandbox, config, environments, files, env }) {
	const { dependencies, rehearsal } = config.document;
	if (!dependencies) return;
	const { domain, repository, owner = environments[0]?.account ?? "111111111111", region = environments[0]?.region ?? "us-east-1" } = dependencies;
	const at = {
		owner,
		region,
		domain,
		repository
	};
	const { codeartifact } = sandbox.stores;
	const folder = rehearsal?.packages?.[dependencies.manager];
	if (folder !== void 0) {
		const path = join(config.root, folder);
		await (dependencies.manager === "npm" ? codeartifact.seedNpm(at, path) : codeartifact.seedPypi(at, path));
		return;
	}
	const index = await configuredIndex(dependencies.manager, env);
	const cache = await files.state(join("rehearsal", "packages"));
	codeartifact.connect(at, {
		[dependencies.manager === "npm" ? "npm" : "pypi"]: index,
		cache
	});
}
/** What npm or pip of this machine install from, by their own word. */
async function configuredIndex(manager, env) {
	const ask = (command, ...args) => promisify(execFile)(command, args, { env: { ...env } }).then(({ stdout }) => stdout.trim(), () => "");
	const answers = manager === "npm" ? [() => ask("npm", "config", "get", "registry")] : [
		async () => env.PIP_INDEX_URL ?? "",
		() => ask("python3", "-m", "pip", "config", "get", "global.index-url"),
		() => ask("python3", "-c", "from pip._internal.models.index import PyPI; print(PyPI.simple_url)")
	];
	for (const answer of answers) {
		const index = await answer();
		if (index.startsWith("http")) return index;
	}
	throw new StepError("CHILD_MISSING", {
		message: `${manager} does not say where it installs from`,
		fix: `install ${manager}, or put the packages in a folder and name it as rehearsal.packages.${manager}`
	});
}
async function makeService(options, environment, deploy) {
	const { sandbox, config, images, files } = options;
	const repository = await images.open(environment);
	const base = await baseOf(options);
	const placeholder = await pushPlaceholder(repository, {
		files,
		platform: platformOf(),
		base,
		port: deploy.port
	});
	const { rehearsal } = config.document;
	const alarms = Object.fromEntries((deploy.alarms ?? []).map((name) => [name, alarmOf(rehearsal?.alarms?.[name])]));
	const { url, listenerArn } = await sandbox.seedEcsService({
		account: environment.account,
		region: environment.region,
		cluster: deploy.cluster,
		service: deploy.service,
		container: deploy.container,
		port: deploy.port,
		application: deploy.application,
		group: deploy.group,
		image: `${repository.name}@${placeholder}`,
		tasks: rehearsal?.tasks ?? 2,
		alarms
	});
	return {
		url,
		listenerArn,
		placeholder
	};
}
async function baseOf({ base, images }) {
	if (base === void 0) return void 0;
	const { repository, reference } = await images.openReference(base);
	return readBaseImage(repository, reference, platformOf());
}
/** An alarm of the configuration, or one on failed requests. Without dimensions it watches the load balancer. */
function alarmOf(alarm) {
	return {
		namespace: alarm?.namespace ?? "AWS/ApplicationELB",
		metric: alarm?.metric ?? "HTTPCode_Target_5XX_Count",
		dimensions: alarm?.dimensions,
		statistic: alarm?.statistic ?? "Sum",
		period: alarm?.period ?? 60,
		evaluationPeriods: alarm?.["evaluation-periods"] ?? 1,
		datapointsToAlarm: alarm?.["datapoints-to-alarm"],
		threshold: alarm?.threshold ?? 0,
		comparison: alarm?.comparison ?? "GreaterThanThreshold",
		missingData: alarm?.["missing-data"] ?? "notBreaching"
	};
}
function platformOf() {
	return {
		os: "linux",
		architecture: process.arch === "x64" ? "amd64" : process.arch
	};
}
// packages/cli/src/rehearse/recorder.ts
const everyMs = 200;
/** Samples what users of one environment meet: weights and alarms as AWS tells them, requests as the balancer counts them. */
var Recorder = class {
	#sandbox;
	#session;
	#deploy;
	#listenerArn;
	#nameOf;
	#digests = /* @__PURE__ */ new Map();
	#counted = /* @__PURE__ */ new Map();
	#samples = [];
	#timer;
	#tick = Promise.resolve();
	constructor(options) {
		this.#sandbox = options.sandbox;
		this.#session = options.session;
		this.#deploy = options.deploy;
		this.#listenerArn = options.listenerArn;
		this.#nameOf = options.nameOf;
	}
	start() {
		this.#samples = [];
		const next = () => {
			this.#tick = this.#sample().finally(() => {
				if (this.#timer !== void 0) this.#timer = setTimeout(next, everyMs);
			});
		};
		this.#timer = setTimeout(next, 0);
	}
	/** Stops, and gives what was seen since `start`. */
	async stop() {
		clearTimeout(this.#timer);
		this.#timer = void 0;
		await this.#tick;
		return this.#samples;
	}
	async #sample() {
		const [service, alarms] = await Promise.all([describeService(this.#session, this.#deploy), describeAlarms(this.#session, this.#deploy.alarms ?? [])]);
		const arms = [];
		for (const { taskDefinition, targetGroups } of service?.taskSets ?? []) {
			const release = this.#nameOf(await this.#digestOf(taskDefinition));
			for (const group of targetGroups) arms.push({
				release,
				...this.#groupNow(group)
			});
		}
		this.#samples.push({
			atMs: this.#sandbox.clock.now(),
			arms,
			alarms: Object.fromEntries(alarms.map(({ name, state }) => [name, state]))
		});
	}
	/** The weight of a target group on the listener that users reach, and its requests since it was last asked. */
	#groupNow(arn) {
		const region = this.#sandbox.stores.elb.balancing.of(this.#session);
		const { action, balancer } = region.listener(this.#listenerArn);
		const groups = action.type === "forward" ? action.groups : [];
		const total = groups.reduce((sum, { weight }) => sum + weight, 0);
		const own = groups.find((group) => group.arn === arn)?.weight ?? 0;
		const { dimension } = region.group(arn);
		const seconds = region.meterOf(balancer).timeline().filter(({ group }) => group === dimension);
		const requests = seconds.reduce((sum, second) => sum + second.requests, 0);
		const errors = seconds.reduce((sum, second) => sum + second.errors, 0);
		const before = this.#counted.get(arn) ?? {
			requests,
			errors
		};
		this.#counted.set(arn, {
			requests,
			errors
		});
		return {
			weight: total === 0 ? 0 : Math.round(100 * own / total),
			requests: requests - before.requests,
			errors: errors - before.errors
		};
	}
	async #digestOf(taskDefinition) {
		const known = this.#digests.get(taskDefinition);
		if (known !== void 0) return known;
		const { input } = await describeTaskDefinition(this.#session, taskDefinition);
		const image = input.containerDefinitions?.find(({ name }) => name === this.#deploy.container)?.image ?? "";
		const digest = image.split("@")[1] ?? image;
		this.#digests.set(taskDefinition, digest);
		return digest;
	}
};
// packages/cli/src/rehearse/traffic.ts
/** Reads JSON Lines of `{method, path, body}`; every line that is none is reported. */
async function readTraffic(path) {
	const requests = (await readFile(path, "utf8").catch((cause) => {
		throw new StepError("FILE_MISSING", {
			message: `cannot read the traffic "${path}"`,
			fix: "check rehearsal.traffic.requests in ml-ci.yml",
			cause
		});
	})).split("\n").map((line, index) => ({
		line,
		number: index + 1
	})).filter(({ line }) => line.trim() !== "").map(({ line, number }) => ({
		number,
		request: parseLine(line)
	}));
	const problems = requests.filter(({ request: parsed }) => parsed === void 0).map(({ number }) => ({
		name: path,
		place: `${path}:${number}`,
		message: "is not {\"method\": …, \"path\": \"/…\", \"body\": …}"
	}));
	if (problems.length > 0 || requests.length === 0) throw new StepError("DOCUMENT_INVALID", {
		message: `"${path}" is not a traffic file`,
		problems
	});
	return requests.flatMap(({ request: parsed }) => parsed ? [parsed] : []);
}
function parseLine(line) {
	try {
		const value = JSON.parse(line);
		if (typeof value !== "object" || value === null || !("method" in value) || !("path" in value)) return void 0;
		const { method, path } = value;
		if (typeof method !== "string" || typeof path !== "string" || !path.startsWith("/")) return void 0;
		return "body" in value ? {
			method,
			path,
			body: value.body
		} : {
			method,
			path
		};
	} catch {
		return;
	}
}
/** Sends the requests in turn, `rate` a second of the wall, whatever is answered. */
function startTraffic(options) {
	const { requests, rate, target } = options;
	const stopping = new AbortController();
	const agent = new Agent({
		keepAlive: true,
		maxSockets: 64
	});
	const counts = {
		sent: 0,
		unanswered: 0
	};
	const open = /* @__PURE__ */ new Set();
	const loop = (async () => {
		const startedAt = performance.now();
		for (let index = 0; !stopping.signal.aborted; index += 1) {
			const next = requests[index % requests.length];
			if (next === void 0) break;
			const answer = send(agent, target, next).then(() => void 0, () => {
				counts.unanswered += 1;
			});
			counts.sent += 1;
			open.add(answer);
			answer.then(() => open.delete(answer));
			const due = startedAt + (index + 1) * 1e3 / rate;
			await setTimeout$1(Math.max(0, due - performance.now()), void 0, { signal: stopping.signal }).catch(() => void 0);
		}
	})();
	return {
		get sent() {
			return counts.sent;
		},
		get unanswered() {
			return counts.unanswered;
		},
		async stop() {
			stopping.abort();
			await loop;
			await Promise.all(open);
			agent.destroy();
		}
	};
}
function send(agent, target, { method, path, body }) {
	const payload = body === void 0 ? void 0 : JSON.stringify(body);
	const headers = payload === void 0 ? {} : {
		"content-type": "application/json",
		"content-length": Buffer.byteLength(payload)
	};
	return new Promise((resolve, reject) => {
		const call = request(new URL(path, target), {
			method,
			headers,
			agent,
			timeout: 1e4
		}, (answer) => {
			answer.resume();
			answer.on("end", resolve).on("error", reject);
		});
		call.on("timeout", () => call.destroy(/* @__PURE__ */ new Error("no answer in 10 s")));
		call.on("error", reject);
		call.end(payload);
	});
}
// packages/cli/src/rehearse/rehearsal.ts
/** A sandbox with the infrastructure of one configuration, and traffic on it; releases are tried on it one by one. */
var Rehearsal = class Rehearsal {
	endpoint;
	speed;
	runtime;
	/** `layout:PATH` of a base image with Node, where images run in containers and need one. */
	base;
	#options;
	#parts;
	#acts = [];
	#names = /* @__PURE__ */ new Map();
	#startedAt = (/* @__PURE__ */ new Date()).toISOString();
	constructor(options, parts) {
		this.#options = options;
		this.#parts = parts;
		this.endpoint = parts.sandbox.endpoint;
		this.speed = parts.sandbox.clock.speed;
		this.runtime = parts.runtime;
		this.base = parts.base;
	}
	/** Starts the sandbox, builds the infrastructure and lets the traffic begin. */
	static async start(options) {
		const { config, log } = options;
		const { startSandbox } = await import("./src-DL9mI39D.js");
		const speed = options.speed ?? config.document.rehearsal?.speed ?? 60;
		const clock = scaledClock(Date.now(), speed);
		const open = await openRuntime(options.runtime, {
			env: options.env,
			log
		});
		const files = createFiles(config.root, options.env.TMPDIR);
		let sandbox;
		try {
			const environments = config.environments.filter((environment) => environment.type === "ecr");
			const accounts = [...new Set(environments.map(({ account }) => account))];
			sandbox = await startSandbox({
				clock,
				log,
				runtime: open.runtime,
				accounts,
				faults: options.faults ?? []
			});
			const env = environmentOf(sandbox, environments[0]);
			const aws = createAws({
				env,
				clock,
				log,
				mask: createRedactor().add,
				allowEndpoints: [],
				run: "provision"
			});
			const images = imagesOf({
				env,
				config,
				clock,
				log,
				files,
				aws,
				runtime: open.runtime
			});
			const base = open.runtime.isolates ? await hostBase(files) : void 0;
			const fronts = await provision({
				sandbox,
				base,
				config,
				environments,
				images,
				files,
				env: options.env
			});
			const traffic = await beginTraffic(config, fronts);
			const names = [...fronts.values()].map(({ placeholder }) => [placeholder, "the placeholder"]);
			const rehearsal = new Rehearsal(options, {
				sandbox,
				base,
				fronts,
				runtime: open.runtime,
				dispose: open.dispose,
				files,
				env,
				aws,
				images,
				traffic,
				clock
			});
			for (const [digest, name] of names) rehearsal.#names.set(digest, name);
			return rehearsal;
		} catch (error) {
			await sandbox?.stop();
			await open.dispose();
			await files.dispose();
			throw error;
		}
	}
	/** The variables of a process that shall talk to this sandbox. */
	get env() {
		return this.#parts.env;
	}
	/** Runs the chain of the configuration once, while the recorder watches the last stage. */
	async release({ title, tag, until, overrides }) {
		const { config } = this.#options;
		const last = until ?? config.document.release?.until;
		if (last === void 0) throw new StepError("CONFIG_INVALID", {
			message: "ml-ci.yml has no release.until",
			fix: "add it, or give --until"
		});
		const links = checkSteps(chainOf(config.document, {
			tag,
			until: last,
			...overrides && { overrides }
		}));
		const recorder = await this.#recorderOf(last);
		recorder?.start();
		const runId = `rehearsal-${randomUUID().slice(0, 8)}`;
		let results = [];
		try {
			results = await runChain({
				config,
				links,
				from: 0,
				progress: {
					runId,
					commit: (await localRun(this.#options.env, config.root)).commit,
					tag,
					rehearsal: this.endpoint,
					done: {}
				},
				clock: this.#parts.clock,
				services: (context) => this.#services(context),
				host: (link) => this.#host(link, runId),
				onLink: (link, state) => {
					this.#options.onLink(link, state);
				},
				onOutcome: (_link, outcome) => {
					const { digest } = outcome.outputs;
					if (typeof digest === "string") this.#names.set(digest, tag);
				}
			});
		} finally {
			const samples = await recorder?.stop();
			const act = actOf(title, tag, results, samples && {
				environment: last,
				samples
			}, config);
			this.#acts.push(act);
		}
		const act = this.#acts.at(-1);
		if (!act) throw new Error("the act that was just added is missing");
		return {
			results,
			act
		};
	}
	/** How every environment stands, as `ml-ci status` tells it. */
	statuses() {
		const { config } = this.#options;
		return Promise.all(config.environments.map((environment) => readStatus(environment, config, this.#parts)));
	}
	/** Writes the page and returns its path. */
	async writeReport(environments) {
		const { config } = this.#options;
		const { reportPage } = await import("./page-CFEwd-sv.js");
		const report = {
			model: config.model,
			startedAt: this.#startedAt,
			endpoint: this.endpoint,
			speed: this.speed,
			engine: this.engine,
			acts: this.#acts,
			environments
		};
		const path = await this.#parts.files.state(join("rehearsal", "report.html"));
		await this.#parts.files.write(path, reportPage(report));
		return path;
	}
	/** The digest that a tag of this rehearsal stands for, once it was built. */
	digestOf(tag) {
		return [...this.#names].find(([, name]) => name === tag)?.[0];
	}
	/** What ran the images, in a sentence. */
	get engine() {
		return describeRuntime(this.runtime);
	}
	/** Requests that were sent so far, and those that got no answer. */
	get requests() {
		const { traffic } = this.#parts;
		return {
			sent: traffic.reduce((sum, { sent }) => sum + sent, 0),
			unanswered: traffic.reduce((sum, { unanswered }) => sum + unanswered, 0)
		};
	}
	/** Ends traffic, sandbox, containers and temporary files. */
	async stop() {
		const { traffic, sandbox, dispose, files } = this.#parts;
		await Promise.all(traffic.map((each) => each.stop()));
		await sandbox.stop();
		await dispose();
		await files.dispose();
	}
	async #recorderOf(stage) {
		const { config } = this.#options;
		const deploy = config.document.deploy?.[stage];
		const environment = config.environments.find(({ name }) => name === stage);
		const front = this.#parts.fronts.get(stage);
		if (!deploy || !front || environment?.type !== "ecr") return void 0;
		const session = await this.#parts.aws.session(environment);
		return new Recorder({
			sandbox: this.#parts.sandbox,
			session,
			deploy,
			listenerArn: front.listenerArn,
			nameOf: (digest) => this.#names.get(digest) ?? shortDigest(digest)
		});
	}
	#host(link, runId) {
		const { config, stdout, stderr, env } = this.#options;
		const flags = [
			...flagsOf(link),
			`--config=${config.file}`,
			...config.document.models ? [`--model=${config.model}`] : []
		];
		return terminalHost({
			argv: flags,
			env: {
				...withoutAws(env),
				...this.#parts.env,
				ML_CI_RUN_ID: runId
			},
			cwd: config.root,
			stdout,
			stderr
		});
	}
	#services(context) {
		const { env, clock, log, signal, run, mask } = context;
		const aws = createAws({
			env,
			clock,
			log,
			mask,
			signal,
			allowEndpoints: [],
			run: run.id
		});
		const images = createImages({
			...context,
			aws
		});
		const runtime = async () => this.#parts.runtime;
		return {
			services: {
				aws,
				images: {
					...images,
					runtime
				}
			},
			rehearsal: () => this.endpoint,
			dispose: async () => void 0
		};
	}
};
/** A base image with the Node of this machine, made once and kept. */
async function hostBase(files) {
	const { ensureHostBase } = await import("./src-C5HM_Zx1.js");
	return `layout:${await ensureHostBase(await files.state(join("rehearsal", "base")))}`;
}
function environmentOf(sandbox, first) {
	return sandbox.env(first?.account ?? "111111111111", first?.region ?? "us-east-1");
}
function imagesOf(given) {
	const run = {
		id: "provision",
		commit: void 0,
		actor: void 0,
		url: void 0,
		model: given.config.model
	};
	const context = {
		...given,
		log: silentLog,
		root: given.config.root,
		signal: new AbortController().signal,
		random: Math.random,
		run,
		mask: () => void 0
	};
	return {
		...createImages(context),
		runtime: async () => given.runtime
	};
}
/** Each service gets the requests that the configuration names for its environment. */
async function beginTraffic({ document, root }, fronts) {
	const traffic = document.rehearsal?.traffic;
	if (!traffic) return [];
	const { rate, requests } = traffic;
	const started = [];
	for (const [environment, { url }] of fronts) {
		const path = typeof requests === "string" ? requests : requests[environment];
		if (path !== void 0) started.push(startTraffic({
			requests: await readTraffic(join(root, path)),
			rate,
			target: url
		}));
	}
	return started;
}
/** No credential or setting of the real AWS may reach a step of a rehearsal. */
function withoutAws(env) {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("AWS_") && !name.startsWith("ML_CI_")));
}
// packages/cli/src/rehearse/command.ts
/** Rehearses the release once; the exit code is that of the link that ended it. */
async function runRehearse(context) {
	const config = needConfig(context.config, "rehearse");
	const { inputs, screen, env, stdout, stderr } = context;
	const startedAt = performance.now();
	const log = createLog((event) => screen.show(event));
	const rehearsal = await Rehearsal.start({
		config,
		env,
		stdout: inputs.json ? stderr : stdout,
		stderr,
		log,
		onLink: (link) => screen.line(`\n${screen.paint.bold(`▸ ${link.title}`)}`),
		speed: inputs.speed,
		runtime: inputs.runtime,
		faults: parseFaults(inputs.fault ?? [])
	});
	try {
		const { results, act } = await rehearsal.release({
			title: `Release ${inputs.tag}`,
			tag: inputs.tag,
			until: inputs.until
		});
		const statuses = await rehearsal.statuses();
		const report = await rehearsal.writeReport(statuses);
		screen.line("");
		showStatus(screen, config.model, statuses);
		screen.line(`\n${act.tone === "good" ? screen.paint.green(`✓ ${act.outcome}`) : screen.paint.red(`✗ ${act.outcome}`)}`);
		screen.line(screen.paint.dim(`  a rehearsal against ${rehearsal.endpoint}, ${formatDuration(performance.now() - startedAt)} of the wall; nothing real was changed`));
		screen.line(`  the report: ${report}`);
		const last = results.at(-1)?.outcome;
		const exitCode = last === void 0 || last === "unchanged" ? 0 : last.exitCode;
		if (inputs.json) stdout.write(`${JSON.stringify({
			command: "rehearse",
			rehearsal: rehearsal.endpoint,
			exitCode,
			act,
			environments: statuses,
			report
		})}\n`);
		return exitCode;
	} finally {
		await rehearsal.stop();
	}
}
export { runRehearse };
