import { kind, parsedAs, rejected } from '@ml-ci/core';

const units: Readonly<Record<string, number>> = {
  MB: 1_000_000,
  GB: 1_000_000_000,
  MiB: 1_048_576,
  GiB: 1_073_741_824,
};

/** An amount of memory in bytes: `512MB`, `2GB`, `1.5GiB`. */
export const memory = kind<number>(
  'memory',
  'BYTES',
  (raw) => {
    const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(MB|GB|MiB|GiB)$/.exec(raw) ?? [];
    const bytes = Math.floor(Number(amount) * (units[unit] ?? Number.NaN));
    if (Number.isNaN(bytes) || amount === '')
      return rejected('is no amount of memory', 'write it as 512MB, 2GB or 1GiB');
    return bytes < 64_000_000
      ? rejected('is less than 64MB, which is not enough to work with')
      : parsedAs(bytes);
  },
  {
    show: (bytes) =>
      bytes % 1_000_000_000 === 0 ? `${bytes / 1_000_000_000}GB` : `${Math.floor(bytes / 1_000_000)}MB`,
  },
);
