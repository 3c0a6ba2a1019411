import { createLog, formatDuration } from '@ml-ci/core';
import { parseFaults } from '@ml-ci/sandbox';
import { type CommandContext, needConfig } from '../command.ts';
import { showStatus } from '../status/command.ts';
import type { rehearseInputs } from './index.ts';
import { Rehearsal } from './rehearsal.ts';

/** Rehearses the release once; the exit code is that of the link that ended it. */
export async function runRehearse(context: CommandContext<typeof rehearseInputs>): Promise<number> {
  const config = needConfig(context.config, 'rehearse');
  const { inputs, screen, env, stdout, stderr } = context;
  const startedAt = performance.now();
  const log = createLog((event) => screen.show(event));
  const rehearsal = await Rehearsal.start({
    config,
    env,
    stdout: inputs.json ? stderr : stdout,
    stderr,
    log,
    onLink: (link) => screen.line(`\n${screen.paint.bold(`▸ ${link.title}`)}`),
    speed: inputs.speed,
    runtime: inputs.runtime,
    faults: parseFaults(inputs.fault ?? []),
  });
  try {
    const { results, act } = await rehearsal.release({
      title: `Release ${inputs.tag}`,
      tag: inputs.tag,
      until: inputs.until,
    });
    const statuses = await rehearsal.statuses();
    const report = await rehearsal.writeReport(statuses);
    screen.line('');
    showStatus(screen, config.model, statuses);
    screen.line(
      `\n${act.tone === 'good' ? screen.paint.green(`✓ ${act.outcome}`) : screen.paint.red(`✗ ${act.outcome}`)}`,
    );
    screen.line(
      screen.paint.dim(
        `  a rehearsal against ${rehearsal.endpoint}, ${formatDuration(performance.now() - startedAt)} of the wall; nothing real was changed`,
      ),
    );
    screen.line(`  the report: ${report}`);
    const last = results.at(-1)?.outcome;
    const exitCode = last === undefined || last === 'unchanged' ? 0 : last.exitCode;
    if (inputs.json)
      stdout.write(
        `${JSON.stringify({ command: 'rehearse', rehearsal: rehearsal.endpoint, exitCode, act, environments: statuses, report })}\n`,
      );
    return exitCode;
  } finally {
    await rehearsal.stop();
  }
}
