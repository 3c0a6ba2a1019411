import "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { dirname, join } from "node:path";
import { lstat, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
// packages/steps/src/data/engine/engine-fetch.ts
/**
* Sees to it that the engine is in its folder: npm fetches it where it is not, and checks every package against the hash that
* ml-ci was built with. Whole or not at all, and two at once both end well.
*/
async function fetchEngine(options) {
	const { project, folder, log } = options;
	if (await exists(folder)) return;
	log.info(`the data engine, DuckDB ${project.version}, is fetched once with npm into ${folder}`);
	const parent = dirname(folder);
	await mkdir(parent, {
		recursive: true,
		mode: 448
	});
	const staging = await mkdtemp(join(parent, ".partial-"));
	try {
		await writeFile(join(staging, "package.json"), project.manifest);
		await writeFile(join(staging, "package-lock.json"), project.lock);
		await install(options, staging);
		await rename(staging, folder).catch(async (error) => {
			if (!await exists(folder)) throw error;
		});
	} finally {
		await rm(staging, {
			recursive: true,
			force: true
		});
	}
}
async function install({ exec, log }, staging) {
	const { exitCode, stderr } = await exec.run("npm", [
		"ci",
		"--ignore-scripts",
		"--no-audit",
		"--no-fund",
		"--no-update-notifier",
		"--loglevel=error"
	], {
		cwd: staging,
		onLine: (line) => log.debug(`npm: ${line}`)
	}).catch((cause) => {
		if (!(cause instanceof StepError) || cause.code !== "CHILD_MISSING") throw cause;
		throw new StepError("DATA_ENGINE_MISSING", {
			message: "the data engine is not installed, and npm, which would fetch it, is not there either",
			fix: "put npm on the PATH (actions/setup-node does), or install @duckdb/node-api beside ml-ci",
			cause
		});
	});
	if (exitCode !== 0) throw fetchError(stderr);
}
function fetchError(stderr) {
	const said = stderr.split("\n").map((line) => line.replace(/^npm (error|ERR!) ?/, "").trim()).filter((line) => line !== "" && !line.startsWith("A complete log"));
	if (/\bEINTEGRITY\b/.test(stderr)) return new StepError("DATA_ENGINE_UNTRUSTED", {
		message: `the registry serves other bytes than ml-ci was built with: ${said[1] ?? said[0] ?? "EINTEGRITY"}`,
		fix: "look at what the registry or the proxy that npm is set up for serves; nothing was installed"
	});
	return new StepError("DATA_ENGINE_UNREACHABLE", {
		message: `npm could not fetch the data engine: ${said.slice(0, 3).join("; ") || "it gave no reason"}`,
		fix: "let npm reach its registry (or set one with npm config set registry), or fill the tool cache beforehand"
	});
}
async function exists(path) {
	return lstat(path).then(() => true, () => false);
}
export { fetchEngine };
