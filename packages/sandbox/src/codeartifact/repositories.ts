import { type Input, recordList, text } from '../input.ts';
import type { Caller } from '../service.ts';
import { type ControlPlane, domainOf, repositoryOf } from './control-plane.ts';
import { describeDomain, describeRepository, summarizeDomain, summarizeRepository } from './describe.ts';
import { externalConnections, type Repository } from './model.ts';
import { conflict, invalid, notFound } from './refusal.ts';
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
    upstreams: upstreamsOf(input),
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
  if (!externalConnections.has(name)) throw invalid(`'${name}' is not known to the sandbox`);
  if (repository.externalConnections.length > 0) {
    throw conflict('repository', repository.name, 'A repository has at most one external connection.');
  }
  repository.externalConnections.push(name);
  return { repository: describeRepository(repository) };
}

/** Takes a connection away; what came through it stays. */
export function disassociate(plane: ControlPlane, input: Input, caller: Caller): object {
  const repository = repositoryOf(plane, input, caller, 'DisassociateExternalConnection');
  const name = required(input, 'externalConnection');
  const at = repository.externalConnections.indexOf(name);
  if (at < 0) throw notFound('repository', `${repository.name} has no external connection '${name}'`);
  repository.externalConnections.splice(at, 1);
  return { repository: describeRepository(repository) };
}

/** Description and upstreams; what is not given stays, an empty list of upstreams takes them away. */
export function updateRepository(plane: ControlPlane, input: Input, caller: Caller): object {
  const repository = repositoryOf(plane, input, caller, 'UpdateRepository');
  if (input.upstreams !== undefined) plane.store.setUpstreams(repository, upstreamsOf(input));
  repository.description = text(input, 'description') ?? repository.description;
  return { repository: describeRepository(repository) };
}

function upstreamsOf(input: Input): readonly string[] {
  return recordList(input, 'upstreams').map((upstream) => required(upstream, 'repositoryName'));
}

export function showDomain(plane: ControlPlane, input: Input, caller: Caller): object {
  return { domain: describeDomain(domainOf(plane, input, caller, 'DescribeDomain')) };
}

export function showRepository(plane: ControlPlane, input: Input, caller: Caller): object {
  return { repository: describeRepository(repositoryOf(plane, input, caller, 'DescribeRepository')) };
}
