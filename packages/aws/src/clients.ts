import { readFileSync } from 'node:fs';
import { iamAction, recordedInput } from './action.ts';
import { isLoopback, type Service } from './endpoint.ts';
import { isExpired, toStepError } from './error.ts';
import type { Session, SessionCredentials, SessionHost } from './session.ts';

/** What a client acts with: a session, or the credentials from which one is being made. */
export type ClientSource = Pick<Session, 'account' | 'region' | 'principal' | 'host' | 'credentials'>;

/** The options of a call: its signal ends the request. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The SDK's form of them. */
export function sending({ signal }: CallOptions): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

/** The SDK's client for ECR; the first use loads it. */
export const ecrClient = lazily('ECR', async (config) => {
  const { ECRClient } = await import('@aws-sdk/client-ecr');
  return new ECRClient(config);
});
export const ecsClient = lazily('ECS', async (config) => {
  const { ECSClient } = await import('@aws-sdk/client-ecs');
  return new ECSClient(config);
});
export const codeDeployClient = lazily('CODEDEPLOY', async (config) => {
  const { CodeDeployClient } = await import('@aws-sdk/client-codedeploy');
  return new CodeDeployClient(config);
});
export const athenaClient = lazily('ATHENA', async (config) => {
  const { AthenaClient } = await import('@aws-sdk/client-athena');
  return new AthenaClient(config);
});
export const cloudWatchClient = lazily('CLOUDWATCH', async (config) => {
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  return new CloudWatchClient(config);
});
export const logsClient = lazily('CLOUDWATCH_LOGS', async (config) => {
  const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
  return new CloudWatchLogsClient(config);
});
export const codeArtifactClient = lazily('CODEARTIFACT', async (config) => {
  const { CodeartifactClient } = await import('@aws-sdk/client-codeartifact');
  return new CodeartifactClient(config);
});
export const s3Client = lazily('S3', async (config) => {
  const { S3Client } = await import('@aws-sdk/client-s3');
  // An endpoint of ours has no wildcard DNS, so the bucket goes into the path.
  return new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined });
});
export const stsClient = lazily('STS', async (config) => {
  const { STSClient } = await import('@aws-sdk/client-sts');
  return new STSClient(config);
});

interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  /** Addresses come from our own rules alone, never from a shared configuration file that nobody checked. */
  readonly ignoreConfiguredEndpointUrls: true;
  readonly credentials: () => Promise<SessionCredentials>;
  readonly maxAttempts: number;
  readonly requestHandler: object;
}

/**
 * Loads what sessions and calls of CodeArtifact are made of, a tenth of a second of work, while something else is waited
 * for. Nothing is asked of AWS.
 */
export async function loadCodeArtifact(): Promise<void> {
  await Promise.all([
    import('@aws-sdk/client-sts'),
    import('@aws-sdk/client-codeartifact'),
    import('node:http'),
    import('node:https'),
  ]);
}

interface MiddlewareContext {
  readonly clientName?: string;
  readonly commandName?: string;
  /** `SMITHY_CONTEXT_KEY` of @smithy/types. */
  readonly __smithy_context?: { readonly abortSignal?: AbortSignal };
}
interface Initialize {
  readonly input: object;
}
type Handler = (args: Initialize) => Promise<unknown>;

/** The part of every SDK client that we reach into. */
interface AnyClient {
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

function lazily<C extends AnyClient>(service: Service, construct: (config: ClientConfig) => Promise<C>) {
  const made = new WeakMap<ClientSource, Promise<C>>();
  return (source: ClientSource): Promise<C> => {
    const known = made.get(source);
    if (known) return known;
    const client = configOf(source, service)
      .then(construct)
      .then((fresh) => observed(fresh, source));
    made.set(source, client);
    return client;
  };
}

async function configOf(source: ClientSource, service: Service): Promise<ClientConfig> {
  const endpoint = source.host.endpointOf(service);
  // `memoized` tells the SDK to ask us each time: its own memory expires on the wall clock, ours on the run's.
  const credentials = Object.assign(() => source.credentials(), { memoized: true });
  return {
    region: source.region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ignoreConfiguredEndpointUrls: true,
    credentials,
    maxAttempts: 5,
    requestHandler: await handlerOptions(source.host.env, endpoint),
  };
}

async function handlerOptions(env: SessionHost['env'], endpoint: string | undefined): Promise<object> {
  // an action that stops at a missing input starts without them: they bring TLS, HTTP/2 and more
  const [{ Agent: HttpAgent }, { Agent: HttpsAgent }] = await Promise.all([
    import('node:http'),
    import('node:https'),
  ]);
  // What listens on this machine is not behind a proxy, whatever NO_PROXY forgets.
  const isDirect = endpoint !== undefined && isLoopback(new URL(endpoint).hostname);
  const shared = { keepAlive: true, maxSockets: 50, ...(isDirect ? {} : { proxyEnv: env }) };
  const bundle = env.AWS_CA_BUNDLE;
  const ca = bundle === undefined || bundle === '' ? {} : { ca: readFileSync(bundle) };
  return {
    connectionTimeout: 5_000,
    // No bytes for this long: broken. It is not a limit on a long upload that moves.
    socketTimeout: 60_000,
    httpAgent: new HttpAgent(shared),
    httpsAgent: new HttpsAgent({ ...shared, ...ca }),
  };
}

// Outermost, so that one call is one record and one error whatever the retries were.
function observed<C extends AnyClient>(client: C, source: ClientSource): C {
  const { account, region, principal, host } = source;
  const middleware = (next: Handler, context: MiddlewareContext) => async (args: Initialize) => {
    const action = iamAction(context.clientName ?? '', context.commandName ?? '', args.input);
    host.record({ action, account, region, input: recordedInput(args.input) });
    try {
      return await next(args).catch(async (error: unknown) => {
        if (!isExpired(error)) throw error;
        // Ended before their time (a revoked session, a shorter role): once more with new ones.
        await source.credentials({ stale: true });
        return next(args);
      });
    } catch (error) {
      // Whatever an abort looks like inside the SDK, the caller gets the reason of its own signal.
      const signal = context.__smithy_context?.abortSignal;
      throw signal?.aborted ? signal.reason : toStepError(error, { action, principal, region });
    }
  };
  // The stack's type is made of each client's own input and output unions; ours passes them through untouched.
  client.middlewareStack.add(middleware as never, { step: 'initialize', priority: 'high' } as never);
  return client;
}
