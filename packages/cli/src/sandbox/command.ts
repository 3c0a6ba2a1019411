import { createLog, onProcessSignal, scaledClock, shellQuote, silentLog, wallClock } from '@ml-ci/core';
import type { CommandContext } from '../command.ts';
import type { sandboxInputs } from './index.ts';
import { openRuntime } from './runtime.ts';

/** Runs the sandbox until SIGINT or SIGTERM. */
export async function runSandbox({
  inputs,
  env,
  screen,
  stdout,
}: CommandContext<typeof sandboxInputs>): Promise<number> {
  const { parseFaults, startSandbox } = await import('@ml-ci/sandbox');
  const log = stdout.isTTY ? createLog((event) => screen.show(event)) : silentLog;
  const clock = inputs.speed === 1 ? wallClock : scaledClock(Date.now(), inputs.speed);
  const { runtime, dispose } = await openRuntime('auto', { env, log });
  const sandbox = await startSandbox({
    clock,
    log,
    runtime,
    accounts: [inputs.account],
    faults: parseFaults(inputs.fault ?? []),
    ...(inputs.port !== undefined && { port: inputs.port }),
  });
  screen.line(
    `# the sandbox listens on ${sandbox.endpoint}; images run ${runtime.isolates ? 'in Docker' : 'as processes, which does not isolate them'}`,
  );
  screen.line('# in another terminal:');
  for (const [name, value] of Object.entries(sandbox.env(inputs.account, inputs.region)))
    screen.line(`export ${name}=${shellQuote(value)}`);
  screen.line('# Ctrl-C ends it and everything in it');
  const signal = await new Promise<'SIGINT' | 'SIGTERM'>((resolve) => onProcessSignal(resolve));
  await sandbox.stop();
  await dispose();
  return signal === 'SIGINT' ? 130 : 143;
}
