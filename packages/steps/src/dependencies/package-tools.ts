/** What a page about the tools is made from. */
export { dockerLines } from './codeartifact-login/docker.ts';
export { tools } from './tools/index.ts';
export { type Tool, toolNames } from './tools/tool.ts';
