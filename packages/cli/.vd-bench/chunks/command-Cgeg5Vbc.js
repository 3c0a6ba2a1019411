import { A as wallClock, k as scaledClock, l as createLog, o as shellQuote, u as silentLog } from "./src-ApriQ9BF.js";
import { t as onProcessSignal } from "./signals-DrIXh88f.js";
import { n as openRuntime } from "./runtime-B1u_-qQT.js";
// packages/cli/src/sandbox/command.ts
/** Runs the sandbox until SIGINT or SIGTERM. */
async function runSandbox({ inputs, env, screen, stdout }) {
	const { parseFaults, startSandbox } = await import("./src-DL9mI39D.js");
	const log = stdout.isTTY ? createLog((event) => screen.show(event)) : silentLog;
	const clock = inputs.speed === 1 ? wallClock : scaledClock(Date.now(), inputs.speed);
	const { runtime, dispose } = await openRuntime("auto", {
		env,
		log
	});
	const sandbox = await startSandbox({
		clock,
		log,
		runtime,
		accounts: [inputs.account],
		faults: parseFaults(inputs.fault ?? []),
		...inputs.port !== void 0 && { port: inputs.port }
	});
	screen.line(`# the sandbox listens on ${sandbox.endpoint}; images run ${runtime.isolates ? "in Docker" : "as processes, which does not isolate them"}`);
	screen.line("# in another terminal:");
	for (const [name, value] of Object.entries(sandbox.env(inputs.account, inputs.region))) screen.line(`export ${name}=${shellQuote(value)}`);
	screen.line("# Ctrl-C ends it and everything in it");
	const signal = await new Promise((resolve) => onProcessSignal(resolve));
	await sandbox.stop();
	await dispose();
	return signal === "SIGINT" ? 130 : 143;
}
export { runSandbox };
