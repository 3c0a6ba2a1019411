import "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { E as normalizeProject, O as renderPipLock, r as pipCause } from "./steps-dependencies-lock-repair.js";
import { c as withNetrc, i as buildFailed, r as isRefused, s as pythonOf } from "./steps-dependencies-install-local.js";
import { r as pipSettings } from "./steps-dependencies-install-python-pip-build.js";
import { t as installRequirements } from "./steps-dependencies-install-python-requirements-install.js";
import { join } from "node:path";
import { mkdir } from "node:fs/promises";
// packages/steps/src/dependencies/install/python/pip-report.ts
/** Reads the file of `pip install --report`. */
function readReport(text) {
	const { install } = record(JSON.parse(text));
	if (!Array.isArray(install)) throw malformed();
	return install.map((item) => {
		const { metadata, download_info: download } = record(item);
		const { name, version } = record(metadata);
		const { url, archive_info: archive } = record(download);
		if (typeof name !== "string" || typeof version !== "string" || typeof url !== "string") throw malformed();
		return {
			project: normalizeProject(name),
			version,
			url,
			hashes: hashesOf(record(archive))
		};
	});
}
/** What was installed and is not what the lock says; nothing where all is well. */
function compareReport(requirements, installed, from) {
	const differences = [];
	const reported = new Map(installed.map((item) => [item.project, item]));
	for (const { project, version, marker, hashes } of requirements) {
		const item = reported.get(project);
		if (!item) {
			if (marker === void 0) differences.push(`${project}==${version} is not installed`);
			continue;
		}
		if (!item.url.startsWith(from)) differences.push(`${project} came from another place`);
		if (!item.hashes.some((hash) => hashes.includes(hash))) differences.push(`${project} has a hash that is not in the lock`);
	}
	const locked = new Set(requirements.map(({ project }) => project));
	for (const { project } of installed) if (!locked.has(project)) differences.push(`${project} is not in the lock`);
	return differences;
}
function hashesOf(archive) {
	const found = Object.entries(archive.hashes === void 0 ? {} : record(archive.hashes)).map(([algorithm, hex]) => `${algorithm}:${String(hex)}`);
	return typeof archive.hash === "string" ? [...found, archive.hash.replace("=", ":")] : found;
}
function record(value) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed();
	return value;
}
function malformed() {
	return new StepError("CHILD_FAILED", {
		message: "the report of pip about what it installed cannot be read",
		fix: "install a newer pip, or report this with the version of pip"
	});
}
// packages/steps/src/dependencies/install/python/pip.ts
/** Installs with `pip install --require-hashes`, into a folder or into the environment of a Python. */
async function openPip({ context, lock }) {
	const requirements = lock.requirements ?? [];
	return {
		version: () => pipVersion(context),
		downloads: {
			folder: archives,
			hashes: requirements.flatMap(({ hashes }) => hashes)
		},
		install: (access, temporary) => installRequirements(context, requirements, access, temporary, {
			wheels: (...given) => installWheels(context, ...given),
			build: (...given) => build(context, ...given)
		})
	};
}
/** The folder of the wheels, from the temporary one. */
const archives = "wheels";
/**
* Downloads and then installs, as two commands: a folder with wheels may be used again, since pip looks at the hash of each,
* while its own cache lives by addresses that change.
*/
async function installWheels(context, requirements, { endpoint, token }, { temporary, folder, isWhole }) {
	const wheels = join(temporary, archives);
	await mkdir(wheels, { recursive: true });
	const offline = {
		...pipSettings,
		PIP_ONLY_BINARY: ":all:"
	};
	const args = [
		"--find-links",
		wheels,
		...isWhole ? [] : ["--no-deps"]
	];
	const lock = await writeLock(context, requirements, temporary);
	const result = await withNetrc(context, {
		endpoint,
		token
	}, temporary, (netrc) => {
		const env = {
			...offline,
			PIP_INDEX_URL: `${endpoint}simple/`,
			...netrc
		};
		return pip(context, temporary, [
			"download",
			"--require-hashes",
			...args,
			"--dest",
			wheels,
			"-r",
			lock
		], env);
	});
	if (result.exitCode === 0) return await pipInstall(context, requirements, {
		temporary,
		folder,
		env: {
			...offline,
			PIP_NO_INDEX: "1"
		},
		args
	});
	const cause = pipCause(result);
	return {
		state: "refused",
		cause: cause === "missing" && await isRefused(context, {
			endpoint,
			token
		}) ? "denied" : cause,
		result
	};
}
async function build(context, requirements, { temporary, folder, sdists }) {
	const done = await pipInstall(context, requirements, {
		temporary,
		folder,
		env: {
			...pipSettings,
			PIP_NO_INDEX: "1",
			PIP_FIND_LINKS: sdists,
			...folder === void 0 ? {} : { PYTHONPATH: folder }
		},
		args: [
			"--no-deps",
			"--no-build-isolation",
			"--no-binary",
			":all:"
		]
	});
	if (done.state !== "refused" || done.cause !== "unknown") return done;
	throw buildFailed(requirements.map(({ pin }) => pin).join(", "), done.result.exitCode);
}
async function pipInstall(context, requirements, pass) {
	const lock = await writeLock(context, requirements, pass.temporary);
	const report = join(pass.temporary, "report.json");
	const where = pass.folder === void 0 ? ["--force-reinstall"] : [
		"--target",
		pass.folder,
		"--upgrade",
		"--no-compile"
	];
	const args = [
		"install",
		"--require-hashes",
		...pass.args,
		...where,
		"--report",
		report,
		"-r",
		lock
	];
	const result = await pip(context, pass.temporary, args, pass.env);
	if (result.exitCode !== 0) return {
		state: "refused",
		cause: pipCause(result),
		result
	};
	const installed = readReport(await context.files.readText(report));
	const differences = compareReport(requirements, installed, "file://");
	if (differences.length > 0) return {
		state: "different",
		differences
	};
	return {
		state: "installed",
		count: installed.length
	};
}
async function writeLock({ files }, requirements, temporary) {
	const lock = join(temporary, "requirements.lock");
	await files.write(lock, renderPipLock(requirements));
	return lock;
}
async function pip(context, cwd, args, env) {
	const { exec, signal } = context;
	return await exec.run(pythonOf(context), [
		"-m",
		"pip",
		...args
	], {
		cwd,
		env,
		signal
	});
}
async function pipVersion(context) {
	const python = pythonOf(context);
	const result = await context.exec.run(python, [
		"-m",
		"pip",
		"--version"
	], {
		env: pipSettings,
		onLine: () => void 0,
		signal: context.signal
	});
	const [found = "", major = "0", minor = "0"] = /^pip (\d+)\.(\d+)\S*/.exec(result.stdout) ?? [];
	if (Number(major) > 22 || Number(major) === 22 && Number(minor) >= 2) return found.replace("pip ", "");
	throw new StepError("CHILD_MISSING", {
		message: found === "" ? `"${python}" has no pip` : `"${python}" has ${found}, which cannot report what it installs`,
		fix: ({ input }) => `install pip 22.2 or later for it, or name another Python: ${input("python", "PATH")}`
	});
}
export { openPip };
