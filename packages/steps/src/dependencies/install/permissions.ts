// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` in a pattern is filled in when a policy is derived
import type { Permission } from '@ml-ci/core';
import { accessPermissions } from '../access-permissions.ts';

/** What `install` asks of AWS: access, what the gate looks up, and the downloads of the tools with its token. */
export const permissions: readonly Permission[] = [
  ...accessPermissions,
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
    implied: 'the downloads of the tools with the token of codeartifact:GetAuthorizationToken',
  },
];
