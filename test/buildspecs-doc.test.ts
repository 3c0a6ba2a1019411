import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf } from './guides/blocks.ts';
import { run } from './surfaces/run.ts';

const root = join(import.meta.dirname, '..');

test('docs/buildspecs.md prints what its commands print', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'ml-ci-page-'));
  const env = { PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter) };
  const page = await readFile(join(root, 'docs/buildspecs.md'), 'utf8');
  let printed: readonly string[] = [];
  let compared = 0;
  for (const block of blocksOf(page)) {
    if (block.kind === 'file') await writeFile(join(cwd, block.path), block.text);
    if (block.kind === 'run') {
      const { exitCode, text } = await run('bash', ['-euo', 'pipefail', '-c', block.script], { cwd, env });
      expect(exitCode, `${block.script}\n${text}`).toBe(block.exitCode);
      printed = text.split('\n').map(withoutChance);
    }
    if (block.kind === 'expect') {
      const wanted = block.lines.map(withoutChance);
      expect(printed.filter((line) => wanted.includes(line))).toEqual(wanted);
      compared += 1;
    }
  }
  expect(compared).toBe(3);
});

/** A line without what differs from run to run: seconds, ids, and where the folder is. */
function withoutChance(line: string): string {
  return line
    .replaceAll(/(?<= )\d+\.\d(?= |$)/g, '0.0')
    .replaceAll(/\/\S*(?=\/\.ml-ci\/)/g, '')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .trimEnd();
}
