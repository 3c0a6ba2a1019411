import type { ImageSource } from '@ml-ci/containers';
import { StepError } from '@ml-ci/core';
import {
  createTransport,
  parseReference,
  type Repository,
  registryRepository,
  type Transport,
} from '@ml-ci/oci';
import type { Scope } from '../compute/scope.ts';
import type { SandboxContext } from '../context.ts';

/** Thrown where an image cannot be had; the message is the stopped reason of the task. */
export class CannotPull extends Error {
  override readonly name = 'CannotPull';
}

/** Gives tasks the images of the sandbox's registries, by digest. */
export class Images {
  readonly #ctx: SandboxContext;
  readonly #passwords = new Map<string, string>();
  readonly #transports = new Map<string, Transport>();

  constructor(ctx: SandboxContext) {
    this.#ctx = ctx;
  }

  /** The image that `name` refers to now, with what a runtime needs to fetch it as the account of the task. */
  async find(name: string, scope: Scope, signal: AbortSignal): Promise<ImageSource> {
    const { host, path, reference } = await this.#locate(name);
    const password = this.#passwordFor(scope.account, scope.region);
    const repository = this.#repository(host, path, scope);
    const digest = await this.#digestOf(repository, name, reference, signal);
    return {
      repository,
      digest,
      reference: `${host}/${path}@${digest}`,
      credentials: { username: 'AWS', password },
    };
  }

  close(): void {
    for (const transport of this.#transports.values()) transport.close();
  }

  /** A registry is named by the loopback host it listens on, or as AWS names it. */
  async #locate(name: string) {
    const parsed = parsedOrNothing(name);
    if (!parsed) throw new CannotPull(`CannotPullContainerError: invalid reference format: "${name}"`);
    const aws = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(parsed.host);
    const registries = this.#ctx.stores.ecr;
    const registry = aws
      ? await registries.registry(aws[1] ?? '', aws[2] ?? '')
      : registries.registries.find(({ host }) => host === parsed.host);
    if (!registry) {
      throw new CannotPull(
        `CannotPullContainerError: pull image manifest has been retried 5 time(s): "${parsed.host}" is no registry of the sandbox`,
      );
    }
    return { host: registry.host, path: parsed.path, reference: parsed.digest ?? parsed.tag ?? 'latest' };
  }

  async #digestOf(repository: Repository, name: string, reference: string, signal: AbortSignal) {
    let problem = 'not found';
    try {
      const found = await repository.head(reference, signal);
      if (found) return found.digest;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof StepError)) throw error;
      problem = error.message;
    }
    throw new CannotPull(
      `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${name}: ${problem}`,
    );
  }

  #passwordFor(account: string, region: string): string {
    return this.#ctx.stores.ecr.passwordFor(account, region);
  }

  #repository(host: string, path: string, { account, region }: Scope): Repository {
    const key = `${account}/${region}/${host}`;
    const known = this.#transports.get(key);
    const transport =
      known ??
      createTransport({
        host,
        clock: this.#ctx.clock,
        random: this.#ctx.random,
        retry: { tries: 2, baseMs: 100, capMs: 1_000 },
        credentials: async (_host, { stale }) => {
          const password =
            (stale ? undefined : this.#passwords.get(key)) ?? this.#passwordFor(account, region);
          this.#passwords.set(key, password);
          return { type: 'basic', username: 'AWS', password };
        },
      });
    this.#transports.set(key, transport);
    return registryRepository(transport, path);
  }
}

function parsedOrNothing(name: string) {
  try {
    return parseReference(name);
  } catch (error) {
    if (error instanceof StepError) return undefined;
    throw error;
  }
}
