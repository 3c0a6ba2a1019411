/** How a registry wants to be asked (RFC 9110 section 11, and the distribution token scheme). */
export type Challenge =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service?: string; readonly scope?: string };

/** The strongest challenge of a `WWW-Authenticate` header that we can answer: Bearer before Basic. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const parts = splitSchemes(header ?? '');
  const bearer = parts.find(({ scheme }) => scheme === 'bearer');
  const realm = bearer?.parameters.get('realm');
  if (bearer && realm !== undefined) {
    const [service, scope] = [bearer.parameters.get('service'), bearer.parameters.get('scope')];
    return {
      scheme: 'bearer',
      realm,
      ...(service === undefined ? {} : { service }),
      ...(scope === undefined ? {} : { scope }),
    };
  }
  return parts.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : undefined;
}

/** `repository:path:pull,push`, the scope of a token for one repository. */
export function repositoryScope(path: string, access: 'pull' | 'push'): string {
  return `repository:${path}:${access === 'pull' ? 'pull' : 'pull,push'}`;
}

interface SchemePart {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

function splitSchemes(header: string): readonly SchemePart[] {
  const parts: { scheme: string; parameters: Map<string, string> }[] = [];
  const token = /([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))|([A-Za-z0-9_-]+)/g;
  for (const [, name, quoted, plain, scheme] of header.matchAll(token)) {
    if (scheme !== undefined) parts.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    else if (name !== undefined) {
      const value = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
      parts.at(-1)?.parameters.set(name.toLowerCase(), value);
    }
  }
  return parts;
}
