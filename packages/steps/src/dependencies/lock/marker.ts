import { normalizeProject } from './requirements.ts';

/** What is known when a plain install starts: the extras and groups that it takes. */
export interface Asked {
  readonly extras: readonly string[];
  readonly groups: readonly string[];
}

/** A marker of which some is known: it holds, it does not, or what is left of it must be asked of the machine. */
type Reduced = boolean | { readonly text: string; readonly isOr: boolean };

const token =
  /\s*(?:([()])|((?:and|or|in|not\s+in)(?![\w.]))|(===|~=|==|!=|<=|>=|<|>)|("[^"]*"|'[^']*')|([A-Za-z_][\w.]*))\s*/y;
const variable =
  /^(?:(?:python|python_full|platform|implementation)_version|(?:os|implementation)_name|sys_platform|platform_(?:release|system|machine|python_implementation))$/;
/** What pip reads as it stands: no comment, option or variable of the shell can begin in it. */
const plain = /^(?!.*\s-)[\w .+*/:~,()@-]*$/;
const deepest = 50;

/**
 * Reads a marker of PEP 508 with what PEP 751 adds, and puts in what is known: `"dev" in dependency_groups`,
 * `extra == "docs"`. True, false, or a marker without both; undefined for a text that is no marker.
 */
export function reduceMarker(text: string, asked: Asked): boolean | string | undefined {
  const tokens = tokensOf(text);
  if (!tokens) return undefined;
  const parser = new MarkerParser(tokens, asked);
  const reduced = parser.parse();
  return typeof reduced === 'object' ? reduced.text : reduced;
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  for (token.lastIndex = 0; token.lastIndex < text.length; ) {
    const found = token.exec(text);
    if (!found) return undefined;
    tokens.push(found[0].trim().replace(/^not\s+in$/, 'not in'));
  }
  return tokens;
}

/** `or` binds less than `and`; undefined at the first token that does not belong. */
class MarkerParser {
  readonly #tokens: readonly string[];
  readonly #asked: Asked;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[], asked: Asked) {
    this.#tokens = tokens;
    this.#asked = asked;
  }

  parse(): Reduced | undefined {
    const reduced = this.#any();
    return this.#at === this.#tokens.length ? reduced : undefined;
  }

  #any(): Reduced | undefined {
    return this.#joined('or', () => this.#joined('and', () => this.#one()));
  }

  #joined(word: 'and' | 'or', part: () => Reduced | undefined): Reduced | undefined {
    const parts: Reduced[] = [];
    do {
      const found = part();
      if (found === undefined) return undefined;
      parts.push(found);
    } while (this.#take(word));
    return word === 'or' ? anyOf(parts) : allOf(parts);
  }

  #one(): Reduced | undefined {
    if (!this.#take('(')) return this.#comparison();
    this.#depth += 1;
    if (this.#depth > deepest) return undefined;
    const inner = this.#any();
    this.#depth -= 1;
    return this.#take(')') ? inner : undefined;
  }

  #comparison(): Reduced | undefined {
    const [left = '', operator = '', right = ''] = this.#tokens.slice(this.#at, this.#at + 3);
    this.#at += 3;
    const known = membership(left, operator, right, this.#asked);
    if (known !== undefined) return known;
    const isComparison = /^(?:[<>=!~]=?=?|in|not in)$/.test(operator);
    const isTelling = variable.test(left) !== variable.test(right);
    if (!isComparison || !isTelling || !isOperand(left) || !isOperand(right)) return undefined;
    return { text: `${left} ${operator} ${right}`, isOr: false };
  }

  #take(wanted: string): boolean {
    if (this.#tokens[this.#at] !== wanted) return false;
    this.#at += 1;
    return true;
  }
}

function membership(left: string, operator: string, right: string, asked: Asked): boolean | undefined {
  const [value, name] = isText(left) ? [left, right] : [right, left];
  if (!isText(value)) return undefined;
  const wanted = normalizeProject(value.slice(1, -1));
  const has = (all: readonly string[]) => all.some((one) => normalizeProject(one) === wanted);
  if (name === 'extra' && (operator === '==' || operator === '!='))
    return has(asked.extras) === (operator === '==');
  const isSet = (name === 'extras' || name === 'dependency_groups') && name === right;
  if (!isSet || (operator !== 'in' && operator !== 'not in')) return undefined;
  return has(name === 'extras' ? asked.extras : asked.groups) === (operator === 'in');
}

function isOperand(text: string): boolean {
  return isText(text) ? plain.test(text.slice(1, -1)) : variable.test(text);
}

function isText(text: string): boolean {
  return /^["']/.test(text);
}

function anyOf(parts: readonly Reduced[]): Reduced {
  if (parts.includes(true)) return true;
  const open = parts.filter((part) => typeof part === 'object');
  if (open.length < 2) return open[0] ?? false;
  return { text: open.map(({ text }) => text).join(' or '), isOr: true };
}

function allOf(parts: readonly Reduced[]): Reduced {
  if (parts.includes(false)) return false;
  const open = parts.filter((part) => typeof part === 'object');
  if (open.length < 2) return open[0] ?? true;
  return { text: open.map(({ text, isOr }) => (isOr ? `(${text})` : text)).join(' and '), isOr: false };
}
