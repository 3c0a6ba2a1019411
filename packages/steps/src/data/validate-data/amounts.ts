import { kind, parsedAs, rejected } from '@ml-ci/core';

const units: Readonly<Record<string, number>> = {
  MB: 1_000_000,
  GB: 1_000_000_000,
  MiB: 1_048_576,
  GiB: 1_073_741_824,
};

/** An amount of memory in bytes: `512MB`, `2GB`, `1.5GiB`. */
export const memory = amount('memory', 64_000_000);

/** An amount of disk in bytes, as that of memory. */
export const disk = amount('disk', 1_000_000);

function amount(name: string, leastBytes: number) {
  return kind<number>(
    name,
    'BYTES',
    (raw) => {
      const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)(MB|GB|MiB|GiB)$/.exec(raw) ?? [];
      const bytes = Math.floor(Number(digits) * (units[unit] ?? Number.NaN));
      if (Number.isNaN(bytes) || digits === '')
        return rejected(`is no amount of ${name}`, 'write it as 512MB, 2GB or 1GiB');
      return bytes < leastBytes
        ? rejected(`is less than ${leastBytes / 1_000_000}MB, which is not enough to work with`)
        : parsedAs(bytes);
    },
    {
      show: (bytes) =>
        bytes % 1_000_000_000 === 0 ? `${bytes / 1_000_000_000}GB` : `${Math.floor(bytes / 1_000_000)}MB`,
    },
  );
}
