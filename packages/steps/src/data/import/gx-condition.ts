import { identifier } from '../checks/literal.ts';
import { asRecord, asScalar, asScalars } from './record.ts';
import { allOf, type Scalar, sqlLiteral } from './row-sql.ts';

/** A `row_condition` as SQL, with what its columns are compared with; or why it has none. */
export type Condition =
  | { readonly ok: true; readonly sql: string; readonly values: ReadonlyMap<string, Scalar> }
  | { readonly ok: false; readonly reason: string };

class Unreadable extends Error {}

/** Reads a condition in any of its forms: text of pandas, of Spark or of Great Expectations itself, or an object. */
export function readCondition(condition: unknown, parser: unknown): Condition {
  const values = new Map<string, Scalar>();
  try {
    const plain =
      asRecord(condition)?.type === 'pass_through' ? asRecord(condition)?.pass_through_filter : condition;
    if (typeof plain !== 'string') return { ok: true, sql: fromObject(plain, values), values };
    if (parser === 'spark' && !plain.includes('`')) return { ok: true, sql: plain, values };
    return { ok: true, sql: new TextCondition(plain, values).read(), values };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: error.message };
    throw error;
  }
}

function fromObject(raw: unknown, values: Map<string, Scalar>): string {
  const { type, ...rest } = asRecord(raw) ?? {};
  const name = asRecord(rest.column)?.name;
  if ((type === 'and' || type === 'or') && Array.isArray(rest.conditions) && rest.conditions.length > 0) {
    const parts = rest.conditions.map((each) => `(${fromObject(each, values)})`);
    return parts.join(type === 'and' ? ' AND ' : ' OR ');
  }
  if (typeof name !== 'string') throw new Unreadable('has a condition of an unknown form');
  if (type === 'nullity') return `${identifier(name)} IS ${rest.is_null === true ? '' : 'NOT '}NULL`;
  const operator = String(rest.operator).toLowerCase();
  const list = asScalars(rest.parameter);
  if (list !== undefined && ['in', 'not_in', 'not in'].includes(operator))
    return membership(name, list, operator !== 'in', values);
  const value = asScalar(rest.parameter);
  if (type !== 'comparison' || value === undefined)
    throw new Unreadable('has a condition of an unknown form');
  return comparison(name, operator, value, values);
}

/** In pandas a comparison with null is false; only "not equal" is true. */
function comparison(name: string, operator: string, value: Scalar, values: Map<string, Scalar>): string {
  values.set(name, value);
  const cell = identifier(name);
  if (operator === '==' || operator === '=') return `${cell} = ${sqlLiteral(value)}`;
  if (operator === '!=') return `${cell} IS DISTINCT FROM ${sqlLiteral(value)}`;
  if (!['<', '<=', '>', '>='].includes(operator)) throw new Unreadable(`has a condition with "${operator}"`);
  return `${cell} ${operator} ${sqlLiteral(value)}`;
}

function membership(
  name: string,
  list: readonly Scalar[],
  isNot: boolean,
  values: Map<string, Scalar>,
): string {
  const [first] = list;
  if (first === undefined) throw new Unreadable('has a condition with an empty list');
  values.set(name, first);
  const inside = `${identifier(name)} IN (${list.map(sqlLiteral).join(', ')})`;
  return isNot ? `NOT coalesce(${inside}, false)` : inside;
}

const tokens =
  /\s*(col\(\s*(?:"[^"]*"|'[^']*')\s*\)|`[^`]+`|"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|[=!<>]=|\.(?:isnull|isna|notnull|notna|notNull|isNull)\(\)|[<>&|~()[\],])/y;

/** The little of pandas' query language that conditions are made of. */
class TextCondition {
  readonly #tokens: string[] = [];
  readonly #values: Map<string, Scalar>;
  #at = 0;

  constructor(text: string, values: Map<string, Scalar>) {
    this.#values = values;
    const trimmed = text.trim();
    tokens.lastIndex = 0;
    while (tokens.lastIndex < trimmed.length) {
      const [, token] = tokens.exec(trimmed) ?? [];
      if (token === undefined) throw new Unreadable('has a condition that cannot be read here');
      this.#tokens.push(token);
    }
  }

  read(): string {
    const sql = this.#either();
    if (this.#at < this.#tokens.length) throw new Unreadable('has a condition that cannot be read here');
    return sql;
  }

  #peek = () => this.#tokens[this.#at] ?? '';
  #next = () => this.#tokens[this.#at++] ?? '';

  #take(...wanted: string[]): boolean {
    const found = wanted.includes(this.#peek());
    if (found) this.#at += 1;
    return found;
  }

  #either(): string {
    const parts = [this.#both()];
    while (this.#take('or', '|')) parts.push(this.#both());
    return parts.length === 1 ? parts.join() : parts.map((part) => `(${part})`).join(' OR ');
  }

  #both(): string {
    const parts = [this.#one()];
    while (this.#take('and', '&')) parts.push(this.#one());
    return allOf(...parts) ?? '';
  }

  #one(): string {
    if (this.#take('not', '~')) return `NOT coalesce(${this.#one()}, false)`;
    if (this.#take('(')) {
      const inner = this.#either();
      if (!this.#take(')')) throw new Unreadable('has a condition with an open bracket');
      return inner;
    }
    const name = columnIn(this.#next());
    const operator = this.#next();
    if (/^\.is(null|na)\(\)$/i.test(operator)) return `${identifier(name)} IS NULL`;
    if (/^\.not(null|na)\(\)$/i.test(operator)) return `${identifier(name)} IS NOT NULL`;
    if (operator === 'in') return membership(name, this.#list(), false, this.#values);
    if (operator === 'not' && this.#take('in')) return membership(name, this.#list(), true, this.#values);
    return comparison(name, operator, valueIn(this.#next()), this.#values);
  }

  #list(): Scalar[] {
    if (!this.#take('[', '(')) throw new Unreadable('has a condition without a list behind "in"');
    const list: Scalar[] = [];
    while (!this.#take(']', ')')) {
      list.push(valueIn(this.#next()));
      this.#take(',');
    }
    return list;
  }
}

function columnIn(token: string): string {
  const [, quoted] =
    /^(?:col\(\s*["'](.*)["']\s*\)|`(.+)`)$/.exec(token)?.filter((part) => part !== undefined) ?? [];
  if (quoted !== undefined) return quoted;
  if (/^[A-Za-z_]\w*$/.test(token)) return token;
  throw new Unreadable('has a condition that compares no column');
}

function valueIn(token: string): Scalar {
  if (/^["']/.test(token)) return token.slice(1, -1);
  if (/^(true|false)$/i.test(token)) return token.toLowerCase() === 'true';
  if (/^-?\d/.test(token)) return Number(token);
  throw new Unreadable('has a condition that compares with no plain value');
}
