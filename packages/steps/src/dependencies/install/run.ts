import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { loadCodeArtifact, type Session } from '@ml-ci/aws';
import { failed, passed, plural, StepError } from '@ml-ci/core';
import { type Access, openAccess } from '../access.ts';
import { chooseAccount, type DomainAccount } from '../account.ts';
import { findingsReason, type GateResult, holdAgainst } from '../gate/gate.ts';
import type { Lock } from '../lock/lock.ts';
import { readLock } from '../lock/read-lock.ts';
import { normalizeProject } from '../lock/requirements.ts';
import { dependencyRecord, mergeRecords } from '../record/record.ts';
import { addToRun } from '../record/run-records.ts';
import { writeDependencies } from '../record/write.ts';
import { type DownloadCache, openCache } from './cache.ts';
import { refuse } from './child-failure.ts';
import type { InstallContext, InstallOutputs, InstallVerdict } from './inputs.ts';
import { chooseManager, type Installed, type Manager, type ManagerName, openManager } from './manager.ts';
import { type Vouched, vouchFor } from './vouching.ts';

/** Checks the lock, holds it against the repository, installs it with a token of its own that is gone afterwards, and records it. */
export async function run(context: InstallContext): Promise<InstallVerdict> {
  const { inputs, files, plan, config, log } = context;
  const text = await files.readText(inputs.lock);
  const lock = await readLock(text, inputs.lock, undefined, { allowUnchecked: inputs.allowUnchecked });
  checkVouched(context);
  const name = chooseManager(inputs.manager, lock);
  const manager = await openManager(name, { context, lock, text });
  checkAllowed(inputs.allowBuild, lock, manager.local);
  const account = chooseAccount(inputs, config?.environments ?? [], 'install');
  // Before anything is asked of AWS: with the version the tool's configuration is found safe.
  const [toolVersion] = await Promise.all([manager.version(), loadCodeArtifact()]);
  const session = await context.aws.session(account.environment, context.signal);
  const lockDigest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const known: Known = { lockDigest, manager: name, toolVersion };
  const from = `${inputs.domain}/${inputs.repository}`;
  const gate = await verify(context, lock, session, account);
  if (gate !== undefined && gate.findings.length > 0)
    return failed<InstallOutputs>(findingsReason(gate), known);
  const count = plural(lock.packages.length, 'package');
  if (plan.active) {
    plan.would(
      `install ${count} of "${inputs.lock}" from ${from} with ${name}`,
      'codeartifact:GetAuthorizationToken',
    );
    return passed({ ...known, packages: 0 });
  }
  const temporary = await files.temporary('install');
  context.state.save('temporary', temporary);
  const [access, cache] = await Promise.all([
    openAccess(context, session, account.owner, lock.format),
    openCache(context, known, lock.format, manager),
  ]);
  log.info(`installing ${count} of ${inputs.lock} from ${from} with ${name} ${toolVersion}`);
  const lent = (await cache?.lend(temporary)) ?? 0;
  if (lent > 0) log.info(`${plural(lent, 'archive')} of earlier runs with a hash of the lock`);
  const vouched = vouchFor(gate?.found);
  const installed = await installWith(manager, access, temporary, cache, vouched);
  if (installed.state !== 'installed') return refused(context, name, lock, installed, known);
  await cache?.save();
  // What was on its way before is in the domain now, and is held to the same.
  const late =
    gate && gate.pending.length > 0
      ? await verify(context, { ...lock, packages: gate.pending }, session, account, gate.connections)
      : undefined;
  const missing = late?.pending.filter(({ mayBeAbsent }) => !mayBeAbsent) ?? [];
  if (late !== undefined && late.findings.length > 0)
    return failed<InstallOutputs>(findingsReason(late), known);
  const differences = vouched.differences(late?.found ?? []);
  if (differences.length > 0) return refused(context, name, lock, { state: 'different', differences }, known);
  if (missing.length > 0)
    log.info(
      `${plural(missing.length, 'package')} of the kept downloads are still not in ${from}: ${missing[0]?.name}`,
    );
  const found = [...(gate?.found ?? []), ...(late?.found ?? [])];
  const at = { domain: inputs.domain, owner: account.owner, repository: inputs.repository };
  const { region } = account.environment;
  const own = dependencyRecord({ lock, digest: known.lockDigest, at, region, found });
  const records = await addToRun(own, context);
  const written = await writeDependencies(files, mergeRecords(records), context.run.model ?? 'model');
  if (records.length > 1)
    log.info(
      `the record is of ${records.map((record) => record.lock.file).join(' and ')}, as this run installed them`,
    );
  log.info(`installed ${plural(installed.count, 'package')}, each with the hash of the lock`);
  return passed({
    ...known,
    packages: installed.count,
    record: written.record,
    sbom: written.sbom,
    recordDigest: written.digest,
  });
}

type Known = Omit<InstallOutputs, 'packages' | 'manager' | 'record' | 'sbom' | 'recordDigest'> & {
  readonly manager: ManagerName;
};

/** Afterwards the temporary folder is gone, and with it all that the tool wrote but archives of the lock. */
async function installWith(
  manager: Manager,
  access: Access,
  temporary: string,
  cache: DownloadCache | undefined,
  vouched: Vouched,
): Promise<Installed> {
  try {
    const installed = await manager.install(access, temporary, vouched);
    await cache?.keep(temporary);
    return installed;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The lock held against the repository, or undefined where that was turned off. */
async function verify(
  { inputs, log, signal }: InstallContext,
  lock: Lock,
  session: Session,
  { owner }: DomainAccount,
  connections?: readonly string[],
): Promise<GateResult | undefined> {
  if (inputs.verify === 'off') return undefined;
  return await holdAgainst(lock, {
    session,
    at: { domain: inputs.domain, owner, repository: inputs.repository },
    level: inputs.verify,
    allowedOrigins: inputs.allowOrigin,
    internal: inputs.internal,
    log,
    signal,
    connections,
  });
}

/** What is not the lock's is a verdict; that the manager gave up for another reason is an error. */
function refused(
  { log }: InstallContext,
  name: ManagerName,
  lock: Lock,
  installed: Exclude<Installed, { state: 'installed' }>,
  known: Known,
): InstallVerdict {
  if (installed.state === 'refused') return refuse(name, installed.cause, installed.result, lock, known);
  for (const difference of installed.differences) log.warn(difference);
  const first = installed.differences.slice(0, 3).join('; ');
  return failed<InstallOutputs>(`what is installed is not what the lock says: ${first}`, known);
}

/** A package that the lock does not pin is held to what the repository says of it, so that must be asked. */
function checkVouched({ inputs }: InstallContext): void {
  if (inputs.allowUnchecked.length === 0 || inputs.verify === 'origin') return;
  throw new StepError('INPUT_INVALID', {
    message: 'a mistake in the inputs of install',
    fix: ({ input }) => `use ${input('verify', 'origin')}`,
    problems: [
      {
        name: 'allow-unchecked',
        message: `needs what verify: origin looks up, not verify: ${inputs.verify}`,
      },
    ],
  });
}

/** A name that is not in the lock is a mistake: the package that was meant would silently not be built. */
function checkAllowed(
  allowed: readonly string[],
  { packages, format, file, local }: Lock,
  more: readonly string[] = [],
): void {
  const names = new Set([...packages.map(({ name }) => name), ...local, ...more]);
  const unknown = allowed.filter((name) => !names.has(format === 'pypi' ? normalizeProject(name) : name));
  if (unknown.length === 0) return;
  throw new StepError('INPUT_INVALID', {
    message: 'a mistake in the inputs of install',
    fix: ({ help }) => help('install'),
    problems: unknown.map((name) => ({ name: 'allow-build', message: `"${name}" is not in "${file}"` })),
  });
}
