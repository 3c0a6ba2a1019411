// packages/core/src/map-at-most.ts
/** Runs `work` on each item, at most `limit` at once, in order of the list. The first error stops the rest. */
async function mapAtMost(items, limit, work) {
	const results = [];
	let next = 0;
	let isFailed = false;
	const worker = async () => {
		for (let index = next++; index < items.length && !isFailed; index = next++) {
			const item = items[index];
			try {
				results[index] = await work(item);
			} catch (error) {
				isFailed = true;
				throw error;
			}
		}
	};
	const workers = Array.from({ length: Math.min(limit, items.length) }, worker);
	const ends = await Promise.allSettled(workers);
	for (const end of ends) if (end.status === "rejected") throw end.reason;
	return results;
}
export { mapAtMost as t };
