import { cargo } from './cargo.ts';
import { dotnet } from './dotnet.ts';
import { gem } from './gem.ts';
import { gradle } from './gradle.ts';
import { maven } from './maven.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { pdm } from './pdm.ts';
import { pip } from './pip.ts';
import { pnpm } from './pnpm.ts';
import { poetry } from './poetry.ts';
import { swift } from './swift.ts';
import type { Tool, ToolName } from './tool.ts';
import { twine } from './twine.ts';
import { uv } from './uv.ts';
import { yarn } from './yarn.ts';

/** Every tool by its name. */
export const tools: Readonly<Record<ToolName, Tool>> = {
  pip,
  twine,
  uv,
  poetry,
  pdm,
  npm,
  pnpm,
  yarn,
  maven,
  gradle,
  nuget,
  dotnet,
  cargo,
  swift,
  gem,
};
