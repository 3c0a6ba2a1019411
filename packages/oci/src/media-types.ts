/** Every media type and header name of the distribution and image specifications that we use, once. */
export const mediaTypes = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociConfig: 'application/vnd.oci.image.config.v1+json',
  ociEmpty: 'application/vnd.oci.empty.v1+json',
  ociLayer: 'application/vnd.oci.image.layer.v1.tar',
  ociLayerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  ociLayerZstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  dockerLayer: 'application/vnd.docker.image.rootfs.diff.tar',
  dockerLayerGzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  blob: 'application/octet-stream',
} as const;

/**
 * What we take as a manifest. Never schema 1, and always the index types: without them a registry serves one platform of a
 * tag, and the digest changes silently.
 */
export const manifestTypes: readonly string[] = [
  mediaTypes.ociIndex,
  mediaTypes.ociManifest,
  mediaTypes.dockerList,
  mediaTypes.dockerManifest,
];

/** Names of the headers, in lower case as Node gives them. */
export const headerNames = {
  digest: 'docker-content-digest',
  subject: 'oci-subject',
  filtersApplied: 'oci-filters-applied',
} as const;

/** The annotation of a layout's `index.json` that holds a tag. */
export const refNameAnnotation = 'org.opencontainers.image.ref.name';

const foreignTypes = [
  'application/vnd.docker.image.rootfs.foreign.diff.tar',
  'application/vnd.oci.image.layer.nondistributable.v1.tar',
];

/** True for an index or a manifest list. */
export function isIndexType(mediaType: string): boolean {
  return mediaType === mediaTypes.ociIndex || mediaType === mediaTypes.dockerList;
}

/** True for layers that their licence keeps in the registry of their maker; they are not copied. */
export function isForeignType(mediaType: string): boolean {
  return foreignTypes.some((type) => mediaType.startsWith(type));
}
