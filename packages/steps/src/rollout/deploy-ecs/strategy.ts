import { StepError } from '@ml-ci/core';

/** The configurations that CodeDeploy has for ECS, by the names we give them. */
const strategies: Readonly<Record<string, string>> = {
  'all-at-once': 'CodeDeployDefault.ECSAllAtOnce',
  'canary-10-percent-5-minutes': 'CodeDeployDefault.ECSCanary10Percent5Minutes',
  'canary-10-percent-15-minutes': 'CodeDeployDefault.ECSCanary10Percent15Minutes',
  'linear-10-percent-every-1-minute': 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
  'linear-10-percent-every-3-minutes': 'CodeDeployDefault.ECSLinear10PercentEvery3Minutes',
};

/** The deployment configuration that a strategy means; any other word is the name of one, which the caller looks up. */
export function configurationOf(strategy: string): string {
  const known = Object.hasOwn(strategies, strategy) ? strategies[strategy] : undefined;
  if (known !== undefined) return known;
  if (/^(canary|linear)-\d/.test(strategy)) throw unknownStrategy(strategy);
  return strategy;
}

/** The error for a strategy that nothing has the name of. */
export function unknownStrategy(strategy: string): StepError {
  return new StepError('STRATEGY_UNKNOWN', {
    message: `no deployment configuration for ECS is called "${strategy}"`,
    fix: `use ${Object.keys(strategies).join(', ')}, or create a configuration with that name in CodeDeploy`,
  });
}
