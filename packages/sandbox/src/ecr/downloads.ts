import type { SandboxContext } from '../context.ts';
import type { AccessKey } from '../credentials.ts';
import { presign } from '../presign.ts';
import { sendFile } from '../send-file.ts';
import { type HttpService, ServiceError } from '../service.ts';
import type { EcrState, Registry } from './state.ts';

/** Stands for the S3 bucket from which ECR lets layers be read. */
const signingName = 'ecr-layers';

/** The URLs of layers, and the service behind them. */
export interface Downloads {
  readonly service: HttpService;
  /** Holds for an hour, as those of ECR. */
  url(registry: Registry, digest: string): string;
}

/** Serves layers at presigned URLs of the main endpoint. */
export function createDownloads(ctx: SandboxContext, state: EcrState): Downloads {
  const keys = new Map<string, AccessKey>();
  const keyOf = (account: string): AccessKey => {
    const userId = 'AROAECRLAYERS';
    const arn = `arn:aws:sts::${account}:assumed-role/ecr/layers`;
    const key =
      keys.get(account) ??
      ctx.credentials.session({ account, arn, userId, expiresMs: Number.POSITIVE_INFINITY });
    keys.set(account, key);
    return key;
  };
  return {
    url: (registry, digest) =>
      presign(
        ctx.endpoint,
        `/ecr-layers/${registry.account}/${registry.region}/${digest}`,
        { service: signingName, region: registry.region },
        keyOf(registry.account),
        3_600,
        Date.now(),
      ),
    service: {
      kind: 'http',
      signingName,
      errors: 's3-xml',
      async handle(request, response, caller, url) {
        const [, prefix, account, region, digest = ''] = url.pathname.split('/').map(decodeURIComponent);
        const registry = state.registries.find((one) => one.account === account && one.region === region);
        const size = await registry?.blobs.size(digest);
        if (prefix !== signingName || !registry || caller.account !== account || size === undefined) {
          throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
        }
        const kind = ctx.faults.pick('registry', ['truncate', 'wrong-digest']);
        const file = { path: registry.blobs.path(digest), size };
        const headers = { 'content-type': 'application/octet-stream' };
        await sendFile(request, response, file, headers, { kind, at: ctx.faults.draw() });
      },
    },
  };
}
