import { s3Error } from './error.ts';
import type { MultipartUpload, UploadedPart } from './state.ts';

/** A part as `CompleteMultipartUpload` names it. */
export interface WantedPart {
  readonly number: number;
  readonly etag: string;
}

const smallestPart = 5 * 1024 * 1024;

/** The list of parts out of the document: ascending, not empty. */
export function readPartList(value: unknown): readonly WantedPart[] {
  if (!Array.isArray(value) || value.length === 0) throw s3Error('MalformedXML');
  const parts = value.map(readPart);
  const isAscending = parts.every((part, index) => part.number > (parts[index - 1]?.number ?? 0));
  if (!isAscending) throw s3Error('InvalidPartOrder');
  return parts;
}

/** The uploaded part of a wanted one; all but the last must be large enough. */
export function choosePart(upload: MultipartUpload, wanted: WantedPart, isLast: boolean): UploadedPart {
  const part = upload.parts.get(wanted.number);
  if (!part || part.md5 !== wanted.etag) {
    throw s3Error('InvalidPart', { UploadId: upload.id, PartNumber: wanted.number, ETag: wanted.etag });
  }
  if (isLast || part.size >= smallestPart) return part;
  throw s3Error('EntityTooSmall', {
    ETag: part.md5,
    MinSizeAllowed: smallestPart,
    ProposedSize: part.size,
    PartNumber: part.number,
  });
}

function readPart(value: unknown): WantedPart {
  if (typeof value !== 'object' || value === null) throw s3Error('MalformedXML');
  if (!('PartNumber' in value && 'ETag' in value)) throw s3Error('MalformedXML');
  return { number: Number(value.PartNumber), etag: String(value.ETag).replaceAll('"', '') };
}
