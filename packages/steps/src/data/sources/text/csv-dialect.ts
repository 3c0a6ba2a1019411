import type { CsvDocument } from '../../checks/schema.ts';
import type { Source } from '../sources.ts';

/** How the cells of a CSV file are written. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string | undefined;
  readonly nulls: readonly string[];
  /** The names of the columns where the file has no header. */
  readonly names: readonly string[] | undefined;
}

/** The dialect of a source; RFC 4180 unless the checks file says otherwise. */
export function dialectOf(source: Source, csv: CsvDocument | undefined): Dialect {
  return {
    delimiter: csv?.delimiter ?? (source.isTabbed ? '\t' : ','),
    quote: csv?.quote === false ? undefined : (csv?.quote ?? '"'),
    nulls: csv?.null ?? [''],
    names: csv?.header === undefined || csv.header === true ? undefined : csv.header,
  };
}
