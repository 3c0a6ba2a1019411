import { n as StepError } from "./core-error-codes.js";
import { basename, dirname, join, relative } from "node:path";
import { lstat, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
// packages/steps/src/dependencies/install/python/target.ts
/** Says that a folder was made here and may be replaced. */
const marker = ".ml-ci-install";
/** Prepares the target of the inputs; refuses a folder that somebody else filled. */
async function openTarget({ inputs, files, state }) {
	if (inputs.target === void 0) return {
		folder: void 0,
		accept: async () => void 0,
		close: async () => void 0
	};
	const place = files.resolve(inputs.target);
	await checkPlace(place, inputs.target, files.root);
	await mkdir(dirname(place), { recursive: true });
	const beside = await mkdtemp(join(dirname(place), ".ml-ci-install-"));
	state.save("target", place);
	state.save("beside", beside);
	const folder = join(beside, "new");
	return {
		folder,
		async accept() {
			await writeFile(join(folder, marker), "Made by ml-ci install, which replaces this folder as a whole.\n");
			await rename(place, join(beside, "old")).catch(ignoreMissing);
			await rename(folder, place);
		},
		close: () => rm(beside, {
			recursive: true,
			force: true
		})
	};
}
/** Removes what a killed run had beside its target, and puts the old content back where it died between two moves. */
async function closeLeft(place, beside) {
	const found = await lstat(beside).catch(ignoreMissing);
	if (!found) return false;
	const names = found.isDirectory() ? await readdir(beside) : [""];
	if (!(dirname(beside) === dirname(place) && /^\.ml-ci-install-[A-Za-z0-9]{6}$/.test(basename(beside)) && names.every((name) => name === "new" || name === "old"))) throw unsafe(beside, "is not what ml-ci makes beside one");
	if (names.includes("old") && !await lstat(place).catch(ignoreMissing)) await rename(join(beside, "old"), place);
	await rm(beside, {
		recursive: true,
		force: true
	});
	return true;
}
async function checkPlace(place, written, root) {
	const way = relative(place, root);
	if (way === "" || !way.startsWith("..")) throw unsafe(written, "holds the project itself");
	const found = await lstat(place).catch(ignoreMissing);
	if (!found) return;
	if (!found.isDirectory()) throw unsafe(written, "is not a folder");
	const names = await readdir(place);
	if (names.length > 0 && !names.includes(marker)) throw unsafe(written, "has files that ml-ci did not install");
}
function unsafe(target, why) {
	return new StepError("FILE_UNSAFE", {
		message: `the target "${target}" ${why}`,
		fix: "the target is replaced as a whole: remove it, or name another folder"
	});
}
function ignoreMissing(error) {
	if (error.code === "ENOENT") return void 0;
	throw error;
}
export { openTarget as n, closeLeft as t };
