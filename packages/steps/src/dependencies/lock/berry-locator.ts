import type { Origin } from './entry.ts';
import { folderFrom, folderInside } from './folder.ts';

/** What a `resolution` of Yarn 4 says: a package and where it comes from. */
export interface Locator {
  readonly name: string;
  /** Of a package of a registry. */
  readonly version: string | undefined;
  readonly origin: Origin;
  /** What it is a patched form of, as that one's `resolution` has it. */
  readonly base: string | undefined;
}

/** Reads `debug@npm:4.3.7`, `model@workspace:.`, `typescript@patch:typescript@npm%3A5.6.3#optional!builtin<…>::…`. */
export function readLocator(resolution: string): Locator {
  const [, name = '', reference = ''] = /^(@?[^@]+)@(.*)$/s.exec(resolution) ?? [];
  const [selector = '', query = ''] = reference.split('::');
  const [, protocol = '', rest = ''] = /^([a-z]+:)(.*)$/s.exec(selector) ?? [];
  const params = new URLSearchParams(query);
  const locate = (origin: Origin, version?: string, base?: string) => ({ name, version, origin, base });
  switch (protocol) {
    case 'npm:': {
      const archive = params.get('__archiveUrl');
      return locate({ type: 'registry', addresses: archive === null ? [] : [archive] }, rest);
    }
    case 'workspace:':
      return locate({ type: 'folder', path: rest });
    case 'portal:':
    case 'link:':
    case 'file:':
      return locate(folderOrFile(rest.split('#')[0] ?? '', params));
    case 'patch:':
      return patched(name, rest, params) ?? locate({ type: 'elsewhere', what: reference });
    default:
      return locate({ type: 'elsewhere', what: reference });
  }
}

function folderOrFile(path: string, params: URLSearchParams): Origin {
  if (/\.(?:tgz|tar\.gz)$/i.test(path)) return { type: 'elsewhere', what: path };
  return { type: 'folder', path: folderFrom(path, askedFrom(params)) };
}

/** A package of a registry that is changed by patches of the project, or by those that Yarn brings along. */
function patched(name: string, rest: string, params: URLSearchParams): Locator | undefined {
  const [source = '', patches = ''] = rest.split('#');
  const base = decode(source);
  if (base === undefined) return undefined;
  const { version, origin } = readLocator(base);
  const isOurs = patches.split('&').every((patch) => {
    // `builtin<compat/fsevents>` reads as a path inside, and is as harmless.
    const path = patch.replace(/^optional!/, '');
    return (
      folderInside(path.replace(/^~\//, './'), path.startsWith('~/') ? '.' : askedFrom(params)) !== undefined
    );
  });
  return isOurs && origin.type === 'registry' ? { name, version, origin, base } : undefined;
}

/** The folder of the workspace that asks, which paths start at. */
function askedFrom(params: URLSearchParams): string {
  return /@workspace:(.+)$/.exec(params.get('locator') ?? '')?.[1] ?? '.';
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // no text that was ever encoded
    return undefined;
  }
}
