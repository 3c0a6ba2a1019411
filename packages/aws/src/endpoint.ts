import { type EcrEnvironment, isAwsHost, StepError } from '@ml-ci/core';

type Env = Readonly<Record<string, string | undefined>>;

/** Names of services as `AWS_ENDPOINT_URL_<SERVICE>` writes them. */
const services = [
  'ATHENA',
  'CLOUDWATCH',
  'CLOUDWATCH_LOGS',
  'CODEARTIFACT',
  'CODEDEPLOY',
  'ECR',
  'ECS',
  'S3',
  'STS',
] as const;
export type Service = (typeof services)[number];

/** Where an environment's requests go. */
export interface Endpoints {
  /** The first address that is not AWS's own; undefined where all are. */
  readonly foreign: string | undefined;
  of(service: string): string | undefined;
}

/**
 * The addresses that apply to an environment: its own `endpoint`, else `AWS_ENDPOINT_URL_<SERVICE>`, else
 * `AWS_ENDPOINT_URL`. ENDPOINT_NOT_ALLOWED for a host that is neither AWS's, nor loopback, nor allowed by name.
 */
export function endpointsOf(
  environment: EcrEnvironment,
  env: Env,
  allowEndpoints: readonly string[],
): Endpoints {
  const of = (service: string) =>
    environment.endpoint ?? nonEmpty(env[`AWS_ENDPOINT_URL_${service}`]) ?? nonEmpty(env.AWS_ENDPOINT_URL);
  const addresses = services.map(of).filter((address) => address !== undefined);
  for (const address of addresses) checkEndpoint(address, allowEndpoints);
  return { foreign: addresses.find((address) => !isAwsHost(new URL(address).hostname)), of };
}

/** True for this machine's own addresses. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function checkEndpoint(address: string, allowEndpoints: readonly string[]): void {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new StepError('ENDPOINT_NOT_ALLOWED', {
      message: `the endpoint "${url ? url.host : address}" is not a plain http or https address`,
      fix: 'write it as https://host[:port], without a user name',
    });
  }
  if (isLoopback(url.hostname)) return;
  if (isAwsHost(url.hostname) && url.protocol === 'https:') return;
  if (allowEndpoints.some((allowed) => allowed === url.hostname || allowed === url.host)) return;
  throw new StepError('ENDPOINT_NOT_ALLOWED', {
    message: `the endpoint "${url.protocol}//${url.host}" is not AWS and not on this machine`,
    fix: ({ input }) =>
      `unset AWS_ENDPOINT_URL, or pass ${input('allow-endpoint', url.hostname)} if you trust it`,
  });
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
