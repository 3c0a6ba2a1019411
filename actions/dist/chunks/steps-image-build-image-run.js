import "./rolldown-runtime.js";
import { t as formatBytes } from "./core-bytes.js";
import { r as passed } from "./core-verdict.js";
import { n as StepError } from "./core-error-codes.js";
import { t as chooseTag } from "./steps-image-build-image-tag.js";
// packages/steps/src/image/build-image/run.ts
/** Builds, pushes, and looks again. */
async function run(context) {
	const { inputs, images, log, signal, plan } = context;
	const tag = chooseTag(inputs.tag, context.run.commit);
	const repository = await images.open(environmentOf(context), signal);
	const target = {
		repository,
		tag
	};
	const built = await build(context, target);
	if (!plan.active) await verify(target, built, signal);
	const digest = built.digest ?? "";
	const image = `${repository.name}@${digest}`;
	if (!plan.active) log.info(`${repository.name}:${tag} is ${digest}, ${formatBytes(built.bytesPushed)} pushed`);
	return passed({
		digest,
		image: plan.active && digest === "" ? repository.name : image,
		tag,
		bytesPushed: built.bytesPushed,
		layers: built.layers,
		engine: inputs.engine
	});
}
async function build(context, target) {
	switch (context.inputs.engine) {
		case "docker": {
			const { buildWithDocker } = await import("./steps-image-build-image-docker.js");
			return buildWithDocker(context, target);
		}
		case "layers": {
			const { buildFromLayers } = await import("./steps-image-build-image-layers.js");
			return buildFromLayers(context, target);
		}
	}
}
function environmentOf({ inputs, config }) {
	const chosen = inputs.env ?? config?.environments[0];
	if (chosen !== void 0) return chosen;
	const fix = "add one under environments in ml-ci.yml";
	throw new StepError("INPUT_INVALID", {
		message: "there is no environment to push to",
		fix,
		problems: [{
			name: "env",
			message: "is missing, and ml-ci.yml has no environments",
			fix
		}]
	});
}
/** The registry is asked again: the tag must name what was built. */
async function verify({ repository, tag }, { digest }, signal) {
	const { descriptor } = await repository.manifest(tag, signal);
	if (descriptor.digest === digest) return;
	throw new StepError("PUSH_UNVERIFIED", {
		message: `pushed ${digest}, but "${repository.name}:${tag}" is ${descriptor.digest}`,
		fix: "somebody else pushed the same tag; push again under another one"
	});
}
export { run };
