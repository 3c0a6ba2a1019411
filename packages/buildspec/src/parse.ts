import { issueProblems, type Problem, plural, StepError } from '@ml-ci/core';
import { type ParsedYaml, parseYaml } from '@ml-ci/core/yaml';
import { type Buildspec, buildspecJsonSchema, buildspecSchema } from './schema.ts';

/** A checked buildspec from its text; `file` is only named. Every mistake is reported at once, with its line. */
export function parseBuildspec(text: string, { file }: { readonly file: string }): Buildspec {
  const { value, problems, lineOf } = parseYaml(text, file);
  if (problems.length > 0) throw invalid(file, problems);
  const result = buildspecSchema.safeParse(value);
  const cross = crossProblems(value, file, lineOf);
  const found = result.success
    ? []
    : result.error.issues.flatMap((issue) =>
        issueProblems(issue, { fileName: file, knownKeys: knownKeys(), lineOf }),
      );
  const mistakes = [...found, ...cross].map((problem) => ({ ...problem, name: problem.name || file }));
  if (!result.success || mistakes.length > 0) throw invalid(file, mistakes);
  return result.data;
}

function invalid(file: string, problems: readonly Problem[]): StepError {
  return new StepError('BUILDSPEC_INVALID', {
    message: `"${file}" has ${plural(problems.length, 'mistake')}`,
    problems,
  });
}

/** What one key says about another: the dependencies of a graph, and names that stand twice. */
function crossProblems(value: unknown, file: string, lineOf: ParsedYaml['lineOf']): Problem[] {
  const graph = at(at(value, 'batch'), 'build-graph');
  if (!Array.isArray(graph)) return [];
  const identifiers = graph.map((node: unknown) => at(node, 'identifier'));
  return graph.flatMap((node: unknown, index): Problem[] => {
    const path = ['batch', 'build-graph', index];
    const problem = (key: string, message: string): Problem => ({
      name: [...path, key].join('.'),
      message,
      place: `${file}:${lineOf([...path, key])}`,
    });
    const own = identifiers[index];
    const isTwice = typeof own === 'string' && identifiers.indexOf(own) < index;
    const needs = at(node, 'depend-on');
    const unknown = Array.isArray(needs) ? needs.filter((name) => !identifiers.includes(name)) : [];
    return [
      ...(isTwice ? [problem('identifier', `"${own}" stands twice`)] : []),
      ...unknown.map((name) => problem('depend-on', `"${name}" is no build of the graph`)),
      ...(dependsOnItself(own, graph) ? [problem('depend-on', `"${own}" waits for itself`)] : []),
    ];
  });
}

function dependsOnItself(start: unknown, graph: readonly unknown[]): boolean {
  const seen = new Set<unknown>();
  const reaches = (name: unknown): boolean => {
    const needs = at(
      graph.find((node) => at(node, 'identifier') === name),
      'depend-on',
    );
    if (!Array.isArray(needs)) return false;
    return needs.some((need: unknown) => {
      if (need === start) return true;
      if (seen.has(need)) return false;
      seen.add(need);
      return reaches(need);
    });
  };
  return reaches(start);
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

/** Every key of the schema, read from its JSON Schema. */
function knownKeys(): string[] {
  const keys = new Set<string>();
  const visit = (schema: unknown) => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [name, part] of Object.entries(schema)) {
      if (name === 'properties') for (const key of Object.keys(part)) keys.add(key);
      visit(part);
    }
  };
  visit(buildspecJsonSchema());
  return [...keys];
}
