import { when } from './applies.ts';
import type { Entry, Origin, Reading } from './entry.ts';
import { type FileHashes, readIntegrity } from './hash.ts';
import { unreadable } from './lock-error.ts';
import { parseYarn1, type Yarn1Entry } from './yarn-1-syntax.ts';

/**
 * Reads a yarn.lock of version 1. It does not name what the project itself asks for, so nothing in it says whether a package
 * is there for development alone, or may be missing.
 */
export function readYarn1(text: string, file: string): Reading {
  if (!/^# yarn lockfile v1\r?$/m.test(text)) {
    throw unreadable(file, 'yarn-1', 'does not say "yarn lockfile v1"; version 1 is known');
  }
  const entries = parseYarn1(text, file).map((entry): Entry => {
    const { name } = splitAsked(entry.asked[0] ?? '');
    return {
      name,
      version: entry.fields.get('version'),
      line: entry.line,
      origin: originOf(entry),
      files: [hashesOf(entry)],
      ...when(undefined),
    };
  });
  return { entries };
}

/** The package that an entry is of, under its own name: `spaces@npm:ms@2.0.0` is `ms`. */
export function splitAsked(asked: string): { name: string; range: string } {
  const alias = /^@?[^@]+@npm:(@?[^@]+)(?:@(.*))?$/s.exec(asked);
  const plain = /^(@?[^@]*)(?:@(.*))?$/s.exec(asked);
  const [, name = '', range = ''] = alias ?? plain ?? [];
  return { name, range };
}

/** A range or a tag has neither a slash nor a colon: everything else is an address, a path or a repository. */
function originOf({ asked, fields }: Yarn1Entry): Origin {
  const foreign = asked.find((one) => /[/:]/.test(splitAsked(one).range));
  if (foreign !== undefined) return { type: 'elsewhere', what: fields.get('resolved') ?? foreign };
  const resolved = fields.get('resolved');
  return { type: 'registry', addresses: resolved === undefined ? [] : [resolved] };
}

/** Beside the integrity, which Yarn 1.10 began to write, an address ends with a SHA-1. */
function hashesOf({ fields }: Yarn1Entry): FileHashes {
  const found = readIntegrity(fields.get('integrity'));
  if (found.strong.length > 0 || found.weak !== undefined) return found;
  const sha1 = /#([0-9a-f]{40})$/.exec(fields.get('resolved') ?? '')?.[1];
  return { strong: [], weak: sha1 === undefined ? undefined : `sha1:${sha1}` };
}
