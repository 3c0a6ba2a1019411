import { baseEnvironment, type Problem, plural, StepError } from '@ml-ci/core';
import type { Buildspec } from './schema.ts';

type Variables = Readonly<Record<string, string>>;

/** What makes the environment of a build. */
export interface EnvironmentSources {
  /** Of the caller: only PATH, HOME and the like pass, and values that the buildspec takes from a store. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As StartBuild's: they win over the buildspec's. */
  readonly variables: Variables;
  /** Values of parameter-store and secrets-manager, by the name of the variable. */
  readonly secrets: Variables;
  /** The CODEBUILD_* variables. */
  readonly codebuild: Variables;
}

/** The variables that the shell of a build starts with, and which values must not be printed. */
export interface BuildEnvironment {
  readonly variables: Variables;
  readonly secrets: readonly string[];
}

/** Puts the environment of a build together; every value of a store that is not given is reported at once. */
export function buildEnvironment(spec: Buildspec, sources: EnvironmentSources): BuildEnvironment {
  const stored: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const store of ['parameter-store', 'secrets-manager'] as const) {
    for (const [name, address] of Object.entries(spec.env?.[store] ?? {})) {
      const value = sources.variables[name] ?? sources.secrets[name] ?? sources.env[name];
      if (value === undefined)
        problems.push({
          name: `env.${store}.${name}`,
          message: `has no value on this machine: "${address}" is not read`,
          fix: `--secret ${name}=…, or set the variable ${name}`,
        });
      else stored[name] = value;
    }
  }
  if (problems.length > 0) {
    throw new StepError('BUILDSPEC_VALUE_MISSING', {
      message: `${plural(problems.length, 'value')} of a store not given`,
      problems,
    });
  }
  const own = Object.entries(spec.env?.variables ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    variables: {
      ...baseEnvironment(sources.env),
      ...Object.fromEntries(own),
      ...stored,
      ...sources.variables,
      ...sources.codebuild,
    },
    secrets: [...Object.values(stored), ...Object.values(sources.secrets)],
  };
}
