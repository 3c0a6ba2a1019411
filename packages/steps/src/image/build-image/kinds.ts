import { kind, type ParseResult, parsedAs, rejected } from '@ml-ci/core';
import type { Platform } from '@ml-ci/oci';
import type { LayerSource } from './settings.ts';

const items = (raw: string): readonly string[] =>
  raw
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Splits `NAME=VALUE` at the first `=`, `FROM=TO` at the last. */
function pairsOf(
  raw: string,
  at: (item: string) => number,
): ParseResult<readonly (readonly [string, string])[]> {
  const found: (readonly [string, string])[] = [];
  for (const item of items(raw)) {
    const split = at(item);
    if (split <= 0) return rejected(`has "${item}", which has no "=" with a name before it`);
    found.push([item.slice(0, split), item.slice(split + 1)]);
  }
  return parsedAs(found);
}

/** Names with values. */
export const pairs = kind<Readonly<Record<string, string>>>('pairs', 'NAME=VALUE,…', (raw) => {
  const found = pairsOf(raw, (item) => item.indexOf('='));
  return found.ok ? parsedAs(Object.fromEntries(found.value)) : found;
});

/** Folders and files with their places in an image. */
export const layers = kind<readonly LayerSource[]>('layers', 'FROM=/TO,…', (raw) => {
  const found = pairsOf(raw, (item) => item.lastIndexOf('='));
  return found.ok ? parsedAs(found.value.map(([from, to]) => ({ from, to }))) : found;
});

/** The one platform of an image; a list, as in ml-ci.yml, must have one. */
export const platform = kind<Platform>('platform', 'OS/ARCH', (raw) => {
  const [first = '', ...others] = items(raw);
  const fix = 'give one platform, such as linux/amd64';
  if (others.length > 0)
    return rejected('has several platforms, and one image for several is not built yet', fix);
  const [os, architecture, variant] = first.split('/');
  if (!os || !architecture) return rejected('is not OS/ARCHITECTURE', fix);
  return parsedAs({ os, architecture, ...(variant === undefined ? {} : { variant }) });
});
