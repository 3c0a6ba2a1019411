import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { execute } from '../execute.ts';
import { oneOf } from '../input.ts';
import { defineStep } from '../step.ts';
import { passed } from '../verdict.ts';
import { detectHost } from './detect.ts';
import { githubHost } from './github.ts';
import { memoryHost } from './memory.ts';

const silent = { write: () => true };
const hostOf = (env: Readonly<Record<string, string>>) =>
  detectHost({ argv: [], env, cwd: '/', stdout: silent, stderr: silent });

it.each<[string, boolean, boolean]>([
  ['GitHub', githubHost({ env: {}, cwd: '/', stdout: silent }).isShared, true],
  ['CodeBuild', hostOf({ CODEBUILD_BUILD_ID: 'a:b' }).isShared, true],
  ['a terminal', hostOf({}).isShared, false],
  ['a shell of some other CI', hostOf({ CI: 'true' }).isShared, true],
  ['a shell where that is switched off', hostOf({ CI: 'false' }).isShared, false],
])('what runs on %s is read by others: %o', (_host, found, expected) => expect(found).toBe(expected));

it.each<[string, { readonly isShared?: true; readonly inputs?: Record<string, string> }, string]>([
  ['its own', {}, 'all'],
  ['another where others read along', { isShared: true }, 'masked'],
  ['none where a value is given', { isShared: true, inputs: { show: 'all' } }, 'all'],
])('an input has a default: %s', async (_rule, options, expected) => {
  const step = defineStep({
    name: 'tell',
    summary: 'Tells',
    inputs: { show: oneOf(['all', 'masked'], { summary: 's', default: 'all', sharedDefault: 'masked' }) },
    outputs: { show: { summary: 'o' } },
    permissions: [],
    run: async ({ inputs }) => passed({ show: inputs.show }),
  });
  const host = memoryHost({ cwd: await mkdtemp(join(tmpdir(), 'shared-')), ...options });
  const services = () => ({ services: {}, rehearsal: () => undefined, dispose: async () => undefined });
  expect((await execute(step, host, { services })).outputs).toEqual({ show: expected });
});
