import { kind, type ParseResult, parsedAs, rejected } from '@ml-ci/core';

/** `NAME` or `NAME=VALUE`, as given. */
export interface NamedValue {
  readonly name: string;
  /** Undefined where the caller's variable of the same name is meant. */
  readonly value: string | undefined;
}

// of the kind list, so that the flag may stand several times; a value may hold commas
const namedValuesKind = kind<readonly NamedValue[]>('list', 'NAME[=VALUE]', (raw) => parseNamedValues(raw));

/** Variables by name: `--env A --env B=value`. */
export const namedValues = namedValuesKind;

function parseNamedValues(raw: string): ParseResult<readonly NamedValue[]> {
  const values: NamedValue[] = [];
  for (const line of raw.split('\n').filter((text) => text !== '')) {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=(.*))?$/.exec(line) ?? [];
    if (name === undefined) return rejected('is neither NAME nor NAME=VALUE');
    values.push({ name, value });
  }
  return parsedAs(values);
}
