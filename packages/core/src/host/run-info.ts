import type { RunInfo } from '../step.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The run on a laptop: its id is `local`, or ML_CI_RUN_ID where a chain of steps sets one. */
export async function localRun(env: Env, cwd: string): Promise<Omit<RunInfo, 'model'>> {
  return {
    id: env.ML_CI_RUN_ID || 'local',
    commit: await commitOf(cwd),
    actor: await userName(),
    url: undefined,
  };
}

/** The run of a workflow: run id, attempt and job, so that two jobs never hand over to each other. */
export function githubRun(env: Env): Omit<RunInfo, 'model'> {
  const { GITHUB_RUN_ID: id = '', GITHUB_RUN_ATTEMPT: attempt = '1', GITHUB_JOB: job = '' } = env;
  const url =
    env.GITHUB_SERVER_URL && env.GITHUB_REPOSITORY
      ? `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${id}`
      : undefined;
  return { id: `${id}-${attempt}-${job}`, commit: env.GITHUB_SHA, actor: env.GITHUB_ACTOR, url };
}

/** The run of a CodeBuild build. */
export function codebuildRun(env: Env): Omit<RunInfo, 'model'> {
  const url = env.CODEBUILD_PUBLIC_BUILD_URL || undefined;
  return {
    id: env.CODEBUILD_BUILD_ID ?? '',
    commit: env.CODEBUILD_RESOLVED_SOURCE_VERSION || undefined,
    actor: env.CODEBUILD_INITIATOR,
    url,
  };
}

async function commitOf(cwd: string): Promise<string | undefined> {
  const [{ execFile }, { promisify }] = await Promise.all([
    import('node:child_process'),
    import('node:util'),
  ]);
  return promisify(execFile)('git', ['-C', cwd, 'rev-parse', 'HEAD']).then(
    ({ stdout }) => stdout.trim(),
    () => undefined, // no git, no repository, or no commit yet
  );
}

async function userName(): Promise<string | undefined> {
  const { userInfo } = await import('node:os');
  try {
    return userInfo().username;
  } catch {
    return undefined; // a user id without a name, as in some containers
  }
}
