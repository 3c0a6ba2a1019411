import { join } from 'node:path';
import type { Plugin } from 'rolldown';
import { type AnyStep, stepsByFamily } from '../../packages/steps/src/index.ts';

const prefix = 'action:';

/** An entry of `actions/dist`: `promote`, and `deploy-ecs-post` for a step that may leave something behind. */
export interface ActionEntry {
  readonly name: string;
  /** The module, in code. */
  readonly code: string;
}

/** The entries of all actions: each imports the one definition it runs. */
export function actionEntries(root: string): readonly ActionEntry[] {
  return Object.entries(stepsByFamily).flatMap(([family, steps]) =>
    steps.flatMap((step) => entriesOf(root, family, step)),
  );
}

function entriesOf(root: string, family: string, step: AnyStep): readonly ActionEntry[] {
  const constant = step.name.replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
  const definition = JSON.stringify(join(root, 'packages/steps/src', family, step.name, 'index.ts'));
  const runner = JSON.stringify(join(root, 'packages/cli/src/action.ts'));
  const entry = (name: string, run: string): ActionEntry => ({
    name,
    code: `import { ${constant} } from ${definition};\nimport { ${run} } from ${runner};\nawait ${run}(${constant});\n`,
  });
  const hasPost = 'cleanUp' in step && typeof step.cleanUp === 'function';
  return [entry(step.name, 'runAction'), ...(hasPost ? [entry(`${step.name}-post`, 'runPost')] : [])];
}

/** `input` for the bundler. */
export function actionInput(entries: readonly ActionEntry[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ name }) => [name, `${prefix}${name}`]));
}

/** Gives the bundler the modules of the entries, which are no files. */
export function actionModules(entries: readonly ActionEntry[]): Plugin {
  const codes = new Map(entries.map(({ name, code }) => [`${prefix}${name}`, code]));
  return {
    name: 'action-modules',
    resolveId: (id) => (codes.has(id) ? { id: `\0${id}`, moduleSideEffects: true } : null),
    load: (id) => codes.get(id.slice(1)) ?? null,
  };
}
