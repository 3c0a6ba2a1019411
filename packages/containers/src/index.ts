export { hostPlatform, type ImageConfig, type ResolvedImage, resolveImage } from './image.ts';
export { createProcessRuntime, type OwnedRuntime, type ProcessRuntimeOptions } from './process.ts';
export type * from './runtime.ts';
