import { O as renderPipLock } from "./steps-dependencies-lock-repair.js";
import { i as buildFailed, s as pythonOf } from "./steps-dependencies-install-local.js";
import { join } from "node:path";
import { devNull } from "node:os";
// packages/steps/src/dependencies/install/python/pip-build.ts
/** Builds source distributions with pip, without token and network, for a tool that cannot do that itself. */
async function buildWithPip(context, requirements, sdists, build) {
	const lock = join(build.temporary, "builds.lock");
	await context.files.write(lock, renderPipLock(requirements));
	await pip(context, build, [
		"--require-hashes",
		"--no-binary",
		":all:",
		"--find-links",
		sdists,
		"-r",
		lock
	], requirements.map(({ pin }) => pin).join(", "));
}
/** Installs a folder of the project so that its files are used where they lie. */
async function editableWithPip(context, folder, build) {
	await pip(context, build, ["--editable", folder], `"${folder}"`);
}
async function pip(context, { temporary, python }, args, what) {
	const command = [
		"-m",
		"pip",
		"--python",
		python,
		...[
			"install",
			"--no-index",
			"--no-deps",
			"--no-build-isolation",
			"--force-reinstall"
		],
		...args
	];
	const { exitCode } = await context.exec.run(pythonOf(context), command, {
		cwd: temporary,
		env: pipSettings,
		signal: context.signal
	});
	if (exitCode !== 0) throw buildFailed(what, exitCode);
}
/** Nothing of the user's configuration, no questions, and no cache: it may keep headers. */
const pipSettings = {
	PIP_CONFIG_FILE: devNull,
	PIP_NO_INPUT: "1",
	PIP_NO_CACHE_DIR: "1",
	PIP_DISABLE_PIP_VERSION_CHECK: "1",
	PIP_KEYRING_PROVIDER: "disabled",
	PIP_PROGRESS_BAR: "off",
	PIP_ROOT_USER_ACTION: "ignore",
	PYTHONNOUSERSITE: "1"
};
export { editableWithPip as n, pipSettings as r, buildWithPip as t };
