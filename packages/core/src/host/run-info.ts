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
  return {
    id: `${id}-${attempt}-${job}`,
    commit: env.GITHUB_SHA,
    actor: env.GITHUB_ACTOR,
    url,
    ref: env.GITHUB_REF,
    event: env.GITHUB_EVENT_NAME,
  };
}

/** The run of a CodeBuild build; each build of a batch is a run of its own. */
export function codebuildRun(env: Env): Omit<RunInfo, 'model'> {
  const { CODEBUILD_BUILD_ID: id = '', CODEBUILD_BATCH_BUILD_IDENTIFIER: part } = env;
  // before the source is there only what was asked for is known: a commit, a branch, or an object in S3
  const asked = /^[0-9a-f]{40}$/.test(env.CODEBUILD_SOURCE_VERSION ?? '')
    ? env.CODEBUILD_SOURCE_VERSION
    : undefined;
  return {
    id: part ? `${id}-${part}` : id,
    commit: env.CODEBUILD_RESOLVED_SOURCE_VERSION || asked,
    actor: env.CODEBUILD_INITIATOR,
    url: env.CODEBUILD_PUBLIC_BUILD_URL || consoleUrl(env.CODEBUILD_BUILD_ARN),
    ref: env.CODEBUILD_WEBHOOK_HEAD_REF || env.CODEBUILD_WEBHOOK_TRIGGER || undefined,
    event: env.CODEBUILD_WEBHOOK_EVENT || undefined,
  };
}

function consoleUrl(arn: string | undefined): string | undefined {
  const [, region, account, project, build] =
    /^arn:aws:codebuild:([^:]+):([^:]+):build\/([^:]+):(.+)$/.exec(arn ?? '') ?? [];
  if (project === undefined) return undefined;
  const path = `codesuite/codebuild/${account}/projects/${project}/build/${project}%3A${build}/`;
  return `https://${region}.console.aws.amazon.com/${path}`;
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
