import { readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { StepError } from '@ml-ci/core';
import { readExecutable } from './executable.ts';
import { mapSearchPath } from './path-mapping.ts';
import type { Rootfs } from './rootfs.ts';

/** What to start on this machine for a command of an image. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Programs of this machine that stand in for ones the image does not bring. */
  readonly borrowed: readonly string[];
}

/** What the machine offers a command: its platform, and the two programs that may stand in. */
export interface Machine {
  readonly os: string;
  /** As in image configs: `amd64`. */
  readonly architecture: string;
  /** The path of `node` or `python3` here; undefined where there is none. */
  program(name: 'node' | 'python3'): string | undefined;
}

interface Search {
  readonly rootfs: Rootfs;
  readonly workdir: string;
  /** PATH of the image. */
  readonly searchPath: string;
  readonly machine: Machine;
}

const stand: Readonly<Record<string, 'node' | 'python3'>> = {
  node: 'node',
  python: 'python3',
  python3: 'python3',
};
const deepestScript = 4; // as Linux

/** Finds out how `argv` of an image is started here. Throws IMAGE_UNRUNNABLE with the reason where it cannot be. */
export function planLaunch(argv: readonly string[], search: Search, depth = 0): Launch {
  const [program, ...args] = argv;
  if (program === undefined) throw unrunnable('it has no entrypoint and no command');
  const found = findProgram(program, search);
  const file = found === undefined ? undefined : runnableFile(found, search.machine);
  if (file === undefined) return borrow(program, args, search);
  const executable = readExecutable(file);
  switch (executable.kind) {
    case 'script': {
      if (depth >= deepestScript) throw unrunnable(`"${program}" is a script of a script of a script`);
      return planLaunch([...interpreterOf(executable), file, ...args], search, depth + 1);
    }
    case 'elf':
      return launchElf(file, args, executable.loader, search);
    case 'other':
      // the kernel would refuse it, and spawn would then hand it to this machine's shell
      throw unrunnable(`"${program}" is neither a program nor a script that names its interpreter`);
  }
}

/** `#!/usr/bin/env node` asks for a program on PATH; any other interpreter is a path. */
function interpreterOf(script: { interpreter: string; argument: string | undefined }): readonly string[] {
  if (script.argument === undefined) return [script.interpreter];
  if (posix.basename(script.interpreter) !== 'env') return [script.interpreter, script.argument];
  return script.argument.replace(/^-S\s*/, '').split(/\s+/);
}

function findProgram(program: string, search: Search): string | undefined {
  if (program.startsWith(`${search.rootfs.folder}/`)) return program;
  if (program.includes('/')) return locateFile(posix.resolve(search.workdir, program), search.rootfs);
  for (const folder of search.searchPath.split(':')) {
    const file = folder.startsWith('/') ? locateFile(posix.join(folder, program), search.rootfs) : undefined;
    if (file !== undefined) return file;
  }
  return undefined;
}

function locateFile(path: string, rootfs: Rootfs): string | undefined {
  const file = rootfs.locate(path);
  return file !== undefined && statSync(file).isFile() ? file : undefined;
}

/** Undefined where the machine's own program must stand in for it: a Linux `node` on another system. */
function runnableFile(file: string, machine: Machine): string | undefined {
  const mode = statSync(file).mode;
  const executable = readExecutable(file);
  if (executable.kind === 'elf' && machine.os !== 'linux') {
    if (stand[posix.basename(file)] !== undefined) return undefined;
    throw unrunnable(`"${posix.basename(file)}" is a Linux program, and this machine is ${machine.os}`);
  }
  if (executable.kind === 'elf' && executable.architecture !== machine.architecture) {
    throw unrunnable(
      `"${posix.basename(file)}" is for ${executable.architecture ?? 'another architecture'}, and this machine is ${machine.architecture}`,
    );
  }
  if ((mode & 0o111) === 0) throw unrunnable(`"${posix.basename(file)}" is not executable`);
  return file;
}

function borrow(program: string, args: readonly string[], { machine }: Search): Launch {
  const name = stand[posix.basename(program)];
  if (name === undefined) {
    throw unrunnable(`"${program}" is not in the image`);
  }
  const file = machine.program(name);
  if (file === undefined) throw unrunnable(`neither the image nor this machine has "${name}"`);
  return { file, args, env: {}, borrowed: [name] };
}

/**
 * A program that is linked to libraries gets those of the image. They only fit the loader they were built with, so the
 * image's own loader starts it, unless this machine has the very same one, which keeps `/proc/self/exe` right.
 */
function launchElf(
  file: string,
  args: readonly string[],
  loader: string | undefined,
  search: Search,
): Launch {
  if (loader === undefined) return { file, args, env: {}, borrowed: [] };
  const own = search.rootfs.locate(loader);
  const libraries = libraryFolders(search.rootfs).join(':');
  if (own === undefined)
    throw unrunnable(`"${posix.basename(file)}" needs "${loader}", which is not in the image`);
  if (isSameFile(own, loader)) return { file, args, env: { LD_LIBRARY_PATH: libraries }, borrowed: [] };
  return { file: own, args: ['--library-path', libraries, file, ...args], env: {}, borrowed: [] };
}

function isSameFile(a: string, b: string): boolean {
  const found = statSync(b, { throwIfNoEntry: false });
  return (
    found?.isFile() === true && found.size === statSync(a).size && readFileSync(a).equals(readFileSync(b))
  );
}

function libraryFolders({ folder, locate }: Rootfs): readonly string[] {
  const bases = ['/usr/local/lib', '/lib', '/usr/lib', '/lib64', '/usr/lib64'];
  const multiarch = ['x86_64-linux-gnu', 'aarch64-linux-gnu'];
  const paths = bases.flatMap((base) => [base, ...multiarch.map((name) => join(base, name))]);
  const found = paths.flatMap((path) => locate(path) ?? []);
  return [...new Set(found)].filter((path) => path.startsWith(folder));
}

/** PATH for the process: the image's folders on this machine, then the folder with the borrowed programs. */
export function launchPath(searchPath: string, rootfs: Rootfs, borrowedFolder: string): string {
  return [...mapSearchPath(searchPath, rootfs), borrowedFolder].join(':');
}

function unrunnable(why: string): StepError {
  return new StepError('IMAGE_UNRUNNABLE', {
    message: `the image cannot be run as a process: ${why}`,
    fix: 'run it with a Docker engine, or bring the program in the image; only node and python3 may come from the machine',
  });
}
