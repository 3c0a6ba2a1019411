import "./chunks/rolldown-runtime.js";
import { i as defineStep, t as runAction } from "./chunks/core-clock.js";
import { d as rejected, f as string, i as file, l as oneOf, o as kind, r as environment, t as boolean, u as parsedAs } from "./chunks/core-input.js";
import { n as tag } from "./chunks/oci-inputs.js";
// packages/steps/src/image/build-image/kinds.ts
const items = (raw) => raw.split(/[,\n]/).map((item) => item.trim()).filter((item) => item !== "");
/** Splits `NAME=VALUE` at the first `=`, `FROM=TO` at the last. */
function pairsOf(raw, at) {
	const found = [];
	for (const item of items(raw)) {
		const split = at(item);
		if (split <= 0) return rejected(`has "${item}", which has no "=" with a name before it`);
		found.push([item.slice(0, split), item.slice(split + 1)]);
	}
	return parsedAs(found);
}
/** Names with values. */
const pairs = kind("pairs", "NAME=VALUE,…", (raw) => {
	const found = pairsOf(raw, (item) => item.indexOf("="));
	return found.ok ? parsedAs(Object.fromEntries(found.value)) : found;
});
/** Folders and files with their places in an image. */
const layers = kind("layers", "FROM=/TO,…", (raw) => {
	const found = pairsOf(raw, (item) => item.lastIndexOf("="));
	return found.ok ? parsedAs(found.value.map(([from, to]) => ({
		from,
		to
	}))) : found;
});
/** The one platform of an image; a list, as in ml-ci.yml, must have one. */
const platform = kind("platform", "OS/ARCH", (raw) => {
	const [first = "", ...others] = items(raw);
	const fix = "give one platform, such as linux/amd64";
	if (others.length > 0) return rejected("has several platforms, and one image for several is not built yet", fix);
	const [os, architecture, variant] = first.split("/");
	if (!os || !architecture) return rejected("is not OS/ARCHITECTURE", fix);
	return parsedAs({
		os,
		architecture,
		...variant === void 0 ? {} : { variant }
	});
});
// packages/steps/src/image/build-image/inputs.ts
/** What `build-image` is told. */
const inputs = {
	env: environment({ summary: "where the image is pushed to; the first environment unless given" }),
	engine: oneOf(["docker", "layers"], {
		summary: "docker builds a Dockerfile; layers needs no engine: folders become reproducible layers",
		config: "image.engine",
		default: "docker"
	}),
	tag: tag({ summary: "the tag; the first twelve digits of the commit unless given" }),
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
	buildArg: pairs({ summary: "docker: NAME=VALUE; added to image.build-args" }),
	cache: boolean({
		summary: "docker: use the engine's build cache, and keep the image there as ml-ci-cache:MODEL for the next build",
		default: true
	}),
	base: string({
		summary: "layers: what the layers lie on: scratch, layout:PATH, or HOST/REPO[:TAG][@DIGEST]",
		config: "image.base"
	}),
	layer: layers({ summary: "layers: FROM=TO, a folder or file and its path in the image; replaces image.layers" }),
	platforms: platform({
		summary: "one platform, such as linux/amd64; the one of this machine unless given",
		config: "image.platforms"
	}),
	label: pairs({ summary: "NAME=VALUE; added to image.labels" }),
	dataReport: string({
		summary: "the digest of the data report, for the label dev.ml-ci.data-report",
		handover: ["validate-data.report-digest"]
	}),
	lockDigest: string({
		summary: "the digest of the lock file, for the label dev.ml-ci.lock",
		handover: ["install.lock-digest"]
	}),
	dependencies: string({
		summary: "the digest of the record of an install, for the label dev.ml-ci.dependencies",
		handover: ["install.record-digest"]
	})
};
// packages/steps/src/image/build-image/index.ts
/** Builds an image once, pushes it, and looks in the registry for what arrived. */
const buildImage = defineStep({
	name: "build-image",
	summary: "Build an image, with Docker or without any engine, and push it to the first environment",
	inputs,
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
		const { run } = await import("./chunks/steps-image-build-image-run.js");
		return run(context);
	}
});
// \0action:build-image
await runAction(buildImage);
export {};
