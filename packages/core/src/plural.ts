/** A number and what it counts: `1 blob`, `3 blobs`, `2 entries`. */
export function plural(count: number | bigint, one: string, several = `${one}s`): string {
  return `${count} ${Number(count) === 1 ? one : several}`;
}
