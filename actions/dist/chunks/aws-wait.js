import { n as formatDuration } from "./core-duration.js";
import { n as StepError } from "./core-error-codes.js";
import { y as isTransient } from "./core-foreign-endpoint.js";
// packages/aws/src/wait.ts
/**
* Reads until a state that ends the wait. The SDK's waiters retry whatever is thrown and count some rollbacks as success,
* so they are not used anywhere.
*/
async function poll(options) {
	try {
		return await follow(options);
	} catch (error) {
		if (options.signal.aborted && options.onCancel) await options.onCancel(options.signal.reason);
		throw error;
	}
}
async function follow(options) {
	const { clock, signal, what, states, intervalMs, timeoutMs } = options;
	const deadlineMs = clock.now() + timeoutMs;
	const read = steadily(options);
	const key = options.changeKey ?? options.stateOf;
	let last;
	for (;;) {
		signal.throwIfAborted();
		const reading = await read();
		if (reading !== void 0) {
			const state = options.stateOf(reading.value);
			if (last !== key(reading.value)) options.onChange?.(reading.value);
			last = key(reading.value);
			const meaning = Object.hasOwn(states, state) ? states[state] : void 0;
			if (meaning === void 0) throw unknownState(what, state);
			if (meaning !== "wait") return {
				end: meaning,
				reading: reading.value
			};
		}
		if (clock.now() >= deadlineMs) throw new StepError("TIMEOUT", { message: `${what} did not end within ${formatDuration(timeoutMs)}; its last state was "${last ?? "never read"}"` });
		await clock.sleep(intervalMs, signal);
	}
}
function steadily({ clock, signal, read, outageMs = 3e5 }) {
	let failingSinceMs;
	return async () => {
		try {
			const value = await read(signal);
			failingSinceMs = void 0;
			return { value };
		} catch (error) {
			if (signal.aborted) throw signal.reason;
			failingSinceMs ??= clock.now();
			if (!isTransient(error) || clock.now() - failingSinceMs >= outageMs) throw error;
			return;
		}
	};
}
function unknownState(what, state) {
	return new StepError("STATE_UNKNOWN", {
		message: `${what} is in the state "${state}", which ml-ci does not know`,
		fix: "look at it in the console; nothing was changed because of it"
	});
}
export { poll as t };
