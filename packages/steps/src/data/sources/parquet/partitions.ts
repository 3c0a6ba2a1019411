import { StepError } from '@ml-ci/core';
import { quote } from '../../checks/literal.ts';
import type { ColumnType } from '../../checks/schema.ts';
import type { Engine } from '../../engine/engine.ts';
import { readText } from '../cell-types.ts';
import type { Format, SourceFile } from '../sources.ts';

/** One column of one file. */
export interface FileColumn {
  readonly name: string;
  readonly native: string;
  /** Its value, where it is not one of the file but of its path. */
  readonly sql?: string;
}

/** What stands in a path for a value that is not there, since Hive. */
const noValue = '__HIVE_DEFAULT_PARTITION__';

/** True where the path of a file has columns: as declared, else where the entry itself names a key. */
export function arePartitions(entry: string, format: Format, declared: boolean | undefined): boolean {
  if (format === 'parquet' || format === 'arrow') return declared ?? /(^|\/)[^/=]+=[^/]*\//.test(entry);
  if (declared !== true) return false;
  throw new StepError('SOURCE_INVALID', {
    message: `the source "${entry}" has hive-partitions, and is ${format}`,
    fix: 'write hive-partitions: true under sources, for entries that are Parquet or Arrow',
  });
}

/** The columns that the folders of a file tell, `year=2024/region=eu/`: text, or what is declared where the value is of that type. */
export async function partitionColumns(
  engine: Engine,
  { name }: SourceFile,
  types: ReadonlyMap<string, ColumnType>,
): Promise<readonly FileColumn[]> {
  const columns: FileColumn[] = [];
  for (const [, key = '', value = ''] of name.matchAll(/(?<=^|\/)([^/=]+)=([^/]*)(?=\/)/g))
    columns.push(await columnOf(engine, plain(key), value, types.get(plain(key))));
  return columns;
}

async function columnOf(
  engine: Engine,
  name: string,
  value: string,
  type: ColumnType | undefined,
): Promise<FileColumn> {
  const text = value === noValue ? 'NULL::VARCHAR' : quote(plain(value));
  const sql = readText(text, type);
  const [row] = await engine.query(`SELECT typeof(${sql}) AS native, (${sql}) IS NULL AS gone`);
  // a value that is none of its type stays text, so that the check of the type finds it
  const isTyped = row?.gone !== true || value === noValue;
  return isTyped ? { name, native: String(row?.native), sql } : { name, native: 'VARCHAR', sql: text };
}

/** Writers escape as in an address what no path may have. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
