import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The checksums that clients send, in lower case as in `x-amz-checksum-crc32`. */
export type ChecksumName = 'crc32' | 'crc32c' | 'crc64nvme' | 'sha1' | 'sha256';

/** All of them. */
export const checksumNames: readonly ChecksumName[] = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'];

/** A checksum that grows with the content. */
export interface Checksum {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

/** A fresh one. */
export function createChecksum(name: ChecksumName): Checksum {
  switch (name) {
    case 'sha1':
    case 'sha256': {
      const hash = createHash(name);
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
    }
    case 'crc32': {
      let value = 0;
      return {
        update(bytes) {
          value = crc32(bytes, value);
        },
        digest: () => uint32(value),
      };
    }
    case 'crc32c':
      return crc32c();
    case 'crc64nvme':
      return crc64();
  }
}

/** The name in `CRC32`, `SHA256`…; undefined for another text. */
export function checksumName(text: string | undefined): ChecksumName | undefined {
  return checksumNames.find((name) => name === text?.toLowerCase());
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value >>> 0);
  return buffer;
}

// Castagnoli, reflected.
const table32 = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(): Checksum {
  let value = 0xffffffff;
  return {
    update(bytes) {
      for (const byte of bytes) value = (table32[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
    },
    digest: () => uint32(value ^ 0xffffffff),
  };
}

// NVM Express, reflected; two halves, for numbers here have 32 bits for bit operations.
const table64 = Array.from({ length: 256 }, (_, index) => {
  let high = 0;
  let low = index;
  for (let bit = 0; bit < 8; bit += 1) {
    const isOdd = (low & 1) === 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high >>>= 1;
    if (isOdd) {
      high ^= 0x9a6c9329;
      low ^= 0xac4bc9b5;
    }
  }
  return [high >>> 0, low >>> 0] as const;
});

function crc64(): Checksum {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(bytes) {
      for (const byte of bytes) {
        const [tableHigh, tableLow] = table64[(low ^ byte) & 0xff] ?? [0, 0];
        low = ((low >>> 8) | (high << 24)) ^ tableLow;
        high = (high >>> 8) ^ tableHigh;
      }
    },
    digest: () => Buffer.concat([uint32(high ^ 0xffffffff), uint32(low ^ 0xffffffff)]),
  };
}
