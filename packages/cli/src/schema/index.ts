import { StepError, suggest } from '@ml-ci/core';
import { defineCommand } from '../command.ts';

/** The documents whose schema is shipped, and how each is loaded. */
const schemas: Readonly<Record<string, () => Promise<object>>> = {
  config: async () => (await import('@ml-ci/core/json-schema')).configJsonSchema(),
  checks: async () => (await import('@ml-ci/steps/json-schemas')).checksJsonSchema(),
  report: async () => (await import('@ml-ci/steps/json-schemas')).reportJsonSchema(),
  buildspec: async () => (await import('@ml-ci/buildspec')).buildspecJsonSchema(),
};

/** `ml-ci schema`: for editors and for checks of one's own. */
export const schema = defineCommand({
  name: 'schema',
  summary: 'the JSON Schema of ml-ci.yml, of a checks file, of a data report, or of a buildspec',
  topic: 'Your own pipelines',
  words: {
    placeholder: `[${Object.keys(schemas).join('|')}]`,
    summary: 'of which document; config is ml-ci.yml, and is meant where nothing is named',
    min: 0,
    max: 1,
  },
  ignoresConfig: true,
  inputs: {},
  async run({ words: [name = 'config'], stdout }) {
    const load = schemas[name];
    if (load === undefined)
      throw new StepError('INPUT_INVALID', {
        message: `there is no schema "${name}"`,
        fix: suggest(name, Object.keys(schemas)),
      });
    stdout.write(`${JSON.stringify(await load(), undefined, 2)}\n`);
    return 0;
  },
});
