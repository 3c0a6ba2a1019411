/** A value of a column: a number, a text, or null. */
export type Cell = string | number | null;

/**
 * The figure of a column for a label, row by row and without SQL: each row is guessed from all other rows with its value, then
 * from all other rows whose value is at most five values away.
 */
export function slowFigure(column: readonly Cell[], labels: readonly Cell[]): number {
  const rows = labels.flatMap((label, at) => (label === null ? [] : [{ label, cell: column[at] ?? null }]));
  const classes = classesOf(rows.map(({ label }) => label));
  const most = Math.max(...tally(classes).values());
  const order = ordered(rows.map(({ cell }) => cell));
  const rightByValue = rows.filter((row, at) => {
    const others = rows.flatMap((other, index) =>
      index !== at && Object.is(other.cell, row.cell) ? [classes[index]] : [],
    );
    return leader(tally(others)) === classes[at];
  }).length;
  const rightInOrder = rows.filter((row, at) => {
    const near = rows.flatMap((other, index) => {
      const distance = Math.abs((order.get(other.cell) ?? -100) - (order.get(row.cell) ?? -100));
      const isNear = distance <= 5 || Object.is(other.cell, row.cell);
      return index !== at && isNear ? [classes[index]] : [];
    });
    return near.filter((one) => one === classes[at]).length > near.length / 2;
  }).length;
  const hits = order.size > 20 ? Math.max(rightByValue, rightInOrder) : rightByValue;
  return Math.max(0, (hits - most) / (rows.length - most));
}

/** Numbers with more than 20 values are quarters; everything else is a class of its own. */
function classesOf(labels: readonly Cell[]): readonly Cell[] {
  const values = [...new Set(labels)];
  if (values.length <= 20 || !values.every((value) => typeof value === 'number')) return labels;
  const sorted = (labels as readonly number[]).toSorted((a, b) => a - b);
  const quarters = new Map(
    values.map((value) => {
      const middle = (sorted.indexOf(value) + sorted.lastIndexOf(value) + 1) / 2;
      return [value, Math.floor((4 * middle) / sorted.length)];
    }),
  );
  return labels.map((label) => quarters.get(label as number) ?? null);
}

/** The place of each value among all that are not null: numbers by size, texts by code points. */
function ordered(cells: readonly Cell[]): ReadonlyMap<Cell, number> {
  const values = [...new Set(cells)].filter((cell) => cell !== null);
  const sorted = values.toSorted((a, b) =>
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : Buffer.compare(Buffer.from(`${a}`), Buffer.from(`${b}`)),
  );
  return new Map(sorted.map((value, at) => [value, at]));
}

function tally(values: readonly (Cell | undefined)[]): ReadonlyMap<Cell | undefined, number> {
  const counts = new Map<Cell | undefined, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The most common one; undefined where two are. */
function leader(counts: ReadonlyMap<Cell | undefined, number>): Cell | undefined {
  const most = Math.max(0, ...counts.values());
  const first = [...counts].filter(([, n]) => n === most);
  return first.length === 1 ? first[0]?.[0] : undefined;
}
