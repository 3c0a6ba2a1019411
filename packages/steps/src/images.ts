import type { Aws } from '@ml-ci/aws';
import type { ContainerRuntime, Engine, OwnedRuntime } from '@ml-ci/containers';
import type { EcrEnvironment, Environment, ServiceContext } from '@ml-ci/core';
import type { CredentialProvider, Repository, Transport } from '@ml-ci/oci';

/** Images of an environment, wherever they are: ECR, another registry, or a layout folder. */
export interface Images {
  /** The repository of a stage, with credentials that renew themselves. */
  open(environment: Environment, signal?: AbortSignal): Promise<Repository>;
  /** Any other image reference (`host/path:tag`), or `layout:PATH`, from the folder of `ml-ci.yml`. */
  openReference(
    reference: string,
    signal?: AbortSignal,
  ): Promise<{ readonly repository: Repository; readonly reference: string }>;
  /** For what Docker pushes and pulls by itself: where, and with what. Undefined for a layout, which it cannot reach. */
  dockerAddress(repository: Repository, signal?: AbortSignal): Promise<DockerAddress | undefined>;
  /** Docker where an engine answers, else processes. */
  runtime(): Promise<ContainerRuntime>;
  /** The Docker engine; throws ENGINE_MISSING where none answers. */
  engine(): Promise<Engine>;
}

/** A repository as Docker names it. */
export interface DockerAddress {
  /** `host/path`. */
  readonly repository: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** What images need of a run. */
export interface ImagesOptions
  extends Pick<ServiceContext, 'env' | 'root' | 'clock' | 'log' | 'random' | 'run' | 'mask' | 'files'> {
  readonly aws: Aws;
}

/** The images of a run. Nothing is loaded and no connection is opened before it is used. */
export function createImages(options: ImagesOptions): Images & { dispose(): Promise<void> } {
  const registries = new Map<string, Promise<Registry>>();
  const opened = new WeakMap<Repository, Registry>();
  let runtime: Promise<OwnedRuntime> | undefined;
  let engine: Promise<Engine> | undefined;

  const registry = (key: string, host: string, credentials: () => Promise<CredentialProvider>) => {
    const found = registries.get(key) ?? openRegistry(options, host, credentials);
    registries.set(key, found);
    return found;
  };
  const repository = async (from: Promise<Registry>, path: string) => {
    const { registryRepository } = await import('@ml-ci/oci');
    const found = await from;
    const made = registryRepository(found.transport, path);
    opened.set(made, found);
    return made;
  };
  // an ECR that a stage has opened is asked with the credentials of that stage
  const plain = (host: string) => {
    const known = [...registries].find(([key]) => key.endsWith(` ${host}`));
    return known?.[1] ?? registry(host, host, async () => dockerCredentials(options));
  };

  return {
    async open(environment, signal) {
      switch (environment.type) {
        case 'layout':
          return openLayout(options, environment.path);
        case 'registry': {
          const { parseReference } = await import('@ml-ci/oci');
          const { host, path } = parseReference(environment.registry);
          return repository(plain(host), path);
        }
        case 'ecr': {
          const { host, path, credentials } = await ecrAddress(options.aws, environment, signal);
          return repository(registry(`${environment.name} ${host}`, host, credentials), path);
        }
      }
    },
    async openReference(reference) {
      const { parseReference, referenceTarget } = await import('@ml-ci/oci');
      if (reference.startsWith('layout:'))
        return openLayoutReference(options, reference.slice('layout:'.length));
      const parsed = parseReference(reference);
      return {
        repository: await repository(plain(parsed.host), parsed.path),
        reference: referenceTarget(parsed),
      };
    },
    async dockerAddress(target, signal) {
      const found = opened.get(target);
      if (found === undefined) return undefined;
      const { host } = found.transport;
      const credentials = await found.credentials(host, { stale: false, ...(signal ? { signal } : {}) });
      const address = { repository: `${host}/${target.path}` };
      if (credentials.type !== 'basic') return address;
      options.mask(credentials.password);
      return { ...address, credentials: { username: credentials.username, password: credentials.password } };
    },
    runtime() {
      runtime ??= openRuntime(options);
      return runtime;
    },
    engine() {
      engine ??= import('@ml-ci/containers').then(({ requireEngine }) => requireEngine(options.env));
      return engine;
    },
    async dispose() {
      const [started] = await Promise.allSettled([runtime]);
      if (started.status === 'fulfilled') await started.value?.dispose();
      for (const found of await Promise.allSettled(registries.values())) {
        if (found.status === 'fulfilled') found.value.transport.close();
      }
    },
  };
}

interface Registry {
  readonly transport: Transport;
  readonly credentials: CredentialProvider;
}

async function openRegistry(
  options: ImagesOptions,
  host: string,
  provide: () => Promise<CredentialProvider>,
): Promise<Registry> {
  const { createTransport } = await import('@ml-ci/oci');
  const { clock, random, env, mask } = options;
  const credentials = await provide();
  return {
    credentials,
    transport: createTransport({ host, clock, random, credentials, onSecret: mask, proxyEnv: env }),
  };
}

async function ecrAddress(aws: Aws, environment: EcrEnvironment, signal?: AbortSignal) {
  const { describeRepository, ecrCredentials } = await import('@ml-ci/aws');
  const session = await aws.session(environment, signal);
  const { host, uri } = await describeRepository(session, environment.repository, signal ? { signal } : {});
  return { host, path: uri.slice(host.length + 1), credentials: async () => ecrCredentials(session, host) };
}

async function dockerCredentials(options: ImagesOptions): Promise<CredentialProvider> {
  const { dockerConfigCredentials } = await import('@ml-ci/oci');
  return dockerConfigCredentials({ env: options.env });
}

async function openLayout({ clock, random, files }: ImagesOptions, path: string): Promise<Repository> {
  const { layoutRepository } = await import('@ml-ci/oci');
  return layoutRepository(files.resolve(path), { clock, random });
}

/** `PATH`, `PATH:TAG` or `PATH@DIGEST`; a layout without either must hold one image, under `latest` or alone. */
async function openLayoutReference(options: ImagesOptions, text: string) {
  const match = /^(?<path>.+?)(?:@(?<digest>sha(?:256|512):[0-9a-f]+)|:(?<tag>[A-Za-z0-9_][\w.-]*))?$/.exec(
    text,
  );
  const { path = text, digest, tag } = match?.groups ?? {};
  const repository = await openLayout(options, path);
  if (digest !== undefined || tag !== undefined) return { repository, reference: digest ?? tag ?? '' };
  const tags = await repository.tags();
  return { repository, reference: tags.length === 1 && tags[0] !== undefined ? tags[0] : 'latest' };
}

async function openRuntime(options: ImagesOptions): Promise<OwnedRuntime> {
  const { createRuntime } = await import('@ml-ci/containers');
  const { env, log, random, run, files } = options;
  const cacheFolder = await files.temporary('images');
  return createRuntime({ prefer: 'auto', env, cacheFolder, run: run.id, log, random });
}
