import {
  boolean,
  environment,
  file,
  type Inputs,
  type Outputs,
  type OutputValues,
  oneOf,
  type StepContext,
  string,
  type Verdict,
} from '@ml-ci/core';
import { tag } from '@ml-ci/oci/inputs';
import type { Services } from '../../step.ts';
import { layers, pairs, platform } from './kinds.ts';

/** What `build-image` is told. */
export const inputs = {
  env: environment({ summary: 'where the image is pushed to; the first environment unless given' }),
  engine: oneOf(['docker', 'layers'], {
    summary: 'docker builds a Dockerfile; layers needs no engine: folders become reproducible layers',
    config: 'image.engine',
    default: 'docker',
  }),
  tag: tag({ summary: 'the tag; the first twelve digits of the commit unless given' }),
  replaceTag: boolean({
    summary: 'move the tag where it names another digest already and the repository allows it',
    default: false,
  }),
  context: file({
    summary: 'docker: the folder that is sent to the engine',
    config: 'image.context',
    default: '.',
  }),
  dockerfile: file({
    summary: 'docker: the Dockerfile; the one in the context unless given',
    config: 'image.dockerfile',
  }),
  buildArg: pairs({ summary: 'docker: NAME=VALUE; added to image.build-args' }),
  cache: boolean({
    summary:
      "docker: use the engine's build cache, and keep the image there as ml-ci-cache:MODEL for the next build",
    default: true,
  }),
  base: string({
    summary: 'layers: what the layers lie on: scratch, layout:PATH, or HOST/REPO[:TAG][@DIGEST]',
    config: 'image.base',
  }),
  layer: layers({
    summary: 'layers: FROM=TO, a folder or file and its path in the image; replaces image.layers',
  }),
  platforms: platform({
    summary: 'one platform, such as linux/amd64; the one of this machine unless given',
    config: 'image.platforms',
  }),
  label: pairs({ summary: 'NAME=VALUE; added to image.labels' }),
  dataReport: string({
    summary: 'the digest of the data report, for the label dev.ml-ci.data-report',
    handover: ['validate-data.report-digest'],
  }),
  lockDigest: string({
    summary: 'the digest of the lock file, for the label dev.ml-ci.lock',
    handover: ['install.lock-digest'],
  }),
  dependencies: string({
    summary: 'the digest of the record of an install, for the label dev.ml-ci.dependencies',
    handover: ['install.record-digest'],
  }),
} as const satisfies Inputs;

/** What `build-image` says in the end. */
export const outputs = {
  digest: { summary: 'the digest of the image' },
  image: { summary: 'the image by digest: repository@digest' },
  tag: { summary: 'the tag that names it' },
  bytesPushed: { summary: 'bytes that went to the registry', type: 'integer' },
  layers: { summary: 'how many layers the image has', type: 'integer' },
  engine: { summary: 'docker or layers' },
} as const satisfies Outputs;

export type BuildImageContext = StepContext<typeof inputs> & Services;
export type BuildImageVerdict = Verdict<OutputValues<typeof outputs>>;
