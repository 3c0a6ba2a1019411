import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate } from './authenticate.ts';
import { collect } from './body.ts';
import { accessDenied } from './iam/iam.ts';
import { cborProtocol, parseCborPath } from './protocol/cbor.ts';
import { jsonProtocol } from './protocol/json.ts';
import { queryProtocol } from './protocol/query.ts';
import { send, type WireProtocol } from './protocol/wire.ts';
import type { ServerContext } from './server.ts';
import { type Caller, type Operation, type RpcService, ServiceError } from './service.ts';
import { type Signature, SignatureError } from './sigv4.ts';

/** Of a request that nobody signed: a token and a few names. */
const unsignedBodyLimit = 64 * 1024;
/** 20 MiB of layer part in base64, and room for the rest. */
const bodyLimit = 32 * 1024 * 1024;

/** Who asks without a signature. */
const nobody: Caller = { account: '', region: '', arn: 'anonymous', accessKeyId: '' };

/** Serves a request that names an operation. */
export async function serveRpc(
  context: ServerContext,
  service: RpcService,
  signature: Signature | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = String(response.getHeader('x-amzn-requestid') ?? '');
  const protocol = chooseProtocol(service, request);
  const body = await collect(request, signature ? bodyLimit : unsignedBodyLimit);
  const caller = signature ? callerOf(context, request, signature, body) : nobody;
  const input = protocol.decode(protocol.dialect === 'query' ? formOf(request, body) : body);
  const name = operationName(request, input);
  const operation = findOperation(service, name, signature !== undefined);
  if (!operation && !signature) throw missingSignature();
  if (!operation) throw unknownOperation(service, protocol, name);
  const { Action: _action, Version: _version, ...members } = input;
  const known = protocol.dialect === 'query' ? members : input;
  const action = `${service.iamPrefix ?? service.signingName}:${name}`;
  context.calls.record(action, caller, known);
  const refused = context.iam.refuseOperation(action, known, caller);
  if (refused !== undefined) throw accessDenied(refused, protocol.dialect);
  send(response, protocol.answer(name, await operation(known, caller), requestId));
}

/** The refusal of a request that should be signed. */
export function missingSignature(): SignatureError {
  return new SignatureError('missing', 'Missing Authentication Token');
}

function callerOf(
  context: ServerContext,
  request: IncomingMessage,
  signature: Signature,
  body: Buffer,
): Caller {
  const { account, region, arn, accessKeyId } = authenticate(request, signature, payloadHash(request, body), {
    credentials: context.credentials,
    nowMs: context.clock.now(),
    wallNowMs: Date.now(),
  });
  return { account, region, arn, accessKeyId };
}

function findOperation(service: RpcService, name: string, isSigned: boolean): Operation | undefined {
  if (service.unsigned && Object.hasOwn(service.unsigned, name)) return service.unsigned[name];
  return isSigned && Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
}

/** The protocol in which a request is written; the answer, errors too, is written in the same. */
export function chooseProtocol(service: RpcService, request: IncomingMessage): WireProtocol {
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return cborProtocol;
  if (request.headers['x-amz-target'] !== undefined || !service.query) {
    const isOld = request.headers['content-type'] === 'application/x-amz-json-1.0';
    const protocol = jsonProtocol(isOld ? '1.0' : (service.jsonVersion ?? '1.1'));
    return request.headers['x-amzn-query-mode'] === 'true' ? withQueryCodes(protocol, service) : protocol;
  }
  return queryProtocol(service.query.namespace, service.queryErrorCodes);
}

/** A client that moved from Query to JSON asks for the old codes as well, in a header. */
function withQueryCodes(protocol: WireProtocol, service: RpcService): WireProtocol {
  return {
    ...protocol,
    error(error, requestId) {
      const answer = protocol.error(error, requestId);
      const code = service.queryErrorCodes?.[error.code] ?? error.code;
      const party = error.status < 500 ? 'Sender' : 'Receiver';
      return { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': `${code};${party}` } };
    },
  };
}

/** The hash that must have been signed: of the body as it came, which a header may repeat but not replace. */
function payloadHash(request: IncomingMessage, body: Buffer): string {
  const hash = createHash('sha256').update(body).digest('hex');
  const claimed = request.headers['x-amz-content-sha256'];
  if (claimed === undefined || claimed === hash) return hash;
  throw new SignatureError('mismatch', 'the hash of the body is not the one in x-amz-content-sha256');
}

/** A Query request may stand in the URL: presigned GetCallerIdentity does. */
function formOf(request: IncomingMessage, body: Buffer): Buffer {
  if (body.length > 0) return body;
  const query = new URL(request.url ?? '/', 'http://sandbox').searchParams;
  for (const name of [...query.keys()]) if (name.startsWith('X-Amz-')) query.delete(name);
  return Buffer.from(query.toString());
}

function operationName(request: IncomingMessage, input: Readonly<Record<string, unknown>>): string {
  const fromPath = parseCborPath(request.url ?? '/');
  if (fromPath) return fromPath.operation;
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.indexOf('.') + 1);
  return typeof input.Action === 'string' ? input.Action : '';
}

function unknownOperation(service: RpcService, protocol: WireProtocol, name: string): ServiceError {
  const message = `the sandbox does not serve ${service.signingName} "${name}"; docs/sandbox.md lists what it serves`;
  return protocol.dialect === 'query'
    ? new ServiceError('InvalidAction', message)
    : new ServiceError('UnknownOperationException', message);
}
