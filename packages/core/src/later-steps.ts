import { relative } from 'node:path';
import { collectExports, type Exports, exportedNames, exportsAnything, writeExports } from './exports.ts';
import type { Files } from './files.ts';
import type { ExportedNames, Host, StatePlace } from './host/host.ts';
import { type Lasting, lastingOf } from './lasting.ts';

/** All that one run gives to the steps after it. */
export interface LaterSteps {
  readonly exports: Exports;
  readonly lasting: Lasting;
  /** Hands the exports on; called once, when the run has passed. */
  give(): Promise<ExportedNames | undefined>;
  /** Settles what stays, and what goes with the run. */
  end(hasPassed: boolean): Promise<void>;
}

/** What a run may give; `mask` hears of secrets. */
export function laterStepsOf(
  host: Host,
  place: StatePlace,
  files: Files,
  mask: (secret: string) => void,
): LaterSteps {
  const exports = collectExports(mask);
  const lasting = lastingOf(host, place, files, exports);
  return {
    exports,
    lasting,
    async give() {
      if (!exportsAnything(exports)) return undefined;
      const names = exportedNames(exports);
      const before = lasting.exportedBefore();
      // what somebody else set under a name is not ours to take back
      const given = { ...exports, gone: new Set([...exports.gone].filter((name) => before.has(name))) };
      const kept = [...before].filter((name) => !exports.gone.has(name));
      if (lasting.used !== undefined) lasting.remember([...new Set([...kept, ...names])]);
      if (host.exportVariables) await host.exportVariables(given);
      else await writeExports(files, place.step, given, lasting.used);
      if (names.length === 0) return undefined;
      if (host.exportVariables) return { names };
      const way = relative(host.cwd, await files.state('outputs.env'));
      return { names, file: way.startsWith('..') ? await files.state('outputs.env') : way };
    },
    end: (hasPassed) => lasting.end(hasPassed),
  };
}
