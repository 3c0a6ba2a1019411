import type { Input } from '../input.ts';
import type { Caller } from '../service.ts';
import { type ControlPlane, domainOf, endpointTypes, repositoryOf } from './control-plane.ts';
import { allFormats } from './model.ts';
import { invalid } from './refusal.ts';
import { oneOf, wholeNumber } from './request.ts';

const maxTokenSeconds = 43_200;

export function getToken(plane: ControlPlane, input: Input, caller: Caller): object {
  const domain = domainOf(plane, input, caller, 'GetAuthorizationToken');
  const seconds = wholeNumber(input, 'durationSeconds', 0, maxTokenSeconds) ?? maxTokenSeconds;
  if (seconds > 0 && seconds < 900)
    throw invalid(`durationSeconds must be 0 or from 900 to ${maxTokenSeconds}`);
  const now = plane.ctx.clock.now();
  const wanted = seconds > 0 ? now + seconds * 1_000 : sessionEnd(plane, caller, now);
  const fault = plane.ctx.faults.expireMs('codeartifact');
  // The fault is silent, as a revoked role is: the answer still says the time that was asked for.
  const expiresMs = fault === undefined ? wanted : Math.min(wanted, now + fault);
  const authorizationToken = plane.tokens.issue({ domain, arn: caller.arn, expiresMs });
  return { authorizationToken, expiration: new Date(wanted) };
}

/** With 0 the token ends with the caller's session; a user's own key has no end, so the longest life holds. */
function sessionEnd(plane: ControlPlane, caller: Caller, now: number): number {
  return plane.ctx.credentials.find(caller.accessKeyId)?.expiresMs ?? now + maxTokenSeconds * 1_000;
}

export function getEndpoint(plane: ControlPlane, input: Input, caller: Caller): object {
  const repository = repositoryOf(plane, input, caller, 'GetRepositoryEndpoint');
  const format = oneOf(input, 'format', allFormats);
  if (!format) throw invalid('format is required');
  const type = oneOf(input, 'endpointType', endpointTypes) ?? 'ipv4';
  return { repositoryEndpoint: `${plane.baseUrl(repository.domain, type)}/${format}/${repository.name}/` };
}
