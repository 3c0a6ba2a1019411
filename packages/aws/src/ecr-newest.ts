import type { CallOptions } from './clients.ts';
import { ecrClient, sending } from './clients.ts';
import type { EcrImage } from './ecr.ts';
import type { Session } from './session.ts';

/** The image of a repository that was pushed last; attestations and other referrers do not count. */
export async function newestImage(
  session: Session,
  repository: string,
  options: CallOptions = {},
): Promise<EcrImage | undefined> {
  const { DescribeImagesCommand } = await import('@aws-sdk/client-ecr');
  const client = await ecrClient(session);
  let newest: EcrImage | undefined;
  let nextToken: string | undefined;
  do {
    const command = new DescribeImagesCommand({
      repositoryName: repository,
      filter: { tagStatus: 'TAGGED' },
      nextToken,
    });
    const page = await client.send(command, sending(options));
    for (const detail of page.imageDetails ?? []) {
      const { imageDigest: digest, imagePushedAt: pushedAt } = detail;
      if (digest === undefined || detail.subjectManifestDigest !== undefined) continue;
      if (newest && (newest.pushedAt?.getTime() ?? 0) >= (pushedAt?.getTime() ?? 0)) continue;
      newest = {
        digest,
        pushedAt,
        tags: detail.imageTags ?? [],
        mediaType: detail.imageManifestMediaType ?? '',
        status: detail.imageStatus ?? 'ACTIVE',
      };
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return newest;
}
