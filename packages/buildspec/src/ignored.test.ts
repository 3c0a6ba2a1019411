import { describe, expect, it } from 'vitest';
import { ignoredInBatch, ignoredInBuild } from './ignored.ts';
import { parseBuildspec } from './parse.ts';

const parse = (text: string) => parseBuildspec(`version: 0.2\n${text}\n`, { file: 'buildspec.yml' });
const build = 'phases: { build: { commands: [ make ] } }';

// all that is acted on
const plain = `
env: { shell: bash, variables: { image: a, type: b }, parameter-store: { P: /p }, secrets-manager: { S: s }, exported-variables: [ X ], git-credential-helper: no }
phases: { install: { commands: [ make ], finally: [ make ], on-failure: RETRY-2 } }
reports: { unit: { files: [ r.xml ], base-directory: out, discard-paths: yes } }
artifacts: { files: [ a ], exclude-paths: [ b ], discard-paths: yes, enable-symlinks: yes, base-directory: out, secondary-artifacts: { name: { files: [ c ] } } }
proxy: { logs: no, upload-artifacts: false }`;
const secondary = (entry: string) =>
  `artifacts: { secondary-artifacts: { one: { files: [ a ] }, two: { files: [ a ], ${entry} } } }`;

describe('a build says what it does not do', () => {
  it.each<[string, string, readonly string[]]>([
    ['of a plain buildspec: nothing', plain, []],
    ['run-as', `run-as: root\n${build}`, ['run-as']],
    ['run-as of a phase', 'phases: { build: { run-as: root }, install: { run-as: me } }', ['run-as']],
    ['git-credential-helper', `env: { git-credential-helper: yes }\n${build}`, ['env.git-credential-helper']],
    [
      'proxy',
      `proxy: { logs: yes, upload-artifacts: yes }\n${build}`,
      ['proxy.upload-artifacts, proxy.logs'],
    ],
    [
      'runtime-versions',
      'phases: { install: { runtime-versions: { nodejs: 22, python: 3.12 } } }',
      ['phases.install.runtime-versions'],
    ],
    [
      'file-format',
      `reports: { a: { files: [ a ], file-format: JUNITXML }, b: { files: [ b ], file-format: CLOVERXML } }\n${build}`,
      ['reports.file-format'],
    ],
    [
      'name and s3-prefix',
      `artifacts: { files: [ a ], name: n, s3-prefix: p }\n${build}`,
      ['artifacts.name, artifacts.s3-prefix'],
    ],
    ['name of secondary artifacts', `${secondary('name: n')}\n${build}`, ['artifacts.name']],
    ['s3-prefix of secondary artifacts', `${secondary('s3-prefix: p')}\n${build}`, ['artifacts.s3-prefix']],
    [
      'cache',
      `cache: { key: k, fallback-keys: [ f ], action: save, paths: [ a, b ] }\n${build}`,
      ['cache.key, cache.fallback-keys, cache.action, cache.paths'],
    ],
    ['a batch', `batch: { build-list: [ { identifier: a } ] }\n${build}`, ['batch']],
  ])('%s', (_rule, text, keys) => {
    expect(ignoredInBuild(parse(text)).map(keysOf)).toEqual(keys);
  });
});

const environment =
  'env: { image: i, compute-type: BUILD_GENERAL1_LARGE, type: ARM_CONTAINER, fleet: f, privileged-mode: yes, variables: { A: b } }';
const machine = 'batch image, batch compute-type, batch type, batch fleet, batch privileged-mode';

describe('a batch says what it does not do', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'of a plain batch: nothing',
      'fast-fail: yes, build-list: [ { identifier: image, ignore-failure: yes, debug-session: no, env: { variables: { image: i }, privileged-mode: no } } ]',
      [],
    ],
    ['the machine in a list', `build-list: [ { ${environment} }, { ${environment} } ]`, [machine]],
    ['the machine in a graph', `build-graph: [ { identifier: a, ${environment} } ]`, [machine]],
    ['the machine of a matrix', `build-matrix: { static: { ${environment} } }`, [machine]],
    [
      'the machines of a matrix',
      'build-matrix: { dynamic: { env: { image: [ i, j ], compute-type: [ c ], type: [ t ], variables: { A: [ 1 ] } } } }',
      ['build-matrix image, build-matrix compute-type, build-matrix type'],
    ],
    ['debug-session', 'build-list: [ { debug-session: yes } ]', ['batch debug-session']],
    [
      'debug-session of a matrix',
      'build-matrix: { static: { debug-session: yes } }',
      ['batch debug-session'],
    ],
  ])('%s', (_rule, batch, keys) => {
    expect(ignoredInBatch(parse(`batch: { ${batch} }\n${build}`), []).map(keysOf)).toEqual(keys);
  });

  it('one line for all its buildspecs', () => {
    const spec = parse(`batch: { build-list: [ { buildspec: a.yml } ] }\ncache: { paths: [ a ] }\n${build}`);
    const others = [
      parse(`cache: { key: k, paths: [ b ] }\n${build}`),
      parse(`proxy: { logs: yes }\n${build}`),
    ];
    expect(ignoredInBatch(spec, others).map(keysOf)).toEqual(['proxy.logs', 'cache.key, cache.paths']);
  });
});

/** What a line is about; how it says so is not held here. */
function keysOf(line: string): string | undefined {
  return /^(.+?): \S/.exec(line)?.[1];
}
