import { C as oneOf, E as string, S as list, T as rejected, _ as duration, b as integer, g as boolean, j as defineStep$1, v as environment, w as parsedAs, x as kind, y as file } from "./src-ApriQ9BF.js";
import { c as tag, r as digest } from "./src-yrlXQMMI.js";
// packages/steps/src/step.ts
/** Makes a step of ml-ci; see `defineStep` of core. */
function defineStep(step) {
	return defineStep$1(step);
}
// packages/steps/src/data/validate-data/memory.ts
const units = {
	MB: 1e6,
	GB: 1e9,
	MiB: 1048576,
	GiB: 1073741824
};
/** An amount of memory in bytes: `512MB`, `2GB`, `1.5GiB`. */
const memory = kind("memory", "BYTES", (raw) => {
	const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)(MB|GB|MiB|GiB)$/.exec(raw) ?? [];
	const bytes = Math.floor(Number(amount) * (units[unit] ?? NaN));
	if (Number.isNaN(bytes) || amount === "") return rejected("is no amount of memory", "write it as 512MB, 2GB or 1GiB");
	return bytes < 64e6 ? rejected("is less than 64MB, which is not enough to work with") : parsedAs(bytes);
});
/** The step that checks data files against a checks file. */
const validateData = defineStep({
	name: "validate-data",
	summary: "Checks data files against rules: columns, types, nulls, ranges, sets, patterns, uniqueness, row counts",
	inputs: {
		checks: file({
			summary: "the YAML file with the checks",
			required: true,
			config: "data.checks"
		}),
		sources: list({
			summary: "files, globs or s3:// addresses of CSV, Parquet or JSON Lines; each is checked as one table",
			required: true,
			config: "data.sources"
		}),
		report: file({
			summary: "the folder for report.json and junit.xml",
			default: ".ml-ci/validate-data"
		}),
		showValues: oneOf([
			"none",
			"masked",
			"all"
		], {
			summary: "how much of the failing values reports and messages show; masked shows their shape only",
			default: "all"
		}),
		maxFindings: integer({
			summary: "failing rows that are named for each check",
			default: 10,
			min: 0,
			max: 1e3
		}),
		memory: memory({
			summary: "memory for the engine; what needs more goes to disk",
			default: 2e9
		}),
		threads: integer({
			summary: "threads of the engine; by default one for each processor",
			min: 1,
			max: 512
		}),
		env: environment({ summary: "the environment whose account reads s3:// sources; by default the first" })
	},
	outputs: {
		rows: {
			summary: "rows of all sources that could be read",
			type: "integer"
		},
		checks: {
			summary: "checks of all sources",
			type: "integer"
		},
		failedChecks: {
			summary: "checks that failed",
			type: "integer"
		},
		warnedChecks: {
			summary: "checks that warned",
			type: "integer"
		},
		failingRows: {
			summary: "rows that break a check that failed or warned, added up over those checks",
			type: "integer"
		},
		report: { summary: "the path of the JSON report" },
		junit: { summary: "the path of the JUnit report" },
		reportDigest: { summary: "the sha256 of the JSON report" },
		dataDigest: { summary: "the sha256 over the digests of all files, in order" }
	},
	permissions: [],
	run: async (context) => (await import("./run-CO-LuGJr.js")).run(context)
});
// packages/steps/src/dependencies/install/index.ts
/** Installs exactly what a lock file says, from CodeArtifact. */
const install = defineStep({
	name: "install",
	summary: "Install locked packages from CodeArtifact with pip or npm: every hash checked, no code run unless allowed",
	inputs: {
		manager: oneOf(["pip", "npm"], {
			summary: "the package manager that installs",
			required: true,
			config: "dependencies.manager"
		}),
		lock: file({
			summary: "the lock file with a hash for every package: requirements.lock of pip, package-lock.json of npm",
			required: true,
			config: "dependencies.lock"
		}),
		domain: string({
			summary: "the CodeArtifact domain",
			required: true,
			config: "dependencies.domain"
		}),
		repository: string({
			summary: "the CodeArtifact repository that packages come from",
			required: true,
			config: "dependencies.repository"
		}),
		owner: string({
			summary: "the account that the domain belongs to; by default that of the environment",
			config: "dependencies.owner"
		}),
		region: string({
			summary: "the region of the domain; by default that of the environment",
			config: "dependencies.region"
		}),
		env: environment({ summary: "the environment whose credentials are used; by default the first of the account of the domain, else the first" }),
		allowBuild: list({
			summary: "packages that may run code while they are installed: scripts of npm, builds of source distributions of pip",
			config: "dependencies.allow-build",
			default: []
		}),
		target: file({
			summary: "pip: a folder to install into, replaced as a whole; by default the environment of python",
			config: "dependencies.target"
		}),
		python: string({
			summary: "pip: the Python to install with",
			default: "python3",
			config: "dependencies.python"
		})
	},
	outputs: {
		packages: {
			summary: "how many packages were installed",
			type: "integer"
		},
		lockDigest: { summary: "the sha256 of the lock file" },
		manager: { summary: "the package manager: pip or npm" },
		toolVersion: { summary: "its version" }
	},
	permissions: [
		{
			actions: ["codeartifact:GetAuthorizationToken"],
			resources: ["arn:aws:codeartifact:${region}:${owner}:domain/${domain}"]
		},
		{
			actions: ["sts:GetServiceBearerToken"],
			resources: ["*"],
			why: "it has no resource; restrict it by the condition sts:AWSServiceName = codeartifact.amazonaws.com: https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html",
			implied: "codeartifact:GetAuthorizationToken"
		},
		{
			actions: ["codeartifact:GetRepositoryEndpoint"],
			resources: ["arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${repository}"]
		},
		{
			actions: ["codeartifact:ReadFromRepository"],
			resources: ["arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${repository}"],
			implied: "the downloads of pip and npm with the token of codeartifact:GetAuthorizationToken"
		}
	],
	async run(context) {
		const { run } = await import("./run-c3rYk3zn.js");
		return run(context);
	}
});
// packages/steps/src/image/build-image/index.ts
/** Builds an image once, pushes it, and looks in the registry for what arrived. */
const buildImage = defineStep({
	name: "build-image",
	summary: "Build an image, with Docker or without any engine, and push it to the first environment",
	inputs: {
		env: environment({ summary: "where the image is pushed to; the first environment unless given" }),
		engine: oneOf(["docker", "layers"], {
			summary: "docker builds a Dockerfile; layers needs no engine: folders become reproducible layers",
			config: "image.engine",
			default: "docker"
		}),
		tag: string({ summary: "the tag; the first twelve digits of the commit unless given" }),
		replaceTag: boolean({
			summary: "move the tag where it names another digest already and the repository allows it",
			default: false
		}),
		context: file({
			summary: "docker: the folder that is sent to the engine",
			config: "image.context",
			default: "."
		}),
		dockerfile: file({
			summary: "docker: the Dockerfile; the one in the context unless given",
			config: "image.dockerfile"
		}),
		buildArg: list({ summary: "docker: NAME=VALUE; added to image.build-args" }),
		cache: boolean({
			summary: "docker: use the engine's build cache, and keep the image there as ml-ci-cache:MODEL for the next build",
			default: true
		}),
		base: string({
			summary: "layers: what the layers lie on: scratch, layout:PATH, or HOST/REPO[:TAG][@DIGEST]",
			config: "image.base"
		}),
		layer: list({ summary: "layers: FROM=TO, a folder or file and its path in the image; replaces image.layers" }),
		platforms: list({
			summary: "such as linux/amd64; the one of this machine unless given",
			config: "image.platforms"
		}),
		label: list({ summary: "NAME=VALUE; added to image.labels" }),
		dataReport: string({
			summary: "the digest of the data report, for the label dev.ml-ci.data-report",
			handover: ["validate-data.report-digest"]
		}),
		lockDigest: string({
			summary: "the digest of the lock file, for the label dev.ml-ci.lock",
			handover: ["install.lock-digest"]
		})
	},
	outputs: {
		digest: { summary: "the digest of the image" },
		image: { summary: "the image by digest: repository@digest" },
		tag: { summary: "the tag that names it" },
		bytesPushed: {
			summary: "bytes that went to the registry",
			type: "integer"
		},
		layers: {
			summary: "how many layers the image has",
			type: "integer"
		},
		engine: { summary: "docker or layers" }
	},
	permissions: [{
		actions: ["ecr:GetAuthorizationToken"],
		resources: ["*"],
		why: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"
	}, {
		actions: [
			"ecr:DescribeRepositories",
			"ecr:BatchCheckLayerAvailability",
			"ecr:InitiateLayerUpload",
			"ecr:UploadLayerPart",
			"ecr:CompleteLayerUpload",
			"ecr:PutImage",
			"ecr:BatchGetImage",
			"ecr:GetDownloadUrlForLayer"
		],
		resources: ["arn:aws:ecr:${region}:${account}:repository/${repository}"]
	}],
	async run(context) {
		const { run } = await import("./run-CzMjcj-T.js");
		return run(context);
	}
});
/** Copies an image to the next environment by its digest, with all that refers to it, and looks there for what arrived. */
const promote = defineStep({
	name: "promote",
	summary: "Promote an image to the next environment by digest, signatures and reports included",
	inputs: {
		from: environment({
			summary: "the environment that has the image",
			required: true
		}),
		to: environment({
			summary: "the environment that gets it",
			required: true
		}),
		tag: tag({
			summary: "the tag it gets there; without a digest also the tag that is looked up, once, in the source",
			required: true
		}),
		digest: digest({
			summary: "the image, by digest; what the tag names in the source where unset",
			handover: ["build-image.digest"]
		}),
		referrers: oneOf(["all", "none"], {
			summary: "whether signatures, SBOMs, attestations and reports travel with the image",
			default: "all"
		}),
		concurrency: integer({
			summary: "layers that are copied at once",
			min: 1,
			max: 16,
			default: 4
		})
	},
	outputs: {
		digest: { summary: "the digest that was promoted" },
		image: { summary: "repository@digest in the destination" },
		tag: { summary: "the tag it has there" },
		bytesMoved: {
			summary: "bytes of layers that went over the wire",
			type: "integer"
		},
		blobsMounted: {
			summary: "layers the registry took from the source without moving them",
			type: "integer"
		},
		blobsSkipped: {
			summary: "layers that were there already",
			type: "integer"
		},
		alreadyPromoted: {
			summary: "true where the tag named this digest before",
			type: "boolean"
		},
		record: {
			summary: "the file that says what was promoted and what was checked",
			optional: true
		}
	},
	permissions: [{
		actions: ["ecr:GetAuthorizationToken"],
		resources: ["*"],
		why: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"
	}, {
		actions: [
			"ecr:DescribeRepositories",
			"ecr:ListImages",
			"ecr:BatchGetImage",
			"ecr:GetDownloadUrlForLayer",
			"ecr:BatchCheckLayerAvailability",
			"ecr:InitiateLayerUpload",
			"ecr:UploadLayerPart",
			"ecr:CompleteLayerUpload",
			"ecr:PutImage"
		],
		resources: ["arn:aws:ecr:${region}:${account}:repository/${repository}"]
	}],
	async run(context) {
		const { run } = await import("./run-Cs0CCDH0.js");
		return run(context);
	}
});
// packages/steps/src/rollout/deploy-ecs/inputs.ts
const inputs = {
	env: environment({
		summary: "the environment to deploy to",
		required: true
	}),
	digest: digest({
		summary: "the image to deploy, by digest; it must be in the repository of the environment",
		required: true,
		handover: ["promote.digest", "build-image.digest"]
	}),
	cluster: string({
		summary: "the ECS cluster",
		required: true,
		config: "deploy.<env>.cluster"
	}),
	service: string({
		summary: "the ECS service; its deployment controller is CODE_DEPLOY",
		required: true,
		config: "deploy.<env>.service"
	}),
	container: string({
		summary: "the container whose image is replaced; it also takes the traffic",
		required: true,
		config: "deploy.<env>.container"
	}),
	port: integer({
		summary: "the port of the container that takes the traffic",
		min: 1,
		max: 65535,
		required: true,
		config: "deploy.<env>.port"
	}),
	application: string({
		summary: "the CodeDeploy application",
		required: true,
		config: "deploy.<env>.application"
	}),
	group: string({
		summary: "the CodeDeploy deployment group",
		required: true,
		config: "deploy.<env>.group"
	}),
	strategy: string({
		summary: "how traffic moves: canary-10-percent-5-minutes, linear-10-percent-every-1-minute, all-at-once, or a deployment configuration by name; that of the group where unset",
		config: "deploy.<env>.strategy"
	}),
	alarms: list({
		summary: "alarms that must guard the deployment; those of the group are watched in any case",
		default: [],
		config: "deploy.<env>.alarms"
	}),
	bake: duration({
		summary: "how long the alarms must stay quiet after all traffic has moved; long enough for each of them to fire where unset",
		config: "deploy.<env>.bake"
	}),
	allowAlarm: list({
		summary: "alarms that may be red, without data, or about something else than the service",
		default: []
	}),
	insufficientData: oneOf([
		"wait",
		"fail",
		"pass"
	], {
		summary: "what an alarm without data means: wait for data and then fail, fail at once, or as good as quiet",
		default: "wait"
	}),
	onConflict: oneOf([
		"fail",
		"wait",
		"stop-previous"
	], {
		summary: "what to do about another deployment that is running: fail, wait for its end, or end it (it goes back, unless all its traffic has moved already)",
		default: "fail"
	}),
	waitFor: oneOf(["traffic", "complete"], {
		summary: "when the deployment is over: after the bake, or when CodeDeploy has ended the old tasks as well",
		default: "traffic"
	})
};
const outputs = {
	digest: { summary: "the digest that was asked for" },
	outcome: { summary: "deployed, already-deployed, rolled-back, rollback-failed, stopped, unproven or planned" },
	alreadyDeployed: {
		summary: "true where the service served the digest before",
		type: "boolean"
	},
	deploymentId: {
		summary: "the CodeDeploy deployment",
		optional: true
	},
	taskDefinition: {
		summary: "the ARN of the task definition with the image",
		optional: true
	},
	traffic: {
		summary: "percent of the traffic that the digest serves",
		type: "integer",
		optional: true
	},
	record: {
		summary: "the file with what happened when: traffic, tasks and alarms",
		optional: true
	}
};
// packages/steps/src/rollout/deploy-ecs/permissions.ts
const codedeploy = "arn:aws:codedeploy:${region}:${account}";
// packages/steps/src/rollout/deploy-ecs/index.ts
/** Deploys an image to an ECS service with CodeDeploy, and stays until it is known what serves. */
const deployEcs = defineStep({
	name: "deploy-ecs",
	summary: "Roll an image out to an ECS service, blue/green with CodeDeploy, guarded by alarms",
	inputs,
	outputs,
	permissions: [
		{
			actions: [
				"ecr:DescribeRepositories",
				"ecr:DescribeImages",
				"ecr:BatchGetImage"
			],
			resources: ["arn:aws:ecr:${region}:${account}:repository/${repository}"]
		},
		{
			actions: ["ecs:DescribeServices"],
			resources: [`arn:aws:ecs:\${region}:\${account}:service/\${cluster}/\${service}`]
		},
		{
			actions: ["ecs:ListTasks", "ecs:DescribeTasks"],
			resources: ["*"],
			why: "ListTasks takes container instances and DescribeTasks takes tasks, whose names are not known before: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html"
		},
		{
			actions: ["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"],
			resources: ["*"],
			why: "DescribeTaskDefinition takes no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html"
		},
		{
			actions: ["iam:PassRole"],
			resources: ["arn:aws:iam::${account}:role/${taskRole}"],
			implied: "ecs:RegisterTaskDefinition"
		},
		{
			actions: [
				"codedeploy:GetDeploymentGroup",
				"codedeploy:ListDeployments",
				"codedeploy:CreateDeployment",
				"codedeploy:GetDeployment",
				"codedeploy:ListDeploymentTargets",
				"codedeploy:BatchGetDeploymentTargets",
				"codedeploy:StopDeployment",
				"codedeploy:ContinueDeployment"
			],
			resources: [`${codedeploy}:deploymentgroup:\${application}/\${group}`]
		},
		{
			actions: ["codedeploy:RegisterApplicationRevision"],
			resources: [`${codedeploy}:application:\${application}`],
			implied: "codedeploy:CreateDeployment"
		},
		{
			actions: ["codedeploy:UpdateDeploymentGroup"],
			resources: [`${codedeploy}:deploymentgroup:\${application}/\${group}`],
			implied: "codedeploy:CreateDeployment with alarms of its own, which --allow-alarm needs for an alarm that is red"
		},
		{
			actions: ["codedeploy:GetDeploymentConfig"],
			resources: [`${codedeploy}:deploymentconfig:*`]
		},
		{
			actions: ["cloudwatch:DescribeAlarms"],
			resources: ["*"],
			why: "composite alarms come back only to those who may see all: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html"
		},
		{
			actions: ["cloudwatch:DescribeAlarmHistory"],
			resources: ["arn:aws:cloudwatch:${region}:${account}:alarm:*"]
		}
	],
	onCancel: "stop",
	async run(context) {
		const { run } = await import("./run-CkG4Qshx.js");
		return run(context);
	}
});
// packages/steps/src/images.ts
/** The images of a run. Nothing is loaded and no connection is opened before it is used. */
function createImages(options) {
	const registries = /* @__PURE__ */ new Map();
	const opened = /* @__PURE__ */ new WeakMap();
	let runtime;
	let engine;
	const registry = (key, host, credentials) => {
		const found = registries.get(key) ?? openRegistry(options, host, credentials);
		registries.set(key, found);
		return found;
	};
	const repository = async (from, path) => {
		const { registryRepository } = await import("./src-5KInd6sM.js");
		const found = await from;
		const made = registryRepository(found.transport, path);
		opened.set(made, found);
		return made;
	};
	const plain = (host) => {
		return [...registries].find(([key]) => key.endsWith(` ${host}`))?.[1] ?? registry(host, host, async () => dockerCredentials(options));
	};
	return {
		async open(environment, signal) {
			switch (environment.type) {
				case "layout": return openLayout(options, environment.path);
				case "registry": {
					const { parseReference } = await import("./src-5KInd6sM.js");
					const { host, path } = parseReference(environment.registry);
					return repository(plain(host), path);
				}
				case "ecr": {
					const { host, path, credentials } = await ecrAddress(options.aws, environment, signal);
					return repository(registry(`${environment.name} ${host}`, host, credentials), path);
				}
			}
		},
		async openReference(reference) {
			const { parseReference, referenceTarget } = await import("./src-5KInd6sM.js");
			if (reference.startsWith("layout:")) return openLayoutReference(options, reference.slice(7));
			const parsed = parseReference(reference);
			return {
				repository: await repository(plain(parsed.host), parsed.path),
				reference: referenceTarget(parsed)
			};
		},
		async dockerAddress(target, signal) {
			const found = opened.get(target);
			if (found === void 0) return void 0;
			const { host } = found.transport;
			const credentials = await found.credentials(host, {
				stale: false,
				...signal ? { signal } : {}
			});
			const address = { repository: `${host}/${target.path}` };
			if (credentials.type !== "basic") return address;
			options.mask(credentials.password);
			return {
				...address,
				credentials: {
					username: credentials.username,
					password: credentials.password
				}
			};
		},
		runtime() {
			runtime ??= openRuntime(options);
			return runtime;
		},
		engine() {
			engine ??= import("./src-C5HM_Zx1.js").then(({ requireEngine }) => requireEngine(options.env));
			return engine;
		},
		async dispose() {
			await runtime?.then((opened) => opened.dispose());
			for (const found of await Promise.allSettled(registries.values())) if (found.status === "fulfilled") found.value.transport.close();
		}
	};
}
async function openRegistry(options, host, provide) {
	const { createTransport } = await import("./src-5KInd6sM.js");
	const { clock, random, env, mask } = options;
	const credentials = await provide();
	return {
		credentials,
		transport: createTransport({
			host,
			clock,
			random,
			credentials,
			onSecret: mask,
			proxyEnv: env
		})
	};
}
async function ecrAddress(aws, environment, signal) {
	const { describeRepository, ecrCredentials } = await import("./src-6ZSFg7qP.js");
	const session = await aws.session(environment, signal);
	const { host, uri } = await describeRepository(session, environment.repository, signal ? { signal } : {});
	return {
		host,
		path: uri.slice(host.length + 1),
		credentials: async () => ecrCredentials(session, host)
	};
}
async function dockerCredentials(options) {
	const { dockerConfigCredentials } = await import("./src-5KInd6sM.js");
	return dockerConfigCredentials({ env: options.env });
}
async function openLayout({ clock, random, files }, path) {
	const { layoutRepository } = await import("./src-5KInd6sM.js");
	return layoutRepository(files.resolve(path), {
		clock,
		random
	});
}
/** `PATH`, `PATH:TAG` or `PATH@DIGEST`; a layout without either must hold one image, under `latest` or alone. */
async function openLayoutReference(options, text) {
	const { path = text, digest, tag } = /^(?<path>.+?)(?:@(?<digest>sha(?:256|512):[0-9a-f]+)|:(?<tag>[A-Za-z0-9_][\w.-]*))?$/.exec(text)?.groups ?? {};
	const repository = await openLayout(options, path);
	if (digest !== void 0 || tag !== void 0) return {
		repository,
		reference: digest ?? tag ?? ""
	};
	const tags = await repository.tags();
	return {
		repository,
		reference: tags.length === 1 && tags[0] !== void 0 ? tags[0] : "latest"
	};
}
async function openRuntime(options) {
	const { createRuntime } = await import("./src-C5HM_Zx1.js");
	const { env, log, random, run, files } = options;
	return createRuntime({
		prefer: "auto",
		env,
		cacheFolder: await files.temporary("images"),
		run: run.id,
		log,
		random
	});
}
// packages/steps/src/index.ts
/** The steps by family, in the order of a release. A line here adds a step everywhere. */
const stepsByFamily = {
	dependencies: [install],
	data: [validateData],
	image: [buildImage, promote],
	rollout: [deployEcs]
};
/** Every step. */
const steps = Object.values(stepsByFamily).flat();
export { stepsByFamily as n, createImages as r, steps as t };
