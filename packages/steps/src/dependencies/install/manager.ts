import { type ExecResult, StepError, unreachable } from '@ml-ci/core';
import type { Access } from '../access.ts';
import type { Lock, LockKind } from '../lock/lock.ts';
import type { Cause } from './child-failure.ts';
import type { InstallContext } from './inputs.ts';
import type { Vouched } from './vouching.ts';

/** The package managers that install, by the name that a user writes. */
export const managerNames = ['pip', 'uv', 'poetry', 'pdm', 'npm', 'pnpm', 'yarn'] as const;
export type ManagerName = (typeof managerNames)[number];

/** How an install ended. */
export type Installed =
  | { readonly state: 'installed'; readonly count: number }
  /** It went through, and what lies there is not what the lock says. */
  | { readonly state: 'different'; readonly differences: readonly string[] }
  /** The package manager gave up. */
  | { readonly state: 'refused'; readonly cause: Cause; readonly result: ExecResult };

/** What a manager is opened with. */
export interface ManagerSource {
  readonly context: InstallContext;
  readonly lock: Lock;
  /** The text of the lock. */
  readonly text: string;
}

/** A package manager with a lock that was read and found safe. */
export interface Manager {
  /** Names of the project and of what lies in its folders, where they may be built as well. */
  readonly local?: readonly string[];
  version(): Promise<string>;
  /** Set where the tool leaves the archives of packages as it downloaded them, and takes those that lie there already. */
  readonly downloads?: Downloads;
  /** Installs; `temporary` is a folder that is removed afterwards whatever happens. */
  install(access: Access, temporary: string, vouched: Vouched): Promise<Installed>;
}

/** The archives that a tool downloads. */
interface Downloads {
  /** From the temporary folder of an install. */
  readonly folder: string;
  /** `sha256:<hex>` and the like, of every archive that the lock allows. */
  readonly hashes: readonly string[];
}

/** What each manager installs from; the first that takes a kind is the one where none was named. */
const takes: Readonly<Record<ManagerName, readonly LockKind[]>> = {
  pip: ['requirements', 'pylock'],
  uv: ['uv', 'requirements', 'pylock'],
  poetry: ['poetry'],
  pdm: ['pdm'],
  npm: ['package-lock'],
  pnpm: ['pnpm'],
  yarn: ['yarn-1', 'yarn-berry'],
};

/** The manager that was named, where it takes this kind of lock, or the one that writes it. */
export function chooseManager(named: ManagerName | undefined, { kind, file }: Lock): ManagerName {
  const fitting = managerNames.filter((name) => takes[name].includes(kind));
  const chosen = named ?? fitting[0];
  if (chosen !== undefined && fitting.includes(chosen)) return chosen;
  throw new StepError('LOCK_INVALID', {
    message: `"${file}" is a lock of the kind ${kind}, which ${named} does not install from`,
    fix: ({ input }) => `use ${input('manager', fitting.join('|'))}, or name another lock`,
  });
}

/** Opens a manager; each is loaded when it is used. */
export async function openManager(name: ManagerName, source: ManagerSource): Promise<Manager> {
  switch (name) {
    case 'pip':
      return (await import('./python/pip.ts')).openPip(source);
    case 'uv':
      return (await import('./python/uv.ts')).openUv(source);
    case 'poetry':
      return (await import('./python/poetry.ts')).openPoetry(source);
    case 'pdm':
      return (await import('./python/pdm.ts')).openPdm(source);
    case 'npm':
      return (await import('./node/npm.ts')).openNpm(source);
    case 'pnpm':
      return (await import('./node/pnpm.ts')).openPnpm(source);
    case 'yarn':
      return source.lock.kind === 'yarn-1'
        ? (await import('./node/yarn-1.ts')).openYarn1(source)
        : (await import('./node/yarn-berry.ts')).openYarnBerry(source);
    default:
      return unreachable(name);
  }
}
