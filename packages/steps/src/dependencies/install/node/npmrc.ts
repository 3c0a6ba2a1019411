import { type Problem, StepError } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import { npmrcFile } from '../../tools/npmrc.ts';

/**
 * Keys of a project's .npmrc through which the token could be led elsewhere; what stands in them is not printed. A variable
 * in a key could make any of them.
 */
const dangerous =
  /^(?:(?:https?-)?proxy|noproxy|strict-ssl|ca(?:\[\])?|cafile|cert|key|git|globalconfig|userconfig|prefix|script-shell|shell|node-options|replace-registry-host|.*:(?:certfile|keyfile)|(?!\/\/).*\$\{.*|.*:[^/]*\$\{.*)$/;

/** Refuses a project configuration that npm would obey before ours; registry and token need no word: ours win. */
export function checkProjectNpmrc(
  text: string,
  file: string,
  isUnsafe: (key: string) => boolean = isDangerous,
): void {
  const problems: Problem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const key = /^\s*([^#;=\s][^=]*?)\s*(?:=|$)/.exec(line)?.[1];
    if (key === undefined || !isUnsafe(key)) continue;
    problems.push({ name: key, message: 'can lead the token elsewhere', place: `${file}:${index + 1}` });
  }
  refuseSettings(file, problems);
}

/** Whether npm would lead a token elsewhere by a key of this name. */
export function isDangerous(key: string): boolean {
  return dangerous.test(key);
}

/** Throws one error with every unsafe setting of a file. */
export function refuseSettings(file: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new StepError('INSTALL_CONFIG_UNSAFE', {
    message: `"${file}" has settings that are not safe beside a token`,
    fix: 'remove the lines; proxies and certificates belong into HTTPS_PROXY and NODE_EXTRA_CA_CERTS',
    problems,
  });
}

/** The scopes of the packages of a lock: `@ml`. */
export function scopesOf(packages: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(packages.flatMap(({ name }) => /^(@[^/]+)\//.exec(name)?.[1] ?? []))];
}

/** The configuration for the install: it names a variable, never the token. */
export function userNpmrc(access: Access): string {
  return npmrcFile({ ...access, isExtra: false }, 'env').content;
}
