import { isLoopbackHost } from '@ml-ci/oci';
import { shorten } from './lock-error.ts';

/** Why no package may come from this address; undefined where it is that of a registry which is reached safely. */
export function addressProblem(address: string): string | undefined {
  const url = URL.parse(address);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.host))) return undefined;
  if (url?.protocol === 'http:') return `comes from "${shorten(address)}", over plain http`;
  return elsewhere(address);
}

/** What is said of a package that comes from a repository of code, a file or an address of its own. */
export function elsewhere(what: string): string {
  return `comes from "${shorten(what)}", which is no registry`;
}
