import type { Hashes } from '../hashes.ts';
import type { PackageName } from '../model.ts';

/** The files beside every file of a Maven repository, and the digests in them. */
const checksums: ReadonlyMap<string, keyof Hashes> = new Map([
  ['md5', 'MD5'],
  ['sha1', 'SHA-1'],
  ['sha256', 'SHA-256'],
  ['sha512', 'SHA-512'],
]);

/** What a path below a Maven repository means. */
export interface MavenPath {
  readonly name: PackageName;
  /** The file of a version; undefined for the list of versions, `maven-metadata.xml`. */
  readonly file: { readonly version: string; readonly name: string } | undefined;
  /** The digest that is meant, where it is not the file itself. */
  readonly checksum: keyof Hashes | undefined;
  readonly isSnapshot: boolean;
}

export const metadataFile = 'maven-metadata.xml';

/** Reads `group/with/slashes/artifact/version/file` and `group/artifact/maven-metadata.xml`, with or without `.sha1`. */
export function parseMavenPath(segments: readonly string[]): MavenPath | undefined {
  if (segments.some((segment) => !/^[^#/\s]+$/.test(segment) || /^\.+$/.test(segment))) return undefined;
  const [, file = '', extension] = /^(.+?)(?:\.(md5|sha1|sha256|sha512))?$/.exec(segments.at(-1) ?? '') ?? [];
  const checksum = checksums.get(extension ?? '');
  const folders = segments.slice(0, -1);
  const isSnapshot = folders.at(-1)?.endsWith('-SNAPSHOT') === true;
  const isList = file === metadataFile && !isSnapshot;
  const version = isList ? undefined : folders.pop();
  const artifact = folders.pop();
  if (artifact === undefined || folders.length === 0) return undefined;
  const name = { format: 'maven', namespace: folders.join('.'), name: artifact } as const;
  return { name, checksum, isSnapshot, file: version === undefined ? undefined : { version, name: file } };
}

/** Where a package is in a repository: `com/example/tool`. */
export function mavenFolder({ namespace = '', name }: PackageName): string {
  return [...namespace.split('.'), name].map(encodeURIComponent).join('/');
}
