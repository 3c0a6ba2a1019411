import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { contentHash, hashKinds, pythonJson } from './content-hash.ts';

// Each with what `Locker._get_content_hash` of Poetry 2.5.1 gives, with groups and without; 1.8.5 gives the same for the first.
const legacy = `[tool.poetry]
name = "model"
version = "1.0"
[tool.poetry.dependencies]
python = "^3.11"
numpy = { version = "2.1", optional = true, extras = ["b", "a"] }
[tool.poetry.group.dev.dependencies]
pytest = "*"
`;
const modern = `[project]
name = "model"
requires-python = ">=3.11"
dependencies = ["numpy==2.1", "größe ; python_version < '3.12'"]
[tool.poetry]
package-mode = false
[[tool.poetry.source]]
name = "corp"
url = "https://corp.example/simple/"
priority = "explicit"
`;
const groups = `[project]
name = "model"
dependencies = []
[dependency-groups]
dev = ["pytest", { include-group = "lint" }]
lint = ["ruff"]
[tool.poetry]
package-mode = false
`;
const legacyHash = 'eaacc7605afcd41350f3a7713307d8a107866fdfdcddaaced6afb9708a22a386';
const modernHash = '7aa4b196d3552d5706d86d04faa84be4bd0e41a6fed782fd24030bee927fbe9e';

test.each([
  ['of Poetry 1', legacy, legacyHash, legacyHash],
  ['with a project and a source', modern, modernHash, modernHash],
  [
    'with groups',
    groups,
    '17f256d4d35ca4426882a83fdf3e7c3b305bdd6f29d1e97bd3129871f2008857',
    '1c4b7d03605c20e6f96a02bca2daeba973554885fab37a188c1e5effbd8e352c',
  ],
])('the hash of a pyproject %s is that of Poetry', (_name, text, ...expected) => {
  const pyproject = parse(text, { integersAsBigInt: 'asNeeded' });
  expect(hashKinds.map((kind) => contentHash(pyproject, kind))).toEqual(expected);
});

test.each([
  [
    { b: [1, 'é', null], a: { d: true, c: '"\\' } },
    '{"a": {"c": "\\"\\\\", "d": true}, "b": [1, "\\u00e9", null]}',
  ],
  ['😀\n', '"\\ud83d\\ude00\\n"'],
])('%j is written as Python does', (value, expected) => {
  expect(pythonJson(value)).toBe(expected);
  // TOML has integers that no number of JavaScript holds.
  expect(pythonJson([12345678901234567890n])).toBe('[12345678901234567890]');
});
