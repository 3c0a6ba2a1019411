import type { PackageRepository, Session } from '@ml-ci/aws';
import { type Log, plural } from '@ml-ci/core';
import type { Lock, LockedPackage } from '../lock/lock.ts';
import { unnamedFiles } from './files.ts';
import { type Finding, type GatePolicy, judge, originText, type VerifyLevel } from './judge.ts';
import { connectionsOf, type Found, lookUp } from './look-up.ts';

/** What the gate is told: where to look, and what to hold the lock to. */
export interface GateOptions {
  readonly session: Session;
  readonly at: PackageRepository;
  readonly level: Exclude<VerifyLevel, 'off'>;
  readonly allowedOrigins: readonly string[];
  readonly internal: readonly string[];
  readonly log: Log;
  readonly signal: AbortSignal;
  /** The public indexes behind the repository, where an earlier look has found them already. */
  readonly connections?: readonly string[] | undefined;
}

/** How a lock stands against a repository. */
export interface GateResult {
  readonly found: readonly Found[];
  readonly findings: readonly Finding[];
  /** Not in the domain yet: the repository passes them on when they are first asked for. */
  readonly pending: readonly LockedPackage[];
  /** The public indexes behind the repository. */
  readonly connections: readonly string[];
}

/** Holds every entry of a lock against the repository, and says all that is wrong with the line of the lock. */
export async function holdAgainst(lock: Lock, options: GateOptions): Promise<GateResult> {
  const { session, at, level, log, signal, allowedOrigins, internal } = options;
  const { format, packages, file } = lock;
  const connections = options.connections ?? (await connectionsOf(session, at, format, signal));
  const withOrigin = level === 'origin';
  const policy: GatePolicy = { format, domain: at.domain, withOrigin, allowedOrigins, internal, connections };
  const label = `looking up ${file} in ${at.domain}/${at.repository}`;
  const onProgress = (done: number) => log.progress({ label, done, total: packages.length, unit: 'count' });
  const found = await lookUp(lock, { session, at, withOrigin, signal, onProgress });
  const judged = found.map((one) => ({ ...judge(one, policy), locked: one.locked }));
  const findings = judged.flatMap((one) => one.findings);
  for (const { locked, message, fix } of findings) {
    log.annotate({
      level: 'error',
      file,
      line: locked.line,
      message: `${locked.name} ${locked.version} ${message}\n  → ${fix}`,
    });
  }
  const pending = judged.filter(({ isPending }) => isPending).map(({ locked }) => locked);
  if (findings.length === 0) tell({ found, pending, connections }, file, options);
  return { found, findings, pending, connections };
}

/** What was found where nothing is wrong: how many came from where, and how many are still to come. */
function tell(
  { found, pending, connections }: Omit<GateResult, 'findings'>,
  file: string,
  { at, log }: GateOptions,
): void {
  const where = `${at.domain}/${at.repository}`;
  const origins = new Map<string, number>();
  for (const { facts } of found) {
    if (facts === undefined) continue;
    const origin = originText(facts.origin);
    origins.set(origin, (origins.get(origin) ?? 0) + 1);
  }
  const counts = [...origins].sort().map(([origin, count]) => `${count} ${origin}`);
  if (counts.length > 0) log.info(`${where} has what the lock says: ${counts.join(', ')}`);
  const more = found.reduce((sum, { locked, assets }) => sum + unnamedFiles(locked, assets), 0);
  if (more > 0)
    log.info(
      `${where} has ${plural(more, 'file')} beside those of ${file}: a tool takes only what has a hash of the lock`,
    );
  if (pending.length === 0) return;
  const some = plural(pending.length, 'package');
  log.info(
    `${some} not in ${where} yet: it asks ${connections.join(', ')}, and then they are looked up again`,
  );
}

/** One sentence for a verdict: how many entries are wrong, and the first of them. */
export function findingsReason({ found, findings }: GateResult): string {
  const wrong = [...new Set(findings.map(({ locked }) => `${locked.name} ${locked.version}`))];
  const first = wrong.slice(0, 3).join(', ');
  const more = wrong.length > 3 ? ` and ${wrong.length - 3} more` : '';
  return `${wrong.length} of ${plural(found.length, 'package')} of the lock may not be installed: ${first}${more}`;
}
