import { expect, test } from 'vitest';
import { addressProblem } from './address.ts';
import { folderFrom, folderInside } from './folder.ts';

test.each([
  ['https://host.example/simple', undefined],
  ['http://127.0.0.1:8080/simple', undefined],
  ['http://localhost/simple', undefined],
  ['http://[::1]:8080/', undefined],
  ['http://host.example/simple', 'comes from "http://host.example/simple", over plain http'],
  ['http://127.0.0.1.host.example/', 'comes from "http://127.0.0.1.host.example/", over plain http'],
  ['http://me:secret@host.example/', 'comes from "http://***@host.example/", over plain http'],
  ['git+https://host.example/a', 'comes from "git+https://host.example/a", which is no registry'],
  ['file:///tmp/a.whl', 'comes from "file:///tmp/a.whl", which is no registry'],
  ['/opt/wheels', 'comes from "/opt/wheels", which is no registry'],
  ['', 'comes from "", which is no registry'],
])('the address %s: %s', (address, problem) => {
  expect(addressProblem(address)).toBe(problem);
});

test.each([
  ['.', undefined, '.'],
  ['packages/shapes', undefined, 'packages/shapes'],
  ['./packages/shapes/', undefined, 'packages/shapes'],
  ['packages/../shapes', undefined, 'shapes'],
  ['../shapes', 'packages/model', 'packages/shapes'],
  ['packages\\shapes', undefined, 'packages/shapes'],
  ['..', undefined, undefined],
  ['../shapes', undefined, undefined],
  ['packages/../../shapes', undefined, undefined],
  ['..\\shapes', undefined, undefined],
  ['../../shapes', 'packages', undefined],
  ['shapes', '..', undefined],
  ['/shapes', undefined, undefined],
  ['C:\\shapes', undefined, undefined],
  ['file:///shapes', undefined, undefined],
  ['~/shapes', undefined, undefined],
  ['', undefined, undefined],
])('the folder "%s" from "%s" is %s', (path, from, expected) => {
  expect(folderInside(path, from)).toBe(expected);
});

test.each([
  ['../shapes', 'packages/model', 'packages/shapes'],
  ['../../../shapes', 'packages/model', '../../../shapes'],
  ['shapes', '../other', '../other/shapes'],
  ['/shapes', 'packages', '/shapes'],
])('the folder "%s" that "%s" names is %s', (path, from, expected) => {
  expect(folderFrom(path, from)).toBe(expected);
});
