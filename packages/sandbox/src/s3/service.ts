import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxContext, ServiceModule } from '../context.ts';
import { accessDenied } from '../iam/iam.ts';
import type { HttpService } from '../service.ts';
import { s3Error } from './error.ts';
import type { Exchange } from './exchange.ts';
import { chooseOperation } from './route.ts';
import type { S3State } from './state.ts';

/** S3 over REST-XML, addressed by path. */
export async function createS3(ctx: SandboxContext): Promise<ServiceModule<S3State>> {
  const folder = join(ctx.dataDir, 's3');
  await mkdir(folder, { recursive: true });
  const state = createState(() => new Date(ctx.clock.now()));
  const service: HttpService = {
    kind: 'http',
    signingName: 's3',
    errors: 's3-xml',
    async handle(request, response, caller, url) {
      const [bucketName, key] = readPath(request.url ?? '/');
      const operation = chooseOperation(request, url.searchParams, bucketName, key);
      const input = { ...(bucketName && { Bucket: bucketName }), ...(key && { Key: key }) };
      ctx.calls.record(operation.action, caller, input);
      const refused = ctx.iam.refuseOperation(operation.action, input, caller);
      if (refused !== undefined) throw accessDenied(refused, 's3-xml');
      const now = new Date(ctx.clock.now());
      const query = url.searchParams;
      const exchange: Exchange = {
        ctx,
        state,
        folder,
        request,
        response,
        caller,
        query,
        bucketName,
        key,
        now,
      };
      await operation.serve(exchange);
    },
  };
  return { state, services: [service] };
}

function createState(now: () => Date): S3State {
  const buckets: S3State['buckets'] = new Map();
  return {
    buckets,
    createBucket(name, account, region) {
      if (!isBucketName(name)) throw s3Error('InvalidBucketName', { BucketName: name });
      const bucket = {
        name,
        account,
        region,
        createdAt: now(),
        versioning: undefined,
        policyText: undefined,
        objects: new Map(),
        uploads: new Map(),
      };
      buckets.set(name, bucket);
      return bucket;
    },
  };
}

function isBucketName(name: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^[\d.]+$/.test(name);
}

/** The bucket and the key. Not of a `URL`, which would resolve `..` in keys. */
function readPath(url: string): [bucket: string, key: string] {
  const [, path = ''] = /^\/([^?]*)/.exec(url) ?? [];
  try {
    const decoded = decodeURIComponent(path);
    const slash = decoded.indexOf('/');
    return slash < 0 ? [decoded, ''] : [decoded.slice(0, slash), decoded.slice(slash + 1)];
  } catch {
    throw s3Error('InvalidArgument', {}, "Couldn't parse the specified URI.");
  }
}
