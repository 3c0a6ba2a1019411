import { n as StepError } from "./core-error-codes.js";
import { E as normalizeProject, _ as parseToml } from "./steps-dependencies-lock-repair.js";
import { t as rewriteHosts } from "./steps-dependencies-lock-rewrite-npm.js";
import { basename, dirname, join } from "node:path";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
// packages/steps/src/dependencies/install/python/project-copy.ts
/** The folder of the project whose lock this is; LOCK_INVALID where the tool would not find a lock of that name. */
function projectOf({ context, lock }, name) {
	const { inputs, files } = context;
	if (basename(inputs.lock) === name) return dirname(files.resolve(inputs.lock));
	throw new StepError("LOCK_INVALID", {
		message: `${lock.kind} reads no lock file of the name "${basename(inputs.lock)}"`,
		fix: `name it ${name}`
	});
}
/** The pyproject.toml of a project, as it lies there. */
async function readPyproject({ context, lock }, folder) {
	const file = join(folder, "pyproject.toml");
	return (await parseToml(await context.files.readText(file), file, lock.kind)).root;
}
/** Copies what says what is installed, with a lock whose addresses are the repository's; the project stays as it is. */
async function copyProject({ context, lock, text }, { endpoint }, folder, edit = async (...given) => given) {
	const { files, inputs } = context;
	const project = dirname(files.resolve(inputs.lock));
	const rewritten = await rewriteHosts(text, lock.kind, endpoint, inputs.lock);
	const [pyproject, copied] = await edit(await files.readText(join(project, "pyproject.toml")), rewritten);
	await mkdir(folder, { mode: 448 });
	await files.write(join(folder, "pyproject.toml"), pyproject);
	await files.write(join(folder, basename(inputs.lock)), copied);
	for (const part of lock.local.filter((path) => path !== ".")) await files.write(join(folder, part, "pyproject.toml"), await files.readText(join(project, part, "pyproject.toml")));
}
// packages/steps/src/dependencies/install/python/python-version.ts
const parts = /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[._-]?(a|alpha|b|beta|c|rc|pre|preview)[._-]?(\d*))?(?:-(\d+)|([._-]?(?:post|rev|r)[._-]?)(\d*))?(?:([._-]?dev[._-]?)(\d*))?(?:\+([a-z0-9._-]+))?$/;
const stages = {
	alpha: "a",
	beta: "b",
	c: "rc",
	pre: "rc",
	preview: "rc"
};
/** A version as PEP 440 compares it: `1.0-Beta.2` and `1b2` are one. What is no version stays as it is. */
function normalizeVersion(version) {
	const found = parts.exec(version.trim().toLowerCase());
	if (!found) return version;
	const [, epoch, release = "", stage, stageNumber, implicitPost, post, postNumber, dev, devNumber, local] = found;
	const numbers = release.split(".").map(Number);
	while (numbers.length > 1 && numbers.at(-1) === 0) numbers.pop();
	return [
		Number(epoch ?? 0) === 0 ? "" : `${Number(epoch)}!`,
		numbers.join("."),
		stage === void 0 ? "" : `${stages[stage] ?? stage}${Number(stageNumber)}`,
		post === void 0 && implicitPost === void 0 ? "" : `.post${Number(implicitPost ?? postNumber)}`,
		dev === void 0 ? "" : `.dev${Number(devNumber)}`,
		local === void 0 ? "" : `+${local.split(/[._-]/).map(withoutZeros).join(".")}`
	].join("");
}
function withoutZeros(part) {
	return /^\d+$/.test(part) ? String(Number(part)) : part;
}
// packages/steps/src/dependencies/install/python/python-proof.ts
/** Reads what lies in folders of packages; nothing of it is run. */
async function readInstalled(folders) {
	const found = /* @__PURE__ */ new Map();
	for (const folder of new Set(folders)) for (const { name, version } of await distributions(folder)) found.set(name, [...found.get(name) ?? [], version]);
	return found;
}
async function distributions(folder) {
	const all = (await readdir(folder).catch(absent)).filter((name) => name.endsWith(".dist-info")).map(async (name) => {
		const path = join(folder, name);
		const metadata = await readFile(join(path, "METADATA"), "utf8").catch(() => "");
		const [project, version] = [field(metadata, "Name"), field(metadata, "Version")];
		return project === void 0 || version === void 0 ? [] : [{
			path,
			name: normalizeProject(project),
			version
		}];
	});
	return (await Promise.all(all)).flat();
}
/** The end of an install into folders of packages: what lies there, held against the lock. */
async function prove(packages, folders) {
	const found = await readInstalled(folders);
	const differences = comparePackages(packages, found);
	if (differences.length > 0) return {
		state: "different",
		differences
	};
	return {
		state: "installed",
		count: packages.filter(({ name, version }) => has(found, name, version)).length
	};
}
function has(found, name, version) {
	return (found.get(name) ?? []).some((one) => normalizeVersion(one) === normalizeVersion(version));
}
/**
* Takes away what says that packages of the lock are installed, so that their files are written again. Not where the tool
* itself lives in the environment: it would not run afterwards.
*/
async function forget(packages, folders, tool) {
	if ((await readInstalled(folders)).has(tool)) return;
	const locked = new Set(packages.map(({ name, version }) => `${name} ${normalizeVersion(version)}`));
	for (const folder of new Set(folders)) for (const { path, name, version } of await distributions(folder)) if (locked.has(`${name} ${normalizeVersion(version)}`)) await rm(path, { recursive: true });
}
/** What is not as the lock says; nothing where all is well. A name may stand in a lock with several versions. */
function comparePackages(packages, found) {
	const differences = [];
	for (const [name, locked] of Map.groupBy(packages, (entry) => entry.name)) {
		const versions = locked.map(({ version }) => version);
		const installed = found.get(name) ?? [];
		const always = locked.find(({ mayBeAbsent }) => !mayBeAbsent);
		if (installed.length === 0 && always) differences.push(`${name}==${always.version} is not installed`);
		const known = new Set(versions.map(normalizeVersion));
		const other = installed.find((version) => !known.has(normalizeVersion(version)));
		if (other !== void 0) differences.push(`${name} is ${other}, not ${versions.join(" or ")}`);
		if (installed.length > 1) differences.push(`${name} is there ${installed.length} times`);
	}
	return differences;
}
function field(metadata, name) {
	const head = metadata.split(/\r?\n\r?\n/, 1)[0] ?? "";
	return new RegExp(`^${name}: *(\\S+)`, "im").exec(head)?.[1];
}
/** For a folder that may be missing; any other failure goes on. */
function absent(error) {
	if (error.code === "ENOENT") return [];
	throw error;
}
// packages/steps/src/dependencies/install/python/tool-version.ts
/** The version of a tool; CHILD_MISSING where it is not there or older than it must be. */
async function versionOf(context, tool) {
	const { command, oldest, lacks, env } = tool;
	const { stdout } = await context.exec.run(command, ["--version"], {
		env,
		onLine: () => void 0,
		signal: context.signal
	});
	const version = readVersion(stdout, tool);
	if (version?.isNew) return version.text;
	throw new StepError("CHILD_MISSING", {
		message: version ? `"${command}" is ${version.text}, which ${lacks}` : `"${command}" does not tell its version`,
		fix: `install ${command} ${oldest.join(".")} or later`
	});
}
/** What a tool says of its version, and whether that is new enough. */
function readVersion(stdout, { prefix, oldest: [major, minor] }) {
	const line = stdout.split("\n").find((candidate) => candidate.startsWith(prefix));
	const found = /^(\d+)\.(\d+)[\w.+-]*/.exec(line?.slice(prefix.length) ?? "");
	if (!found) return void 0;
	const [text, foundMajor, foundMinor] = found;
	return {
		text,
		isNew: Number(foundMajor) > major || Number(foundMajor) === major && Number(foundMinor) >= minor
	};
}
export { projectOf as a, copyProject as i, forget as n, readPyproject as o, prove as r, versionOf as t };
