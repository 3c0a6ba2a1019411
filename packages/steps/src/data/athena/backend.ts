import type { Backend } from '../measure/check-source.ts';
import { environmentOf } from '../sources/s3/source.ts';
import type { PlannedSource } from '../sources/source-plans.ts';
import type { Context } from '../validate-data/index.ts';
import { athenaEngine } from './engine.ts';
import { parseTableName } from './entry.ts';
import { createRunner } from './runner.ts';
import { takeAthenaSamples } from './samples.ts';
import { openAthenaTable } from './table.ts';
import { openPlace } from './workgroup.ts';

/** What reads the sources of a run that are in Athena: one account, one workgroup and one limit for all of them. */
export function athenaBackends(context: Context): (planned: PlannedSource) => Promise<Backend> {
  let opened: ReturnType<typeof open> | undefined;
  return async ({ source }) => {
    opened ??= open(context, source.entry);
    const { session, place, runner } = await opened;
    const { signal } = context;
    const engine = athenaEngine(runner, parseTableName(source.entry));
    return {
      engine,
      openTable: (one) => openAthenaTable(session, one.source, { workGroup: place.workGroup, signal }),
      takeSamples: takeAthenaSamples,
      scannedBytes: engine.scannedBytes,
    };
  };
}

async function open(context: Context, entry: string) {
  const { inputs, aws, signal } = context;
  const session = await aws.session(environmentOf(entry, context), signal);
  const place = await openPlace(
    session,
    { workGroup: inputs.athenaWorkgroup, output: inputs.athenaOutput },
    signal,
  );
  const runner = createRunner({ ...place, session, context, scanLimitBytes: inputs.athenaScanLimit });
  return { session, place, runner };
}
