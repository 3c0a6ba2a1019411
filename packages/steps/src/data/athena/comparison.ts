import { RefusedExpression } from './node.ts';

/** A part of an expression in Athena's SQL. */
export interface Part {
  readonly sql: string;
  /** It may be a floating-point number. */
  readonly isFloat: boolean;
  /** It stands in the checks file, so that it is no NaN. */
  readonly isConstant: boolean;
}

/**
 * Two parts compared as the engine of this machine compares them: there NaN equals NaN and is above every number; Athena
 * says false to all of it. Unknown stays unknown.
 */
export function compare(type: string, left: Part, right: Part): Part {
  const sql = comparison(type, left, right);
  return { sql, isFloat: false, isConstant: false };
}

function comparison(type: string, left: Part, right: Part): string {
  switch (type) {
    case 'COMPARE_EQUAL':
      return equal(left, right);
    case 'COMPARE_NOTEQUAL':
      return mayBeNaN(left) && mayBeNaN(right)
        ? `(NOT ${equal(left, right)})`
        : `(${left.sql} <> ${right.sql})`;
    case 'COMPARE_GREATERTHAN':
      return above(left, right, `${left.sql} > ${right.sql}`);
    case 'COMPARE_LESSTHAN':
      return above(right, left, `${left.sql} < ${right.sql}`);
    case 'COMPARE_GREATERTHANOREQUALTO':
      return mayBeNaN(left) || mayBeNaN(right)
        ? `(NOT ${above(right, left, `${left.sql} < ${right.sql}`)})`
        : `(${left.sql} >= ${right.sql})`;
    case 'COMPARE_LESSTHANOREQUALTO':
      return mayBeNaN(left) || mayBeNaN(right)
        ? `(NOT ${above(left, right, `${left.sql} > ${right.sql}`)})`
        : `(${left.sql} <= ${right.sql})`;
    case 'COMPARE_DISTINCT_FROM':
      return `(${left.sql} IS DISTINCT FROM ${right.sql})`;
    case 'COMPARE_NOT_DISTINCT_FROM':
      return `(${left.sql} IS NOT DISTINCT FROM ${right.sql})`;
    default:
      throw new RefusedExpression(`has ${type.toLowerCase().replaceAll('_', ' ')}`);
  }
}

const mayBeNaN = ({ isFloat, isConstant }: Part) => isFloat && !isConstant;
const isNaNOf = ({ sql }: Part) => `is_nan(CAST(${sql} AS DOUBLE))`;

function equal(left: Part, right: Part): string {
  const plain = `${left.sql} = ${right.sql}`;
  if (!mayBeNaN(left) || !mayBeNaN(right)) return `(${plain})`;
  return `(${plain} OR (${isNaNOf(left)} AND ${isNaNOf(right)}))`;
}

/** `plain` says that `high` is above `low`; so is NaN, but for another NaN. */
function above(high: Part, low: Part, plain: string): string {
  if (!mayBeNaN(high)) return `(${plain})`;
  if (low.isConstant && low.sql !== 'NULL') return `(${plain} OR ${isNaNOf(high)})`;
  // what is unknown stays so
  if (!mayBeNaN(low)) return `(${plain} OR (${isNaNOf(high)} AND ${low.sql} IS NOT NULL))`;
  return `(${plain} OR (${isNaNOf(high)} AND NOT ${isNaNOf(low)}))`;
}
