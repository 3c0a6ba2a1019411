import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describeError, StepError, wallClock } from '@ml-ci/core';
import { assembleImage, type LayerEntry, layoutRepository, pushImage, writeLayer } from '@ml-ci/oci';
import { readExecutable } from './executable.ts';
import { hostPlatform } from './image.ts';

/** The tag of the base image in its layout folder. */
export const hostBaseTag = 'node';

/**
 * A base image with this machine's Node, for rehearsals on a machine that cannot pull one: the node program and the
 * libraries it is linked to, and a user "node". Written once into `folder`, an OCI layout, and returned as that folder.
 */
export async function ensureHostBase(folder: string, node: string = process.execPath): Promise<string> {
  const repository = layoutRepository(folder, { clock: wallClock, random: Math.random });
  const isThere =
    existsSync(join(folder, 'index.json')) && (await repository.head(hostBaseTag)) !== undefined;
  if (isThere) return folder;
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'ml-ci-base-'));
  try {
    // Stored as it is: a node takes longer to compress than to copy, and it never leaves this machine.
    const layer = await writeLayer(await nodeEntries(node), {
      file: join(scratch, 'layer'),
      compression: 'none',
    });
    const image = assembleImage({ layers: [layer], platform: hostPlatform(), settings });
    await pushImage(repository, { image, layers: [layer], tag: hostBaseTag });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return folder;
}

const settings = {
  env: {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    NODE_VERSION: process.versions.node,
  },
  command: ['node'],
  labels: { 'dev.ml-ci.host-base': process.versions.node },
};

async function nodeEntries(node: string): Promise<readonly LayerEntry[]> {
  if (process.platform !== 'linux') {
    throw new StepError('IMAGE_PLATFORM', {
      message: `a base image cannot be made from the node of this machine, which is ${process.platform}`,
      fix: 'name a base image with Node in image.base',
    });
  }
  const libraries = await librariesOf(node);
  const files = [
    { path: 'usr/local/bin/node', file: node },
    ...libraries.map((file) => ({ path: file.slice(1), file })),
  ];
  const entries = files.map(async ({ path, file }): Promise<LayerEntry> => {
    const target = await realpath(file);
    return {
      type: 'file',
      path,
      isExecutable: true,
      content: { file: target, size: (await stat(target)).size },
    };
  });
  return [
    ...(await Promise.all(entries)),
    text(
      'etc/passwd',
      'root:x:0:0:root:/root:/sbin/nologin\nnode:x:1000:1000:node:/home/node:/sbin/nologin\n',
    ),
    text('etc/group', 'root:x:0:\nnode:x:1000:\n'),
    text('etc/nsswitch.conf', 'hosts: files dns\n'),
    { type: 'directory', path: 'home/node' },
    { type: 'directory', path: 'tmp' },
  ];
}

const text = (path: string, content: string): LayerEntry => ({
  type: 'file',
  path,
  isExecutable: false,
  content: Buffer.from(content),
});

/** What the loader finds for a program here, the loader itself included, under the names the program asks for. */
async function librariesOf(program: string): Promise<readonly string[]> {
  const executable = readExecutable(program);
  const loader = executable.kind === 'elf' ? executable.loader : undefined;
  if (loader === undefined) return [];
  // The loader's own answer: `ldd` is a script around it that not every system has.
  const { stdout } = await promisify(execFile)(loader, ['--list', program]).catch((cause) => {
    throw new StepError('CHILD_FAILED', {
      message: `"${loader}" cannot list the libraries of "${program}": ${describeError(cause)}`,
      cause,
    });
  });
  const found = [...stdout.matchAll(/=>\s+(\/\S+)/g)].flatMap(([, file]) =>
    file === undefined ? [] : [file],
  );
  return [...new Set([loader, ...found, ...(await nameService(found))])];
}

/** Libraries that glibc opens by itself when a host is looked up. */
async function nameService(found: readonly string[]): Promise<readonly string[]> {
  const libc = found.find((file) => /\/libc\.so\.\d+$/.test(file));
  if (libc === undefined) return [];
  return ['libnss_files.so.2', 'libnss_dns.so.2', 'libresolv.so.2']
    .map((name) => join(dirname(libc), name))
    .filter((file) => existsSync(file));
}
