import { type Table, textOf } from './toml.ts';

/** The name that an index has a file under: as the lock says it, or the last part of its address or path. */
export function fileNameIn({ name, file, url, path }: Table): string | undefined {
  const told = textOf(name) ?? textOf(file);
  if (told !== undefined) return told;
  const [place = ''] = (textOf(url) ?? textOf(path) ?? '').split(/[?#]/);
  const last = place.slice(Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\')) + 1);
  return last === '' ? undefined : decoded(last);
}

/** An address writes `torch-2.9.0+cpu-….whl` with `%2B`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no text that was ever encoded
  }
}
