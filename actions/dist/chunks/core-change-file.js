import { n as StepError } from "./core-error-codes.js";
import { r as statementsOf, t as exportLine } from "./core-shell.js";
import { join } from "node:path";
import { lstat, readFile, rm } from "node:fs/promises";
// packages/core/src/record.ts
const maxAgeMs = 36e5;
/** Writes the record of a step, and its outputs as shell lines for a buildspec to source. */
async function writeRecord(files, record, tables = []) {
	const path = await files.state(join("runs", `${record.step}.json`));
	await files.write(path, `${JSON.stringify(record, void 0, 2)}\n`);
	await writeTables(files, record.step, tables);
	const envPath = await files.state("outputs.env");
	const before = await readFile(envPath, "utf8").catch(() => "");
	await files.write(envPath, outputLines(before, record));
}
/** The tables of a run, whole: a summary has room for a part of them only. */
async function writeTables(files, step, tables) {
	const path = await files.state(join("runs", `${step}.tables.json`));
	if (tables.length > 0) await files.write(path, `${JSON.stringify(tables, void 0, 2)}\n`);
	else await rm(path, { force: true });
}
/** The lines of `outputs.env`: those of other steps stay, those of this step are replaced. */
function outputLines(before, record) {
	const prefix = `ML_CI_${screaming(record.step)}_`;
	const others = statementsOf(before).filter((statement) => !statement.startsWith(`export ${prefix}`));
	const own = Object.entries(record.outputs).map(([name, value]) => exportLine(`${prefix}${screaming(name)}`, String(value)));
	return [
		...others,
		...own,
		""
	].join("\n");
}
/**
* Finds outputs of earlier steps of the same run. A record that git tracks, or that is a link, is refused: anybody who
* can change the tree could choose what is released.
*/
async function readHandover(wanted, files, current) {
	const steps = [...new Set(wanted.map((output) => output.split(".")[0] ?? ""))];
	const records = /* @__PURE__ */ new Map();
	for (const step of steps) {
		const record = await readRecord(step, files);
		if (record && isSameRun(record, current)) records.set(step, record);
	}
	return (output) => {
		const [step = "", name = ""] = output.split(".");
		const value = records.get(step)?.outputs[name];
		return value === void 0 ? void 0 : {
			raw: String(value),
			place: `${step} of this run`
		};
	};
}
/** The record of a step, or undefined where there is none; FILE_UNSAFE where it cannot be trusted. */
async function readRecord(step, files) {
	const text = await readHandedOver(`${step}.json`, files);
	return text === void 0 ? void 0 : JSON.parse(text);
}
/** A file of `.ml-ci/runs/`, or undefined where there is none; FILE_UNSAFE where it came with the tree, or is a link. */
async function readHandedOver(name, files) {
	const path = join(files.root, ".ml-ci", "runs", name);
	const found = await lstat(path).catch(() => void 0);
	if (!found) return void 0;
	if (!found.isFile()) throw unsafe(path, "is not a plain file");
	if (await isTracked(files.root, path)) throw unsafe(path, "is tracked by git");
	return await readFile(path, "utf8");
}
/** True when a record belongs to this run: the same id, or, on a terminal, the same commit less than an hour ago. */
function isSameRun(record, { run, rehearsal, clock }) {
	if (record.rehearsal !== rehearsal || record.run.model !== run.model) return false;
	if (record.run.id !== run.id) return false;
	if (run.id !== "local") return true;
	const age = clock.now() - Date.parse(record.finishedAt);
	return record.run.commit === run.commit && age >= 0 && age < maxAgeMs;
}
function unsafe(path, why) {
	return new StepError("FILE_UNSAFE", {
		message: `the hand-over "${path}" ${why}`,
		fix: "remove it from the tree; .ml-ci/ must not be committed"
	});
}
async function isTracked(root, path) {
	const [{ execFile }, { promisify }] = await Promise.all([import("node:child_process"), import("node:util")]);
	return promisify(execFile)("git", [
		"-C",
		root,
		"ls-files",
		"--error-unmatch",
		"--",
		path
	]).then(() => true, () => false);
}
function screaming(name) {
	return name.replaceAll("-", "_").toUpperCase();
}
export { writeRecord as a, readRecord as i, readHandedOver as n, readHandover as r, isSameRun as t };
