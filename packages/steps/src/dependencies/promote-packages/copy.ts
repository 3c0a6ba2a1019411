import { copyPackageVersions, type PackageName, type PackageRepository, type Session } from '@ml-ci/aws';
import { mapAtMost } from '@ml-ci/core';
import { hasSameFiles, type Seen } from './decide.ts';
import type { PromotePackagesContext } from './inputs.ts';
import { look } from './look.ts';
import { type RequestedVersion, shown } from './requested.ts';

/** How one version ended. */
export interface Result {
  readonly requested: RequestedVersion;
  readonly state: 'copied' | 'kept' | 'refused';
  readonly message: string;
}

/** A version that is to be copied, in the revision that was looked at. */
export interface ToCopy {
  readonly seen: Seen;
  readonly revision: string;
}

/** From where, and where to. */
export interface Way {
  readonly from: PackageRepository;
  readonly to: PackageRepository;
}

const copiesAtOnce = 4;

/** Copies a package at a time with all its versions; then every version is looked at where it arrived. */
export async function copyAll(
  { inputs, signal, log }: PromotePackagesContext,
  session: Session,
  { from, to }: Way,
  versions: readonly ToCopy[],
): Promise<readonly Result[]> {
  const groups = byPackage(versions);
  let done = 0;
  const results = await mapAtMost(groups, copiesAtOnce, async (group) => {
    const revisions = group.map(({ seen, revision }) => [seen.requested.version, revision] as const);
    const answers = await copyPackageVersions(
      session,
      {
        domain: from.domain,
        owner: from.owner,
        from: from.repository,
        to: to.repository,
        package: packageOf(group),
        revisions: Object.fromEntries(revisions),
        includeFromUpstream: inputs.includeUpstream,
        allowOverwrite: inputs.overwrite,
      },
      { signal },
    );
    log.progress({ label: 'copying packages', done: ++done, total: groups.length, unit: 'count' });
    return await Promise.all(
      group.map(async ({ seen: { requested, source } }): Promise<Result> => {
        const answer = answers.find(({ version }) => version === requested.version);
        if (answer?.state === 'refused')
          return { requested, state: 'refused', message: `${answer.code}: ${answer.message}` };
        const arrived = await look(session, to, requested, signal);
        if (source === undefined || arrived === undefined || !hasSameFiles(source, arrived)) {
          const message = 'the destination does not have the files of the source';
          return { requested, state: 'refused', message };
        }
        const state = answer?.state === 'copied' ? 'copied' : 'kept';
        return { requested, state, message: `revision ${arrived.facts.revision}` };
      }),
    );
  });
  return results.flat();
}

type Group = readonly [ToCopy, ...ToCopy[]];

function byPackage(versions: readonly ToCopy[]): readonly Group[] {
  const groups = new Map<string, [ToCopy, ...ToCopy[]]>();
  for (const one of versions) {
    const { package: name } = one.seen.requested;
    const key = `${name.format} ${shown(name)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function packageOf([first]: Group): PackageName {
  return first.seen.requested.package;
}
