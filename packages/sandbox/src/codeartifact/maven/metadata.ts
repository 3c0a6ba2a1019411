import { xmlElement } from '../../protocol/xml.ts';
import type { PackageName } from '../model.ts';
import { compareVersions } from '../version-order.ts';
import { readXml, xmlList, xmlText } from './xml.ts';

const versionPath = 'metadata.versioning.versions.version';

/** The list of versions that a client reads. The same versions and time give the same bytes: digests are asked apart. */
export function writeMetadata(name: PackageName, versions: readonly string[], updatedMs: number): string {
  const sorted = [...new Set(versions)].sort(compareVersions);
  const newest = sorted.at(-1);
  const lastUpdated = new Date(updatedMs).toISOString().replace(/\D/g, '').slice(0, 14);
  const versioning = { latest: newest, release: newest, versions: { version: sorted }, lastUpdated };
  const metadata = { groupId: name.namespace, artifactId: name.name, versioning };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement('metadata', metadata, 'flat')}\n`;
}

/** The versions that a list names; throws where it is no XML. */
export async function versionsOfMetadata(text: string): Promise<readonly string[]> {
  const at = await readXml(text, [versionPath]);
  return xmlList(at(versionPath)).flatMap((version) => xmlText(version) ?? []);
}
