import type { PackageName } from '@ml-ci/aws';
import { type Problem, StepError } from '@ml-ci/core';

/** The formats whose versions CodeArtifact copies. */
export const copiedFormats = ['npm', 'pypi', 'maven', 'generic'] as const;
export type CopiedFormat = (typeof copiedFormats)[number];

/** A version that is to be copied. */
export interface RequestedVersion {
  readonly package: PackageName;
  readonly version: string;
  /** The revision that was seen when it was tested; whatever the source has now, where it is not known. */
  readonly revision: string | undefined;
}

/** How people write a version: `@ml/shapes@2.0.0`, `torch==2.9.0`, `org.ml:shapes@2.0.0`. */
export function parseRequested(texts: readonly string[], format: CopiedFormat): readonly RequestedVersion[] {
  const problems: Problem[] = [];
  const requested = texts.flatMap((text): RequestedVersion[] => {
    const [, name = '', version = ''] = /^(@?[^@=]+)(?:@|==)([^@=\s]+)$/.exec(text.trim()) ?? [];
    const named = nameOf(format, name);
    if (named !== undefined && version !== '') return [{ package: named, version, revision: undefined }];
    problems.push({ name: 'packages', message: `"${text}" is not ${forms[format]}` });
    return [];
  });
  if (problems.length === 0) return requested;
  throw new StepError('INPUT_INVALID', {
    message: 'a mistake in the inputs of promote-packages',
    fix: ({ help }) => help('promote-packages'),
    problems,
  });
}

const forms: Readonly<Record<CopiedFormat, string>> = {
  npm: '[@SCOPE/]NAME@VERSION',
  pypi: 'NAME==VERSION',
  maven: 'GROUP:ARTIFACT@VERSION',
  generic: 'NAMESPACE/NAME@VERSION',
};

function nameOf(format: CopiedFormat, text: string): PackageName | undefined {
  switch (format) {
    case 'pypi':
      return /^[A-Za-z0-9._-]+$/.test(text)
        ? { format, name: text.replace(/[-_.]+/g, '-').toLowerCase() }
        : undefined;
    case 'npm': {
      const [, namespace, name] = /^(?:@([^/@]+)\/)?([^/@]+)$/.exec(text) ?? [];
      return name === undefined ? undefined : { format, namespace, name };
    }
    case 'maven':
    case 'generic': {
      const [, namespace, name] =
        (format === 'maven' ? /^([^:]+):([^:]+)$/ : /^([^/]+)\/([^/]+)$/).exec(text) ?? [];
      return name === undefined ? undefined : { format, namespace, name };
    }
  }
}

/** A package as people write it: `@ml/shapes`, `org.ml:shapes`. */
export function shown({ format, namespace, name }: PackageName): string {
  if (namespace === undefined) return name;
  if (format === 'npm') return `@${namespace}/${name}`;
  return `${namespace}${format === 'maven' ? ':' : '/'}${name}`;
}
