import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RegistryProcess, startRegistry } from './bench/lib/registry-process.ts';

const dist = join(import.meta.dirname, '../actions/dist');
let folder: string;
let registry: RegistryProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-dist-'));
  await cp(dist, join(folder, 'actions/dist'), { recursive: true });
  registry = await startRegistry(join(folder, 'registry'));
});

afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const dockerfiles = [
  ['the first builder', 'FROM scratch\nCOPY a.txt /a.txt\n'],
  [
    'BuildKit',
    'FROM scratch AS unused\nRUN --mount=type=cache,target=/x ["/none"]\nFROM scratch\nCOPY a.txt /a.txt\n',
  ],
] as const;

describe('the action build-image, bundled, with a Docker engine', () => {
  it.each(dockerfiles)('builds and pushes with %s', async (builder, dockerfile) => {
    const repository = builder.toLowerCase().replaceAll(' ', '-');
    const project = join(folder, repository);
    await mkdir(project);
    await writeFile(join(project, 'Dockerfile'), dockerfile);
    await writeFile(join(project, 'a.txt'), `${builder}\n`);
    await writeFile(
      join(project, 'ml-ci.yml'),
      `version: 1\nmodel: t\nenvironments: { dev: { registry: "${registry.host}/${repository}" } }\nimage: { engine: docker, context: . }\n`,
    );
    const output = join(project, 'outputs');
    await writeFile(output, '');
    const { PATH, DOCKER_HOST } = process.env;
    await promisify(execFile)(process.execPath, [join(folder, 'actions/dist/build-image.js')], {
      cwd: project,
      env: { PATH, DOCKER_HOST, HOME: folder, GITHUB_OUTPUT: output, INPUT_TAG: '1.0.0', INPUT_ENV: 'dev' },
    });
    const digest = /^digest<<(\S+)\n(sha256:[0-9a-f]{64})\n\1$/m.exec(await readFile(output, 'utf8'))?.[2];
    const manifest = await fetch(`http://${registry.host}/v2/${repository}/manifests/${digest}`, {
      headers: {
        accept:
          'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json',
      },
    });
    expect([manifest.status, manifest.headers.get('docker-content-digest')]).toEqual([200, digest]);
  });
});
