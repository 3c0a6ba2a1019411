import {
  boolean,
  file,
  list,
  type OutputValues,
  oneOf,
  type StepContext,
  string,
  type Verdict,
} from '@ml-ci/core';
import type { Services } from '../../step.ts';
import { verifyLevels } from '../gate/judge.ts';
import { where } from '../where.ts';
import { managerNames } from './manager.ts';

export const inputs = {
  manager: oneOf(managerNames, {
    summary:
      'the package manager that installs; by default the one that wrote the lock, pip for requirements and pylock.toml',
    config: 'dependencies.manager',
  }),
  lock: file({
    summary:
      'the lock file with a hash for every package: requirements.txt, uv.lock, poetry.lock, pdm.lock, pylock.toml, package-lock.json, pnpm-lock.yaml or yarn.lock',
    required: true,
    config: 'dependencies.lock',
  }),
  ...where,
  verify: oneOf(verifyLevels, {
    summary:
      'what is looked up in CodeArtifact before anything runs: that each package is there with the hash of the lock (hashes), also where it came from (origin), or nothing (off)',
    default: 'origin',
    config: 'dependencies.verify',
  }),
  allowOrigin: list({
    summary: 'where packages may come from: internal, external:public:pypi, external:*, unknown',
    default: ['internal', 'external:*'],
    config: 'dependencies.allow-origin',
  }),
  internal: list({
    summary:
      'names that only this domain may have, such as ml-* or @ml/*: a public package under one of them is refused',
    default: [],
    config: 'dependencies.internal',
  }),
  cache: boolean({
    summary:
      'pip, Poetry, npm and Yarn: keep the archives that are downloaded for the next run, in the tool cache of the machine and, as an action, in the cache of GitHub; each is held against the lock whenever it is used',
    default: true,
    config: 'dependencies.cache',
  }),
  allowBuild: list({
    summary:
      'packages that may run code while they are installed: install scripts of Node, builds of source distributions and of the project of Python',
    config: 'dependencies.allow-build',
    default: [],
  }),
  allowUnchecked: list({
    summary:
      'Yarn 4: optional packages for one platform, such as @esbuild/*, that may be installed though yarn.lock never has a checksum of them; needs verify: origin, and the repository vouches for them',
    config: 'dependencies.allow-unchecked',
    default: [],
  }),
  target: file({
    summary:
      'pip, and uv with requirements or pylock.toml: a folder to install into, replaced as a whole; by default the environment of python',
    config: 'dependencies.target',
  }),
  python: string({
    summary: 'the Python to install with, or to make the environment of a project with',
    default: 'python3',
    config: 'dependencies.python',
  }),
} as const;

export const outputs = {
  packages: { summary: 'how many packages were installed', type: 'integer' },
  lockDigest: { summary: 'the sha256 of the lock file' },
  manager: { summary: 'the package manager' },
  toolVersion: { summary: 'its version' },
  record: { summary: 'the record: each package with its hash, origin and revision', optional: true },
  sbom: { summary: 'the same as a CycloneDX 1.6 SBOM', optional: true },
  recordDigest: { summary: 'the sha256 of the record', optional: true },
} as const;

/** What `run` is given, and what it answers. */
export type InstallContext = StepContext<typeof inputs> & Services;
export type InstallOutputs = OutputValues<typeof outputs>;
export type InstallVerdict = Verdict<InstallOutputs>;
