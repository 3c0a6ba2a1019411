// packages/core/src/verdict.ts
/** The step did its job, looked again, and the answer is yes. */
function passed(outputs) {
	return {
		verdict: "passed",
		outputs
	};
}
/** The step did its job and the answer is no. */
function failed(reason, outputs = {}) {
	return {
		verdict: "failed",
		reason,
		outputs
	};
}
/** The step could not measure; that is never a pass. */
function inconclusive(reason, outputs = {}) {
	return {
		verdict: "inconclusive",
		reason,
		outputs
	};
}
export { inconclusive as n, passed as r, failed as t };
