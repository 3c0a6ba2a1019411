import { z } from 'zod';
import { flag, scalar, text, variables } from './schema-values.ts';

const identifier = text.regex(/^[A-Za-z_]\w{0,127}$/, 'is no identifier: letters, digits and "_"');
const retryFlag = flag.optional();
const buildEnvironment = z.strictObject({
  'compute-type': text.optional(),
  fleet: text.optional(),
  image: text.optional(),
  'privileged-mode': flag.optional(),
  type: text.optional(),
  variables: variables.optional(),
});

const listed = z.strictObject({
  identifier: identifier.optional(),
  buildspec: text.optional(),
  env: buildEnvironment.optional(),
  'ignore-failure': retryFlag,
  'debug-session': retryFlag,
});
const node = listed.extend({ identifier, 'depend-on': z.array(text).optional() });

const matrix = z.strictObject({
  static: z
    .strictObject({
      'ignore-failure': retryFlag,
      'debug-session': retryFlag,
      env: buildEnvironment.optional(),
    })
    .optional(),
  dynamic: z
    .strictObject({
      buildspec: z.array(text).optional(),
      env: z
        .strictObject({
          'compute-type': z.array(text).optional(),
          image: z.array(text).optional(),
          type: z.array(text).optional(),
          variables: z.record(z.string(), z.array(scalar)).optional(),
        })
        .optional(),
    })
    .optional(),
});

/** The `batch` part of a buildspec. */
export const batchSchema = z
  .strictObject({
    'fast-fail': flag.optional(),
    'build-list': z.array(listed).min(1, 'has no builds').optional(),
    'build-matrix': matrix.optional(),
    'build-graph': z.array(node).min(1, 'has no builds').optional(),
    'build-fanout': z
      .strictObject({ parallelism: z.int().min(2).max(100), 'ignore-failure': flag.optional() })
      .optional(),
  })
  .refine(
    (batch) => Object.keys(batch).filter((key) => key.startsWith('build-')).length === 1,
    'needs exactly one of build-list, build-matrix, build-graph and build-fanout',
  );

export type Batch = z.output<typeof batchSchema>;
export type BuildEnvironment = z.output<typeof buildEnvironment>;
