import { readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExec, type Exec, StepError, silentLog } from '@ml-ci/core';
import type { CredentialProvider, Credentials } from './repository.ts';

export interface DockerConfigOptions {
  /** DOCKER_CONFIG and HOME are looked up here; a credential helper gets all of it, as it does from Docker. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exec?: Exec;
}

/** What `config.json` says of credentials. */
interface DockerConfig {
  readonly auths: Readonly<Record<string, unknown>>;
  readonly credHelpers: Readonly<Record<string, unknown>>;
  readonly credsStore: unknown;
}

/** Docker Hub's credentials stand under the address of its first protocol. */
const hubKey = 'https://index.docker.io/v1/';
const anonymous: Credentials = { type: 'anonymous' };

/**
 * The credentials that `docker login` left: in `config.json`, or with the credential helper it names. They are looked up once
 * for each host, and again when they were refused.
 */
export function dockerConfigCredentials(options: DockerConfigOptions): CredentialProvider {
  const exec = options.exec ?? createExec({ env: options.env, cwd: tmpdir(), log: silentLog });
  const known = new Map<string, Promise<Credentials>>();
  return (host, { stale, signal }) => {
    const kept = stale ? undefined : known.get(host);
    if (kept !== undefined) return kept;
    const found = lookUp(options.env, exec, host, signal);
    known.set(host, found);
    found.catch(() => known.delete(host));
    return found;
  };
}

/** Asks a registry without credentials. */
export const anonymousCredentials: CredentialProvider = async () => anonymous;

/** The same user and password, whatever the host says. */
export function staticCredentials(username: string, password: string): CredentialProvider {
  return async () => ({ type: 'basic', username, password });
}

async function lookUp(
  env: DockerConfigOptions['env'],
  exec: Exec,
  host: string,
  signal?: AbortSignal,
): Promise<Credentials> {
  const folder = env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker');
  const file = join(folder, 'config.json');
  const config = await readConfig(file);
  const keys = keysOf(host);
  const helper = keys.map((key) => config.credHelpers[key]).find((name) => name !== undefined);
  const program = helper ?? config.credsStore;
  if (typeof program === 'string' && program !== '') return askHelper(exec, env, program, keys, signal);
  const entry = keys.map((key) => config.auths[key]).find((found) => found !== undefined);
  return entry === undefined ? anonymous : readEntry(entry, host, file);
}

function keysOf(host: string): readonly string[] {
  if (host === 'docker.io') return [hubKey, 'docker.io', 'index.docker.io', 'registry-1.docker.io'];
  return [
    host,
    `https://${host}`,
    `https://${host}/`,
    `http://${host}`,
    `https://${host}/v1/`,
    `https://${host}/v2/`,
  ];
}

async function readConfig(file: string): Promise<DockerConfig> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  try {
    const json: Record<string, unknown> = Object(JSON.parse(text));
    return { auths: Object(json.auths), credHelpers: Object(json.credHelpers), credsStore: json.credsStore };
  } catch (cause) {
    throw invalid(file, 'is not JSON', cause);
  }
}

function readEntry(entry: unknown, host: string, file: string): Credentials {
  const { auth, identitytoken, username, password }: Record<string, unknown> = Object(entry);
  if (typeof identitytoken === 'string' && identitytoken !== '') {
    return { type: 'basic', username: '<token>', password: identitytoken };
  }
  if (typeof username === 'string' && typeof password === 'string') {
    return { type: 'basic', username, password };
  }
  if (typeof auth !== 'string' || auth === '') return anonymous;
  const pair = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = pair.indexOf(':');
  if (colon < 0) throw invalid(file, `has no user and password in "auth" for "${host}"`);
  return { type: 'basic', username: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

/** The protocol of docker-credential-helpers: the server on stdin, JSON on stdout. Its output is a secret and never logged. */
async function askHelper(
  exec: Exec,
  env: DockerConfigOptions['env'],
  name: string,
  keys: readonly string[],
  signal?: AbortSignal,
): Promise<Credentials> {
  if (!/^[\w.-]+$/.test(name)) throw invalid('config.json', `names the credential helper "${name}"`);
  const program = `docker-credential-${name}`;
  const all = Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  let said = '';
  for (const key of keys.slice(0, 2)) {
    const { exitCode, stdout } = await exec.run(program, ['get'], {
      env: all,
      stdin: key,
      onLine: () => undefined,
      ...(signal === undefined ? {} : { signal }),
    });
    if (exitCode === 0) return readHelperAnswer(stdout, program);
    said = stdout.trim();
    if (!/credentials not found/i.test(said)) break; // the only answer that the protocol fixes as text
  }
  if (/credentials not found/i.test(said)) return anonymous;
  throw new StepError('REGISTRY_DENIED', {
    message: `"${program}" gave no credentials for "${keys[0]}": ${said.slice(0, 200)}`,
    fix: 'log in again, or correct the credential helper in the configuration of Docker',
  });
}

function readHelperAnswer(stdout: string, program: string): Credentials {
  try {
    const { Username, Secret }: Record<string, unknown> = Object(JSON.parse(stdout));
    if (typeof Username === 'string' && typeof Secret === 'string') {
      return { type: 'basic', username: Username, password: Secret };
    }
  } catch {
    // the parser's message would quote the answer, which may hold a secret
  }
  throw new StepError('REGISTRY_DENIED', { message: `"${program}" did not answer with a user and a secret` });
}

function invalid(file: string, why: string, cause?: unknown): StepError {
  return new StepError('DOCUMENT_INVALID', {
    message: `"${file}" ${why}`,
    fix: 'log in to the registry again',
    ...(cause === undefined ? {} : { cause }),
  });
}
