import { type CleanUpContext, type CleanUpVerdict, passed } from '@ml-ci/core';

/** Removes the folder of a login. What it exported is taken back by whoever calls this. */
export async function cleanUp({ state, files }: CleanUpContext): Promise<CleanUpVerdict> {
  const folder = state.get('folder');
  if (folder === undefined) return passed({ done: 'the run had written nothing' });
  const wasThere = await files.removeTemporary('codeartifact-login', folder);
  return passed({ done: wasThere ? `removed "${folder}"` : `"${folder}" was gone already` });
}
