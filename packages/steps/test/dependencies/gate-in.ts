import { createAws, type Session } from '@ml-ci/aws';
import { createLog, type LogEvent } from '@ml-ci/core';
import type { Sandbox } from '@ml-ci/sandbox';
import { type GateOptions, type GateResult, holdAgainst } from '../../src/dependencies/gate/gate.ts';
import type { Lock } from '../../src/dependencies/lock/lock.ts';

/** Where the tests of the gate look. */
export const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;

/** How a lock was held against the sandbox, and what was said. */
export interface Held {
  readonly result: GateResult;
  readonly events: readonly LogEvent[];
  /** What was told and what was annotated, a line each. */
  readonly said: string;
}

/** Holds a lock against the repository of a sandbox. */
export async function holdIn(
  sandbox: Sandbox,
  lock: Lock,
  options: Partial<GateOptions> = {},
): Promise<Held> {
  const events: LogEvent[] = [];
  const log = createLog((event) => events.push(event));
  const result = await holdAgainst(lock, {
    session: await sessionIn(sandbox),
    at: { domain: at.domain, owner: at.owner, repository: at.repository },
    level: 'origin',
    allowedOrigins: ['internal', 'external:*'],
    internal: [],
    log,
    signal: new AbortController().signal,
    ...options,
  });
  const said = events.flatMap((event) => ('message' in event ? [event.message] : []));
  return { result, events, said: said.join('\n') };
}

function sessionIn(sandbox: Sandbox): Promise<Session> {
  const aws = createAws({
    env: sandbox.env(at.owner, at.region),
    clock: sandbox.clock,
    log: createLog(() => undefined),
    mask: () => undefined,
    allowEndpoints: [],
    run: 'gate',
  });
  return aws.session({ type: 'ecr', name: 'dev', account: at.owner, region: at.region, repository: 'm' });
}
