import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { pdm } from './pdm.ts';

const at = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/';

test.each([
  [
    'file',
    {},
    {
      variables: { PDM_CONFIG_FILE: '/tmp/f/pdm.toml', PDM_PYPI_URL: `${at}pypi/pinned/simple/` },
      secrets: {},
      files: {
        'pdm.toml': `[pypi]\nurl = "${at}pypi/pinned/simple/"\nusername = "aws"\npassword = "TOKEN"\n[repository.codeartifact]\nurl = "${at}pypi/pinned/"\nusername = "aws"\npassword = "TOKEN"\n`,
      },
    },
  ],
  [
    'file',
    { isExtra: true },
    {
      variables: { PDM_CONFIG_FILE: '/tmp/f/pdm.toml' },
      secrets: {},
      files: {
        'pdm.toml': `[pypi.codeartifact]\nurl = "${at}pypi/pinned/simple/"\nusername = "aws"\npassword = "TOKEN"\n[repository.codeartifact]\nurl = "${at}pypi/pinned/"\nusername = "aws"\npassword = "TOKEN"\n`,
      },
    },
  ],
  [
    'netrc',
    {},
    {
      variables: {
        PDM_CONFIG_FILE: '/tmp/f/pdm.toml',
        PDM_PYPI_URL: `${at}pypi/pinned/simple/`,
        NETRC: '/tmp/f/netrc',
      },
      secrets: {},
      files: {
        'pdm.toml': `[pypi]\nurl = "${at}pypi/pinned/simple/"\n[repository.codeartifact]\nurl = "${at}pypi/pinned/"\n`,
        netrc: `machine ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com login aws password TOKEN\n`,
      },
    },
  ],
  [
    'netrc',
    { isExtra: true },
    {
      variables: { PDM_CONFIG_FILE: '/tmp/f/pdm.toml', NETRC: '/tmp/f/netrc' },
      secrets: {},
      files: {
        'pdm.toml': `[pypi.codeartifact]\nurl = "${at}pypi/pinned/simple/"\n[repository.codeartifact]\nurl = "${at}pypi/pinned/"\n`,
        netrc: `machine ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com login aws password TOKEN\n`,
      },
    },
  ],
  [
    'env',
    {},
    {
      variables: {
        PDM_CONFIG_FILE: '/tmp/f/pdm.toml',
        PDM_PYPI_URL: `${at}pypi/pinned/simple/`,
        PDM_PYPI_USERNAME: 'aws',
        PDM_PUBLISH_USERNAME: 'aws',
      },
      secrets: { PDM_PYPI_PASSWORD: 'TOKEN', PDM_PUBLISH_PASSWORD: 'TOKEN' },
      files: {
        'pdm.toml': `[pypi]\nurl = "${at}pypi/pinned/simple/"\n[repository.codeartifact]\nurl = "${at}pypi/pinned/"\n`,
      },
    },
  ],
  [
    'env',
    { isExtra: true },
    {
      variables: { PDM_CONFIG_FILE: '/tmp/f/pdm.toml', PDM_PUBLISH_USERNAME: 'aws' },
      secrets: { CODEARTIFACT_AUTH_TOKEN: 'TOKEN', PDM_PUBLISH_PASSWORD: 'TOKEN' },
      files: {
        'pdm.toml': `[pypi.codeartifact]\nurl = "https://aws:\${CODEARTIFACT_AUTH_TOKEN}@ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/pypi/pinned/simple/"\n[repository.codeartifact]\nurl = "${at}pypi/pinned/"\n`,
      },
    },
  ],
] as const)('pdm by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(pdm, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
