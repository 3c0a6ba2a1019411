import type { CredentialStore } from '../credentials.ts';
import type { Service } from '../service.ts';
import type { Invoke } from './seed.ts';

/** Operations without the wire: what is seeded goes through the same checks as what a client asks for. */
export function createInvoke(services: readonly Service[], credentials: CredentialStore): Invoke {
  return async (name, operation, input, { account, region }) => {
    const service = services.find(({ signingName }) => signingName === name);
    const run = service?.kind === 'rpc' ? service.operations[operation] : undefined;
    if (!run) throw new Error(`the sandbox does not serve ${name} "${operation}"`);
    const { accessKeyId, arn } = credentials.ofAccount(account);
    // members that are undefined are not sent, as no client sends them
    const members = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    await run(members, { account, region, arn, accessKeyId });
  };
}
