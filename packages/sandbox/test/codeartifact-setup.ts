import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CodeartifactClient,
  GetAuthorizationTokenCommand,
  GetRepositoryEndpointCommand,
} from '@aws-sdk/client-codeartifact';
import type { Sandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import type { PackageFile } from './package-files.ts';

export const at = { owner: '111111111111', region: 'us-east-1', domain: 'ml', repository: 'pinned' } as const;

export function codeartifact(sandbox: Sandbox, account?: string): CodeartifactClient {
  return new CodeartifactClient(seededClient(sandbox, account));
}

/** A folder with these files, for seeding. */
export async function folderOf(files: readonly PackageFile[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-packages-'));
  for (const { fileName, bytes } of files) await writeFile(join(folder, fileName), bytes);
  return folder;
}

/** A token and the address of the repository for a format. */
export async function login(sandbox: Sandbox, format: 'npm' | 'pypi', repository: string = at.repository) {
  const client = codeartifact(sandbox);
  const { authorizationToken: token = '' } = await client.send(
    new GetAuthorizationTokenCommand({ domain: at.domain, durationSeconds: 900 }),
  );
  const { repositoryEndpoint: endpoint = '' } = await client.send(
    new GetRepositoryEndpointCommand({ domain: at.domain, repository, format }),
  );
  return { token, endpoint };
}

/** What npm and pip need of the environment, and nothing of what the machine has configured for them. */
export function toolEnv(home: string, extra: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, PIP_DISABLE_PIP_VERSION_CHECK: '1', ...extra };
}
