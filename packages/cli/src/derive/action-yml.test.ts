import { kebab } from '@ml-ci/core';
import { parseYaml } from '@ml-ci/core/yaml';
import { steps } from '@ml-ci/steps';
import { describe, expect, it } from 'vitest';
import { actionYml } from './action-yml.ts';

interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly runs: Readonly<Record<string, unknown>>;
}

function parsed(text: string): Action {
  const { value, problems } = parseYaml(text, 'action.yml');
  expect(problems).toEqual([]);
  // the assertions below look at every part of it
  return value as Action;
}

describe.each(steps)('the action of $name', (step) => {
  const action = parsed(actionYml(step));

  it('runs the entry of the step on node24', () => {
    const post = 'cleanUp' in step ? { post: `../dist/${step.name}-post.js` } : {};
    expect(action.runs).toEqual({ using: 'node24', main: `../dist/${step.name}.js`, ...post });
  });

  it('has every input of the definition, and those of every step', () => {
    const own = Object.keys(step.inputs).map(kebab);
    const shared = ['config', 'model', 'plan', 'timeout', 'allow-endpoint'];
    const onCancel = step.onCancel === undefined ? [] : ['on-cancel'];
    expect(Object.keys(action.inputs)).toEqual([...own, ...shared, ...onCancel, 'github-token']);
  });

  it('says in the description what is required and what stands in for it, and nowhere else', () => {
    for (const [property, { options, defaultText, sharedDefaultText }] of Object.entries(step.inputs)) {
      const { description, ...rest } = action.inputs[kebab(property)] ?? {};
      expect(rest).toEqual({});
      expect(description).toContain(options.summary);
      for (const note of [
        options.required && 'required',
        defaultText,
        sharedDefaultText,
        options.config,
        ...(options.handover ?? []),
      ])
        expect(description).toContain(note ?? '');
    }
  });

  it('takes the token of the workflow where none is given', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
    expect(action.inputs['github-token']).toMatchObject({ default: '${{ github.token }}' });
  });

  it('has every output with its sentence', () => {
    const expected = Object.entries(step.outputs).map(([property, { summary }]) => [
      kebab(property),
      { description: summary },
    ]);
    expect(action.outputs).toEqual(Object.fromEntries(expected));
  });
});

describe('a step that cleans up', () => {
  it('has a post entry, and a step that does not has none', () => {
    const [step] = steps;
    if (step === undefined) throw new Error('there is no step');
    const cleaning = Object.assign({ ...step }, { cleanUp: async () => undefined });
    const { cleanUp: _, ...plain } = cleaning;
    expect(parsed(actionYml(cleaning)).runs).toHaveProperty('post', `../dist/${step.name}-post.js`);
    expect(parsed(actionYml(plain)).runs).not.toHaveProperty('post');
  });
});
