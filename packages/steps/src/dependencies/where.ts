import { environment, string } from '@ml-ci/core';

const domain = { summary: 'the CodeArtifact domain', config: 'dependencies.domain' } as const;
const repository = {
  summary: 'the CodeArtifact repository that packages come from',
  config: 'dependencies.repository',
} as const;

const account = {
  owner: string({
    summary: 'the account that the domain belongs to; by default that of the environment',
    config: 'dependencies.owner',
  }),
  region: string({
    summary: 'the region of the domain; by default that of the environment',
    config: 'dependencies.region',
  }),
  env: environment({
    summary:
      'the environment whose credentials are used; by default the first of the account of the domain, else the first',
  }),
} as const;

/** A domain, for a step that names its repositories itself. */
export const inDomain = { domain: string({ ...domain, required: true }), ...account } as const;

/** Where packages come from, for a step that cannot do without. */
export const where = {
  domain: string({ ...domain, required: true }),
  repository: string({ ...repository, required: true }),
  ...account,
} as const;

/** The same for a step that has something to do without them too. */
export const whereIfAny = { domain: string(domain), repository: string(repository), ...account } as const;
