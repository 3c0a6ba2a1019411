import { pipeline } from 'node:stream/promises';
import type { SandboxContext, ServiceModule } from '../context.ts';
import { accessDenied } from '../iam/iam.ts';
import { toJson } from '../protocol/json.ts';
import { type HttpService, ServiceError } from '../service.ts';
import { type ControlPlane, FileAnswer } from './control-plane.ts';
import { createDataPlane, type DataPlane, domainPath } from './data-plane.ts';
import { createExternal, type External, type UpstreamOptions } from './external.ts';
import { seedMaven } from './maven/seed.ts';
import { externalConnections as connections } from './model.ts';
import { readInput, routes } from './routes.ts';
import { seedNpm, seedPypi } from './seed.ts';
import { PackageStore, type RepositoryName } from './store.ts';
import { type PackageReference, type SwapOptions, swapAsset } from './swap.ts';
import { createTokens } from './tokens.ts';

/** The CodeArtifact of a sandbox, for seeding and for looking at. */
export interface CodeArtifactState {
  readonly store: PackageStore;
  /** Ends every token at once, as revoking them does. */
  expireTokens(): void;
  /** Adds a folder of wheels and source distributions; domain and repository are made where they are missing. */
  seedPypi(at: RepositoryName, folder: string): Promise<number>;
  /** Adds a folder of npm tarballs; domain and repository are made where they are missing. */
  seedNpm(at: RepositoryName, folder: string): Promise<number>;
  /** Adds a folder in the layout of a Maven repository; domain and repository are made where they are missing. */
  seedMaven(at: RepositoryName, folder: string): Promise<number>;
  /**
   * Serves other bytes under the name of a file, as an index that lies does; throws where the repository sees no such
   * file. Other repositories of the domain that have the version keep what they have.
   */
  swapAsset(
    at: RepositoryName,
    packageName: PackageReference,
    version: string,
    assetName: string,
    bytes: Uint8Array,
    options?: SwapOptions,
  ): void;
  /**
   * Connects a repository to the outside: from now on it passes on what it does not have itself. An address holds for
   * every repository with the same external connection; what an earlier call gave for other formats stays.
   */
  connect(at: RepositoryName, upstream: UpstreamOptions): void;
}

/** Makes CodeArtifact: the API on the main endpoint, pypi, npm and maven on a listener of their own. */
export async function createCodeArtifact(ctx: SandboxContext): Promise<ServiceModule<CodeArtifactState>> {
  const store = new PackageStore(ctx.clock);
  const tokens = createTokens(ctx.clock);
  let external: External | undefined;
  let upstreams: UpstreamOptions = {};
  const plane: DataPlane = {
    store,
    tokens,
    ctx,
    get external() {
      return external;
    },
  };
  const listener = await ctx.listen(createDataPlane(plane));
  const control: ControlPlane = {
    store,
    tokens,
    ctx,
    // The dual-stack host of AWS is another name for the same repository, and so is this one.
    baseUrl: (domain, type) =>
      `${type === 'dualstack' ? `http://localhost:${listener.port}` : listener.url}${domainPath(domain)}`,
  };
  return {
    services: [controlService(control, ctx)],
    state: {
      store,
      expireTokens: () => tokens.expireAll(),
      seedPypi: (at, folder) => seedPypi(store, store.ensureRepository(at), folder),
      seedNpm: (at, folder) => seedNpm(store, store.ensureRepository(at), folder),
      seedMaven: (at, folder) => seedMaven(store, store.ensureRepository(at), folder),
      swapAsset: (...given) => swapAsset(store, ...given),
      connect(at, upstream) {
        const { externalConnections } = store.ensureRepository(at);
        for (const [name, format] of connections) {
          const isAsked = format !== 'generic' && upstream[format] !== undefined;
          if (isAsked && !externalConnections.includes(name)) externalConnections.push(name);
        }
        upstreams = { ...upstreams, ...upstream };
        external = createExternal(store, upstreams);
      },
    },
  };
}

function controlService(control: ControlPlane, ctx: SandboxContext): HttpService {
  return {
    kind: 'http',
    signingName: 'codeartifact',
    async handle(request, response, caller, url) {
      const route = routes[`${request.method} ${url.pathname}`];
      if (!route)
        throw new ServiceError('ValidationException', `the sandbox does not serve ${url.pathname}`, 400);
      const input = await readInput(route, request, url);
      const { assetContent: _, ...recorded } = input;
      const action = `codeartifact:${route.action}`;
      ctx.calls.record(action, caller, recorded);
      const refused = ctx.iam.refuseOperation(action, recorded, caller);
      if (refused !== undefined) throw accessDenied(refused, 'rest-json');
      const answer = await route.run(control, input, caller);
      if (answer instanceof FileAnswer) {
        response.writeHead(200, answer.headers);
        return await pipeline(answer.content, response);
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(toJson(answer));
    },
  };
}
