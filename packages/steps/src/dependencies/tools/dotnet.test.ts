import { expect, test } from 'vitest';
import { setupOf } from '../../../test/dependencies/setup-of.ts';
import { dotnet } from './dotnet.ts';

const at = 'https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/';

test.each([
  [
    'file',
    {},
    {
      variables: { RestoreConfigFile: '/tmp/f/nuget.config' },
      secrets: {},
      files: {
        'nuget.config': `<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <packageSources>\n    <clear />\n    <add key="codeartifact" value="${at}nuget/pinned/v3/index.json" protocolVersion="3" />\n  </packageSources>\n  <packageSourceCredentials>\n    <codeartifact>\n      <add key="Username" value="aws" />\n      <add key="ClearTextPassword" value="TOKEN" />\n    </codeartifact>\n  </packageSourceCredentials>\n</configuration>\n`,
      },
    },
  ],
  [
    'file',
    { isExtra: true },
    {
      variables: { RestoreConfigFile: '/tmp/f/nuget.config' },
      secrets: {},
      files: {
        'nuget.config': `<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <packageSources>\n    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />\n    <add key="codeartifact" value="${at}nuget/pinned/v3/index.json" protocolVersion="3" />\n  </packageSources>\n  <packageSourceCredentials>\n    <codeartifact>\n      <add key="Username" value="aws" />\n      <add key="ClearTextPassword" value="TOKEN" />\n    </codeartifact>\n  </packageSourceCredentials>\n</configuration>\n`,
      },
    },
  ],
  [
    'env',
    {},
    {
      variables: { RestoreConfigFile: '/tmp/f/nuget.config' },
      secrets: { NuGetPackageSourceCredentials_codeartifact: 'Username=aws;Password=TOKEN' },
      files: {
        'nuget.config': `<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <packageSources>\n    <clear />\n    <add key="codeartifact" value="${at}nuget/pinned/v3/index.json" protocolVersion="3" />\n  </packageSources>\n</configuration>\n`,
      },
    },
  ],
  [
    'env',
    { isExtra: true },
    {
      variables: { RestoreConfigFile: '/tmp/f/nuget.config' },
      secrets: { NuGetPackageSourceCredentials_codeartifact: 'Username=aws;Password=TOKEN' },
      files: {
        'nuget.config': `<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <packageSources>\n    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />\n    <add key="codeartifact" value="${at}nuget/pinned/v3/index.json" protocolVersion="3" />\n  </packageSources>\n</configuration>\n`,
      },
    },
  ],
] as const)('dotnet by %s %j', (place, more, expected) => {
  const { variables, secrets, files } = setupOf(dotnet, place, more);
  expect({ variables, secrets, files }).toEqual(expected);
});
