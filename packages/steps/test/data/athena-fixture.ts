import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AwsCall, createAws } from '@ml-ci/aws';
import { execute, memoryHost, type Step, scaledClock, silentLog } from '@ml-ci/core';
import {
  type CatalogTable,
  type FaultSpec,
  type QueryExecutor,
  type Sandbox,
  startSandbox,
} from '@ml-ci/sandbox';
import { onTestFinished } from 'vitest';
import { validateData } from '../../src/data/validate-data/index.ts';
import { folderWith } from './fixture.ts';

const [account, region] = ['111111111111', 'eu-west-1'];
const config = `version: 1
model: penguins
environments:
  dev: { account: "${account}", region: ${region}, repository: dev/model }
`;

/** What a run against Athena is made from. */
export interface AthenaRun {
  readonly checks: string;
  readonly sources: string;
  readonly tables: readonly CatalogTable[];
  readonly executor: QueryExecutor;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly cutoffBytes?: number;
  /** More files of the folder. */
  readonly files?: Readonly<Record<string, string>>;
  readonly faults?: readonly FaultSpec[];
  /** Called with the sandbox before the step starts. */
  readonly prepare?: (sandbox: Sandbox, host: ReturnType<typeof memoryHost>) => void;
}

/** Runs the step against a sandbox whose Athena has these tables, on a clock that does not wait. */
export async function runAthena(run: AthenaRun) {
  const clock = scaledClock(Date.now(), 100);
  const sandbox = await startSandbox({ clock, faults: run.faults ?? [] });
  onTestFinished(() => sandbox.stop());
  const athena = sandbox.stores.athena.of({ account, region });
  for (const table of run.tables) athena.addTable(table);
  athena.addWorkGroup({
    name: 'checks',
    isEnabled: true,
    isEnforced: true,
    output: 's3://results/checks/',
    ...(run.cutoffBytes !== undefined && { cutoffBytes: run.cutoffBytes }),
  });
  const asked: string[] = [];
  sandbox.stores.athena.executor = (sql, context) => {
    asked.push(sql);
    return run.executor(sql, context);
  };
  const root = await folderWith({ ...run.files, 'checks.yml': run.checks, 'ml-ci.yml': config });
  const inputs = { checks: 'checks.yml', sources: run.sources, 'athena-workgroup': 'checks', ...run.inputs };
  const host = memoryHost({ cwd: root, inputs });
  run.prepare?.(sandbox, host);
  const own = createAws({
    env: sandbox.env(account, region),
    clock,
    log: silentLog,
    mask: () => undefined,
    allowEndpoints: [],
    run: 'test',
  });
  const services = () => ({
    services: { aws: own } as never,
    rehearsal: () => undefined,
    dispose: async () => undefined,
  });
  const outcome = await execute(validateData as unknown as Step, host, { clock, services });
  const report = await readFile(join(root, '.ml-ci/validate-data/report.json'), 'utf8').then(
    JSON.parse,
    () => undefined,
  );
  const calls: readonly AwsCall[] = own.calls;
  const queries = athena.queries('checks');
  return { outcome, report, asked, calls, queries, events: host.events };
}

interface Found {
  readonly check: string;
  readonly kind: string;
  readonly status: string;
  readonly failing: number;
  readonly figure?: number;
  readonly rows?: number;
}

/** What a report says of each check that must not depend on who computed it. */
export function foundIn(report: { readonly sources: readonly { readonly checks: readonly Found[] }[] }) {
  const [source] = report.sources;
  return Object.fromEntries(
    (source?.checks ?? []).map(({ check, kind, status, failing, figure = null, rows = null }) => [
      check.replaceAll(/athena:\/\/sales\.before|before\.parquet/g, 'before'),
      // an age depends on when it is asked
      [kind, status, failing, kind === 'max-age' ? null : figure, rows],
    ]),
  );
}
