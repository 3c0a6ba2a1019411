import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BuildOptions, buildImage } from '../src/build.ts';
import { type Engine, requireEngine } from '../src/connect.ts';
import { removeImage } from '../src/docker-image.ts';

let engine: Engine;
let folder: string;
const built: string[] = [];

beforeAll(async () => {
  engine = await requireEngine(process.env);
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-build-'));
  await copyFile('/bin/busybox', join(folder, 'busybox'));
  await writeFile(join(folder, 'model.txt'), 'weights');
});

afterAll(async () => {
  for (const name of built) await removeImage(engine.docker, name);
  await rm(folder, { recursive: true, force: true });
});

const base = 'FROM scratch\nARG WORD=none\nCOPY busybox /bin/sh\nCOPY model.txt /\n';

async function build(dockerfile: string, options: Partial<BuildOptions> = {}) {
  await writeFile(join(folder, 'Dockerfile'), dockerfile);
  const lines: string[] = [];
  const name = `ml-ci-test:build-${built.length}`;
  built.push(name);
  const id = await buildImage(engine, {
    name,
    context: folder,
    dockerfile: join(folder, 'Dockerfile'),
    isCacheUsed: false,
    onLine: (line) => lines.push(line),
    ...options,
  });
  return { id, lines, config: (await engine.docker.getImage(id).inspect()).Config };
}

test.each([
  ['classic', `${base}RUN echo said-$WORD > /said && cat /said 2>/dev/null || read x < /said && echo $x`],
  ['buildkit', `${base}RUN --mount=type=tmpfs,target=/t echo said-$WORD`],
])('%s: arguments, labels and lines', async (_, dockerfile) => {
  const { id, lines, config } = await build(dockerfile, {
    buildArgs: { WORD: '$(id) "two" words' },
    labels: { 'org.opencontainers.image.revision': 'abc' },
  });
  expect(id).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(config.Labels).toMatchObject({ 'org.opencontainers.image.revision': 'abc' });
  expect(lines.join('\n')).toContain('said-$(id) "two" words');
});

test.each([
  ['classic, a command that fails', `${base}ENV MARK=fails\nRUN exit 9`],
  ['buildkit, a command that fails', `${base}RUN --mount=type=tmpfs,target=/t exit 9`],
  ['an instruction that does not exist', 'FROM scratch\nCOPPY a b'],
  ['a file that is not there', 'FROM scratch\nENV MARK=fails\nCOPY nothing /'],
])('%s: BUILD_FAILED', async (_, dockerfile) => {
  await expect(build(dockerfile)).rejects.toMatchObject({ code: 'BUILD_FAILED' });
  expect(await unnamedWith('MARK=fails')).toEqual([]);
});

/** Images without a name whose environment has this variable. */
async function unnamedWith(variable: string): Promise<readonly string[]> {
  const images = await engine.docker.listImages({ all: true, filters: { dangling: ['true'] } });
  const details = await Promise.all(
    images.map(({ Id }) =>
      engine.docker
        .getImage(Id)
        .inspect()
        .catch(() => undefined),
    ), // others come and go
  );
  return details.flatMap((image) => (image?.Config.Env?.includes(variable) ? [image.Id] : []));
}

test('aborting ends the build, and no container stays', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled');
  const building = build(`${base}RUN while :; do :; done`, {
    signal: controller.signal,
    onLine: (line) => line.includes('while') && setTimeout(() => controller.abort(reason), 500),
  });
  await expect(building).rejects.toBe(reason);
  const left = async () =>
    (await engine.docker.listContainers({ all: true })).filter(({ Command }) =>
      Command.includes('while :; do'),
    );
  await expect.poll(left, { timeout: 10_000 }).toEqual([]);
});
