import {
  boolean,
  file,
  list,
  type OutputValues,
  oneOf,
  type StepContext,
  string,
  type Verdict,
} from '@ml-ci/core';
import type { Services } from '../../step.ts';
import { inDomain } from '../where.ts';
import { copiedFormats } from './requested.ts';

export const inputs = {
  from: string({ summary: 'the repository that has the packages', required: true }),
  to: string({ summary: 'the repository of the same domain that gets them', required: true }),
  packages: list({
    summary: 'versions to copy: @ml/shapes@2.0.0, torch==2.9.0, org.ml:shapes@2.0.0; in place of a record',
    default: [],
  }),
  format: oneOf(copiedFormats, { summary: 'the format of packages' }),
  record: file({
    summary:
      'the record of an install: every package in it is copied in the revision that was installed; in place of packages',
    handover: ['install.record'],
  }),
  includeUpstream: boolean({
    summary: 'copy also what the source has from its upstreams only',
    default: false,
  }),
  overwrite: boolean({
    summary: 'replace versions that have other files in the destination',
    default: false,
  }),
  ...inDomain,
} as const;

export const outputs = {
  copied: { summary: 'how many versions were copied', type: 'integer' },
  kept: { summary: 'how many the destination had already, with the same files', type: 'integer' },
  refused: { summary: 'how many could not be copied', type: 'integer' },
} as const;

/** What `run` is given, and what it answers. */
export type PromotePackagesContext = StepContext<typeof inputs> & Services;
export type PromotePackagesOutputs = OutputValues<typeof outputs>;
export type PromotePackagesVerdict = Verdict<PromotePackagesOutputs>;
