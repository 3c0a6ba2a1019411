import { createHash } from 'node:crypto';
import type { Files } from '@ml-ci/core';
import { cycloneDx } from './cyclonedx.ts';
import type { DependencyRecord } from './record.ts';

/** Where the record and the SBOM of an install are, from the folder of ml-ci.yml. */
export interface WrittenRecord {
  readonly record: string;
  readonly sbom: string;
  /** `sha256:…` of the record. */
  readonly digest: string;
}

/** Writes `.ml-ci/dependencies.json` and `.ml-ci/dependencies.cdx.json`. */
export async function writeDependencies(
  files: Files,
  record: DependencyRecord,
  model: string,
): Promise<WrittenRecord> {
  const text = `${JSON.stringify(record, undefined, 2)}\n`;
  await files.write(await files.state('dependencies.json'), text);
  await files.write(
    await files.state('dependencies.cdx.json'),
    `${JSON.stringify(cycloneDx(record, model), undefined, 2)}\n`,
  );
  return {
    record: '.ml-ci/dependencies.json',
    sbom: '.ml-ci/dependencies.cdx.json',
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
  };
}
