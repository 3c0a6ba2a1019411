import { ServiceError } from '../service.ts';
import type { Dialect } from './refusal.ts';

/** What a service answers to a caller that is too fast. */
export function throttled(dialect: Dialect): ServiceError {
  switch (dialect) {
    case 'json':
      return new ServiceError('ThrottlingException', 'Rate exceeded', 400);
    case 'rest-json':
      return new ServiceError('ThrottlingException', 'Rate exceeded', 429);
    case 'query':
      return new ServiceError('Throttling', 'Rate exceeded', 400);
    case 's3-xml':
      return new ServiceError('SlowDown', 'Please reduce your request rate.', 503);
  }
}
