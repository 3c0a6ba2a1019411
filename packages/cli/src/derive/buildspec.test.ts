import { kebab, outputLines, variableOf } from '@ml-ci/core';
import { parseYaml } from '@ml-ci/core/yaml';
import { type AnyStep, steps } from '@ml-ci/steps';
import { describe, expect, it } from 'vitest';
import cli from '../../package.json' with { type: 'json' };
import { buildspec, stepBuildspec } from './buildspec.ts';

interface Phase {
  readonly commands: readonly string[];
  readonly finally: readonly string[];
}

interface Buildspec {
  readonly version: number;
  readonly env: { readonly 'exported-variables': readonly string[] };
  readonly phases: Readonly<Record<string, Phase>>;
  readonly reports?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly cache: { readonly paths: readonly string[] };
}

function parsed(text: string): Buildspec {
  const { value, problems } = parseYaml(text, 'buildspec.yml');
  expect(problems).toEqual([]);
  // the assertions below look at every part of it
  return value as Buildspec;
}

const named = (...names: readonly string[]): readonly AnyStep[] =>
  names.flatMap((name) => steps.filter((step) => step.name === name));
const npx = `npx --yes ml-ci@${cli.version}`;
const callsOf = ({ phases }: Buildspec) =>
  Object.entries(phases).map(([phase, { commands }]) => [
    phase,
    commands.filter((line) => line.startsWith(npx)).map((line) => line.slice(npx.length + 1)),
  ]);

describe.each(steps)('the buildspec of $name', (step) => {
  const text = stepBuildspec(step);
  const spec = parsed(text);

  it('runs the step', () => {
    expect(spec.version).toBe(0.2);
    const { post_build: end, ...phases } = spec.phases;
    const [phase] = Object.values(phases);
    expect(Object.keys(phases)).toHaveLength(1);
    expect(phase?.commands).toEqual([`${npx} ${step.name}`]);
    // what it leaves for later steps must go at the end, and only then
    expect(end?.commands).toEqual(step.outlives ? [`"$MLCI" clean-up ${step.name}`] : undefined);
  });

  it('exports the variables that a run of the step writes', () => {
    const outputs = Object.fromEntries(Object.keys(step.outputs).map((property) => [kebab(property), 'x']));
    const run = { id: 'r', commit: undefined, actor: undefined, url: undefined, model: undefined };
    const record = {
      step: step.name,
      verdict: 'passed',
      outputs,
      inputs: {},
      run,
      startedAt: '',
      finishedAt: '',
    } as const;
    const written = outputLines('', record).match(/ML_CI_\w+/g);
    expect(spec.env['exported-variables']).toEqual(written);
  });

  it('explains every variable that the step reads', () => {
    for (const property of Object.keys(step.inputs)) expect(text).toContain(`#   ${variableOf(property)}: `);
  });
});

describe('a buildspec of several steps', () => {
  it.each<[string, readonly string[], unknown]>([
    [
      'each in the phase of its family, rollouts in build: post_build would run after a failure',
      ['install', 'validate-data', 'build-image', 'deploy-ecs'],
      [
        ['install', ['install']],
        ['pre_build', ['validate-data']],
        ['build', ['build-image', 'deploy-ecs']],
      ],
    ],
    [
      'in the order they were named, also against their families',
      ['build-image', 'install', 'validate-data'],
      [['build', ['build-image', 'install', 'validate-data']]],
    ],
  ])('puts them %s', (_rule, names, calls) => {
    expect(callsOf(parsed(buildspec(named(...names), 'x')))).toEqual(calls);
  });

  it('exports the outputs of all, and says which variables reach more than one', () => {
    const text = buildspec(named('build-image', 'promote'), 'x');
    const exported = parsed(text).env['exported-variables'];
    expect(exported).toEqual(expect.arrayContaining(['ML_CI_BUILD_IMAGE_DIGEST', 'ML_CI_PROMOTE_DIGEST']));
    expect(text).toContain('ML_CI_TAG (build-image, promote)');
  });
});

describe('what stands around the commands', () => {
  it('collects the JUnit report where the step writes it', () => {
    const reports = named('validate-data').map((step) => parsed(stepBuildspec(step)).reports);
    const report = {
      files: ['junit.xml'],
      'base-directory': '.ml-ci/validate-data',
      'file-format': 'JUNITXML',
    };
    expect(reports).toEqual([{ 'validate-data': report }]);
  });

  it('takes the outputs into the shell of the build, also after a failure, and cleans up what a step may leave', () => {
    const { phases } = parsed(buildspec(named('install', 'promote'), 'x'));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: for the shell
    const file = '"$(dirname "${ML_CI_CONFIG:-ml-ci.yml}")/.ml-ci/outputs.env"';
    const sourcing = `if [ -f ${file} ]; then . ${file}; fi`;
    expect(phases.install?.finally).toEqual([sourcing, `${npx} clean-up install`]);
    expect(phases.build?.finally).toEqual([sourcing]);
  });

  describe('where a login is for later steps', () => {
    const clean = '"$MLCI" clean-up codeartifact-login';
    const afterFailure = `if [ "$CODEBUILD_BUILD_SUCCEEDING" = 0 ]; then ${clean}; fi`;
    const endOf = (phase: Phase | undefined) =>
      phase?.finally.filter((line) => !line.includes('outputs.env'));

    it('removes it in the last phase, however that ends, and before only after a failure', () => {
      const { phases } = parsed(
        buildspec(named('codeartifact-login', 'install', 'validate-data', 'promote'), 'x'),
      );
      expect(Object.keys(phases)).toEqual(['install', 'pre_build', 'build']);
      expect(endOf(phases.install)).toEqual([
        `export MLCI="$(npx --yes --package=ml-ci@${cli.version} -c 'command -v ml-ci')"`,
        '"$MLCI" clean-up install',
        afterFailure,
      ]);
      expect(endOf(phases.pre_build)).toEqual([afterFailure]);
      expect(endOf(phases.build)).toEqual([clean]);
      expect(phases.build?.commands).toEqual(['"$MLCI" promote']);
    });

    it('adds a phase for that where the login is in the last one', () => {
      const { phases } = parsed(buildspec(named('build-image', 'codeartifact-login'), 'x'));
      expect(Object.keys(phases)).toEqual(['build', 'post_build']);
      expect(endOf(phases.build)).toContain(afterFailure);
      expect(phases.post_build?.commands).toEqual([clean]);
    });
  });
});
