import "./chunks/rolldown-runtime.js";
import { i as defineStep, t as runAction } from "./chunks/core-clock.js";
import { a as integer, l as oneOf, r as environment } from "./chunks/core-input.js";
import { n as tag, t as digest } from "./chunks/oci-inputs.js";
// packages/steps/src/image/promote/inputs.ts
const inputs = {
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
};
const outputs = {
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
};
// packages/steps/src/image/promote/index.ts
const repository = "arn:aws:ecr:${region}:${account}:repository/${repository}";
/** Copies an image to the next environment by its digest, with all that refers to it, and looks there for what arrived. */
const promote = defineStep({
	name: "promote",
	summary: "Promote an image to the next environment by digest, signatures and reports included",
	inputs,
	outputs,
	permissions: [
		{
			actions: ["ecr:GetAuthorizationToken"],
			resources: ["*"],
			why: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"
		},
		{
			actions: ["ecr:DescribeRepositories", "ecr:BatchGetImage"],
			resources: [repository]
		},
		{
			side: "from",
			actions: ["ecr:ListImages", "ecr:GetDownloadUrlForLayer"],
			resources: [repository]
		},
		{
			side: "to",
			actions: [
				"ecr:BatchCheckLayerAvailability",
				"ecr:InitiateLayerUpload",
				"ecr:UploadLayerPart",
				"ecr:CompleteLayerUpload",
				"ecr:PutImage"
			],
			resources: [repository]
		},
		{
			side: "to",
			actions: ["ecr:GetDownloadUrlForLayer"],
			resources: ["arn:aws:ecr:${region}:${account}:repository/${sourceRepository}"],
			implied: "ecr:InitiateLayerUpload that mounts a layer of another repository of the registry"
		}
	],
	async run(context) {
		const { run } = await import("./chunks/steps-image-promote-run.js");
		return run(context);
	}
});
// \0action:promote
await runAction(promote);
export {};
