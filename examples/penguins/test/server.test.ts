import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWeights } from '../src/model.ts';
import { adelie, questions } from './questions.ts';
import { type RunningServer, serve } from './running-server.ts';
import { penguins, traffic, train } from './workspace.ts';

const digest = /^sha256:[0-9a-f]{64}$/;

async function statuses(server: RunningServer, bodies: readonly unknown[]): Promise<number[]> {
  return Promise.all(bodies.map(async (body) => (await server.predict(body)).status));
}

describe('two releases of the same server', () => {
  let servers: readonly RunningServer[] = [];
  let [first, second]: RunningServer[] = [];
  let firstDigest = '';

  beforeAll(async () => {
    const files = await Promise.all(['penguins.csv', 'penguins-without-torgersen.csv'].map(train));
    firstDigest = readWeights(files[0] ?? '').digest;
    servers = await Promise.all(files.map((weights) => serve(weights)));
    [first, second] = servers;
  });

  afterAll(async () => {
    expect(await Promise.all(servers.map((server) => server.stop()))).toEqual(servers.map(() => 0));
  });

  const release1 = () => first ?? expect.unreachable('release 1 did not start');
  const release2 = () => second ?? expect.unreachable('release 2 did not start');

  test('both are healthy, and each says which weights it serves', async () => {
    for (const server of [release1(), release2()]) expect((await server.get('/health')).status).toBe(200);
    const [one, two] = await Promise.all([release1(), release2()].map((server) => server.get('/version')));
    expect(one).toMatchObject({ weightsDigest: firstDigest, trainedOn: { rows: 275 } });
    expect(two).toMatchObject({ weightsDigest: expect.stringMatching(digest), trainedOn: { rows: 234 } });
    expect(two?.weightsDigest).not.toBe(firstDigest);
  });

  test('a prediction is a species, a probability for each, and the digest of the weights', async () => {
    const answer = await release1().predict(adelie);
    expect(answer).toMatchObject({ status: 200, species: 'Adelie', weightsDigest: firstDigest });
    const chances = answer.probabilities ?? {};
    expect(Object.keys(chances)).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
    expect(Object.values(chances).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 5);
  });

  test('release 1 answers all of the traffic', async () => {
    const bodies = (await traffic()).map(({ body }) => body);
    expect(new Set(await statuses(release1(), bodies))).toEqual(new Set([200]));
  });

  test('release 2 fails on the island that its data lacked, and says which', async () => {
    const torgersen = (await traffic())
      .map(({ body }) => body)
      .filter(({ island }) => island === 'Torgersen');
    expect(await statuses(release2(), torgersen)).toEqual(torgersen.map(() => 500));
    expect((await release2().predict(torgersen[0])).error).toContain('island "Torgersen"');
  });

  test('release 2 is healthy and right in traffic without that island', async () => {
    const rows = penguins('penguins.csv').filter((row) => row.penguin.island !== 'Torgersen');
    const answers = await Promise.all(
      rows.map(async (row) => {
        const { status, species } = await release2().predict(row.penguin);
        return { status, right: species === row.species };
      }),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(answers.filter(({ right }) => right).length / rows.length).toBeGreaterThanOrEqual(0.95);
  });

  test.each(questions)('%s', async (_, body, status) => {
    expect((await release1().predict(body)).status).toBe(status);
  });

  test('there is nothing else', async () => {
    expect((await release1().get('/')).status).toBe(404);
    expect((await release1().get('/predict')).status).toBe(404);
  });
});

test('a server without weights does not start', async () => {
  await expect(serve('/does/not/exist.json')).rejects.toThrow('ended with 1');
});
