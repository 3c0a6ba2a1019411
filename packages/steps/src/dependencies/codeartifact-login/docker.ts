import { join } from 'node:path';
import { shellQuote } from '@ml-ci/core';
import type { ToolSetup } from '../tools/tool.ts';

/** What hands a login to a Docker build, so that no layer, no argument and no history has it. */
export interface DockerLines {
  /** The line of the Dockerfile. */
  readonly run: string;
  /** The flags of `docker build`. */
  readonly flags: string;
}

const secretsFolder = '/run/secrets/ml-ci';
/** For caches: it is gone when the line has run. */
const scratchFolder = '/run/ml-ci';

/** The lines for one tool: its files and secrets are mounted, and its variables stand before its call. */
export function dockerLines(setup: ToolSetup, folder: string): DockerLines {
  const files = setup.files.map(({ path }) => ({ id: path.replaceAll(/[^A-Za-z0-9]+/g, '-'), path }));
  const names = Object.keys(setup.secrets);
  const variables = Object.entries(setup.variables).filter(isNeeded);
  const inside = (text: string) => withoutHost(text, setup, folder);
  const call = [
    ...variables.map(([name, value]) => `${name}=${word(inside(value))}`),
    inside(setup.command),
  ].join(' ');
  const mounts = [
    ...files.map(({ id, path }) => `type=secret,id=${id},target=${join(secretsFolder, path)}`),
    ...names.map((name) => `type=secret,id=${name},env=${name}`),
    ...(call.includes(`${scratchFolder}/`) ? [`type=tmpfs,target=${scratchFolder}`] : []),
  ];
  const flags = [
    ...files.map(({ id, path }) => `id=${id},src=${join(folder, path)}`),
    ...names.map((name) => `id=${name},env=${name}`),
  ];
  return {
    run: ['RUN', ...mounts.map((mount) => `--mount=${mount}`), call].join(' '),
    flags: flags.map((flag) => `--secret ${flag}`).join(' '),
  };
}

/** An image has none of the variables that are taken away here, and one spelling of a name is enough. */
function isNeeded(
  [name, value]: [string, string],
  _index: number,
  all: readonly [string, string][],
): boolean {
  const lower = name.toLowerCase();
  return value !== '' && (name === lower || !all.some(([other]) => other === lower));
}

/** A text of the host with the paths as they are in the build. */
function withoutHost(text: string, { files }: ToolSetup, folder: string): string {
  const tops = new Set(files.map(({ path }) => path.split('/')[0] ?? path));
  const moved = [...tops].reduce(
    (kept, top) => kept.replaceAll(join(folder, top), join(secretsFolder, top)),
    text,
  );
  return moved.replaceAll(folder, scratchFolder);
}

function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : shellQuote(text);
}
