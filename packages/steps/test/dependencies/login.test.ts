import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAws } from '@ml-ci/aws';
import { manualClock, silentLog } from '@ml-ci/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeTgz, makeWheel } from '../../../sandbox/test/package-files.ts';
import { startBench } from './bench.ts';
import { type LoginBench, loginBench } from './login-bench.ts';

/** The runs of pip are left out where "python3 -m pip" does not run. */
const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
const pipInstall = hasPip ? 'python3 -m pip install --target packages small-model' : 'true';

let at: LoginBench;
beforeAll(async () => {
  const npm = [await makeTgz('@ml/shapes', '2.0.0')];
  at = loginBench(await startBench({ npm, pypi: [makeWheel('small_model', '1.2')] }));
  await at.bench.write({ 'package.json': JSON.stringify({ dependencies: { '@ml/shapes': '2.0.0' } }) });
});
afterAll(() => at.bench.close());
afterEach(async () => {
  await at.login({ logout: 'true' });
});

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const folderOf = ({ outputs }: { outputs: Readonly<Record<string, unknown>> }) => String(outputs.folder);
async function tokenIn(folder: string): Promise<string> {
  const [, token = ''] = /_authToken=(\S+)/.exec(await readFile(join(folder, 'npmrc'), 'utf8')) ?? [];
  expect(token).toMatch(/^ey[\w.-]{500,}$/);
  return token;
}
const loginFolders = async () =>
  (await readdir(join(at.bench.folder, 'tmp'))).filter((name) =>
    name.startsWith('ml-ci-codeartifact-login-'),
  );

/** Files with the token outside of the folder of the login, by its forms on disk and on the wire. */
async function strayed(token: string, folder: string): Promise<string[]> {
  const forms = [token, Buffer.from(`aws:${token}`).toString('base64')];
  const found = (await Promise.all(forms.map((form) => at.bench.filesWith(form)))).flat();
  return found.filter((path) => !join(at.bench.folder, path).startsWith(folder));
}

/** Installs with real tools, and watches what any process shows of itself meanwhile. */
async function installWithBoth(token: string): Promise<void> {
  const lines: string[] = [];
  let isDone = false;
  const watch = async () => {
    while (!isDone) {
      for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name)))
        lines.push(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const watching = process.platform === 'linux' ? watch() : undefined;
  const words = await at.later(`npm install 2>&1; ${pipInstall} 2>&1`);
  isDone = true;
  await watching;
  expect(lines.filter((line) => line.includes(token))).toEqual([]);
  if (watching) expect(lines.some((line) => line.includes('npm'))).toBe(true);
  expect(words).not.toContain(token);
  expect(await at.bench.exists('node_modules/@ml/shapes/index.js')).toBe(true);
  expect(await at.bench.exists('packages/small_model/__init__.py')).toBe(hasPip);
  await at.later('rm -rf node_modules packages');
}

describe('mode file', () => {
  test('leads pip and npm there, and the token is in its folder alone', async () => {
    const { outcome, printed, calls } = await at.login({ tools: 'pip,npm', mode: 'file' });
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { tools: 'pip,npm' } });
    expect(calls.map(({ action }) => action)).toEqual([
      'sts:GetCallerIdentity',
      'codeartifact:GetRepositoryEndpoint',
      'codeartifact:GetRepositoryEndpoint',
      'codeartifact:GetAuthorizationToken',
    ]);
    expect(calls.at(-1)?.input).toMatchObject({ durationSeconds: 0 });
    const endpoints = JSON.parse(String(outcome.outputs.endpoints));
    expect(endpoints).toEqual({
      pip: expect.stringMatching(/\/pypi\/pinned\/$/),
      npm: expect.stringMatching(/\/npm\/pinned\/$/),
    });
    expect(outcome.outputs.endpoint).toBe(endpoints.pip);
    expect(Date.parse(String(outcome.outputs['expires-at']))).toBeGreaterThan(Date.now());
    const folder = folderOf(outcome);
    expect(await modeOf(folder)).toBe(0o700);
    for (const name of ['npmrc', 'pip.conf']) expect(await modeOf(join(folder, name))).toBe(0o600);
    const token = await tokenIn(folder);
    expect(printed).not.toContain(token);
    expect(printed).toContain('. .ml-ci/outputs.env');
    expect(Object.values(await at.variables()).join('\n')).not.toContain(token);
    await installWithBoth(token);
    expect(await strayed(token, folder)).toEqual([]);
    await at.login({ logout: 'true' });
    expect(await strayed(token, 'nowhere')).toEqual([]);
    expect(await loginFolders()).toEqual([]);
    expect(await at.bench.read('.ml-ci/outputs.env')).not.toContain('npmrc');
    expect(await at.later('npm config get registry')).not.toContain('127.0.0.1');
  });

  test('leaves the files of the user and of the project as they are, and wins over them', async () => {
    const there = {
      '.npmrc': 'registry=http://127.0.0.1:9/\n@other:registry=http://127.0.0.1:9/\n',
      '../home/.npmrc': 'registry=http://127.0.0.1:9/\n//127.0.0.1:9/:_authToken=mine\n',
      '../home/.config/pip/pip.conf':
        '[global]\nindex-url = http://127.0.0.1:9/\nextra-index-url = http://127.0.0.1:9/\n',
    };
    await at.bench.write(there);
    const { outcome } = await at.login({ tools: 'pip,npm', mode: 'file' });
    await installWithBoth(await tokenIn(folderOf(outcome)));
    for (const [path, content] of Object.entries(there)) expect(await at.bench.read(path)).toBe(content);
    for (const path of Object.keys(there)) await at.later(`rm ${path}`);
  });

  test('wins over variables that lead elsewhere', async () => {
    const { outcome } = await at.login({ tools: 'pip,npm', mode: 'file' });
    const token = await tokenIn(folderOf(outcome));
    const env = {
      npm_config_registry: 'http://127.0.0.1:9/',
      PIP_INDEX_URL: 'http://127.0.0.1:9/',
      PIP_EXTRA_INDEX_URL: 'http://127.0.0.1:9/',
    };
    await at.later(`npm install && ${pipInstall}`, { env });
    expect(await strayed(token, folderOf(outcome))).toEqual([]);
    await at.later('rm -rf node_modules packages');
  });

  test('on GitHub is below RUNNER_TEMP, reaches later steps by GITHUB_ENV, and goes with the post step', async () => {
    const { outcome, printed } = await at.login({ tools: 'pip,npm', mode: 'file' }, 'github');
    const folder = folderOf(outcome);
    expect(folder.startsWith(join(at.bench.folder, 'tmp', 'ml-ci-codeartifact-login-'))).toBe(true);
    const token = await tokenIn(folder);
    const variables = await at.variables('github');
    expect(variables).toMatchObject({ PIP_CONFIG_FILE: join(folder, 'pip.conf'), PIP_INDEX_URL: '' });
    expect(`${printed}${JSON.stringify(variables)}`).not.toContain(token);
    await at.later('npm install', { env: variables });
    expect(await at.cleanUp('github')).toMatchObject({
      exitCode: 0,
      outputs: { done: `removed "${folder}"` },
    });
    expect(await strayed(token, 'nowhere')).toEqual([]);
  });

  test('of a scope leaves all other packages where they were', async () => {
    const { outcome } = await at.login({ tools: 'npm', mode: 'file', scope: 'ml' });
    expect(await at.later('npm config get registry')).toContain('registry.npmjs.org');
    await at.later('npm install');
    expect(await at.bench.exists('node_modules/@ml/shapes/index.js')).toBe(true);
    expect(await strayed(await tokenIn(folderOf(outcome)), folderOf(outcome))).toEqual([]);
    await at.later('rm -rf node_modules');
  });

  test('a second login adds to the first, replaces what is of the same tool, and both end together', async () => {
    const first = folderOf((await at.login({ tools: 'pip', mode: 'netrc' })).outcome);
    const before = await readFile(join(first, 'netrc'), 'utf8');
    const second = folderOf((await at.login({ tools: 'npm', mode: 'file' })).outcome);
    expect(second).toBe(first);
    expect(await at.variables()).toMatchObject({
      NETRC: join(first, 'netrc'),
      npm_config_userconfig: join(first, 'npmrc'),
    });
    await at.login({ tools: 'pip', mode: 'file' });
    expect(await at.variables()).not.toHaveProperty('NETRC');
    expect(await readFile(join(first, 'pip.conf'), 'utf8')).toContain('aws:');
    expect(await readFile(join(first, 'netrc'), 'utf8')).toBe(before);
    expect(await at.cleanUp()).toMatchObject({ exitCode: 0 });
    expect(await loginFolders()).toEqual([]);
  });
});

describe('mode netrc', () => {
  test('leads pip there with an address that has no token', async () => {
    const { outcome } = await at.login({ tools: 'pip,uv,poetry,pdm', mode: 'netrc' });
    const folder = folderOf(outcome);
    const netrc = await readFile(join(folder, 'netrc'), 'utf8');
    const [, token = ''] = /^machine 127\.0\.0\.1 login aws password (\S+)\n$/.exec(netrc) ?? [];
    expect(token).not.toBe('');
    expect(await modeOf(join(folder, 'netrc'))).toBe(0o600);
    await at.later(pipInstall);
    expect(await at.bench.exists('packages/small_model/__init__.py')).toBe(hasPip);
    expect(await strayed(token, folder)).toEqual([]);
    await at.later('rm -rf packages');
  });
});

describe('mode env', () => {
  test('shows the token to every later step and says so, but no file of the project has it', async () => {
    const { outcome, printed } = await at.login({ tools: 'pip,npm', mode: 'env' });
    expect(printed).toContain('every later step sees the token');
    const folder = folderOf(outcome);
    const { CODEARTIFACT_AUTH_TOKEN: token = '' } = await at.variables();
    expect(token).not.toBe('');
    expect(printed).not.toContain(token);
    expect(await modeOf(join(folder, 'env.sh'))).toBe(0o600);
    await installWithBoth(token);
    expect(await strayed(token, folder)).toEqual([]);
    await at.login({ logout: 'true' });
    expect(await at.variables()).not.toHaveProperty('CODEARTIFACT_AUTH_TOKEN');
    expect(await strayed(token, 'nowhere')).toEqual([]);
  });

  test('on GitHub masks before it hands on, and a logout empties the variables', async () => {
    await at.login({ tools: 'npm', mode: 'env' }, 'github');
    const { CODEARTIFACT_AUTH_TOKEN: token = '' } = await at.variables('github');
    expect(token).not.toBe('');
    await at.login({ logout: 'true' }, 'github');
    expect(await at.variables('github')).toMatchObject({
      CODEARTIFACT_AUTH_TOKEN: '',
      npm_config_registry: '',
    });
    expect(await loginFolders()).toEqual([]);
  });

  test('goes when the tool is led by a file again', async () => {
    await at.login({ tools: 'pip', mode: 'env' });
    expect(await at.variables()).toMatchObject({ PIP_INDEX_URL: expect.stringContaining('aws:') });
    const { outcome } = await at.login({ tools: 'pip', mode: 'file' });
    expect(await at.variables()).toMatchObject({ PIP_INDEX_URL: '' });
    expect(await readdir(folderOf(outcome))).not.toContain('env.sh');
  });
});

describe('nothing is left', () => {
  test('in mode none, which is the default', async () => {
    const before = await at.bench.paths();
    const { outcome, calls } = await at.login({ tools: 'pip,maven,cargo' });
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { tools: 'pip,maven,cargo' } });
    expect(outcome.outputs).not.toHaveProperty('folder');
    expect(outcome.exports).toBeUndefined();
    expect(calls.at(-1)?.action).toBe('codeartifact:GetAuthorizationToken');
    const added = (await at.bench.paths()).filter(
      (path) => !before.includes(path) && !path.includes('.ml-ci'),
    );
    expect(added).toEqual([]);
    expect(await at.cleanUp()).toMatchObject({
      outputs: { done: expect.stringContaining('nothing was left') },
    });
  });

  test('with --plan, which asks for no token', async () => {
    const before = await at.bench.paths();
    const { outcome, calls } = await at.login({ tools: 'pip', mode: 'file', plan: 'true' });
    expect(outcome).toMatchObject({ exitCode: 0, plan: [{ call: 'codeartifact:GetAuthorizationToken' }] });
    expect(calls.map(({ action }) => action)).not.toContain('codeartifact:GetAuthorizationToken');
    expect(await at.bench.paths()).toEqual(before);
  });

  test.each<[string, Readonly<Record<string, string>>, number, string]>([
    ['a repository that does not exist', { repository: 'nosuch' }, 2, 'RESOURCE_MISSING'],
    ['a domain that does not exist', { domain: 'nosuch' }, 2, 'RESOURCE_MISSING'],
    ['a duration that no token has', { duration: '5m' }, 2, 'INPUT_INVALID'],
    ['a duration beyond twelve hours', { duration: '13h' }, 2, 'INPUT_INVALID'],
    ['an account that is none', { owner: '1' }, 2, 'INPUT_INVALID'],
  ])('by %s', async (_rule, more, exitCode, code) => {
    const { outcome } = await at.login({ tools: 'pip', mode: 'file', ...more });
    expect(outcome).toMatchObject({ exitCode, error: { code } });
    expect(await loginFolders()).toEqual([]);
    expect(await at.variables()).not.toHaveProperty('PIP_CONFIG_FILE');
  });
});

describe('where the repository is', () => {
  test('in another account and region, with the credentials of an environment', async () => {
    const there = { owner: '222222222222', region: 'us-east-1', domain: 'shared', repository: 'all' };
    const repository = at.bench.sandbox.stores.codeartifact.store.ensureRepository(there);
    repository.domain.sharedWith.add('111111111111');
    const dev = '{ account: "111111111111", region: eu-west-1, repository: dev/m }';
    await at.bench.write({ 'ml-ci.yml': `version: 1\nmodel: m\nenvironments: { dev: ${dev} }\n` });
    const { outcome, calls } = await at.login({ tools: 'npm', env: 'dev', ...there });
    await rm(join(at.bench.project, 'ml-ci.yml'));
    expect(outcome).toMatchObject({
      exitCode: 0,
      outputs: { endpoint: expect.stringContaining('shared-222222222222.us-east-1/npm/all/') },
    });
    expect(calls.at(-1)).toMatchObject({
      region: 'us-east-1',
      account: '111111111111',
      input: { domain: 'shared', domainOwner: '222222222222' },
    });
  });

  test('behind dual-stack addresses', async () => {
    const { calls } = await at.login({ tools: 'pip', 'endpoint-type': 'dualstack' });
    expect(calls.map(({ input }) => input)).toContainEqual(
      expect.objectContaining({ endpointType: 'dualstack', format: 'pypi' }),
    );
  });

  test.each(['domain', 'repository'])('is asked for where no %s is given', async (name) => {
    const { outcome } = await at.login({ tools: 'pip', [name]: '' });
    expect(outcome).toMatchObject({ exitCode: 2, error: { problems: [{ name }] } });
  });
});

describe('the life of the token', () => {
  test('is what was asked for', async () => {
    const { calls, outcome } = await at.login({ tools: 'pip', duration: '2h' });
    expect(calls.at(-1)?.input).toMatchObject({ durationSeconds: 7_200 });
    const restMs = Date.parse(String(outcome.outputs['expires-at'])) - at.bench.sandbox.clock.now();
    expect(Math.abs(restMs - 7_200_000)).toBeLessThan(60_000);
  });

  test('ends with the session of a role: warns before, and fails after, with what was there as it was', async () => {
    const clock = manualClock(Date.now());
    const mine = loginBench(await startBench({}, { clock }));
    try {
      const role = 'arn:aws:iam::111111111111:role/ml-ci';
      const env = await sessionVariables(mine, role, clock);
      const { outcome, printed } = await mine.login(
        { tools: 'npm', mode: 'file', timeout: '2h' },
        'terminal',
        env,
      );
      expect(outcome.exitCode).toBe(0);
      expect(printed).toMatch(/the token ends in (59 min|1 h).*before the time-out of 2 h/);
      const before = await mine.variables();
      const asked = mine.bench.sandbox.calls.length;
      await clock.advance(2 * 3_600_000);
      const { outcome: late } = await mine.login({ tools: 'npm', mode: 'file' }, 'terminal', env);
      expect(late).toMatchObject({ exitCode: 3, error: { code: 'AWS_CREDENTIALS_REFUSED' } });
      const later = mine.bench.sandbox.calls.slice(asked).map(({ action }) => action);
      expect(later).not.toContain('codeartifact:GetAuthorizationToken');
      const { npm_config_userconfig: npmrc = '' } = await mine.variables();
      expect(npmrc).toBe(before.npm_config_userconfig);
      expect((await stat(npmrc)).isFile()).toBe(true);
    } finally {
      await mine.bench.close();
    }
  });

  async function sessionVariables(
    { bench }: LoginBench,
    role: string,
    clock: ReturnType<typeof manualClock>,
  ) {
    const account = '111111111111';
    const env = bench.sandbox.env(account, 'eu-west-1');
    const mask = () => undefined;
    const aws = createAws({ env, clock, log: silentLog, mask, allowEndpoints: [], run: 'test' });
    const session = await aws.session({
      type: 'ecr',
      name: 'x',
      account,
      region: 'eu-west-1',
      repository: 'x',
      role,
    });
    const { accessKeyId, secretAccessKey, sessionToken = '' } = await session.credentials();
    return {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    };
  }
});

test('an extra index is said to be a risk', async () => {
  const { printed, outcome } = await at.login({ tools: 'pip', mode: 'file', 'extra-index': 'true' });
  expect(printed).toContain('dependency confusion');
  expect(await readFile(join(folderOf(outcome), 'pip.conf'), 'utf8')).toMatch(/^extra-index-url = /m);
});

test('the lines for Docker name files that are there, and hold no token', async () => {
  const { printed, outcome } = await at.login({ tools: 'pip,npm', mode: 'file', docker: 'true' });
  const sources = [...printed.matchAll(/--secret id=\S+,src=(\S+)/g)].map(([, path = '']) => path);
  expect(sources).toEqual([join(folderOf(outcome), 'pip.conf'), join(folderOf(outcome), 'npmrc')]);
  for (const path of sources) expect((await stat(path)).isFile()).toBe(true);
  expect(printed).toContain('RUN --mount=type=secret,id=npmrc,target=/run/secrets/ml-ci/npmrc');
  expect(printed).not.toContain(await tokenIn(folderOf(outcome)));
});

test('what a killed login left is removed by a logout as well', async () => {
  const folder = await mkdtemp(join(at.bench.folder, 'tmp', 'ml-ci-codeartifact-login-'));
  await writeFile(join(folder, 'npmrc'), 'half of');
  const dead = [{ process: 2 ** 22 + 1, values: { run: 'local', folder } }];
  await mkdir(join(at.bench.project, '.ml-ci/state'), { recursive: true });
  await writeFile(join(at.bench.project, '.ml-ci/state/codeartifact-login.json'), JSON.stringify(dead));
  expect((await at.login({ logout: 'true', domain: '', repository: '' })).outcome).toMatchObject({
    exitCode: 0,
  });
  expect(await loginFolders()).toEqual([]);
});
