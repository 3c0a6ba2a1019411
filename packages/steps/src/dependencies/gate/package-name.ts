import type { PackageName } from '@ml-ci/aws';
import type { LockFormat } from '../lock/lock.ts';

/** `@ml/shapes` as CodeArtifact names it: the namespace `ml` and the name `shapes`. */
export function packageName(format: LockFormat, name: string): PackageName {
  const [, namespace, rest] = /^@([^/]+)\/(.+)$/.exec(name) ?? [];
  return format === 'npm' && namespace !== undefined && rest !== undefined
    ? { format, namespace, name: rest }
    : { format, name };
}

/** The pattern of the package group that has this package alone: `/npm/ml/shapes$`, `/pypi//torch$`. */
export function packagePattern(format: LockFormat, name: string): string {
  const { namespace = '', name: plain } = packageName(format, name);
  return `/${format}/${namespace}/${plain}$`;
}
