import { npm } from './npm.ts';
import { pip } from './pip.ts';
import type { Tool, ToolName } from './tool.ts';

/** Every tool by its name. */
export const tools = { pip, npm } as unknown as Readonly<Record<ToolName, Tool>>;
