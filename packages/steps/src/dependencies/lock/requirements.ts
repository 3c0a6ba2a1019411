import type { Problem } from '@ml-ci/core';
import { lockLimit, type Offender, refuseOffenders, shorten, unreadable } from './lock-error.ts';
import { repairOf } from './repair.ts';

/** One pinned project of a requirements lock. */
export interface Requirement {
  /** As PEP 503 compares it. */
  readonly project: string;
  /** `name[extras]==version`, without marker. */
  readonly pin: string;
  readonly version: string;
  /** `python_version < "3.12"`; such a line may apply to no machine of ours. */
  readonly marker: string | undefined;
  /** `sha256:…`; any of them will do. */
  readonly hashes: readonly string[];
  readonly line: number;
}

interface LogicalLine {
  readonly text: string;
  readonly line: number;
}

/** Options that change nothing of what is installed, or say what ml-ci does anyway. */
const harmless = /^--(?:require-hashes|no-deps|prefer-binary|only-binary(?:[ =]+:all:)?)$/;

/** Reads a requirements lock; throws with every line that is not a pinned project with a hash. */
export function parsePipLock(text: string, lock: string): readonly Requirement[] {
  if (text.length > lockLimit) throw unreadable(lock, 'requirements', 'is larger than a lock file can be');
  const offenders: Offender[] = [];
  const requirements: Requirement[] = [];
  for (const entry of logicalLines(text)) {
    if (entry.text.startsWith('-')) {
      if (!harmless.test(entry.text)) offenders.push({ problem: optionProblem(entry, lock), isUnsafe: true });
      continue;
    }
    const read = parseRequirement(entry);
    if ('requirement' in read) requirements.push(read.requirement);
    else offenders.push({ ...read, problem: { ...read.problem, place: `${lock}:${entry.line}` } });
  }
  refuseOffenders(lock, offenders, repairOf('requirements', lock));
  if (requirements.length === 0) throw unreadable(lock, 'requirements', 'names no package');
  return requirements;
}

/** The lock as pip is given it: what was checked, and nothing else. */
export function renderPipLock(requirements: readonly Requirement[]): string {
  const lines = requirements.map(({ pin, marker, hashes }) => {
    const condition = marker === undefined ? '' : ` ; ${marker}`;
    return `${pin}${condition}${hashes.map((hash) => ` \\\n    --hash=${hash}`).join('')}`;
  });
  return `${lines.join('\n')}\n`;
}

/** The name of a project as PEP 503 compares it. */
export function normalizeProject(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** Joins continued lines and drops comments, as pip does; each keeps the number of its first line. */
function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let open: LogicalLine | undefined;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const isComment = /^\s*#/.test(raw);
    const content = isComment ? '' : raw.replace(/\s+#.*$/, '');
    const isContinued = !isComment && content.endsWith('\\');
    const part = isContinued ? content.slice(0, -1) : content;
    open = open ? { text: `${open.text} ${part}`, line: open.line } : { text: part, line: index + 1 };
    if (isContinued) continue;
    if (open.text.trim() !== '') lines.push({ text: open.text.trim(), line: open.line });
    open = undefined;
  }
  if (open && open.text.trim() !== '') lines.push({ text: open.text.trim(), line: open.line });
  return lines;
}

function optionProblem({ text, line }: LogicalLine, lock: string): Problem {
  const option = text.split(/[\s=]/)[0] ?? text;
  return {
    name: option,
    message: 'is an option that changes where packages come from or how they are made',
    place: `${lock}:${line}`,
    fix: 'remove the line; the repository is given to ml-ci, and builds are allowed by allow-build',
  };
}

type Read = { readonly requirement: Requirement } | { readonly problem: Problem; readonly isUnsafe: boolean };

function parseRequirement({ text, line }: LogicalLine): Read {
  const [head = '', ...options] = text.split(/\s+(?=--[a-z])/);
  const [spec = '', marker] = splitMarker(head);
  const name = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/.exec(spec)?.[0];
  if (name === undefined || /^[./~]|:\/\/|\s@\s|^[^=<>!~]*@/.test(spec)) {
    return refuse(shorten(spec), 'is a path or an address, not a project of the repository', true);
  }
  const foreign = options.find((option) => !/^--hash[= ]/.test(option));
  if (foreign !== undefined) return refuse(name, `has the option "${shorten(foreign)}"`, true);
  const pin = /^[A-Za-z0-9._-]+\s*(\[[A-Za-z0-9._,\s-]*\])?\s*={2,3}\s*([A-Za-z0-9][A-Za-z0-9.!+_-]*)$/.exec(
    spec,
  );
  if (!pin?.[2]) return refuse(name, 'has no exact version: it needs "=="', false);
  const hashes = options.map((option) => option.replace(/^--hash[= ]\s*/, '').trim());
  if (hashes.length === 0) return refuse(name, 'has no --hash', false);
  const weak = hashes.find(
    (hash) => !/^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/.test(hash),
  );
  if (weak !== undefined)
    return refuse(name, `has the hash "${shorten(weak)}", which is no SHA-256, 384 or 512`, false);
  const extras = pin[1]?.replace(/\s+/g, '') ?? '';
  const requirement = {
    project: normalizeProject(name),
    pin: `${name}${extras}==${pin[2]}`,
    version: pin[2],
    marker,
    hashes,
    line,
  };
  return { requirement };
}

function splitMarker(head: string): [string, string | undefined] {
  const at = head.indexOf(';');
  if (at < 0) return [head.trim(), undefined];
  return [head.slice(0, at).trim(), head.slice(at + 1).trim() || undefined];
}

function refuse(name: string, message: string, isUnsafe: boolean): Read {
  return { problem: { name, message }, isUnsafe };
}
