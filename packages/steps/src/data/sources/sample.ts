import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Source, SourceFile } from './sources.ts';

/** What parts the records of a file. */
interface Records {
  /** A record goes on over a line end within these. */
  readonly quote: string | undefined;
  readonly hasHeader: boolean;
}

/**
 * The first rows of a source of text, copied into a folder: the engine keeps what it cannot read only of files that it
 * reads to their end. Row and line numbers stay those of the files.
 */
export async function sampleText(
  source: Source,
  rows: number,
  records: Records,
  folder: string,
): Promise<Source> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const target = await realpath(folder);
  const files: SourceFile[] = [];
  let left = rows;
  for (const [index, { name, path }] of source.files.entries()) {
    if (left === 0) break;
    const copy = join(target, String(index));
    const prefix = new Prefix(left + (records.hasHeader ? 1 : 0), records.quote);
    await pipeline(
      prefix.of(createReadStream(path, { highWaterMark: 1 << 16 })),
      createWriteStream(copy, { mode: 0o600 }),
    );
    left -= Math.max(0, prefix.ended - (records.hasHeader ? 1 : 0));
    files.push({ name, path: copy });
  }
  return { ...source, files };
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/** The bytes of the first records of a file. */
class Prefix {
  /** Records that have ended so far; a last one without a line end counts. */
  ended = 0;
  readonly #most: number;
  readonly #quote: number | undefined;
  #isQuoted = false;
  #wasReturn = false;

  constructor(most: number, quote: string | undefined) {
    this.#most = most;
    this.#quote = quote?.charCodeAt(0);
  }

  async *of(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let isOpen = false;
    for await (const chunk of chunks) {
      const end = this.#endIn(chunk);
      yield chunk.subarray(0, end ?? chunk.length);
      if (end !== undefined) return;
      const last = chunk.at(-1);
      isOpen = last !== lineFeed && last !== carriageReturn;
    }
    if (isOpen) this.ended += 1;
  }

  /** Where the last record that is wanted ends in the chunk. */
  #endIn(chunk: Buffer): number | undefined {
    for (const [at, byte] of chunk.entries()) {
      // a carriage return alone ends a record; whether it is alone shows with the byte after it
      if (this.#wasReturn && byte !== lineFeed && this.#end()) return at;
      this.#wasReturn = byte === carriageReturn && !this.#isQuoted;
      if (byte === this.#quote) this.#isQuoted = !this.#isQuoted;
      if (byte === lineFeed && !this.#isQuoted && this.#end()) return at + 1;
    }
    return undefined;
  }

  /** Counts a record; true where it is the last that is wanted. */
  #end(): boolean {
    this.ended += 1;
    return this.ended === this.#most;
  }
}
