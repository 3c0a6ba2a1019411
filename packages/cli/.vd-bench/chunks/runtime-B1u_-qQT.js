import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
// packages/cli/src/sandbox/runtime.ts
/** Opens the container runtime of this machine. */
async function openRuntime(prefer, { env, log }) {
	const { createRuntime } = await import("./src-C5HM_Zx1.js");
	const cacheFolder = await mkdtemp(join(tmpdir(), "ml-ci-images-"));
	const runtime = await createRuntime({
		prefer,
		env,
		log,
		cacheFolder,
		run: `sandbox-${process.pid}`,
		random: Math.random
	});
	return {
		runtime,
		async dispose() {
			await runtime.dispose();
			await rm(cacheFolder, {
				recursive: true,
				force: true
			});
		}
	};
}
/** What a person should know about where the images run. */
function describeRuntime({ name, isolates }) {
	return isolates ? `Images ran in containers (${name}).` : "Images ran as processes from their unpacked layers, without isolation.";
}
export { openRuntime as n, describeRuntime as t };
