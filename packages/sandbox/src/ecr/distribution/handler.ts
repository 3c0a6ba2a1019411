import type { IncomingMessage, ServerResponse } from 'node:http';
import { wallClock } from '@ml-ci/core';
import type { SandboxContext } from '../../context.ts';
import type { FaultKind } from '../../fault-spec.ts';
import type { Handler } from '../../listener.ts';
import { ServiceError } from '../../service.ts';
import { mayUse } from '../access.ts';
import type { Downloads } from '../downloads.ts';
import { Refusal } from '../refusal.ts';
import type { EcrQuirks, EcrRepository, Registry } from '../state.ts';
import type { RegistryTokens } from '../tokens.ts';
import { checkToken } from './auth.ts';
import { serveBlob } from './blobs.ts';
import { registryDemands } from './demands.ts';
import { fromRefusal, RegistryError, sendError } from './error.ts';
import { type Exchange, hasBody } from './exchange.ts';
import { paged, serveReferrers, serveTags } from './listing.ts';
import { serveManifest } from './manifests.ts';
import { parseRoute, type Route } from './route.ts';
import { beginUpload, serveUpload } from './uploads.ts';

/** What the registries of a sandbox share. */
export interface RegistryContext {
  readonly ctx: SandboxContext;
  readonly tokens: RegistryTokens;
  readonly downloads: Downloads;
  readonly quirks: EcrQuirks;
}

/** The `/v2` protocol of one registry. */
export function createRegistryHandler(context: RegistryContext, registry: Registry): Handler {
  return async (request, response) => {
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    try {
      const latencyMs = context.ctx.faults.latencyMs('registry');
      if (latencyMs > 0) await wallClock.sleep(latencyMs);
      const fault = context.ctx.faults.pick('registry', ['throttle', '500', 'reset']);
      if (fault === 'throttle') {
        throw new RegistryError('TOOMANYREQUESTS', 429, 'Rate exceeded', { 'retry-after': '1' });
      }
      if (fault === '500') throw new RegistryError('UNKNOWN', 500, 'a failure that was asked for');
      await serve(context, registry, request, response, fault === 'reset');
    } catch (error) {
      const known = asRegistryError(error);
      if (response.headersSent || response.destroyed) response.destroy();
      else sendError(response, known, request.method === 'HEAD');
    }
  };
}

async function serve(
  context: RegistryContext,
  registry: Registry,
  request: IncomingMessage,
  response: ServerResponse,
  isReset: boolean,
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${registry.host}`);
  const holder = checkToken(request, registry, context.tokens, context.quirks);
  const { account } = holder;
  const route = parseRoute(request.method ?? 'GET', url.pathname);
  if (!route) throw new RegistryError('UNSUPPORTED', 404, `${request.method} ${url.pathname} is not served`);
  const refused = context.ctx.iam.refuse(holder.arn, registryDemands(registry, route, request, url));
  if (refused !== undefined) {
    request.resume(); // or the client, still sending, would see a reset and not the answer
    throw new RegistryError('DENIED', 403, refused);
  }
  if (route.kind === 'root')
    return void response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  if (route.kind === 'catalog') return serveCatalog(registry, response, url);
  if (isReset && !hasBody(request)) return void request.socket.resetAndDestroy();
  const { ctx, quirks, downloads } = context;
  const repository = findRepository(registry, route.name, account);
  const kind: FaultKind | undefined = ctx.faults.pick('registry', contentFaults(route, quirks));
  await dispatch(route, {
    request,
    response,
    url,
    account,
    registry,
    repository,
    clock: ctx.clock,
    quirks,
    downloads,
    body: isReset ? breaking(request, ctx.faults.draw()) : request,
    fault: { kind, at: ctx.faults.draw() },
  });
}

async function dispatch(route: Extract<Route, { name: string }>, exchange: Exchange): Promise<void> {
  switch (route.kind) {
    case 'manifest':
      return await serveManifest(exchange, route.reference);
    case 'blob':
      return await serveBlob(exchange, route.reference);
    case 'uploads':
      return await beginUpload(exchange);
    case 'upload':
      return await serveUpload(exchange, route.reference);
    case 'tags':
      return serveTags(exchange);
    case 'referrers':
      return serveReferrers(exchange, route.reference);
  }
}

/** Redirected content meets its fault where it is read. */
function contentFaults(route: Route, quirks: EcrQuirks): readonly FaultKind[] {
  const isContent = route.kind === 'manifest' || (route.kind === 'blob' && !quirks.redirectBlobs);
  return isContent ? ['truncate', 'wrong-digest'] : [];
}

function findRepository(registry: Registry, name: string, account: string): EcrRepository {
  const repository = registry.repositories.get(name);
  if (!mayUse(account, registry, repository)) {
    throw new RegistryError('DENIED', 403, `account ${account} is not authorized on repository "${name}"`);
  }
  if (repository) return repository;
  const where = `in the registry with id '${registry.account}'`;
  throw new RegistryError('NAME_UNKNOWN', 404, `The repository with name '${name}' does not exist ${where}`);
}

function serveCatalog(registry: Registry, response: ServerResponse, url: URL): void {
  const { page, next } = paged([...registry.repositories.keys()].sort(), url);
  if (next !== undefined)
    response.setHeader('link', `</v2/_catalog?last=${next}&n=${page.length}>; rel="next"`);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ repositories: page }));
}

/** A body whose connection is reset on the way. */
async function* breaking(request: IncomingMessage, at: number): AsyncGenerator<Uint8Array> {
  const { socket } = request; // leaving the loop ends the request, and takes its socket away
  const length = Number(request.headers['content-length'] ?? 0);
  let passed = 0;
  for await (const chunk of request) {
    passed += chunk.length;
    if (passed > at * length) break;
    yield chunk;
  }
  socket.resetAndDestroy();
  throw new Refusal('upload-broken', 'reset, as was asked for');
}

function asRegistryError(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error;
  if (error instanceof Refusal) return fromRefusal(error);
  if (error instanceof ServiceError) return new RegistryError('SIZE_INVALID', error.status, error.message);
  throw error;
}
