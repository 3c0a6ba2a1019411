import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A build on this machine. */
export interface BuildIdentity {
  /** `local:<uuid>`, as CodeBuild's `<project>:<uuid>`. */
  readonly id: string;
  readonly sourceFolder: string;
  /** What git is asked in: the source folder, or the one that it is a copy of. */
  readonly checkout: string;
  readonly startedAtMs: number;
  /** In a batch: which build of it. */
  readonly batchIdentifier?: string | undefined;
}

/** The CODEBUILD_* variables of a build; those of webhooks are absent, as in a build that none started. */
export async function codebuildVariables(build: BuildIdentity): Promise<Record<string, string>> {
  const { id, sourceFolder, checkout } = build;
  const [commit, remote] = await Promise.all([
    git(checkout, 'rev-parse', 'HEAD'),
    git(checkout, 'remote', 'get-url', 'origin'),
  ]);
  return {
    CODEBUILD_BUILD_ARN: `arn:aws:codebuild:local:000000000000:build/${id}`,
    CODEBUILD_BUILD_ID: id,
    CODEBUILD_BUILD_IMAGE: 'local',
    CODEBUILD_BUILD_NUMBER: '1',
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_INITIATOR: 'ml-ci',
    CODEBUILD_KMS_KEY_ID: '',
    CODEBUILD_LOG_PATH: id.slice(id.indexOf(':') + 1),
    CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
    CODEBUILD_SOURCE_REPO_URL: withoutPassword(remote),
    CODEBUILD_SOURCE_VERSION: commit,
    CODEBUILD_SRC_DIR: sourceFolder,
    CODEBUILD_START_TIME: String(build.startedAtMs),
    ...(build.batchIdentifier && { CODEBUILD_BATCH_BUILD_IDENTIFIER: build.batchIdentifier }),
  };
}

function git(folder: string, ...args: readonly string[]): Promise<string> {
  return promisify(execFile)('git', ['-C', folder, ...args]).then(
    ({ stdout }) => stdout.trim(),
    () => '', // no git, no repository, no commit or no remote: empty, as for sources in S3
  );
}

function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
}
