import type { SandboxContext } from '../context.ts';
import { type Input, text } from '../input.ts';
import type { Caller } from '../service.ts';
import type { Domain, Repository } from './model.ts';
import { invalid } from './refusal.ts';
import { required } from './request.ts';
import type { PackageStore } from './store.ts';
import type { Tokens } from './tokens.ts';

/** The kinds of address that GetRepositoryEndpoint tells. */
export const endpointTypes = ['ipv4', 'dualstack'] as const;
type EndpointType = (typeof endpointTypes)[number];

/** What operations work on. */
export interface ControlPlane {
  readonly store: PackageStore;
  readonly tokens: Tokens;
  readonly ctx: Pick<SandboxContext, 'clock' | 'credentials' | 'faults'>;
  /** The data plane of a domain, without a slash at the end; `dualstack` by another name of the same listener. */
  baseUrl(domain: Domain, endpointType: EndpointType): string;
}

/** A body that is a file, with headers of its own. */
export class FileAnswer {
  readonly content: AsyncIterable<Uint8Array>;
  readonly size: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    content: AsyncIterable<Uint8Array>,
    size: number | undefined,
    headers: Readonly<Record<string, string>>,
  ) {
    this.content = content;
    this.size = size;
    this.headers = headers;
  }
}

/** The domain that an input names, when the caller may use it. */
export function domainOf(plane: ControlPlane, input: Input, caller: Caller, action: string): Domain {
  const owner = text(input, 'domainOwner');
  if (owner !== undefined && !/^\d{12}$/.test(owner)) throw invalid(`'${owner}' is not an account id`);
  return plane.store.domainFor(caller, action, required(input, 'domain'), owner);
}

/** The repository that an input names, when the caller may use it. */
export function repositoryOf(plane: ControlPlane, input: Input, caller: Caller, action: string): Repository {
  return plane.store.repository(domainOf(plane, input, caller, action), required(input, 'repository'));
}
