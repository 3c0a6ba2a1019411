import { boolean, integer } from '@ml-ci/core';
import { defineCommand } from '../command.ts';
import { namedValues } from './named-values.ts';

const json = boolean({
  summary: 'print one JSON object on stdout, everything else on stderr',
  default: false,
});
const words = { placeholder: 'FILE', summary: 'the buildspec, such as buildspec.yml', max: 1 };

/** The flags of `ml-ci run-buildspec`. */
export const runInputs = {
  env: namedValues({
    summary: "a variable of the build: NAME takes the caller's, NAME=VALUE wins over the buildspec",
    default: [],
  }),
  secret: namedValues({
    summary: 'a value for parameter-store or secrets-manager; NAME takes it from the variable of the caller',
    secret: true,
    default: [],
  }),
  batch: boolean({ summary: 'run the builds of the batch, each in a copy of this folder', default: false }),
  parallel: integer({
    summary: 'how many builds of a batch run at the same time',
    min: 1,
    max: 100,
    default: 4,
  }),
  json,
};

/** `ml-ci run-buildspec FILE`: a buildspec on this machine. */
export const runBuildspecCommand = defineCommand({
  name: 'run-buildspec',
  summary: 'run a CodeBuild buildspec on this machine, in one shell and without a container',
  topic: 'Your own pipelines',
  ignoresConfig: true,
  inputs: runInputs,
  words: { ...words, min: 1 },
  run: async (context) => (await import('./run.ts')).runBuildspecFile(context),
});

/** The flags of `ml-ci check-buildspec`. */
export const checkInputs = {
  schema: boolean({ summary: 'print the JSON Schema of a buildspec instead', default: false }),
  json,
};

/** `ml-ci check-buildspec FILE`: every mistake of a buildspec, with its line. */
export const checkBuildspecCommand = defineCommand({
  name: 'check-buildspec',
  summary: 'check a CodeBuild buildspec and report every mistake with its line',
  topic: 'Your own pipelines',
  ignoresConfig: true,
  inputs: checkInputs,
  words: { ...words, min: 0 },
  run: async (context) => (await import('./check.ts')).checkBuildspecFile(context),
});
