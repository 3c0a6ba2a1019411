import { r as statementsOf, t as exportLine } from "./core-shell.js";
import { l as refuseForeign } from "./core-state-folder.js";
import { join } from "node:path";
import { closeSync, existsSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile, readdir, rm } from "node:fs/promises";
// packages/core/src/change-file.ts
/** A change takes a few milliseconds: a lock that stands longer is of a process that was killed. */
const patienceMs = 2e3;
const breathMs = 3;
/**
* Replaces a text file by what `change` makes of it, as one act: another process that changes it at the same time waits, so
* neither takes back what the other wrote. An absent file is `undefined`, on both sides. It is on disk when this returns.
*/
function changeFile(path, change, mode = 420) {
	const lock = `${path}.lock`;
	take(lock);
	try {
		const before = existsSync(path) ? readFileSync(path, "utf8") : void 0;
		const after = change(before);
		if (after === before) return;
		if (after === void 0) rmSync(path, { force: true });
		else replace(path, after, mode);
	} finally {
		rmSync(lock, { force: true });
	}
}
function replace(path, text, mode) {
	const beside = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
	try {
		writeFileSync(beside, text, {
			flag: "wx",
			mode
		});
		renameSync(beside, path);
	} catch (error) {
		rmSync(beside, { force: true });
		throw error;
	}
}
function take(lock) {
	let seen = "";
	let sinceMs = performance.now();
	for (;;) {
		try {
			closeSync(openSync(lock, "wx", 384));
			return;
		} catch (error) {
			if (error.code !== "EEXIST") throw error;
		}
		const now = identityOf(lock);
		if (now !== seen) [seen, sinceMs] = [now, performance.now()];
		else if (performance.now() - sinceMs > patienceMs) rmSync(lock, { force: true });
		wait(breathMs);
	}
}
/** Says whether it is still the same lock; by no clock but that of this process, since the disk may be of another machine. */
function identityOf(lock) {
	const found = lstatSync(lock, {
		throwIfNoEntry: false,
		bigint: true
	});
	return found === void 0 ? "" : `${found.ino} ${found.birthtimeNs} ${found.mtimeNs}`;
}
/** Callers are on their way out, or about to start what must be known first: there is nothing else to do meanwhile. */
function wait(ms) {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
// packages/core/src/record.ts
const maxAgeMs = 36e5;
/** Writes the record of a step, and its outputs as shell lines for a buildspec to source. */
async function writeRecord(files, record, tables = []) {
	const path = await files.state(join("runs", `${record.step}.json`));
	await files.write(path, `${JSON.stringify(record, void 0, 2)}\n`);
	await writeTables(files, record.step, tables);
	changeFile(await files.state("outputs.env"), (before) => outputLines(before ?? "", record));
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
/** The records of all steps that ran here, of whichever run, in the order of their names; FILE_UNSAFE as above. */
async function readRecords(files) {
	const folder = join(files.root, ".ml-ci", "runs");
	const names = existsSync(folder) ? await readdir(folder) : [];
	const records = [];
	for (const name of names.sort()) {
		const [, step] = /^([a-z0-9-]+)\.json$/.exec(name) ?? [];
		const record = step === void 0 ? void 0 : await readRecord(step, files);
		if (record !== void 0) records.push(record);
	}
	return records;
}
/** A file of `.ml-ci/runs/`, or undefined where there is none; FILE_UNSAFE where it came with the tree, or is a link. */
async function readHandedOver(name, files) {
	const place = join("runs", name);
	await refuseForeign(files.root, [place]);
	const path = join(files.root, ".ml-ci", place);
	return existsSync(path) ? await readFile(path, "utf8") : void 0;
}
/** True when a record belongs to this run: the same id, or, on a terminal, the same commit less than an hour ago. */
function isSameRun(record, { run, rehearsal, clock }) {
	if (record.rehearsal !== rehearsal || record.run.model !== run.model) return false;
	if (record.run.id !== run.id) return false;
	if (run.id !== "local") return true;
	const age = clock.now() - Date.parse(record.finishedAt);
	return record.run.commit === run.commit && age >= 0 && age < maxAgeMs;
}
function screaming(name) {
	return name.replaceAll("-", "_").toUpperCase();
}
export { writeRecord as a, readRecords as i, readHandedOver as n, changeFile as o, readHandover as r, isSameRun as t };
