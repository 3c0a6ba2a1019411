import type { RunRecord } from '@ml-ci/core';

/** What a destination asks for before it takes a digest. */
export interface Requirements {
  readonly steps: readonly string[];
  readonly environments: readonly string[];
}

/** What was found about a digest. */
export interface Evidence {
  /** The environments that have the digest. */
  readonly environments: ReadonlySet<string>;
  /** The records of this run, by step. */
  readonly records: ReadonlyMap<string, Pick<RunRecord, 'verdict' | 'rehearsal' | 'outputs'>>;
  /** True where the destination is a rehearsal itself: only then does a rehearsed step count. */
  readonly isRehearsal: boolean;
}

/** What a step has as its output `scope` where it looked at all that there was. */
const whole = 'all';

/** What is missing, one sentence each; nothing where the digest may pass. */
export function missingEvidence(required: Requirements, evidence: Evidence): readonly string[] {
  const environments = required.environments
    .filter((name) => !evidence.environments.has(name))
    .map((name) => `"${name}" does not have it: promote it there first`);
  const steps = required.steps.flatMap((step) => {
    const record = evidence.records.get(step);
    if (record === undefined) return [`"${step}" has not run in this release: run it first`];
    if (record.verdict !== 'passed') return [`"${step}" ended with ${record.verdict}`];
    if (record.rehearsal !== undefined && !evidence.isRehearsal) {
      return [`"${step}" passed in a rehearsal on ${record.rehearsal} only`];
    }
    const { scope = whole } = record.outputs;
    return scope === whole ? [] : [`"${step}" looked at a part only: ${scope}`];
  });
  return [...environments, ...steps];
}
