import { ServiceError } from '../service.ts';

type Resource = 'domain' | 'repository' | 'package' | 'package-version' | 'asset';

/** 404 of the control plane. */
export function notFound(resourceType: Resource, resourceId: string): ServiceError {
  const message = `The ${resourceType} does not exist: '${resourceId}'`;
  return new ServiceError('ResourceNotFoundException', message, 404, { resourceId, resourceType });
}

/** 409: the thing is there already, or another state forbids the change. */
export function conflict(resourceType: Resource, resourceId: string, message: string): ServiceError {
  return new ServiceError('ConflictException', message, 409, { resourceId, resourceType });
}

/** 404 and 409 for what has no type of resource in the model: package groups. */
export function notFoundAt(resourceId: string, message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, 404, { resourceId });
}

export function conflictAt(resourceId: string, message: string): ServiceError {
  return new ServiceError('ConflictException', message, 409, { resourceId });
}

export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message, 400, { reason: 'FIELD_VALIDATION_FAILED' });
}

export function denied(arn: string, action: string, resource: string): ServiceError {
  const message = `User: ${arn} is not authorized to perform: codeartifact:${action} on resource: ${resource}`;
  return new ServiceError('AccessDeniedException', message, 403);
}
