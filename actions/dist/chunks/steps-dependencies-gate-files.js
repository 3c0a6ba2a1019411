// packages/steps/src/dependencies/gate/files.ts
/** What is wrong with the files of a version, in words: one sentence a file, or one for all of them. */
function fileProblems(locked, assets) {
	if (locked.isUnchecked && pinsOf(assets).length === 0) return ["has no checksum in the lock, and no file with a SHA-512 in the repository"];
	if (locked.hashes.length === 0) return [];
	const changed = assets.filter((asset) => isChanged(asset, locked));
	if (changed.length > 0) return changed.map((asset) => `has the file "${asset.name}" with another hash than the lock: ${shown(strongOf(asset))}`);
	if (assets.some((asset) => isLocked(asset, locked))) return [];
	const strong = assets.map(strongOf).find((hash) => hash !== void 0);
	return [strong === void 0 ? "has no file in the repository" : `has no file with a hash of the lock; the repository has ${shown(strong)}`];
}
/** How many files the repository has that a lock with names of files says nothing of: a tool takes none of them. */
function unnamedFiles(locked, assets) {
	if (locked.files === void 0) return 0;
	return assets.filter((asset) => !isLocked(asset, locked)).length;
}
/** What the repository says a package is that the lock has no checksum of. */
function pinsOf(assets) {
	return assets.flatMap(({ hashes }) => hashes.filter((hash) => hash.startsWith("sha512:"))).sort();
}
/** Whether the lock names a file and gives it a hash of a kind that is known of it, and that is another one. */
function isChanged({ name, hashes }, { files = [] }) {
	const wanted = files.find((file) => file.name === name)?.hashes ?? [];
	const kinds = new Set(hashes.map(kindOf));
	return wanted.some((hash) => kinds.has(kindOf(hash))) && !wanted.some((hash) => hashes.includes(hash));
}
function isLocked(asset, locked) {
	return locked.hashes.some((hash) => asset.hashes.includes(hash));
}
function kindOf(hash) {
	return hash.slice(0, hash.indexOf(":"));
}
function strongOf({ hashes }) {
	return hashes.find((hash) => /^sha(?:256|512):/.test(hash));
}
function shown(hash) {
	return `${hash?.slice(0, 19)}…`;
}
export { pinsOf as n, unnamedFiles as r, fileProblems as t };
