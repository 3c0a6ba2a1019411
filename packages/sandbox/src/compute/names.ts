/** `length` characters of `alphabet`, by `random`. */
export function randomText(random: () => number, length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}

/** `length` hex digits. */
export function randomHex(random: () => number, length: number): string {
  return randomText(random, length, '0123456789abcdef');
}
