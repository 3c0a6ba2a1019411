import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAws, writeObject } from '@ml-ci/aws';
import { execute, memoryHost, type Step, scaledClock, silentLog } from '@ml-ci/core';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { validateData } from '../packages/steps/src/data/validate-data/index.ts';
import { attachFor, judgedOf, provePermissions, type Scenario } from './support/permission-proof.ts';

const [account, region] = ['111111111111', 'eu-west-1'];

function scenario(
  name: string,
  sources: string,
  ending: unknown,
  inputs: Readonly<Record<string, string>> = {},
): Scenario {
  return {
    name,
    ending,
    async run(policy) {
      const folder = await mkdtemp(join(tmpdir(), 'ml-ci-permissions-'));
      const sandbox = await startSandbox({ clock: scaledClock(Date.now(), 60) });
      try {
        const env = sandbox.env(account, region);
        const { clock } = sandbox;
        const awsOf = () =>
          createAws({ env, clock, log: silentLog, mask: () => undefined, allowEndpoints: [], run: 'test' });
        sandbox.stores.s3.createBucket('training', account, region);
        sandbox.stores.s3.createBucket('figures', account, region);
        const seeding = await awsOf().session({ type: 'ecr', name: 'seed', account, region, repository: '' });
        await writeObject(seeding, { bucket: 'training', key: 'raw/1.csv' }, body('id\n1\n2\n'));
        seedAthena(sandbox);
        await writeFile(join(folder, 'ml-ci.yml'), config);
        await writeFile(join(folder, 'checks.yml'), 'version: 1\ncolumns:\n  id: { type: integer }\n');
        const roles = await attachFor(sandbox, folder, policy, ['dev']);
        const host = memoryHost({ cwd: folder, env, inputs: { checks: 'checks.yml', sources, ...inputs } });
        const services = () => ({
          // the step asks nothing of images
          services: { aws: awsOf() } as never,
          rehearsal: () => sandbox.endpoint,
          dispose: async () => undefined,
        });
        const { exitCode, error } = await execute(validateData as unknown as Step, host, { clock, services });
        const report = join(folder, '.ml-ci/validate-data/report.json');
        const rows: unknown = exitCode === 0 ? JSON.parse(await readFile(report, 'utf8')).rows : undefined;
        return { ending: { exitCode, code: error?.code, rows }, judged: judgedOf(sandbox, roles) };
      } finally {
        await sandbox.stop();
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** A table that lies in the bucket of the files; each query counts two rows. */
function seedAthena({ stores }: Sandbox): void {
  const there = stores.athena.of({ account, region });
  there.addWorkGroup({ name: 'checks', isEnabled: true, isEnforced: false });
  there.addTable({
    catalog: 'AwsDataCatalog',
    database: 'sales',
    name: 'orders',
    columns: [{ name: 'id', type: 'bigint' }],
    location: 's3://training/orders/',
  });
  stores.athena.executor = async (sql) => {
    const columns = [...sql.matchAll(/ AS (a\d+)\b/g)].map(([, name = '']) => ({ name, type: 'bigint' }));
    return {
      columns,
      rows: [columns.map(({ name }) => (name === 'a0' ? '2' : '0'))],
      scannedBytes: 5_000_000,
    };
  };
}

const config = `version: 1
model: m
environments:
  dev: { account: "${account}", region: ${region}, role: "arn:aws:iam::${account}:role/ml-ci", repository: dev/m }
data:
  checks: checks.yml
  sources: ["s3://training/raw/*.csv", "athena://sales.orders"]
  athena: { workgroup: checks, output: "s3://results/checks/" }
  history: "s3://figures/kept/"
`;

async function* body(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

provePermissions(validateData, [
  scenario('a glob', 's3://training/raw/*.csv', { exitCode: 0, code: undefined, rows: 2 }),
  scenario(
    'a history',
    's3://training/raw/1.csv',
    { exitCode: 0, code: undefined, rows: 2 },
    { history: 's3://figures/kept/' },
  ),
  scenario('one object', 's3://training/raw/1.csv', { exitCode: 0, code: undefined, rows: 2 }),
  scenario('an object that is not there', 's3://training/raw/none.csv', {
    exitCode: 2,
    code: 'FILE_MISSING',
    rows: undefined,
  }),
  scenario('a table of Athena', 'athena://sales.orders', { exitCode: 0, code: undefined, rows: 2 }),
  scenario(
    'a query that is ended',
    'athena://sales.orders',
    { exitCode: 2, code: 'SCAN_LIMIT_REACHED', rows: undefined },
    { 'athena-scan-limit': '1MB' },
  ),
]);
