import { n as StepError } from "./core-error-codes.js";
import { t as isLoopbackHost } from "./oci-digest-text.js";
import { E as normalizeProject, P as folderInside } from "./steps-dependencies-lock-repair.js";
import { t as readEntries } from "./steps-dependencies-lock-locked-file.js";
import { n as request, t as download } from "./steps-dependencies-install-download.js";
import { join } from "node:path";
import { rm } from "node:fs/promises";
import { platform } from "node:os";
import { createHash } from "node:crypto";
// packages/steps/src/dependencies/install/local.ts
/** What a lock says lies in folders of the project. */
async function localsOf({ context, lock, text }) {
	const { entries } = await readEntries(text, context.inputs.lock, lock.kind);
	return entries.flatMap(({ name, origin }) => {
		const folder = origin.type === "folder" ? folderInside(origin.path) : void 0;
		return folder === void 0 || name === "" ? [] : [{
			name: normalizeProject(name),
			folder
		}];
	});
}
/** Whether a package of this name may run code while it is installed. */
function mayBuild({ inputs }, name) {
	return inputs.allowBuild.some((allowed) => normalizeProject(allowed) === name);
}
// packages/steps/src/dependencies/install/python/netrc.ts
/** Runs `work` with variables that lead to the token; the file that holds it is gone before this returns. */
async function withNetrc({ files }, { endpoint, token }, temporary, work) {
	const netrc = join(temporary, "netrc");
	await files.write(netrc, `machine ${new URL(endpoint).hostname} login aws password ${token}\n`, 384);
	return await work({
		...directTo(endpoint),
		NETRC: netrc
	}).finally(() => rm(netrc, { force: true }));
}
/** No proxy can reach a repository on this machine. */
function directTo(endpoint) {
	const { host, hostname } = new URL(endpoint);
	return isLoopbackHost(host) ? {
		NO_PROXY: hostname,
		no_proxy: hostname
	} : {};
}
// packages/steps/src/dependencies/install/python/python-environment.ts
/** A path starts at the folder of ml-ci.yml, as all paths do; a bare name is looked up. */
function pythonOf({ inputs, files }) {
	return inputs.python.includes("/") ? files.resolve(inputs.python) : inputs.python;
}
/** The Python of a virtual environment. */
function pythonIn(environment) {
	return platform() === "win32" ? join(environment, "Scripts", "python.exe") : join(environment, "bin", "python");
}
const askFolders = "import json, sysconfig; print(json.dumps([sysconfig.get_path(n) for n in (\"purelib\", \"platlib\")]))";
/** Where a Python has its packages; it is asked after the token is gone, since it may run code of the environment. */
async function packageFolders(context, python) {
	const { exitCode, stdout } = await context.exec.run(python, [
		"-I",
		"-c",
		askFolders
	], {
		onLine: () => void 0,
		signal: context.signal
	});
	const folders = exitCode === 0 ? parse$1(stdout.trim().split("\n").at(-1) ?? "") : void 0;
	if (Array.isArray(folders) && folders.every((folder) => typeof folder === "string")) return folders;
	throw new StepError("CHILD_FAILED", {
		message: `"${python}" does not say where its packages are (exit ${exitCode})`,
		fix: "remove the environment, so that it is made again"
	});
}
function parse$1(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
// packages/steps/src/dependencies/install/python/build-failed.ts
/** The error for a build that failed, whatever tool was asked for it. */
function buildFailed(what, exitCode) {
	return new StepError("CHILD_FAILED", {
		message: `the build of ${what} failed (exit ${exitCode})`,
		fix: "see the output above; what a build needs, such as setuptools and wheel, must stand in the lock as well"
	});
}
// packages/steps/src/dependencies/install/python/sdist.ts
/** Fetches the source distribution of a package that may be built, checks its hash, and puts it into `folder`. */
async function fetchSdist(context, requirement, access, folder) {
	const { project, pin, hashes } = requirement;
	const page = new URL(`${access.endpoint}simple/${project}/`);
	const link = findSdist((await download(context, page, {
		...access,
		accept: "text/html",
		scheme: "Basic"
	})).toString("utf8"), hashes);
	if (!link) throw new StepError("PACKAGE_MISSING", {
		message: `the repository has no source distribution of "${pin}" with a hash of the lock`,
		fix: "publish it, or remove the package from allow-build to install its wheel"
	});
	const bytes = await download(context, new URL(link.href, page), {
		...access,
		accept: "*/*",
		scheme: "Basic"
	});
	if (createHash("sha256").update(bytes).digest("hex") !== link.sha256) throw new StepError("DIGEST_MISMATCH", {
		message: `the source distribution of "${pin}" does not have the hash of the lock`,
		fix: "find out who changed it in the repository before you install anything"
	});
	await context.files.write(join(folder, link.fileName), bytes);
}
/** The packages of a lock that may be built, each with its marker; LOCK_INVALID where the lock does not say when they apply. */
function builtApart({ context, lock }) {
	const names = new Set(lock.packages.map(({ name }) => name).filter((name) => mayBuild(context, name)));
	const built = (lock.requirements ?? []).filter(({ project }) => names.has(project));
	if (new Set(built.map(({ project }) => project)).size === names.size) return built;
	throw new StepError("LOCK_INVALID", {
		message: `"${lock.file}" does not say when ${[...names].join(", ")} is installed, so it cannot be built apart`,
		fix: "lock with a newer version of the tool; packages of groups and extras cannot be built"
	});
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
	const response = await request(context, new URL("simple/", access.endpoint), {
		...access,
		accept: "text/html",
		scheme: "Basic"
	});
	await response.body?.cancel();
	return response.status === 401 || response.status === 403;
}
export { packageFolders as a, withNetrc as c, buildFailed as i, localsOf as l, fetchSdist as n, pythonIn as o, isRefused as r, pythonOf as s, builtApart as t, mayBuild as u };
