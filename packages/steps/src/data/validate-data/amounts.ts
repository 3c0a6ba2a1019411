import { kind, parsedAs, rejected } from '@ml-ci/core';

const units: Readonly<Record<string, number>> = {
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** An amount of memory in bytes: `512MB`, `2GB`, `1.5GiB`; at least 64 MB. */
export const memory = amount('memory', 64e6);

/** An amount of disk in bytes, as that of memory; at least 1 MB. */
export const disk = amount('disk', 1e6);

/** An amount of data in bytes, as that of memory; at least 1 MB. */
export const bytes = amount('data', 1e6);

function amount(name: string, leastBytes: number) {
  return kind<number>(
    name,
    'BYTES',
    (raw) => {
      const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)([MGT]i?B)$/.exec(raw) ?? [];
      const count = Math.floor(Number(digits) * (units[unit] ?? Number.NaN));
      if (Number.isNaN(count) || digits === '')
        return rejected(`is no amount of ${name}`, 'write it as 512MB, 2GB, 1.5TB or 1GiB');
      return count < leastBytes
        ? rejected(`is less than ${leastBytes / 1e6}MB, which is not enough to work with`)
        : parsedAs(count);
    },
    { show: (count) => (count % 1e9 === 0 ? `${count / 1e9}GB` : `${Math.floor(count / 1e6)}MB`) },
  );
}
