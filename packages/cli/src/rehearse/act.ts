import type { Config, Outcome } from '@ml-ci/core';
import type { LinkResult } from '../release/run-chain.ts';
import type { Act, ActStep, Promotion, Sample, Tone } from '../report/data.ts';
import { aroundEvents, eventsOf } from './events.ts';

/** What the page says of one release that was tried. */
export function actOf(
  title: string,
  tag: string,
  results: readonly LinkResult[],
  seen: { readonly environment: string; readonly samples: readonly Sample[] } | undefined,
  config: Config,
): Act {
  const { outcome, tone } = verdictOf(tag, results, config);
  const moved = seen !== undefined && eventsOf(seen.samples).length > 0;
  return {
    title,
    outcome,
    tone,
    steps: results.map(stepOf),
    promotions: results.flatMap(promotionOf),
    timeline: moved
      ? { ...seen, samples: aroundEvents(seen.samples), events: eventsOf(seen.samples) }
      : undefined,
  };
}

function verdictOf(
  tag: string,
  results: readonly LinkResult[],
  config: Config,
): { readonly outcome: string; readonly tone: Tone } {
  const last = results.at(-1);
  if (last === undefined) return { outcome: 'nothing was run', tone: 'plain' };
  if (last.outcome === 'unchanged' || last.outcome.verdict === 'passed') {
    return {
      outcome: `${tag} is released: ${config.document.release?.until ?? 'the last stage'} serves it`,
      tone: 'good',
    };
  }
  const { reason, error, verdict } = last.outcome;
  return {
    outcome: `stopped at ${last.link.title}: ${firstLine(reason ?? error?.message ?? verdict)}`,
    tone: 'bad',
  };
}

function stepOf({ link, outcome }: LinkResult): ActStep {
  if (outcome === 'unchanged')
    return { title: link.title, verdict: 'passed', reason: 'unchanged, not run again', durationMs: 0 };
  return {
    title: link.title,
    verdict: outcome.verdict,
    reason: reasonOf(outcome),
    durationMs: outcome.durationMs,
  };
}

function reasonOf({ reason, error }: Outcome): string | undefined {
  return (
    reason ??
    (error === undefined
      ? undefined
      : [
          `${error.code} ${error.message}`,
          ...(error.problems ?? []).map(({ place, name, message }) => `${place ?? name}: ${message}`),
        ].join('\n'))
  );
}

function promotionOf({ link, outcome }: LinkResult): readonly Promotion[] {
  if (link.step !== 'promote' || outcome === 'unchanged' || outcome.verdict !== 'passed') return [];
  const { outputs } = outcome;
  return [
    {
      environment: link.inputs.to ?? '',
      tag: String(outputs.tag),
      digest: String(outputs.digest),
      bytesMoved: Number(outputs['bytes-moved']),
      blobsMounted: Number(outputs['blobs-mounted']),
      blobsSkipped: Number(outputs['blobs-skipped']),
    },
  ];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
