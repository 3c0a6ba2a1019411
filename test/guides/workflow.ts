import { join } from 'node:path';
import type { Sandbox } from '@ml-ci/sandbox';
import { findTool } from '../bench/lib/tools.ts';
import { type CommandResult, run } from '../surfaces/run.ts';

/** What a workflow is run with. */
export interface WorkflowRun {
  readonly home: string;
  readonly project: string;
  readonly sandbox: Sandbox;
  /** The checkout that `OWNER/ml-ci` stands for. */
  readonly actions: string;
  readonly tools: Readonly<Record<string, string>>;
  /** The statement of a trust policy that the guide shows, for the repository ORG/REPO. */
  readonly trust: object;
}

/**
 * Runs the workflows that a push starts, by `act` on this machine without containers. The AWS of the run is the sandbox: its
 * token issuer stands for GitHub's, so no key reaches the steps.
 */
export async function runWorkflow({
  home,
  project,
  sandbox,
  actions,
  tools,
  trust,
}: WorkflowRun): Promise<CommandResult> {
  const act = findTool('act');
  if (act === undefined) throw new Error('act is not installed: npm run test:peers brings it');
  const cache = join(home, 'act');
  const git = (...args: string[]) => must('git', args, project, home);
  await git('init', '--quiet', '--initial-branch=main');
  await git('-c', 'user.name=t', '-c', 'user.email=t@example.invalid', 'add', '.');
  await git('-c', 'user.name=t', '-c', 'user.email=t@example.invalid', 'commit', '--quiet', '-m', 'line');
  const { sts } = sandbox.stores;
  sts.trust('arn:aws:iam::111111111111:role/ml-ci', { Version: '2012-10-17', Statement: [trust] });
  const identity = sts.issuer.env({ sub: 'repo:ORG/REPO:ref:refs/heads/main' });
  const variables = { ...tools, ...awsOf(sandbox), ...identity };
  const args = [
    'push',
    '--platform=ubuntu-latest=-self-hosted',
    `--local-repository=OWNER/ml-ci@v1=${actions}`,
    '--action-offline-mode',
    `--action-cache-path=${cache}`,
    `--cache-server-path=${join(home, 'cache-server')}`,
    '--no-cache-server',
    ...Object.entries(variables).map(([name, value]) => `--env=${name}=${value}`),
  ];
  return run(act, args, { cwd: project, env: { HOME: home, XDG_CACHE_HOME: cache } });
}

async function must(command: string, args: readonly string[], cwd: string, home: string): Promise<void> {
  const { exitCode, text } = await run(command, args, { cwd, env: { HOME: home } });
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}: ${text}`);
}

/** The sandbox without its keys: what the steps may do comes from the token of the workflow. */
function awsOf(sandbox: Sandbox): Record<string, string> {
  const {
    AWS_ACCESS_KEY_ID: _key,
    AWS_SECRET_ACCESS_KEY: _secret,
    ML_CI_CLOCK: _clock,
    ...rest
  } = sandbox.env('111111111111', 'eu-west-1');
  return rest;
}
