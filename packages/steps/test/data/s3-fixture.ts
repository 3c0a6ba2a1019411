import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAws } from '@ml-ci/aws';
import { type EcrEnvironment, execute, memoryHost, type Step, silentLog, wallClock } from '@ml-ci/core';
import type { Sandbox } from '@ml-ci/sandbox';
import { validateData } from '../../src/data/validate-data/index.ts';
import { folderWith } from './fixture.ts';

export const [account, region] = ['111111111111', 'eu-west-1'] as const;
export const environment: EcrEnvironment = {
  type: 'ecr',
  name: 'dev',
  account,
  region,
  repository: 'dev/model',
};
const config = `version: 1
model: penguins
environments:
  dev: { account: "${account}", region: ${region}, repository: dev/model }
`;

/** What a step calls AWS with, for an account of the sandbox. */
export function awsOf(sandbox: Sandbox) {
  return createAws({
    env: sandbox.env(account, region),
    clock: wallClock,
    log: silentLog,
    mask: () => undefined,
    allowEndpoints: [],
    run: 'test',
  });
}

/** Runs the step in a folder of its own, on sources in the S3 of the sandbox. */
export async function runInS3(
  sandbox: Sandbox,
  checks: string,
  inputs: Readonly<Record<string, string>>,
  hasConfig = true,
) {
  const root = await folderWith({ 'checks.yml': checks, ...(hasConfig && { 'ml-ci.yml': config }) });
  const host = memoryHost({ cwd: root, inputs: { checks: 'checks.yml', ...inputs } });
  const aws = awsOf(sandbox);
  const services = () => ({
    services: { aws } as never,
    rehearsal: () => undefined,
    dispose: async () => undefined,
  });
  const outcome = await execute(validateData as unknown as Step, host, { services });
  const report = await readFile(join(root, '.ml-ci/validate-data/report.json'), 'utf8').then(
    JSON.parse,
    () => undefined,
  );
  return { outcome, report, root, calls: aws.calls };
}

/** The body of an object. */
export async function* body(content: string | Buffer): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}
