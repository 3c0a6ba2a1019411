import { compare, type Part } from './comparison.ts';
import { RefusedExpression } from './node.ts';
import { portablePattern } from './pattern.ts';

type Write = (args: readonly Part[], name: string) => Part;

/** Functions and operators that mean the same in both engines, and how Athena writes them. */
export const functions: Readonly<Record<string, Write | undefined>> = {
  '+': arithmetic,
  '-': arithmetic,
  '*': arithmetic,
  // always of doubles in the engine of this machine
  '/': of(2, ([left, right]) => `(CAST(${left} AS DOUBLE) / CAST(${right} AS DOUBLE))`, true),
  '||': of(2, ([left, right]) => `(${left} || ${right})`),
  '~~': of(2, ([left, right]) => `(${left} LIKE ${right})`),
  '!~~': of(2, ([left, right]) => `(${left} NOT LIKE ${right})`),
  abs: keeping('abs'),
  floor: keeping('floor'),
  ceil: keeping('ceil'),
  length: of(1, ([text]) => `length(${text})`),
  lower: of(1, ([text]) => `lower(${text})`),
  upper: of(1, ([text]) => `upper(${text})`),
  starts_with: of(2, ([text, start]) => `starts_with(${text}, ${start})`),
  contains: of(2, ([text, part]) => `(strpos(${text}, ${part}) > 0)`),
  isnan: of(1, ([number]) => `is_nan(CAST(${number} AS DOUBLE))`),
  isfinite: of(1, ([number]) => `is_finite(CAST(${number} AS DOUBLE))`),
  year: of(1, ([time]) => `year(${time})`),
  month: of(1, ([time]) => `month(${time})`),
  day: of(1, ([time]) => `day(${time})`),
  nullif: (args, name) => {
    const [left, right] = both(args, name);
    const sql = `CASE WHEN ${compare('COMPARE_EQUAL', left, right).sql} THEN NULL ELSE ${left.sql} END`;
    return { sql, isFloat: left.isFloat, isConstant: false };
  },
  regexp_matches: (args, name) => {
    const [text, pattern] = both(args, name);
    const source = /^'(.*)'$/s.exec(pattern.sql)?.[1]?.replaceAll("''", "'");
    if (!pattern.isConstant || source === undefined)
      throw new RefusedExpression('has a pattern that is not written out');
    const portable = portablePattern(source);
    if (!portable.ok)
      throw new RefusedExpression(`has a pattern that ${portable.reason}, which engines read differently`);
    const quoted = `'${portable.pattern.replaceAll("'", "''")}'`;
    return { sql: `regexp_like(${text.sql}, ${quoted})`, isFloat: false, isConstant: false };
  },
};

function of(count: number, write: (args: readonly string[]) => string, isFloat = false): Write {
  return (args, name) => {
    if (args.length !== count) throw new RefusedExpression(`calls "${name}" with ${args.length} arguments`);
    return { sql: write(args.map(({ sql }) => sql)), isFloat, isConstant: false };
  };
}

/** A function whose value is of the type of its argument. */
function keeping(athena: string): Write {
  return (args, name) => {
    const write = of(1, ([number]) => `${athena}(${number})`);
    return { ...write(args, name), isFloat: args.some(({ isFloat }) => isFloat) };
  };
}

function arithmetic(args: readonly Part[], name: string): Part {
  const isFloat = args.some((arg) => arg.isFloat);
  const [first] = args;
  if (args.length === 1 && first !== undefined && name === '-')
    return { sql: `(-${first.sql})`, isFloat, isConstant: false };
  const [left, right] = both(args, name);
  return { sql: `(${left.sql} ${name} ${right.sql})`, isFloat, isConstant: false };
}

function both(args: readonly Part[], name: string): readonly [Part, Part] {
  const [left, right] = args;
  if (left !== undefined && right !== undefined && args.length === 2) return [left, right];
  throw new RefusedExpression(`calls "${name}" with ${args.length} arguments`);
}
