import { c as suggest, i as StepError } from "./load-B55PWNpz.js";
import { n as execute, p as createFiles } from "./src-ApriQ9BF.js";
import { n as terminalHost, s as localRun } from "./terminal-BUmydXUk.js";
import { t as steps } from "./src-Dr8u9QN7.js";
import { n as needConfig } from "./command-Db9Mh-ni.js";
import { t as createServices } from "./services-BwrIydWe.js";
import { lstat, readFile, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
// packages/cli/src/release/chain.ts
/**
* The links of a release in order: first what is done once, then for each stage up to `until` the promotion to it and
* the deployment in it.
*/
function chainOf(document, options) {
	const names = Object.keys(document.environments ?? {});
	const wanted = document.release?.steps ?? [];
	const last = names.indexOf(options.until);
	if (last < 0) throw unknownStage(options.until, names);
	if (wanted.length === 0) throw new StepError("CONFIG_INVALID", {
		message: "ml-ci.yml has no release.steps",
		fix: "add release: { steps: [install, validate-data, build-image, promote, deploy], until: prod }"
	});
	const once = wanted.filter((step) => !isPerStage(step)).map((step) => onceLink(step, names[0], options));
	const staged = names.slice(0, last + 1).flatMap((stage, index) => {
		const previous = names[index - 1];
		return wanted.filter(isPerStage).flatMap((step) => stageLink(step, stage, previous, document, options));
	});
	return [...once, ...staged].map((link) => ({
		...link,
		inputs: {
			...link.inputs,
			...options.overrides?.[link.step]
		}
	}));
}
/** The links from `from` on, which is a step or a key. */
function startAt(links, from) {
	const index = links.findIndex(({ key, step }) => key === from || step === from);
	if (index >= 0) return index;
	throw new StepError("INPUT_INVALID", {
		message: `"${from}" is no step of this release`,
		fix: suggest(from, links.map(({ key }) => key))
	});
}
function isPerStage(step) {
	return step === "promote" || step === "deploy" || step.startsWith("deploy-");
}
function onceLink(step, firstStage, { tag }) {
	const isBuild = step === "build-image";
	return {
		key: step,
		step,
		title: isBuild ? `build-image → ${firstStage}` : step,
		inputs: isBuild && firstStage !== void 0 ? {
			env: firstStage,
			tag
		} : {}
	};
}
function stageLink(step, stage, previous, document, { tag }) {
	if (step === "promote") {
		if (previous === void 0) return [];
		return [{
			key: `promote:${stage}`,
			step,
			title: `promote ${previous} → ${stage}`,
			inputs: {
				from: previous,
				to: stage,
				tag
			}
		}];
	}
	const target = document.deploy?.[stage]?.target;
	if (target === void 0) return [];
	const deploy = `deploy-${target}`;
	if (step !== "deploy" && step !== deploy) return [];
	return [{
		key: `${deploy}:${stage}`,
		step: deploy,
		title: `${deploy} in ${stage}`,
		inputs: { env: stage }
	}];
}
function unknownStage(stage, names) {
	return new StepError("INPUT_INVALID", {
		message: `"${stage}" is no environment of ml-ci.yml`,
		fix: `use one of ${names.join(", ")}`
	});
}
// packages/cli/src/release/fingerprint.ts
/**
* What a link depends on, as one hash: its inputs, its part of the configuration and the files it reads. Undefined for
* a link that asks a service what is there, and must ask again: promotions and deployments.
*/
async function fingerprintOf(link, config) {
	const { dependencies, data, image } = config.document;
	switch (link.step) {
		case "install": return hashOf(config.root, {
			link,
			dependencies
		}, [dependencies?.lock, "node_modules/.package-lock.json"]);
		case "validate-data": {
			const sources = link.inputs.sources?.split(/[,\n]/) ?? data?.sources ?? [];
			if (sources.some((source) => source.includes("*") || source.includes("://"))) return void 0;
			return hashOf(config.root, {
				link,
				data
			}, [link.inputs.checks ?? data?.checks, ...sources]);
		}
		case "build-image":
			if (image?.engine !== "layers") return void 0;
			return hashOf(config.root, {
				link,
				image
			}, (image.layers ?? []).map(({ from }) => from));
		default: return;
	}
}
async function hashOf(root, facts, paths) {
	const hash = createHash("sha256").update(JSON.stringify(facts));
	for (const path of paths) {
		if (path === void 0) continue;
		hash.update(`\0${path}\0`);
		await addPath(join(root, path), hash);
	}
	return hash.digest("hex");
}
async function addPath(path, hash) {
	const stats = await lstat(path).catch(() => void 0);
	if (stats === void 0) hash.update("missing");
	else if (stats.isSymbolicLink()) hash.update(`link ${await readlink(path)}`);
	else if (stats.isFile()) for await (const chunk of createReadStream(path)) hash.update(chunk);
	else if (stats.isDirectory()) for (const name of (await readdir(path)).sort()) {
		hash.update(`\0${name}\0`);
		await addPath(join(path, name), hash);
	}
}
// packages/cli/src/release/progress.ts
/** Progress of exactly this release, or undefined: another commit, tag or endpoint begins anew. */
function sameRelease(found, wanted) {
	return found && found.commit === wanted.commit && found.tag === wanted.tag && found.rehearsal === wanted.rehearsal ? found : void 0;
}
async function readProgress(root) {
	const text = await readFile(join(root, ".ml-ci", "release.json"), "utf8").catch(() => void 0);
	const parsed = text === void 0 ? void 0 : JSON.parse(text);
	return isProgress(parsed) ? parsed : void 0;
}
async function writeProgress(root, progress) {
	const files = createFiles(root);
	await files.write(await files.state("release.json"), `${JSON.stringify(progress, void 0, 2)}\n`);
}
function isProgress(value) {
	return typeof value === "object" && value !== null && "runId" in value && "done" in value && "tag" in value;
}
// packages/cli/src/release/run-chain.ts
/** Runs the links in order and stops at the first that did not pass, or waits for a person. */
async function runChain(run) {
	const results = [];
	let done = { ...run.progress.done };
	let mustRun = false;
	for (const [index, link] of run.links.entries()) {
		mustRun ||= run.from !== void 0 && index >= run.from;
		const before = await fingerprintOf(link, run.config);
		if (!mustRun && before !== void 0 && done[link.key] === before) {
			run.onLink?.(link, "unchanged");
			results.push({
				link,
				outcome: "unchanged"
			});
			continue;
		}
		mustRun = true;
		run.onLink?.(link, "start");
		const outcome = await runLink(link, run);
		results.push({
			link,
			outcome
		});
		run.onOutcome?.(link, outcome);
		if (outcome.verdict !== "passed") break;
		const after = await fingerprintOf(link, run.config);
		if (after !== void 0) done = {
			...done,
			[link.key]: after
		};
		await writeProgress(run.config.root, {
			...run.progress,
			done
		});
	}
	return results;
}
async function runLink(link, run) {
	const step = steps.find(({ name }) => name === link.step);
	if (!step) throw new Error(`the chain names "${link.step}", which is no step`);
	return execute(step, run.host(link), {
		services: run.services,
		...run.clock && { clock: run.clock }
	});
}
/** The flags of a link, in the form that no value can break out of. */
function flagsOf(link) {
	return Object.entries(link.inputs).map(([name, value]) => `--${name}=${value}`);
}
// packages/cli/src/release/command.ts
/** Runs or plans the chain; the exit code is that of the link that ended it. */
async function runRelease(context) {
	const config = needConfig(context.config, "release");
	const { inputs } = context;
	const { commit } = await localRun(context.env, config.root);
	const tag = inputs.tag ?? commit?.slice(0, 12);
	if (tag === void 0) throw new StepError("INPUT_INVALID", {
		message: "there is no commit to take the tag from",
		fix: "give --tag, or commit first"
	});
	const { until } = inputs;
	if (until === void 0) throw new StepError("CONFIG_INVALID", {
		message: "ml-ci.yml has no release.until",
		fix: "add it, or give --until"
	});
	const links = checkSteps(chainOf(config.document, {
		tag,
		until
	}));
	const from = inputs.from === void 0 ? void 0 : startAt(links, inputs.from);
	const progress = await progressOf(config, {
		commit,
		tag,
		rehearsal: context.env.AWS_ENDPOINT_URL
	}, inputs.fresh);
	if (inputs.plan) return showPlan(context, config, links, progress);
	const { screen } = context;
	return finish(context, await runChain({
		config,
		links,
		from,
		progress,
		services: createServices,
		host: (link) => linkHost(link, context, config, progress.runId),
		onLink: (link, state) => screen.line(`\n${screen.paint.bold(`▸ ${link.title}`)}${state === "unchanged" ? screen.paint.dim("  unchanged, not run again") : ""}`)
	}), links.length);
}
/** The host of one link: a terminal whose flags are the link's inputs; all share the run. */
function linkHost(link, terminal, config, runId) {
	return terminalHost({
		argv: [
			...flagsOf(link),
			`--config=${config.file}`,
			...config.document.models ? [`--model=${config.model}`] : []
		],
		env: {
			...terminal.env,
			ML_CI_RUN_ID: runId
		},
		cwd: config.root,
		stdout: terminal.inputs.json ? terminal.stderr : terminal.stdout,
		stderr: terminal.stderr
	});
}
/** Every step of the chain exists. */
function checkSteps(links) {
	const known = steps.map(({ name }) => name);
	const wrong = [...new Set(links.map(({ step }) => step))].filter((step) => !known.includes(step));
	if (wrong.length === 0) return links;
	const problems = wrong.map((step) => ({
		name: "release.steps",
		message: `"${step}" is no step`,
		place: "ml-ci.yml",
		fix: suggest(step, known)
	}));
	throw new StepError("CONFIG_INVALID", {
		message: "the chain of ml-ci.yml names steps that do not exist",
		problems
	});
}
async function progressOf(config, wanted, isFresh) {
	return (isFresh ? void 0 : sameRelease(await readProgress(config.root), wanted)) ?? {
		...wanted,
		runId: `release-${randomUUID().slice(0, 8)}`,
		done: {}
	};
}
async function showPlan({ screen }, config, links, progress) {
	screen.line(screen.paint.bold("The chain (nothing is run)"));
	let mustRun = false;
	for (const link of links) {
		const fingerprint = await fingerprintOf(link, config);
		const isDone = !mustRun && fingerprint !== void 0 && progress.done[link.key] === fingerprint;
		mustRun ||= !isDone;
		screen.line(`  ${isDone ? "✓" : "·"} ${link.title}${isDone ? screen.paint.dim("  unchanged") : ""}`);
	}
	return 0;
}
function finish({ screen, inputs, stdout }, results, planned) {
	const last = results.at(-1)?.outcome;
	const ended = last === "unchanged" ? void 0 : last;
	const isComplete = results.length === planned && (ended === void 0 || ended.verdict === "passed");
	const verdict = isComplete ? "passed" : ended?.verdict ?? "error";
	const exitCode = isComplete ? 0 : ended?.exitCode ?? 70;
	screen.line("");
	screen.line(isComplete ? screen.paint.green("✓ release passed") : screen.paint.red(`✗ release ended at ${results.at(-1)?.link.title}: ${verdict}`));
	if (!isComplete) screen.line(screen.paint.dim("  when it is mended, ml-ci release goes on from there"));
	if (inputs.json) {
		const links = results.map(({ link, outcome }) => outcome === "unchanged" ? {
			link: link.key,
			verdict: "unchanged"
		} : {
			link: link.key,
			verdict: outcome.verdict,
			outputs: outcome.outputs,
			...outcome.error && { error: outcome.error }
		});
		stdout.write(`${JSON.stringify({
			command: "release",
			verdict,
			links
		})}\n`);
	}
	return exitCode;
}
export { runChain as a, flagsOf as i, linkHost as n, chainOf as o, runRelease as r, checkSteps as t };
