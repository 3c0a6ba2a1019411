import type { ContainerRuntime } from '@ml-ci/containers';
import type { Environment } from '@ml-ci/core';
import type { Repository } from '@ml-ci/oci';

/** Images of an environment, wherever they are: ECR, another registry, or a layout folder. */
export interface Images {
  /** The repository of a stage, with credentials that renew themselves. */
  open(environment: Environment, signal?: AbortSignal): Promise<Repository>;
  /** Any other image reference (`host/path:tag`), or `layout:PATH`, from the folder of `ml-ci.yml`. */
  openReference(
    reference: string,
    signal?: AbortSignal,
  ): Promise<{ readonly repository: Repository; readonly reference: string }>;
  /** Docker where an engine answers, else processes. */
  runtime(): Promise<ContainerRuntime>;
}
