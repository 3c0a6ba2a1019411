import { describe, expect, it } from 'vitest';
import { ociRef } from './inputs.ts';
import { isLoopbackHost, parseReference, printReference, referenceTarget } from './reference.ts';

const digest = `sha256:${'a'.repeat(64)}` as const;

describe('parseReference', () => {
  it.each([
    ['a host and a tag', 'r.io/a/b:1.0', { host: 'r.io', path: 'a/b', tag: '1.0' }],
    ['a port', 'localhost:5000/a', { host: 'localhost:5000', path: 'a' }],
    ['an address', '127.0.0.1:5000/a:x', { host: '127.0.0.1:5000', path: 'a', tag: 'x' }],
    ['an IPv6 address', '[::1]:5000/a', { host: '[::1]:5000', path: 'a' }],
    ['a digest', `r.io/a@${digest}`, { host: 'r.io', path: 'a', digest }],
    ['a tag and a digest', `r.io/a:1@${digest}`, { host: 'r.io', path: 'a', tag: '1', digest }],
    ['a repository of Docker Hub', 'python:3.12', { host: 'docker.io', path: 'library/python', tag: '3.12' }],
    ['a user of Docker Hub', 'me/app', { host: 'docker.io', path: 'me/app' }],
  ])('reads %s', (_rule, text, expected) => {
    expect(parseReference(text)).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['capitals in the repository', 'r.io/A'],
    ['two digests', `r.io/a@${digest}@${digest}`],
    ['a short digest', 'r.io/a@sha256:abc'],
    ['a way out', 'r.io/../a'],
    ['a space', 'r.io/a b'],
    ['a line break', 'r.io/a:1\n2'],
    ['a command', 'r.io/a:$(id)'],
    ['an empty tag', 'r.io/a:'],
    ['a query', 'r.io/a?x=y'],
  ])('refuses %s', (_rule, text) => {
    expect(() => parseReference(text)).toThrowError(expect.objectContaining({ code: 'REFERENCE_INVALID' }));
  });

  it('is the inverse of printReference', () => {
    const text = `r.io:1/a/b:1@${digest}`;
    expect(printReference(parseReference(text))).toBe(text);
  });

  it.each([
    ['r.io/a', 'latest'],
    ['r.io/a:1', '1'],
    [`r.io/a:1@${digest}`, digest],
  ])('asks for what %s names', (text, target) => {
    expect(referenceTarget(parseReference(text))).toBe(target);
  });
});

it.each([
  ['localhost', true],
  ['localhost:5000', true],
  ['x.localhost:5000', true],
  ['127.1.2.3:80', true],
  ['[::1]:5000', true],
  ['127.0.0.1.evil.io', false],
  ['localhost.evil.io', false],
  ['10.0.0.1', false],
])('isLoopbackHost(%s) is %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});

it('is an input kind whose message goes on after the value', () => {
  const input = ociRef({ summary: 'x', required: true });
  const context = { environments: [], root: '/' };
  expect(input.parse('r.io/a', context)).toMatchObject({ ok: true });
  expect(input.parse('r.io/A', context)).toMatchObject({ ok: false, message: 'has no repository in "A"' });
});
