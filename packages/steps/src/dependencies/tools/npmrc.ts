import { join } from 'node:path';
import { tokenReference } from './token.ts';
import type { RepositoryAccess, SetupFile, TokenPlace } from './tool.ts';

/** The key of a setting for one registry, as npm writes it: `//host/path/:_authToken`. */
export function registryKey(endpoint: string, setting: string): string {
  return `${endpoint.replace(/^https?:/, '')}:${setting}`;
}

/** The user's configuration for npm, pnpm and Yarn 1, which all find it by the same variable. */
export function npmrcFile({ endpoint, token, scope }: RepositoryAccess, place: TokenPlace): SetupFile {
  const registry = scope === undefined ? 'registry' : `${scope}:registry`;
  const value = place === 'env' ? tokenReference : token;
  return {
    path: 'npmrc',
    content: `${registry}=${endpoint}\n${registryKey(endpoint, '_authToken')}=${value}\n`,
  };
}

/**
 * The variables that lead to it. A registry is named by a variable as well, or that of a project would win. Names are read in
 * any case, and of two the last: both are set, so that neither is left to somebody else.
 */
export function npmrcVariables(
  { endpoint, scope }: RepositoryAccess,
  folder: string,
): Readonly<Record<string, string>> {
  return {
    ...inBothCases('npm_config_userconfig', join(folder, 'npmrc')),
    ...(scope === undefined ? inBothCases('npm_config_registry', endpoint) : {}),
  };
}

export function inBothCases(name: string, value: string): Readonly<Record<string, string>> {
  return { [name]: value, [name.toUpperCase()]: value };
}
