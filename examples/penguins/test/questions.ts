/** A penguin that every model of the example knows. */
export const adelie = {
  island: 'Biscoe',
  sex: 'female',
  beak_length_mm: 37.8,
  beak_depth_mm: 18.3,
  flipper_length_mm: 174,
  body_mass_g: 3400,
};

/** What may arrive at `POST /predict`, and the status that either lane answers. */
export const questions: readonly (readonly [name: string, body: unknown, status: number])[] = [
  ['no JSON', '{"island":', 400],
  ['a list', [], 400],
  ['nothing', '', 400],
  ['a measurement missing', { ...adelie, body_mass_g: undefined }, 400],
  ['text in a measurement', { ...adelie, body_mass_g: '3400' }, 400],
  ['infinity', JSON.stringify(adelie).replace('3400', '1e999'), 400],
  ['a category missing', { ...adelie, sex: undefined }, 400],
  ['a body over the limit', ' '.repeat(70_000), 400],
  ['a sex that is not known', { ...adelie, sex: null }, 200],
  ['an island nobody has heard of', { ...adelie, island: 'Mars' }, 500],
  ['a name every object has', { ...adelie, island: 'constructor' }, 500],
];
