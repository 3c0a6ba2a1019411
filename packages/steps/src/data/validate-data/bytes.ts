import { kind, parsedAs, rejected } from '@ml-ci/core';

const units: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };

/** An amount of data in bytes: `500MB`, `20GB`, `1.5TB`. */
export const bytes = kind<number>(
  'bytes',
  'BYTES',
  (raw) => {
    const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(MB|GB|TB)$/.exec(raw) ?? [];
    const count = Math.floor(Number(amount) * (units[unit] ?? Number.NaN));
    return Number.isNaN(count) || amount === ''
      ? rejected('is no amount of data', 'write it as 500MB, 20GB or 1TB')
      : parsedAs(count);
  },
  { show: (count) => (count % 1e9 === 0 ? `${count / 1e9}GB` : `${Math.floor(count / 1e6)}MB`) },
);
