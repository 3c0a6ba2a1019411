import type { RepositoryAccess, SetupFile, TokenPlace } from './tool.ts';

/** The configuration that NuGet and dotnet read: the repository as a source, alone unless it is an extra. */
export function nugetConfig({ endpoint, token, isExtra }: RepositoryAccess, place: TokenPlace): SetupFile {
  const credentials = [
    '  <packageSourceCredentials>',
    '    <codeartifact>',
    '      <add key="Username" value="aws" />',
    // they can read an encrypted one on Windows alone
    `      <add key="ClearTextPassword" value="${token}" />`,
    '    </codeartifact>',
    '  </packageSourceCredentials>',
  ];
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<configuration>',
    '  <packageSources>',
    ...(isExtra
      ? ['    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />']
      : ['    <clear />']),
    `    <add key="codeartifact" value="${endpoint}v3/index.json" protocolVersion="3" />`,
    '  </packageSources>',
    ...(place === 'env' ? [] : credentials),
    '</configuration>',
  ];
  return { path: 'nuget.config', content: `${lines.join('\n')}\n` };
}

/** The variable that both look for first, by the name of the source. */
export function nugetSecrets(
  { token }: RepositoryAccess,
  place: TokenPlace,
): Readonly<Record<string, string>> {
  return place === 'env'
    ? { NuGetPackageSourceCredentials_codeartifact: `Username=aws;Password=${token}` }
    : {};
}
