// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` in a pattern is filled in when a policy is derived
import type { Permission } from '@ml-ci/core';

/** What `install` asks of AWS, and what pip and npm ask with its token. */
export const permissions: readonly Permission[] = [
  {
    actions: ['codeartifact:GetAuthorizationToken'],
    resources: ['arn:aws:codeartifact:${region}:${owner}:domain/${domain}'],
  },
  {
    actions: ['sts:GetServiceBearerToken'],
    resources: ['*'],
    condition: { StringEquals: { 'sts:AWSServiceName': 'codeartifact.amazonaws.com' } },
    why: 'it has no resource, so a condition holds it to CodeArtifact: https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html',
    implied: 'codeartifact:GetAuthorizationToken',
  },
  {
    actions: ['codeartifact:GetRepositoryEndpoint'],
    resources: ['arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${repository}'],
  },
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
