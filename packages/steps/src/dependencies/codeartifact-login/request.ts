import {
  type Config,
  type InputValues,
  missingInput,
  type Problem,
  plural,
  StepError,
  suggest,
  type Text,
} from '@ml-ci/core';
import { tools } from '../tools/index.ts';
import { type TokenPlace, type Tool, toolNames } from '../tools/tool.ts';
import { inputs } from './inputs.ts';

type Inputs = InputValues<typeof inputs>;

/** What is asked for, whole and possible. */
export interface LoginRequest {
  readonly tools: readonly [Tool, ...Tool[]];
  readonly domain: string;
  readonly repository: string;
  /** Undefined where nothing is to be left. */
  readonly place: TokenPlace | undefined;
  /** With its `@`. */
  readonly scope: string | undefined;
}

/** Reads the inputs of a login, which a logout does without; throws one error with every mistake. */
export function readRequest(given: Inputs, config?: Config): LoginRequest {
  const problems: Problem[] = [];
  const [first, ...others] = toolsOf(given.tools, problems);
  const { domain, repository } = given;
  if (domain === undefined) problems.push(missingInput('domain', inputs.domain, config));
  if (repository === undefined) problems.push(missingInput('repository', inputs.repository, config));
  const place = given.mode === 'none' ? undefined : given.mode;
  const scope = given.scope === undefined ? undefined : `@${given.scope.replace(/^@/, '')}`;
  if (first !== undefined) problems.push(...mistakes([first, ...others], { ...given, place, scope }));
  if (first === undefined || domain === undefined || repository === undefined || problems.length > 0)
    throw refuse(problems);
  return { tools: [first, ...others], domain, repository, place, scope };
}

function toolsOf(names: readonly string[] | undefined, problems: Problem[]): Tool[] {
  if (names === undefined || names.length === 0)
    problems.push(missingInput('tools', inputs.tools, undefined));
  return [...new Set(names)].flatMap((name) => {
    const tool = toolNames.find((known) => known === name);
    if (tool !== undefined) return [tools[tool]];
    problems.push(name === 'conda' ? conda : unknown(name));
    return [];
  });
}

const conda: Problem = {
  name: 'tools',
  message: '"conda" is no format of CodeArtifact: its channels cannot come from there',
  fix: 'name pip: the pip section of environment.yml then comes from the repository',
};

const unknown = (name: string): Problem => ({
  name: 'tools',
  message: `"${name}" is no tool that is known here`,
  fix: suggest(name, toolNames),
});

/** What some tools cannot do of what is asked for all of them. */
function mistakes(
  chosen: readonly Tool[],
  given: Pick<Inputs, 'extraIndex' | 'docker'> & Pick<LoginRequest, 'place' | 'scope'>,
): Problem[] {
  const { place, scope, extraIndex, docker } = given;
  const problems: Problem[] = [];
  for (const { name, places } of chosen) {
    if (place === undefined || places.includes(place)) continue;
    const fix = `use mode ${places.join(' or ')} for it, in a call of its own if need be`;
    problems.push({ name: 'mode', message: `${name} has no way to a token by ${place}`, fix });
  }
  if (scope !== undefined && !/^@[a-z0-9~-][a-z0-9._~-]*$/i.test(scope))
    problems.push({ name: 'scope', message: `"${scope}" is not a scope`, fix: 'write it as @name' });
  const scoped = chosen.filter(({ beside }) => beside === 'scope');
  if (scope !== undefined && scoped.length === 0) {
    const names = chosen.map(({ name }) => name).join(', ');
    problems.push({ name: 'scope', message: `means nothing to ${names}`, fix: 'leave it out' });
  }
  if (extraIndex && scope === undefined) {
    const message = (name: string) => `${name} asks one registry only`;
    const fix: Text = ({ input }) =>
      `give ${input('scope', '@name')}: then only its packages come from the repository`;
    problems.push(...scoped.map(({ name }) => ({ name: 'extra-index', message: message(name), fix })));
  }
  if (docker && place === undefined) {
    const message = 'has nothing to hand to a build in mode none';
    problems.push({ name: 'docker', message, fix: 'use mode file, netrc or env' });
  }
  return problems;
}

function refuse(problems: readonly Problem[]): StepError {
  return new StepError('INPUT_INVALID', {
    message: `${plural(problems.length, 'mistake')} in the inputs of codeartifact-login`,
    fix: ({ help }) => help('codeartifact-login'),
    problems,
  });
}
