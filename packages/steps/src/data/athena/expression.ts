import { quote, toLiteral } from '../checks/literal.ts';
import type { ExpressionColumn, WrittenExpression } from '../engine/dialect.ts';
import { typeOfNative } from '../sources/cell-types.ts';
import { compare, type Part } from './comparison.ts';
import { functions } from './functions.ts';
import { athenaLiteral } from './literal.ts';
import { isNode, type Node, nodes, RefusedExpression } from './node.ts';

/**
 * Writes the tree of an expression in Athena's SQL. Only what is listed here, and in functions.ts, means the same in both
 * engines; all else is refused. A column whose type is not known yet is taken for the best.
 */
export function athenaExpression(
  tree: unknown,
  columns: ReadonlyMap<string, ExpressionColumn>,
): WrittenExpression {
  try {
    return { ok: true, sql: part(tree, columns).sql };
  } catch (error) {
    if (error instanceof RefusedExpression) return { ok: false, reason: error.message };
    throw error;
  }
}

type Columns = ReadonlyMap<string, ExpressionColumn>;

function part(value: unknown, columns: Columns): Part {
  if (!isNode(value)) throw new Error('a part of an expression is missing');
  const of = (child: unknown) => part(child, columns);
  switch (value.class) {
    case 'COLUMN_REF':
      return column(value, columns);
    case 'CONSTANT':
      return constant(value);
    case 'COMPARISON':
      return compare(String(value.type), of(value.left), of(value.right));
    case 'BETWEEN': {
      const [input, lower, upper] = [of(value.input), of(value.lower), of(value.upper)];
      const above = compare('COMPARE_GREATERTHANOREQUALTO', input, lower).sql;
      return truth(`(${above} AND ${compare('COMPARE_LESSTHANOREQUALTO', input, upper).sql})`);
    }
    case 'CONJUNCTION': {
      const word = value.type === 'CONJUNCTION_AND' ? ' AND ' : ' OR ';
      return truth(
        `(${nodes(value.children)
          .map((child) => of(child).sql)
          .join(word)})`,
      );
    }
    case 'OPERATOR':
      return operator(value, of);
    case 'CASE':
      return caseOf(value, of);
    case 'CAST':
      return cast(value, columns);
    case 'FUNCTION':
      return call(value, of);
    default:
      throw new RefusedExpression(`has ${String(value.class).toLowerCase()}`);
  }
}

const truth = (sql: string): Part => ({ sql, isFloat: false, isConstant: false });

function column({ column_names }: Node, columns: Columns): Part {
  const name = String(Array.isArray(column_names) ? column_names[0] : '');
  const found = columns.get(name);
  if (found === undefined) throw new Error(`no column stands for ${JSON.stringify(name)}`);
  const { sql, native } = found;
  if (native !== undefined && typeOfNative(native) === 'other')
    throw new RefusedExpression(`names "${name}", which is ${native}`);
  return { sql, isFloat: native === undefined || isFloating(native), isConstant: false };
}

function constant({ value }: Node): Part {
  if (!isNode(value) || !isNode(value.type)) throw new Error('a constant has no type');
  const of = (sql: string, isFloat = false): Part => ({ sql, isFloat, isConstant: true });
  if (value.is_null === true) return of('NULL');
  const id = String(value.type.id);
  const number = Number(value.value);
  switch (id) {
    case 'VARCHAR':
      return of(quote(String(value.value)));
    case 'DOUBLE':
      return of(`CAST('${number}' AS DOUBLE)`, true);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
    case 'DECIMAL':
      // larger ones were rounded when the tree was read
      if (!Number.isSafeInteger(number)) break;
      return of(id === 'DECIMAL' ? decimal(number, value.type) : number < 0 ? `(${number})` : String(number));
  }
  throw new RefusedExpression(`has a constant of type ${id} that is not written the same`);
}

function decimal(whole: number, type: Node): string {
  const scale = isNode(type.type_info) ? Number(type.type_info.scale) : 0;
  const digits = String(Math.abs(whole)).padStart(scale + 1, '0');
  const split = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
  return `DECIMAL '${whole < 0 ? '-' : ''}${text}'`;
}

function operator(node: Node, of: (child: unknown) => Part): Part {
  const [first, ...others] = nodes(node.children).map(of);
  if (first === undefined) throw new Error('an operator has no operand');
  switch (node.type) {
    case 'OPERATOR_NOT':
      return truth(`(NOT ${first.sql})`);
    case 'OPERATOR_IS_NULL':
      return truth(`(${first.sql} IS NULL)`);
    case 'OPERATOR_IS_NOT_NULL':
      return truth(`(${first.sql} IS NOT NULL)`);
    case 'OPERATOR_COALESCE': {
      const all = [first, ...others];
      return {
        sql: `coalesce(${all.map(({ sql }) => sql).join(', ')})`,
        isFloat: all.some(({ isFloat }) => isFloat),
        isConstant: false,
      };
    }
    case 'COMPARE_IN':
    case 'COMPARE_NOT_IN': {
      if (others.some(({ isFloat, isConstant }) => isFloat && !isConstant))
        throw new RefusedExpression('looks for a value among floating-point numbers of the row');
      const word = node.type === 'COMPARE_IN' ? 'IN' : 'NOT IN';
      return truth(`(${first.sql} ${word} (${others.map(({ sql }) => sql).join(', ')}))`);
    }
  }
  throw new RefusedExpression(`has ${String(node.type).toLowerCase().replaceAll('_', ' ')}`);
}

function caseOf(node: Node, of: (child: unknown) => Part): Part {
  const checks = nodes(node.case_checks);
  const values = [...checks.map((check) => of(check.then_expr)), of(node.else_expr)];
  const whens = checks.map((check, at) => `WHEN ${of(check.when_expr).sql} THEN ${values[at]?.sql}`);
  return {
    sql: `CASE ${whens.join(' ')} ELSE ${values.at(-1)?.sql} END`,
    isFloat: values.some(({ isFloat }) => isFloat),
    isConstant: false,
  };
}

/** Words such as DATE before a text, and what is cast without a choice of how. */
function cast(node: Node, columns: Columns): Part {
  const { child } = node;
  const to = isNode(node.cast_type) ? String(node.cast_type.id) : '';
  if (node.try_cast === true || !isNode(child)) throw new RefusedExpression('has TRY_CAST');
  const value = isNode(child.value) && !child.value.is_null ? child.value.value : undefined;
  if (child.class === 'CONSTANT' && typeof value === 'string') return typedText(value, to);
  if (child.class !== 'COLUMN_REF') throw new RefusedExpression(`casts more than a column to ${to}`);
  const name = String(Array.isArray(child.column_names) ? child.column_names[0] : '');
  const native = columns.get(name)?.native;
  const from = native === undefined ? undefined : typeOfNative(native);
  const isAlike =
    (to === 'DOUBLE' && ['integer', 'number', undefined].includes(from)) ||
    (to === 'VARCHAR' && ['integer', 'string', undefined].includes(from)) ||
    (to === 'DATE' && ['date', 'timestamp', undefined].includes(from));
  if (!isAlike) throw new RefusedExpression(`casts ${native ?? 'a column'} to ${to}`);
  return { sql: `CAST(${column(child, columns).sql} AS ${to})`, isFloat: to === 'DOUBLE', isConstant: false };
}

function typedText(text: string, to: string): Part {
  const of = (sql: string): Part => ({ sql, isFloat: false, isConstant: true });
  if (to === 'BOOLEAN' && (text === 't' || text === 'f')) return of(text === 't' ? 'true' : 'false');
  if (to === 'DATE' || to === 'TIMESTAMP') {
    const literal = toLiteral(text, to === 'DATE' ? 'date' : 'timestamp');
    if (literal !== undefined && !/Z$|[+-]\d{2}:\d{2}$/.test(text)) return of(athenaLiteral(literal, to));
  }
  throw new RefusedExpression(`casts ${JSON.stringify(text)} to ${to}`);
}

function call(node: Node, of: (child: unknown) => Part): Part {
  const name = String(node.function_name).toLowerCase();
  const write = functions[name];
  const isPlain = node.filter === null && node.distinct === false;
  if (write === undefined || !isPlain)
    throw new RefusedExpression(`calls "${name}", which Athena does not have in the same meaning`);
  return write(nodes(node.children).map(of), name);
}

const isFloating = (native: string) => native === 'FLOAT' || native === 'DOUBLE';
