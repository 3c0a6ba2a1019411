import { policyAdmits } from '../resource-policy.ts';
import type { EcrRepository, Registry } from './state.ts';

/** Whether an account may use a repository: it owns the registry, or the repository's policy lets it in. */
export function mayUse(account: string, registry: Registry, repository: EcrRepository | undefined): boolean {
  return account === registry.account || policyAdmits(repository?.policyText, account);
}
