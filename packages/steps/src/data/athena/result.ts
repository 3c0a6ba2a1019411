/** What a query found: the types as Athena names them, and the text of each cell. */
export interface Cells {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | undefined)[])[];
}

/** Rows by the names of their columns; whole numbers are bigints, as from the engine of this machine. */
export function rowsOf({ columns, rows }: Cells): readonly Readonly<Record<string, unknown>>[] {
  return rows.map((cells) =>
    Object.fromEntries(columns.map(({ name, type }, at) => [name, cellValue(cells[at], type)])),
  );
}

function cellValue(text: string | undefined, type: string): unknown {
  if (text === undefined) return null;
  switch (type) {
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return BigInt(text);
    case 'real':
    case 'float':
    case 'double':
      return Number(text);
    case 'boolean':
      return text === 'true';
    default:
      // a decimal is read where it is known what for: it may have 38 digits
      return text;
  }
}
