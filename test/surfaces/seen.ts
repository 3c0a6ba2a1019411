/** What one surface showed, in a form in which surfaces can be compared. */
export interface Seen {
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly calls: readonly string[];
  /** What is so afterwards, by the word of the service or the disk. */
  readonly after: string;
}
