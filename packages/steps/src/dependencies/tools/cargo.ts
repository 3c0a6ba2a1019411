import { join } from 'node:path';
import type { Tool } from './tool.ts';

/** cargo, since 1.74, asks a program for the token; `cat` is enough of one. */
export const cargo: Tool = {
  name: 'cargo',
  format: 'cargo',
  places: ['file', 'env'],
  beside: 'extra',
  setUp({ endpoint, token, isExtra }, place, folder) {
    const isEnv = place === 'env';
    const provider = isEnv ? 'cargo:token' : `cargo:token-from-stdout cat ${join(folder, 'cargo/token')}`;
    const replace = '[source.crates-io]\nreplace-with = "codeartifact"';
    return {
      variables: {
        CARGO_REGISTRIES_CODEARTIFACT_INDEX: `sparse+${endpoint}`,
        CARGO_REGISTRIES_CODEARTIFACT_CREDENTIAL_PROVIDER: provider,
      },
      secrets: isEnv ? { CARGO_REGISTRIES_CODEARTIFACT_TOKEN: `Bearer ${token}` } : {},
      files: isEnv ? [] : [{ path: 'cargo/token', content: `Bearer ${token}` }],
      notes: isExtra
        ? ['a dependency says where it comes from: { version = "1", registry = "codeartifact" }']
        : [`.cargo/config.toml must name the repository, or the public index is asked:\n${replace}`],
      command: 'cargo build --locked',
    };
  },
};
