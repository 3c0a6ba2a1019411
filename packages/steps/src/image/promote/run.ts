import { CancelledError, failed, formatBytes, passed, plural, StepError } from '@ml-ci/core';
import { type CopyPlan, type CopyResult, type Digest, planCopy, type Repository, runCopy } from '@ml-ci/oci';
import { checkRequirements, recordsOfThisRun, requirementsOf } from './gate.ts';
import type { PromoteContext, PromoteOutputs, PromoteVerdict } from './inputs.ts';
import { mountingAdvice } from './mounting.ts';
import { planned } from './planned.ts';
import { reportProgress } from './progress.ts';
import type { Promotion } from './promotion.ts';
import { promotionRecord, recordName } from './record.ts';
import { judgeTag } from './tag-state.ts';

/** PutImage is the tightest quota of ECR, 10 a second for the whole account. */
const ecrManifestsPerSecond = 5;

/** Promotes, and answers once the destination was looked at. */
export async function run(context: PromoteContext): Promise<PromoteVerdict> {
  const { inputs, signal, log, clock, images } = context;
  const startedMs = clock.now();
  const source = await images.open(inputs.from, signal);
  const destination = await images.open(inputs.to, signal);
  if (source.name === destination.name) throw sameRepository(source.name);
  const digest = await resolveDigest(context, source);
  const required = requirementsOf(context, inputs.to.name);
  const proved = await recordsOfThisRun(context);
  const missing = await checkRequirements(context, required, digest, destination, proved);
  if (missing.length > 0) {
    return failed<PromoteOutputs>(`${inputs.to.name} does not take ${digest}: ${missing.join('; ')}`, {
      digest,
    });
  }
  const present = await destination.head(inputs.tag, signal);
  const state = judgeTag(present?.digest, digest, { tag: inputs.tag, repository: destination.name });
  const plan = await planCopy(source, digest, inputs.referrers, signal);
  for (const { digest: layer } of plan.foreign) log.warn(`${layer} may not be copied; its maker serves it`);
  const alreadyPromoted = state === 'same';
  const promotion = {
    context,
    source,
    destination,
    digest,
    alreadyPromoted,
    required,
    proved,
    plan,
    startedMs,
  };
  if (context.plan.active) return passed(await planned(promotion));
  return passed(await complete(promotion));
}

/** The digest that was given, or what the tag names now; from here on nothing asks for the tag in the source again. */
async function resolveDigest({ inputs, signal, log }: PromoteContext, source: Repository): Promise<Digest> {
  const found = await source.head(inputs.digest ?? inputs.tag, signal);
  if (found === undefined) {
    throw new StepError('IMAGE_MISSING', {
      message: `"${source.name}" has no image "${inputs.digest ?? inputs.tag}"`,
      fix: `check the ${inputs.digest === undefined ? 'tag' : 'digest'}, or build and push the image first`,
    });
  }
  if (inputs.digest === undefined) log.info(`${inputs.tag} in ${inputs.from.name} is ${found.digest}`);
  return found.digest;
}

async function complete(promotion: Promotion): Promise<PromoteOutputs> {
  const { context, source, destination, digest, alreadyPromoted, plan } = promotion;
  const { inputs, signal, log, clock } = context;
  const result = await copy(promotion);
  const isOneRegistry = source.mountScope !== undefined && source.mountScope === destination.mountScope;
  const advice = mountingAdvice(result, isOneRegistry, inputs.to);
  if (advice !== undefined) log.warn(advice);
  signal.throwIfAborted();
  tell(promotion, result);
  const record = await context.files.state(recordName(inputs.to.name, digest));
  const facts = {
    from: { environment: inputs.from.name, repository: source.name },
    to: { environment: inputs.to.name, repository: destination.name },
    digest,
    tag: inputs.tag,
    alreadyPromoted,
    required: promotion.required,
    proved: promotion.proved,
    plan,
    result,
    run: context.run,
    startedMs: promotion.startedMs,
    finishedMs: clock.now(),
  };
  await context.files.write(record, promotionRecord(facts));
  return {
    digest,
    image: `${destination.name}@${digest}`,
    tag: inputs.tag,
    bytesMoved: result.bytesMoved,
    blobsMounted: result.blobsMounted,
    blobsSkipped: result.blobsSkipped,
    alreadyPromoted,
    record,
  };
}

/** Runs the copy. It is run for a promoted image too: signatures that came later, and what is damaged, are made good. */
async function copy({ context, source, destination, plan }: Promotion): Promise<CopyResult> {
  const { inputs, signal, clock, log } = context;
  try {
    return await runCopy(plan, source, destination, {
      tag: inputs.tag,
      concurrency: inputs.concurrency,
      clock,
      signal,
      onProgress: reportProgress(log, clock, `${inputs.from.name} → ${inputs.to.name}`),
      ...(inputs.to.type === 'ecr' ? { manifestsPerSecond: ecrManifestsPerSecond } : {}),
    });
  } catch (error) {
    if (error instanceof CancelledError) throw await cancelled(error, destination, context, plan);
    throw error;
  }
}

/** Says what a cancelled promotion left, as the registry tells it and not as we believe. */
async function cancelled(
  error: CancelledError,
  destination: Repository,
  { inputs }: PromoteContext,
  plan: CopyPlan,
): Promise<CancelledError> {
  const present = await destination
    .head(inputs.tag, AbortSignal.timeout(2_000))
    .catch(() => 'unknown' as const);
  const again = 'run the same command again: layers that have arrived are not sent again';
  if (present === 'unknown')
    return new CancelledError(error.signal, `whether the tag is there is unknown; ${again}`);
  if (present?.digest === plan.root.descriptor.digest) {
    return new CancelledError(error.signal, `"${inputs.tag}" is in "${destination.name}"; ${again}`);
  }
  return new CancelledError(error.signal, `"${destination.name}" has no tag "${inputs.tag}"; ${again}`);
}

function tell({ context, digest, alreadyPromoted, plan }: Promotion, result: CopyResult): void {
  const { inputs, log } = context;
  const attached = plan.referrers.length + plan.digestTags.length;
  log.table({
    title: `${inputs.from.name} → ${inputs.to.name}`,
    columns: ['what', 'value'],
    rows: [
      ['digest', digest],
      ['tag', alreadyPromoted ? `${inputs.tag} (was there)` : inputs.tag],
      ['moved', `${plural(result.blobsUploaded, 'blob')}, ${formatBytes(result.bytesMoved)}`],
      ['mounted', plural(result.blobsMounted, 'blob')],
      ['there already', plural(result.blobsSkipped, 'blob')],
      [
        'with it',
        plural(attached, 'signature, report or attestation', 'signatures, reports and attestations'),
      ],
    ],
  });
}

function sameRepository(name: string): StepError {
  return new StepError('INPUT_INVALID', {
    message: `both environments are "${name}"`,
    fix: 'promote between two different repositories',
  });
}
