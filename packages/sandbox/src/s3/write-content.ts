import { createHash, randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { RequestBody } from '../body.ts';
import { type ChecksumName, checksumName, checksumNames, createChecksum } from './checksum.ts';
import { s3Error } from './error.ts';
import type { StoredChecksum, StoredContent } from './state.ts';

/** What was written, and what it hashes to. */
export interface WrittenContent extends StoredContent {
  /** Hex. */
  readonly md5: string;
  readonly checksum: StoredChecksum | undefined;
}

/** Writes a body to a new file and checks it against the hashes that came with it; nothing is left when it is wrong. */
export async function writeBody(folder: string, body: RequestBody, headers: IncomingHttpHeaders) {
  const name = announcedChecksum(headers);
  const written = await writeContent(folder, body.stream, name);
  try {
    checkMd5(written.md5, headers['content-md5']);
    if (name) checkChecksum(written, name, headers, body.trailers);
    return written;
  } catch (error) {
    await rm(written.path, { force: true });
    throw error;
  }
}

/** Writes a stream to a new file; the file is removed when the stream breaks. */
export async function writeContent(
  folder: string,
  stream: AsyncIterable<Uint8Array>,
  name: ChecksumName | undefined,
): Promise<WrittenContent> {
  const path = join(folder, randomUUID());
  const md5 = createHash('md5');
  const checksum = name && createChecksum(name);
  const file = await open(path, 'wx', 0o600);
  let size = 0;
  try {
    for await (const chunk of stream) {
      md5.update(chunk);
      checksum?.update(chunk);
      size += chunk.length;
      await file.writeFile(chunk);
    }
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
  return {
    path,
    size,
    md5: md5.digest('hex'),
    checksum:
      name && checksum
        ? { name, value: checksum.digest().toString('base64'), type: 'FULL_OBJECT' }
        : undefined,
  };
}

/** The one checksum that comes with a request: its value in a header or a trailer, or only its name. */
function announcedChecksum(headers: IncomingHttpHeaders): ChecksumName | undefined {
  const direct = checksumNames.filter((name) => headers[`x-amz-checksum-${name}`] !== undefined);
  if (direct.length > 1) {
    throw s3Error(
      'InvalidRequest',
      {},
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const trailer = textOf(headers['x-amz-trailer'])
    ?.trim()
    .replace(/^x-amz-checksum-/, '');
  return direct[0] ?? checksumName(trailer) ?? checksumName(textOf(headers['x-amz-sdk-checksum-algorithm']));
}

function checkChecksum(
  written: WrittenContent,
  name: ChecksumName,
  headers: IncomingHttpHeaders,
  trailers: ReadonlyMap<string, string>,
): void {
  const header = `x-amz-checksum-${name}`;
  const expected = textOf(headers[header]) ?? trailers.get(header);
  if (expected === undefined && headers['x-amz-trailer'] === undefined) return;
  if (expected === written.checksum?.value) return;
  throw s3Error(
    'BadDigest',
    {},
    `The ${name.toUpperCase()} you specified did not match the calculated checksum.`,
  );
}

function checkMd5(md5: string, header: string | string[] | undefined): void {
  if (typeof header !== 'string') return;
  const expected = Buffer.from(header, 'base64');
  if (expected.length !== 16) throw s3Error('InvalidDigest');
  if (expected.toString('hex') !== md5) throw s3Error('BadDigest');
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
