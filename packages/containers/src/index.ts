export { type BuildOptions, buildImage } from './build.ts';
export { detectEngine, type Engine, type EngineAnswer, requireEngine } from './connect.ts';
export { createDockerRuntime, type DockerRuntimeOptions, removeImage, runLabel } from './docker.ts';
export { createRuntime, type RuntimeOptions } from './engine.ts';
export { ensureHostBase, hostBaseTag } from './host-base.ts';
export { hostPlatform, type ImageConfig, type ResolvedImage, resolveImage } from './image.ts';
export { createProcessRuntime, type OwnedRuntime, type ProcessRuntimeOptions } from './process.ts';
export { type Pushed, type PushOptions, pushImage } from './push.ts';
export type * from './runtime.ts';
