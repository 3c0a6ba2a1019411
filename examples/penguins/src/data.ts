import { readFileSync } from 'node:fs';
import { categories, type LabelledPenguin, measurements, type Penguin } from './penguin.ts';

const columns = ['id', 'species', ...measurements, ...categories] as const;

/**
 * Reads the rows of a CSV file. The data has no quotes and no commas in its values, so a comma always ends one;
 * whether the values make sense is for `validate-data`, which has looked at the file before anything is trained.
 */
export function readPenguins(file: string): LabelledPenguin[] {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = (header ?? '').split(',');
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new Error(`${file} has no column ${missing.join(', ')}`);
  return lines.map((line, index) => {
    const cells = line.split(',');
    const place = `${file}:${index + 2}`;
    if (cells.length !== names.length)
      throw new Error(`${place} has ${cells.length} cells, not ${names.length}`);
    return labelled(Object.fromEntries(names.map((name, column) => [name, cells[column] ?? ''])), place);
  });
}

/**
 * Every fifth id is held out: never trained on, only measured with. The rule is on the id, not on the position,
 * so a penguin stays on its side of the split when rows come and go.
 */
export function isHeldOut(row: LabelledPenguin): boolean {
  return row.id % 5 === 0;
}

function labelled(cells: Record<string, string>, place: string): LabelledPenguin {
  const number = (column: string): number => {
    const text = cells[column] ?? '';
    const value = Number(text);
    if (text === '' || !Number.isFinite(value))
      throw new Error(`${place}: ${column} "${text}" is not a number`);
    return value;
  };
  const penguin: Penguin = {
    island: cells.island || null,
    sex: cells.sex || null,
    beak_length_mm: number('beak_length_mm'),
    beak_depth_mm: number('beak_depth_mm'),
    flipper_length_mm: number('flipper_length_mm'),
    body_mass_g: number('body_mass_g'),
  };
  return { id: number('id'), species: cells.species ?? '', penguin };
}
