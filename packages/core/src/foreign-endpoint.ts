import type { Config } from './config/schema.ts';

/** True for names that only AWS can hold. */
export function isAwsHost(hostname: string): boolean {
  return /(^|\.)(amazonaws\.com(\.cn)?|api\.aws|on\.aws)$/.test(hostname);
}

/**
 * The endpoint that is not AWS's own and that a run is pointed at, by `endpoint:` of an environment or by a variable: then
 * it is a rehearsal. An address that cannot be read is foreign.
 */
export function foreignEndpoint(
  env: Readonly<Record<string, string | undefined>>,
  config: Config | undefined,
): string | undefined {
  const configured = (config?.environments ?? []).map((environment) =>
    environment.type === 'ecr' ? environment.endpoint : undefined,
  );
  const variables = Object.keys(env).filter((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name));
  return [...configured, ...variables.sort().map((name) => env[name])].find((address) => {
    return address !== undefined && address !== '' && !isAwsHost(URL.parse(address)?.hostname ?? '');
  });
}
