import {
  boolean,
  kind,
  list,
  type OutputValues,
  oneOf,
  parseDuration,
  type StepContext,
  string,
  type Verdict,
} from '@ml-ci/core';
import type { Services } from '../../step.ts';
import { tokenPlaces, toolNames } from '../tools/tool.ts';
import { whereIfAny } from '../where.ts';

const shortest = 15 * 60_000;
const longest = 12 * 60 * 60_000;

/** What CodeArtifact takes for the life of a token, in milliseconds; 0 ends it with the session. */
const tokenLife = kind<number>(
  'duration',
  'DURATION',
  (raw) => {
    const ms = raw === '0' ? 0 : parseDuration(raw);
    if (ms === undefined)
      return { ok: false, message: 'is not a duration', fix: 'write it as 45m or 2h, or 0' };
    if (ms === 0 || (ms >= shortest && ms <= longest)) return { ok: true, value: ms };
    return { ok: false, message: 'is not from 15m to 12h, and not 0' };
  },
  { show: () => '0' },
);

export const inputs = {
  tools: list({
    summary: `the tools to lead to the repository, at least one of ${toolNames.join(', ')}`,
    example: 'pip,npm',
  }),
  mode: oneOf(['none', ...tokenPlaces], {
    summary:
      'where the token stays for later steps: nowhere (the step then only checks and prints), in files of the tools, in one netrc, or in variables that every later step sees',
    default: 'none',
  }),
  ...whereIfAny,
  duration: tokenLife({
    summary: 'how long the token lives, from 15m to 12h; 0 ends it with the session of the credentials',
    default: 0,
  }),
  endpointType: oneOf(['ipv4', 'dualstack'], {
    summary: 'the addresses that the repository is reached by: dualstack is IPv6 as well',
    default: 'ipv4',
  }),
  scope: string({
    summary: 'npm, pnpm, Yarn, Swift: only packages of this scope come from the repository, such as @ml',
  }),
  extraIndex: boolean({
    summary:
      'ask the repository beside the index that the tools know already; whoever publishes an internal name there is then asked too (dependency confusion)',
    default: false,
  }),
  docker: boolean({
    summary: 'print the lines that hand the login to a Docker build as a secret of BuildKit',
    default: false,
  }),
  logout: boolean({ summary: 'remove what earlier logins of this project left', default: false }),
} as const;

export const outputs = {
  tools: { summary: 'the tools that were led to the repository, with commas between them', optional: true },
  endpoint: {
    summary: 'the address of the repository for the first tool, with its slash',
    optional: true,
  },
  endpoints: { summary: 'the address for each tool, as a JSON object by its name', optional: true },
  expiresAt: { summary: 'when the token ends, in UTC', optional: true },
  folder: { summary: 'the folder with the files for the tools; mode none has none', optional: true },
} as const;

/** What `run` is given, and what it answers. */
export type LoginContext = StepContext<typeof inputs> & Services;
export type LoginOutputs = OutputValues<typeof outputs>;
export type LoginVerdict = Verdict<LoginOutputs>;
