import { type EcrEnvironment, type Environment, StepError } from '@ml-ci/core';

/** Which account and region the domain is in, and whose credentials are used. */
export interface DomainAccount {
  readonly owner: string;
  readonly environment: EcrEnvironment;
}

/** Chooses the credentials for a domain: those of `env`, else of the owner's account, else of the first environment. */
export function chooseAccount(
  inputs: {
    readonly env: Environment | undefined;
    readonly owner: string | undefined;
    readonly region: string | undefined;
  },
  environments: readonly Environment[],
  step: string,
): DomainAccount {
  const wrong = (name: string, message: string) => wrongIn(step, name, message);
  const { env, owner, region } = inputs;
  if (owner !== undefined && !/^\d{12}$/.test(owner))
    throw wrong('owner', `"${owner}" is not an account id: twelve digits`);
  if (env !== undefined && env.type !== 'ecr')
    throw wrong('env', `"${env.name}" is not an environment in AWS`);
  const known = environments.filter((environment) => environment.type === 'ecr');
  const chosen = env ?? known.find(({ account }) => account === owner) ?? known[0];
  if (chosen) {
    return { owner: owner ?? chosen.account, environment: { ...chosen, region: region ?? chosen.region } };
  }
  if (owner === undefined || region === undefined) {
    throw wrong(
      owner === undefined ? 'owner' : 'region',
      'is needed where ml-ci.yml has no environment in AWS',
    );
  }
  return {
    owner,
    environment: { type: 'ecr', name: 'dependencies', account: owner, region, repository: '' },
  };
}

function wrongIn(step: string, name: string, message: string): StepError {
  return new StepError('INPUT_INVALID', {
    message: `1 mistake in the inputs of ${step}`,
    fix: ({ help }) => help(step),
    problems: [{ name, message }],
  });
}
