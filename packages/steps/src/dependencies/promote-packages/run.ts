import { failed, mapAtMost, passed, plural, StepError } from '@ml-ci/core';
import { chooseAccount } from '../account.ts';
import { copyAll, type Result } from './copy.ts';
import { decide, type Seen } from './decide.ts';
import type { PromotePackagesContext, PromotePackagesOutputs, PromotePackagesVerdict } from './inputs.ts';
import { look } from './look.ts';
import { readRecord } from './read-record.ts';
import { parseRequested, type RequestedVersion, shown } from './requested.ts';

const lookUpsAtOnce = 16;

/** Looks at every version in both repositories, copies what the destination lacks, and looks again. */
export async function run(context: PromotePackagesContext): Promise<PromotePackagesVerdict> {
  const { inputs, config, aws, signal, plan } = context;
  const requested = await requestedVersions(context);
  if (inputs.from === inputs.to) throw sameRepository(inputs.from);
  const account = chooseAccount(inputs, config?.environments ?? [], 'promote-packages');
  const session = await aws.session(account.environment, signal);
  const domain = { domain: inputs.domain, owner: account.owner };
  const from = { ...domain, repository: inputs.from };
  const to = { ...domain, repository: inputs.to };
  const decided = await mapAtMost(requested, lookUpsAtOnce, async (one) => {
    const [source, destination] = await Promise.all([
      look(session, from, one, signal),
      look(session, to, one, signal),
    ]);
    const seen: Seen = { requested: one, source, destination };
    return { seen, decision: decide(seen, inputs.overwrite) };
  });
  const results: Result[] = decided.flatMap(({ seen: { requested: one }, decision }) => {
    if (decision.action === 'copy') return [];
    if (decision.action === 'keep') return { requested: one, state: 'kept', message: 'there already' };
    return { requested: one, state: 'refused', message: `${decision.code}: ${decision.message}` };
  });
  const toCopy = decided.flatMap(({ seen, decision }) =>
    decision.action === 'copy' ? { seen, revision: decision.revision } : [],
  );
  if (plan.active) {
    for (const { seen, revision } of toCopy) {
      const what = `copy ${label(seen.requested)} (revision ${revision}) to ${inputs.domain}/${inputs.to}`;
      plan.would(what, 'codeartifact:CopyPackageVersions');
    }
  } else results.push(...(await copyAll(context, session, { from, to }, toCopy)));
  return conclude(context, requested, results);
}

/** Those that were named, else those of the record of an install. */
async function requestedVersions({
  inputs,
  files,
}: PromotePackagesContext): Promise<readonly RequestedVersion[]> {
  const { packages, format, record } = inputs;
  if (packages.length > 0) {
    if (format !== undefined) return parseRequested(packages, format);
    throw new StepError('INPUT_INVALID', {
      message: 'a mistake in the inputs of promote-packages',
      fix: ({ input }) => `give ${input('format', 'npm|pypi|maven|generic')}`,
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
  if (rows.length > 0)
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
    const of = plural(requested.length, 'version');
    return failed<PromotePackagesOutputs>(
      `${refused.length} of ${of} could not be copied: ${names.join(', ')}${more}`,
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
