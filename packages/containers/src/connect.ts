import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, StepError } from '@ml-ci/core';
import type Docker from 'dockerode';

type Variables = Readonly<Record<string, string | undefined>>;

/** A Docker engine that has answered. */
export interface Engine {
  readonly docker: Docker;
  /** As the engine says: `20.10.24`. */
  readonly version: string;
  /** `linux/amd64`. */
  readonly platform: string;
  /** For messages: `/var/run/docker.sock`. */
  readonly address: string;
}

/** An engine, or why there is none. */
export type EngineAnswer = { readonly engine: Engine } | { readonly engine: undefined; readonly why: string };

/** Looks for a Docker engine as the docker command does: DOCKER_HOST, else the usual sockets; and asks it. */
export async function detectEngine(env: Variables, timeoutMs = 3_000): Promise<EngineAnswer> {
  const address = engineAddress(env, existsSync);
  if (address === undefined)
    return { engine: undefined, why: 'DOCKER_HOST is not set and there is no Docker socket' };
  if (/^(ssh|npipe|fd):/.test(address)) {
    return { engine: undefined, why: `DOCKER_HOST "${address}" is not a unix:// or tcp:// address` };
  }
  const { default: Dockerode } = await import('dockerode');
  try {
    const docker = new Dockerode({ ...connection(address, env), timeout: timeoutMs });
    const { Version, Os, Arch } = await docker.version();
    const engine = new Dockerode(connection(address, env));
    return { engine: { docker: engine, version: Version, platform: `${Os}/${Arch}`, address } };
  } catch (error) {
    return { engine: undefined, why: `no Docker engine answers at ${address}: ${describeError(error)}` };
  }
}

/** The engine, or ENGINE_MISSING with why there is none. */
export async function requireEngine(env: Variables): Promise<Engine> {
  const answer = await detectEngine(env);
  if (answer.engine) return answer.engine;
  throw new StepError('ENGINE_MISSING', {
    message: answer.why,
    fix: 'start Docker, set DOCKER_HOST, or use what needs no engine: image.engine "layers"',
  });
}

/** Where the engine is: a socket's path, or what DOCKER_HOST says. Sockets that do not exist are passed over. */
export function engineAddress(env: Variables, exists: (path: string) => boolean): string | undefined {
  const told = env.DOCKER_HOST?.trim();
  if (told) return told;
  const sockets = [
    '/var/run/docker.sock',
    env.XDG_RUNTIME_DIR && join(env.XDG_RUNTIME_DIR, 'docker.sock'),
    env.HOME && join(env.HOME, '.docker/run/docker.sock'),
  ];
  return sockets.find((path) => path !== undefined && path !== '' && exists(path));
}

function connection(address: string, env: Variables): Docker.DockerOptions {
  if (address.startsWith('/')) return { socketPath: address };
  if (address.startsWith('unix://')) return { socketPath: address.slice('unix://'.length) };
  const url = new URL(address.includes('://') ? address : `tcp://${address}`);
  const isTls = env.DOCKER_TLS_VERIFY === '1' || url.protocol === 'https:' || url.port === '2376';
  const folder = env.DOCKER_CERT_PATH;
  const certificates =
    isTls && folder
      ? {
          ca: readFileSync(join(folder, 'ca.pem')),
          cert: readFileSync(join(folder, 'cert.pem')),
          key: readFileSync(join(folder, 'key.pem')),
        }
      : {};
  return {
    host: url.hostname,
    port: url.port || (isTls ? '2376' : '2375'),
    protocol: isTls ? 'https' : 'http',
    ...certificates,
  };
}
