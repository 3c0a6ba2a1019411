import { join } from 'node:path';
import { withToken } from './token.ts';
import type { RepositoryAccess, SetupFile, Tool } from './tool.ts';

/** RubyGems reads a file more by GEMRC; Bundler reads another than the user's by BUNDLE_USER_CONFIG. */
export const gem: Tool = {
  name: 'gem',
  format: 'ruby',
  places: ['file', 'env'],
  beside: 'extra',
  setUp(access, place, folder) {
    const { endpoint, token } = access;
    const host = `https://${new URL(endpoint).host}`;
    const common = {
      notes: [`a Gemfile that names it: source "${endpoint}"`],
      command: 'bundle install',
    };
    const push = { RUBYGEMS_HOST: endpoint.replace(/\/$/, '') };
    if (place === 'env') {
      return {
        ...common,
        variables: push,
        secrets: { [bundleKey(host)]: `aws:${token}`, GEM_HOST_API_KEY: `Bearer ${token}` },
        files: [],
      };
    }
    return {
      ...common,
      variables: {
        ...push,
        GEMRC: join(folder, 'gem/gemrc'),
        BUNDLE_USER_CONFIG: join(folder, 'gem/bundle'),
      },
      secrets: {},
      files: filesOf(access, bundleKey(host)),
    };
  },
};

function filesOf({ endpoint, token, isExtra }: RepositoryAccess, key: string): readonly SetupFile[] {
  const sources = [withToken(endpoint, token), ...(isExtra ? ['https://rubygems.org/'] : [])];
  const mirror = isExtra ? [] : [`BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/: "${endpoint}"`];
  return [
    { path: 'gem/gemrc', content: `---\n:sources:\n${sources.map((source) => `- ${source}\n`).join('')}` },
    { path: 'gem/bundle', content: `---\n${[...mirror, `${key}: "aws:${token}"`].join('\n')}\n` },
  ];
}

/** How Bundler writes the name of a setting for a host. */
function bundleKey(host: string): string {
  const { hostname } = new URL(host);
  return `BUNDLE_${hostname.replaceAll('-', '___').replaceAll('.', '__').toUpperCase()}`;
}
