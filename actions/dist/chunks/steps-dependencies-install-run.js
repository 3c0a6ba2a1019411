import "./rolldown-runtime.js";
import { p as loadCodeArtifact } from "./core-foreign-endpoint.js";
import { r as passed, t as failed } from "./core-verdict.js";
import { t as plural } from "./core-plural.js";
import { n as StepError, r as describeError } from "./core-error-codes.js";
import { t as openAccess } from "./aws-codeartifact.js";
import { t as chooseAccount } from "./steps-dependencies-account.js";
import { n as pinsOf, r as unnamedFiles } from "./steps-dependencies-gate-files.js";
import { a as originText, i as judge, r as openManager, t as chooseManager } from "./steps-dependencies-gate-judge.js";
import { a as repositorySources, i as packageVersion, n as packageAssets, r as packageRestrictions, t as associatedGroup } from "./aws-codeartifact-packages.js";
import { t as mapAtMost } from "./core-map-at-most.js";
import { t as packageName } from "./steps-dependencies-gate-package-name.js";
import { n as readLock } from "./steps-dependencies-lock-locked-file.js";
import { E as normalizeProject, o as refuse } from "./steps-dependencies-lock-repair.js";
import { n as readHandedOver, t as isSameRun } from "./core-change-file.js";
import { n as vouchFor } from "./steps-dependencies-install-vouching.js";
import { dirname, join, relative } from "node:path";
import { createReadStream } from "node:fs";
import { constants, copyFile, mkdir, readFile, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { createHash, hash } from "node:crypto";
import { pipeline } from "node:stream/promises";
// packages/steps/src/dependencies/gate/look-up.ts
/**
* Packages that are asked about at once, each by one request after the other; CodeArtifact allows an account 800 reads a
* second.
*/
const concurrency = 16;
/** Asks about every entry of a lock, in its order. */
async function lookUp({ packages, format }, { session, at, withOrigin, signal, onProgress }) {
	let done = 0;
	return mapAtMost(packages, concurrency, async (locked) => {
		signal.throwIfAborted();
		const name = packageName(format, locked.name);
		const facts = await packageVersion(session, at, name, locked.version, { signal });
		const assets = facts ? await packageAssets(session, at, name, locked.version, { signal }) : [];
		const isInternal = facts?.origin.type === "INTERNAL";
		const guard = withOrigin && isInternal ? await guardOf(session, at, name, signal) : void 0;
		done += 1;
		onProgress?.(done);
		return {
			locked,
			facts,
			assets,
			guard
		};
	});
}
async function guardOf(session, at, name, signal) {
	const restrictions = await packageRestrictions(session, at, name, { signal });
	const group = await associatedGroup(session, at, name, { signal });
	return {
		restrictions: restrictions ?? {
			publish: "ALLOW",
			upstream: "ALLOW"
		},
		group
	};
}
/** The public indexes of a format that a repository passes on from, by itself or through its upstreams. */
async function connectionsOf(session, at, format, signal) {
	const seen = /* @__PURE__ */ new Set([at.repository]);
	const found = /* @__PURE__ */ new Set();
	for (const repository of seen) {
		const { upstreams, connections } = await repositorySources(session, {
			...at,
			repository
		}, { signal });
		for (const upstream of upstreams) seen.add(upstream);
		for (const connection of connections) if (publicIndexes[format].includes(connection)) found.add(connection);
	}
	return [...found].sort();
}
const publicIndexes = {
	pypi: ["public:pypi"],
	npm: ["public:npmjs"]
};
// packages/steps/src/dependencies/gate/gate.ts
/** Holds every entry of a lock against the repository, and says all that is wrong with the line of the lock. */
async function holdAgainst(lock, options) {
	const { session, at, level, log, signal, allowedOrigins, internal } = options;
	const { format, packages, file } = lock;
	const connections = options.connections ?? await connectionsOf(session, at, format, signal);
	const withOrigin = level === "origin";
	const policy = {
		format,
		domain: at.domain,
		withOrigin,
		allowedOrigins,
		internal,
		connections
	};
	const label = `looking up ${file} in ${at.domain}/${at.repository}`;
	const onProgress = (done) => log.progress({
		label,
		done,
		total: packages.length,
		unit: "count"
	});
	const found = await lookUp(lock, {
		session,
		at,
		withOrigin,
		signal,
		onProgress
	});
	const judged = found.map((one) => ({
		...judge(one, policy),
		locked: one.locked
	}));
	const findings = judged.flatMap((one) => one.findings);
	for (const { locked, message, fix } of findings) log.annotate({
		level: "error",
		file,
		line: locked.line,
		message: `${locked.name} ${locked.version} ${message}\n  → ${fix}`
	});
	const pending = judged.filter(({ isPending }) => isPending).map(({ locked }) => locked);
	if (findings.length === 0) tell({
		found,
		pending,
		connections
	}, file, options);
	return {
		found,
		findings,
		pending,
		connections
	};
}
/** What was found where nothing is wrong: how many came from where, and how many are still to come. */
function tell({ found, pending, connections }, file, { at, log }) {
	const where = `${at.domain}/${at.repository}`;
	const origins = /* @__PURE__ */ new Map();
	for (const { facts } of found) {
		if (facts === void 0) continue;
		const origin = originText(facts.origin);
		origins.set(origin, (origins.get(origin) ?? 0) + 1);
	}
	const counts = [...origins].sort().map(([origin, count]) => `${count} ${origin}`);
	if (counts.length > 0) log.info(`${where} has what the lock says: ${counts.join(", ")}`);
	const more = found.reduce((sum, { locked, assets }) => sum + unnamedFiles(locked, assets), 0);
	if (more > 0) log.info(`${where} has ${plural(more, "file")} beside those of ${file}: a tool takes only what has a hash of the lock`);
	if (pending.length === 0) return;
	const some = plural(pending.length, "package");
	log.info(`${some} not in ${where} yet: it asks ${connections.join(", ")}, and then they are looked up again`);
}
/** One sentence for a verdict: how many entries are wrong, and the first of them. */
function findingsReason({ found, findings }) {
	const wrong = [...new Set(findings.map(({ locked }) => `${locked.name} ${locked.version}`))];
	const first = wrong.slice(0, 3).join(", ");
	const more = wrong.length > 3 ? ` and ${wrong.length - 3} more` : "";
	return `${wrong.length} of ${plural(found.length, "package")} of the lock may not be installed: ${first}${more}`;
}
// packages/steps/src/dependencies/record/record.ts
/** The record of an install. */
function dependencyRecord({ lock, digest, at, region, found }) {
	const known = new Map(found.map((one) => [one.locked, one]));
	return {
		version: 1,
		lock: {
			file: lock.file,
			kind: lock.kind,
			digest
		},
		repository: {
			domain: at.domain,
			owner: at.owner,
			region,
			repository: at.repository
		},
		packages: lock.packages.map((locked) => recorded(lock.format, locked, known.get(locked)))
	};
}
/** One record of several; of a single lock it is that lock's own, byte for byte. */
function mergeRecords(records) {
	const [first, ...others] = records;
	if (first !== void 0 && others.length === 0) return first;
	return {
		version: 1,
		locks: records.map(({ lock, repository }) => ({
			...lock,
			repository
		})),
		packages: records.flatMap(({ lock: { file }, packages }) => packages.map((one) => ({
			lock: file,
			...one
		})))
	};
}
function recorded(format, locked, { facts, assets } = {
	facts: void 0,
	assets: []
}) {
	const { name, version, hashes, isUnchecked, mayBeAbsent } = locked;
	return {
		format,
		name,
		version,
		hashes: isUnchecked ? pinsOf(assets) : hashes,
		...isUnchecked ? { unchecked: true } : {},
		...mayBeAbsent ? { optional: true } : {},
		...facts === void 0 ? {} : { origin: originText(facts.origin) },
		...facts?.origin.entryPoint === void 0 ? {} : { entryPoint: facts.origin.entryPoint },
		...facts === void 0 ? {} : { revision: facts.revision }
	};
}
// packages/steps/src/dependencies/record/run-records.ts
const name = "install.locks.json";
/**
* Adds a record to those of the run, in place of an earlier one of the same lock; all of them, by file: in whatever order the
* locks were installed, they are the same. What another run left counts for nothing.
*/
async function addToRun(own, { files, run, clock, aws: { rehearsal } }) {
	const text = await readHandedOver(name, files);
	const left = text === void 0 ? void 0 : JSON.parse(text);
	const earlier = left && isSameRun(left, {
		run,
		rehearsal,
		clock
	}) ? left.records : [];
	const place = ({ lock }) => relative(files.root, files.resolve(lock.file));
	const records = [...earlier.filter((record) => place(record) !== place(own)), own].sort((a, b) => place(a) < place(b) ? -1 : 1);
	const all = {
		run,
		finishedAt: new Date(clock.now()).toISOString(),
		...rehearsal === void 0 ? {} : { rehearsal },
		records
	};
	await files.write(await files.state(`runs/${name}`), `${JSON.stringify(all, void 0, 2)}\n`);
	return records;
}
// packages/steps/src/dependencies/record/cyclonedx.ts
/**
* The SBOM of an install. It has no serial number and no time, which the format leaves open, so that the same lock gives the same
* bytes. A component has hashes only where the lock allows one file: several are of several files, and no one component has all.
*/
function cycloneDx(record, model) {
	const locks = "locks" in record ? record.locks : [{
		...record.lock,
		repository: record.repository
	}];
	const packages = record.packages;
	return {
		$schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
		bomFormat: "CycloneDX",
		specVersion: "1.6",
		version: 1,
		metadata: {
			component: {
				type: "application",
				name: model,
				"bom-ref": `application:${model}`
			},
			properties: locks.flatMap(({ file, digest, repository }) => [
				{
					name: "ml-ci:lock:file",
					value: file
				},
				{
					name: "ml-ci:lock:digest",
					value: digest
				},
				{
					name: "ml-ci:codeartifact:repository",
					value: placeOf(repository)
				}
			])
		},
		components: [...Map.groupBy(packages, purlOf)].map(([purl, all]) => componentOf(purl, all))
	};
}
function placeOf({ region, owner, domain, repository }) {
	return `${region}/${owner}/${domain}/${repository}`;
}
function componentOf(purl, all) {
	const [{ name, version } = {
		name: "",
		version: ""
	}] = all;
	const [, group, rest] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
	const properties = all.flatMap(propertiesOf);
	const [only, ...others] = new Set(all.flatMap(({ hashes }) => hashes));
	return {
		type: "library",
		"bom-ref": purl,
		...group === void 0 ? {} : { group },
		name: rest ?? name,
		version,
		scope: all.every(({ optional }) => optional) ? "optional" : "required",
		...only === void 0 || others.length > 0 ? {} : { hashes: [hashOf(only)] },
		purl,
		...properties.length === 0 ? {} : { properties }
	};
}
function propertiesOf({ lock, unchecked, origin, entryPoint, revision }) {
	return [
		...property("lock:file", lock),
		...property("lock:unchecked", unchecked === void 0 ? void 0 : "true"),
		...property("codeartifact:origin", origin),
		...property("codeartifact:entry-point", entryPoint),
		...property("codeartifact:revision", revision)
	];
}
function property(name, value) {
	return value === void 0 ? [] : [{
		name: `ml-ci:${name}`,
		value
	}];
}
function hashOf(hash) {
	const [algorithm = "", content = ""] = hash.split(":");
	return {
		alg: algorithm.replace("sha", "SHA-"),
		content
	};
}
/** `pkg:npm/%40ml/shapes@2.0.0`: https://github.com/package-url/purl-spec */
function purlOf({ format, name, version }) {
	return `pkg:${format}/${name.split("/").map(encodeURIComponent).join("/")}@${encodeURIComponent(version)}`;
}
// packages/steps/src/dependencies/record/write.ts
/** Writes `.ml-ci/dependencies.json` and `.ml-ci/dependencies.cdx.json`. */
async function writeDependencies(files, record, model) {
	const text = `${JSON.stringify(record, void 0, 2)}\n`;
	await files.write(await files.state("dependencies.json"), text);
	await files.write(await files.state("dependencies.cdx.json"), `${JSON.stringify(cycloneDx(record, model), void 0, 2)}\n`);
	return {
		record: ".ml-ci/dependencies.json",
		sbom: ".ml-ci/dependencies.cdx.json",
		digest: `sha256:${createHash("sha256").update(text).digest("hex")}`
	};
}
// packages/steps/src/dependencies/install/archives.ts
/**
* Copies to a tool what an earlier run kept, each file only where its bytes have a hash of the lock now: tools look at some of
* what lies in their caches, and install other things that lie beside it. Answers with the paths of what was copied.
*/
async function lendArchives(kept, folder, hashes) {
	return (await mapAtMost(await filesIn(kept), atOnce, async (path) => {
		const target = join(folder, path);
		await mkdir(dirname(target), {
			recursive: true,
			mode: 448
		});
		if (!await copyFile(join(kept, path), target, constants.COPYFILE_FICLONE).then(() => true, gone)) return [];
		if (await isAllowed(target, hashes)) return [path];
		await rm(target);
		return [];
	})).flat();
}
/** Files that are looked at together: most are small, and each takes a few turns to the disk. */
const atOnce = 16;
/**
* Copies from a tool what it downloaded, each file only where it is an archive of the lock: nothing that a tool writes beside
* them, such as an answer with the token, ever gets there, not even where this process is killed. Answers with the new ones.
*/
async function keepArchives(folder, kept, hashes, lent) {
	const fresh = [];
	const known = new Set(lent);
	for (const path of await filesIn(folder)) {
		if (known.has(path) || !await isAllowed(join(folder, path), hashes)) continue;
		const target = join(kept, path);
		await mkdir(dirname(target), {
			recursive: true,
			mode: 448
		});
		const beside = `${target}.${crypto.randomUUID().slice(0, 8)}.tmp`;
		await copyFile(join(folder, path), beside, constants.COPYFILE_FICLONE);
		await rename(beside, target);
		fresh.push(path);
	}
	return fresh;
}
/** Marks what was used, and removes what no run has used for so long. */
async function forgetOld(kept, used, { nowMs, maxAgeMs }) {
	const now = nowMs / 1e3;
	await mapAtMost(used, atOnce, (path) => utimes(join(kept, path), now, now).catch(absent));
	await mapAtMost(await filesIn(kept), atOnce, async (path) => {
		const found = await stat(join(kept, path)).catch(absent);
		if ("mtimeMs" in found && found.mtimeMs < nowMs - maxAgeMs) await rm(join(kept, path), { force: true });
	});
}
/** Paths of plain files, from the folder; a link is none. */
async function filesIn(folder) {
	return (await readdir(folder, {
		recursive: true,
		withFileTypes: true
	}).catch(absent)).filter((entry) => entry.isFile()).map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}
async function isAllowed(path, hashes) {
	const algorithms = new Set([...hashes].map((hash) => hash.slice(0, hash.indexOf(":"))));
	const { size } = await stat(path);
	const whole = size <= smallBytes ? await readFile(path) : void 0;
	for (const algorithm of algorithms) {
		const digest = whole === void 0 ? await hashOfFile(path, algorithm) : hash(algorithm, whole);
		if (hashes.has(`${algorithm}:${digest}`)) return true;
	}
	return false;
}
/** What is read at once; wheels of a gigabyte are not. */
const smallBytes = 4194304;
async function hashOfFile(path, algorithm) {
	const stream = createHash(algorithm);
	await pipeline(createReadStream(path), stream);
	return stream.digest("hex");
}
/** For a file that another run has just removed, being old; any other failure goes on. */
function gone(error) {
	if (error.code === "ENOENT") return false;
	throw error;
}
/** For a folder that a tool did not make; any other failure goes on. */
function absent(error) {
	if (error.code === "ENOENT") return [];
	throw error;
}
// packages/steps/src/dependencies/install/cache.ts
/** The name of a cache: `npm-11-linux-x64-node24`. */
function cacheName({ manager, toolVersion, platform, arch, runtime }) {
	return [
		manager,
		/^\d+/.exec(toolVersion)?.[0] ?? "x",
		platform,
		arch,
		runtime
	].join("-");
}
/** Opens the cache of a tool, in the folder of the machine; undefined where nothing is to be kept, or the tool leaves no archives. */
async function openCache(context, { lockDigest, ...key }, format, { downloads }) {
	if (!context.inputs.cache || downloads === void 0) return void 0;
	const runtime = await runtimeOf(context, format);
	const name = cacheName({
		...key,
		runtime,
		platform: process.platform,
		arch: process.arch
	});
	const folder = join(context.files.toolCache, "packages", name);
	const hashes = new Set(downloads.hashes);
	const prefix = `ml-ci-${name}-`;
	const whole = `${prefix}${lockDigest.replace("sha256:", "")}`;
	const restored = await context.keptFolders.restore(folder, whole, prefix);
	let lent = [];
	let fresh = [];
	let isBroken = false;
	/** What is kept saves time and nothing else: an install goes on without it. */
	const attempt = async (work) => {
		if (isBroken) return;
		await work().catch((error) => {
			isBroken = true;
			context.log.warn(`nothing is kept of the downloads in "${folder}": ${describeError(error)}`);
		});
	};
	return {
		async lend(temporary) {
			const target = join(temporary, downloads.folder);
			await attempt(async () => {
				await mkdir(folder, {
					recursive: true,
					mode: 448
				});
				lent = await lendArchives(folder, target, hashes);
			});
			if (isBroken) await rm(target, {
				recursive: true,
				force: true
			});
			return lent.length;
		},
		async keep(temporary) {
			await attempt(async () => {
				fresh = await keepArchives(join(temporary, downloads.folder), folder, hashes, lent);
				await forgetOld(folder, [...lent, ...fresh], {
					nowMs: context.clock.now(),
					maxAgeMs
				});
			});
		},
		async save() {
			if (isBroken) return;
			const isNew = fresh.length > 0 || restored === void 0 && lent.length > 0;
			if (restored !== whole && isNew) await context.keptFolders.save(folder, whole);
		}
	};
}
/** What no run has used for so long goes again. */
const maxAgeMs = 2592e6;
async function runtimeOf({ exec, inputs, files, signal }, format) {
	const python = inputs.python.includes("/") ? files.resolve(inputs.python) : inputs.python;
	const [command, ...args] = format === "pypi" ? [python, "--version"] : ["node", "--version"];
	const { stdout, stderr } = await exec.run(command ?? "", args, {
		onLine: () => void 0,
		signal
	});
	const [, major = "x", minor = "x"] = /(\d+)\.(\d+)/.exec(`${stdout}${stderr}`) ?? [];
	return format === "pypi" ? `python${major}.${minor}` : `node${major}`;
}
// packages/steps/src/dependencies/install/run.ts
/** Checks the lock, holds it against the repository, installs it with a token of its own that is gone afterwards, and records it. */
async function run(context) {
	const { inputs, files, plan, config, log } = context;
	const text = await files.readText(inputs.lock);
	const lock = await readLock(text, inputs.lock, void 0, { allowUnchecked: inputs.allowUnchecked });
	checkVouched(context);
	const name = chooseManager(inputs.manager, lock);
	const manager = await openManager(name, {
		context,
		lock,
		text
	});
	checkAllowed(inputs.allowBuild, lock, manager.local);
	const account = chooseAccount(inputs, config?.environments ?? [], "install");
	const [toolVersion] = await Promise.all([manager.version(), loadCodeArtifact()]);
	const session = await context.aws.session(account.environment, context.signal);
	const known = {
		lockDigest: `sha256:${createHash("sha256").update(text).digest("hex")}`,
		manager: name,
		toolVersion
	};
	const from = `${inputs.domain}/${inputs.repository}`;
	const gate = await verify(context, lock, session, account);
	if (gate !== void 0 && gate.findings.length > 0) return failed(findingsReason(gate), known);
	const count = plural(lock.packages.length, "package");
	if (plan.active) {
		plan.would(`install ${count} of "${inputs.lock}" from ${from} with ${name}`, "codeartifact:GetAuthorizationToken");
		return passed({
			...known,
			packages: 0
		});
	}
	const temporary = await files.temporary("install");
	context.state.save("temporary", temporary);
	const [access, cache] = await Promise.all([openAccess(context, session, account.owner, lock.format), openCache(context, known, lock.format, manager)]);
	log.info(`installing ${count} of ${inputs.lock} from ${from} with ${name} ${toolVersion}`);
	const lent = await cache?.lend(temporary) ?? 0;
	if (lent > 0) log.info(`${plural(lent, "archive")} of earlier runs with a hash of the lock`);
	const vouched = vouchFor(gate?.found);
	const installed = await installWith(manager, access, temporary, cache, vouched);
	if (installed.state !== "installed") return refused(context, name, lock, installed, known);
	await cache?.save();
	const late = gate && gate.pending.length > 0 ? await verify(context, {
		...lock,
		packages: gate.pending
	}, session, account, gate.connections) : void 0;
	const missing = late?.pending.filter(({ mayBeAbsent }) => !mayBeAbsent) ?? [];
	if (late !== void 0 && late.findings.length > 0) return failed(findingsReason(late), known);
	const differences = vouched.differences(late?.found ?? []);
	if (differences.length > 0) return refused(context, name, lock, {
		state: "different",
		differences
	}, known);
	if (missing.length > 0) log.info(`${plural(missing.length, "package")} of the kept downloads are still not in ${from}: ${missing[0]?.name}`);
	const found = [...gate?.found ?? [], ...late?.found ?? []];
	const at = {
		domain: inputs.domain,
		owner: account.owner,
		repository: inputs.repository
	};
	const { region } = account.environment;
	const records = await addToRun(dependencyRecord({
		lock,
		digest: known.lockDigest,
		at,
		region,
		found
	}), context);
	const written = await writeDependencies(files, mergeRecords(records), context.run.model ?? "model");
	if (records.length > 1) log.info(`the record is of ${records.map((record) => record.lock.file).join(" and ")}, as this run installed them`);
	log.info(`installed ${plural(installed.count, "package")}, each with the hash of the lock`);
	return passed({
		...known,
		packages: installed.count,
		record: written.record,
		sbom: written.sbom,
		recordDigest: written.digest
	});
}
/** Afterwards the temporary folder is gone, and with it all that the tool wrote but archives of the lock. */
async function installWith(manager, access, temporary, cache, vouched) {
	try {
		const installed = await manager.install(access, temporary, vouched);
		await cache?.keep(temporary);
		return installed;
	} finally {
		await rm(temporary, {
			recursive: true,
			force: true
		});
	}
}
/** The lock held against the repository, or undefined where that was turned off. */
async function verify({ inputs, log, signal }, lock, session, { owner }, connections) {
	if (inputs.verify === "off") return void 0;
	return await holdAgainst(lock, {
		session,
		at: {
			domain: inputs.domain,
			owner,
			repository: inputs.repository
		},
		level: inputs.verify,
		allowedOrigins: inputs.allowOrigin,
		internal: inputs.internal,
		log,
		signal,
		connections
	});
}
/** What is not the lock's is a verdict; that the manager gave up for another reason is an error. */
function refused({ log }, name, lock, installed, known) {
	if (installed.state === "refused") return refuse(name, installed.cause, installed.result, lock, known);
	for (const difference of installed.differences) log.warn(difference);
	const first = installed.differences.slice(0, 3).join("; ");
	return failed(`what is installed is not what the lock says: ${first}`, known);
}
/** A package that the lock does not pin is held to what the repository says of it, so that must be asked. */
function checkVouched({ inputs }) {
	if (inputs.allowUnchecked.length === 0 || inputs.verify === "origin") return;
	throw new StepError("INPUT_INVALID", {
		message: "a mistake in the inputs of install",
		fix: ({ input }) => `use ${input("verify", "origin")}`,
		problems: [{
			name: "allow-unchecked",
			message: `needs what verify: origin looks up, not verify: ${inputs.verify}`
		}]
	});
}
/** A name that is not in the lock is a mistake: the package that was meant would silently not be built. */
function checkAllowed(allowed, { packages, format, file, local }, more = []) {
	const names = /* @__PURE__ */ new Set([
		...packages.map(({ name }) => name),
		...local,
		...more
	]);
	const unknown = allowed.filter((name) => !names.has(format === "pypi" ? normalizeProject(name) : name));
	if (unknown.length === 0) return;
	throw new StepError("INPUT_INVALID", {
		message: "a mistake in the inputs of install",
		fix: ({ help }) => help("install"),
		problems: unknown.map((name) => ({
			name: "allow-build",
			message: `"${name}" is not in "${file}"`
		}))
	});
}
export { run };
