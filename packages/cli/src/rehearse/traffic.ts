import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { StepError } from '@ml-ci/core';

/** One request of the traffic file. */
export interface TrafficRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Traffic that goes on until it is stopped. */
export interface Traffic {
  readonly sent: number;
  /** No answer at all: refused or broken connections. */
  readonly unanswered: number;
  stop(): Promise<void>;
}

/** Reads JSON Lines of `{method, path, body}`; every line that is none is reported. */
export async function readTraffic(path: string): Promise<readonly TrafficRequest[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new StepError('FILE_MISSING', {
      message: `cannot read the traffic "${path}"`,
      fix: 'check rehearsal.traffic.requests in ml-ci.yml',
      cause,
    });
  });
  const lines = text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '');
  const requests = lines.map(({ line, number }) => ({ number, request: parseLine(line) }));
  const problems = requests
    .filter(({ request: parsed }) => parsed === undefined)
    .map(({ number }) => ({
      name: path,
      place: `${path}:${number}`,
      message: 'is not {"method": …, "path": "/…", "body": …}',
    }));
  if (problems.length > 0 || requests.length === 0)
    throw new StepError('DOCUMENT_INVALID', { message: `"${path}" is not a traffic file`, problems });
  return requests.flatMap(({ request: parsed }) => (parsed ? [parsed] : []));
}

function parseLine(line: string): TrafficRequest | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('method' in value) || !('path' in value))
      return undefined;
    const { method, path } = value;
    if (typeof method !== 'string' || typeof path !== 'string' || !path.startsWith('/')) return undefined;
    return 'body' in value ? { method, path, body: value.body } : { method, path };
  } catch {
    return undefined; // not JSON; the caller names the line
  }
}

/** Sends the requests in turn, `rate` a second of the wall, whatever is answered. */
export function startTraffic(options: {
  readonly requests: readonly TrafficRequest[];
  readonly rate: number;
  readonly target: string;
}): Traffic {
  const { requests, rate, target } = options;
  const stopping = new AbortController();
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const counts = { sent: 0, unanswered: 0 };
  const open = new Set<Promise<void>>();
  const loop = (async () => {
    const startedAt = performance.now();
    for (let index = 0; !stopping.signal.aborted; index += 1) {
      const next = requests[index % requests.length];
      if (next === undefined) break;
      const answer = send(agent, target, next).then(
        () => undefined,
        () => {
          counts.unanswered += 1;
        },
      );
      counts.sent += 1;
      open.add(answer);
      void answer.then(() => open.delete(answer));
      const due = startedAt + ((index + 1) * 1_000) / rate;
      await delay(Math.max(0, due - performance.now()), undefined, { signal: stopping.signal }).catch(
        () => undefined,
      );
    }
  })();
  return {
    get sent() {
      return counts.sent;
    },
    get unanswered() {
      return counts.unanswered;
    },
    async stop() {
      stopping.abort();
      await loop;
      await Promise.all(open);
      agent.destroy();
    },
  };
}

function send(agent: Agent, target: string, { method, path, body }: TrafficRequest): Promise<void> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers =
    payload === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
  return new Promise((resolve, reject) => {
    const call = request(new URL(path, target), { method, headers, agent, timeout: 10_000 }, (answer) => {
      answer.resume();
      answer.on('end', resolve).on('error', reject);
    });
    call.on('timeout', () => call.destroy(new Error('no answer in 10 s')));
    call.on('error', reject);
    call.end(payload);
  });
}
