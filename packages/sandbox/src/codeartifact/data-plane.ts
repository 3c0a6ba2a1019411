import type { IncomingMessage, ServerResponse } from 'node:http';
import { wallClock } from '@ml-ci/core';
import { collect } from '../body.ts';
import type { SandboxContext } from '../context.ts';
import type { Handler } from '../listener.ts';
import { ServiceError } from '../service.ts';
import type { External } from './external.ts';
import { serveMaven } from './maven/serve.ts';
import type { Domain, Repository } from './model.ts';
import { serveNpm } from './npm/serve.ts';
import { authorize, demandOf } from './plane-auth.ts';
import { servePypi } from './pypi/serve.ts';
import { PlaneError, sendJson } from './reply.ts';
import type { PackageStore } from './store.ts';
import type { Tokens } from './tokens.ts';

/** What the data planes work with. */
export interface DataPlane {
  readonly store: PackageStore;
  readonly tokens: Tokens;
  readonly ctx: Pick<SandboxContext, 'faults' | 'clock' | 'iam'>;
  /** What lies behind external connections; undefined where the sandbox is closed. */
  readonly external: External | undefined;
}

/** A request to one repository, allowed already. */
export interface PlaneRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly repository: Repository;
  /** The path below the repository, decoded segment by segment. */
  readonly path: readonly string[];
  /** The address of the repository, with a slash at the end. */
  readonly baseUrl: string;
  readonly hasTrailingSlash: boolean;
  body(limit?: number): Promise<Buffer>;
}

/** The path of a domain's data plane. */
export function domainPath(domain: Domain): string {
  return `/${domain.name}-${domain.owner}.${domain.region}`;
}

/** Serves pypi, npm and maven of every domain: `/<domain>-<owner>.<region>/<format>/<repository>/…`. */
export function createDataPlane(plane: DataPlane): Handler {
  return async (request, response) => {
    try {
      if (await isBroken(plane, request)) return;
      await serve(plane, request, response);
    } catch (error) {
      const known = asPlaneError(error);
      if (!known || response.headersSent) throw error;
      for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value);
      sendJson(
        request,
        response,
        { error: known.message, message: known.message },
        'application/json',
        known.status,
      );
    }
  };
}

async function serve(plane: DataPlane, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const [, domainSegment = '', format = '', repositoryName = '', ...rest] = url.pathname.split('/');
  const domain = findDomain(plane.store, domainSegment);
  const arn = authorize(request, domain, plane.tokens);
  const repository = domain.repositories.get(decode(repositoryName));
  if (!repository) throw new PlaneError(404, `The repository does not exist: '${repositoryName}'`);
  const path = rest.filter((segment) => segment !== '').map(decode);
  const refused = plane.ctx.iam.refuse(arn, [demandOf(request.method, { repository, format, path })]);
  if (refused !== undefined) throw new PlaneError(403, refused);
  const at: PlaneRequest = {
    request,
    response,
    repository,
    path,
    baseUrl: `${url.origin}${domainPath(domain)}/${format}/${repository.name}/`,
    hasTrailingSlash: url.pathname.endsWith('/'),
    body: (limit = 1024 ** 3) => collect(request, limit),
  };
  if (format === 'pypi') return await servePypi(plane, at);
  if (format === 'npm') return await serveNpm(plane, at);
  if (format === 'maven') return await serveMaven(plane, at);
  throw new PlaneError(404, `the sandbox serves no packages of format '${format}'`);
}

function findDomain(store: PackageStore, segment: string): Domain {
  const [, name, owner, region] = /^(.+)-(\d{12})\.([a-z0-9-]+)$/.exec(segment) ?? [];
  if (name === undefined || owner === undefined || region === undefined)
    throw new PlaneError(404, 'Not found.');
  return store.domain(name, owner, region);
}

async function isBroken(plane: DataPlane, request: IncomingMessage): Promise<boolean> {
  const { faults } = plane.ctx;
  const latencyMs = faults.latencyMs('packages');
  if (latencyMs > 0) await wallClock.sleep(latencyMs);
  const fault = faults.pick('packages', ['throttle', '500', 'reset']);
  if (fault === 'throttle') throw new PlaneError(429, 'Rate exceeded', { 'retry-after': '1' });
  if (fault === '500') throw new PlaneError(500, 'a failure that was asked for');
  if (fault === 'reset') request.socket.resetAndDestroy();
  return fault === 'reset';
}

function asPlaneError(error: unknown): PlaneError | undefined {
  if (error instanceof PlaneError) return error;
  return error instanceof ServiceError ? new PlaneError(error.status, error.message) : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new PlaneError(400, 'the path is not well encoded');
  }
}
