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
    why: 'it has no resource; restrict it by the condition sts:AWSServiceName = codeartifact.amazonaws.com: https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html',
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
