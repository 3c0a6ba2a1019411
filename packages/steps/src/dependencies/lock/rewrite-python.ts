import { normalizeProject } from './requirements.ts';

/**
 * The name that a rewritten poetry.lock gives its index. Poetry must be set up with a source of that name, and since its
 * `content-hash` covers sources, it then takes the lock for stale unless that is made anew as well.
 */
export const poetrySource = 'ml-ci';

/** The index in every `source = { registry = … }`, and the address of each file. */
export function rewriteUv(text: string, endpoint: string): string {
  return eachPackage(text, (part) => {
    const indexed = replaceTexts(part, /\bsource = \{ registry = ("[^"]*")/g, () => `${endpoint}simple/`);
    return rewriteFiles(indexed, /\burl = ("[^"]*")/g, endpoint);
  });
}

/** The `index`, and the address of each file. Many tools write this kind, with quotes of either kind. */
export function rewritePylock(text: string, endpoint: string): string {
  return eachPackage(text, (part) => {
    const indexed = replaceTexts(part, /^\s*index\s*=\s*("[^"]*"|'[^']*')/gm, () => `${endpoint}simple/`);
    return rewriteFiles(indexed, /\burl\s*=\s*("[^"]*"|'[^']*')/g, endpoint);
  });
}

/** The address of each file, which is there with the strategy `static_urls` alone. */
export function rewritePdm(text: string, endpoint: string): string {
  return eachPackage(text, (part) => rewriteFiles(part, /\burl = ("[^"]*")/g, endpoint));
}

/** The sources that are indexes; packages of PyPI have none. */
export function rewritePoetry(text: string, endpoint: string): string {
  return text.replace(
    /(^\[package\.source\]\r?\ntype = "legacy"\r?\nurl = ")[^"]*("\r?\nreference = ")[^"]*"/gm,
    (_, before: string, between: string) => `${before}${endpoint}simple${between}${poetrySource}"`,
  );
}

function eachPackage(text: string, edit: (part: string) => string): string {
  return text
    .split(/^(?=\[\[packages?\]\]\s*$)/m)
    .map((part) => (part.startsWith('[[') ? edit(part) : part))
    .join('');
}

/** CodeArtifact has a file of a package at `simple/<project>/<version>/<file name>`. */
function rewriteFiles(part: string, pattern: RegExp, endpoint: string): string {
  const [, , name = ''] = /^name\s*=\s*(["'])([^"']*)\1/m.exec(part) ?? [];
  const [, , version] = /^version\s*=\s*(["'])([^"']*)\1/m.exec(part) ?? [];
  if (version === undefined) return part;
  const folder = `${endpoint}simple/${normalizeProject(name)}/${version}/`;
  return replaceTexts(part, pattern, (url) => `${folder}${URL.parse(url)?.pathname.split('/').at(-1) ?? ''}`);
}

/** Replaces what is in the quotes that end each match, and keeps the quotes. */
function replaceTexts(part: string, pattern: RegExp, replace: (text: string) => string): string {
  return part.replace(pattern, (found: string, quoted: string) => {
    const [quote = ''] = quoted;
    return `${found.slice(0, -quoted.length)}${quote}${replace(quoted.slice(1, -1))}${quote}`;
  });
}
