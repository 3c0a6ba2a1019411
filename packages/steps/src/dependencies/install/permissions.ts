// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` in a pattern is filled in when a policy is derived
import type { Permission } from '@ml-ci/core';
import { tokenPermissions } from '../token-permissions.ts';

/** What `install` asks of AWS, and what pip and npm ask with its token. */
export const permissions: readonly Permission[] = [
  ...tokenPermissions,
  {
    actions: ['codeartifact:DescribeRepository'],
    // its upstreams as well, for the public indexes that stand behind it
    resources: ['arn:aws:codeartifact:${region}:${owner}:repository/${domain}/*'],
  },
  {
    actions: [
      'codeartifact:DescribePackageVersion',
      'codeartifact:ListPackageVersionAssets',
      'codeartifact:DescribePackage',
    ],
    resources: ['arn:aws:codeartifact:${region}:${owner}:package/${domain}/${repository}/*'],
  },
  {
    actions: ['codeartifact:GetAssociatedPackageGroup'],
    resources: ['arn:aws:codeartifact:${region}:${owner}:package-group/${domain}*'],
  },
  {
    actions: ['codeartifact:ReadFromRepository'],
    resources: ['arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${repository}'],
    implied: 'the downloads of pip and npm with the token of codeartifact:GetAuthorizationToken',
  },
];
