import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DomainToken, repositoryEndpoint, type Session } from '@ml-ci/aws';
import { formatDuration, passed, StepError } from '@ml-ci/core';
import { openToken } from '../access.ts';
import { chooseAccount } from '../account.ts';
import { mergeNetrc, netrcName } from '../tools/netrc.ts';
import type { Tool } from '../tools/tool.ts';
import { type DockerLines, dockerLines } from './docker.ts';
import type { LoginContext, LoginOutputs, LoginVerdict } from './inputs.ts';
import { type Merged, merge } from './merge.ts';
import { type LoginRequest, readRequest } from './request.ts';

/** Asks for addresses and a token, and leaves for later steps what was asked for, or nothing. */
export async function run(context: LoginContext): Promise<LoginVerdict> {
  const { inputs, plan, config, log } = context;
  if (inputs.logout) return logOut(context);
  const request = readRequest(inputs, config);
  const account = chooseAccount(inputs, config?.environments ?? [], 'codeartifact-login');
  const session = await context.aws.session(account.environment, context.signal);
  const endpoints = await findEndpoints(context, request, session, account.owner);
  const known = describe(request, endpoints);
  if (plan.active) {
    plan.would(planned(request), 'codeartifact:GetAuthorizationToken');
    return passed(known);
  }
  const domain = { domain: request.domain, owner: account.owner };
  const token = await openToken(context, session, domain, Math.floor(inputs.duration / 1_000));
  checkToken(token);
  warn(context, request, token);
  log.table({
    title: `${request.domain}/${request.repository}`,
    columns: ['tool', 'address'],
    rows: endpoints.map(({ tool, endpoint }) => [tool.name, endpoint]),
  });
  const ends = token.expiresAt === undefined ? {} : { expiresAt: token.expiresAt.toISOString() };
  if (request.place === undefined) return passed({ ...known, ...ends });
  const folder = await leave(context, request, endpoints, token.token);
  return passed({ ...known, ...ends, folder });
}

interface Endpoint {
  readonly tool: Tool;
  readonly endpoint: string;
}

/** The address for each tool; a repository that does not exist is found out here. */
async function findEndpoints(
  { inputs, signal }: LoginContext,
  request: LoginRequest,
  session: Session,
  owner: string,
): Promise<readonly Endpoint[]> {
  const domain = { domain: request.domain, owner };
  const byFormat = new Map<string, string>();
  for (const { format } of request.tools) {
    if (byFormat.has(format)) continue;
    const options = { signal, endpointType: inputs.endpointType };
    byFormat.set(format, await repositoryEndpoint(session, domain, request.repository, format, options));
  }
  return request.tools.map((tool) => ({ tool, endpoint: byFormat.get(tool.format) ?? '' }));
}

function describe({ tools }: LoginRequest, endpoints: readonly Endpoint[]): LoginOutputs {
  const byTool = Object.fromEntries(endpoints.map(({ tool, endpoint }) => [tool.name, endpoint]));
  return {
    tools: tools.map(({ name }) => name).join(','),
    endpoint: endpoints[0]?.endpoint ?? '',
    endpoints: JSON.stringify(byTool),
  };
}

function planned({ tools, domain, repository, place }: LoginRequest): string {
  const names = tools.map(({ name }) => name).join(', ');
  const from = `${domain}/${repository}`;
  return place === undefined
    ? `ask for a token for ${names} of ${from}, and drop it`
    : `lead ${names} to ${from} with a token by ${place}`;
}

/** Every file that it is written into would need its own escapes otherwise. */
function checkToken({ token }: DomainToken): void {
  if (/^[\w.~-]+$/.test(token)) return;
  throw new StepError('AWS_FAILED', {
    message: 'codeartifact:GetAuthorizationToken answered with a token that is no JSON web token',
  });
}

function warn(
  { inputs, log, clock, timeoutMs }: LoginContext,
  request: LoginRequest,
  token: DomainToken,
): void {
  const restMs = token.expiresAt === undefined ? Number.POSITIVE_INFINITY : +token.expiresAt - clock.now();
  if (timeoutMs !== undefined && restMs < timeoutMs) {
    log.warn(
      `the token ends in ${formatDuration(restMs)}, before the time-out of ${formatDuration(timeoutMs)}: ask for a longer duration, or give the role a longer session`,
    );
  }
  if (request.place === 'env') {
    log.warn(
      'mode env: every later step sees the token, and so does each program that it starts; the modes file and netrc show it to none',
    );
  }
  if (inputs.extraIndex) {
    log.warn(
      'extra-index: a package of the same name in the other index can be taken for yours (dependency confusion); reserve your names there, or let the repository have it as its upstream',
    );
  }
}

/** Writes the files and exports the variables; the folder stays until the clean-up. */
async function leave(
  context: LoginContext,
  request: LoginRequest,
  endpoints: readonly Endpoint[],
  token: string,
): Promise<string> {
  const { inputs, log, lasting } = context;
  const { place, scope } = request;
  if (place === undefined) throw new Error('a login that leaves nothing has nothing to leave');
  const folder = await lasting.folder();
  const chosen = endpoints.map(({ tool, endpoint }) => {
    const access = { endpoint, token, scope, isExtra: inputs.extraIndex };
    return { tool, access, setup: tool.setUp(access, place, folder) };
  });
  await write(context, folder, merge(chosen, folder));
  for (const { tool, setup } of chosen) {
    for (const note of setup.notes) log.info(`${tool.name}: ${note}`);
    if (inputs.docker) tellDocker(log, tool, dockerLines(setup, folder));
  }
  log.info(
    'this stays until the token ends, or until ml-ci codeartifact-login --logout; an action removes it at the end of its job',
  );
  return folder;
}

function tellDocker(log: LoginContext['log'], { name }: Tool, { run, flags }: DockerLines): void {
  log.info(`${name} in a Dockerfile: ${run}`);
  log.info(`${name} for docker build: ${flags}`);
}

async function write({ files, exports }: LoginContext, folder: string, merged: Merged): Promise<void> {
  for (const path of merged.staleFiles) await rm(join(folder, path), { force: true });
  for (const { path, content } of merged.files.values()) {
    const place = join(folder, path);
    const before = path === netrcName ? await readFile(place, 'utf8').catch(() => '') : '';
    await files.write(place, path === netrcName ? mergeNetrc(before, content) : content, 0o600);
  }
  for (const name of merged.staleVariables) exports.unset(name);
  for (const [name, value] of merged.variables) exports.set(name, value);
  for (const [name, value] of merged.secrets) exports.secret(name, value);
}

async function logOut({ lasting, plan, log }: LoginContext): Promise<LoginVerdict> {
  if (plan.active) {
    plan.would('remove the files and variables of earlier logins', 'none');
  } else {
    const wasThere = await lasting.remove();
    log.info(wasThere ? 'the files and variables of earlier logins are removed' : 'there was no login here');
  }
  return passed({});
}
