import { describe, expect, it } from 'vitest';
import { mergeNetrc } from '../tools/netrc.ts';
import { pip } from '../tools/pip.ts';
import { merge } from './merge.ts';

const access = { endpoint: 'https://host.example/pypi/pinned/', token: 'TOKEN', isExtra: false };
const chosen = (place: 'file' | 'env') => [{ tool: pip, access, setup: pip.setUp(access, place, '/tmp/f') }];

describe('merge', () => {
  it('knows what the same tool may have left in another mode', () => {
    expect(merge(chosen('file'), '/tmp/f')).toMatchObject({ staleVariables: ['NETRC'], staleFiles: [] });
    expect(merge(chosen('env'), '/tmp/f').staleVariables).toEqual(['NETRC']);
  });

  it('prefers the secret of a tool to the empty variable of another', () => {
    const [first, second] = [...chosen('file'), ...chosen('env')];
    if (first === undefined || second === undefined) throw new Error('there are two');
    for (const both of [
      [first, second],
      [second, first],
    ]) {
      const { variables, secrets } = merge(both, '/tmp/f');
      expect([variables.has('PIP_INDEX_URL'), secrets.has('PIP_INDEX_URL')]).toEqual([false, true]);
    }
  });
});

it.each([
  ['nothing', '', 'machine a login aws password 2\n'],
  ['the same host', 'machine a login aws password 1\n', 'machine a login aws password 2\n'],
  [
    'another host',
    'machine b login aws password 1\n',
    'machine b login aws password 1\nmachine a login aws password 2\n',
  ],
])('an entry goes into a netrc with %s', (_rule, before, after) => {
  expect(mergeNetrc(before, 'machine a login aws password 2\n')).toBe(after);
});
