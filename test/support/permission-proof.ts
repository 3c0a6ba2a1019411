import type { Permission } from '@ml-ci/core';
import type { Sandbox } from '@ml-ci/sandbox';
import { beforeAll, describe, expect, it } from 'vitest';
import { fillPolicy } from '../../packages/cli/src/derive/fill-policy.ts';
import { type PolicyDocument, policyOf } from '../../packages/cli/src/derive/iam.ts';
import { type Config, loadConfig } from '../../packages/core/src/index.ts';

/** Something that a step is put through under a policy. */
export interface Scenario {
  readonly name: string;
  /** What it must end with under the whole policy; what matters and nothing that varies from run to run. */
  readonly ending: unknown;
  run(policy: PolicyDocument): Promise<Trial>;
}

/** How a scenario went. */
export interface Trial {
  readonly ending: unknown;
  /** Actions that the sandbox judged. */
  readonly judged: ReadonlySet<string>;
}

/** Proves that a step needs all that its policy allows, and nothing else: each action is taken away once. */
export function provePermissions(
  step: { readonly name: string; readonly permissions: readonly Permission[] },
  scenarios: readonly Scenario[],
): void {
  const policy = policyOf([step]);
  const trials = new Map<Scenario, Trial>();

  describe(`the policy of ${step.name}`, () => {
    beforeAll(async () => {
      for (const scenario of scenarios) trials.set(scenario, await scenario.run(policy));
    }, 60_000);

    it.each(scenarios)('is enough: $name', (scenario) => {
      expect(trials.get(scenario)?.ending).toEqual(scenario.ending);
    });

    it('allows nothing that no scenario uses', () => {
      expect(unusedActions(policy, trials.values())).toEqual([]);
    });

    it('would be noticed to allow more', () => {
      const [first] = policy.Statement;
      const generous = {
        ...policy,
        Statement: [...policy.Statement, { ...first, Action: ['ecr:DeleteRepository'] }],
      };
      expect(unusedActions(generous, trials.values())).toEqual(['ecr:DeleteRepository']);
    });

    it.each(actionsOf(policy))(
      'cannot do without %s',
      async (action) => {
        const affected = scenarios.filter((scenario) => trials.get(scenario)?.judged.has(action));
        const less = without(policy, action);
        for (const scenario of affected) {
          const { ending } = await scenario.run(less);
          if (!isSame(ending, scenario.ending)) return;
        }
        expect.fail(`without ${action} all of ${affected.length} scenarios end as they do with it`);
      },
      60_000,
    );
  });
}

/** Gives roles of a sandbox a policy, filled in for the environments that they are for. */
export async function attachFor(
  sandbox: Sandbox,
  folder: string,
  policy: PolicyDocument,
  names: readonly string[],
): Promise<readonly string[]> {
  const config = await loadConfig({ cwd: folder, file: undefined, model: undefined });
  if (config === undefined) throw new Error(`there is no ml-ci.yml in ${folder}`);
  return names.map((name) => {
    const environment = environmentOf(config, name);
    if (environment.role === undefined) throw new Error(`${name} has no role`);
    sandbox.stores.iam.attach(environment.role, fillPolicy(policy, config, environment));
    return environment.role;
  });
}

/** The actions that were judged of these roles. */
export function judgedOf(sandbox: Sandbox, roles: readonly string[]): ReadonlySet<string> {
  return new Set(roles.flatMap((role) => sandbox.stores.iam.judged(role).map(({ action }) => action)));
}

function environmentOf(config: Config, name: string) {
  const environment = config.environments.find((one) => one.name === name);
  if (environment?.type !== 'ecr') throw new Error(`${name} is no environment of AWS`);
  return environment;
}

function unusedActions(
  policy: Pick<PolicyDocument, 'Statement'> | { Statement: readonly { Action: readonly string[] }[] },
  trials: Iterable<Trial>,
): readonly string[] {
  const used = new Set([...trials].flatMap(({ judged }) => [...judged]));
  return actionsOf(policy).filter((action) => !used.has(action));
}

function actionsOf(policy: {
  readonly Statement: readonly { readonly Action: readonly string[] }[];
}): readonly string[] {
  return policy.Statement.flatMap(({ Action }) => Action);
}

function without(policy: PolicyDocument, action: string): PolicyDocument {
  const statements = policy.Statement.map((statement) => ({
    ...statement,
    Action: statement.Action.filter((one) => one !== action),
  }));
  return { ...policy, Statement: statements.filter(({ Action }) => Action.length > 0) };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
