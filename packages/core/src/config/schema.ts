import { z } from 'zod';
import { parseDuration } from '../duration.ts';

/** The schema of `ml-ci.yml`. Every object is strict: an unknown key is a mistake. */

const durationText = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'is not a duration: write it as 90s, 5m, 2h')
  .describe('a length of time: 90s, 5m, 1h30m');
const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'is not a name: letters, digits, ".", "_" and "-"');
const text = z.string().min(1);

const requires = z.strictObject({
  steps: z.array(text).optional().describe('steps that must have passed for the digest'),
  environments: z.array(name).optional().describe('stages the digest must have been promoted to before'),
});

const environment = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, 'is not an account id: twelve digits, in quotes')
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is not a region, such as eu-west-1')
    .optional(),
  role: z
    .string()
    .regex(/^arn:[a-z-]+:iam::\d{12}:role\/.+$/, 'is not the ARN of a role')
    .optional(),
  profile: text.optional(),
  repository: text.optional().describe('the ECR repository, without the registry'),
  registry: text.optional().describe('host/path of any OCI registry, instead of account and repository'),
  layout: text.optional().describe('a folder in the OCI image layout, instead of account and repository'),
  endpoint: z.url().optional(),
  requires: requires.optional(),
});

const dependencies = z.strictObject({
  domain: text,
  repository: text,
  owner: z
    .string()
    .regex(/^\d{12}$/, 'is not an account id: twelve digits, in quotes')
    .optional(),
  region: text.optional(),
  manager: z.enum(['pip', 'uv', 'poetry', 'pdm', 'npm', 'pnpm', 'yarn']).optional(),
  lock: text.describe('the lock file, from the folder of ml-ci.yml'),
  'allow-build': z.array(text).optional().describe('packages that may run build or install scripts'),
  'allow-unchecked': z.array(text).optional().describe('Yarn 4: packages without a checksum: @esbuild/*'),
  verify: z.enum(['origin', 'hashes', 'off']).optional().describe('what is looked up in CodeArtifact first'),
  'allow-origin': z.array(text).optional().describe('internal, external:public:pypi, external:*, unknown'),
  cache: z.boolean().optional().describe('keep downloads for the next run'),
  internal: z.array(text).optional().describe('names that only this domain may have: ml-*, @ml/*'),
  target: text.optional().describe('pip and uv: a folder to install into, from the folder of ml-ci.yml'),
  python: text.optional().describe('the Python to install with'),
});

const data = z.strictObject({
  checks: text.describe('the checks file, from the folder of ml-ci.yml'),
  'allow-unsupported': z
    .boolean()
    .optional()
    .describe('leave out what has no equal in an imported checks file, and warn'),
  sources: z.array(text).min(1).describe('files, globs, s3:// addresses or athena://database.table'),
  reference: text.optional().describe('the source that drift and changes are told against'),
  history: text.optional().describe('a folder or s3:// prefix where the figures of each run are kept'),
  disk: text.optional().describe('disk for temporary files: 20GB; by default half of what is free'),
  athena: z
    .strictObject({
      workgroup: text.optional().describe('the workgroup that queries run in'),
      output: text.optional().describe('where results are written, as s3://bucket/prefix/'),
      'scan-limit': text.optional().describe('what the queries of a run may scan: 500MB, 20GB, 1TB'),
    })
    .optional(),
});

const image = z.strictObject({
  engine: z.enum(['docker', 'layers']).optional(),
  context: text.optional(),
  dockerfile: text.optional(),
  'build-args': z.record(z.string(), z.string()).optional(),
  platforms: z
    .array(z.string().regex(/^[a-z0-9]+\/[a-z0-9]+(\/v\d+)?$/, 'is not a platform, such as linux/amd64'))
    .optional(),
  base: text.optional().describe('engine layers: an image reference, layout:PATH, or scratch'),
  layers: z
    .array(
      z.strictObject({
        from: text,
        to: text,
        include: z.array(text).optional(),
        exclude: z.array(text).optional(),
      }),
    )
    .optional()
    .describe('engine layers: folders or files that become layers, in order'),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
  workdir: text.optional(),
  user: text.optional(),
  ports: z.array(z.number().int().min(1).max(65535)).optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

const deployEcs = z.strictObject({
  target: z.literal('ecs'),
  cluster: text,
  service: text,
  container: text.describe('the container whose image is replaced'),
  port: z.number().int().min(1).max(65535),
  application: text.describe('the CodeDeploy application'),
  group: text.describe('the CodeDeploy deployment group'),
  strategy: text
    .optional()
    .describe(
      'a CodeDeploy configuration, or canary-10-percent-5-minutes, linear-10-percent-every-1-minute, all-at-once',
    ),
  alarms: z.array(text).optional().describe('CloudWatch alarms that roll the deployment back'),
  bake: durationText.optional().describe('how long the alarms must stay quiet after all traffic has moved'),
});

const metricAlarm = z.strictObject({
  namespace: text,
  metric: text,
  dimensions: z.record(z.string(), z.string()).optional(),
  statistic: text,
  period: z.number().int().positive(),
  'evaluation-periods': z.number().int().positive(),
  'datapoints-to-alarm': z.number().int().positive().optional(),
  threshold: z.number(),
  comparison: z.enum([
    'GreaterThanThreshold',
    'GreaterThanOrEqualToThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  'missing-data': z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).optional(),
});

const rehearsal = z.strictObject({
  speed: z.number().min(1).max(600).optional().describe('how much faster than the wall the sandbox runs'),
  traffic: z
    .strictObject({
      requests: z
        .union([text, z.record(name, text)])
        .describe('JSON Lines of {method, path, body}, sent in turn; one file, or one for each environment'),
      rate: z.number().positive().max(500).describe('requests a second of the wall clock'),
    })
    .optional(),
  tasks: z.number().int().min(1).max(10).optional().describe('running copies of a service'),
  alarms: z
    .record(z.string(), metricAlarm)
    .optional()
    .describe('what the alarms named under deploy watch, in a rehearsal'),
  packages: z
    .strictObject({ npm: z.string().optional(), pip: z.string().optional() })
    .optional()
    .describe('folders of package files that the CodeArtifact of the sandbox serves'),
});

const model = z.strictObject({
  environments: z.record(name, environment).optional(),
  dependencies: dependencies.optional(),
  data: data.optional(),
  image: image.optional(),
  deploy: z.record(name, deployEcs).optional(),
});

export const configSchema = z.strictObject({
  version: z.literal(1),
  model: name.optional(),
  models: z.record(name, model).optional(),
  environments: z.record(name, environment).optional().describe('in promotion order'),
  dependencies: dependencies.optional(),
  data: data.optional(),
  image: image.optional(),
  deploy: z.record(name, deployEcs).optional(),
  release: z.strictObject({ steps: z.array(text).min(1), until: name }).optional(),
  rehearsal: rehearsal.optional(),
});

/** What `ml-ci.yml` says, as it is written. */
export type ConfigDocument = z.infer<typeof configSchema>;
export type DeployEcsDocument = z.infer<typeof deployEcs>;
export type MetricAlarmDocument = z.infer<typeof metricAlarm>;
export type ImageDocument = z.infer<typeof image>;

/** A checked `ml-ci.yml` for one model. */
export interface Config {
  /** Absolute path of the file, and its folder. */
  readonly file: string;
  readonly root: string;
  readonly model: string;
  readonly document: ConfigDocument;
  readonly environments: readonly import('./environment.ts').Environment[];
}
