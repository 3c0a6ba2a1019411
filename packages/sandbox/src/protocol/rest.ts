import type { ServiceError } from '../service.ts';
import { toJson } from './json.ts';
import type { WireAnswer } from './wire.ts';
import { xmlElement } from './xml.ts';

/** An error as REST-JSON services write it. */
export function restJsonError(error: ServiceError): WireAnswer {
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
    body: toJson({ message: error.message, ...error.members }),
  };
}

/** An error as S3 writes it. */
export function s3XmlError(error: ServiceError, resource: string, RequestId: string): WireAnswer {
  const body = xmlElement(
    'Error',
    { Code: error.code, Message: error.message, Resource: resource, RequestId, ...error.members },
    'flat',
  );
  return {
    status: error.status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}
