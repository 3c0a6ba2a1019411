import type { LockKind } from '../../src/dependencies/lock/lock.ts';

const hex = 'ab'.repeat(32);
const integrity = `sha512-${'A'.repeat(86)}==`;

/** A lock of `count` packages of each kind, as its tool would write it; each needs the next one, and one far away. */
export const largeLocks: Readonly<Record<LockKind, (count: number) => string>> = {
  requirements: (count) => join(count, (name) => `${name}==1.0.0 \\\n    --hash=sha256:${hex}\n`),
  uv: (count) =>
    `version = 1
revision = 3
requires-python = ">=3.10"

[[package]]
name = "model"
version = "1.0.0"
source = { virtual = "." }
dependencies = [
    { name = "p0" },
]
${join(
  count,
  (name, next, far) => `
[[package]]
name = "${name}"
version = "1.0.0"
source = { registry = "https://pypi.org/simple" }
dependencies = [
    { name = "${next}" },
    { name = "${far}", marker = "sys_platform == 'win32'" },
]
sdist = { url = "https://files.pythonhosted.org/${name}-1.0.0.tar.gz", hash = "sha256:${hex}", size = 310971 }
wheels = [
    { url = "https://files.pythonhosted.org/${name}-1.0.0-py3-none-any.whl", hash = "sha256:${hex}", size = 134521 },
]
`,
)}`,
  poetry: (count) =>
    `${join(
      count,
      (name, next, far) => `[[package]]
name = "${name}"
version = "1.0.0"
description = "One of many"
optional = false
python-versions = ">=3.10"
groups = ["main"]
files = [
    {file = "${name}-1.0.0-py3-none-any.whl", hash = "sha256:${hex}"},
    {file = "${name}-1.0.0.tar.gz", hash = "sha256:${hex}"},
]

[package.dependencies]
${next} = ">=1.0"
${far} = {version = ">=1.0", markers = "sys_platform == \\"win32\\""}

`,
    )}[metadata]
lock-version = "2.1"
python-versions = ">=3.10"
content-hash = "${hex}"
`,
  pdm: (count) => `[metadata]
groups = ["default"]
strategy = ["inherit_metadata"]
lock_version = "4.5.1"
content_hash = "sha256:${hex}"
${join(
  count,
  (name, next) => `
[[package]]
name = "${name}"
version = "1.0.0"
requires_python = ">=3.10"
summary = "One of many"
groups = ["default"]
marker = "python_version < \\"3.15\\""
dependencies = [
    "${next}>=1.0",
]
files = [
    {file = "${name}-1.0.0-py3-none-any.whl", hash = "sha256:${hex}"},
    {file = "${name}-1.0.0.tar.gz", hash = "sha256:${hex}"},
]
`,
)}`,
  pylock: (count) => `lock-version = "1.0"
created-by = "uv"
${join(
  count,
  (name) => `
[[packages]]
name = "${name}"
version = "1.0.0"
marker = "sys_platform == 'win32' and python_version < '3.15'"
index = "https://pypi.org/simple"
wheels = [{ url = "https://files.pythonhosted.org/${name}-1.0.0-py3-none-any.whl", upload-time = 2024-10-02T10:46:11Z, size = 13237, hashes = { sha256 = "${hex}" } }]
`,
)}`,
  'package-lock': (count) =>
    JSON.stringify(
      {
        name: 'model',
        lockfileVersion: 3,
        packages: Object.fromEntries([
          ['', { name: 'model', dependencies: { p0: '^1.0.0' } }],
          ...rows(count, (name, next, far) => [
            `node_modules/${name}`,
            { version: '1.0.0', integrity, dependencies: { [next]: '^1.0.0', [far]: '^1.0.0' } },
          ]),
        ]),
      },
      undefined,
      2,
    ),
  pnpm: (count) => `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      p0:
        specifier: ^1.0.0
        version: 1.0.0

packages:

${join(count, (name) => `  ${name}@1.0.0:\n    resolution: {integrity: ${integrity}}\n    engines: {node: '>=18'}\n\n`)}snapshots:

${join(count, (name, next, far) => `  ${name}@1.0.0:\n    dependencies:\n      ${next}: 1.0.0\n      ${far}: 1.0.0\n\n`)}`,
  'yarn-1': (count) => `# yarn lockfile v1


${join(
  count,
  (name, next) => `${name}@^1.0.0:
  version "1.0.0"
  resolved "https://registry.yarnpkg.com/${name}/-/${name}-1.0.0.tgz#${'ab'.repeat(20)}"
  integrity ${integrity}
  dependencies:
    ${next} "^1.0.0"

`,
)}`,
  'yarn-berry': (count) => `__metadata:
  version: 8
  cacheKey: 10c0

${join(
  count,
  (name, next, far) => `"${name}@npm:^1.0.0":
  version: 1.0.0
  resolution: "${name}@npm:1.0.0"
  dependencies:
    ${next}: "npm:^1.0.0"
    ${far}: "npm:^1.0.0"
  checksum: 10c0/${hex}${hex}
  languageName: node
  linkType: hard

`,
)}`,
};

function join(count: number, row: (name: string, next: string, far: string) => string): string {
  return rows(count, row).join('');
}

function rows<Row>(count: number, row: (name: string, next: string, far: string) => Row): Row[] {
  return Array.from({ length: count }, (_, index) =>
    row(`p${index}`, `p${(index + 1) % count}`, `p${(index + Math.floor(count / 2)) % count}`),
  );
}
