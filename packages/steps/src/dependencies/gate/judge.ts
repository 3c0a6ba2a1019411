import type { LockedPackage, LockFormat } from '../lock/lock.ts';
import { isNamedBy } from '../lock/name-pattern.ts';
import { fileProblems } from './files.ts';
import type { Found } from './look-up.ts';
import { packagePattern } from './package-name.ts';

/** How much of a lock is held against CodeArtifact. */
export const verifyLevels = ['origin', 'hashes', 'off'] as const;
export type VerifyLevel = (typeof verifyLevels)[number];

/** What a lock is held to. */
export interface GatePolicy {
  readonly format: LockFormat;
  readonly domain: string;
  readonly withOrigin: boolean;
  /** `internal`, `external:public:pypi`, `external:*`, `unknown`. */
  readonly allowedOrigins: readonly string[];
  /** Names that only this domain may have: `ml-*`, `@ml/*`. */
  readonly internal: readonly string[];
  /** The public indexes that the repository passes on from; where there is one, a version may still be on its way. */
  readonly connections: readonly string[];
}

/** Something that is wrong with one entry. */
export interface Finding {
  readonly locked: LockedPackage;
  readonly kind: 'missing' | 'status' | 'hash' | 'origin' | 'confusion';
  readonly message: string;
  readonly fix: string;
}

/** The judgement over one entry: what is wrong, or that it is not there before it is asked for the first time. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly isPending: boolean;
}

/** Holds one entry against what CodeArtifact knows of it. */
export function judge(found: Found, policy: GatePolicy): Judged {
  const { locked, facts } = found;
  if (facts === undefined) {
    if (policy.connections.length > 0 && !isNamedBy(policy.internal, locked.name)) {
      return { findings: [], isPending: true };
    }
    const message = 'is not in the repository';
    const fix = 'publish it there, or copy it with ml-ci promote-packages';
    return { findings: [{ locked, kind: 'missing', message, fix }], isPending: false };
  }
  const findings = [statusFinding(found), ...hashFindings(found)];
  if (policy.withOrigin) findings.push(originFinding(found, policy), confusionFinding(found, policy));
  return { findings: findings.filter((finding) => finding !== undefined), isPending: false };
}

function statusFinding({ locked, facts }: Found): Finding | undefined {
  if (facts === undefined || facts.status === 'Published') return undefined;
  const { message, fix } = statusWords[facts.status] ?? {
    message: `has the status ${facts.status}`,
    fix: 'lock another version',
  };
  return { locked, kind: 'status', message, fix };
}

const statusWords: Readonly<Record<string, { readonly message: string; readonly fix: string }>> = {
  Unlisted: {
    message: 'was taken off the list: it is there for those who have it, and nobody should begin with it',
    fix: 'lock another version, or publish it again with update-package-versions-status',
  },
  Archived: {
    message: 'is archived and cannot be downloaded',
    fix: 'lock another version, or publish it again with update-package-versions-status',
  },
  Disposed: { message: 'was disposed of: its files are gone', fix: 'lock another version' },
  Deleted: { message: 'was deleted', fix: 'lock another version' },
  Unfinished: {
    message: 'is unfinished: not all of it has been published',
    fix: 'publish the rest, or set it to Published',
  },
};

function hashFindings({ locked, assets }: Found): Finding[] {
  const fix =
    'find out who changed it before you install anything; write the lock anew only if the change is yours';
  return fileProblems(locked, assets).map((message) => ({ locked, kind: 'hash', message, fix }));
}

function originFinding({ locked, facts }: Found, { allowedOrigins }: GatePolicy): Finding | undefined {
  if (facts === undefined) return undefined;
  const origin = originText(facts.origin);
  const isAllowed = allowedOrigins.some(
    (allowed) => allowed === origin || (allowed === 'external:*' && origin.startsWith('external:')),
  );
  if (isAllowed) return undefined;
  const message = `has the origin ${origin}, and allowed is ${allowedOrigins.join(', ')}`;
  return {
    locked,
    kind: 'origin',
    message,
    fix: `take it from elsewhere, or allow ${origin} in allow-origin`,
  };
}

/** `internal`, `external:public:pypi` or `unknown`. */
export function originText({ type, entryPoint }: NonNullable<Found['facts']>['origin']): string {
  if (type === 'EXTERNAL') return `external:${entryPoint ?? ''}`;
  return type === 'INTERNAL' ? 'internal' : 'unknown';
}

function confusionFinding({ locked, facts, guard }: Found, policy: GatePolicy): Finding | undefined {
  const { domain, format, connections } = policy;
  const pattern = packagePattern(format, locked.name);
  const close = `aws codeartifact update-package-group-origin-configuration --domain ${domain} --package-group '${pattern}' --restrictions EXTERNAL_UPSTREAM=BLOCK`;
  if (facts?.origin.type === 'EXTERNAL' && isNamedBy(policy.internal, locked.name)) {
    return {
      locked,
      kind: 'confusion',
      message: `is a name of yours, and this version came from ${facts.origin.entryPoint ?? 'outside'}`,
      fix: `remove the version from the domain, and keep others out: ${close}`,
    };
  }
  const isOpen =
    guard !== undefined &&
    connections.length > 0 &&
    guard.restrictions.upstream === 'ALLOW' &&
    guard.group.externalUpstream !== 'BLOCK';
  if (!isOpen) return undefined;
  const create =
    guard.group.pattern === pattern
      ? ''
      : `aws codeartifact create-package-group --domain ${domain} --package-group '${pattern}' && `;
  return {
    locked,
    kind: 'confusion',
    message: `is published by you, and a version of ${connections.join(', ')} under the same name could take its place: the package group ${guard.group.pattern} lets EXTERNAL_UPSTREAM in`,
    fix: `${create}${close}`,
  };
}
