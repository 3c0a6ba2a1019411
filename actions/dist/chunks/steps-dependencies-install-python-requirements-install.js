import { E as normalizeProject } from "./steps-dependencies-lock-repair.js";
import { n as fetchSdist } from "./steps-dependencies-install-local.js";
import { n as openTarget } from "./steps-dependencies-install-python-target.js";
import { join } from "node:path";
// packages/steps/src/dependencies/install/python/requirements-install.ts
/** Installs requirements into the target of the inputs: the wheels, then what may be built. */
async function installRequirements(context, requirements, access, temporary, tool) {
	const target = await openTarget(context);
	try {
		const installed = await installInto(context, requirements, access, {
			temporary,
			folder: target.folder
		}, tool);
		if (installed.state === "installed") await target.accept();
		return installed;
	} finally {
		await target.close();
	}
}
async function installInto(context, requirements, access, pass, tool) {
	const allowed = new Set(context.inputs.allowBuild.map(normalizeProject));
	const built = requirements.filter(({ project }) => allowed.has(project));
	const wheels = requirements.filter(({ project }) => !allowed.has(project));
	const sdists = join(pass.temporary, "sdists");
	for (const requirement of built) await fetchSdist(context, requirement, access, sdists);
	let count = 0;
	if (wheels.length > 0) {
		const done = await tool.wheels(wheels, access, {
			...pass,
			isWhole: built.length === 0
		});
		if (done.state !== "installed") return done;
		count += done.count;
	}
	if (built.length > 0) {
		const done = await tool.build(built, {
			...pass,
			sdists
		});
		if (done.state !== "installed") return done;
		count += done.count;
	}
	return {
		state: "installed",
		count
	};
}
export { installRequirements as t };
