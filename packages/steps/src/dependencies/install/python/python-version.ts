const parts =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[._-]?(a|alpha|b|beta|c|rc|pre|preview)[._-]?(\d*))?(?:-(\d+)|([._-]?(?:post|rev|r)[._-]?)(\d*))?(?:([._-]?dev[._-]?)(\d*))?(?:\+([a-z0-9._-]+))?$/;
const stages: Readonly<Record<string, string>> = {
  alpha: 'a',
  beta: 'b',
  c: 'rc',
  pre: 'rc',
  preview: 'rc',
};

/** A version as PEP 440 compares it: `1.0-Beta.2` and `1b2` are one. What is no version stays as it is. */
export function normalizeVersion(version: string): string {
  const found = parts.exec(version.trim().toLowerCase());
  if (!found) return version;
  const [, epoch, release = '', stage, stageNumber, implicitPost, post, postNumber, dev, devNumber, local] =
    found;
  const numbers = release.split('.').map(Number);
  while (numbers.length > 1 && numbers.at(-1) === 0) numbers.pop();
  return [
    Number(epoch ?? 0) === 0 ? '' : `${Number(epoch)}!`,
    numbers.join('.'),
    stage === undefined ? '' : `${stages[stage] ?? stage}${Number(stageNumber)}`,
    post === undefined && implicitPost === undefined ? '' : `.post${Number(implicitPost ?? postNumber)}`,
    dev === undefined ? '' : `.dev${Number(devNumber)}`,
    local === undefined ? '' : `+${local.split(/[._-]/).map(withoutZeros).join('.')}`,
  ].join('');
}

function withoutZeros(part: string): string {
  return /^\d+$/.test(part) ? String(Number(part)) : part;
}
