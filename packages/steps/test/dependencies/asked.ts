import type { AwsCall } from '@ml-ci/aws';
import { expect } from 'vitest';

/** What the gate asks about a package that was published to the domain; about several at once, so in any order. */
const aboutEach = [
  'DescribePackage',
  'DescribePackageVersion',
  'GetAssociatedPackageGroup',
  'ListPackageVersionAssets',
];

/** Expects that three packages were looked up, and then only this. */
export function expectAsked(calls: readonly AwsCall[], ...last: readonly string[]): void {
  const asked = calls.map(({ action }) => action.replace('codeartifact:', ''));
  expect(asked.splice(0, 2)).toEqual(['sts:GetCallerIdentity', 'DescribeRepository']);
  expect(asked.splice(0, 12).sort()).toEqual(aboutEach.flatMap((one) => [one, one, one]));
  expect(asked).toEqual(last);
}
