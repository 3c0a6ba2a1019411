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
    actions: ['codeartifact:ReadFromRepository'],
    resources: ['arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${repository}'],
    implied: 'the downloads of pip and npm with the token of codeartifact:GetAuthorizationToken',
  },
];
