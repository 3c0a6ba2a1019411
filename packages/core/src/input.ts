import type { Environment } from './config/environment.ts';
import { durationText, parseDuration } from './duration.ts';
import type { Text } from './words.ts';

/** What a kind may look at while it reads a raw value. */
export interface ParseContext {
  /** The environments of `ml-ci.yml`, in promotion order; empty without a configuration. */
  readonly environments: readonly Environment[];
  /** The folder that relative paths start from: the configuration's folder, else the working folder. */
  readonly root: string;
}

/** A value, or why the text is not one. */
export type ParseResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly fix?: Text };

/** What every input says of itself. */
export interface InputOptions<T> {
  /** One sentence, for help, action.yml and the docs. */
  readonly summary: string;
  /** Exactly one of `required` and `default` may stand; with neither, the value may be undefined. */
  readonly required?: true;
  readonly default?: T;
  /** The default where others read what the run prints: on a platform, and in every shell with CI set. */
  readonly sharedDefault?: T;
  /** What an example of a call gives it. Only one that a call needs most of the time, and that is not required, says so here. */
  readonly example?: string;
  /** Masked before anything runs; never printed, recorded or handed over. */
  readonly secret?: true;
  /** Where `ml-ci.yml` gives it: `image.context`. `<env>` stands for the name of the `environment` input. */
  readonly config?: string;
  /** Outputs of earlier steps of the same run that give it, best first: `build-image.digest`. */
  readonly handover?: readonly string[];
}

/** One input of a step: its kind and what it says of itself. */
export interface Input<V> {
  readonly kind: string;
  /** Shown in help: `NAME`, `DURATION`, `dev|prod`. */
  readonly placeholder: string;
  readonly options: InputOptions<unknown>;
  /** A flag that takes no value on the command line. */
  readonly isFlag: boolean;
  /** The default as a user would write it; undefined where there is none, or nothing in it. */
  readonly defaultText: string | undefined;
  /** The same of the default where others read along. */
  readonly sharedDefaultText: string | undefined;
  parse(raw: string, context: ParseContext): ParseResult<V>;
}

/** Reads one raw string as a `T`; it rejects what it does not understand and never falls back. */
export type Parser<T> = (raw: string, context: ParseContext) => ParseResult<T>;

/** `T` where the input is required or has a default, else `T | undefined`. */
type Value<T, O> = O extends { readonly required: true } | { readonly default: unknown } ? T : T | undefined;

/** What a kind says besides how it is read. */
export interface KindOptions<T> {
  /** On the command line it takes no value. */
  readonly isFlag?: boolean;
  /** Writes a value as a user would. */
  readonly show?: (value: T) => string;
}

/** A factory of inputs of one kind: `const port = kind('port', 'PORT', parsePort)`, then `port({ summary: … })`. */
export function kind<T>(
  name: string,
  placeholder: string,
  parse: Parser<T>,
  { isFlag = false, show = showPlain }: KindOptions<T> = {},
) {
  return <const O extends InputOptions<T>>(options: O): Input<Value<T, O>> => ({
    kind: name,
    placeholder,
    options,
    isFlag,
    defaultText: shownBy(show, options.default),
    sharedDefaultText: shownBy(show, options.sharedDefault),
    // The value is present whenever parse is called; only an absent raw value makes it undefined.
    parse: parse as Parser<Value<T, O>>,
  });
}

function shownBy<T>(show: (value: T) => string, value: T | undefined): string | undefined {
  return value === undefined ? undefined : show(value) || undefined;
}

function showPlain(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** A parsed value. */
export const parsedAs = <T>(value: T): ParseResult<T> => ({ ok: true, value });

/** A value that was not understood: the message continues `"<raw>" …`. */
export const rejected = (message: string, fix?: Text): ParseResult<never> =>
  fix === undefined ? { ok: false, message } : { ok: false, message, fix };

/** Text on one line, without control characters. */
export const string = kind('string', 'TEXT', (raw) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  /[\u0000-\u001f\u007f]/.test(raw)
    ? rejected('has control characters or more than one line')
    : parsedAs(raw),
);

/** `true` or `false`; on the command line a flag, with `--no-…` for false. */
export const boolean = kind<boolean>(
  'boolean',
  '',
  (raw) =>
    raw === 'true' ? parsedAs(true) : raw === 'false' ? parsedAs(false) : rejected('is not true or false'),
  { isFlag: true, show: (value) => (value ? 'true' : '') },
);

/** A whole number, from `min` to `max` where those are given. */
export function integer<
  const O extends InputOptions<number> & { readonly min?: number; readonly max?: number },
>(options: O) {
  return kind<number>('integer', 'N', (raw) => {
    if (!/^-?\d{1,15}$/.test(raw)) return rejected('is not a whole number');
    const value = Number(raw);
    if (options.min !== undefined && value < options.min) return rejected(`is less than ${options.min}`);
    if (options.max !== undefined && value > options.max) return rejected(`is more than ${options.max}`);
    return parsedAs(value);
  })(options);
}

/** A length of time in milliseconds: `90s`, `5m`, `2h`, `1h30m`. */
export const duration = kind<number>(
  'duration',
  'DURATION',
  (raw) => {
    const ms = parseDuration(raw);
    return ms === undefined
      ? rejected('is not a duration', 'write it as 90s, 5m, 2h or 1h30m')
      : parsedAs(ms);
  },
  { show: durationText },
);

/** Several values, separated by commas or lines; blank ones are dropped. */
export const list = kind<readonly string[]>('list', 'A,B,…', (raw) =>
  parsedAs(
    raw
      .split(/[,\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
);

/** One of a few words. */
export function oneOf<const W extends string, const O extends InputOptions<W>>(
  words: readonly W[],
  options: O,
) {
  return kind<W>('oneOf', words.join('|'), (raw) => {
    const word = words.find((candidate) => candidate === raw);
    return word === undefined ? rejected(`is not one of ${words.join(', ')}`) : parsedAs(word);
  })(options);
}

/** The path of a file or folder, absolute or from the configuration's folder; it is not opened here. */
export const file = kind<string>('file', 'PATH', (raw) =>
  raw.includes('\0') ? rejected('is not a path') : parsedAs(raw),
);

/** An environment of `ml-ci.yml` by its name. */
export const environment = kind<Environment>('environment', 'ENV', (raw, { environments }) => {
  const found = environments.find(({ name }) => name === raw);
  if (found) return parsedAs(found);
  const known = environments.map(({ name }) => name).join(', ');
  return rejected(
    'is no environment',
    known === '' ? 'add it under environments in ml-ci.yml' : `use one of ${known}`,
  );
});

/** The texts of an input that is a list. */
export function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The text of an input that may be unset. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
