import { netrcName } from '../tools/netrc.ts';
import type { RepositoryAccess, SetupFile, TokenPlace, Tool, ToolSetup } from '../tools/tool.ts';

/** What is to be there after a login, of all its tools together. */
export interface Merged {
  readonly variables: ReadonlyMap<string, string>;
  readonly secrets: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, SetupFile>;
  /** What an earlier login of the same tools may have left in another mode. */
  readonly staleVariables: readonly string[];
  readonly staleFiles: readonly string[];
}

/** Puts the setups of tools together. Tools that share a name agree on what it stands for. */
export function merge(
  chosen: readonly { readonly tool: Tool; readonly access: RepositoryAccess; readonly setup: ToolSetup }[],
  folder: string,
): Merged {
  const setups = chosen.map(({ setup }) => setup);
  const secrets = new Map(setups.flatMap((setup) => Object.entries(setup.secrets)));
  const variables = new Map(setups.flatMap((setup) => Object.entries(setup.variables)));
  const files = new Map(setups.flatMap((setup) => setup.files.map((file) => [file.path, file])));
  // a value that one tool takes away another may need as a secret
  for (const name of secrets.keys()) variables.delete(name);
  const others = chosen.flatMap(({ tool, access }) => allSetups(tool, access, folder));
  const named = others.flatMap((setup) => [...Object.keys(setup.variables), ...Object.keys(setup.secrets)]);
  const paths = others.flatMap((setup) => setup.files.map(({ path }) => path));
  return {
    variables,
    secrets,
    files,
    staleVariables: [...new Set(named)].filter((name) => !variables.has(name) && !secrets.has(name)),
    staleFiles: [...new Set(paths)].filter((path) => path !== netrcName && !files.has(path)),
  };
}

/** Every way in which a tool can be led to a repository. */
export function allSetups(tool: Tool, access: RepositoryAccess, folder: string): readonly ToolSetup[] {
  const ways = [true, false].flatMap((isExtra) =>
    [access.scope, undefined].map((scope) => ({ ...access, isExtra, scope })),
  );
  const at = (place: TokenPlace) => ways.map((way) => tool.setUp(way, place, folder));
  return tool.places.flatMap(at);
}
