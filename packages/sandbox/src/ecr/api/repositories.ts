import { flag, type Input, number, record, recordList, requiredText, text, textList } from '../../input.ts';
import { pageOf } from '../../paging.ts';
import { type Caller, type Operation, ServiceError } from '../../service.ts';
import { isRepositoryName } from '../distribution/route.ts';
import { type Mutability, mutabilityProblem, mutabilitySettings } from '../mutability.ts';
import type { EcrRepository, EcrState, Registry } from '../state.ts';
import { denied, invalid, placeOf, registryOf } from './lookup.ts';

/** Creating, describing and removing repositories. */
export function repositoryOperations(state: EcrState, now: () => Date): Record<string, Operation> {
  return {
    async CreateRepository(input, caller) {
      const registry = await registryOf(state, input, caller);
      const repository = createRepository(registry, input, caller, now());
      return { repository: describe(registry, repository) };
    },
    DescribeRepositories: (input, caller) => describeRepositories(state, input, caller),
    async DeleteRepository(input, caller) {
      const { registry, repository } = await placeOf(state, input, caller);
      if (repository.images.size > 0 && flag(input, 'force') !== true) {
        throw new ServiceError(
          'RepositoryNotEmptyException',
          `The repository with name '${repository.name}' in registry with id '${registry.account}' cannot be deleted because it still contains images`,
        );
      }
      registry.repositories.delete(repository.name);
      return { repository: describe(registry, repository) };
    },
    async PutImageTagMutability(input, caller) {
      const { registry, repository } = await placeOf(state, input, caller);
      repository.mutability = readMutability(input);
      const { imageTagMutability, imageTagMutabilityExclusionFilters } = describe(registry, repository);
      return {
        registryId: registry.account,
        repositoryName: repository.name,
        imageTagMutability,
        imageTagMutabilityExclusionFilters,
      };
    },
  };
}

/** A new empty repository, as the input of `CreateRepository` describes it. */
export function createRepository(registry: Registry, input: Input, caller: Caller, now: Date): EcrRepository {
  const name = requiredText(input, 'repositoryName');
  if (!isRepositoryName(name)) throw invalid(`"${name}" is not a repository name`);
  if (caller.account !== registry.account) throw denied(caller, registry, name);
  if (registry.repositories.has(name)) {
    throw new ServiceError(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${registry.account}'`,
    );
  }
  const encryption = record(input, 'encryptionConfiguration') ?? {};
  const kmsKey = text(encryption, 'kmsKey');
  const repository: EcrRepository = {
    name,
    arn: `arn:aws:ecr:${registry.region}:${registry.account}:repository/${name}`,
    createdAt: now,
    encryption: {
      encryptionType: text(encryption, 'encryptionType') ?? 'AES256',
      ...(kmsKey === undefined ? {} : { kmsKey }),
    },
    mutability: readMutability(input),
    scanOnPush: flag(record(input, 'imageScanningConfiguration') ?? {}, 'scanOnPush') ?? false,
    policyText: undefined,
    lifecyclePolicyText: undefined,
    images: new Map(),
    tags: new Map(),
    layers: new Map(),
  };
  registry.repositories.set(name, repository);
  return repository;
}

async function describeRepositories(state: EcrState, input: Input, caller: Caller): Promise<object> {
  const registry = await registryOf(state, input, caller);
  const names = textList(input, 'repositoryNames');
  if (names.length > 0) {
    const places = names.map((repositoryName) => placeOf(state, { ...input, repositoryName }, caller));
    const found = await Promise.all(places);
    return { repositories: found.map(({ repository }) => describe(registry, repository)) };
  }
  if (caller.account !== registry.account) throw denied(caller, registry, '*');
  const all = [...registry.repositories.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = pageOf(all, text(input, 'nextToken'), number(input, 'maxResults') ?? 100);
  return { repositories: items.map((repository) => describe(registry, repository)), nextToken };
}

function describe(registry: Registry, repository: EcrRepository) {
  const { setting, filters } = repository.mutability;
  return {
    repositoryArn: repository.arn,
    registryId: registry.account,
    repositoryName: repository.name,
    repositoryUri: `${registry.host}/${repository.name}`,
    createdAt: repository.createdAt,
    imageTagMutability: setting,
    imageTagMutabilityExclusionFilters:
      filters.length === 0 ? undefined : filters.map((filter) => ({ filterType: 'WILDCARD', filter })),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.encryption,
  };
}

function readMutability(input: Input): Mutability {
  const name = text(input, 'imageTagMutability') ?? 'MUTABLE';
  const setting = mutabilitySettings.find((known) => known === name);
  if (!setting) throw invalid(`imageTagMutability "${name}" is none of ${mutabilitySettings.join(', ')}`);
  const filters = recordList(input, 'imageTagMutabilityExclusionFilters').map((item) => {
    if (text(item, 'filterType') !== 'WILDCARD') throw invalid('filterType must be WILDCARD');
    return requiredText(item, 'filter');
  });
  const problem = mutabilityProblem({ setting, filters });
  if (problem !== undefined) throw invalid(problem);
  return { setting, filters };
}
