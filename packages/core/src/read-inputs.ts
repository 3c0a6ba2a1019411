import type { Given } from './arguments.ts';
import type { Config } from './config/schema.ts';
import type { Problem } from './error.ts';
import type { Input, ParseContext } from './input.ts';
import { nearest } from './nearest.ts';
import { type Inputs, kebab } from './step.ts';
import type { Text } from './words.ts';

/** Where values come from, strongest first. */
export interface InputSources {
  /** Flags, or `with:`. */
  readonly given: ReadonlyMap<string, Given>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** An output of an earlier step of this run, by `step.output`. */
  readonly handover: (output: string) => Given | undefined;
  readonly config: Config | undefined;
  /** Others read what the run prints. */
  readonly isShared?: boolean;
}

/** The values of all inputs, where each came from, and every mistake. */
export interface ReadInputs {
  readonly values: Readonly<Record<string, unknown>>;
  readonly origins: ReadonlyMap<string, Given>;
  readonly problems: readonly Problem[];
}

/** Reads and parses every input; it does not stop at the first mistake. */
export function readInputs(inputs: Inputs, sources: InputSources, context: ParseContext): ReadInputs {
  const values: Record<string, unknown> = {};
  const origins = new Map<string, Given>();
  const problems: Problem[] = [];
  for (const [property, input] of Object.entries(inputs)) {
    const found = find(property, input, sources);
    if (found === undefined) {
      if (input.options.required) problems.push(missingInput(property, input, sources.config));
      else values[property] = defaultOf(input, sources.isShared === true);
      continue;
    }
    origins.set(property, found);
    const result = input.parse(found.raw, context);
    if (result.ok) values[property] = result.value;
    else problems.push(malformed(property, input, found, result));
  }
  return { values, origins, problems };
}

function defaultOf({ options }: Input<unknown>, isShared: boolean): unknown {
  return isShared && options.sharedDefault !== undefined ? options.sharedDefault : options.default;
}

/** The name of an input as an environment variable: `ML_CI_MODEL_URI`. */
export function variableOf(property: string): string {
  return `ML_CI_${kebab(property).replaceAll('-', '_').toUpperCase()}`;
}

/** `ML_CI_*` variables that nothing reads, with what was probably meant: a line each. */
export function unknownVariables(
  env: InputSources['env'],
  inputs: Inputs,
  others: readonly string[],
): readonly string[] {
  const known = [...Object.keys(inputs).map(variableOf), ...others];
  return Object.keys(env)
    .filter((name) => name.startsWith('ML_CI_') && env[name] !== '' && !known.includes(name))
    .flatMap((name) => {
      const close = nearest(name, known);
      // only a near miss is worth a word: another step's variable is set for that step
      return close === undefined ? [] : [`environment ${name} is read by nothing: did you mean "${close}"?`];
    });
}

function find(property: string, input: Input<unknown>, sources: InputSources): Given | undefined {
  const given = sources.given.get(property);
  if (given !== undefined) return given;
  const variable = variableOf(property);
  const fromEnv = sources.env[variable];
  if (fromEnv !== undefined && fromEnv !== '') return { raw: fromEnv, place: `environment ${variable}` };
  for (const output of input.options.handover ?? []) {
    const handed = sources.handover(output);
    if (handed !== undefined) return handed;
  }
  return fromConfig(input, sources);
}

function fromConfig(input: Input<unknown>, sources: InputSources): Given | undefined {
  if (input.options.config === undefined || sources.config === undefined) return undefined;
  const envName = sources.given.get('env')?.raw ?? sources.env.ML_CI_ENV;
  const path = input.options.config.split('.').map((part) => (part === '<env>' ? (envName ?? '') : part));
  const value = lookUp(sources.config.document, path);
  if (value === undefined) return undefined;
  return {
    raw: Array.isArray(value) ? value.join('\n') : String(value),
    place: `ml-ci.yml ${path.join('.')}`,
  };
}

function lookUp(
  document: unknown,
  path: readonly string[],
): string | number | boolean | readonly string[] | undefined {
  let value = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = new Map(Object.entries(value)).get(key);
  }
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? value : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

/** The problem that a needed input was not given, with the ways to give it. */
export function missingInput(property: string, input: Input<unknown>, config: Config | undefined): Problem {
  const name = kebab(property);
  const ways = [variableOf(property)];
  if (input.options.config !== undefined) ways.push(`${input.options.config} in ml-ci.yml`);
  const hint = input.options.config !== undefined && config === undefined ? ' (no ml-ci.yml was found)' : '';
  return {
    name,
    message: `is required${hint}: ${input.options.summary}`,
    place: (words) => words.input(name),
    fix: (words) => `give ${[words.input(name, input.placeholder), ...ways].join(', or ')}`,
  };
}

function malformed(
  property: string,
  input: Input<unknown>,
  { raw, place }: Given,
  { message, fix }: { readonly message: string; readonly fix?: Text },
): Problem {
  const shown = input.options.secret ? 'the value' : `"${raw.length > 80 ? `${raw.slice(0, 77)}…` : raw}"`;
  const problem = {
    name: kebab(property),
    message: `${JSON.stringify(shown).slice(1, -1).replaceAll('\\"', '"')} ${message}`,
    place,
  };
  return fix === undefined ? problem : { ...problem, fix };
}
