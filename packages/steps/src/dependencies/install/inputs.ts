import { file, list, type OutputValues, oneOf, type StepContext, string, type Verdict } from '@ml-ci/core';
import type { Services } from '../../step.ts';
import { where } from '../where.ts';

export const inputs = {
  manager: oneOf(['pip', 'npm'], {
    summary: 'the package manager that installs',
    required: true,
    config: 'dependencies.manager',
  }),
  lock: file({
    summary:
      'the lock file with a hash for every package: requirements.lock of pip, package-lock.json of npm',
    required: true,
    config: 'dependencies.lock',
  }),
  ...where,
  allowBuild: list({
    summary:
      'packages that may run code while they are installed: scripts of npm, builds of source distributions of pip',
    config: 'dependencies.allow-build',
    default: [],
  }),
  target: file({
    summary: 'pip: a folder to install into, replaced as a whole; by default the environment of python',
    config: 'dependencies.target',
  }),
  python: string({
    summary: 'pip: the Python to install with',
    default: 'python3',
    config: 'dependencies.python',
  }),
} as const;

export const outputs = {
  packages: { summary: 'how many packages were installed', type: 'integer' },
  lockDigest: { summary: 'the sha256 of the lock file' },
  manager: { summary: 'the package manager: pip or npm' },
  toolVersion: { summary: 'its version' },
} as const;

/** What `run` is given, and what it answers. */
export type InstallContext = StepContext<typeof inputs> & Services;
export type InstallOutputs = OutputValues<typeof outputs>;
export type InstallVerdict = Verdict<InstallOutputs>;
