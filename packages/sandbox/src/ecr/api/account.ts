import { type Input, requiredText, textList } from '../../input.ts';
import { parsePolicy } from '../../resource-policy.ts';
import { type Caller, type Operation, ServiceError } from '../../service.ts';
import type { EcrRepository, EcrState } from '../state.ts';
import type { RegistryTokens } from '../tokens.ts';
import { invalid, placeOf } from './lookup.ts';

/** Settings of an account and what each may be; the first is the default. */
const settings = new Map<string, readonly string[]>([
  ['BLOB_MOUNTING', ['DISABLED', 'ENABLED']],
  ['BASIC_SCAN_TYPE_VERSION', ['AWS_NATIVE', 'CLAIR']],
  ['REGISTRY_POLICY_SCOPE', ['V2', 'V1']],
]);

/** Tokens, account settings, and the policies that are kept but not acted on. */
export function accountOperations(state: EcrState, tokens: RegistryTokens): Record<string, Operation> {
  return {
    GetAuthorizationToken: (input, caller) => getToken(state, tokens, input, caller),
    async PutAccountSetting(input, caller) {
      const name = requiredText(input, 'name');
      const value = requiredText(input, 'value');
      const allowed = allowedValues(name);
      if (!allowed.includes(value)) throw invalid(`"${value}" is none of ${allowed.join(', ')}`);
      const registry = await state.registry(caller.account, caller.region);
      registry.settings.set(name, value);
      return { name, value };
    },
    async GetAccountSetting(input, caller) {
      const name = requiredText(input, 'name');
      const [byDefault] = allowedValues(name);
      const registry = await state.registry(caller.account, caller.region);
      return { name, value: registry.settings.get(name) ?? byDefault };
    },
    ...policyOperations(state, 'policyText', 'RepositoryPolicy', 'RepositoryPolicyNotFoundException', 'Set'),
    ...policyOperations(
      state,
      'lifecyclePolicyText',
      'LifecyclePolicy',
      'LifecyclePolicyNotFoundException',
      'Put',
    ),
  };
}

/** One token for all registries of the region; `registryIds` gives it once for each, as it always did. */
async function getToken(
  state: EcrState,
  tokens: RegistryTokens,
  input: Input,
  caller: Caller,
): Promise<object> {
  const asked = textList(input, 'registryIds');
  const { password, expiresAt } = tokens.issue(caller);
  const authorizationToken = Buffer.from(`AWS:${password}`).toString('base64');
  const accounts = asked.length > 0 ? asked : [caller.account];
  const registries = await Promise.all(accounts.map((account) => state.registry(account, caller.region)));
  return {
    authorizationData: registries.map(({ host }) => ({
      authorizationToken,
      expiresAt,
      proxyEndpoint: `http://${host}`,
    })),
  };
}

function policyOperations(
  state: EcrState,
  member: 'policyText' | 'lifecyclePolicyText',
  noun: string,
  missing: string,
  verb: string,
): Record<string, Operation> {
  const answer = (account: string, repository: EcrRepository, policy: string) => ({
    registryId: account,
    repositoryName: repository.name,
    [member]: policy,
  });
  const find = async (input: Input, caller: Caller) => {
    const { registry, repository } = await placeOf(state, input, caller);
    const policy = repository[member];
    if (policy === undefined) throw new ServiceError(missing, `'${repository.name}' has no such policy`);
    return { registry, repository, policy };
  };
  return {
    async [`${verb}${noun}`](input, caller) {
      const { registry, repository } = await placeOf(state, input, caller);
      const policy = requiredText(input, member);
      if (!parsePolicy(policy)) throw invalid(`${member} is not a JSON document`);
      repository[member] = policy;
      return answer(registry.account, repository, policy);
    },
    async [`Get${noun}`](input, caller) {
      const { registry, repository, policy } = await find(input, caller);
      return answer(registry.account, repository, policy);
    },
    async [`Delete${noun}`](input, caller) {
      const { registry, repository, policy } = await find(input, caller);
      repository[member] = undefined;
      return answer(registry.account, repository, policy);
    },
  };
}

function allowedValues(name: string): readonly string[] {
  const allowed = settings.get(name);
  if (!allowed) throw invalid(`"${name}" is none of ${[...settings.keys()].join(', ')}`);
  return allowed;
}
