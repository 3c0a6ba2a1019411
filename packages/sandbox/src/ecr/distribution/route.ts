/** What a path of the distribution protocol asks for. */
export type Route =
  | { readonly kind: 'root' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'uploads' | 'tags'; readonly name: string }
  | {
      readonly kind: 'manifest' | 'blob' | 'upload' | 'referrers';
      readonly name: string;
      readonly reference: string;
    };

const part = '[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*';
const namePattern = new RegExp(`^${part}(?:/${part})*$`);

/** Whether text may name a repository. */
export function isRepositoryName(name: string): boolean {
  return name.length >= 2 && name.length <= 256 && namePattern.test(name);
}

/** The route of a request, or undefined for what is not served. */
export function parseRoute(method: string, path: string): Route | undefined {
  if (path === '/v2/' || path === '/v2') return read(method) ? { kind: 'root' } : undefined;
  if (path === '/v2/_catalog') return read(method) ? { kind: 'catalog' } : undefined;
  const match = /^\/v2\/(.+?)\/(manifests|blobs\/uploads|blobs|tags|referrers)(?:\/([^/]*))?$/.exec(path);
  const [, name, noun, encoded = ''] = match ?? [];
  const reference = encoded.replace(/%3a/gi, ':');
  if (name === undefined || !isRepositoryName(name)) return undefined;
  return reference === '' ? collection(method, name, noun) : item(method, name, noun, reference);
}

function collection(method: string, name: string, noun: string | undefined): Route | undefined {
  return noun === 'blobs/uploads' && method === 'POST' ? { kind: 'uploads', name } : undefined;
}

function item(method: string, name: string, noun: string | undefined, reference: string): Route | undefined {
  switch (noun) {
    case 'manifests':
      return read(method) || method === 'PUT' || method === 'DELETE'
        ? { kind: 'manifest', name, reference }
        : undefined;
    case 'blobs':
      return read(method) || method === 'DELETE' ? { kind: 'blob', name, reference } : undefined;
    case 'blobs/uploads':
      return ['GET', 'PATCH', 'PUT', 'DELETE'].includes(method)
        ? { kind: 'upload', name, reference }
        : undefined;
    case 'tags':
      return read(method) && reference === 'list' ? { kind: 'tags', name } : undefined;
    case 'referrers':
      return read(method) ? { kind: 'referrers', name, reference } : undefined;
    default:
      return undefined;
  }
}

function read(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
