import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { login } from '../../../sandbox/test/codeartifact-setup.ts';
import type { Bench } from './bench.ts';

/** A version of a package manager that `scripts/peers.ts` keeps. */
export type NodeTool = 'pnpm-10' | 'pnpm-11' | 'pnpm-12' | 'yarn-1' | 'yarn-4';

export type Files = Readonly<Record<string, string>>;

/** The folder with the commands of a tool; a test without them fails rather than pass unseen. */
export function commandsOf(tool: NodeTool): string {
  const folder = resolve(import.meta.dirname, '../../../../.cache/peers', tool, 'node_modules/.bin');
  if (!existsSync(folder)) throw new Error(`${tool} is not there: npm run test:peers installs it`);
  return folder;
}

/** Lets the tool itself write the lock of a project, from the repository of a bench. */
export async function writeLock(bench: Bench, tool: NodeTool, files: Files): Promise<string> {
  const { token, endpoint } = await login(bench.sandbox, 'npm', 'pinned', 'eu-west-1');
  const folder = await mkdtemp(join(tmpdir(), 'ml-ci-lock-'));
  try {
    const own = { ...files, ...configurationOf(tool, endpoint) };
    for (const [path, content] of Object.entries(own)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    const [command = '', ...args] = lockCommands[tool];
    await promisify(execFile)(join(commandsOf(tool), command), args, {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        NPM_CONFIG_USERCONFIG: join(folder, 'user-npmrc'),
        YARN_RC_FILENAME: 'lock-rc.yml',
        CODEARTIFACT_AUTH_TOKEN: token,
      },
    });
    return await readFile(join(folder, tool.startsWith('pnpm') ? 'pnpm-lock.yaml' : 'yarn.lock'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const lockCommands: Readonly<Record<NodeTool, readonly string[]>> = {
  'pnpm-10': ['pnpm', 'install', '--lockfile-only'],
  'pnpm-11': ['pnpm', 'install', '--lockfile-only'],
  'pnpm-12': ['pnpm', 'install', '--lockfile-only'],
  'yarn-1': ['yarn', 'install', '--ignore-scripts'],
  'yarn-4': ['yarn', 'install', '--mode=update-lockfile'],
};

function configurationOf(tool: NodeTool, endpoint: string): Files {
  const reference = `\${CODEARTIFACT_AUTH_TOKEN}`;
  const npmrc = `registry=${endpoint}\n${endpoint.replace('http:', '')}:_authToken=${reference}\nalways-auth=true\n`;
  const yarn = {
    npmRegistryServer: endpoint,
    npmAuthToken: reference,
    npmAlwaysAuth: true,
    unsafeHttpWhitelist: ['127.0.0.1'],
    enableTelemetry: false,
    npmMinimalAgeGate: 0,
  };
  const yarnrc = Object.entries(yarn).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  return tool === 'yarn-4' ? { 'lock-rc.yml': yarnrc.join('') } : { 'user-npmrc': npmrc };
}

/** Another registry, and the proxy on the way to all the others; who is asked for is written down, and nothing is given. */
export interface Decoy {
  readonly url: string;
  readonly asked: string[];
  close(): void;
}

export async function startDecoy(): Promise<Decoy> {
  const asked: string[] = [];
  const server = createServer(({ method, url }, response) => {
    asked.push(`${method} ${url}`);
    response.writeHead(404).end();
  });
  server.on('connect', ({ url }, socket) => {
    asked.push(`CONNECT ${url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, asked, close: () => void server.close() };
}

/** Variables that lead every request that is not for this machine to the decoy. */
export function proxiedBy({ url }: Decoy): Record<string, string> {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'];
  return {
    ...Object.fromEntries(names.map((name) => [name, url])),
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
  };
}

/** The command lines of all processes of this machine, looked at again and again until `stop`. */
export function watchCommandLines(): { stop(): Promise<ReadonlySet<string>> } {
  const seen = new Set<string>();
  let isOver = false;
  const look = async () => {
    while (!isOver) {
      for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name)))
        seen.add(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
      await new Promise((done) => setTimeout(done, 10));
    }
  };
  const looking = look();
  return {
    async stop() {
      isOver = true;
      await looking;
      return seen;
    },
  };
}
