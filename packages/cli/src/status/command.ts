import {
  clockFromEnv,
  commandIdToken,
  createFiles,
  createLog,
  createRedactor,
  foreignEndpoint,
  type RunServices,
  StepError,
  wallClock,
} from '@ml-ci/core';
import type { Services } from '@ml-ci/steps';
import { type CommandContext, needConfig } from '../command.ts';
import { createServices } from '../services.ts';
import type { statusInputs } from './index.ts';
import { readStatus } from './read.ts';
import { type EnvironmentStatus, statusRow } from './state.ts';

/** Shows how every environment stands. Exit 3 where one could not be read. */
export async function runStatus(context: CommandContext<typeof statusInputs>): Promise<number> {
  const config = needConfig(context.config, 'status');
  const { screen, inputs, stdout } = context;
  const wanted = config.environments.filter(({ name }) => inputs.env === undefined || name === inputs.env);
  if (wanted.length === 0)
    throw new StepError('INPUT_INVALID', {
      message: `"${inputs.env}" is no environment`,
      fix: `use one of ${config.environments.map(({ name }) => name).join(', ')}`,
    });
  const { services } = servicesOf(context, config);
  const statuses = await Promise.all(wanted.map((environment) => readStatus(environment, config, services)));
  const endpoint = foreignEndpoint(context.env, config);
  if (inputs.json)
    stdout.write(
      `${JSON.stringify({ command: 'status', model: config.model, ...(endpoint && { rehearsal: endpoint }), environments: statuses })}\n`,
    );
  else {
    if (endpoint) screen.line(screen.paint.cyan(`rehearsal against ${endpoint}`));
    showStatus(screen, config.model, statuses);
  }
  return statuses.some(({ problem }) => problem !== undefined) ? 3 : 0;
}

/** Prints the table of environments. */
export function showStatus(
  screen: CommandContext<typeof statusInputs>['screen'],
  model: string,
  statuses: readonly EnvironmentStatus[],
): void {
  screen.show({
    type: 'table',
    title: model,
    columns: ['environment', 'newest image', 'serves', 'since', 'rollout', 'alarms'],
    rows: statuses.map(statusRow),
  });
  for (const { name, problem } of statuses) {
    if (problem !== undefined) screen.line(screen.paint.yellow(`! ${name}: ${problem}`));
  }
}

function servicesOf(
  context: CommandContext<typeof statusInputs>,
  config: NonNullable<CommandContext<typeof statusInputs>['config']>,
): RunServices<Services> {
  const clock = context.env.ML_CI_CLOCK ? clockFromEnv(context.env) : wallClock;
  const redactor = createRedactor();
  return createServices({
    env: context.env,
    config,
    root: config.root,
    clock,
    log: createLog((event) => context.screen.show(event)),
    signal: new AbortController().signal,
    random: Math.random,
    run: { id: 'status', commit: undefined, actor: undefined, url: undefined, model: config.model },
    files: createFiles(config.root),
    allowEndpoints: context.inputs.allowEndpoint,
    idToken: commandIdToken(context.env),
    mask: (secret) => redactor.add(secret),
  });
}
