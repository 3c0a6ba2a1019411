import { Scoped } from '../compute/scope.ts';
import type { SandboxContext, ServiceModule } from '../context.ts';
import type { Caller } from '../service.ts';
import { live } from './life.ts';
import type { QueryExecutor } from './model.ts';
import { athenaOperations } from './operations.ts';
import { AthenaRegion } from './region.ts';

/** Athena without an engine: what runs SQL is given by the owner of the sandbox. */
export interface Athena {
  of(where: Pick<Caller, 'account' | 'region'>): AthenaRegion;
  /** Runs the SQL of every query from now on; until one is set every query fails. */
  executor: QueryExecutor;
}

export function createAthena(ctx: SandboxContext): ServiceModule<Athena> {
  const regions = new Scoped(() => new AthenaRegion());
  const state: Athena = {
    of: (where) => regions.of(where),
    executor: async () => {
      throw new Error('NOT_SUPPORTED: the sandbox has no engine for SQL; set stores.athena.executor');
    },
  };
  const operations = athenaOperations(
    regions,
    () => ctx.clock.now(),
    (query) =>
      ctx.background(`query ${query.id}`, (signal) => live(query, state.executor, ctx.clock, signal)),
  );
  return {
    services: [
      { kind: 'rpc', signingName: 'athena', target: 'AmazonAthena', jsonVersion: '1.1', operations },
    ],
    state,
  };
}
