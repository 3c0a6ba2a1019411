import { join } from 'node:path';
import type { SandboxContext, ServiceModule } from '../context.ts';
import { accountOperations } from './api/account.ts';
import { imageOperations } from './api/images.ts';
import { layerOperations } from './api/layers.ts';
import { named } from './api/lookup.ts';
import { createRepository, repositoryOperations } from './api/repositories.ts';
import { createBlobStore } from './blobs.ts';
import { createRegistryHandler, type RegistryContext } from './distribution/handler.ts';
import { createDownloads } from './downloads.ts';
import type { EcrQuirks, EcrState, Registry } from './state.ts';
import { createTokens } from './tokens.ts';

/** ECR: the API on the main endpoint, and a registry with a port of its own for each account and region. */
export function createEcr(ctx: SandboxContext): ServiceModule<EcrState> {
  const quirks: EcrQuirks = { redirectBlobs: true, chunkedUploadBroken: false, expiredTokenStatus: 401 };
  const now = () => new Date(ctx.clock.now());
  const opening = new Map<string, Promise<Registry>>();
  const registries: Registry[] = [];
  const tokens = createTokens(ctx);
  const state: EcrState = {
    quirks,
    registries,
    passwordFor(account, region) {
      const { accessKeyId, arn } = ctx.credentials.ofAccount(account);
      return tokens.issue({ account, region, arn, accessKeyId }).password;
    },
    expireTokens: () => tokens.expireAll(),
    async createRepository({ account, region }, name, { isImmutable = false } = {}) {
      const caller = { account, region, arn: `arn:aws:iam::${account}:root`, accessKeyId: '' };
      const input = { repositoryName: name, imageTagMutability: isImmutable ? 'IMMUTABLE' : 'MUTABLE' };
      return createRepository(await state.registry(account, region), input, caller, now());
    },
    registry(account, region) {
      const key = `${account}/${region}`;
      const registry = opening.get(key) ?? openRegistry(ctx, context, account, region, registries);
      opening.set(key, registry);
      return registry;
    },
  };
  const downloads = createDownloads(ctx, state);
  const context: RegistryContext = { ctx, tokens, downloads, quirks };
  const operations = {
    ...accountOperations(state, tokens),
    ...repositoryOperations(state, now),
    ...imageOperations(state, now),
    ...layerOperations(state, downloads),
  };
  return {
    state,
    services: [
      {
        kind: 'rpc',
        signingName: 'ecr',
        target: 'AmazonEC2ContainerRegistry_V20150921',
        jsonVersion: '1.1',
        operations: Object.fromEntries(
          Object.entries(operations).map(([name, operation]) => [name, named(operation)]),
        ),
      },
      downloads.service,
    ],
  };
}

async function openRegistry(
  ctx: SandboxContext,
  context: RegistryContext,
  account: string,
  region: string,
  registries: Registry[],
): Promise<Registry> {
  const blobs = await createBlobStore(join(ctx.dataDir, 'ecr', account, region));
  const listener = await ctx.listen((request, response) => handler(request, response));
  const registry: Registry = {
    account,
    region,
    host: listener.host,
    settings: new Map(),
    repositories: new Map(),
    blobs,
  };
  const handler = createRegistryHandler(context, registry);
  registries.push(registry);
  return registry;
}
