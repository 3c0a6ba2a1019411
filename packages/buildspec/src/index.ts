export { type BatchBuild, type BatchOptions, type BatchResult, runBatch } from './batch.ts';
export * from './parse.ts';
export * from './result.ts';
export { type BuildOptions, runBuildspec } from './run.ts';
export { type Buildspec, buildspecJsonSchema, buildspecSchema } from './schema.ts';
