import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { wire } from '../compute/input.ts';
import { currentObject, type S3State } from '../s3/state.ts';
import { findVersion } from '../s3/versions.ts';
import { ServiceError } from '../service.ts';
import type { Application, Revision, S3Location } from './model.ts';
import { type CodeDeployRegion, sha256Of } from './region.ts';

/** Where the AppSpec of a deployment is. */
export const revisionSchema = z.object({
  revisionType: wire.text.optional(),
  appSpecContent: z.object({ content: wire.text.nullish(), sha256: wire.text.optional() }).optional(),
  s3Location: z
    .object({
      bucket: wire.text,
      key: wire.text,
      bundleType: z
        .enum(['YAML', 'JSON'], 'the sandbox reads an AppSpec of the type YAML or JSON')
        .optional(),
      version: wire.text.optional(),
      eTag: wire.text.optional(),
    })
    .optional(),
});

type RevisionInput = z.output<typeof revisionSchema>;

/** Registers the revision that CreateDeployment names; what does not match its hash or tag is refused. */
export async function registerRevision(
  region: CodeDeployRegion,
  application: Application,
  given: RevisionInput | undefined,
  s3: S3State,
  nowMs: number,
): Promise<Revision> {
  if (!given) throw new ServiceError('RevisionRequiredException', 'Revision is missing');
  if (given.revisionType === 'S3' && given.s3Location) {
    const { bucket, bundleType = 'YAML', eTag, key, version } = given.s3Location;
    const location: S3Location = { bucket, key, bundleType, version, eTag };
    return region.revise(application, await readObject(s3, location), nowMs, location);
  }
  const { content, sha256 } = given.appSpecContent ?? {};
  if (given.revisionType !== 'AppSpecContent' || typeof content !== 'string') {
    throw invalid('the sandbox serves revisions of the types AppSpecContent, with their content, and S3');
  }
  if (sha256 !== undefined && sha256 !== sha256Of(content)) {
    throw invalid('The sha256 of the AppSpec content is not that of its content');
  }
  return region.revise(application, content, nowMs);
}

async function readObject(s3: S3State, { bucket: name, eTag, key, version }: S3Location): Promise<string> {
  const bucket = s3.buckets.get(name);
  const found =
    bucket && (version === undefined ? currentObject(bucket, key) : findVersion(bucket, key, version));
  if (!found || found.isDeleted) throw invalid(`The object ${name}/${key} does not exist`);
  if (eTag !== undefined && eTag.replaceAll('"', '') !== found.etag.replaceAll('"', '')) {
    throw invalid(`The eTag of ${name}/${key} is not ${eTag}`);
  }
  return readFile(found.path, 'utf8');
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidRevisionException', message);
}
