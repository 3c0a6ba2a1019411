import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { cargo } from './cargo.ts';

const at = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/';

test.each([
  [
    'file',
    {},
    {
      variables: {
        CARGO_REGISTRIES_CODEARTIFACT_INDEX: `sparse+${at}cargo/pinned/`,
        CARGO_REGISTRIES_CODEARTIFACT_CREDENTIAL_PROVIDER: 'cargo:token-from-stdout cat /tmp/f/cargo/token',
      },
      secrets: {},
      files: { 'cargo/token': 'Bearer TOKEN' },
    },
  ],
  [
    'file',
    { isExtra: true },
    {
      variables: {
        CARGO_REGISTRIES_CODEARTIFACT_INDEX: `sparse+${at}cargo/pinned/`,
        CARGO_REGISTRIES_CODEARTIFACT_CREDENTIAL_PROVIDER: 'cargo:token-from-stdout cat /tmp/f/cargo/token',
      },
      secrets: {},
      files: { 'cargo/token': 'Bearer TOKEN' },
    },
  ],
  [
    'env',
    {},
    {
      variables: {
        CARGO_REGISTRIES_CODEARTIFACT_INDEX: `sparse+${at}cargo/pinned/`,
        CARGO_REGISTRIES_CODEARTIFACT_CREDENTIAL_PROVIDER: 'cargo:token',
      },
      secrets: { CARGO_REGISTRIES_CODEARTIFACT_TOKEN: 'Bearer TOKEN' },
      files: {},
    },
  ],
  [
    'env',
    { isExtra: true },
    {
      variables: {
        CARGO_REGISTRIES_CODEARTIFACT_INDEX: `sparse+${at}cargo/pinned/`,
        CARGO_REGISTRIES_CODEARTIFACT_CREDENTIAL_PROVIDER: 'cargo:token',
      },
      secrets: { CARGO_REGISTRIES_CODEARTIFACT_TOKEN: 'Bearer TOKEN' },
      files: {},
    },
  ],
] as const)('cargo by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(cargo, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
