import {
  type Clock,
  type Config,
  execute,
  type Host,
  type Outcome,
  type RunServices,
  type ServiceContext,
} from '@ml-ci/core';
import { type Services, steps } from '@ml-ci/steps';
import type { Link } from './chain.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type ReleaseProgress, writeProgress } from './progress.ts';

/** How a link ended, or that it was not run because nothing it depends on has changed. */
export interface LinkResult {
  readonly link: Link;
  readonly outcome: Outcome | 'unchanged';
}

export interface ChainRun {
  readonly config: Config;
  readonly links: readonly Link[];
  /** Links before this one may be skipped when unchanged; those from it on are run. */
  readonly from: number | undefined;
  readonly progress: ReleaseProgress;
  /** Makes the host of one link. */
  readonly host: (link: Link) => Host;
  /** Makes the services of one link. */
  readonly services: (link: Link) => (context: ServiceContext) => RunServices<Services>;
  readonly clock?: Clock;
  readonly onLink?: (link: Link, state: 'start' | 'unchanged') => void;
  /** Hears of each outcome as soon as it is known, before the next link starts. */
  readonly onOutcome?: (link: Link, outcome: Outcome) => void;
}

/** Runs the links in order and stops at the first that did not pass, or waits for a person. */
export async function runChain(run: ChainRun): Promise<readonly LinkResult[]> {
  const results: LinkResult[] = [];
  let done = { ...run.progress.done };
  let mustRun = false;
  for (const [index, link] of run.links.entries()) {
    mustRun ||= run.from !== undefined && index >= run.from;
    const before = await fingerprintOf(link, run.config);
    if (!mustRun && before !== undefined && done[link.key] === before) {
      run.onLink?.(link, 'unchanged');
      results.push({ link, outcome: 'unchanged' });
      continue;
    }
    mustRun = true;
    run.onLink?.(link, 'start');
    const outcome = await runLink(link, run);
    results.push({ link, outcome });
    run.onOutcome?.(link, outcome);
    if (outcome.verdict !== 'passed') break;
    const after = await fingerprintOf(link, run.config);
    if (after !== undefined) done = { ...done, [link.key]: after };
    await writeProgress(run.config.root, { ...run.progress, done });
  }
  return results;
}

async function runLink(link: Link, run: ChainRun): Promise<Outcome> {
  const step = steps.find(({ name }) => name === link.step);
  if (!step) throw new Error(`the chain names "${link.step}", which is no step`);
  return execute(step, run.host(link), {
    services: run.services(link),
    ...(run.clock && { clock: run.clock }),
  });
}

/** The flags of a link and of its configuration, in the form that no value can break out of. */
export function flagsOf(link: Link, config: Config): string[] {
  return [
    ...Object.entries(link.inputs).map(([name, value]) => `--${name}=${value}`),
    `--config=${config.file}`,
    ...(config.document.models ? [`--model=${config.model}`] : []),
  ];
}
