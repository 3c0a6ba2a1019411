import type { IncomingMessage } from 'node:http';
import type { Demand } from '../../iam/demand.ts';
import type { Registry } from '../state.ts';
import { hasBody } from './exchange.ts';
import type { Route } from './route.ts';

/** What IAM must allow for a request to `/v2`: ECR judges it as the calls of its API that do the same. */
export function registryDemands(
  registry: Registry,
  route: Route,
  request: IncomingMessage,
  url: URL,
): readonly Demand[] {
  if (route.kind === 'root') return [];
  const about = (name: string) => `arn:aws:ecr:${registry.region}:${registry.account}:repository/${name}`;
  if (route.kind === 'catalog') return [{ action: 'ecr:DescribeRepositories', resource: about('*') }];
  const own = actionsOf(route.kind, request).map((action) => ({
    action: `ecr:${action}`,
    resource: about(route.name),
  }));
  const from =
    route.kind === 'uploads' && url.searchParams.has('mount') ? url.searchParams.get('from') : null;
  // "Blob mounting in Amazon ECR": the source must be one that the principal may read.
  return from === null ? own : [...own, { action: 'ecr:GetDownloadUrlForLayer', resource: about(from) }];
}

type Kind = Exclude<Route['kind'], 'root' | 'catalog'>;

function actionsOf(kind: Kind, request: IncomingMessage): readonly string[] {
  switch (kind) {
    case 'manifest':
      if (request.method === 'PUT') return ['PutImage'];
      return request.method === 'DELETE' ? ['BatchDeleteImage'] : ['BatchGetImage'];
    case 'blob':
      return request.method === 'HEAD' ? ['BatchCheckLayerAvailability'] : ['GetDownloadUrlForLayer'];
    case 'uploads':
      return hasBody(request)
        ? ['InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload']
        : ['InitiateLayerUpload'];
    case 'upload':
      if (request.method !== 'PUT') return ['UploadLayerPart'];
      return hasBody(request) ? ['UploadLayerPart', 'CompleteLayerUpload'] : ['CompleteLayerUpload'];
    case 'tags':
      return ['ListImages'];
    case 'referrers':
      // API_ListImageReferrers: the principal needs ecr:BatchGetImage
      return ['BatchGetImage'];
  }
}
