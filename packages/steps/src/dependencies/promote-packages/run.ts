import {
  copyPackageVersions,
  type PackageName,
  type PackageRepository,
  packageAssets,
  packageVersion,
  type Session,
} from '@ml-ci/aws';
import { failed, mapAtMost, passed, plural, StepError } from '@ml-ci/core';
import { chooseAccount } from '../install/account.ts';
import { type Decision, decide, hasSameFiles, type Seen, type SeenVersion } from './decide.ts';
import type { PromotePackagesContext, PromotePackagesOutputs, PromotePackagesVerdict } from './inputs.ts';
import { readRecord } from './read-record.ts';
import { parseRequested, type RequestedVersion, shown } from './requested.ts';

const lookUpsAtOnce = 16;
const copiesAtOnce = 4;

/** How one version ended. */
interface Result {
  readonly requested: RequestedVersion;
  readonly state: 'copied' | 'kept' | 'refused';
  readonly message: string;
}

/** Looks at every version in both repositories, copies what the destination lacks, and looks again. */
export async function run(context: PromotePackagesContext): Promise<PromotePackagesVerdict> {
  const { inputs, config, aws, signal, plan } = context;
  const requested = await requestedVersions(context);
  if (inputs.from === inputs.to) throw sameRepository(inputs.from);
  const account = chooseAccount(inputs, config?.environments ?? []);
  const session = await aws.session(account.environment, signal);
  const domain = { domain: inputs.domain, owner: account.owner };
  const [from, to] = [
    { ...domain, repository: inputs.from },
    { ...domain, repository: inputs.to },
  ];
  const seen = await mapAtMost(requested, lookUpsAtOnce, async (one): Promise<Seen> => {
    const [source, destination] = await Promise.all([
      look(session, from, one, signal),
      look(session, to, one, signal),
    ]);
    return { requested: one, source, destination };
  });
  const decided = seen.map((one) => ({ seen: one, decision: decide(one, inputs.overwrite) }));
  if (plan.active) {
    for (const { seen: one, decision } of decided) {
      if (decision.action !== 'copy') continue;
      const what = `copy ${label(one.requested)} (revision ${decision.revision}) to ${inputs.domain}/${inputs.to}`;
      plan.would(what, 'codeartifact:CopyPackageVersions');
    }
  }
  const results = [
    ...decided.flatMap(({ seen: one, decision }) => settled(one, decision)),
    ...(plan.active ? [] : await copyAll(context, session, { from, to }, decided)),
  ];
  return conclude(context, requested, results);
}

async function requestedVersions({
  inputs,
  files,
}: PromotePackagesContext): Promise<readonly RequestedVersion[]> {
  const { packages, format, record } = inputs;
  if (packages.length > 0) {
    if (format !== undefined) return parseRequested(packages, format);
    throw new StepError('INPUT_INVALID', {
      message: 'a mistake in the inputs of promote-packages',
      fix: ({ input }) => `give ${input('format', 'npm')}, pypi, maven or generic`,
      problems: [{ name: 'format', message: 'is needed beside packages' }],
    });
  }
  if (record !== undefined) return readRecord(await files.readText(record), record);
  throw new StepError('INPUT_INVALID', {
    message: 'a mistake in the inputs of promote-packages',
    fix: ({ input }) =>
      `give ${input('packages', 'NAME@VERSION')}, or ${input('record', '.ml-ci/dependencies.json')}`,
    problems: [{ name: 'packages', message: 'names nothing, and no record of an install is there' }],
  });
}

async function look(
  session: Session,
  at: PackageRepository,
  { package: name, version }: RequestedVersion,
  signal: AbortSignal,
): Promise<SeenVersion | undefined> {
  const facts = await packageVersion(session, at, name, version, { signal });
  if (facts === undefined) return undefined;
  return { facts, assets: await packageAssets(session, at, name, version, { signal }) };
}

/** What is decided without a copy. */
function settled({ requested }: Seen, decision: Decision): Result[] {
  if (decision.action === 'copy') return [];
  if (decision.action === 'keep') return [{ requested, state: 'kept', message: 'there already' }];
  return [{ requested, state: 'refused', message: `${decision.code}: ${decision.message}` }];
}

type Decided = readonly { readonly seen: Seen; readonly decision: Decision }[];

/** One call a package with all its versions; then every copy is looked at where it arrived. */
async function copyAll(
  { inputs, signal, log }: PromotePackagesContext,
  session: Session,
  { from, to }: { readonly from: PackageRepository; readonly to: PackageRepository },
  decided: Decided,
): Promise<readonly Result[]> {
  const byPackage = new Map<
    string,
    { readonly name: PackageName; readonly seen: Seen[]; readonly revisions: Record<string, string> }
  >();
  for (const { seen, decision } of decided) {
    if (decision.action !== 'copy') continue;
    const { package: name, version } = seen.requested;
    const entry = byPackage.get(shown(name)) ?? { name, seen: [], revisions: {} };
    entry.seen.push(seen);
    entry.revisions[version] = decision.revision;
    byPackage.set(shown(name), entry);
  }
  let done = 0;
  const results = await mapAtMost(
    [...byPackage.values()],
    copiesAtOnce,
    async ({ name, seen, revisions }) => {
      const copied = await copyPackageVersions(
        session,
        {
          domain: from.domain,
          owner: from.owner,
          from: from.repository,
          to: to.repository,
          package: name,
          revisions,
          includeFromUpstream: inputs.includeUpstream,
          allowOverwrite: inputs.overwrite,
        },
        { signal },
      );
      log.progress({ label: 'copying packages', done: ++done, total: byPackage.size, unit: 'count' });
      return await Promise.all(
        seen.map(async ({ requested, source }): Promise<Result> => {
          const answer = copied.find(({ version }) => version === requested.version);
          if (answer?.state !== 'copied') {
            const { code = 'SKIPPED', message = 'no answer names it' } = answer ?? {};
            return { requested, state: 'refused', message: `${code}: ${message}` };
          }
          const arrived = await look(session, to, requested, signal);
          if (source !== undefined && arrived !== undefined && hasSameFiles(source, arrived))
            return { requested, state: 'copied', message: `revision ${arrived.facts.revision}` };
          return {
            requested,
            state: 'refused',
            message: 'the destination does not have the files of the source',
          };
        }),
      );
    },
  );
  return results.flat();
}

function conclude(
  { inputs, log, plan }: PromotePackagesContext,
  requested: readonly RequestedVersion[],
  results: readonly Result[],
): PromotePackagesVerdict {
  const byRequest = new Map(results.map((result) => [result.requested, result]));
  const rows = requested.flatMap((one) => {
    const result = byRequest.get(one);
    return result === undefined ? [] : [[label(one), result.state, result.message]];
  });
  log.table({ title: `${inputs.from} → ${inputs.to}`, columns: ['version', 'state', ''], rows });
  const count = (state: Result['state']) => results.filter((result) => result.state === state).length;
  const counts: PromotePackagesOutputs = {
    copied: count('copied'),
    kept: count('kept'),
    refused: count('refused'),
  };
  const refused = results.filter(({ state }) => state === 'refused');
  for (const { requested: one, message } of refused)
    log.annotate({ level: 'error', message: `${label(one)} was not copied: ${message}` });
  if (refused.length > 0) {
    const names = refused.slice(0, 3).map(({ requested: one }) => label(one));
    const more = refused.length > names.length ? ` and ${refused.length - names.length} more` : '';
    return failed<PromotePackagesOutputs>(
      `${refused.length} of ${plural(requested.length, 'version')} could not be copied: ${names.join(', ')}${more}`,
      counts,
    );
  }
  if (!plan.active) log.info(`${plural(counts.copied, 'version')} copied, ${counts.kept} there already`);
  return passed(counts);
}

function label({ package: name, version }: RequestedVersion): string {
  return `${shown(name)}${name.format === 'pypi' ? '==' : '@'}${version}`;
}

function sameRepository(name: string): StepError {
  return new StepError('INPUT_INVALID', {
    message: `"${name}" is the source and the destination`,
    fix: 'name two repositories of the domain',
  });
}
