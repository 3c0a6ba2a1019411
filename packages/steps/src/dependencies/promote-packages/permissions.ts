// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` in a pattern is filled in when a policy is derived
import type { Permission } from '@ml-ci/core';

const packages = 'arn:aws:codeartifact:${region}:${owner}:package/${domain}';

/** What `promote-packages` asks: it looks in both repositories, and copies from one to the other. */
export const permissions: readonly Permission[] = [
  {
    actions: ['codeartifact:DescribePackageVersion', 'codeartifact:ListPackageVersionAssets'],
    resources: [`${packages}/\${from}/*`, `${packages}/\${to}/*`],
  },
  {
    actions: ['codeartifact:CopyPackageVersions'],
    resources: [`${packages}/\${from}/*`, `${packages}/\${to}/*`],
  },
];
