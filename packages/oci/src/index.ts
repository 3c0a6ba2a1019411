export { type CopyOptions, type CopyProgress, type CopyResult, runCopy, verifyCopy } from './copy.ts';
export {
  type CopyPlan,
  type DigestTag,
  planCopy,
  plannedBytes,
  type ReferrerChoice,
} from './copy-plan.ts';
export { digestOf, hasDigest, verified } from './digest.ts';
export { isDigest, parseDigest } from './digest-text.ts';
export {
  anonymousCredentials,
  type DockerConfigOptions,
  dockerConfigCredentials,
  staticCredentials,
} from './docker-config.ts';
export {
  type AssembledImage,
  type AssembleOptions,
  assembleImage,
  type BaseImage,
  type ImageSettings,
  readBaseImage,
} from './image.ts';
export { type PushOptions, type PushResult, pushImage } from './image-push.ts';
export * from './inputs.ts';
export { type Layer, type LayerOptions, writeLayer } from './layer.ts';
export { type CollectOptions, collectEntries, type LayerEntry } from './layer-entries.ts';
export { layoutRepository } from './layout.ts';
export { checkManifest, type ManifestContent, makeManifest, readManifest } from './manifest.ts';
export * from './media-types.ts';
export * from './reference.ts';
export { registryRepository } from './registry.ts';
export * from './repository.ts';
export { defaultRetry, type RetryPolicy, type Timing } from './retry.ts';
export { createTransport, type Transport, type TransportOptions } from './transport.ts';
