import "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { r as renderPipLock, t as normalizeProject } from "./steps-dependencies-lock-requirements.js";
import { n as pipCause } from "./steps-dependencies-lock-repair.js";
import { n as openTarget } from "./steps-dependencies-install-target.js";
import { join } from "node:path";
import { rm } from "node:fs/promises";
import { devNull } from "node:os";
import { createHash } from "node:crypto";
// packages/steps/src/dependencies/install/pip-report.ts
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
// packages/steps/src/dependencies/install/sdist.ts
/** Fetches the source distribution of a package that may be built, checks its hash, and puts it into `folder`. */
async function fetchSdist(context, requirement, access, folder) {
	const { project, pin, hashes } = requirement;
	const page = new URL(`${access.endpoint}simple/${project}/`);
	const link = findSdist((await get(context, page, access, "text/html")).toString("utf8"), hashes);
	if (!link) throw new StepError("PACKAGE_MISSING", {
		message: `the repository has no source distribution of "${pin}" with a hash of the lock`,
		fix: "publish it, or remove the package from allow-build to install its wheel"
	});
	const bytes = await get(context, new URL(link.href, page), access, "*/*");
	if (createHash("sha256").update(bytes).digest("hex") !== link.sha256) throw new StepError("DIGEST_MISMATCH", {
		message: `the source distribution of "${pin}" does not have the hash of the lock`,
		fix: "find out who changed it in the repository before you install anything"
	});
	await context.files.write(join(folder, link.fileName), bytes);
}
/** The first source distribution on a page of a simple index whose SHA-256 is in the lock. */
function findSdist(html, hashes) {
	for (const [, href = "", sha256 = ""] of html.matchAll(/href="([^"#]+)#sha256=([0-9a-f]{64})"/g)) {
		const fileName = decodeURIComponent(href.replaceAll("&amp;", "&").split("/").pop() ?? "");
		if (/^[A-Za-z0-9][A-Za-z0-9._+-]*\.(?:tar\.gz|zip)$/.test(fileName) && hashes.includes(`sha256:${sha256}`)) return {
			href: href.replaceAll("&amp;", "&"),
			sha256,
			fileName
		};
	}
}
/** Whether the repository refuses the token now. */
async function isRefused(context, access) {
	const response = await request(context, new URL("simple/", access.endpoint), access, "text/html");
	await response.body?.cancel();
	return response.status === 401 || response.status === 403;
}
async function get(context, url, access, accept) {
	const response = await request(context, url, access, accept);
	if (response.ok) return Buffer.from(await response.arrayBuffer());
	const isDenied = response.status === 401 || response.status === 403;
	throw new StepError(isDenied ? "INSTALL_DENIED" : "PACKAGE_MISSING", {
		message: `the repository answered ${response.status} for "${url.pathname}"`,
		fix: isDenied ? "run again with fresh credentials" : "publish the package to the repository"
	});
}
async function request({ signal }, url, { endpoint, token }, accept) {
	const isOurs = url.origin === new URL(endpoint).origin;
	const authorization = `Basic ${Buffer.from(`aws:${token}`).toString("base64")}`;
	const headers = {
		accept,
		...isOurs ? { authorization } : {}
	};
	return await fetch(url, {
		headers,
		signal
	}).catch((cause) => {
		if (signal.aborted) throw signal.reason;
		throw new StepError("CHILD_FAILED", {
			message: `"${url.origin}" does not answer`,
			fix: "try again",
			cause
		});
	});
}
// packages/steps/src/dependencies/install/pip.ts
/** Installs with `pip install --require-hashes`, into a folder or into the environment of a Python. */
async function openPip({ context, lock }) {
	const requirements = lock.requirements ?? [];
	return {
		version: () => pipVersion(context),
		install: (access, temporary, cache) => install(context, requirements, access, {
			temporary,
			cache
		})
	};
}
async function install(context, requirements, access, folders) {
	const target = await openTarget(context);
	try {
		const installed = await installInto(context, requirements, access, folders, target.folder);
		if (installed.state === "installed") await target.accept();
		return installed;
	} finally {
		await target.close();
	}
}
async function installInto(context, requirements, access, { temporary, cache }, folder) {
	const allowed = new Set(context.inputs.allowBuild.map(normalizeProject));
	const built = requirements.filter(({ project }) => allowed.has(project));
	const wheels = requirements.filter(({ project }) => !allowed.has(project));
	const sdists = join(temporary, "sdists");
	for (const requirement of built) await fetchSdist(context, requirement, access, sdists);
	let count = 0;
	if (wheels.length > 0) {
		const done = await installWheels(context, wheels, access, {
			temporary,
			cache,
			folder,
			isWhole: built.length === 0
		});
		if (done.state !== "installed") return done;
		count += done.count;
	}
	if (built.length > 0) {
		const done = await build(context, built, {
			temporary,
			folder,
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
async function installWheels(context, requirements, { endpoint, token }, { temporary, cache, folder, isWhole }) {
	const netrc = join(temporary, "netrc");
	const machine = `machine ${new URL(endpoint).hostname} login aws password ${token}\n`;
	await context.files.write(netrc, machine, 384);
	const { PIP_NO_CACHE_DIR: _, ...others } = settings;
	const done = await pipInstall(context, requirements, {
		temporary,
		folder,
		env: {
			...others,
			PIP_CACHE_DIR: cache,
			PIP_INDEX_URL: `${endpoint}simple/`,
			PIP_ONLY_BINARY: ":all:",
			NETRC: netrc
		},
		args: isWhole ? [] : ["--no-deps"],
		from: endpoint
	}).finally(() => rm(netrc, { force: true }));
	if (done.state !== "refused" || done.cause !== "missing") return done;
	return await isRefused(context, {
		endpoint,
		token
	}) ? {
		...done,
		cause: "denied"
	} : done;
}
async function build(context, requirements, { temporary, folder, sdists }) {
	const done = await pipInstall(context, requirements, {
		temporary,
		folder,
		env: {
			...settings,
			PIP_NO_INDEX: "1",
			PIP_FIND_LINKS: sdists,
			...folder === void 0 ? {} : { PYTHONPATH: folder }
		},
		args: [
			"--no-deps",
			"--no-build-isolation",
			"--no-binary",
			":all:"
		],
		from: "file://"
	});
	if (done.state !== "refused" || done.cause !== "unknown") return done;
	throw new StepError("CHILD_FAILED", {
		message: `the build of ${requirements.map(({ pin }) => pin).join(", ")} failed (exit ${done.result.exitCode})`,
		fix: "see the output above; what a build needs, such as setuptools and wheel, must stand in the lock as well"
	});
}
async function pipInstall(context, requirements, pass) {
	const lock = join(pass.temporary, "requirements.lock");
	const report = join(pass.temporary, "report.json");
	await context.files.write(lock, renderPipLock(requirements));
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
	const result = await context.exec.run(pythonOf(context), [
		"-m",
		"pip",
		...args
	], {
		cwd: pass.temporary,
		env: pass.env,
		signal: context.signal
	});
	if (result.exitCode !== 0) return {
		state: "refused",
		cause: pipCause(result),
		result
	};
	const installed = readReport(await context.files.readText(report));
	const differences = compareReport(requirements, installed, pass.from);
	if (differences.length > 0) return {
		state: "different",
		differences
	};
	return {
		state: "installed",
		count: installed.length
	};
}
/** Nothing of the user's configuration, no questions, and no cache but that of the downloads. */
const settings = {
	PIP_CONFIG_FILE: devNull,
	PIP_NO_INPUT: "1",
	PIP_NO_CACHE_DIR: "1",
	PIP_DISABLE_PIP_VERSION_CHECK: "1",
	PIP_KEYRING_PROVIDER: "disabled",
	PIP_PROGRESS_BAR: "off",
	PIP_ROOT_USER_ACTION: "ignore",
	PYTHONNOUSERSITE: "1"
};
/** A path starts at the folder of ml-ci.yml, as all paths do; a bare name is looked up. */
function pythonOf({ inputs, files }) {
	return inputs.python.includes("/") ? files.resolve(inputs.python) : inputs.python;
}
async function pipVersion(context) {
	const python = pythonOf(context);
	const result = await context.exec.run(python, [
		"-m",
		"pip",
		"--version"
	], {
		env: settings,
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
