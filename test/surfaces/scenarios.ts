import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTraffic } from './traffic.ts';
import { digestInProd, makeWorld, prod, releaseImage, servedInProd, type World } from './world.ts';

/** One run of a step: how the world is before, what the step is told, how it must end, and what the service says then. */
export interface Scenario {
  readonly step: string;
  readonly title: string;
  readonly exitCode: 0 | 1 | 2 | 3;
  /** The code of the error, where it ends with one. */
  readonly code?: string;
  readonly inputs: Readonly<Record<string, string>> | ((world: World) => Promise<Record<string, string>>);
  /**
   * Where what the step reads depends on when it looks (whether a task that failed is still there): only calls that change
   * something must be the same then.
   */
  readonly comparesChanges?: true;
  make(): Promise<World>;
  /** What is so afterwards, asked of the service or the disk and never of the step. The same text on every surface. */
  after(world: World): Promise<unknown>;
}

const tiny = () => makeWorld();
const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

async function edit(world: World, file: string, change: (text: string) => string): Promise<void> {
  const path = join(world.project.root, file);
  const before = await readFile(path, 'utf8');
  const text = change(before);
  if (text === before) throw new Error(`nothing was changed in ${file}`);
  await writeFile(path, text);
}

const installed = (world: World) => isThere(join(world.project.root, 'node_modules/tiny-answer/index.js'));
const images = async ({ sandbox }: World, scope: { account: string; region: string }, name: string) => {
  const registry = await sandbox.stores.ecr.registry(scope.account, scope.region);
  const repository = registry.repositories.get(name);
  return { tags: [...(repository?.tags.keys() ?? [])].sort(), images: repository?.images.size };
};
const inDev = (world: World) => images(world, { account: '111111111111', region: 'eu-west-1' }, 'dev/tiny');
const inProd = (world: World) => images(world, prod, 'prod/tiny');

const releasedAt = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'released' };

/** A world with a second, empty repository of packages. */
async function withReleased(): Promise<World> {
  const world = await makeWorld();
  world.sandbox.stores.codeartifact.store.ensureRepository(releasedAt);
  return world;
}

/** What the second repository has: `tiny-answer@1.0.0`. */
function released({ sandbox }: World): readonly string[] {
  const { packages } = sandbox.stores.codeartifact.store.ensureRepository(releasedAt);
  return [...packages.values()].flatMap(({ name, versions }) =>
    [...versions.keys()].map((version) => `${name}@${version}`),
  );
}

/** A world in which version 1 serves, users send requests, and version 2 waits in prod's repository. */
async function withVersionTwo(status: string): Promise<World> {
  const world = await makeWorld({ withService: true });
  await world.project.behave(status);
  await releaseImage(world, '2');
  const traffic = startTraffic(String(world.front));
  return {
    ...world,
    async close() {
      await traffic.stop();
      await world.close();
    },
  };
}

const versionTwo = async (world: World) => ({
  env: 'prod',
  digest: String(await digestInProd(world, '2')),
});

const serves = async (world: World) => ({ serves: await servedInProd(world) });

/** Whether a shell that takes the outputs is led to the repository. */
const isLedThere = async ({ project }: World) => {
  const outputs = await readFile(join(project.root, '.ml-ci/outputs.env'), 'utf8').catch(() => '');
  return { led: outputs.includes('npm_config_userconfig') };
};

/** Every step ends 0, 1 and 2 somewhere here; where it cannot say no, the third is a failure outside (3). */
export const scenarios: readonly Scenario[] = [
  {
    step: 'codeartifact-login',
    title: 'asks for a token and leaves nothing',
    exitCode: 0,
    inputs: { tools: 'pip,npm' },
    make: tiny,
    after: isLedThere,
  },
  {
    step: 'codeartifact-login',
    title: 'refuses what is no tool, and what no tool can',
    exitCode: 2,
    code: 'INPUT_INVALID',
    inputs: { tools: 'conda,npm', mode: 'netrc' },
    make: tiny,
    after: isLedThere,
  },
  {
    step: 'codeartifact-login',
    title: 'ends with 3 where its role may have no token',
    exitCode: 3,
    code: 'AWS_DENIED',
    inputs: { tools: 'npm', mode: 'file' },
    async make() {
      const world = await tiny();
      world.sandbox.stores.iam.attach('arn:aws:iam::111111111111:role/ml-ci', {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['codeartifact:GetRepositoryEndpoint'], Resource: '*' }],
      });
      return world;
    },
    after: isLedThere,
  },
  {
    step: 'promote-packages',
    title: 'copies a version to another repository',
    exitCode: 0,
    inputs: { from: 'pinned', to: 'released', packages: 'tiny-answer@1.0.0', format: 'npm' },
    make: withReleased,
    after: async (world) => ({ released: released(world) }),
  },
  {
    step: 'promote-packages',
    title: 'says no to a version that the source does not have',
    exitCode: 1,
    inputs: { from: 'pinned', to: 'released', packages: 'tiny-answer@9.9.9', format: 'npm' },
    make: withReleased,
    after: async (world) => ({ released: released(world) }),
  },
  {
    step: 'promote-packages',
    title: 'refuses to copy from a repository to itself',
    exitCode: 2,
    code: 'INPUT_INVALID',
    inputs: { from: 'pinned', to: 'pinned', packages: 'tiny-answer@1.0.0', format: 'npm' },
    make: withReleased,
    after: async (world) => ({ released: released(world) }),
  },
  {
    step: 'install',
    title: 'installs the lock',
    exitCode: 0,
    inputs: {},
    make: tiny,
    after: async (world) => ({ installed: await installed(world) }),
  },
  {
    step: 'install',
    title: 'says no to a package that is not what the lock says',
    exitCode: 1,
    inputs: {},
    async make() {
      const world = await tiny();
      const other = `sha512-${Buffer.alloc(64, 1).toString('base64')}`;
      await edit(world, 'package-lock.json', (text) => text.replace(/sha512-[^"]+/, other));
      return world;
    },
    after: async (world) => ({ installed: await installed(world) }),
  },
  {
    step: 'install',
    title: 'refuses a lock without hashes',
    exitCode: 2,
    code: 'LOCK_UNPINNED',
    inputs: {},
    async make() {
      const world = await tiny();
      await edit(world, 'package-lock.json', (text) => text.replace(/,?"integrity":"[^"]+"/, ''));
      return world;
    },
    after: async (world) => ({ installed: await installed(world) }),
  },
  {
    step: 'validate-data',
    title: 'passes good data',
    exitCode: 0,
    // its default is another where others read along, and the digest of the report is an output
    inputs: { 'show-values': 'masked' },
    make: tiny,
    after: async (world) => ({ report: await reported(world) }),
  },
  {
    step: 'validate-data',
    title: 'says no to bad data',
    exitCode: 1,
    inputs: { 'show-values': 'masked' },
    async make() {
      const world = await tiny();
      await edit(world, 'rows.csv', (text) => `${text}2\n`);
      return world;
    },
    after: async (world) => ({ report: await reported(world) }),
  },
  {
    step: 'validate-data',
    title: 'refuses a checks file with a mistake',
    exitCode: 2,
    code: 'CHECKS_INVALID',
    inputs: {},
    async make() {
      const world = await tiny();
      await edit(world, 'checks.yml', (text) => text.replace('unique', 'uniqe'));
      return world;
    },
    after: async (world) => ({ report: await reported(world) }),
  },
  {
    step: 'build-image',
    title: 'builds and pushes',
    exitCode: 0,
    inputs: { tag: '1' },
    async make() {
      const world = await tiny();
      await world.mlci('install');
      return world;
    },
    after: inDev,
  },
  {
    step: 'build-image',
    title: 'refuses a tag that no registry takes',
    exitCode: 2,
    code: 'INPUT_INVALID',
    inputs: { tag: 'not/a tag' },
    make: tiny,
    after: inDev,
  },
  {
    step: 'build-image',
    title: 'ends with 3 where its role may not push',
    exitCode: 3,
    code: 'REGISTRY_DENIED',
    inputs: { tag: '1' },
    async make() {
      const world = await tiny();
      await world.mlci('install');
      world.sandbox.stores.iam.attach('arn:aws:iam::111111111111:role/ml-ci', {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['ecr:Describe*', 'ecr:GetAuthorizationToken'], Resource: '*' },
        ],
      });
      return world;
    },
    after: inDev,
  },
  {
    step: 'promote',
    title: 'copies by digest',
    exitCode: 0,
    inputs: { from: 'dev', to: 'prod', tag: '1' },
    make: built,
    after: inProd,
  },
  {
    step: 'promote',
    title: 'says no where prod wants what was not done',
    exitCode: 1,
    inputs: { from: 'dev', to: 'prod', tag: '1' },
    async make() {
      const world = await built();
      await edit(world, 'ml-ci.yml', (text) =>
        text.replace(
          'repository: prod/tiny }',
          'repository: prod/tiny, requires: { steps: [validate-data] } }',
        ),
      );
      return world;
    },
    after: inProd,
  },
  {
    step: 'promote',
    title: 'names every mistake at once',
    exitCode: 2,
    code: 'INPUT_INVALID',
    inputs: { from: 'dve', to: 'prd', tag: 'a b' },
    make: built,
    after: inProd,
  },
  {
    step: 'deploy-ecs',
    title: 'rolls out and proves what serves',
    exitCode: 0,
    inputs: async (world) => ({ ...(await versionTwo(world)), strategy: 'all-at-once', bake: '1m' }),
    make: () => withVersionTwo(`request.url === '/a' ? 201 : 200`),
    after: serves,
  },
  {
    step: 'deploy-ecs',
    title: 'says no when the alarm brought the old version back',
    exitCode: 1,
    comparesChanges: true,
    inputs: versionTwo,
    make: () => withVersionTwo(`request.url === '/a' ? 500 : 200`),
    after: serves,
  },
  {
    step: 'deploy-ecs',
    title: 'refuses a digest that is none',
    exitCode: 2,
    code: 'INPUT_INVALID',
    inputs: { env: 'prod', digest: 'latest' },
    make: () => makeWorld({ withService: true }),
    after: serves,
  },
];

async function built(): Promise<World> {
  const world = await tiny();
  await world.mlci('install');
  await world.mlci('build-image', '--tag', '1');
  return world;
}

async function reported({ project }: World): Promise<unknown> {
  const path = join(project.root, '.ml-ci/validate-data/report.json');
  if (!(await isThere(path))) return 'none';
  const { verdict } = JSON.parse(await readFile(path, 'utf8'));
  return verdict;
}
