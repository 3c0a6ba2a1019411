import { type Input, recordList, text } from '../input.ts';
import type { Caller } from '../service.ts';
import { type ControlPlane, domainOf, repositoryOf } from './control-plane.ts';
import { describeDomain, describeRepository, summarizeDomain, summarizeRepository } from './describe.ts';
import type { Repository } from './model.ts';
import { conflict, invalid } from './refusal.ts';
import { page, required } from './request.ts';

export function createDomain(plane: ControlPlane, input: Input, caller: Caller): object {
  const domain = plane.store.createDomain(required(input, 'domain'), caller.account, caller.region);
  return { domain: describeDomain(domain) };
}

export function listDomains(plane: ControlPlane, input: Input, caller: Caller): object {
  const { items, nextToken } = page(input, plane.store.domains(caller.account, caller.region));
  return { domains: items.map(summarizeDomain), nextToken };
}

export function createRepository(plane: ControlPlane, input: Input, caller: Caller): object {
  const domain = domainOf(plane, input, caller, 'CreateRepository');
  const repository = plane.store.createRepository(domain, required(input, 'repository'), {
    description: text(input, 'description'),
    upstreams: recordList(input, 'upstreams').map((upstream) => required(upstream, 'repositoryName')),
  });
  return { repository: describeRepository(repository) };
}

export function listRepositories(plane: ControlPlane, input: Input, caller: Caller): object {
  const domains = plane.store.domains(caller.account, caller.region);
  return repositoriesPage(
    input,
    domains.flatMap((domain) => [...domain.repositories.values()]),
  );
}

export function listRepositoriesInDomain(plane: ControlPlane, input: Input, caller: Caller): object {
  const domain = domainOf(plane, input, caller, 'ListRepositoriesInDomain');
  return repositoriesPage(input, [...domain.repositories.values()]);
}

function repositoriesPage(input: Input, all: readonly Repository[]): object {
  const prefix = text(input, 'repositoryPrefix') ?? '';
  const { items, nextToken } = page(
    input,
    all.filter(({ name }) => name.startsWith(prefix)),
  );
  return { repositories: items.map(summarizeRepository), nextToken };
}

export function associate(plane: ControlPlane, input: Input, caller: Caller): object {
  const repository = repositoryOf(plane, input, caller, 'AssociateExternalConnection');
  const name = required(input, 'externalConnection');
  if (name !== 'public:pypi' && name !== 'public:npmjs')
    throw invalid(`'${name}' is not known to the sandbox`);
  if (repository.externalConnections.length > 0) {
    throw conflict('repository', repository.name, 'A repository has at most one external connection.');
  }
  repository.externalConnections.push(name);
  return { repository: describeRepository(repository) };
}

export function showDomain(plane: ControlPlane, input: Input, caller: Caller): object {
  return { domain: describeDomain(domainOf(plane, input, caller, 'DescribeDomain')) };
}

export function showRepository(plane: ControlPlane, input: Input, caller: Caller): object {
  return { repository: describeRepository(repositoryOf(plane, input, caller, 'DescribeRepository')) };
}
