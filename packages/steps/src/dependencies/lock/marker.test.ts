import { expect, test } from 'vitest';
import { reduceMarker } from './marker.ts';

const asked = { extras: ['Docs_Build'], groups: ['default'] };
const windows = `sys_platform == 'win32'`;

test.each([
  [windows, windows],
  ['python_version<"3.11"', 'python_version < "3.11"'],
  [`${windows} and python_version >= '3.9' or os_name == 'nt'`, undefined],
  [`(${windows} or os_name == 'nt') and python_version >= '3.9'`, undefined],
  ['python_version not  in "2.7, 3.0"', 'python_version not in "2.7, 3.0"'],
  [`"win" in sys_platform`, undefined],
  [`'default' in dependency_groups`, true],
  [`'dev' in dependency_groups`, false],
  [`'dev' not in dependency_groups`, true],
  [`"docs-build" in extras`, true],
  [`extra == 'docs.build'`, true],
  [`extra != "docs-build"`, false],
  [`'x' == extra`, false],
  [`${windows} and "default" in dependency_groups`, windows],
  [`${windows} and "dev" in dependency_groups`, false],
  [`${windows} or 'default' in dependency_groups`, true],
  [`(${windows} or os_name == 'nt') and extra == 'docs-build'`, `${windows} or os_name == 'nt'`],
  [`(${windows} or extra == 'x') and python_version < '3'`, `${windows} and python_version < '3'`],
])('%s is reduced to %s', (text, expected) => {
  expect(reduceMarker(text, asked)).toBe(expected ?? text);
});

test.each([
  ['nothing', ''],
  ['an open bracket', `(${windows}`],
  ['a bracket too many', `${windows})`],
  ['no operator', 'sys_platform'],
  ['no variable', `'a' == 'a'`],
  ['two variables', 'sys_platform == os_name'],
  ['a variable that is none', `password == 'a'`],
  ['a half', `${windows} and`],
  ['an option of pip', `platform_version == 'x --index-url y'`],
  ['a comment of pip', `platform_version == ' # y'`],
  ['a variable of the shell', `platform_version == '$'{HOME}`],
  ['a new line', `platform_version == 'a\nb==1'`],
  ['a set on the wrong side', `dependency_groups in 'dev'`],
  ['a comparison with a set', `dependency_groups == 'dev'`],
  ['brackets without end', '('.repeat(100_000)],
])('a marker with %s is none', (_name, text) => {
  expect(reduceMarker(text, asked)).toBeUndefined();
});
