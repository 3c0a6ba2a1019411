// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are variables of a Dockerfile
import { expect, test } from 'vitest';
import { baseReferences } from './dockerfile.ts';

const cases: readonly [string, string, readonly string[]][] = [
  ['one base', 'FROM node:24', ['node:24']],
  ['scratch is none', 'FROM scratch', []],
  ['stages are none', 'FROM a AS build\nFROM b\nCOPY --from=build x x\nFROM Build', ['a', 'b']],
  ['a platform is passed over', 'FROM --platform=linux/amd64 a:1 AS x', ['a:1']],
  ['an argument with its default', 'ARG BASE=node:24\nFROM $BASE', ['node:24']],
  ['a quoted default', 'ARG BASE="node:24"\nFROM ${BASE}', ['node:24']],
  ['the default at the place', 'FROM ${OTHER:-a:2}', ['a:2']],
  ['an argument of a stage does not count', 'FROM a\nARG B=x\nFROM $B', ['a']],
  ['a line that goes on', 'FROM \\\n  a:3', ['a:3']],
  ['a comment', '# FROM z\nFROM a', ['a']],
];

test.each(cases)('%s', (_, dockerfile, expected) => {
  expect(baseReferences(dockerfile, {})).toEqual(expected);
});

test('an argument that was given goes before its default', () => {
  expect(baseReferences('ARG TAG=1\nFROM node:${TAG}', { TAG: '24' })).toEqual(['node:24']);
});
