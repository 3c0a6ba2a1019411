import { type Problem, StepError } from '@ml-ci/core';

/** Keys of a project's .npmrc through which the token could be led elsewhere; what stands in them is not printed. */
const dangerous =
  /^(?:(?:https?-)?proxy|noproxy|strict-ssl|ca(?:\[\])?|cafile|cert|key|git|globalconfig|userconfig|prefix|script-shell|shell|node-options|replace-registry-host|.*:(?:certfile|keyfile))$/;

/** Refuses a project configuration that npm would obey before ours; registry and token need no word: ours win. */
export function checkProjectNpmrc(text: string, file: string): void {
  const problems: Problem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const key = /^\s*([^#;=\s][^=]*?)\s*(?:=|$)/.exec(line)?.[1];
    if (key === undefined || !dangerous.test(key)) continue;
    problems.push({ name: key, message: 'can lead the token elsewhere', place: `${file}:${index + 1}` });
  }
  if (problems.length === 0) return;
  throw new StepError('INSTALL_CONFIG_UNSAFE', {
    message: `"${file}" has settings that are not safe beside a token`,
    fix: 'remove the lines; proxies and certificates belong into HTTPS_PROXY and NODE_EXTRA_CA_CERTS',
    problems,
  });
}
