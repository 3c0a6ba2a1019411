import { describe, expect, it } from 'vitest';
import { type EnvironmentStatus, statusRow } from './state.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const service = {
  name: 's',
  digest: digest('a'),
  running: 2,
  desired: 2,
  since: '2026-11-23T02:18:57.213Z',
  by: 'user',
  rollout: undefined,
};
const status: EnvironmentStatus = {
  name: 'prod',
  where: 'ecr',
  image: { digest: digest('a'), tags: ['1.0'], pushedAt: undefined },
  service,
  alarms: [{ name: 'red', state: 'OK', since: undefined }],
};

describe('statusRow', () => {
  it.each<[string, Partial<EnvironmentStatus>, readonly string[]]>([
    [
      'what serves the newest image',
      {},
      [
        'prod',
        '1.0 sha256:aaaaaaaaaaaa',
        'sha256:aaaaaaaaaaaa, 2 of 2 tasks',
        '2026-11-23 02:18',
        '',
        'red OK',
      ],
    ],
    [
      'what serves an older one',
      { service: { ...service, digest: digest('b') } },
      [
        'prod',
        '1.0 sha256:aaaaaaaaaaaa',
        'sha256:bbbbbbbbbbbb (not the newest), 2 of 2 tasks',
        '2026-11-23 02:18',
        '',
        'red OK',
      ],
    ],
    [
      'tasks that disagree',
      { service: { ...service, digest: undefined, running: 1 } },
      ['prod', '1.0 sha256:aaaaaaaaaaaa', 'nothing certain (1 of 2 tasks)', '2026-11-23 02:18', '', 'red OK'],
    ],
    [
      'an empty environment',
      { image: undefined, service: undefined, alarms: [] },
      ['prod', 'no image', '–', '', '', ''],
    ],
    ['one that could not be read', { problem: 'denied' }, ['prod', 'could not be read', '', '', '', '']],
  ])('tells of %s', (_rule, change, row) => {
    expect(statusRow({ ...status, ...change })).toEqual(row);
  });
});
