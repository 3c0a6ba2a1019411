import { rm } from 'node:fs/promises';
import type { Exports } from './exports.ts';
import type { Files } from './files.ts';
import type { Host, StatePlace } from './host/host.ts';
import { stateNames } from './state-names.ts';

/** What a step leaves on purpose for the steps after it, until `cleanUp` is called at the end of all of them. */
export interface Lasting {
  /** Its folder, 0700: that of an earlier run of the step where it is there still, else a new one. */
  folder(): Promise<string>;
  /** Removes what earlier runs of the step left, and takes back what they exported. False where there was nothing. */
  remove(): Promise<boolean>;
}

/** What `execute` needs of it besides. */
export interface LastingRun extends Lasting {
  /** The folder, where the run asked for it. */
  readonly used: string | undefined;
  /** The names that earlier runs exported; only those can be taken back. */
  exportedBefore(): ReadonlySet<string>;
  /** Takes note of exported names, so that a later run can take them back. */
  remember(names: readonly string[]): void;
  /** Ends the run: what was left stays where it has passed; else a new folder goes. */
  end(hasPassed: boolean): Promise<void>;
}

/** The lasting part of one run. */
export function lastingOf(
  host: Host,
  place: StatePlace,
  files: Files,
  exports: Pick<Exports, 'unset'>,
): LastingRun {
  const save = (name: string, value: string) => host.saveState(place, name, value);
  let used: { readonly folder: string; readonly isNew: boolean } | undefined;
  let removed: readonly string[] = [];
  const find = async () => {
    for (const state of host.earlierStates(place)) {
      const folder = state.get(stateNames.folder);
      if (folder === undefined || !(await files.isTemporary(place.step, folder))) continue;
      return { folder, isNew: false };
    }
    return { folder: await files.lasting(place.step), isNew: true };
  };
  return {
    get used() {
      return used?.folder;
    },
    async folder() {
      used ??= await find();
      save(stateNames.folder, used.folder);
      return used.folder;
    },
    async remove() {
      const states = host.earlierStates(place);
      removed = states.flatMap(namesOf);
      for (const name of removed) exports.unset(name);
      for (const state of states) {
        const folder = state.get(stateNames.folder);
        if (folder !== undefined) await files.removeTemporary(place.step, folder);
      }
      host.forgetState(place, 'earlier');
      return states.length > 0;
    },
    exportedBefore: () => new Set([...removed, ...host.earlierStates(place).flatMap(namesOf)]),
    remember: (names) => save(stateNames.exports, names.join(' ')),
    async end(hasPassed) {
      if (used !== undefined && hasPassed) return host.keepState(place);
      if (used?.isNew) await rm(used.folder, { recursive: true, force: true });
      host.forgetState(place, 'own');
    },
  };
}

function namesOf(state: ReadonlyMap<string, string>): readonly string[] {
  return (state.get(stateNames.exports) ?? '').split(' ').filter((name) => name !== '');
}
