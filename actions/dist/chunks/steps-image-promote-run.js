import "./rolldown-runtime.js";
import { n as StepError, t as CancelledError } from "./core-error-codes.js";
import { r as passed, t as failed } from "./core-verdict.js";
import { t as formatBytes } from "./core-bytes.js";
import { t as plural } from "./core-plural.js";
import { f as isForeignType, p as isIndexType, s as fallbackTag, u as readManifest } from "./oci-digest.js";
import { t as mapAtMost } from "./core-map-at-most.js";
import { i as readRecords, t as isSameRun } from "./core-change-file.js";
import { t as isLoopbackHost } from "./oci-digest-text.js";
// packages/oci/src/copy-plan.ts
/** Walks an image in `source`, referrers and nested indexes included. Platforms are never filtered: the digest is the release. */
async function planCopy(source, digest, choice, signal) {
	const walk = createWalk(source, signal);
	const root = await source.manifest(digest, signal);
	const children = (await walk.parts(root)).slice(0, -1);
	const subjects = /* @__PURE__ */ new Map();
	const referrers = [];
	const digestTags = [];
	if (choice === "all") {
		const queue = [...children, root];
		for (let subject = queue.shift(); subject !== void 0; subject = queue.shift()) {
			const listed = await source.referrers(subject.descriptor.digest, void 0, signal);
			subjects.set(subject.descriptor.digest, listed.map((referrer) => referrer.digest));
			for (const referrer of listed) {
				const found = await walk.parts(await source.manifest(referrer.digest, signal));
				referrers.push(...found);
				queue.push(...found);
			}
		}
		for (const tag of await digestTagsOf(source, [...subjects.keys()], signal)) {
			const manifest = await source.manifest(tag, signal);
			digestTags.push({
				tag,
				manifest
			});
			referrers.push(...(await walk.parts(manifest)).slice(0, -1));
		}
	}
	const { blobs, foreign } = walk.blobs();
	return {
		root,
		children,
		referrers,
		subjects,
		digestTags,
		blobs,
		foreign
	};
}
/** Bytes of all blobs of a plan. */
function plannedBytes(plan) {
	return plan.blobs.reduce((sum, { size }) => sum + size, 0);
}
function createWalk(source, signal) {
	const seen = /* @__PURE__ */ new Set();
	const blobs = /* @__PURE__ */ new Map();
	const foreign = /* @__PURE__ */ new Map();
	/** A manifest with all it consists of, parts first; what was met before is left out. */
	const parts = async (manifest) => {
		if (seen.has(manifest.descriptor.digest)) return [];
		seen.add(manifest.descriptor.digest);
		const content = readManifest(manifest);
		if (content.kind === "image") {
			for (const blob of [content.config, ...content.layers]) (isForeign(blob) ? foreign : blobs).set(blob.digest, blob);
			return [manifest];
		}
		const found = [];
		for (const child of content.manifests) {
			if (seen.has(child.digest)) continue;
			if (isManifestType(child.mediaType)) found.push(...await parts(await source.manifest(child.digest, signal)));
			else blobs.set(child.digest, child);
		}
		return [...found, manifest];
	};
	return {
		parts,
		blobs: () => ({
			blobs: [...blobs.values()].sort((a, b) => b.size - a.size || (a.digest < b.digest ? -1 : 1)),
			foreign: [...foreign.values()]
		})
	};
}
function isManifestType(mediaType) {
	return isIndexType(mediaType) || /\.manifest\.v\d\+json$/.test(mediaType);
}
function isForeign({ mediaType, urls }) {
	return isForeignType(mediaType) || urls !== void 0 && urls.length > 0;
}
/** Tags with a suffix behind the fallback tag. The bare one is the referrers list: the destination keeps its own. */
async function digestTagsOf(source, digests, signal) {
	const prefixes = digests.map((digest) => `${fallbackTag(digest)}.`);
	return (await source.tags(signal)).filter((tag) => prefixes.some((prefix) => tag.startsWith(prefix))).sort();
}
// packages/oci/src/pace.ts
/** Waits so that what follows happens at most `perSecond` times a second; never where that is undefined. */
function createPace(perSecond, clock) {
	let freeAtMs = Number.NEGATIVE_INFINITY;
	return async (signal) => {
		if (perSecond === void 0) return;
		const now = clock.now();
		const startMs = Math.max(now, freeAtMs);
		freeAtMs = startMs + 1e3 / perSecond;
		if (startMs > now) await clock.sleep(startMs - now, signal);
	};
}
// packages/oci/src/copy.ts
const defaultConcurrency = 4;
/**
* Runs a plan: blobs, then children by digest, the root by digest, its referrers, and the tag last, so that who follows the
* tag never sees an image without its signatures. Then it looks again, and throws COPY_UNVERIFIED unless all is there.
*/
async function runCopy(plan, source, destination, options) {
	const { signal, tag } = options;
	const run = createRun(plan, source, destination, options);
	const outcomes = await mapAtMost(plan.blobs, options.concurrency ?? defaultConcurrency, run.blob);
	for (const manifest of [
		...plan.children,
		plan.root,
		...plan.referrers
	]) await run.manifest(manifest);
	for (const { tag: digestTag, manifest } of plan.digestTags) await run.tagged(manifest, digestTag);
	if (tag !== void 0) await run.tagged(plan.root, tag);
	await verifyCopy(plan, destination, tag, signal);
	const count = (wanted) => outcomes.filter((outcome) => outcome === wanted).length;
	return {
		digest: plan.root.descriptor.digest,
		blobsUploaded: count("uploaded"),
		blobsMounted: count("mounted"),
		blobsSkipped: count("exists"),
		bytesMoved: plan.blobs.reduce((sum, { size }, i) => sum + (outcomes[i] === "uploaded" ? size : 0), 0),
		manifestsWritten: run.written(),
		referrers: [...plan.subjects.values()].flat().length + plan.digestTags.length
	};
}
function createRun(plan, source, destination, options) {
	const { signal } = options;
	const pace = createPace(options.manifestsPerSecond, options.clock);
	const bytesTotal = plannedBytes(plan);
	const byDigest = new Map([
		...plan.children,
		plan.root,
		...plan.referrers
	].map((m) => [m.descriptor.digest, m]));
	let bytesDone = 0;
	let written = 0;
	const advance = (bytes) => {
		bytesDone += bytes;
		options.onProgress?.({
			bytesDone,
			bytesTotal
		});
	};
	const cancel = signal === void 0 ? {} : { signal };
	const blob = async (descriptor) => {
		const open = () => source.readBlob(descriptor, signal);
		const outcome = await destination.writeBlob(descriptor, open, {
			from: source,
			onBytes: advance,
			...cancel
		});
		if (outcome !== "uploaded") advance(descriptor.size);
		return outcome;
	};
	const put = async (manifest, tag) => {
		await pace(signal);
		signal?.throwIfAborted();
		await destination.writeManifest(manifest, tag, signal);
		written += 1;
	};
	/**
	* A registry may answer for a part that an interrupted copy left uncommitted, and then refuse the whole: its parts are
	* written once more, and then it must go.
	*/
	const putWhole = async (manifest, tag) => {
		try {
			await put(manifest, tag);
		} catch (error) {
			if (!(error instanceof StepError) || error.code !== "MANIFEST_INCOMPLETE") throw error;
			const content = readManifest(manifest);
			const parts = content.kind === "index" ? content.manifests : [content.config, ...content.layers];
			for (const part of parts) {
				const child = byDigest.get(part.digest);
				if (child !== void 0) await putWhole(child, void 0);
				else if (plan.blobs.some(({ digest }) => digest === part.digest)) {
					advance(-part.size);
					await blob(part);
				}
			}
			await put(manifest, tag);
		}
	};
	return {
		blob,
		written: () => written,
		async manifest(manifest) {
			if (await destination.head(manifest.descriptor.digest, signal) === void 0) await putWhole(manifest, void 0);
			else if (readManifest(manifest).subject !== void 0) await listReferrer(manifest);
		},
		async tagged(manifest, tag) {
			if ((await destination.head(tag, signal))?.digest !== manifest.descriptor.digest) await putWhole(manifest, tag);
		}
	};
	/** A referrer that is there may still be missing from the list of its subject: a copy may have ended in between. */
	async function listReferrer(manifest) {
		const subject = readManifest(manifest).subject?.digest;
		if (subject === void 0) return;
		if (!(await destination.referrers(subject, void 0, signal)).some(({ digest }) => digest === manifest.descriptor.digest)) await put(manifest, void 0);
	}
}
/** Looks at the destination as a consumer would: the tag, every manifest by digest, every list of referrers. */
async function verifyCopy(plan, destination, tag, signal) {
	const digest = plan.root.descriptor.digest;
	const found = await destination.manifest(tag ?? digest, signal);
	if (found.descriptor.digest !== digest) throw unverified(destination, `the tag "${tag}" names "${found.descriptor.digest}" and not "${digest}"`);
	for (const [subject, expected] of plan.subjects) {
		if (expected.length === 0) continue;
		const listed = new Set((await destination.referrers(subject, void 0, signal)).map((r) => r.digest));
		const missing = expected.filter((referrer) => !listed.has(referrer));
		if (missing.length > 0) throw unverified(destination, `"${subject}" lacks the referrers "${missing.join("\", \"")}"`);
	}
}
function unverified(destination, why) {
	return new StepError("COPY_UNVERIFIED", {
		message: `in "${destination.name}" ${why}`,
		fix: "somebody else may write there at the same time; run it again"
	});
}
// packages/steps/src/image/promote/requirements.ts
/** What a step has as its output `scope` where it looked at all that there was. */
const whole = "all";
/** What is missing, one sentence each; nothing where the digest may pass. */
function missingEvidence(required, evidence) {
	const environments = required.environments.filter((name) => !evidence.environments.has(name)).map((name) => `"${name}" does not have it: promote it there first`);
	const steps = required.steps.flatMap((step) => {
		const record = evidence.records.get(step);
		if (record === void 0) return [`"${step}" has not run in this release: run it first`];
		if (record.verdict !== "passed") return [`"${step}" ended with ${record.verdict}`];
		if (record.rehearsal !== void 0 && !evidence.isRehearsal) return [`"${step}" passed in a rehearsal on ${record.rehearsal} only`];
		const { scope = whole } = record.outputs;
		return scope === whole ? [] : [`"${step}" looked at a part only: ${scope}`];
	});
	return [...environments, ...steps];
}
// packages/steps/src/image/promote/gate.ts
/** What the configuration demands of an image before it may enter `environment`. */
function requirementsOf({ config }, environment) {
	const requires = config?.document.environments?.[environment]?.requires;
	return {
		steps: requires?.steps ?? [],
		environments: requires?.environments ?? []
	};
}
/** Looks for everything that is required, and says what is missing. */
async function checkRequirements(context, required, digest, destination, proved) {
	const environments = /* @__PURE__ */ new Set();
	for (const name of required.environments) {
		const environment = context.config?.environments.find((candidate) => candidate.name === name);
		if (environment === void 0) continue;
		if (await (await context.images.open(environment, context.signal)).head(digest, context.signal) !== void 0) environments.add(name);
	}
	const host = destination.mountScope;
	const isRehearsal = host === void 0 || isLoopbackHost(host);
	return missingEvidence(required, {
		environments,
		records: new Map(proved.map((record) => [record.step, record])),
		isRehearsal
	});
}
/** What the steps of this run left, whatever they ended with. */
async function recordsOfThisRun(context) {
	return (await readRecords(context.files)).filter((record) => isOfThisRun(record, context));
}
/** Whether a rehearsal counts is decided apart; here both kinds are of the run. */
function isOfThisRun(record, { run, clock }) {
	return isSameRun(record, {
		run,
		clock,
		rehearsal: record.rehearsal
	});
}
// packages/steps/src/image/promote/mounting.ts
/** Why layers went over the wire within one registry, and how that is mended; nothing where all is as it should be. */
function mountingAdvice(result, isOneRegistry, to) {
	if (!isOneRegistry || result.blobsUploaded === 0) return void 0;
	const all = plural(result.blobsUploaded + result.blobsMounted, "blob");
	const what = `uploaded ${result.blobsUploaded} of ${all} although both repositories are in one registry`;
	if (to.type !== "ecr") return what;
	return `${what}: blob mounting is off there, their encryption keys differ, or the source is a pull-through cache; to switch it on: ${`aws ecr put-account-setting --name BLOB_MOUNTING --value ENABLED --region ${to.region}`}`;
}
// packages/steps/src/image/promote/planned.ts
/** `--plan`: looks for what the destination lacks, notes what would be written, and changes nothing. */
async function planned(promotion) {
	const { context, source, destination, digest, alreadyPromoted, plan } = promotion;
	const { inputs, signal } = context;
	const missing = [];
	for (const blob of plan.blobs) if (!await destination.hasBlob(blob.digest, signal)) missing.push(blob);
	const isOneRegistry = source.mountScope !== void 0 && source.mountScope === destination.mountScope;
	if (missing.length > 0) {
		const size = formatBytes(missing.reduce((sum, blob) => sum + blob.size, 0));
		const change = `${isOneRegistry ? "mount" : "copy"} ${plural(missing.length, "blob")} (${size}) to ${destination.name}`;
		const call = isOneRegistry ? "POST /v2/…/blobs/uploads/?mount=&from=" : "PUT /v2/…/blobs/uploads/…";
		context.plan.would(change, destination.mountScope === void 0 ? "write file" : call);
	}
	for (const { descriptor } of [
		...plan.children,
		plan.root,
		...plan.referrers
	]) {
		if (await destination.head(descriptor.digest, signal) !== void 0) continue;
		context.plan.would(`write the manifest ${descriptor.digest}`, "PUT /v2/…/manifests/<digest>");
	}
	if (!alreadyPromoted) {
		const change = `let the tag "${inputs.tag}" name ${digest} in ${destination.name}`;
		context.plan.would(change, "PUT /v2/…/manifests/<tag>");
	}
	return {
		digest,
		image: `${destination.name}@${digest}`,
		tag: inputs.tag,
		bytesMoved: 0,
		blobsMounted: 0,
		blobsSkipped: plan.blobs.length - missing.length,
		alreadyPromoted
	};
}
// packages/steps/src/image/promote/progress.ts
/** Reports in the pace of a reader: a copy moves on thousands of times a second. */
const intervalMs = 200;
/** Hands the progress of a copy to the log. */
function reportProgress(log, clock, label) {
	let nextMs = 0;
	return ({ bytesDone, bytesTotal }) => {
		const now = clock.now();
		if (now < nextMs && !(bytesDone === bytesTotal)) return;
		nextMs = now + intervalMs * clock.speed;
		log.progress({
			label,
			done: bytesDone,
			total: bytesTotal,
			unit: "bytes"
		});
	};
}
// packages/steps/src/image/promote/record.ts
/** The name of the record of a promotion, below `.ml-ci/`. */
function recordName(environment, digest) {
	return `records/promote-${environment}-${digest.slice(digest.indexOf(":") + 1).slice(0, 12)}.json`;
}
/** The record as JSON. */
function promotionRecord(facts) {
	const { plan, result, startedMs, finishedMs, proved, ...rest } = facts;
	const content = {
		type: "promotion",
		version: 1,
		...rest,
		evidence: proved.map(evidenceOf),
		manifests: [plan.root, ...plan.children].map(({ descriptor }) => descriptor.digest),
		referrers: plan.referrers.map(({ descriptor }) => descriptor.digest),
		digestTags: plan.digestTags.map(({ tag }) => tag),
		foreignLayers: plan.foreign.map(({ digest }) => digest),
		blobs: {
			uploaded: result.blobsUploaded,
			mounted: result.blobsMounted,
			skipped: result.blobsSkipped,
			bytesMoved: result.bytesMoved
		},
		startedAt: new Date(startedMs).toISOString(),
		finishedAt: new Date(finishedMs).toISOString()
	};
	return `${JSON.stringify(content, void 0, 2)}\n`;
}
/** A step that ran before, with what it found: the digest of its report among it. */
function evidenceOf({ step, verdict, rehearsal, outputs, startedAt, finishedAt }) {
	return {
		step,
		verdict,
		...rehearsal !== void 0 && { rehearsal },
		outputs,
		startedAt,
		finishedAt
	};
}
// packages/steps/src/image/promote/tag-state.ts
/**
* Whether the tag may be written. A tag that names another digest is never moved: what runs under it would change without
* a release. The same digest is a promotion that has happened.
*/
function judgeTag(present, wanted, where) {
	if (present === void 0) return "free";
	if (present === wanted) return "same";
	throw new StepError("TAG_TAKEN", {
		message: `the tag "${where.tag}" of "${where.repository}" names "${present}", not "${wanted}"`,
		fix: "release under a new tag, or give the digest that the tag stands for"
	});
}
// packages/steps/src/image/promote/run.ts
/** PutImage is the tightest quota of ECR, 10 a second for the whole account. */
const ecrManifestsPerSecond = 5;
/** Promotes, and answers once the destination was looked at. */
async function run(context) {
	const { inputs, signal, log, clock, images } = context;
	const startedMs = clock.now();
	const source = await images.open(inputs.from, signal);
	const destination = await images.open(inputs.to, signal);
	if (source.name === destination.name) throw sameRepository(source.name);
	const digest = await resolveDigest(context, source);
	const required = requirementsOf(context, inputs.to.name);
	const proved = await recordsOfThisRun(context);
	const missing = await checkRequirements(context, required, digest, destination, proved);
	if (missing.length > 0) return failed(`${inputs.to.name} does not take ${digest}: ${missing.join("; ")}`, { digest });
	const state = judgeTag((await destination.head(inputs.tag, signal))?.digest, digest, {
		tag: inputs.tag,
		repository: destination.name
	});
	const plan = await planCopy(source, digest, inputs.referrers, signal);
	for (const { digest: layer } of plan.foreign) log.warn(`${layer} may not be copied; its maker serves it`);
	const promotion = {
		context,
		source,
		destination,
		digest,
		alreadyPromoted: state === "same",
		required,
		proved,
		plan,
		startedMs
	};
	if (context.plan.active) return passed(await planned(promotion));
	return passed(await complete(promotion));
}
/** The digest that was given, or what the tag names now; from here on nothing asks for the tag in the source again. */
async function resolveDigest({ inputs, signal, log }, source) {
	const found = await source.head(inputs.digest ?? inputs.tag, signal);
	if (found === void 0) throw new StepError("IMAGE_MISSING", {
		message: `"${source.name}" has no image "${inputs.digest ?? inputs.tag}"`,
		fix: `check the ${inputs.digest === void 0 ? "tag" : "digest"}, or build and push the image first`
	});
	if (inputs.digest === void 0) log.info(`${inputs.tag} in ${inputs.from.name} is ${found.digest}`);
	return found.digest;
}
async function complete(promotion) {
	const { context, source, destination, digest, alreadyPromoted, plan } = promotion;
	const { inputs, signal, log, clock } = context;
	const result = await copy(promotion);
	const advice = mountingAdvice(result, source.mountScope !== void 0 && source.mountScope === destination.mountScope, inputs.to);
	if (advice !== void 0) log.warn(advice);
	signal.throwIfAborted();
	tell(promotion, result);
	const record = await context.files.state(recordName(inputs.to.name, digest));
	const facts = {
		from: {
			environment: inputs.from.name,
			repository: source.name
		},
		to: {
			environment: inputs.to.name,
			repository: destination.name
		},
		digest,
		tag: inputs.tag,
		alreadyPromoted,
		required: promotion.required,
		proved: promotion.proved,
		plan,
		result,
		run: context.run,
		startedMs: promotion.startedMs,
		finishedMs: clock.now()
	};
	await context.files.write(record, promotionRecord(facts));
	return {
		digest,
		image: `${destination.name}@${digest}`,
		tag: inputs.tag,
		bytesMoved: result.bytesMoved,
		blobsMounted: result.blobsMounted,
		blobsSkipped: result.blobsSkipped,
		alreadyPromoted,
		record
	};
}
/** Runs the copy. It is run for a promoted image too: signatures that came later, and what is damaged, are made good. */
async function copy({ context, source, destination, plan }) {
	const { inputs, signal, clock, log } = context;
	try {
		return await runCopy(plan, source, destination, {
			tag: inputs.tag,
			concurrency: inputs.concurrency,
			clock,
			signal,
			onProgress: reportProgress(log, clock, `${inputs.from.name} → ${inputs.to.name}`),
			...inputs.to.type === "ecr" ? { manifestsPerSecond: ecrManifestsPerSecond } : {}
		});
	} catch (error) {
		if (error instanceof CancelledError) throw await cancelled(error, destination, context, plan);
		throw error;
	}
}
/** Says what a cancelled promotion left, as the registry tells it and not as we believe. */
async function cancelled(error, destination, { inputs }, plan) {
	const present = await destination.head(inputs.tag, AbortSignal.timeout(2e3)).catch(() => "unknown");
	const again = "run the same command again: layers that have arrived are not sent again";
	if (present === "unknown") return new CancelledError(error.signal, `whether the tag is there is unknown; ${again}`);
	if (present?.digest === plan.root.descriptor.digest) return new CancelledError(error.signal, `"${inputs.tag}" is in "${destination.name}"; ${again}`);
	return new CancelledError(error.signal, `"${destination.name}" has no tag "${inputs.tag}"; ${again}`);
}
function tell({ context, digest, alreadyPromoted, plan }, result) {
	const { inputs, log } = context;
	const attached = plan.referrers.length + plan.digestTags.length;
	log.table({
		title: `${inputs.from.name} → ${inputs.to.name}`,
		columns: ["what", "value"],
		rows: [
			["digest", digest],
			["tag", alreadyPromoted ? `${inputs.tag} (was there)` : inputs.tag],
			["moved", `${plural(result.blobsUploaded, "blob")}, ${formatBytes(result.bytesMoved)}`],
			["mounted", plural(result.blobsMounted, "blob")],
			["there already", plural(result.blobsSkipped, "blob")],
			["with it", plural(attached, "signature, report or attestation", "signatures, reports and attestations")]
		]
	});
}
function sameRepository(name) {
	return new StepError("INPUT_INVALID", {
		message: `both environments are "${name}"`,
		fix: "promote between two different repositories"
	});
}
export { plannedBytes as i, verifyCopy as n, planCopy as r, run, runCopy as t };
