import { isDeepStrictEqual } from 'node:util';
import { type Config, loadConfig, type Permission } from '@ml-ci/core';
import type { Sandbox } from '@ml-ci/sandbox';
import { beforeAll, describe, expect, it } from 'vitest';
import { fillPolicy } from '../../packages/cli/src/derive/fill-policy.ts';
import { type PolicyDocument, type PolicyStatement, policyOf } from '../../packages/cli/src/derive/iam.ts';

/** Something that a step is put through under a policy. */
export interface Scenario {
  readonly name: string;
  /** What it must end with under the whole policy; what matters and nothing that varies from run to run. */
  readonly ending: unknown;
  run(policy: PolicyDocument): Promise<Trial>;
}

/** How a scenario went. */
interface Trial {
  readonly ending: unknown;
  readonly judged: Judged;
}

/** What the sandbox judged of the roles of a scenario. */
type Judged = readonly { readonly action: string; readonly isAllowed: boolean }[];

/** Proves that a step needs all that its policy allows, and nothing else: each action is taken away once. */
export function provePermissions(
  step: { readonly name: string; readonly permissions: readonly Permission[] },
  scenarios: readonly Scenario[],
  /** Scenarios that share nothing may run beside each other. */
  { isConcurrent = false }: { readonly isConcurrent?: boolean } = {},
): void {
  const policy = policyOf([step]);
  const trials = new Map<Scenario, Trial>();
  const trialOf = (scenario: Scenario): Trial => {
    const trial = trials.get(scenario);
    if (trial === undefined) throw new Error(`"${scenario.name}" was not run`);
    return trial;
  };

  describe(`the policy of ${step.name}`, () => {
    beforeAll(async () => {
      const run = async (scenario: Scenario) => trials.set(scenario, await scenario.run(policy));
      if (isConcurrent) await Promise.all(scenarios.map(run));
      else for (const scenario of scenarios) await run(scenario);
    }, 180_000);

    it.each(scenarios)('is enough: $name', (scenario) => {
      const { ending, judged } = trialOf(scenario);
      expect(refusedIn(judged)).toEqual([]);
      expect(ending).toEqual(scenario.ending);
    });

    it('allows nothing that no scenario uses', () => {
      expect(unusedActions(policy.Statement, [...trials.values()])).toEqual([]);
    });

    it('would be noticed to allow more', () => {
      const more = {
        Sid: 'More',
        Effect: 'Allow',
        Action: ['ecr:DeleteRepository'],
        Resource: ['*'],
      } as const;
      const unused = unusedActions([...policy.Statement, more], [...trials.values()]);
      expect(unused).toEqual(['ecr:DeleteRepository']);
    });

    const each = isConcurrent ? it.concurrent : it;
    each.each(actionsOf(policy.Statement))(
      'cannot do without %s',
      async (action) => {
        const affected = scenarios.filter((scenario) =>
          trialOf(scenario).judged.some((one) => one.action === action),
        );
        const less = without(policy, action);
        for (const scenario of affected) {
          const { ending, judged } = await scenario.run(less);
          if (isDeepStrictEqual(ending, trialOf(scenario).ending)) continue;
          expect([...new Set(refusedIn(judged))]).toEqual([action]);
          return;
        }
        expect.fail(`without ${action} all of ${affected.length} scenarios end as they do with it`);
      },
      120_000,
    );
  });
}

/** Gives roles of a sandbox a policy, filled in for the environments that they are for. */
export async function attachFor(
  sandbox: Sandbox,
  folder: string,
  policy: PolicyDocument,
  names: readonly string[],
  /** What the names stand for that no configuration knows. */
  others: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const config = await loadConfig({ cwd: folder, file: undefined, model: undefined });
  if (config === undefined) throw new Error(`there is no ml-ci.yml in ${folder}`);
  return names.map((name) => {
    const environment = environmentOf(config, name);
    if (environment.role === undefined) throw new Error(`${name} has no role`);
    const text = JSON.stringify(fillPolicy(policy, config, environment));
    const filled = text.replace(/\$\{(\w+)\}/g, (open, other) => others[other] ?? open);
    sandbox.stores.iam.attach(environment.role, JSON.parse(filled));
    return environment.role;
  });
}

/** All that was judged of these roles. */
export function judgedOf(sandbox: Sandbox, roles: readonly string[]): Judged {
  return [...new Set(roles)].flatMap((role) => sandbox.stores.iam.judged(role));
}

function environmentOf(config: Config, name: string) {
  const environment = config.environments.find((one) => one.name === name);
  if (environment?.type !== 'ecr') throw new Error(`${name} is no environment of AWS`);
  return environment;
}

function refusedIn(judged: Judged): readonly string[] {
  return judged.filter(({ isAllowed }) => !isAllowed).map(({ action }) => action);
}

function unusedActions(statements: readonly PolicyStatement[], trials: readonly Trial[]): readonly string[] {
  const used = new Set(trials.flatMap(({ judged }) => judged.map(({ action }) => action)));
  return actionsOf(statements).filter((action) => !used.has(action));
}

function actionsOf(statements: readonly PolicyStatement[]): readonly string[] {
  return statements.flatMap(({ Action }) => Action);
}

function without(policy: PolicyDocument, action: string): PolicyDocument {
  const statements = policy.Statement.map((statement) => ({
    ...statement,
    Action: statement.Action.filter((one) => one !== action),
  }));
  return { ...policy, Statement: statements.filter(({ Action }) => Action.length > 0) };
}
