import type { Problem } from '@ml-ci/core';
import { checkProjectNpmrc, isDangerous, refuseSettings } from './npmrc.ts';

/**
 * What pnpm knows beside the keys of npm: other programs that run (`tokenHelper`, a Node of its own, from its own host), and
 * YAML that puts in keys unseen.
 */
const dangerous =
  /^(?:no-proxy|token-helper|.*:token-?helper|use-node-version|execution-env|node-mirror.*|node-download-mirrors|<<|.*:cert|.*:key|.*:ca)$/i;

/** The lines of a .npmrc that pnpm would obey before what it is told here. */
export function checkPnpmNpmrc(text: string, file: string): void {
  checkProjectNpmrc(text, file, isUnsafe);
}

/**
 * The keys of a pnpm-workspace.yaml, or of `pnpm` in a package.json. pnpm 10 takes its `registries` before those of the command
 * line, and has no entry for its `configDependencies` in the lock; later ones do not, and have.
 */
export function checkPnpmSettings(settings: unknown, file: string, major: number): void {
  const keys = typeof settings === 'object' && settings !== null ? Object.keys(settings) : [];
  const found = keys.filter(
    (key) => isUnsafe(key) || (major === 10 && ['registries', 'configDependencies'].includes(key)),
  );
  refuseSettings(
    file,
    found.map((name): Problem => ({ name, message: 'can lead the token elsewhere', place: file })),
  );
}

/** Whether a .npmrc holds credentials for this very registry, which pnpm prefers to those of the user configuration. */
export function checkOwnCredentials(text: string, file: string, endpoint: string): void {
  const own = endpoint.replace(/^https?:/, '');
  checkProjectNpmrc(text, file, (key) => key.startsWith('//') && own.startsWith(hostOf(key)));
}

/** `//host/path/` of `//host/path/:_authToken`. */
function hostOf(key: string): string {
  return key.slice(0, key.lastIndexOf(':'));
}

/** As .npmrc writes a key, `strict-ssl`, or as YAML has it, `strictSsl`. */
function isUnsafe(key: string): boolean {
  const kebab = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return [key, kebab].some((form) => isDangerous(form) || dangerous.test(form));
}
