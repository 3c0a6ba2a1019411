import type { StateValue } from './evaluate.ts';

/** The rule of a composite alarm. */
export type CompositeRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly of: CompositeRule }
  | { readonly kind: 'all' | 'any'; readonly of: readonly CompositeRule[] };

/** Parses `ALARM("a") AND NOT (OK(b) OR TRUE)`; throws an `Error` that says what is wrong. */
export function parseCompositeRule(text: string): CompositeRule {
  const tokens = text.match(/"[^"]*"|[()]|[^\s()"]+/g) ?? [];
  const [rule, rest] = parseAny(tokens);
  if (rest.length > 0) throw new Error(`unexpected ${rest[0]} in the alarm rule`);
  return rule;
}

/** Whether the rule holds; `stateOf` gives the state of the alarms it names. */
export function holds(rule: CompositeRule, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.of, stateOf);
    case 'all':
      return rule.of.every((part) => holds(part, stateOf));
    case 'any':
      return rule.of.some((part) => holds(part, stateOf));
  }
}

/** The alarms that a rule names, once each. */
export function alarmsOf(rule: CompositeRule): readonly string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return alarmsOf(rule.of);
    case 'all':
    case 'any':
      return [...new Set(rule.of.flatMap(alarmsOf))];
  }
}

type Parsed = readonly [CompositeRule, readonly string[]];

function parseAny(tokens: readonly string[]): Parsed {
  return parseChain(tokens, 'OR', 'any', (rest) => parseChain(rest, 'AND', 'all', parseOne));
}

function parseChain(
  tokens: readonly string[],
  word: string,
  kind: 'all' | 'any',
  parsePart: (tokens: readonly string[]) => Parsed,
): Parsed {
  let [part, rest] = parsePart(tokens);
  const of = [part];
  while (rest[0] === word) {
    [part, rest] = parsePart(rest.slice(1));
    of.push(part);
  }
  return [of.length === 1 ? part : { kind, of }, rest];
}

function parseOne(tokens: readonly string[]): Parsed {
  const [word, ...rest] = tokens;
  switch (word) {
    case 'NOT': {
      const [of, after] = parseOne(rest);
      return [{ kind: 'not', of }, after];
    }
    case '(': {
      const [inner, after] = parseAny(rest);
      if (after[0] !== ')') throw new Error('a bracket of the alarm rule is not closed');
      return [inner, after.slice(1)];
    }
    case 'TRUE':
    case 'FALSE':
      return [{ kind: 'constant', value: word === 'TRUE' }, rest];
    case 'ALARM':
    case 'OK':
    case 'INSUFFICIENT_DATA':
      return [{ kind: 'state', state: word, alarm: nameIn(rest) }, rest.slice(3)];
    default:
      throw new Error(`unexpected ${word ?? 'end'} in the alarm rule`);
  }
}

/** The name between the brackets; an ARN stands for its last part. */
function nameIn(tokens: readonly string[]): string {
  const [open, name, close] = tokens;
  if (open !== '(' || name === undefined || close !== ')')
    throw new Error('an alarm name in brackets is expected');
  const bare = name.replace(/^"|"$/g, '');
  return bare.startsWith('arn:') ? bare.split(':').slice(6).join(':') : bare;
}
