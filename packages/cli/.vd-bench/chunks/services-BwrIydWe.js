import { k as createAws } from "./src-D7bW49J-.js";
import { r as createImages } from "./src-Dr8u9QN7.js";
// packages/cli/src/services.ts
/** The services of a real run: AWS sessions, images, containers. Nothing is asked before it is needed. */
function createServices(context) {
	const { env, clock, log, signal, run, mask } = context;
	const allowEndpoints = (env.ML_CI_ALLOW_ENDPOINT ?? "").split(",").filter((host) => host !== "");
	const aws = createAws({
		env,
		clock,
		log,
		mask,
		signal,
		allowEndpoints,
		run: run.id
	});
	const images = createImages({
		...context,
		aws
	});
	return {
		services: {
			aws,
			images
		},
		rehearsal: () => env.AWS_ENDPOINT_URL,
		dispose: () => images.dispose()
	};
}
export { createServices as t };
