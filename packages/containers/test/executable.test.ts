import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseExecutable } from '../src/executable.ts';

const scripts: readonly [string, string, object][] = [
  ['a shell script', '#!/bin/sh\necho', { kind: 'script', interpreter: '/bin/sh', argument: undefined }],
  [
    'one argument',
    '#! /usr/bin/env python3\n',
    { kind: 'script', interpreter: '/usr/bin/env', argument: 'python3' },
  ],
  [
    'the rest is one argument',
    '#!/usr/bin/env -S node --a\r\n',
    { kind: 'script', interpreter: '/usr/bin/env', argument: '-S node --a' },
  ],
  ['no interpreter', '#!\n', { kind: 'other' }],
  ['text', 'echo', { kind: 'other' }],
  ['nothing', '', { kind: 'other' }],
  ['the beginning of a program, cut off', '\x7fELF', { kind: 'other' }],
];

test.each(scripts)('%s', (_, head, expected) => {
  expect(parseExecutable(Buffer.from(head, 'latin1'))).toEqual(expected);
});

test.runIf(process.platform === 'linux')('node itself names its loader and this machine', async () => {
  const found = parseExecutable((await readFile(process.execPath)).subarray(0, 65_536));
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  expect(found).toEqual({
    kind: 'elf',
    architecture,
    loader: expect.stringMatching(/^\/lib.*\/ld-|^\/lib.*ld/),
  });
});
