import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ContainerRuntime, RunningContainer, StartOptions } from '@ml-ci/containers';
import {
  createTransport,
  type Digest,
  digestOf,
  makeManifest,
  mediaTypes,
  type Repository,
  registryRepository,
} from '@ml-ci/oci';
import type { Sandbox } from '../src/index.ts';

/** What an image does when it runs: answers its name, fails `/predict`, ends at once, or never listens. */
export type Behaviour = 'serves' | 'fails' | 'exits' | 'deaf';

/** A runtime for tests: each container is a real HTTP server of this process that does what its image's labels say. */
export function testRuntime(): ContainerRuntime & { readonly running: Set<string> } {
  const running = new Set<string>();
  let count = 0;
  return {
    name: 'process',
    isolates: false,
    running,
    async start(source, options) {
      const { bytes } = await source.repository.manifest(source.digest);
      const { annotations } = JSON.parse(Buffer.from(bytes).toString()) as {
        annotations: Record<string, string>;
      };
      count += 1;
      const id = `${options.name}-${count}`;
      const container = await startServer(
        id,
        annotations.name ?? '',
        annotations.behaviour ?? 'serves',
        options,
      );
      running.add(id);
      void container.exited.then(() => running.delete(id));
      return container;
    },
  };
}

async function startServer(
  id: string,
  name: string,
  behaviour: string,
  { onLine = () => undefined, signal }: StartOptions,
): Promise<RunningContainer> {
  const server = createServer((request, response) => {
    response.statusCode = behaviour === 'fails' && request.url === '/predict' ? 500 : 200;
    response.end(name);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { promise: exited, resolve } = Promise.withResolvers<{ exitCode: number; reason: string }>();
  const end = (exitCode: number, reason: string) => {
    close(server);
    resolve({ exitCode, reason });
  };
  onLine(`${name} starts`);
  if (behaviour === 'exits') end(3, 'exited with 3');
  if (behaviour === 'deaf') close(server);
  signal?.addEventListener('abort', () => end(143, 'stopped'));
  return {
    id,
    address: { host: '127.0.0.1', port },
    logs: () => [`${name} starts`],
    exited,
    stop: async () => end(143, 'stopped'),
  };
}

function close(server: Server): void {
  server.closeAllConnections();
  server.close();
}

/** Pushes an image that the test runtime understands into a repository of the sandbox, and gives its reference. */
export async function pushImage(
  sandbox: Sandbox,
  account: string,
  region: string,
  name: string,
  behaviour: Behaviour = 'serves',
): Promise<string> {
  const { repository, host } = await repositoryOf(sandbox, account, region);
  const blob = { mediaType: mediaTypes.ociConfig, digest: digestOf(Buffer.from('{}')), size: 2 };
  await repository.writeBlob(blob, async () => bytesOf('{}'));
  const manifest = makeManifest(mediaTypes.ociManifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: blob,
    layers: [],
    annotations: { name, behaviour },
  });
  await repository.writeManifest(manifest, name);
  const digest: Digest = manifest.descriptor.digest;
  return `${host}/models@${digest}`;
}

async function repositoryOf(
  sandbox: Sandbox,
  account: string,
  region: string,
): Promise<{ repository: Repository; host: string }> {
  const { ecr } = sandbox.stores;
  const { host, repositories } = await ecr.registry(account, region);
  if (!repositories.has('models'))
    await ecr.createRepository({ account, region }, 'models', { isImmutable: false });
  const password = ecr.passwordFor(account, region);
  const transport = createTransport({
    host,
    clock: sandbox.clock,
    random: Math.random,
    credentials: async () => ({ type: 'basic', username: 'AWS', password }),
  });
  return { repository: registryRepository(transport, 'models'), host };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
