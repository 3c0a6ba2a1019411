import type { BatchResult, BuildResult } from '@ml-ci/buildspec';
import type { LogEvent, Screen } from '@ml-ci/core';

/** Prints how a build went: its phases, what it exported, and where its files are. */
export function showBuild(screen: Screen, result: BuildResult): void {
  screen.show({
    type: 'table',
    title: `build ${result.status}`,
    columns: ['phase', 'status', 'seconds', ''],
    rows: result.phases.map(({ phase, status, seconds, message = '' }) => [
      phase,
      status,
      seconds.toFixed(1),
      message,
    ]),
  });
  for (const { name, value } of result.exportedVariables) screen.line(`exported ${name}=${value}`);
  showFiles(screen, result);
}

function showFiles(screen: Screen, { artifacts, reports, folder }: BuildResult, of = ''): void {
  if (artifacts.length + reports.length > 0)
    screen.line(`${of}artifacts: ${artifacts.length}, reports: ${reports.length}, in ${folder}`);
}

/** Prints how the builds of a batch went, and where the files of each are. */
export function showBatch(screen: Screen, { status, builds }: BatchResult): void {
  screen.show({
    type: 'table',
    title: `batch ${status}`,
    columns: ['build', 'status', 'seconds', ''],
    rows: builds.map(({ identifier, status, ignoreFailure, result }) => {
      const seconds = (result?.phases ?? []).reduce((sum, phase) => sum + phase.seconds, 0);
      const message = result?.phases.find((phase) => phase.message !== undefined)?.message ?? '';
      const isIgnored = ignoreFailure && status === 'failed';
      return [identifier, isIgnored ? 'failed, ignored' : status, seconds.toFixed(1), message];
    }),
  });
  for (const { identifier, result } of builds) if (result) showFiles(screen, result, `${identifier}: `);
}

/** Shows an event of one build among others that run at the same time: each line says whose it is. */
export function showOf(screen: Screen, event: LogEvent, identifier: string | undefined): void {
  if (identifier === undefined) screen.show(event);
  else if (event.type === 'output') screen.show({ ...event, source: identifier });
  else if (event.type === 'group') screen.show({ type: 'info', message: `${identifier}: ${event.title}` });
  else if (event.type === 'group-end') return;
  else if ('message' in event) screen.show({ ...event, message: `${identifier}: ${event.message}` });
  else screen.show(event);
}
