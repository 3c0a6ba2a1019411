import { parseArgs } from 'node:util';
import type { Problem } from './error.ts';
import { suggest } from './nearest.ts';
import { type Inputs, kebab } from './step.ts';

/** A raw value and where it was written. */
export interface Given {
  readonly raw: string;
  /** `--tag`, `with: tag`. */
  readonly place: string;
}

/** What the command line says: values by property name, mistakes, and words that are no flag. */
export interface Arguments {
  readonly given: ReadonlyMap<string, Given>;
  readonly problems: readonly Problem[];
  readonly positionals: readonly string[];
}

/** Reads flags by the definition. A list may be given several times; `--no-x` is false; mistakes are collected. */
export function parseArguments(inputs: Inputs, argv: readonly string[]): Arguments {
  const byFlag = new Map(
    Object.entries(inputs).map(([property, input]) => [kebab(property), { property, input }]),
  );
  const options = Object.fromEntries(
    [...byFlag].map(([flag, { input }]) => [
      flag,
      { type: input.isFlag ? ('boolean' as const) : ('string' as const), multiple: true },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowNegative: true,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, Given>();
  const problems: Problem[] = [];
  const positionals: string[] = [];
  let afterUnknown = -1;
  for (const token of tokens) {
    // the word behind an unknown flag is most likely its value: one mistake, not two
    if (token.kind === 'positional' && token.index !== afterUnknown) positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const isNegative = token.rawName.startsWith('--no-') && !byFlag.has(token.rawName.slice(2));
    const flag = isNegative ? token.rawName.slice(5) : token.name;
    const known = byFlag.get(flag);
    if (!known || (isNegative && !known.input.isFlag)) {
      afterUnknown = token.index + 1;
      problems.push({
        name: token.rawName,
        message: 'is no flag of this command',
        place: token.rawName,
        fix: suggest(flag, [...byFlag.keys()]),
      });
    } else {
      note(given, problems, known, token.rawName, rawValue(known.input.isFlag, isNegative, token.value));
    }
  }
  return { given, problems, positionals };
}

function rawValue(isFlag: boolean, isNegative: boolean, value: string | undefined): string | undefined {
  if (!isFlag) return value;
  return value ?? (isNegative ? 'false' : 'true');
}

function note(
  given: Map<string, Given>,
  problems: Problem[],
  { property, input }: { readonly property: string; readonly input: Inputs[string] },
  place: string,
  raw: string | undefined,
): void {
  const before = given.get(property);
  if (raw === undefined)
    problems.push({ name: place, message: 'needs a value', place, fix: `${place} ${input.placeholder}` });
  else if (before === undefined) given.set(property, { raw, place });
  else if (input.kind === 'list') given.set(property, { raw: `${before.raw}\n${raw}`, place });
  else problems.push({ name: place, message: 'is given twice', place, fix: 'give it once' });
}
