import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CodeartifactClient,
  GetAuthorizationTokenCommand,
  GetRepositoryEndpointCommand,
  type PackageVersionStatus,
  PutPackageOriginConfigurationCommand,
  UpdatePackageVersionsStatusCommand,
} from '@aws-sdk/client-codeartifact';
import type { Sandbox } from '../src/index.ts';
import { seededClient } from './clients.ts';
import type { PackageFile } from './package-files.ts';

export const at = { owner: '111111111111', region: 'us-east-1', domain: 'ml', repository: 'pinned' } as const;

export function codeartifact(sandbox: Sandbox, account?: string, region?: string): CodeartifactClient {
  return new CodeartifactClient(seededClient(sandbox, account, region));
}

/** A folder with these files, for seeding. */
export async function folderOf(files: readonly PackageFile[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-packages-'));
  for (const { fileName, bytes } of files) await writeFile(join(folder, fileName), bytes);
  return folder;
}

/** A token and the address of the repository for a format. */
export async function login(
  sandbox: Sandbox,
  format: 'npm' | 'pypi' | 'maven',
  repository: string = at.repository,
  region: string = at.region,
) {
  const client = codeartifact(sandbox, at.owner, region);
  const { authorizationToken: token = '' } = await client.send(
    new GetAuthorizationTokenCommand({ domain: at.domain, durationSeconds: 900 }),
  );
  const { repositoryEndpoint: endpoint = '' } = await client.send(
    new GetRepositoryEndpointCommand({ domain: at.domain, repository, format }),
  );
  return { token, endpoint };
}

/** Asks the data plane of a repository with a token of its own. */
export async function ask(
  sandbox: Sandbox,
  format: 'npm' | 'pypi' | 'maven',
  path: string,
  init: { readonly method?: string; readonly body?: string | Uint8Array<ArrayBuffer> | FormData } = {},
  repository: string = at.repository,
): Promise<Response> {
  const { endpoint, token } = await login(sandbox, format, repository);
  const headers = { authorization: `Basic ${Buffer.from(`aws:${token}`).toString('base64')}` };
  return await fetch(`${endpoint}${path}`, { ...init, headers, redirect: 'manual' });
}

/** Uploads a distribution as twine does. */
export async function uploadPypi(
  sandbox: Sandbox,
  file: PackageFile,
  fields: Readonly<Record<string, string>> = {},
  repository: string = at.repository,
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({
    ':action': 'file_upload',
    protocol_version: '1',
    ...fields,
  })) {
    form.set(name, value);
  }
  form.set('content', new Blob([new Uint8Array(file.bytes)]), file.fileName);
  return await ask(sandbox, 'pypi', '', { method: 'POST', body: form }, repository);
}

/** Publishes a tarball as npm does. */
export async function publishNpm(
  sandbox: Sandbox,
  name: string,
  version: string,
  file: PackageFile,
  repository: string = at.repository,
): Promise<Response> {
  const versions = { [version]: { name, version, dist: { integrity: file.integrity } } };
  const data = file.bytes.toString('base64');
  const body = JSON.stringify({
    name,
    versions,
    'dist-tags': { latest: version },
    _attachments: { f: { data } },
  });
  return await ask(sandbox, 'npm', name.replace('/', '%2f'), { method: 'PUT', body }, repository);
}

/** What npm and pip need of the environment, and nothing of what the machine has configured for them. */
export function toolEnv(home: string, extra: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, PIP_DISABLE_PIP_VERSION_CHECK: '1', ...extra };
}

/** Gives a version of an npm package without a scope another status, such as `Archived`. */
export async function setStatus(
  sandbox: Sandbox,
  region: string,
  name: string,
  version: string,
  targetStatus: PackageVersionStatus,
): Promise<void> {
  const { domain, repository } = at;
  const given = { domain, repository, format: 'npm', package: name } as const;
  const command = new UpdatePackageVersionsStatusCommand({ ...given, versions: [version], targetStatus });
  await codeartifact(sandbox, at.owner, region).send(command);
}

/** Lets versions of an npm package without a scope come from upstream, or no longer. */
export async function setUpstream(
  sandbox: Sandbox,
  region: string,
  name: string,
  upstream: 'ALLOW' | 'BLOCK',
): Promise<void> {
  const { domain, repository } = at;
  const given = { domain, repository, format: 'npm', package: name } as const;
  const command = new PutPackageOriginConfigurationCommand({
    ...given,
    restrictions: { publish: 'ALLOW', upstream },
  });
  await codeartifact(sandbox, at.owner, region).send(command);
}
