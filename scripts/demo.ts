/**
 * `npm run demo`: the example goes through a whole release in the sandbox, a second one is rolled back by an alarm, and a
 * bad data file is stopped. Nothing here decides any of it: the script trains the models, runs the chain of `ml-ci.yml`
 * three times, asks what is where, and checks that what it was told is what happened.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createLog, loadConfig, outcomeLines, outcomeOfError, Screen } from '@ml-ci/core';
import { Rehearsal } from '../packages/cli/src/rehearse/rehearsal.ts';
import { showStatus } from '../packages/cli/src/status/command.ts';

const example = join(import.meta.dirname, '../examples/penguins');
const { stdout, stderr, env, argv } = process;
const screen = new Screen(stdout, env);
const { bold, dim, green, red, cyan } = screen.paint;

interface Expected {
  readonly title: string;
  readonly tag: string;
  /** Trained on this file before the release. */
  readonly data: string;
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The step that must end the act, and how; without it the release must go through. */
  readonly endsAt?: { readonly key: string; readonly verdict: string };
}

const acts: readonly Expected[] = [
  { title: 'Release 1.0.0: a good one', tag: '1.0.0', data: 'data/penguins.csv' },
  {
    title: 'Release 1.1.0: the same code, trained without one island',
    tag: '1.1.0',
    data: 'data/penguins-without-torgersen.csv',
    overrides: { 'validate-data': { sources: 'data/penguins-without-torgersen.csv' } },
    endsAt: { key: 'deploy-ecs:prod', verdict: 'failed' },
  },
  {
    title: 'Release 1.2.0: a data file with defects',
    tag: '1.2.0',
    data: 'data/penguins.csv',
    overrides: { 'validate-data': { sources: 'data/penguins-defects.csv' } },
    endsAt: { key: 'validate-data', verdict: 'failed' },
  },
];

process.exitCode = await demo().catch((error: unknown) => {
  const outcome = outcomeOfError('demo', error);
  for (const line of outcomeLines(outcome, screen.paint)) screen.line(line);
  return outcome.exitCode;
});

async function demo(): Promise<number> {
  const startedAt = performance.now();
  const config = await loadConfig({ cwd: example });
  if (!config) throw new Error(`no ml-ci.yml in ${example}`);
  const rehearsal = await Rehearsal.start({
    config,
    env,
    stdout,
    stderr,
    log: createLog((event) => screen.show(event)),
    onLink: (link) => screen.line(`\n${bold(`▸ ${link.title}`)}`),
    runtime: argv.includes('--process') ? 'process' : 'auto',
  });
  const surprises: string[] = [];
  try {
    for (const [index, act] of acts.entries()) {
      screen.line(
        `\n${cyan('━'.repeat(78))}\n${bold(`${index + 1}. ${act.title}`)}\n${cyan('━'.repeat(78))}`,
      );
      await train(act.data);
      const { results } = await rehearsal.release({
        title: act.title,
        tag: act.tag,
        ...(act.overrides && { overrides: act.overrides }),
      });
      const last = results.at(-1);
      const verdict = last?.outcome === 'unchanged' ? 'unchanged' : last?.outcome.verdict;
      const expected = act.endsAt ?? { key: last?.link.key, verdict: 'passed' };
      if (last?.link.key !== expected.key || verdict !== expected.verdict)
        surprises.push(`${act.tag} ended at ${last?.link.key} with ${verdict}`);
    }
    const statuses = await rehearsal.statuses();
    const report = await rehearsal.writeReport(statuses);
    screen.line(`\n${cyan('━'.repeat(78))}\n${bold('What is where')}\n${cyan('━'.repeat(78))}`);
    showStatus(screen, config.model, statuses);
    const [prod, staging] = [
      statuses.find(({ name }) => name === 'prod'),
      statuses.find(({ name }) => name === 'staging'),
    ];
    const first = rehearsal.digestOf('1.0.0');
    if (prod?.service?.digest === undefined || prod.service.digest !== first)
      surprises.push(`prod serves ${prod?.service?.digest}, and 1.0.0 is ${first}`);
    screen.line('');
    screen.line(`released     1.0.0  ${first}`);
    screen.line(
      `rolled back  1.1.0  ${rehearsal.digestOf('1.1.0')} ${dim(`(staging still has it: ${staging?.service?.digest === rehearsal.digestOf('1.1.0')})`)}`,
    );
    screen.line('stopped      1.2.0  before anything was built');
    screen.line(`engine       ${rehearsal.engine}`);
    screen.line(`requests     ${rehearsal.requests.sent} sent, ${rehearsal.requests.unanswered} unanswered`);
    screen.line(`report       ${report}`);
    screen.line('');
    for (const surprise of surprises) screen.line(red(`✗ ${surprise}`));
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    if (surprises.length === 0)
      screen.line(
        green(`✓ a release, a rollback and a stopped data file in ${seconds} s; nothing real was changed`),
      );
    return surprises.length === 0 ? 0 : 1;
  } finally {
    await rehearsal.stop();
  }
}

/** Trains the model of the example, as a user does. */
async function train(data: string): Promise<void> {
  screen.line(`\n${bold('▸ train')} ${dim(`node src/train.ts --data ${data}`)}`);
  const child = spawn(process.execPath, ['src/train.ts', '--data', data], {
    cwd: example,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the training ended with ${code}`);
}
