import { describe, expect, it } from 'vitest';
import { isPrivateAddress, printUrl, redirectLocation, uploadLocation, withDigest } from './location.ts';

const registry = new URL('https://r.io/v2/a/blobs/uploads/');
const local = new URL('http://127.0.0.1:5000/v2/a/blobs/uploads/');

describe('uploadLocation', () => {
  it.each([
    ['a relative one', '/v2/a/blobs/uploads/x?s=1', registry, 'https://r.io/v2/a/blobs/uploads/x?s=1'],
    ['another public host', 'https://s3.io/x?sig=1', registry, 'https://s3.io/x?sig=1'],
    ['the same host over http, back to TLS', 'http://r.io/x', registry, 'https://r.io/x'],
    ['the same loopback host', 'http://127.0.0.1:5000/x', local, 'http://127.0.0.1:5000/x'],
  ])('follows %s', (_rule, location, from, expected) => {
    expect(uploadLocation(location, from).href).toBe(expected);
  });

  it.each([
    ['nothing', undefined, registry],
    ['the metadata service', 'https://169.254.169.254/latest', registry],
    ['loopback', 'https://127.0.0.1/x', registry],
    ['localhost', 'https://localhost/x', registry],
    ['a private address', 'https://10.1.2.3/x', registry],
    ['a private address in other digits', 'https://0x0a010203/x', registry],
    ['another port of loopback', 'http://127.0.0.1:5001/x', local],
    ['IPv6 loopback', 'https://[::1]/x', registry],
    ['a mapped IPv4 address', 'https://[::ffff:192.168.0.1]/x', registry],
    ['a unique local address', 'https://[fd00::1]/x', registry],
    ['a host without TLS', 'http://s3.io/x', registry],
    ['a file', 'file:///etc/passwd', registry],
  ])('refuses %s', (_rule, location, from) => {
    expect(() => uploadLocation(location, from)).toThrowError(
      expect.objectContaining({ code: 'UPLOAD_LOCATION_UNSAFE' }),
    );
  });
});

it.each([
  ['plain text', 'http://s3.io/x'],
  ['the metadata service', 'https://169.254.169.254/x'],
  ['link-local IPv6', 'https://[fe80::1]/x'],
])('redirectLocation refuses %s', (_rule, location) => {
  expect(() => redirectLocation(location, registry)).toThrowError(
    expect.objectContaining({ code: 'REDIRECT_UNSAFE' }),
  );
});

it.each([
  ['172.15.0.1', false],
  ['172.16.0.1', true],
  ['172.32.0.1', false],
  ['192.168.1.1', true],
  ['8.8.8.8', false],
  ['[fe80::1]', true],
  ['[2001:db8::1]', false],
  ['example.com', false],
])('isPrivateAddress(%s) is %s', (host, expected) => {
  expect(isPrivateAddress(host)).toBe(expected);
});

it('keeps the query of a location, and prints none of it', () => {
  const url = withDigest(new URL('https://u:p@r.io/x?state=a%2Bb'), 'sha256:1');
  expect(url.search).toBe('?state=a%2Bb&digest=sha256%3A1');
  expect(printUrl(url)).toBe('https://r.io/x');
});
