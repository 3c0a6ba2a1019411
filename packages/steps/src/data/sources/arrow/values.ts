import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Data, DataType } from 'apache-arrow';
import type { DuckDb } from '../../engine/duckdb.ts';
import { FileFault } from '../plain/file-fault.ts';
import { readBytes, readText } from './bytes.ts';
import { assertWhole } from './whole.ts';

/** The library that reads Arrow. */
export type Arrow = typeof import('apache-arrow');

/** How the values of a type are read: exactly, or not at all. */
export interface ValueReader {
  /** What the engine keeps them as. */
  readonly type: DuckDBType;
  /** The value at a place, which is not null there. */
  read(data: Data, at: number): DuckDBValue;
}

interface Libraries {
  readonly arrow: Arrow;
  readonly duckdb: DuckDb;
}

/** The value at a place, or null. */
export function valueAt({ read }: ValueReader, data: Data, at: number): DuckDBValue {
  return data.getValid(at) ? read(data, at) : null;
}

/** How values of a type are read; FileFault where the engine cannot keep them as they are. */
export function readerOf(type: DataType, libraries: Libraries): ValueReader {
  const { arrow, duckdb } = libraries;
  const { DataType: is } = arrow;
  if (is.isNull(type)) return { type: duckdb.INTEGER, read: () => null };
  if (is.isBool(type))
    return { type: duckdb.BOOLEAN, read: (data, at) => bit(data.values, data.offset + at) };
  if (is.isInt(type)) return plainReader(integerType(type.isSigned, type.bitWidth, duckdb));
  if (is.isFloat(type)) return floatReader(type.precision, libraries);
  if (is.isDecimal(type)) return decimalReader(type, duckdb);
  if (is.isUtf8(type) || is.isLargeUtf8(type) || is.isUtf8View(type))
    return { type: duckdb.VARCHAR, read: readText };
  if (is.isBinary(type) || is.isLargeBinary(type) || is.isBinaryView(type) || is.isFixedSizeBinary(type))
    return { type: duckdb.BLOB, read: (data, at) => duckdb.blobValue(readBytes(data, at)) };
  if (is.isDate(type)) return dateReader(type.unit === arrow.DateUnit.DAY, duckdb);
  if (is.isTime(type)) return timeReader(type.unit, duckdb);
  if (is.isTimestamp(type)) return timestampReader(type.unit, Boolean(type.timezone), duckdb);
  if (is.isDictionary(type)) return dictionaryReader(type.dictionary, libraries);
  if (is.isList(type) || is.isLargeList(type) || is.isFixedSizeList(type)) return listReader(type, libraries);
  throw new FileFault(`has values of ${type}, which cannot be kept as they are`);
}

/** A value that must be there: a buffer that is too short is damage. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new FileFault('is damaged: a column is shorter than it says');
  return value;
}

function plainReader(type: DuckDBType): ValueReader {
  return { type, read: (data, at) => present(data.values[at]) };
}

function integerType(isSigned: boolean, bits: number, duckdb: DuckDb): DuckDBType {
  const { TINYINT, SMALLINT, INTEGER, BIGINT, UTINYINT, USMALLINT, UINTEGER, UBIGINT } = duckdb;
  const found = (isSigned ? [TINYINT, SMALLINT, INTEGER, BIGINT] : [UTINYINT, USMALLINT, UINTEGER, UBIGINT])[
    Math.log2(bits) - 3
  ];
  return present(found);
}

function floatReader(precision: number, { arrow, duckdb }: Libraries): ValueReader {
  if (precision === arrow.Precision.DOUBLE) return plainReader(duckdb.DOUBLE);
  if (precision === arrow.Precision.SINGLE) return plainReader(duckdb.FLOAT);
  // each half is a single
  return { type: duckdb.FLOAT, read: (data, at) => half(present(data.values[at])) };
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

function decimalReader(
  { precision, scale, bitWidth }: { precision: number; scale: number; bitWidth: number },
  duckdb: DuckDb,
): ValueReader {
  if (bitWidth !== 128 || precision < 1 || precision > 38 || scale < 0 || scale > precision)
    throw new FileFault(`has decimals of ${bitWidth} bits (${precision}, ${scale}), which cannot be kept`);
  return {
    type: duckdb.DECIMAL(precision, scale),
    read(data, at) {
      const words = [3, 2, 1, 0].map((word) => BigInt(present<number>(data.values[at * 4 + word])));
      const unsigned = words.reduce((sum, word) => (sum << 32n) | word, 0n);
      return duckdb.decimalValue(BigInt.asIntN(128, unsigned), precision, scale);
    },
  };
}

function dateReader(isDays: boolean, duckdb: DuckDb): ValueReader {
  return {
    type: duckdb.DATE,
    read(data, at) {
      const value = present<number | bigint>(data.values[at]);
      return duckdb.dateValue(isDays ? Number(value) : Number(exactly(BigInt(value), 86_400_000n)));
    },
  };
}

/** Units are those of the library: seconds, and thousandths of the one before. */
const microsOf = [1_000_000n, 1_000n, 1n] as const;

function timeReader(unit: number, duckdb: DuckDb): ValueReader {
  return {
    type: duckdb.TIME,
    read: (data, at) => duckdb.timeValue(micros(BigInt(present(data.values[at])), unit)),
  };
}

function timestampReader(unit: number, hasZone: boolean, duckdb: DuckDb): ValueReader {
  const value = (data: Data, at: number) => present<bigint>(data.values[at]);
  if (hasZone)
    return {
      type: duckdb.TIMESTAMPTZ,
      read: (data, at) => duckdb.timestampTZValue(micros(value(data, at), unit)),
    };
  if (unit === 3)
    return { type: duckdb.TIMESTAMP_NS, read: (data, at) => duckdb.timestampNanosValue(value(data, at)) };
  return {
    type: duckdb.TIMESTAMP,
    read: (data, at) => duckdb.timestampValue(micros(value(data, at), unit)),
  };
}

function micros(value: bigint, unit: number): bigint {
  const factor = microsOf[unit];
  const found = factor === undefined ? exactly(value, 1_000n) : value * factor;
  if (BigInt.asIntN(64, found) === found) return found;
  throw new FileFault('has a time that is too far away to be kept');
}

/** A whole part, where there is no rest. */
function exactly(value: bigint, divisor: bigint): bigint {
  if (value % divisor === 0n) return value / divisor;
  throw new FileFault('has a date that is no whole day, or a time that is no whole microsecond');
}

/** The words of a dictionary are read once. */
function dictionaryReader(of: DataType, libraries: Libraries): ValueReader {
  const inner = readerOf(of, libraries);
  const read = new WeakMap<object, readonly DuckDBValue[]>();
  return {
    type: inner.type,
    read(data, at) {
      const { dictionary } = data;
      if (dictionary === undefined) throw new FileFault('is damaged: a dictionary is missing');
      const words =
        read.get(dictionary) ??
        dictionary.data.flatMap((chunk: Data) => {
          assertWhole(chunk);
          return Array.from({ length: chunk.length }, (_, word) => valueAt(inner, chunk, word));
        });
      read.set(dictionary, words);
      return present(words[Number(present(data.values[at]))]);
    },
  };
}

function listReader(type: DataType, libraries: Libraries): ValueReader {
  const [child] = type.children ?? [];
  const inner = readerOf(present(child).type, libraries);
  const { duckdb } = libraries;
  const width = 'listSize' in type ? Number(type.listSize) : undefined;
  return {
    type: duckdb.LIST(inner.type),
    read(data, at) {
      const items = present(data.children[0]);
      const [from, to] =
        width === undefined
          ? [Number(present(data.valueOffsets[at])), Number(present(data.valueOffsets[at + 1]))]
          : [at * width, (at + 1) * width];
      if (from > to || to > items.length) throw new FileFault('is damaged: a list ends behind its values');
      return duckdb.listValue(
        Array.from({ length: to - from }, (_, item) => valueAt(inner, items, from + item)),
      );
    },
  };
}

function bit(bytes: Uint8Array, at: number): boolean {
  return ((present(bytes[at >> 3]) >> (at & 7)) & 1) === 1;
}
