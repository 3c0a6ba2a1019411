import { randomUUID } from 'node:crypto';
import {
  type Config,
  foreignEndpoint,
  localRun,
  type Outcome,
  StepError,
  suggest,
  terminalHost,
} from '@ml-ci/core';
import { steps } from '@ml-ci/steps';
import { type CommandContext, needConfig } from '../command.ts';
import { createServices } from '../services.ts';
import { chainOf, type Link, startAt } from './chain.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { releaseInputs } from './inputs.ts';
import { type ReleaseProgress, readProgress, sameRelease } from './progress.ts';
import { flagsOf, type LinkResult, runChain } from './run-chain.ts';

type Context = CommandContext<typeof releaseInputs>;

/** Runs or plans the chain; the exit code is that of the link that ended it. */
export async function runRelease(context: Context): Promise<number> {
  const config = needConfig(context.config, 'release');
  const { inputs } = context;
  const { commit } = await localRun(context.env, config.root);
  const tag = inputs.tag ?? commit?.slice(0, 12);
  if (tag === undefined)
    throw new StepError('INPUT_INVALID', {
      message: 'there is no commit to take the tag from',
      fix: 'give --tag, or commit first',
    });
  const { until } = inputs;
  if (until === undefined)
    throw new StepError('CONFIG_INVALID', {
      message: 'ml-ci.yml has no release.until',
      fix: 'add it, or give --until',
    });
  const links = checkSteps(chainOf(config.document, { tag, until }));
  const from = inputs.from === undefined ? undefined : startAt(links, inputs.from);
  const progress = await progressOf(
    config,
    { commit, tag, rehearsal: foreignEndpoint(context.env, config) },
    inputs.fresh,
  );
  if (inputs.plan) return showPlan(context, config, links, progress);
  const { screen } = context;
  const results = await runChain({
    config,
    links,
    from,
    progress,
    services: () => createServices,
    host: (link) => linkHost(link, context, config, progress.runId),
    onLink: (link, state) =>
      screen.line(
        `\n${screen.paint.bold(`▸ ${link.title}`)}${state === 'unchanged' ? screen.paint.dim('  unchanged, not run again') : ''}`,
      ),
  });
  return finish(context, results, links.length);
}

/** The host of one link: a terminal whose flags are the link's inputs; all share the run. */
export function linkHost(
  link: Link,
  terminal: Pick<Context, 'env' | 'stdout' | 'stderr' | 'inputs'>,
  config: Config,
  runId: string,
) {
  return terminalHost({
    argv: [
      ...flagsOf(link, config),
      ...terminal.inputs.allowEndpoint.map((host) => `--allow-endpoint=${host}`),
    ],
    env: { ...terminal.env, ML_CI_RUN_ID: runId },
    cwd: config.root,
    stdout: terminal.inputs.json ? terminal.stderr : terminal.stdout,
    stderr: terminal.stderr,
  });
}

/** Every step of the chain exists. */
export function checkSteps(links: readonly Link[]): readonly Link[] {
  const known = steps.map(({ name }) => name);
  const wrong = [...new Set(links.map(({ step }) => step))].filter((step) => !known.includes(step));
  if (wrong.length === 0) return links;
  const problems = wrong.map((step) => ({
    name: 'release.steps',
    message: `"${step}" is no step`,
    place: 'ml-ci.yml',
    fix: suggest(step, known),
  }));
  throw new StepError('CONFIG_INVALID', {
    message: 'the chain of ml-ci.yml names steps that do not exist',
    problems,
  });
}

async function progressOf(
  config: Config,
  wanted: Pick<ReleaseProgress, 'commit' | 'tag' | 'rehearsal'>,
  isFresh: boolean,
): Promise<ReleaseProgress> {
  const found = isFresh ? undefined : sameRelease(await readProgress(config.root), wanted);
  return found ?? { ...wanted, runId: `release-${randomUUID().slice(0, 8)}`, done: {} };
}

async function showPlan(
  { screen }: Context,
  config: Config,
  links: readonly Link[],
  progress: ReleaseProgress,
): Promise<number> {
  screen.line(screen.paint.bold('The chain (nothing is run)'));
  let mustRun = false;
  for (const link of links) {
    const fingerprint = await fingerprintOf(link, config);
    const isDone: boolean = !mustRun && fingerprint !== undefined && progress.done[link.key] === fingerprint;
    mustRun ||= !isDone;
    screen.line(`  ${isDone ? '✓' : '·'} ${link.title}${isDone ? screen.paint.dim('  unchanged') : ''}`);
  }
  return 0;
}

function finish(
  { screen, inputs, stdout }: Context,
  results: readonly LinkResult[],
  planned: number,
): number {
  const last = results.at(-1)?.outcome;
  const ended: Outcome | undefined = last === 'unchanged' ? undefined : last;
  const isComplete = results.length === planned && (ended === undefined || ended.verdict === 'passed');
  const verdict = isComplete ? 'passed' : (ended?.verdict ?? 'error');
  const exitCode = isComplete ? 0 : (ended?.exitCode ?? 70);
  screen.line('');
  screen.line(
    isComplete
      ? screen.paint.green('✓ release passed')
      : screen.paint.red(`✗ release ended at ${results.at(-1)?.link.title}: ${verdict}`),
  );
  if (!isComplete) screen.line(screen.paint.dim('  when it is mended, ml-ci release goes on from there'));
  if (inputs.json) {
    const links = results.map(({ link, outcome }) =>
      outcome === 'unchanged'
        ? { link: link.key, verdict: 'unchanged' }
        : {
            link: link.key,
            verdict: outcome.verdict,
            outputs: outcome.outputs,
            ...(outcome.error && { error: outcome.error }),
          },
    );
    stdout.write(`${JSON.stringify({ command: 'release', verdict, links })}\n`);
  }
  return exitCode;
}
