import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, wallClock } from '@ml-ci/core';
import type { CallLog } from './calls.ts';
import type { CredentialStore } from './credentials.ts';
import type { Faults } from './faults.ts';
import type { Iam } from './iam/iam.ts';
import type { Handler } from './listener.ts';
import { parseCborPath } from './protocol/cbor.ts';
import type { Dialect } from './protocol/refusal.ts';
import { refusal } from './protocol/refusal.ts';
import { restJsonError, s3XmlError } from './protocol/rest.ts';
import { throttled } from './protocol/throttled.ts';
import { send, type WireAnswer } from './protocol/wire.ts';
import { serveHttp } from './serve-http.ts';
import { chooseProtocol, missingSignature, serveRpc } from './serve-rpc.ts';
import { type HttpService, type RpcService, type Service, ServiceError } from './service.ts';
import { readSignature, type Signature, SignatureError } from './sigv4.ts';

/** What the main endpoint works with. */
export interface ServerContext {
  readonly services: readonly Service[];
  readonly credentials: CredentialStore;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly iam: Iam;
}

/** The handler of the main endpoint: finds the service, then lets it be served over the protocol of the request. */
export function createRouter(context: ServerContext): Handler {
  return async (request, response) => {
    const requestId = String(response.getHeader('x-amzn-requestid') ?? '');
    const { signature, problem } = trySignature(request);
    const service = findService(context.services, request, signature);
    const writeError = (error: ServiceError) => errorAnswer(service, request, error, requestId);
    try {
      if (problem) throw problem;
      if (!service) throw signature ? unknownService(signature) : missingSignature();
      const serve = serverOf(context, service, signature, request, response);
      await meddle(context.faults, service.signingName, dialectOf(service, request), request, serve);
    } catch (error) {
      const known = asServiceError(error, dialectOf(service, request));
      if (response.headersSent) response.destroy();
      else send(response, writeError(known));
    }
  };
}

/** What serves the request. Without a signature that is only a service which knows unsigned operations. */
function serverOf(
  context: ServerContext,
  service: Service,
  signature: Signature | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): () => Promise<void> {
  if (service.kind === 'rpc' && (signature || service.unsigned)) {
    return () => serveRpc(context, service, signature, request, response);
  }
  if (service.kind === 'rpc' || !signature) throw missingSignature();
  return () => serveHttp(context, service, signature, request, response);
}

/** Runs `serve` unless a fault strikes. A reset hits half of its victims after the work was done. */
async function meddle(
  faults: Faults,
  target: string,
  dialect: Dialect,
  request: IncomingMessage,
  serve: () => Promise<void>,
): Promise<void> {
  const latencyMs = faults.latencyMs(target);
  if (latencyMs > 0) await wallClock.sleep(latencyMs);
  const fault = faults.pick(target, ['throttle', '500', 'reset']);
  if (fault === 'throttle') throw throttled(dialect);
  if (fault === '500') throw new ServiceError('InternalFailure', 'a failure that was asked for', 500);
  if (fault !== 'reset') return await serve();
  const changesNothing = request.method === 'GET' || request.method === 'HEAD';
  // Content that is read could not be held back: the client would have to take it away first.
  if (changesNothing || faults.draw() < 0.5) {
    request.socket.resetAndDestroy();
    return;
  }
  const { socket } = request;
  socket.cork();
  await serve();
  socket.resetAndDestroy();
}

function trySignature(request: IncomingMessage): { signature?: Signature; problem?: SignatureError } {
  try {
    const signature = readSignature(request);
    return signature ? { signature } : {};
  } catch (error) {
    if (error instanceof SignatureError) return { problem: error };
    throw error;
  }
}

/** By the scope of the signature; without one by what else names a service, so that the refusal is readable. */
function findService(
  services: readonly Service[],
  request: IncomingMessage,
  signature: Signature | undefined,
): Service | undefined {
  if (signature) return services.find((service) => service.signingName === signature.service);
  const target = targetOf(request);
  if (target) return services.find((service) => service.kind === 'rpc' && service.target === target);
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (isForm) return services.find((service) => service.kind === 'rpc' && service.query && service.unsigned);
  return services.find((service) => service.signingName === 's3');
}

function targetOf(request: IncomingMessage): string | undefined {
  const header = request.headers['x-amz-target'];
  if (typeof header === 'string') return header.split('.')[0];
  return parseCborPath(request.url ?? '/')?.target;
}

function dialectOf(service: Service | undefined, request: IncomingMessage): Dialect {
  if (service?.kind === 'http') return service.errors ?? 'rest-json';
  return service ? chooseProtocol(service, request).dialect : 'json';
}

function asServiceError(error: unknown, dialect: Dialect): ServiceError {
  if (error instanceof SignatureError) return refusal(error, dialect);
  if (error instanceof ServiceError) return error;
  throw error;
}

function errorAnswer(
  service: HttpService | RpcService | undefined,
  request: IncomingMessage,
  error: ServiceError,
  requestId: string,
): WireAnswer {
  if (service?.kind === 'rpc') return chooseProtocol(service, request).error(error, requestId);
  if (service?.errors !== 's3-xml') return restJsonError(error);
  return s3XmlError(error, (request.url ?? '/').split('?')[0] ?? '/', requestId);
}

function unknownService(signature: Signature): ServiceError {
  return new ServiceError(
    'UnknownOperationException',
    `the sandbox has no service "${signature.service}"; docs/sandbox.md lists what it serves`,
    404,
  );
}
