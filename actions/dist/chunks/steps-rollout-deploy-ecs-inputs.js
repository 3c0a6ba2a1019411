import { i as defineStep } from "./core-clock.js";
import { a as integer, f as string, l as oneOf, n as duration, r as environment, s as list } from "./core-input.js";
import { t as digest } from "./oci-inputs.js";
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
			resources: ["arn:aws:iam::${account}:role/${taskRole}", "arn:aws:iam::${account}:role/${executionRole}"],
			condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
			implied: "ecs:RegisterTaskDefinition"
		},
		{
			actions: [
				"codedeploy:GetDeploymentGroup",
				"codedeploy:ListDeployments",
				"codedeploy:CreateDeployment",
				"codedeploy:GetDeployment"
			],
			resources: [`${codedeploy}:deploymentgroup:\${application}/\${group}`]
		},
		{
			actions: [
				"codedeploy:ListDeploymentTargets",
				"codedeploy:BatchGetDeploymentTargets",
				"codedeploy:StopDeployment",
				"codedeploy:ContinueDeployment"
			],
			resources: ["*"],
			why: "they take no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html"
		},
		{
			actions: ["codedeploy:RegisterApplicationRevision"],
			resources: [`${codedeploy}:application:\${application}`],
			implied: "codedeploy:CreateDeployment"
		},
		{
			actions: ["codedeploy:UpdateDeploymentGroup"],
			resources: [`${codedeploy}:deploymentgroup:\${application}/\${group}`],
			implied: "codedeploy:CreateDeployment with alarms of its own, for an alarm that is red: with allow-alarm, and on the way back"
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
			actions: ["logs:GetLogEvents"],
			resources: ["arn:aws:logs:${region}:${account}:log-group:${logGroup}:log-stream:*"]
		},
		{
			actions: ["cloudwatch:DescribeAlarmHistory"],
			resources: ["arn:aws:cloudwatch:${region}:${account}:alarm:*"]
		}
	],
	onCancel: "stop",
	async run(context) {
		const { run } = await import("./steps-rollout-deploy-ecs-run.js");
		return run(context);
	},
	async cleanUp(context) {
		const { cleanUp } = await import("./steps-rollout-deploy-ecs-clean-up.js");
		return cleanUp(context);
	}
});
export { deployEcs as t };
