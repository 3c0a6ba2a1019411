// packages/core/src/host/signals.ts
/** Listens for SIGINT and SIGTERM of this process. A second signal ends it at once, as it would without a listener. */
function onProcessSignal(listener) {
	let heard = false;
	const handler = (signal) => {
		if (heard) process.exit(signal === "SIGINT" ? 130 : 143);
		heard = true;
		listener(signal === "SIGINT" ? "SIGINT" : "SIGTERM");
	};
	process.on("SIGINT", handler);
	process.on("SIGTERM", handler);
	return () => {
		process.off("SIGINT", handler);
		process.off("SIGTERM", handler);
	};
}
export { onProcessSignal as t };
