import { closeSync, openSync, readSync } from 'node:fs';

/** What a program file is, from its first bytes. */
export type Executable =
  | { readonly kind: 'script'; readonly interpreter: string; readonly argument: string | undefined }
  | {
      readonly kind: 'elf';
      readonly architecture: string | undefined;
      /** The dynamic loader it asks for; undefined where it is linked statically. */
      readonly loader: string | undefined;
    }
  | { readonly kind: 'other' };

const headBytes = 64 * 1024;
const machines: Readonly<Record<number, string>> = {
  3: '386',
  40: 'arm',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
};

/** Looks at a program file. */
export function readExecutable(file: string): Executable {
  const head = Buffer.alloc(headBytes);
  const handle = openSync(file, 'r');
  try {
    return parseExecutable(head.subarray(0, readSync(handle, head, 0, headBytes, 0)));
  } finally {
    closeSync(handle);
  }
}

/** The same, on the first bytes of the file. */
export function parseExecutable(head: Buffer): Executable {
  if (head.toString('latin1', 0, 2) === '#!') return parseScript(head);
  if (head.length >= 64 && head.readUInt32BE(0) === 0x7f454c46) return parseElf(head);
  return { kind: 'other' };
}

/** `#!/usr/bin/env -S node` has one argument, `-S node`, as on Linux. */
function parseScript(head: Buffer): Executable {
  const end = head.indexOf(10);
  const line = head.toString('utf8', 2, end < 0 ? 256 : end).trim();
  const match = /^(\S+)(?:\s+(.*))?$/.exec(line);
  return match?.[1] === undefined
    ? { kind: 'other' }
    : { kind: 'script', interpreter: match[1], argument: match[2] };
}

/** Only 64-bit little-endian files carry a loader we could use; the rest is told apart by its machine. */
function parseElf(head: Buffer): Executable {
  const is64BitLittle = head[4] === 2 && head[5] === 1;
  const architecture = machines[head[5] === 1 ? head.readUInt16LE(18) : head.readUInt16BE(18)];
  if (!is64BitLittle) return { kind: 'elf', architecture, loader: undefined };
  const offset = Number(head.readBigUInt64LE(32));
  const entryBytes = head.readUInt16LE(54);
  const entries = head.readUInt16LE(56);
  for (let index = 0; index < entries; index += 1) {
    const at = offset + index * entryBytes;
    if (at + 56 > head.length) break;
    if (head.readUInt32LE(at) !== 3) continue; // PT_INTERP
    const from = Number(head.readBigUInt64LE(at + 8));
    const size = Number(head.readBigUInt64LE(at + 32));
    const loader = head.toString('utf8', from, from + size).replace(/\0.*$/s, '');
    return { kind: 'elf', architecture, loader };
  }
  return { kind: 'elf', architecture, loader: undefined };
}
