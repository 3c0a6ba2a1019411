import { expect, test } from 'vitest';
import { claimsOf, type IdTokenClaims, subjectForms } from './id-token.ts';

const claims = (sub: string, ids: Partial<IdTokenClaims> = {}): IdTokenClaims => ({
  sub,
  aud: '',
  iss: '',
  ownerId: undefined,
  repositoryId: undefined,
  ...ids,
});
const ids = { ownerId: '1', repositoryId: '2' };

test.each([
  [
    'ids of the claims are put in',
    claims('repo:o/r:ref:refs/heads/main', ids),
    'repo:o@1/r@2:ref:refs/heads/main',
  ],
  ['ids of the subject win', claims('repo:o@3/r@4:environment:prod', ids), 'repo:o@3/r@4:environment:prod'],
  [
    'ids that nobody told are left to the reader',
    claims('repo:o/r:pull_request'),
    'repo:o@OWNER_ID/r@REPOSITORY_ID:pull_request',
  ],
])('both forms of a subject: %s', (_name, given, withIds) => {
  const plain = withIds.replaceAll(/@\w+/g, '');
  expect(subjectForms(given)).toEqual([plain, withIds]);
});

test('a subject of a form that an organisation chose stands alone', () => {
  expect(subjectForms(claims('repository_id:2:ref:x', ids))).toEqual(['repository_id:2:ref:x']);
});

test.each(['', 'a.b.c', 'a.bnVsbA.c', 'no token'])('"%s" has no claims, and is no crash', (token) => {
  expect(claimsOf(token)).toMatchObject({ sub: '', aud: '', iss: '' });
});
