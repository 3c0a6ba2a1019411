/** The numeric columns, in the order in which the model reads them. */
export const measurements = ['beak_length_mm', 'beak_depth_mm', 'flipper_length_mm', 'body_mass_g'] as const;

/** The columns that hold one of a few words. */
export const categories = ['island', 'sex'] as const;

export type Measurement = (typeof measurements)[number];
export type Category = (typeof categories)[number];

/** What the model is asked about. A category is null where nobody wrote it down. */
export type Penguin = Readonly<Record<Measurement, number> & Record<Category, string | null>>;

/** A row of the data: a penguin, its species, and the number it keeps from export to export. */
export interface LabelledPenguin {
  readonly id: number;
  readonly species: string;
  readonly penguin: Penguin;
}
