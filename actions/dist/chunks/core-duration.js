// packages/core/src/duration.ts
const unitMs = {
	ms: 1,
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
/** Milliseconds of `90s`, `5m`, `1h30m`; undefined for anything else. */
function parseDuration(text) {
	if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) return void 0;
	let total = 0;
	for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) total += Number(amount) * (unitMs[unit ?? ""] ?? NaN);
	return total;
}
/** A length of time as `parseDuration` reads it: `5m`, `1h30m`, `1500ms`. */
function durationText(ms) {
	let rest = ms;
	let text = "";
	for (const unit of [
		"d",
		"h",
		"m",
		"s",
		"ms"
	]) {
		const size = unitMs[unit] ?? 1;
		const count = Math.floor(rest / size);
		if (count > 0) text += `${count}${unit}`;
		rest -= count * size;
	}
	return text || "0s";
}
/** A length of time for people: `850 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
function formatDuration(ms) {
	if (ms < 1e3) return `${Math.round(ms)} ms`;
	const seconds = Math.round(ms / 1e3);
	if (seconds < 60) return `${seconds} s`;
	if (seconds < 3600) return join(Math.floor(seconds / 60), "min", seconds % 60, "s");
	const minutes = Math.round(seconds / 60);
	return join(Math.floor(minutes / 60), "h", minutes % 60, "min");
}
function join(big, bigUnit, small, smallUnit) {
	return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}
export { formatDuration as n, parseDuration as r, durationText as t };
