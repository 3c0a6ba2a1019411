import { type Input, requiredText, text } from '../../input.ts';
import { type Caller, type Operation, ServiceError } from '../../service.ts';
import { mayUse } from '../access.ts';
import { Refusal, type RefusalReason } from '../refusal.ts';
import type { EcrRepository, EcrState, Registry } from '../state.ts';

/** Where an operation works. */
export interface Place {
  readonly registry: Registry;
  readonly repository: EcrRepository;
}

/** The registry that an input names, else the caller's own. */
export async function registryOf(state: EcrState, input: Input, caller: Caller): Promise<Registry> {
  const account = text(input, 'registryId') ?? caller.account;
  if (!/^\d{12}$/.test(account)) throw invalid(`registryId "${account}" is not twelve digits`);
  return await state.registry(account, caller.region);
}

/** The repository that an input names. */
export async function placeOf(state: EcrState, input: Input, caller: Caller): Promise<Place> {
  const registry = await registryOf(state, input, caller);
  const name = requiredText(input, 'repositoryName');
  const repository = registry.repositories.get(name);
  if (!mayUse(caller.account, registry, repository)) throw denied(caller, registry, name);
  if (repository) return { registry, repository };
  throw new ServiceError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registry.account}'`,
  );
}

/** What a caller gets who may not. */
export function denied(caller: Caller, registry: Registry, name: string): ServiceError {
  const resource = `arn:aws:ecr:${registry.region}:${registry.account}:repository/${name}`;
  return new ServiceError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform this operation on resource: ${resource} because no resource-based policy allows it`,
  );
}

/** A parameter that is wrong. */
export function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', `Invalid parameter: ${message}`);
}

const names: Record<RefusalReason, string> = {
  'manifest-invalid': 'InvalidParameterException',
  'manifest-too-large': 'InvalidParameterException',
  'digest-mismatch': 'ImageDigestDoesNotMatchException',
  'digest-invalid': 'InvalidParameterException',
  'tag-invalid': 'InvalidParameterException',
  'tag-immutable': 'ImageTagAlreadyExistsException',
  'image-exists': 'ImageAlreadyExistsException',
  'blobs-missing': 'LayersNotFoundException',
  'children-missing': 'ReferencedImagesNotFoundException',
  'upload-unknown': 'UploadNotFoundException',
  'upload-out-of-order': 'InvalidLayerPartException',
  'upload-empty': 'EmptyUploadException',
  'upload-broken': 'InvalidLayerPartException',
};

/** An operation whose refusals have the names of the API. */
export function named(operation: Operation): Operation {
  return async (input, caller) => {
    try {
      return await operation(input, caller);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new ServiceError(names[error.reason], error.message, 400, error.detail);
    }
  };
}
