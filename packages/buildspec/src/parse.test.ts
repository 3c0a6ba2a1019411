import { StepError } from '@ml-ci/core';
import { describe, expect, it } from 'vitest';
import { buildspecJsonSchema, parseBuildspec } from './index.ts';

const everyKey = `
version: 0.2
run-as: root
env:
  shell: bash
  variables: { A: text, B: 3, C: true }
  parameter-store: { P: /app/p }
  secrets-manager: { S: 'app:key:AWSCURRENT:1' }
  exported-variables: [A]
  git-credential-helper: yes
proxy: { upload-artifacts: no, logs: yes }
batch:
  fast-fail: true
  build-graph:
    - identifier: one
      buildspec: one.yml
      env: { compute-type: BUILD_GENERAL1_SMALL, image: i, privileged-mode: true, type: LINUX_CONTAINER, variables: { X: 1 } }
      debug-session: true
    - { identifier: two, depend-on: [one], ignore-failure: true, env: { fleet: f } }
phases:
  install:
    run-as: root
    runtime-versions: { nodejs: 24, python: '3.13' }
    on-failure: RETRY-3-.*timeout.*
    commands: [a]
    finally: [b]
  pre_build: { commands: [a] }
  build: { commands: [a], on-failure: ABORT }
  post_build: { commands: [a], on-failure: CONTINUE }
reports:
  unit: { files: ['**/*'], base-directory: r, discard-paths: yes, file-format: JUNITXML }
artifacts:
  files: ['**/*']
  name: n
  discard-paths: no
  base-directory: d
  exclude-paths: [x]
  enable-symlinks: yes
  s3-prefix: p
  secondary-artifacts: { more: { files: [a], name: m } }
cache: { key: k, fallback-keys: [f], action: save, paths: [p] }
`;

/** The mistakes as `line name message fix`. */
function mistakes(text: string): readonly string[] {
  try {
    parseBuildspec(text, { file: 'b.yml' });
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    expect(error.code).toBe('BUILDSPEC_INVALID');
    return error.problems.map(({ name, message, place, fix }) =>
      [place, name, message, fix].filter((part) => part !== undefined).join(' '),
    );
  }
  return [];
}

describe('parseBuildspec', () => {
  it('takes every key', () => {
    expect(mistakes(everyKey)).toEqual([]);
  });

  it('reports all mistakes at once, with lines and the nearest key', () => {
    expect(
      mistakes(`version: 0.1
env:
  varables: { A: 1 }
  exported-variables: [AWS_REGION]
phases:
  buld: { commands: [a] }
  build:
    on-failure: RETRY-101
    commands:
      - a
      - b: c
reports:
  unit: { files: [], file-format: JUNIT }
`),
    ).toEqual([
      'b.yml:1 version is not 0.2, the version that is known here',
      'b.yml:4 env.exported-variables.0 cannot be exported: it starts with AWS_',
      'b.yml:3 env.varables is no key here did you mean "variables"?',
      'b.yml:8 phases.build.on-failure has a count of 101, which is more than 100',
      'b.yml:11 phases.build.commands.1 is not a string',
      'b.yml:6 phases.buld is no key here did you mean "build"?',
      'b.yml:13 reports.unit.files names no files',
      'b.yml:13 reports.unit.file-format is no format of reports, such as JUNITXML or COBERTURAXML',
    ]);
  });

  it.each([
    ['text that is no YAML', 'a: [', 'b.yml:'],
    ['a key that stands twice', 'version: 0.2\nphases: {}\nphases: {}\n', 'b.yml:3'],
    ['no version', 'phases: {}', 'b.yml:1 version is not 0.2'],
    ['nothing to run', 'version: 0.2', 'has neither phases nor batch'],
    [
      'a regular expression that is none',
      'version: 0.2\nphases: { build: { on-failure: "RETRY-(" } }',
      'no regular expression',
    ],
    ['another on-failure', 'version: 0.2\nphases: { build: { on-failure: STOP } }', 'is none of ABORT'],
    ['two kinds of batch', 'version: 0.2\nbatch: { build-list: [{}], build-matrix: {} }', 'exactly one of'],
    [
      'a build that waits for one that is not there',
      'version: 0.2\nbatch: { build-graph: [{ identifier: a, depend-on: [b] }] }',
      'b.yml:2 batch.build-graph.0.depend-on "b" is no build of the graph',
    ],
    [
      'builds that wait for each other',
      'version: 0.2\nbatch: { build-graph: [{ identifier: a, depend-on: [b] }, { identifier: b, depend-on: [a] }] }',
      '"a" waits for itself',
    ],
    [
      'an identifier that stands twice',
      'version: 0.2\nbatch: { build-graph: [{ identifier: a }, { identifier: a }] }',
      'b.yml:2 batch.build-graph.1.identifier "a" stands twice',
    ],
  ])('refuses %s', (_rule, text, message) => {
    expect(mistakes(text).join('\n')).toContain(message);
  });

  it('has a JSON Schema from the same schema', () => {
    expect(buildspecJsonSchema()).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { phases: { properties: { post_build: { properties: { finally: { type: 'array' } } } } } },
    });
  });
});
