/** The beginning of a text that may be of any length. */
export function clipped(text: string, most = 300): string {
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : text;
}
