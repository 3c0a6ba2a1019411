import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '@ml-ci/core';
import { expect, test } from 'vitest';
import { example } from './workspace.ts';

test.each(['ml-ci.yml', 'ml-ci.python.yml'])(
  '%s is a configuration, and the files that it names exist',
  async (file) => {
    const config = await loadConfig({ cwd: example, file });
    expect(config?.environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
    const { data, dependencies, deploy, rehearsal } = config?.document ?? {};
    const named = [
      dependencies?.lock,
      data?.checks,
      ...(data?.sources ?? []),
      ...Object.values(rehearsal?.traffic?.requests ?? {}),
    ];
    for (const path of named) expect((await stat(join(example, path ?? 'is not named'))).isFile()).toBe(true);
    const alarms = Object.values(deploy ?? {}).flatMap((target) => target.alarms ?? []);
    expect(Object.keys(rehearsal?.alarms ?? {})).toEqual([...new Set(alarms)]);
  },
);

test('the Dockerfile copies what the engine `layers` takes', async () => {
  const config = await loadConfig({ cwd: example });
  const dockerfile = await readFile(join(example, 'Dockerfile'), 'utf8');
  const copied = [...dockerfile.matchAll(/^COPY (\S+) \.\/(\S+)$/gm)].map(
    ([, from, to]) => `${from} /app/${to}`,
  );
  const layers = config?.document.image?.layers?.map(({ from, to }) => `${from} ${to}`);
  expect(copied.toSorted()).toEqual(layers?.toSorted());
});
