/** Where images of one stage live and, for AWS, whose account it is. */
export type Environment = EcrEnvironment | RegistryEnvironment | LayoutEnvironment;

/** A stage in an AWS account: images in ECR, and everything that is deployed. */
export interface EcrEnvironment {
  readonly type: 'ecr';
  readonly name: string;
  /** Twelve digits; credentials of another account are refused. */
  readonly account: string;
  readonly region: string;
  /** Assumed for this stage where given; else the ambient credentials are used. */
  readonly role?: string;
  readonly profile?: string;
  /** The name of the ECR repository, without the registry's host. */
  readonly repository: string;
  /** An AWS endpoint that is not AWS's own: the sandbox, LocalStack, moto. */
  readonly endpoint?: string;
}

/** A stage in any OCI registry: `host/path`. Credentials come from Docker's configuration. */
export interface RegistryEnvironment {
  readonly type: 'registry';
  readonly name: string;
  readonly registry: string;
}

/** A stage in a folder in the OCI image layout. */
export interface LayoutEnvironment {
  readonly type: 'layout';
  readonly name: string;
  /** As written, from the folder of `ml-ci.yml`. */
  readonly path: string;
}
