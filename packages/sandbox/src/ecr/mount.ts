import { type EcrRepository, isReferenced, type Registry } from './state.ts';

/**
 * Whether a blob may be mounted: the account setting is on, the source is in this registry with the same encryption,
 * and an image there references the blob (containers-roadmap#2860).
 */
export function canMount(registry: Registry, target: EcrRepository, from: string, digest: string): boolean {
  if (registry.settings.get('BLOB_MOUNTING') !== 'ENABLED') return false;
  const source = registry.repositories.get(from);
  if (!source?.layers.has(digest) || !isReferenced(source, digest)) return false;
  const { encryptionType, kmsKey } = source.encryption;
  return encryptionType === target.encryption.encryptionType && kmsKey === target.encryption.kmsKey;
}
