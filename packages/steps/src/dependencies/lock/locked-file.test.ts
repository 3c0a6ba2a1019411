import { expect, test } from 'vitest';
import { otherSha256, sha256 } from './fixture.ts';
import type { LockKind } from './lock.ts';
import { readLock } from './read-lock.ts';

const cpu = 'torch-2.9.0+cpu-cp312-none-any.whl';
const coded = cpu.replace('+', '%2B');
const [, hex = ''] = sha256.split(':');
const [, otherHex = ''] = otherSha256.split(':');
const head = 'name = "torch"\nversion = "2.9.0+cpu"\n';
const locks: Partial<Readonly<Record<LockKind, string>>> = {
  uv: `version = 1\nrevision = 3\n[[package]]\n${head}source = { registry = "https://i.example/simple" }
sdist = { url = "https://f.example/torch.tar.gz#sha256=0", hash = "${otherSha256}" }
wheels = [{ url = "https://f.example/a/${coded}?x=/b", hash = "${sha256}" }]\n`,
  poetry: `[[package]]\n${head}groups = ["main"]\nfiles = [{file = "${cpu}", hash = "${sha256}"}, {file = "torch.tar.gz", hash = "${otherSha256}"}]
[metadata]\nlock-version = "2.1"\n`,
  // A package with extras stands there twice.
  pdm: `[metadata]\nlock_version = "4.5.0"\nstrategy = ["inherit_metadata"]
[[package]]\n${head}files = [{url = "https://f.example/${coded}", hash = "${sha256}"}]
[[package]]\n${head}extras = ["x"]\nfiles = [{file = "torch.tar.gz", hash = "${otherSha256}"}, {file = "${cpu}", hash = "${sha256}"}]\n`,
  pylock: `lock-version = "1.0"\n[[packages]]\n${head}sdist = {name = "torch.tar.gz", url = "https://f.example/other", hashes = {sha256 = "${otherHex}"}}
wheels = [{url = "https://f.example/${coded}", hashes = {sha256 = "${hex}"}}]\n`,
};

test.each(Object.entries(locks))('a lock of %s names its files with their hashes', async (kind, text) => {
  const { packages } = await readLock(text, 'lock', kind as LockKind); // a key of the table above
  expect(packages.map(({ files }) => files)).toEqual([
    [
      { name: cpu, hashes: [sha256] },
      { name: 'torch.tar.gz', hashes: [otherSha256] },
    ],
  ]);
});

test('a lock of requirements has hashes alone', async () => {
  const { packages } = await readLock(`torch==2.9.0 --hash=${sha256}\n`, 'requirements.txt');
  expect(packages.map(({ files }) => files)).toEqual([undefined]);
});
