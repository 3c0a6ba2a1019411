import type { EcrRepository } from './state.ts';

/** A descriptor of something that is attached to an image. */
export interface ReferrerDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What names `digest` as its subject, of the wanted artifact types; of all where none is named. */
export function referrersOf(
  repository: EcrRepository,
  digest: string,
  artifactTypes: readonly string[],
): readonly ReferrerDescriptor[] {
  return [...repository.images.values()]
    .filter(({ references }) => references.subject === digest)
    .filter(({ references: { artifactType } }) => {
      return (
        artifactTypes.length === 0 || (artifactType !== undefined && artifactTypes.includes(artifactType))
      );
    })
    .map(({ mediaType, digest: own, bytes, references: { artifactType, annotations } }) => ({
      mediaType,
      digest: own,
      size: bytes.length,
      ...(artifactType === undefined ? {} : { artifactType }),
      ...(annotations === undefined ? {} : { annotations }),
    }));
}
