import { isSameRun, type RunRecord, readRecords } from '@ml-ci/core';
import { type Digest, isLoopbackHost, type Repository } from '@ml-ci/oci';
import type { PromoteContext } from './inputs.ts';
import { missingEvidence, type Requirements } from './requirements.ts';

/** What the configuration demands of an image before it may enter `environment`. */
export function requirementsOf({ config }: PromoteContext, environment: string): Requirements {
  const requires = config?.document.environments?.[environment]?.requires;
  return { steps: requires?.steps ?? [], environments: requires?.environments ?? [] };
}

/** Looks for everything that is required, and says what is missing. */
export async function checkRequirements(
  context: PromoteContext,
  required: Requirements,
  digest: Digest,
  destination: Repository,
  proved: readonly RunRecord[],
): Promise<readonly string[]> {
  const environments = new Set<string>();
  for (const name of required.environments) {
    const environment = context.config?.environments.find((candidate) => candidate.name === name);
    if (environment === undefined) continue;
    const repository = await context.images.open(environment, context.signal);
    if ((await repository.head(digest, context.signal)) !== undefined) environments.add(name);
  }
  const host = destination.mountScope;
  const isRehearsal = host === undefined || isLoopbackHost(host);
  const records = new Map(proved.map((record) => [record.step, record]));
  return missingEvidence(required, { environments, records, isRehearsal });
}

/** What the steps of this run left, whatever they ended with. */
export async function recordsOfThisRun(context: PromoteContext): Promise<readonly RunRecord[]> {
  const records = await readRecords(context.files);
  return records.filter((record) => isOfThisRun(record, context));
}

/** Whether a rehearsal counts is decided apart; here both kinds are of the run. */
function isOfThisRun(record: RunRecord, { run, clock }: PromoteContext): boolean {
  return isSameRun(record, { run, clock, rehearsal: record.rehearsal });
}
