import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBench } from './bench.ts';
import { commandLinesDuring } from './command-lines.ts';
import { type LoginBench, loginBench } from './login-bench.ts';

/** A plugin of Maven with all that it needs, as `scripts/peers.ts` has downloaded it: what CodeArtifact serves here. */
const repository = join(import.meta.dirname, '../../../../.cache/peers/maven');
const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get';
const isThere = spawnSync('mvn', ['--version']).status === 0;
const pinned = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;

describe.skipIf(!isThere && process.env.CI !== 'true')('Maven (skipped where "mvn" does not run)', () => {
  let at: LoginBench;
  beforeAll(async () => {
    at = loginBench(await startBench({}));
    await at.bench.sandbox.stores.codeartifact.seedMaven(pinned, repository);
  }, 60_000);
  afterAll(() => at.bench.close());

  const get = (folder: string, artifact: string) =>
    [
      `mvn --batch-mode --settings ${join(folder, 'settings.xml')} -Dmaven.repo.local=found`,
      `${plugin} -Dartifact=${artifact}`,
    ].join(' ');
  const commonsLang = 'found/org/apache/commons/commons-lang3/3.14.0/commons-lang3-3.14.0.jar';

  test.each(['file', 'env'])(
    'gets its plugins and a package by mode %s',
    { timeout: 120_000 },
    async (mode) => {
      const { outcome } = await at.login({ tools: 'maven', mode });
      const folder = String(outcome.outputs.folder);
      let printed = '';
      const asked = await commandLinesDuring(async () => {
        printed = await at.later(get(folder, 'org.apache.commons:commons-lang3:3.14.0'));
      });
      expect(printed).toContain('BUILD SUCCESS');
      expect(printed).toContain('Downloaded from codeartifact');
      expect(printed).not.toMatch(/Downloaded from (?!codeartifact)/);
      expect(await at.bench.exists(commonsLang)).toBe(true);
      const text = await readFile(join(folder, mode === 'file' ? 'settings.xml' : 'env.sh'), 'utf8');
      const [token = ''] = /ey[\w-]+(?:\.[\w-]+){4}/.exec(text) ?? [];
      expect(token).not.toBe('');
      expect(asked.filter((line) => line.includes('mvn') || line.includes('maven')).length).toBeGreaterThan(
        0,
      );
      expect(asked.filter((line) => line.includes(token))).toEqual([]);
      const left = await at.bench.filesWith(token);
      expect(left.filter((path) => !join(at.bench.folder, path).startsWith(folder))).toEqual([]);
      await at.login({ logout: 'true' });
      expect(await at.bench.filesWith(token)).toEqual([]);
      await at.later('rm -rf found');
    },
  );

  test('is refused when the token has ended, and gets nothing', { timeout: 120_000 }, async () => {
    const { outcome } = await at.login({ tools: 'maven', mode: 'file' });
    at.bench.sandbox.stores.codeartifact.expireTokens();
    const folder = String(outcome.outputs.folder);
    const printed = await at.later(get(folder, 'org.apache.commons:commons-lang3:3.14.0'), { fails: true });
    expect(printed).toContain('BUILD FAILURE');
    expect(await at.bench.exists(commonsLang)).toBe(false);
  });
});
