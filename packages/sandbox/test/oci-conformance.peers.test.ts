import { execFile } from 'node:child_process';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDerived } from '../../../test/derived.ts';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import { conformancePage, rowsOf, unexplained, workflows } from './conformance-report.ts';
import { removeFolder, temporaryFolder } from './folders.ts';

const execute = promisify(execFile);
const suite = 'github.com/opencontainers/distribution-spec/conformance';
const version = 'v0.0.0-20260831232431-97274622c111';
const page = join(import.meta.dirname, '../../../docs/conformance.md');
let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.stop();
  await removeFolder(folder);
});

/** Builds the suite from the Go module of that version; Go keeps what it built. */
async function buildSuite(): Promise<string> {
  const { stdout } = await execute('go', ['mod', 'download', '-json', `${suite}@${version}`], {
    cwd: folder,
  });
  const { Dir } = JSON.parse(stdout) as { Dir: string };
  const source = join(folder, 'source');
  await cp(Dir, source, { recursive: true });
  await execute('chmod', ['-R', 'u+w', source]);
  await execute('go', ['build', '-o', join(folder, 'conformance'), '.'], { cwd: source });
  return join(folder, 'conformance');
}

test.each([true, false])('the registry passes the conformance suite, redirects %s', async (redirectBlobs) => {
  const binary = await buildSuite();
  sandbox.stores.ecr.quirks.redirectBlobs = redirectBlobs;
  const ecr = new ECRClient(seededClient(sandbox));
  const repositories = [`${redirectBlobs}/one`, `${redirectBlobs}/two`];
  for (const repositoryName of repositories) await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand());
  const { authorizationToken = '', proxyEndpoint = '' } = authorizationData?.[0] ?? {};
  const results = join(folder, `results-${redirectBlobs}`);
  const run = await execute(binary, [], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      OCI_RESULTS_DIR: results,
      OCI_VERSION: '1.1',
      OCI_REGISTRY: new URL(proxyEndpoint).host,
      OCI_TLS: 'disabled',
      OCI_REPO1: repositories[0],
      OCI_REPO2: repositories[1],
      OCI_USERNAME: 'AWS',
      OCI_PASSWORD: Buffer.from(authorizationToken, 'base64').toString().replace(/^AWS:/, ''),
      // ECR takes SHA-256 only (docs/sandbox.md).
      OCI_DATA_SHA512: 'false',
    },
  });
  const rows = rowsOf(run.stdout);
  for (const [workflow, names] of Object.entries(workflows)) {
    const results = names.map((name) => rows.get(name));
    expect(results, workflow).not.toContain(undefined);
    expect(results, workflow).toContain('Pass');
  }
  expect(unexplained(rows)).toEqual([]);
  expect(run.stdout).toMatch(/FAIL\.*: +0$/m);
  expect(run.stdout).toMatch(/Error\.*: +0$/m);
  await compareDerived(page, conformancePage(version, rows));
  expect(await readdir(results)).toContain('junit.xml');
});
