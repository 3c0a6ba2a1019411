// packages/core/src/nearest.ts
/** The known name closest to `name`, when it is close enough to be what was meant. */
function nearest(name, known) {
	let best;
	for (const word of known) {
		const distance = editDistance(name, word);
		if (!best || distance < best.distance) best = {
			word,
			distance
		};
	}
	return best && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.word : void 0;
}
/** `did you mean "x"?`, or the list of what is known. */
function suggest(name, known) {
	const close = nearest(name, known);
	return close === void 0 ? `known are ${known.join(", ")}` : `did you mean "${close}"?`;
}
/** Edits between two words; two letters swapped count as one (optimal string alignment). */
function editDistance(a, b) {
	const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
	const at = (i, j) => rows[i]?.[j] ?? 0;
	for (let i = 1; i <= a.length; i += 1) {
		const row = [i];
		rows.push(row);
		for (let j = 1; j <= b.length; j += 1) {
			const substitution = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
			const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
			row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, substitution, swap));
		}
	}
	return at(a.length, b.length);
}
export { suggest as n, nearest as t };
