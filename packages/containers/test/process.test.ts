import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, type LogEvent, silentLog } from '@ml-ci/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProcessRuntime, type OwnedRuntime } from '../src/process.ts';
import type { RunningContainer, StartOptions } from '../src/runtime.ts';
import { memoryImage, type TestImage } from './memory-image.ts';

let cacheFolder: string;
let runtime: OwnedRuntime;
let events: LogEvent[];

beforeEach(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'ml-ci-process-'));
  events = [];
  runtime = createProcessRuntime({
    cacheFolder,
    hostPath: process.env.PATH ?? '',
    log: createLog((event) => events.push(event)),
  });
});

afterEach(async () => {
  await runtime.dispose();
  expect(await readdir(join(cacheFolder, 'unpacked')).catch(() => [])).toEqual([]);
  expect(await readdir(join(cacheFolder, 'runs')).catch(() => [])).toEqual([]);
  await rm(cacheFolder, { recursive: true, force: true });
});

const server = `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
createServer((request, response) => {
  response.end(readFileSync(process.env.MODEL_PATH, 'utf8'));
}).listen(Number(process.env.PORT), process.env.HOST, () => console.log('ready'));
`;

async function start(image: TestImage, options: Partial<StartOptions> = {}): Promise<RunningContainer> {
  const { repository, digest } = await memoryImage(image);
  return runtime.start({ repository, digest, reference: undefined }, { name: 'test', ...options });
}

async function output(container: RunningContainer): Promise<string> {
  await container.exited;
  return container.logs().join('\n');
}

const printing = (script: string, config = {}): TestImage => ({
  layers: [{ 'app/main.mjs': script }],
  config: { Cmd: ['node', '/app/main.mjs'], ...config },
});

test('a server answers from the files of its layers, and the caller is told that it is not isolated', async () => {
  let ready: () => void = () => undefined;
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const container = await start(
    {
      layers: [{ 'app/server.mjs': server, 'app/model.txt': 'old' }, { 'app/model.txt': 'weights' }],
      config: {
        Entrypoint: ['node'],
        Cmd: ['server.mjs'],
        WorkingDir: '/app',
        Env: ['MODEL_PATH=/app/model.txt'],
      },
    },
    { port: 8080, onLine: (line) => line === 'ready' && ready() },
  );
  await isReady;
  const { host, port } = container.address ?? { host: '', port: 0 };
  expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('weights');
  await container.stop();
  expect(await container.exited).toMatchObject({ exitCode: 143 });
  await expect(fetch(`http://${host}:${port}/`)).rejects.toThrow();
  expect(runtime.isolates).toBe(false);
  const said = events.map((event) => ('message' in event ? event.message : ''));
  expect(said).toEqual([expect.stringContaining('does not isolate'), expect.stringContaining('node')]);
});

test('the process sees the environment of the image and of the caller, and nothing of ours', async () => {
  process.env.AWS_SECRET_ACCESS_KEY = 'not-for-children';
  try {
    const container = await start(
      printing('console.log(Object.keys(process.env).sort().join(" "), process.env.A, process.env.B)', {
        Env: ['A=image', 'B=image'],
      }),
      { env: { B: 'caller' } },
    );
    expect(await output(container)).toBe('A B HOME PATH TMPDIR image caller');
  } finally {
    delete process.env.AWS_SECRET_ACCESS_KEY;
  }
});

test('a command of the caller replaces entrypoint and command', async () => {
  const container = await start(printing('console.log("image")'), {
    command: ['node', '-e', 'console.log(process.argv[1])', '/app/main.mjs'],
  });
  expect(await output(container)).toMatch(/unpacked.*\/app\/main\.mjs$/);
});

test('whiteouts hide files of lower layers', async () => {
  const container = await start({
    layers: [
      {
        'app/main.mjs':
          'import { readdirSync } from "node:fs"; console.log(readdirSync(import.meta.dirname).join())',
      },
      { 'app/gone.txt': 'x' },
      { 'app/.wh.gone.txt': '' },
    ],
    config: { Cmd: ['node', '/app/main.mjs'] },
  });
  expect(await output(container)).toBe('main.mjs');
});

test('two runs of one digest share one folder', async () => {
  const image = printing('console.log(import.meta.filename)');
  const [first, second] = await Promise.all([start(image), start(image)]);
  expect(await output(first)).toBe(await output(second));
  expect(await readdir(join(cacheFolder, 'unpacked'))).toHaveLength(1);
});

test('a script finds its interpreter as in the image', async () => {
  const container = await start({
    layers: [
      { 'usr/bin/serve': { content: '#!/usr/bin/env node\nconsole.log(process.argv[2])', mode: 0o755 } },
    ],
    config: { Cmd: ['serve', 'hello'] },
  });
  expect(await output(container)).toBe('hello');
});

test('python3 may come from the machine', async () => {
  const container = await start({
    layers: [{ 'app/lib/mine.py': 'x = "from the image"' }],
    config: { Cmd: ['python', '-c', 'import mine; print(mine.x)'], Env: ['PYTHONPATH=/app/lib'] },
  });
  expect(await output(container)).toBe('from the image');
});

test('the last 200 lines are kept', async () => {
  const container = await start(printing('for (let i = 0; i < 1000; i++) console.log(i)'));
  await container.exited;
  expect(container.logs()).toHaveLength(200);
  expect(container.logs().at(-1)).toBe('999');
});

test('a process that ignores SIGTERM is killed, with its children', async () => {
  const script = `
    import { spawn } from 'node:child_process';
    const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']);
    process.on('SIGTERM', () => {});
    setInterval(() => {}, 1000);
    console.log(child.pid);`;
  let pid = 0;
  const container = await new Promise<RunningContainer>((resolve, reject) => {
    const started = start(printing(script), {
      onLine: (line) => {
        pid = Number(line);
        started.then(resolve, reject);
      },
    });
    started.catch(reject);
  });
  await container.stop(100);
  expect(await container.exited).toEqual({ exitCode: 137, reason: 'ended by SIGKILL' });
  await expect.poll(() => existsSync(`/proc/${pid}`) && isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a descendant that left the process group does not hold up the end', async () => {
  const script = `
    import { spawn } from 'node:child_process';
    const child = spawn('node', ['-e', 'setTimeout(() => {}, 3000)'], { detached: true, stdio: 'inherit' });
    child.unref();`;
  const container = await start(printing(script));
  expect(await container.exited).toMatchObject({ exitCode: 0 });
});

test('aborting ends the process', async () => {
  const controller = new AbortController();
  const container = await start(printing('setInterval(() => {}, 1000)'), { signal: controller.signal });
  controller.abort();
  expect(await container.exited).toMatchObject({ exitCode: 143 });
});

test('a process that ends by itself says how', async () => {
  const container = await start(printing('process.exit(7)'));
  expect(await container.exited).toEqual({ exitCode: 7, reason: 'exited with code 7' });
});

const elf = (machine: number): Buffer => {
  const head = Buffer.alloc(64);
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]).copy(head);
  head.writeUInt16LE(machine, 18);
  return head;
};

const refusals: readonly [string, TestImage, string, RegExp][] = [
  ['another architecture', { layers: [], architecture: 's390x' }, 'IMAGE_PLATFORM', /linux\/s390x/],
  ['another system', { layers: [], os: 'windows' }, 'IMAGE_PLATFORM', /windows/],
  ['no command', { layers: [] }, 'IMAGE_UNRUNNABLE', /no entrypoint and no command/],
  [
    'a program that is not in the image',
    { layers: [], config: { Cmd: ['ls'] } },
    'IMAGE_UNRUNNABLE',
    /"ls" is not in the image/,
  ],
  [
    'a program for another machine',
    {
      layers: [{ 'bin/x': { content: elf(22), mode: 0o755 } }],
      config: { Cmd: ['/bin/x'] },
    },
    'IMAGE_UNRUNNABLE',
    /"x" is for another architecture/,
  ],
  [
    'a text without an interpreter',
    { layers: [{ 'bin/x': { content: 'touch /tmp/x', mode: 0o755 } }], config: { Cmd: ['/bin/x'] } },
    'IMAGE_UNRUNNABLE',
    /neither a program nor a script/,
  ],
  [
    'a program that is not executable',
    {
      layers: [{ 'bin/x': { content: elf(process.arch === 'arm64' ? 183 : 62), mode: 0o644 } }],
      config: { Cmd: ['/bin/x'] },
    },
    'IMAGE_UNRUNNABLE',
    /not executable/,
  ],
];

test.each(refusals)('%s is refused with the reason', async (_, image, code, message) => {
  await expect(start(image)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test('a layer that writes outside the folder is refused, and nothing stays', async () => {
  const image: TestImage = {
    layers: [{ out: { type: 'symlink', linkname: cacheFolder }, 'out/escaped': 'x' }],
    config: { Cmd: ['node'] },
  };
  await expect(start(image)).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE' });
  expect(existsSync(join(cacheFolder, 'escaped'))).toBe(false);
  expect(await readdir(join(cacheFolder, 'unpacked'))).toEqual([]);
});

test('a run that was cancelled before it began starts nothing', async () => {
  const quiet = createProcessRuntime({ cacheFolder, log: silentLog });
  const { repository, digest } = await memoryImage(printing(''));
  const signal = AbortSignal.abort(new Error('cancelled'));
  await expect(
    quiet.start({ repository, digest, reference: undefined }, { name: 'test', signal }),
  ).rejects.toThrow('cancelled');
});
