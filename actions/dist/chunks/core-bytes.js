// packages/core/src/bytes.ts
/** A number of bytes for people, in powers of 1000: `12 B`, `1.2 MB`, `34 GB`. */
function formatBytes(bytes) {
	const units = [
		"B",
		"kB",
		"MB",
		"GB",
		"TB"
	];
	let value = bytes;
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1e3;
		unit += 1;
	}
	const digits = unit === 0 || value >= 9.95 ? 0 : 1;
	return `${value.toFixed(digits)} ${units[unit]}`;
}
export { formatBytes as t };
