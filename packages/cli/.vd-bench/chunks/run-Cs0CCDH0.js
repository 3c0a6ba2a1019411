import { i as StepError, r as CancelledError } from "./load-B55PWNpz.js";
import { a as readRecord, i as isSameRun } from "./src-ApriQ9BF.js";
import { t as formatBytes } from "./bytes-B6Hm6AJm.js";
import { r as passed, t as failed } from "./verdict-BmwQJfMG.js";
import { g as runCopy, i as isLoopbackHost, y as planCopy } from "./src-yrlXQMMI.js";
// packages/steps/src/image/promote/requirements.ts
/** What is missing, one sentence each; nothing where the digest may pass. */
function missingEvidence(required, evidence) {
	const environments = required.environments.filter((name) => !evidence.environments.has(name)).map((name) => `"${name}" does not have it: promote it there first`);
	const steps = required.steps.flatMap((step) => {
		const record = evidence.records.get(step);
		if (record === void 0) return [`"${step}" has not run in this release: run it first`];
		if (record.verdict !== "passed") return [`"${step}" ended with ${record.verdict}`];
		if (record.rehearsal !== void 0 && !evidence.isRehearsal) return [`"${step}" passed in a rehearsal on ${record.rehearsal} only`];
		return [];
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
async function checkRequirements(context, required, digest, destination) {
	const environments = /* @__PURE__ */ new Set();
	for (const name of required.environments) {
		const environment = context.config?.environments.find((candidate) => candidate.name === name);
		if (environment === void 0) continue;
		if (await (await context.images.open(environment, context.signal)).head(digest, context.signal) !== void 0) environments.add(name);
	}
	const records = /* @__PURE__ */ new Map();
	for (const step of required.steps) {
		const record = await readRecord(step, context.files);
		if (record && isOfThisRun(record, context)) records.set(step, record);
	}
	const host = destination.mountScope;
	return missingEvidence(required, {
		environments,
		records,
		isRehearsal: host === void 0 || isLoopbackHost(host)
	});
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
	const count = `${result.blobsUploaded} of ${result.blobsUploaded + result.blobsMounted} blobs`;
	if (to.type !== "ecr") return `${count} were uploaded although both repositories are in one registry`;
	return `${count} were uploaded although both repositories are in one registry: blob mounting is off there, their encryption keys differ, or the source is a pull-through cache; to switch it on: ${`aws ecr put-account-setting --name BLOB_MOUNTING --value ENABLED --region ${to.region}`}`;
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
		const change = `${isOneRegistry ? "mount" : "copy"} ${missing.length} blobs (${size}) to ${destination.name}`;
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
	const { plan, result, startedMs, finishedMs, ...rest } = facts;
	const content = {
		type: "promotion",
		version: 1,
		...rest,
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
	const missing = await checkRequirements(context, required, digest, destination);
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
	log.table({
		title: `${inputs.from.name} → ${inputs.to.name}`,
		columns: ["what", "value"],
		rows: [
			["digest", digest],
			["tag", alreadyPromoted ? `${inputs.tag} (was there)` : inputs.tag],
			["moved", `${result.blobsUploaded} blobs, ${formatBytes(result.bytesMoved)}`],
			["mounted", `${result.blobsMounted} blobs`],
			["there already", `${result.blobsSkipped} blobs`],
			["with it", `${plan.referrers.length + plan.digestTags.length} signatures, reports and attestations`]
		]
	});
}
function sameRepository(name) {
	return new StepError("INPUT_INVALID", {
		message: `both environments are "${name}"`,
		fix: "promote between two different repositories"
	});
}
export { run };
