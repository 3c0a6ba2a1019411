import { readFileSync } from 'node:fs';
import { steps } from '@ml-ci/steps';
import { describe, expect, it } from 'vitest';
import { iamFiles, policyOf } from './iam.ts';

const root = new URL('../../../../', import.meta.url);

describe('docs/iam', () => {
  it.each(iamFiles())('$path is what the steps declare', ({ path, content }) => {
    expect(readFileSync(new URL(path, root), 'utf8'), 'run npm run generate').toBe(content);
  });
});

describe('policyOf', () => {
  it.each(steps)('explains every * of $name, and names each statement once', (step) => {
    for (const { resources, why } of step.permissions)
      if (resources.includes('*')) expect(why).toMatch(/https:\/\/docs\.aws\.amazon\.com\//);
    const ids = policyOf([step]).Statement.map(({ Sid }) => Sid);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]+$/);
  });

  it('joins what steps need on the same resources, in order and once', () => {
    const one = {
      name: 'a',
      permissions: [{ actions: ['s3:PutObject', 's3:GetObject'], resources: ['arn:aws:s3:::b/*'] }],
    };
    const two = { name: 'b', permissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] }] };
    expect(policyOf([one, two])).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'S3Object',
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:PutObject'],
          Resource: ['arn:aws:s3:::b/*'],
        },
      ],
    });
  });
});
