import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readByTheBook } from './csv-oracle.ts';
import { folderWith, parquetIn, runIn } from './fixture.ts';
import { randomNumbers } from './random.ts';

/** Another seed is another set of files: `FUZZ_SEED=12 FUZZ_FILES=2000 npm test -- fuzz`. */
const random = randomNumbers(Number(process.env.FUZZ_SEED ?? 4));
const count = Number(process.env.FUZZ_FILES ?? 150);
const upTo = (end: number) => Math.floor(random() * end);
const oneOf = <T>(some: readonly T[]): T | undefined => some[upTo(some.length)];

const pieces = [
  '"',
  ',',
  '\n',
  '\r',
  '\r\n',
  '""',
  '\0',
  'é',
  '\u2028',
  '-',
  'x',
  '9',
  ' ',
  '',
  '\ufeff',
].map((text) => Buffer.from(text));

/** The bytes with one thing or two changed in them. */
function changed(bytes: Buffer): Buffer {
  let text = bytes;
  for (let times = 1 + upTo(2); times > 0; times -= 1) {
    const [at, length] = [upTo(text.length), upTo(3)];
    const piece = random() < 0.15 ? Buffer.from([upTo(256)]) : (oneOf(pieces) ?? Buffer.alloc(0));
    text =
      random() < 0.08
        ? text.subarray(0, at)
        : Buffer.concat([text.subarray(0, at), piece, text.subarray(at + length)]);
  }
  return text;
}

const rows = Array.from({ length: 12 }, (_, at) => `${at},${at % 2 === 0 ? 'a' : '"b, ""c"""'},${at / 4}`);
const plain = Buffer.from(`id,kind,x\n${rows.map((row) => row.replace(/".*"/, 'b')).join('\n')}\n`);
const quoted = Buffer.from(`id,kind,x\r\n${rows.join('\r\n')}\r\n`);

const checks = `version: 1
columns:
  id: { type: integer, unique: true, min: 0, max: 20 }
  kind: { type: string, length: { min: 1 } }
  x: { type: number, min: 0, max: 10 }
strict: true
row-count: 12
`;

/** What the checks ask, in words of JavaScript. */
function holds(found: ReturnType<typeof readByTheBook>): boolean | undefined {
  if (found === 'unsaid') return undefined;
  if (found === 'broken') return false;
  const [header, ...all] = found;
  // a blank line is no row
  const data = all.filter((row) => row.length > 1 || row[0] !== undefined);
  const ids = data.map(([id]) => BigInt(/^[+-]?\d+$/.test(id ?? '') ? (id ?? '') : -1));
  return (
    [...(header ?? [])].sort().join() === 'id,kind,x' &&
    header?.join() === 'id,kind,x' &&
    data.length === 12 &&
    data.every((row) => row.length === 3) &&
    new Set(ids).size === 12 &&
    ids.every((id) => id >= 0n && id <= 20n) &&
    data.every(([, kind]) => kind !== undefined && kind !== '') &&
    data.every(
      ([, , x]) =>
        /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(x ?? '') && Number(x) >= 0 && Number(x) <= 10,
    )
  );
}

it('passes a changed CSV file exactly where one who reads by the book finds nothing wrong', async () => {
  const files = Array.from({ length: count }, (_, at) => changed(at % 2 === 0 ? plain : quoted));
  const names = files.map((_, at) => `f${at}.csv`);
  const root = await folderWith(Object.fromEntries(files.map((bytes, at) => [names[at] ?? '', bytes])));
  const { report, outcome } = await runIn(root, checks, { sources: names.join(',') });
  expect(outcome.error).toBeUndefined();
  const wrong: unknown[] = [];
  const tally = { passed: 0, failed: 0, unsaid: 0 };
  for (const [at, bytes] of files.entries()) {
    const found: { check: string; status: string; found?: string }[] = report.sources[at].checks;
    const bad = found.filter(({ status }) => status !== 'passed');
    const expected = holds(readByTheBook(bytes));
    if (expected === undefined) tally.unsaid += 1;
    else tally[bad.length === 0 ? 'passed' : 'failed'] += 1;
    if (expected !== undefined && expected !== (bad.length === 0))
      wrong.push(JSON.stringify({ text: bytes.toString('latin1'), bad }));
  }
  expect(wrong).toEqual([]);
  // a test that sees one side only could not fail
  expect(Math.min(tally.passed, tally.failed)).toBeGreaterThan(count / 30);
}, 120_000);

it('ends with a verdict whatever is in a Parquet file', async () => {
  const root = await folderWith({
    'checks.yml': `${checks.replace('max: 20', 'max: 2999').replace('12', '3000').replace('max: 10 ', 'max: 1500 ')}`,
  });
  const select = `SELECT i AS id, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' || i END AS kind, i * 0.5::DOUBLE AS x FROM range(3000) t(i)`;
  const whole = [
    await parquetIn(root, 'one.parquet', select),
    await parquetIn(root, 'two.parquet', `${select} ORDER BY hash(i)`),
  ];
  const names = Array.from({ length: count }, (_, at) => `f${at}.parquet`);
  for (const [at, name] of names.entries()) {
    const bytes = Buffer.from(whole[at % 2] ?? '');
    // half of the changes are in the footer, which leads the reader
    const place = random() < 0.5 ? upTo(bytes.length) : bytes.length - 1 - upTo(Math.min(bytes.length, 900));
    bytes[place] = upTo(256);
    await writeFile(join(root, name), random() < 0.1 ? bytes.subarray(0, upTo(bytes.length)) : bytes);
  }
  // in a process of its own: what the engine does to it is seen
  const cli = join(import.meta.dirname, '../../../cli/src/bin.ts');
  const child = spawn(
    process.execPath,
    [cli, 'validate-data', '--checks', 'checks.yml', '--sources', ['one.parquet', ...names].join(',')],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ending = await new Promise((resolve) => child.on('close', (code, signal) => resolve([code, signal])));
  expect(ending, said.slice(-1_000)).toEqual([1, null]);
  const report = JSON.parse(await readFile(join(root, '.ml-ci/validate-data/report.json'), 'utf8'));
  const verdicts: [number, boolean][] = report.sources.map(
    (source: { rows: number; checks: { status: string }[] }) => [
      source.rows,
      source.checks.every(({ status }) => status === 'passed'),
    ],
  );
  expect(verdicts[0]).toEqual([3_000, true]);
  expect(verdicts.filter(([rows, isPassed]) => isPassed && rows !== 3_000)).toEqual([]);
  expect(verdicts.filter(([, isPassed]) => !isPassed).length).toBeGreaterThan(count / 10);
}, 120_000);
