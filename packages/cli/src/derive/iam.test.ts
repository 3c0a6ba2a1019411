import { readFileSync } from 'node:fs';
import { steps } from '@ml-ci/steps';
import { describe, expect, it } from 'vitest';
import { iamFiles, ofSide, policyOf, sidesOf } from './iam.ts';

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

  it.each(steps)('gives a side of $name only what that side needs', (step) => {
    const actions = (permitted: typeof step) =>
      policyOf([permitted]).Statement.flatMap(({ Action, Resource }) =>
        Action.map((one) => `${one} ${Resource}`),
      );
    const ofSides = sidesOf(step).map((side) => actions({ ...step, ...ofSide(step, side) }));
    if (step.name === 'promote') expect(ofSides).toHaveLength(2);
    for (const own of ofSides) expect(own.length).toBeLessThan(actions(step).length);
    if (ofSides.length > 0) expect(new Set(ofSides.flat())).toEqual(new Set(actions(step)));
    for (const side of sidesOf(step)) expect(step.inputs[side]?.kind).toBe('environment');
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
