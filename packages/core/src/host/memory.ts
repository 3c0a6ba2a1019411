import type { Given } from '../arguments.ts';
import type { Exported } from '../exports.ts';
import { noForge } from '../forge.ts';
import type { LogEvent } from '../log.ts';
import { kebab } from '../step.ts';
import type { Words } from '../words.ts';
import type { Host, IdTokenSource, Outcome } from './host.ts';

/** A host for tests: everything it was told stands in its fields. */
export interface MemoryHost extends Host {
  readonly events: LogEvent[];
  readonly masked: string[];
  /** All that was saved, also after the run has ended. */
  readonly state: Map<string, string>;
  /** True once the run has said that nothing is left. */
  isOver: boolean;
  /** What was given to later steps, where the host takes it. */
  exported: Exported | undefined;
  /** The outcome, once the step has ended. */
  outcome: Outcome | undefined;
  /** Sends a signal to the step. */
  signal(name: 'SIGINT' | 'SIGTERM'): void;
}

/** Words that are of no surface: `input tag 1.4.0`. */
const words: Words = {
  input: (name, value) => (value === undefined ? `input ${name}` : `input ${name} ${value}`),
  help: (step) => `see the inputs of ${step}`,
};

/** A memory host with raw inputs by kebab-case name. */
export function memoryHost(options: {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly runId?: string;
  readonly commit?: string;
  readonly idToken?: IdTokenSource;
  /** What runs keep; hosts that share it are steps of one job. */
  readonly kept?: ReadonlyMap<string, string>[];
  /** Takes exports itself, as GitHub does; else they are lines of a file. */
  readonly takesExports?: true;
  /** Others read what it prints, as on a platform. */
  readonly isShared?: true;
}): MemoryHost {
  const { kept = [] } = options;
  const listeners = new Set<(signal: 'SIGINT' | 'SIGTERM') => void>();
  const host: MemoryHost = {
    name: 'memory',
    env: options.env ?? {},
    cwd: options.cwd,
    isShared: options.isShared === true,
    words,
    events: [],
    masked: [],
    state: new Map(),
    isOver: false,
    exported: undefined,
    outcome: undefined,
    given(_step, inputs) {
      const given = new Map<string, Given>();
      const known = new Map(Object.keys(inputs).map((property) => [kebab(property), property]));
      const problems = [];
      for (const [name, raw] of Object.entries(options.inputs ?? {})) {
        const property = known.get(name);
        if (property === undefined) problems.push({ name, message: 'is no input of this step' });
        else given.set(property, { raw, place: words.input(name) });
      }
      return { given, problems };
    },
    begin: () => undefined,
    emit: (event) => host.events.push(event),
    mask: (value) => host.masked.push(value),
    run: async () => ({
      id: options.runId ?? 'memory',
      commit: options.commit,
      actor: undefined,
      url: undefined,
    }),
    forge: async () => noForge,
    idToken: options.idToken,
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    saveState: (_place, name, value) => host.state.set(name, value),
    savedState: async () => (host.isOver ? new Map() : new Map(host.state)),
    forgetState(_place, whose) {
      if (whose === 'earlier') kept.length = 0;
      else host.isOver = true;
    },
    keepState: () => kept.unshift(new Map(host.state)),
    earlierStates: () => [...kept],
    ...(options.takesExports && {
      async exportVariables(exported: Exported) {
        host.exported = exported;
      },
    }),
    async finish(outcome) {
      host.outcome = outcome;
    },
    signal(name) {
      for (const listener of listeners) listener(name);
    },
  };
  return host;
}
