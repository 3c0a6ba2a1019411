import { normalizeProject } from './requirements.ts';

/** The name that a rewritten poetry.lock gives its index; Poetry must be set up with a source of that name. */
export const poetrySource = 'ml-ci';

/** The index in every `source = { registry = … }`, and the address of each file. */
export function rewriteUv(text: string, endpoint: string): string {
  return eachPackage(text, (part) => {
    const registry = part.replace(
      /(\bsource = \{ registry = ")[^"]*"/g,
      (_, before: string) => `${before}${endpoint}simple/"`,
    );
    return rewriteFiles(registry, endpoint);
  });
}

/** The `index`, and the address of each file. */
export function rewritePylock(text: string, endpoint: string): string {
  return eachPackage(text, (part) => {
    const index = part.replace(/^index = "[^"]*"/m, () => `index = "${endpoint}simple/"`);
    return rewriteFiles(index, endpoint);
  });
}

/** The address of each file, which is there with the strategy `static_urls` alone. */
export function rewritePdm(text: string, endpoint: string): string {
  return eachPackage(text, (part) => rewriteFiles(part, endpoint));
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
function rewriteFiles(part: string, endpoint: string): string {
  const name = /^name = "([^"]*)"/m.exec(part)?.[1] ?? '';
  const version = /^version = "([^"]*)"/m.exec(part)?.[1];
  if (version === undefined) return part;
  return part.replace(/(\burl = ")([^"]*)"/g, (_, before: string, url: string) => {
    const fileName = URL.parse(url)?.pathname.split('/').at(-1) ?? '';
    return `${before}${endpoint}simple/${normalizeProject(name)}/${version}/${fileName}"`;
  });
}
