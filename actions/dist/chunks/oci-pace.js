// packages/oci/src/pace.ts
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
/** Waits so that what follows happens at most `perSecond` times a second; never where that is undefined. */
function createPace(perSecond, clock) {
	let freeAtMs = Number.NEGATIVE_INFINITY;
	return async (signal) => {
		if (perSecond === void 0) return;
		const now = clock.now();
		const startMs = Math.max(now, freeAtMs);
		freeAtMs = startMs + 1e3 / perSecond;
		if (startMs > now) await clock.sleep(startMs - now, signal);
	};
}
export { mapAtMost as n, createPace as t };
