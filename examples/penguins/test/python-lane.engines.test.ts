import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../src/model.ts';
import { adelie, questions } from './questions.ts';
import { type RunningServer, serve } from './running-server.ts';
import { example, traffic } from './workspace.ts';

// The lane with Python's own tools: a fresh environment, the packages of the lock by their hashes, and then the same
// promises as in the npm lane. It needs python3 and an index of packages, and takes about half a minute.

const run = promisify(execFile);
const releases = [
  { data: 'penguins.csv', rows: 275 },
  { data: 'penguins-without-torgersen.csv', rows: 234 },
];

describe('the Python lane', () => {
  let folder = '';
  let python = '';
  const servers: RunningServer[] = [];
  const server = (release: number) =>
    servers[release] ?? expect.unreachable(`release ${release + 1} did not start`);
  const weights = (release: number) => join(folder, `release-${release + 1}.joblib`);

  async function train(data: string, out: string): Promise<void> {
    await run(python, ['python/train.py', '--data', `data/${data}`, '--out', out], {
      cwd: example,
      env: environment(folder),
    });
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penguins-python-'));
    python = join(folder, 'venv/bin/python');
    await run('python3', ['-m', 'venv', join(folder, 'venv')], { env: environment(folder) });
    const wheels = [
      '--require-hashes',
      '--only-binary',
      ':all:',
      '--no-cache-dir',
      '--disable-pip-version-check',
    ];
    const lock = join(example, 'python/requirements.lock');
    await run(python, ['-m', 'pip', 'install', ...wheels, '-r', lock], { env: environment(folder) });
    await Promise.all(releases.map(({ data }, release) => train(data, weights(release))));
    servers.push(
      ...(await Promise.all(
        releases.map((_, release) => serve(weights(release), [python, '-B', 'python/server.py'])),
      )),
    );
  }, 240_000);

  afterAll(async () => {
    const codes = await Promise.all(servers.map((each) => each.stop()));
    await rm(folder, { recursive: true, force: true });
    expect(codes).toEqual([0, 0]);
  });

  test.each(releases)(
    'trained on $data it names at least 95 in 100 of the penguins that it never saw',
    async ({ rows }) => {
      const version = await server(releases.findIndex((release) => release.rows === rows)).get('/version');
      expect(version.trainedOn?.rows).toBe(rows);
      expect(version.heldOut?.accuracy).toBeGreaterThanOrEqual(0.95);
    },
  );

  test('training again gives the same bytes, and the server reports their digest', async () => {
    await train('penguins.csv', join(folder, 'again.joblib'));
    const [first, again] = await Promise.all([readFile(weights(0)), readFile(join(folder, 'again.joblib'))]);
    expect(again.equals(first)).toBe(true);
    expect((await server(0).get('/version')).weightsDigest).toBe(digestOf(first));
  });

  test('a prediction is a species, a probability for each, and the digest of the weights', async () => {
    const answer = await server(0).predict(adelie);
    expect(answer).toMatchObject({ status: 200, species: 'Adelie' });
    expect(Object.keys(answer.probabilities ?? {})).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
    expect(answer.weightsDigest).toBe((await server(0).get('/version')).weightsDigest);
  });

  test('both are healthy; of the traffic, release 2 fails on the island that its data lacked and on nothing else', async () => {
    for (const release of [0, 1]) expect((await server(release).get('/health')).status).toBe(200);
    for (const { body } of await traffic()) {
      expect((await server(0).predict(body)).status).toBe(200);
      expect((await server(1).predict(body)).status).toBe(body.island === 'Torgersen' ? 500 : 200);
    }
  });

  test.each(questions)('%s', async (_, body, status) => {
    expect((await server(0).predict(body)).status).toBe(status);
  });
});

// pip and Python read many variables; these are the ones that say how this machine reaches an index of packages.
function environment(home: string): NodeJS.ProcessEnv {
  const names = [
    'PATH',
    'HTTPS_PROXY',
    'https_proxy',
    'NO_PROXY',
    'no_proxy',
    'SSL_CERT_FILE',
    'PIP_CERT',
    'PIP_INDEX_URL',
  ];
  const kept = names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(kept), HOME: home, LANG: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' };
}
