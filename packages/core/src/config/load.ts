import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Problem, StepError } from '../error.ts';
import { plural } from '../plural.ts';
import type { Environment } from './environment.ts';
import { issueProblems } from './problems.ts';
import type { Config, ConfigDocument } from './schema.ts';

const fileName = 'ml-ci.yml';

/** Where to look for the configuration, and which model of it to take. */
export interface LoadOptions {
  readonly cwd: string;
  /** As the user wrote it; without it, `ml-ci.yml` is looked for from `cwd` upwards. */
  readonly file?: string | undefined;
  readonly model?: string | undefined;
}

/** The checked configuration, or undefined where none was named and none is found. Every mistake is reported at once. */
export async function loadConfig(options: LoadOptions): Promise<Config | undefined> {
  const file = await findConfig(options);
  if (file === undefined) return undefined;
  const source = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new StepError('CONFIG_MISSING', {
      message: `cannot read the configuration "${options.file ?? file}"`,
      fix: ({ input }) => `check ${input('config')}`,
      cause,
    });
  });
  return parseConfig(source, { file, model: options.model });
}

/** The path of the configuration, or undefined where none was named and none is found. It is not read. */
export async function findConfig({ cwd, file }: Omit<LoadOptions, 'model'>): Promise<string | undefined> {
  return file === undefined ? findUpwards(cwd) : resolve(cwd, file);
}

/** Parses the text of an `ml-ci.yml`; `file` is absolute and only named. */
export async function parseConfig(
  source: string,
  { file, model }: { readonly file: string; readonly model?: string | undefined },
): Promise<Config> {
  const [{ parseYaml }, { configSchema }] = await Promise.all([import('./yaml.ts'), import('./schema.ts')]);
  const { value, problems, lineOf } = parseYaml(source, fileName);
  if (problems.length > 0) throw invalid(problems);
  const result = configSchema.safeParse(value);
  if (!result.success) {
    throw invalid(
      result.error.issues.flatMap((issue) => issueProblems(issue, { fileName, knownKeys, lineOf })),
    );
  }
  const root = dirname(file);
  const { document, name } = chooseModel(result.data, model);
  const mistakes = crossChecks(document, lineOf);
  const environments = toEnvironments(document, lineOf, mistakes);
  if (mistakes.length > 0) throw invalid(mistakes);
  return { file, root, model: name, document, environments };
}

async function findUpwards(start: string): Promise<string | undefined> {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const candidate = join(folder, fileName);
    if ((await stat(candidate).catch(() => undefined))?.isFile()) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

function invalid(problems: readonly Problem[]): StepError {
  return new StepError('CONFIG_INVALID', {
    message: `${fileName} has ${plural(problems.length, 'mistake')}`,
    problems,
  });
}

type LineOf = (path: readonly PropertyKey[]) => number;

// every key of the schema, for the nearest name
const knownKeys: readonly string[] = [
  'version',
  'model',
  'models',
  'environments',
  'dependencies',
  'data',
  'image',
  'deploy',
  'release',
  'rehearsal',
  'account',
  'region',
  'role',
  'profile',
  'repository',
  'registry',
  'layout',
  'endpoint',
  'requires',
  'domain',
  'owner',
  'manager',
  'lock',
  'allow-build',
  'allow-unchecked',
  'checks',
  'sources',
  'engine',
  'context',
  'dockerfile',
  'build-args',
  'platforms',
  'base',
  'layers',
  'entrypoint',
  'command',
  'env',
  'workdir',
  'user',
  'ports',
  'labels',
  'target',
  'cluster',
  'service',
  'container',
  'port',
  'application',
  'group',
  'strategy',
  'alarms',
  'bake',
  'steps',
  'until',
  'speed',
  'traffic',
  'requests',
  'rate',
  'tasks',
];

/** With `models:`, the chosen model's own parts stand over those of the file. */
function chooseModel(
  document: ConfigDocument,
  wanted: string | undefined,
): { document: ConfigDocument; name: string } {
  const models = document.models;
  if (models === undefined) {
    const name = document.model ?? 'model';
    if (wanted !== undefined && wanted !== name) throw unknownModel(wanted, [name]);
    return { document, name };
  }
  const names = Object.keys(models);
  const name = wanted ?? (names.length === 1 ? names[0] : undefined);
  const chosen = name === undefined ? undefined : models[name];
  if (name === undefined || chosen === undefined) throw unknownModel(wanted, names);
  return { name, document: { ...document, ...chosen } };
}

function unknownModel(wanted: string | undefined, names: readonly string[]): StepError {
  const message =
    wanted === undefined ? `${fileName} has several models` : `"${wanted}" is no model of ${fileName}`;
  return new StepError('INPUT_INVALID', {
    message,
    fix: ({ input }) => `set ${input('model')} to one of ${names.join(', ')}`,
  });
}

function crossChecks(document: ConfigDocument, lineOf: LineOf): Problem[] {
  const names = Object.keys(document.environments ?? {});
  const problems: Problem[] = [];
  const check = (name: string, path: readonly PropertyKey[]) => {
    if (names.includes(name)) return;
    problems.push({
      name: path.join('.'),
      message: `"${name}" is no environment`,
      place: `${fileName}:${lineOf(path)}`,
      fix: `use one of ${names.join(', ')}`,
    });
  };
  for (const name of Object.keys(document.deploy ?? {})) check(name, ['deploy', name]);
  if (document.release) check(document.release.until, ['release', 'until']);
  for (const [name, { requires }] of Object.entries(document.environments ?? {})) {
    requires?.environments?.forEach((other, index) => {
      check(other, ['environments', name, 'requires', 'environments', index]);
    });
  }
  return problems;
}

function toEnvironments(document: ConfigDocument, lineOf: LineOf, problems: Problem[]): Environment[] {
  return Object.entries(document.environments ?? {}).flatMap(([name, entry]): Environment[] => {
    const kinds = [entry.registry, entry.layout, entry.repository].filter((value) => value !== undefined);
    const place = `${fileName}:${lineOf(['environments', name])}`;
    if (kinds.length !== 1) {
      problems.push({
        name: `environments.${name}`,
        message: 'needs exactly one of repository (ECR), registry and layout',
        place,
      });
      return [];
    }
    if (entry.registry !== undefined) return [{ type: 'registry', name, registry: entry.registry }];
    if (entry.layout !== undefined) return [{ type: 'layout', name, path: entry.layout }];
    const { account, region, repository, role, profile, endpoint } = entry;
    if (account === undefined || region === undefined || repository === undefined) {
      problems.push({
        name: `environments.${name}`,
        message: 'needs an account and a region beside its repository',
        place,
      });
      return [];
    }
    return [
      {
        type: 'ecr',
        name,
        account,
        region,
        repository,
        ...(role && { role }),
        ...(profile && { profile }),
        ...(endpoint && { endpoint }),
      },
    ];
  });
}
