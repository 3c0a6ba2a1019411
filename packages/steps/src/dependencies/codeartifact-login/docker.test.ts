import { describe, expect, it } from 'vitest';
import { tools } from '../tools/index.ts';
import type { TokenPlace, ToolName } from '../tools/tool.ts';
import { dockerLines } from './docker.ts';

const token = 'eyJ0b2tlbiI6MX0';
const folder = '/tmp/ml-ci-codeartifact-login-abc123';
const linesOf = (name: ToolName, place: TokenPlace) => {
  const { format } = tools[name];
  const endpoint = `https://host.example/${format}/pinned/`;
  return dockerLines(tools[name].setUp({ endpoint, token, isExtra: false }, place, folder), folder);
};

describe('dockerLines', () => {
  it.each<[ToolName, TokenPlace, string, string]>([
    [
      'pip',
      'file',
      'RUN --mount=type=secret,id=pip-conf,target=/run/secrets/ml-ci/pip.conf --mount=type=tmpfs,target=/run/ml-ci PIP_CONFIG_FILE=/run/secrets/ml-ci/pip.conf PIP_CACHE_DIR=/run/ml-ci/pip-cache pip install -r requirements.txt',
      `--secret id=pip-conf,src=${folder}/pip.conf`,
    ],
    [
      'uv',
      'netrc',
      'RUN --mount=type=secret,id=netrc,target=/run/secrets/ml-ci/netrc UV_DEFAULT_INDEX=https://host.example/pypi/pinned/simple/ UV_PUBLISH_URL=https://host.example/pypi/pinned/ NETRC=/run/secrets/ml-ci/netrc uv sync --locked',
      `--secret id=netrc,src=${folder}/netrc`,
    ],
    [
      'npm',
      'env',
      'RUN --mount=type=secret,id=npmrc,target=/run/secrets/ml-ci/npmrc --mount=type=secret,id=CODEARTIFACT_AUTH_TOKEN,env=CODEARTIFACT_AUTH_TOKEN --mount=type=tmpfs,target=/run/ml-ci npm_config_userconfig=/run/secrets/ml-ci/npmrc npm_config_registry=https://host.example/npm/pinned/ npm_config_cache=/run/ml-ci/npm-cache npm ci',
      `--secret id=npmrc,src=${folder}/npmrc --secret id=CODEARTIFACT_AUTH_TOKEN,env=CODEARTIFACT_AUTH_TOKEN`,
    ],
    [
      'maven',
      'file',
      `RUN --mount=type=secret,id=settings-xml,target=/run/secrets/ml-ci/settings.xml MAVEN_ARGS='--settings /run/secrets/ml-ci/settings.xml' mvn --batch-mode verify`,
      `--secret id=settings-xml,src=${folder}/settings.xml`,
    ],
  ])('for %s by %s', (name, place, run, flags) => {
    expect(linesOf(name, place)).toEqual({ run, flags });
  });

  it.each(Object.values(tools).flatMap(({ name, places }) => places.map((place) => [name, place] as const)))(
    'for %s by %s have no token, and no path of the host in the Dockerfile',
    (name, place) => {
      const { run, flags } = linesOf(name, place);
      expect(`${run} ${flags}`).not.toContain(token);
      expect(run).not.toContain(folder);
    },
  );
});
