import { z } from 'zod';
import { parseOnFailure } from './on-failure.ts';
import { batchSchema } from './schema-batch.ts';
import { flag, scalar, text, variables } from './schema-values.ts';

const phase = {
  'run-as': text.optional(),
  'on-failure': text
    .superRefine((value, context) => {
      const read = parseOnFailure(value);
      if (typeof read === 'string') context.addIssue({ code: 'custom', message: read });
    })
    .optional()
    .describe('ABORT, CONTINUE, RETRY, RETRY-<count>, RETRY-<regex> or RETRY-<count>-<regex>'),
  commands: z
    .array(text)
    .optional()
    .describe('run one after the other in one shell; the first that fails ends the phase'),
  finally: z.array(text).optional().describe('run after the commands, also where one of them failed'),
};

const plainPhase = z.strictObject(phase);
const fileSet = {
  files: z.array(text).min(1, 'names no files'),
  'base-directory': text.optional(),
  'discard-paths': flag.optional(),
};

const secondaryArtifact = z.strictObject({
  ...fileSet,
  name: text.optional(),
  'exclude-paths': z.array(text).optional(),
  'enable-symlinks': flag.optional(),
  's3-prefix': text.optional(),
});

const artifacts = secondaryArtifact
  .extend({
    files: fileSet.files.optional(),
    'secondary-artifacts': z.record(z.string(), secondaryArtifact).optional(),
  })
  .refine(
    (value) => value.files !== undefined || value['secondary-artifacts'] !== undefined,
    'names neither files nor secondary-artifacts',
  );

const report = z.strictObject({
  ...fileSet,
  'file-format': z
    .enum(
      [
        'CUCUMBERJSON',
        'JUNITXML',
        'NUNITXML',
        'NUNIT3XML',
        'TESTNGXML',
        'VISUALSTUDIOTRX',
        'CLOVERXML',
        'COBERTURAXML',
        'JACOCOXML',
        'SIMPLECOV',
      ],
      'is no format of reports, such as JUNITXML or COBERTURAXML',
    )
    .optional(),
});

const environment = z.strictObject({
  shell: z
    .enum(['bash', '/bin/bash', 'sh', '/bin/sh', 'powershell.exe', 'cmd.exe'], 'is no shell: bash or /bin/sh')
    .optional(),
  variables: variables.optional(),
  'parameter-store': z.record(z.string(), text).optional(),
  'secrets-manager': z.record(z.string(), text).optional().describe('id:json-key:version-stage:version-id'),
  'exported-variables': z
    .array(text.refine((name) => !name.startsWith('AWS_'), 'cannot be exported: it starts with AWS_'))
    .optional(),
  'git-credential-helper': flag.optional(),
});

/** The schema of a buildspec, version 0.2. Every object is strict: an unknown key is a mistake. */
export const buildspecSchema = z
  .strictObject({
    version: z.union([z.literal(0.2), z.literal('0.2')], 'is not 0.2, the version that is known here'),
    'run-as': text.optional(),
    env: environment.optional(),
    proxy: z.strictObject({ 'upload-artifacts': flag.optional(), logs: flag.optional() }).optional(),
    batch: batchSchema.optional(),
    phases: z
      .strictObject({
        install: z
          .strictObject({ ...phase, 'runtime-versions': z.record(z.string(), scalar).optional() })
          .optional(),
        pre_build: plainPhase.optional(),
        build: plainPhase.optional(),
        post_build: plainPhase.optional(),
      })
      .optional(),
    reports: z.record(z.string(), report).optional(),
    artifacts: artifacts.optional(),
    cache: z
      .strictObject({
        key: text.optional(),
        'fallback-keys': z.array(text).optional(),
        action: z.enum(['restore', 'save'], 'is neither restore nor save').optional(),
        paths: z.array(text).optional(),
      })
      .optional(),
  })
  .refine((spec) => spec.phases !== undefined || spec.batch !== undefined, 'has neither phases nor batch');

/** A checked buildspec. */
export type Buildspec = z.output<typeof buildspecSchema>;
export type Phase = z.output<typeof plainPhase>;
export type ArtifactSet = z.output<typeof secondaryArtifact>;
export type ReportSet = z.output<typeof report>;

/** The JSON Schema of a buildspec, for editors; made from the schema that checks. */
export function buildspecJsonSchema(): object {
  return z.toJSONSchema(buildspecSchema, { io: 'input', unrepresentable: 'throw' });
}
