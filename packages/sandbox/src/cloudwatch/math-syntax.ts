/** A parsed expression of metric math. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'negative'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

/** Thrown for what is not, or not served as, metric math. */
export class MathError extends Error {
  override readonly name = 'MathError';
}

/** Weakest first; the operators of one row bind equally. */
const precedence: readonly (readonly string[])[] = [
  ['==', '!=', '<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

/** Parses `m1/m2*100`, `SUM([m1,m2])`, `IF(m2>0, m1/m2, 0)`. */
export function parseMath(text: string): Expression {
  const tokens = new Tokens(text);
  const parsed = parseLevel(tokens, 0);
  if (tokens.peek() !== undefined) throw new MathError(`unexpected "${tokens.peek()}" in "${text}"`);
  return parsed;
}

class Tokens {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/\d+(?:\.\d+)?|[A-Za-z_]\w*|==|!=|<=|>=|\S/g) ?? [];
  }

  peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new MathError('the expression ends too early');
    this.#at += 1;
    return token;
  }

  expect(wanted: string): void {
    const token = this.next();
    if (token !== wanted) throw new MathError(`"${wanted}" expected, not "${token}"`);
  }
}

function parseLevel(tokens: Tokens, level: number): Expression {
  const operators = precedence[level];
  if (!operators) return parseUnary(tokens);
  let left = parseLevel(tokens, level + 1);
  for (let operator = tokens.peek(); operator && operators.includes(operator); operator = tokens.peek()) {
    tokens.next();
    left = { kind: 'binary', operator, left, right: parseLevel(tokens, level + 1) };
  }
  return left;
}

function parseUnary(tokens: Tokens): Expression {
  const token = tokens.next();
  if (token === '-') return { kind: 'negative', of: parseUnary(tokens) };
  if (token === '(') {
    const inner = parseLevel(tokens, 0);
    tokens.expect(')');
    return inner;
  }
  if (token === '[') return { kind: 'list', items: parseItems(tokens, ']') };
  if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
  if (!/^[A-Za-z_]/.test(token)) throw new MathError(`unexpected "${token}"`);
  if (tokens.peek() !== '(') return { kind: 'name', name: token };
  tokens.next();
  return { kind: 'call', name: token, args: parseItems(tokens, ')') };
}

function parseItems(tokens: Tokens, end: string): Expression[] {
  const items: Expression[] = [];
  if (tokens.peek() === end) {
    tokens.next();
    return items;
  }
  for (;;) {
    items.push(parseLevel(tokens, 0));
    const token = tokens.next();
    if (token === end) return items;
    if (token !== ',') throw new MathError(`"," or "${end}" expected, not "${token}"`);
  }
}
