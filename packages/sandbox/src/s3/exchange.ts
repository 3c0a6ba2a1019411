import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../body.ts';
import type { SandboxContext } from '../context.ts';
import { xmlElement } from '../protocol/xml.ts';
import { policyAdmits } from '../resource-policy.ts';
import type { Caller } from '../service.ts';
import { s3Error } from './error.ts';
import type { Bucket, S3State } from './state.ts';

/** One request to S3, its sender known. */
export interface Exchange {
  readonly ctx: SandboxContext;
  readonly state: S3State;
  /** Where content is written. */
  readonly folder: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller;
  readonly query: URLSearchParams;
  /** Empty for requests to the service itself. */
  readonly bucketName: string;
  /** Empty for requests to a bucket. */
  readonly key: string;
  readonly now: Date;
}

const namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** The bucket of a request: it exists, lies in the region of the signature, and lets the caller in. */
export function bucketOf(exchange: Exchange, name: string = exchange.bucketName): Bucket {
  const bucket = exchange.state.buckets.get(name);
  if (!bucket) throw s3Error('NoSuchBucket', { BucketName: name });
  const { account, region } = exchange.caller;
  if (bucket.account !== account && !policyAdmits(bucket.policyText, account)) throw s3Error('AccessDenied');
  if (bucket.region === region) return bucket;
  exchange.response.setHeader('x-amz-bucket-region', bucket.region);
  throw s3Error(
    'AuthorizationHeaderMalformed',
    { Region: bucket.region },
    `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`,
  );
}

/** Sends XML. */
export function sendXml(exchange: Exchange, root: string, children: object | string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement(root, children, 'flat', namespace)}`;
  exchange.response
    .writeHead(200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) })
    .end(body);
}

/** Ends an answer that has no body. */
export function sendEmpty(exchange: Exchange, status: number, headers: Record<string, string> = {}): void {
  exchange.response.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': '0' }).end();
}

/** A document out of the body: the children of `root`; each of `lists` is a list. Everything in it is text. */
export async function readXml(
  exchange: Exchange,
  root: string,
  lists: readonly string[] = [],
): Promise<Readonly<Record<string, unknown>>> {
  const { XMLParser, XMLValidator } = await import('fast-xml-parser');
  const text = (await readBody(exchange.request, 2 * 1024 * 1024)).toString('utf8');
  if (text === '') return {};
  if (XMLValidator.validate(text) !== true) throw s3Error('MalformedXML');
  const parser = new XMLParser({ parseTagValue: false, isArray: (name) => lists.includes(name) });
  const document: unknown = parser.parse(text);
  if (typeof document !== 'object' || document === null || !(root in document)) throw s3Error('MalformedXML');
  // `in` was just asked; an element without children is an empty text.
  const children = (document as Record<string, unknown>)[root];
  // An element with children: the parser gives an object with their names.
  return typeof children === 'object' && children !== null ? (children as Record<string, unknown>) : {};
}
