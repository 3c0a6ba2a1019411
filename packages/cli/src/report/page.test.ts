import { describe, expect, it } from 'vitest';
import type { Act, RehearsalReport, Sample } from './data.ts';
import { reportPage } from './page.ts';

const digest = `sha256:${'a1'.repeat(32)}`;

/** A canary of ten percent for five minutes that trips the alarm in the third. */
function samples(): Sample[] {
  return Array.from({ length: 60 }, (_, index) => {
    const isCanary = index >= 15 && index < 40;
    const errors = isCanary && index % 4 === 0 ? 1 : 0;
    return {
      atMs: index * 6_000,
      arms: [
        { release: '1.0.0', weight: isCanary ? 90 : 100, requests: 9, errors: 0 },
        { release: '1.1.0', weight: isCanary ? 10 : 0, requests: isCanary ? 2 : 0, errors },
      ],
      alarms: { 'penguins-5xx': index >= 32 && index < 50 ? 'ALARM' : 'OK' },
    };
  });
}

/** A report with one act and everything in it. */
export function exampleReport(change: Partial<Act> = {}): RehearsalReport {
  const act: Act = {
    title: 'Release 1.1.0',
    outcome: 'stopped at deploy-ecs in prod: rolled back',
    tone: 'bad',
    steps: [
      { title: 'install', verdict: 'passed', reason: undefined, durationMs: 1_200 },
      {
        title: 'deploy-ecs in prod',
        verdict: 'failed',
        reason: 'rolled back: alarm penguins-5xx\nsecond line',
        durationMs: 300_000,
      },
    ],
    promotions: [
      { environment: 'prod', tag: '1.1.0', digest, bytesMoved: 1_234, blobsMounted: 2, blobsSkipped: 1 },
    ],
    timeline: {
      environment: 'prod',
      samples: samples(),
      events: [
        { atMs: 90_000, text: '10 % of requests go to 1.1.0', tone: 'plain' },
        { atMs: 192_000, text: 'alarm penguins-5xx goes from OK to ALARM', tone: 'bad' },
      ],
    },
    ...change,
  };
  return {
    model: 'penguins',
    startedAt: '2026-11-23T00:00:00.000Z',
    endpoint: 'http://127.0.0.1:4566',
    speed: 60,
    engine: 'Images ran as processes.',
    acts: [act],
    environments: [
      {
        name: 'prod',
        where: 'ecr',
        image: { digest, tags: ['1.1.0'], pushedAt: undefined },
        service: {
          name: 's',
          digest,
          running: 2,
          desired: 2,
          since: '2026-11-23T00:00:00Z',
          by: 'user',
          rollout: undefined,
        },
        alarms: [{ name: 'penguins-5xx', state: 'OK', since: undefined }],
      },
    ],
  };
}

describe('reportPage', () => {
  const page = reportPage(exampleReport());

  it('shows verdict, timeline, promotions, steps and what is where', () => {
    for (const text of [
      'stopped at deploy-ecs in prod',
      '<svg',
      'ALARM',
      '1.2 kB',
      'second line',
      'What is where, at the end',
    ])
      expect(page).toContain(text);
  });

  it('asks for nothing: no script, and no address but the one of the sandbox in text', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|\s(src|srcset)=|url\(|@import|href="[^#]/);
  });

  it('shows text from outside as text', () => {
    const hostile = `<script>alert(1)</script>"'&\u001b[31m\u0000`;
    const shown = reportPage(
      exampleReport({
        title: hostile,
        outcome: hostile,
        steps: [{ title: hostile, verdict: 'failed', reason: hostile, durationMs: 1 }],
      }),
    );
    expect(shown).not.toContain('<script');
    expect(shown).not.toContain('\u001b');
    expect(shown).toContain('&lt;script&gt;');
  });

  it('draws the share of each release and a bar for each slice with failures', () => {
    expect(page.match(/class="share s\d"/g)).toHaveLength(2);
    expect(page.match(/class="error"/g)?.length).toBeGreaterThan(3);
  });
});
