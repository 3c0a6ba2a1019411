import { type PackageRepository, packageAssets, packageVersion, type Session } from '@ml-ci/aws';
import type { SeenVersion } from './decide.ts';
import type { RequestedVersion } from './requested.ts';

/** A version as a repository has it, or undefined where it does not. */
export async function look(
  session: Session,
  at: PackageRepository,
  { package: name, version }: RequestedVersion,
  signal: AbortSignal,
): Promise<SeenVersion | undefined> {
  const facts = await packageVersion(session, at, name, version, { signal });
  if (facts === undefined) return undefined;
  return { facts, assets: await packageAssets(session, at, name, version, { signal }) };
}
