// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` in a pattern is filled in when a policy is derived
import type { Permission } from '@ml-ci/core';

/** What `promote-packages` asks: it looks in both repositories, and copies from one to the other. */
export const permissions: readonly Permission[] = [
  {
    actions: ['codeartifact:DescribePackageVersion', 'codeartifact:ListPackageVersionAssets'],
    resources: [
      'arn:aws:codeartifact:${region}:${owner}:package/${domain}/${from}/*',
      'arn:aws:codeartifact:${region}:${owner}:package/${domain}/${to}/*',
    ],
  },
  {
    actions: ['codeartifact:CopyPackageVersions'],
    resources: [
      'arn:aws:codeartifact:${region}:${owner}:package/${domain}/${to}/*',
      'arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${to}',
    ],
  },
  {
    actions: ['codeartifact:ReadFromRepository'],
    resources: ['arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${from}'],
    implied: 'codeartifact:CopyPackageVersions, of the repository that it copies from',
  },
];
