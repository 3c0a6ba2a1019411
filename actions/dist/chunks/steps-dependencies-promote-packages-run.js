import { o as __toESM } from "./rolldown-runtime.js";
import { r as passed, t as failed } from "./core-verdict.js";
import { t as mapAtMost } from "./core-map-at-most.js";
import { t as plural } from "./core-plural.js";
import { n as StepError } from "./core-error-codes.js";
import { t as chooseAccount } from "./steps-dependencies-account.js";
import { g as sending, u as codeArtifactClient } from "./core-foreign-endpoint.js";
import { i as packageVersion, n as packageAssets } from "./aws-codeartifact-packages.js";
import { n as parseRequested, r as shown } from "./steps-dependencies-promote-packages-requested.js";
import { a as literal, m as prettifyError, r as array, s as object, t as _enum, u as string } from "./zod.js";
import { t as packageName } from "./steps-dependencies-gate-package-name.js";
// packages/aws/src/codeartifact-copy.ts
/** Versions that CodeArtifact takes in one call. */
const versionsAtOnce = 100;
/**
* Copies versions of one package, and answers for each of them. A call is all or nothing: where CodeArtifact refuses one
* version it skips the others, so those are sent again without it.
*/
async function copyPackageVersions(session, copy, options = {}) {
	const all = Object.keys(copy.revisions);
	const results = [];
	for (let start = 0; start < all.length; start += versionsAtOnce) {
		let left = all.slice(start, start + versionsAtOnce);
		while (left.length > 0) {
			const answers = await copyOnce(session, copy, left, options);
			const skipped = answers.filter(isSkipped).map(({ version }) => version);
			const isStuck = skipped.length === left.length;
			results.push(...answers.filter((answer) => isStuck || !isSkipped(answer)));
			left = isStuck ? [] : skipped;
		}
	}
	return results;
}
function isSkipped(answer) {
	return answer.state === "refused" && answer.code === "SKIPPED";
}
async function copyOnce(session, copy, versions, options) {
	const { CopyPackageVersionsCommand } = await import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeArtifactClient(session);
	const { domain, owner, from, to, revisions, includeFromUpstream, allowOverwrite } = copy;
	const { format, namespace, name } = copy.package;
	const command = new CopyPackageVersionsCommand({
		domain,
		...owner === void 0 ? {} : { domainOwner: owner },
		sourceRepository: from,
		destinationRepository: to,
		format,
		...namespace === void 0 ? {} : { namespace },
		package: name,
		versionRevisions: Object.fromEntries(versions.map((version) => [version, revisions[version] ?? ""])),
		includeFromUpstream,
		allowOverwrite
	});
	const { successfulVersions = {}, failedVersions = {} } = await client.send(command, sending(options));
	return versions.map((version) => {
		const refused = failedVersions[version];
		if (refused !== void 0) {
			const { errorCode: code = "NOT_ALLOWED", errorMessage: message = "" } = refused;
			return {
				version,
				state: "refused",
				code,
				message
			};
		}
		return {
			version,
			state: version in successfulVersions ? "copied" : "unnamed"
		};
	});
}
// packages/steps/src/dependencies/promote-packages/decide.ts
/** Decides about one version before anything is changed. */
function decide({ requested, source, destination }, mayOverwrite) {
	if (source === void 0) return {
		action: "refuse",
		code: "NOT_FOUND",
		message: "the source does not have it"
	};
	const { revision, status } = source.facts;
	if (requested.revision !== void 0 && requested.revision !== revision) return {
		action: "refuse",
		code: "MISMATCHED_REVISION",
		message: `the source has revision ${revision}, and ${requested.revision} was tested`
	};
	if (status !== "Published") return {
		action: "refuse",
		code: "MISMATCHED_STATUS",
		message: `it is ${status} in the source`
	};
	if (destination === void 0) return {
		action: "copy",
		revision
	};
	if (hasSameFiles(source, destination)) return { action: "keep" };
	if (mayOverwrite) return {
		action: "copy",
		revision
	};
	return {
		action: "refuse",
		code: "ALREADY_EXISTS",
		message: "the destination has other files under this version"
	};
}
/** Whether a version is published in the destination with every file of the source, and nothing else. */
function hasSameFiles(source, destination) {
	const files = ({ assets }) => assets.map(fileOf).sort().join("\n");
	return destination.facts.status === "Published" && files(source) === files(destination);
}
function fileOf({ name, hashes }) {
	return `${name} ${hashes.find((hash) => hash.startsWith("sha256:")) ?? ""}`;
}
// packages/steps/src/dependencies/promote-packages/look.ts
/** A version as a repository has it, or undefined where it does not. */
async function look(session, at, { package: name, version }, signal) {
	const facts = await packageVersion(session, at, name, version, { signal });
	if (facts === void 0) return void 0;
	return {
		facts,
		assets: await packageAssets(session, at, name, version, { signal })
	};
}
// packages/steps/src/dependencies/promote-packages/copy.ts
const copiesAtOnce = 4;
/** Copies a package at a time with all its versions; then every version is looked at where it arrived. */
async function copyAll({ inputs, signal, log }, session, { from, to }, versions) {
	const groups = byPackage(versions);
	let done = 0;
	return (await mapAtMost(groups, copiesAtOnce, async (group) => {
		const revisions = group.map(({ seen, revision }) => [seen.requested.version, revision]);
		const answers = await copyPackageVersions(session, {
			domain: from.domain,
			owner: from.owner,
			from: from.repository,
			to: to.repository,
			package: packageOf(group),
			revisions: Object.fromEntries(revisions),
			includeFromUpstream: inputs.includeUpstream,
			allowOverwrite: inputs.overwrite
		}, { signal });
		log.progress({
			label: "copying packages",
			done: ++done,
			total: groups.length,
			unit: "count"
		});
		return await Promise.all(group.map(async ({ seen: { requested, source } }) => {
			const answer = answers.find(({ version }) => version === requested.version);
			if (answer?.state === "refused") return {
				requested,
				state: "refused",
				message: `${answer.code}: ${answer.message}`
			};
			const arrived = await look(session, to, requested, signal);
			if (source === void 0 || arrived === void 0 || !hasSameFiles(source, arrived)) return {
				requested,
				state: "refused",
				message: "the destination does not have the files of the source"
			};
			return {
				requested,
				state: answer?.state === "copied" ? "copied" : "kept",
				message: `revision ${arrived.facts.revision}`
			};
		}));
	})).flat();
}
function byPackage(versions) {
	const groups = /* @__PURE__ */ new Map();
	for (const one of versions) {
		const { package: name } = one.seen.requested;
		const key = `${name.format} ${shown(name)}`;
		const group = groups.get(key);
		if (group === void 0) groups.set(key, [one]);
		else group.push(one);
	}
	return [...groups.values()];
}
function packageOf([first]) {
	return first.seen.requested.package;
}
// packages/steps/src/dependencies/promote-packages/read-record.ts
const schema = object({
	version: literal(1),
	packages: array(object({
		format: _enum(["npm", "pypi"]),
		name: string(),
		version: string(),
		optional: literal(true).optional(),
		revision: string().optional()
	}))
});
/** The versions of a record of `install`, in the revisions that were installed. */
function readRecord(text, file) {
	const read = schema.safeParse(parse(text, file));
	if (!read.success) throw new StepError("DOCUMENT_INVALID", {
		message: `"${file}" is not the record of an install: ${prettifyError(read.error)}`,
		fix: "give the file that install wrote: .ml-ci/dependencies.json"
	});
	return [...new Map(read.data.packages.map((one) => [JSON.stringify([
		one.format,
		one.name,
		one.version,
		one.revision
	]), one])).values()].map(({ format, name, version, revision }) => ({
		package: packageName(format, name),
		version,
		revision
	}));
}
function parse(text, file) {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new StepError("DOCUMENT_INVALID", {
			message: `"${file}" is not JSON`,
			fix: "give the file that install wrote: .ml-ci/dependencies.json",
			cause
		});
	}
}
// packages/steps/src/dependencies/promote-packages/run.ts
const lookUpsAtOnce = 16;
/** Looks at every version in both repositories, copies what the destination lacks, and looks again. */
async function run(context) {
	const { inputs, config, aws, signal, plan } = context;
	const requested = await requestedVersions(context);
	if (inputs.from === inputs.to) throw sameRepository(inputs.from);
	const account = chooseAccount(inputs, config?.environments ?? [], "promote-packages");
	const session = await aws.session(account.environment, signal);
	const domain = {
		domain: inputs.domain,
		owner: account.owner
	};
	const from = {
		...domain,
		repository: inputs.from
	};
	const to = {
		...domain,
		repository: inputs.to
	};
	const decided = await mapAtMost(requested, lookUpsAtOnce, async (one) => {
		const [source, destination] = await Promise.all([look(session, from, one, signal), look(session, to, one, signal)]);
		const seen = {
			requested: one,
			source,
			destination
		};
		return {
			seen,
			decision: decide(seen, inputs.overwrite)
		};
	});
	const results = decided.flatMap(({ seen: { requested: one }, decision }) => {
		if (decision.action === "copy") return [];
		if (decision.action === "keep") return {
			requested: one,
			state: "kept",
			message: "there already"
		};
		return {
			requested: one,
			state: "refused",
			message: `${decision.code}: ${decision.message}`
		};
	});
	const toCopy = decided.flatMap(({ seen, decision }) => decision.action === "copy" ? {
		seen,
		revision: decision.revision
	} : []);
	if (plan.active) for (const { seen, revision } of toCopy) {
		const what = `copy ${label(seen.requested)} (revision ${revision}) to ${inputs.domain}/${inputs.to}`;
		plan.would(what, "codeartifact:CopyPackageVersions");
	}
	else results.push(...await copyAll(context, session, {
		from,
		to
	}, toCopy));
	return conclude(context, requested, results);
}
/** Those that were named, else those of the record of an install. */
async function requestedVersions({ inputs, files }) {
	const { packages, format, record } = inputs;
	if (packages.length > 0) {
		if (format !== void 0) return parseRequested(packages, format);
		throw new StepError("INPUT_INVALID", {
			message: "a mistake in the inputs of promote-packages",
			fix: ({ input }) => `give ${input("format", "npm|pypi|maven|generic")}`,
			problems: [{
				name: "format",
				message: "is needed beside packages"
			}]
		});
	}
	if (record !== void 0) return readRecord(await files.readText(record), record);
	throw new StepError("INPUT_INVALID", {
		message: "a mistake in the inputs of promote-packages",
		fix: ({ input }) => `give ${input("packages", "NAME@VERSION")}, or ${input("record", ".ml-ci/dependencies.json")}`,
		problems: [{
			name: "packages",
			message: "names nothing, and no record of an install is there"
		}]
	});
}
function conclude({ inputs, log, plan }, requested, results) {
	const byRequest = new Map(results.map((result) => [result.requested, result]));
	const rows = requested.flatMap((one) => {
		const result = byRequest.get(one);
		return result === void 0 ? [] : [[
			label(one),
			result.state,
			result.message
		]];
	});
	if (rows.length > 0) log.table({
		title: `${inputs.from} → ${inputs.to}`,
		columns: [
			"version",
			"state",
			""
		],
		rows
	});
	const count = (state) => results.filter((result) => result.state === state).length;
	const counts = {
		copied: count("copied"),
		kept: count("kept"),
		refused: count("refused")
	};
	const refused = results.filter(({ state }) => state === "refused");
	for (const { requested: one, message } of refused) log.annotate({
		level: "error",
		message: `${label(one)} was not copied: ${message}`
	});
	if (refused.length > 0) {
		const names = refused.slice(0, 3).map(({ requested: one }) => label(one));
		const more = refused.length > names.length ? ` and ${refused.length - names.length} more` : "";
		const of = plural(requested.length, "version");
		return failed(`${refused.length} of ${of} could not be copied: ${names.join(", ")}${more}`, counts);
	}
	if (!plan.active) log.info(`${plural(counts.copied, "version")} copied, ${counts.kept} there already`);
	return passed(counts);
}
function label({ package: name, version }) {
	return `${shown(name)}${name.format === "pypi" ? "==" : "@"}${version}`;
}
function sameRepository(name) {
	return new StepError("INPUT_INVALID", {
		message: `"${name}" is the source and the destination`,
		fix: "name two repositories of the domain"
	});
}
export { run, copyPackageVersions as t };
