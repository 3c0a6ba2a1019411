import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import { example } from './workspace.ts';

// A server does not outlive its tests, even where they failed before they could stop it.
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
});

/** What `src/server.ts` may answer; each path fills its own part. */
interface Reply {
  readonly status: number;
  readonly weightsDigest?: string;
  readonly trainedOn?: { readonly rows: number };
  readonly heldOut?: { readonly accuracy: number };
  readonly species?: string;
  readonly probabilities?: Readonly<Record<string, number>>;
  readonly error?: string;
}

/** A model server in its own process, as an image starts it. */
export interface RunningServer {
  get(path: string): Promise<Reply>;
  predict(body: unknown): Promise<Reply>;
  /** Sends SIGTERM and answers the exit code. */
  stop(): Promise<number | null>;
}

/** Starts a server on a free port of loopback with these weights: `src/server.ts`, or what the words of `argv` say. */
export async function serve(
  weightsFile: string,
  [command = process.execPath, ...args]: readonly string[] = [process.execPath, 'src/server.ts'],
): Promise<RunningServer> {
  const child = spawn(command, args, {
    cwd: example,
    env: { PORT: '0', HOST: '127.0.0.1', WEIGHTS_FILE: weightsFile },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const exited = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(([code]) => Promise.reject(new Error(`the server ended with ${code} before it served`))),
  ]);
  const url = String(line).split(' on ')[1];
  return {
    get: async (path) => reply(await fetch(`${url}${path}`)),
    predict: async (body) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return reply(await fetch(`${url}/predict`, { method: 'POST', body: text }));
    },
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
  };
}

async function reply(response: Response): Promise<Reply> {
  // The cast is checked by what the tests expect of each field.
  const body = (await response.json()) as Omit<Reply, 'status'>;
  return { ...body, status: response.status };
}
