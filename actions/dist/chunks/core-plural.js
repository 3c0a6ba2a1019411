// packages/core/src/plural.ts
/** A number and what it counts: `1 blob`, `3 blobs`, `2 entries`. */
function plural(count, one, several = `${one}s`) {
	return `${count} ${Number(count) === 1 ? one : several}`;
}
export { plural as t };
