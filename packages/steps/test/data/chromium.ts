import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  readonly media?: 'screen' | 'print';
}

/** A page that is open. */
export interface Page {
  /** What a console of the page would show, errors of its policy included. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for. */
  readonly requests: readonly string[];
  /** The value of an expression, computed in a world of its own: the policy of the page forbids it there. */
  evaluate(expression: string): Promise<unknown>;
  press(key: string): Promise<void>;
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

export interface Browser {
  open(url: string, view: View): Promise<Page>;
  close(): Promise<void>;
}

type Fields = Readonly<Record<string, unknown>>;
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the DevTools protocol, of which each caller knows its part
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly result?: any;
  readonly error?: { readonly message: string };
}

/** Starts the Chromium of the machine behind a proxy that is not there: nothing it asks for can leave. */
export async function startChromium(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  const child = spawn(
    'chromium',
    [
      '--headless',
      '--disable-gpu',
      '--remote-debugging-port=0',
      '--proxy-server=127.0.0.1:9',
      `--user-data-dir=${profile}`,
      // root has no sandbox of its own
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = once(child, 'exit');
  const connection = await connect(await addressOf(child.stderr));
  return {
    open: (url, view) => openPage(connection, url, view),
    async close() {
      await connection.send('Browser.close');
      await exited;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function addressOf(stderr: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stderr.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const [, address] = /DevTools listening on (ws:\S+)/.exec(text) ?? [];
    if (address === undefined) continue;
    // what it says later is for nobody, and must not stop it
    stderr.resume();
    return address;
  }
  throw new Error(`chromium did not start: ${text}`);
}

interface Connection {
  send(method: string, params?: Fields, sessionId?: string): Promise<Message['result']>;
  listen(listener: (message: Message) => void): () => void;
}

async function connect(address: string): Promise<Connection> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const listeners = new Set<(message: Message) => void>();
  socket.addEventListener('message', ({ data }) => {
    const message: Message = JSON.parse(String(data));
    for (const listener of [...listeners]) listener(message);
  });
  let lastId = 0;
  const listen = (listener: (message: Message) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    listen,
    send(method, params = {}, sessionId) {
      lastId += 1;
      const id = lastId;
      const answer = new Promise<Message['result']>((resolve, reject) => {
        const stop = listen((message) => {
          if (message.id !== id) return;
          stop();
          if (message.error === undefined) resolve(message.result);
          else reject(new Error(`${method}: ${message.error.message}`));
        });
      });
      socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
      return answer;
    },
  };
}

async function openPage(connection: Connection, url: string, view: View): Promise<Page> {
  const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method: string, params?: Fields) => connection.send(method, params, sessionId);
  const [complaints, requests]: [string[], string[]] = [[], []];
  let loaded: () => void = () => undefined;
  const isLoaded = new Promise<void>((resolve) => {
    loaded = resolve;
  });
  const stop = connection.listen(({ sessionId: from, method, params }) => {
    if (from !== sessionId) return;
    if (method === 'Page.loadEventFired') loaded();
    if (method === 'Network.requestWillBeSent') requests.push(params.request.url);
    if (method === 'Log.entryAdded') complaints.push(params.entry.text);
    if (method === 'Runtime.exceptionThrown') complaints.push(params.exceptionDetails.text);
    if (method === 'Runtime.consoleAPICalled') complaints.push(JSON.stringify(params.args));
  });
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await send(`${domain}.enable`);
  await look(send, view);
  const { frameId } = await send('Page.navigate', { url });
  await isLoaded;
  const world = await send('Page.createIsolatedWorld', { frameId, worldName: 'test' });
  return {
    complaints,
    requests,
    async evaluate(expression) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        contextId: world.executionContextId,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return result.value;
    },
    async press(key) {
      const code = { Tab: 9, Enter: 13 }[key];
      const text = key === 'Enter' ? { text: '\r' } : {};
      const params = { key, code: key, windowsVirtualKeyCode: code };
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...params, ...text });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...params });
    },
    async screenshot() {
      const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: true });
      return Buffer.from(data, 'base64');
    },
    async close() {
      stop();
      await connection.send('Target.closeTarget', { targetId });
    },
  };
}

async function look(
  send: (method: string, params?: Fields) => Promise<unknown>,
  { width, scheme, media = 'screen' }: View,
): Promise<void> {
  await send('Emulation.setDeviceMetricsOverride', {
    width,
    height: 900,
    deviceScaleFactor: 1,
    mobile: width < 600,
  });
  const features = [{ name: 'prefers-color-scheme', value: scheme }];
  await send('Emulation.setEmulatedMedia', { media, features });
}
