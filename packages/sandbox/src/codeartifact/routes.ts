import type { IncomingMessage } from 'node:http';
import { readBody } from '../body.ts';
import type { Input } from '../input.ts';
import type { Caller } from '../service.ts';
import { getEndpoint, getToken } from './access.ts';
import { deleteVersions, disposeVersions, updateStatus } from './change-versions.ts';
import type { ControlPlane } from './control-plane.ts';
import { copyVersions } from './copy-versions.ts';
import { getAssociatedGroup, listAssociatedPackages } from './groups/membership.ts';
import {
  createGroup,
  deleteGroup,
  listGroups,
  listSubGroups,
  showGroup,
  updateGroup,
} from './groups/operations.ts';
import { listAllowedRepositories, updateGroupOrigin } from './groups/origin-operations.ts';
import { listPackages, putOrigin, showPackage } from './packages.ts';
import { publishGeneric } from './publish-generic.ts';
import {
  associate,
  createDomain,
  createRepository,
  disassociate,
  listDomains,
  listRepositories,
  listRepositoriesInDomain,
  showDomain,
  showRepository,
  updateRepository,
} from './repositories.ts';
import { inputOf } from './request.ts';
import { getAsset, getReadme, listAssets, listDependencies } from './version-contents.ts';
import { listVersions, showVersion } from './versions.ts';

type Run = (plane: ControlPlane, input: Input, caller: Caller) => Promise<object> | object;

/** An operation behind a path. */
export interface Route {
  /** As IAM writes it, without the service. */
  readonly action: string;
  readonly run: Run;
  /** False where the body is a file. */
  readonly hasJsonBody: boolean;
}

const json = (action: string, run: Run): Route => ({ action, run, hasJsonBody: true });

/** The operations by method and path. */
export const routes: Readonly<Record<string, Route>> = {
  'POST /v1/domain': json('CreateDomain', createDomain),
  'GET /v1/domain': json('DescribeDomain', showDomain),
  'POST /v1/domains': json('ListDomains', listDomains),
  'POST /v1/repository': json('CreateRepository', createRepository),
  'GET /v1/repository': json('DescribeRepository', showRepository),
  'POST /v1/repositories': json('ListRepositories', listRepositories),
  'POST /v1/domain/repositories': json('ListRepositoriesInDomain', listRepositoriesInDomain),
  'PUT /v1/repository': json('UpdateRepository', updateRepository),
  'POST /v1/repository/external-connection': json('AssociateExternalConnection', associate),
  'DELETE /v1/repository/external-connection': json('DisassociateExternalConnection', disassociate),
  'POST /v1/authorization-token': json('GetAuthorizationToken', getToken),
  'GET /v1/repository/endpoint': json('GetRepositoryEndpoint', getEndpoint),
  'POST /v1/packages': json('ListPackages', listPackages),
  'GET /v1/package': json('DescribePackage', showPackage),
  'POST /v1/package': json('PutPackageOriginConfiguration', putOrigin),
  'POST /v1/package/versions': json('ListPackageVersions', listVersions),
  'GET /v1/package/version': json('DescribePackageVersion', showVersion),
  'POST /v1/package/version/assets': json('ListPackageVersionAssets', listAssets),
  'GET /v1/package/version/asset': json('GetPackageVersionAsset', getAsset),
  'POST /v1/package/version/dependencies': json('ListPackageVersionDependencies', listDependencies),
  'GET /v1/package/version/readme': json('GetPackageVersionReadme', getReadme),
  'POST /v1/package/versions/copy': json('CopyPackageVersions', copyVersions),
  'POST /v1/package/versions/delete': json('DeletePackageVersions', deleteVersions),
  'POST /v1/package/versions/update_status': json('UpdatePackageVersionsStatus', updateStatus),
  'POST /v1/package/versions/dispose': json('DisposePackageVersions', disposeVersions),
  'POST /v1/package/version/publish': {
    action: 'PublishPackageVersion',
    run: publishGeneric,
    hasJsonBody: false,
  },
  'POST /v1/package-group': json('CreatePackageGroup', createGroup),
  'GET /v1/package-group': json('DescribePackageGroup', showGroup),
  'PUT /v1/package-group': json('UpdatePackageGroup', updateGroup),
  'DELETE /v1/package-group': json('DeletePackageGroup', deleteGroup),
  'POST /v1/package-groups': json('ListPackageGroups', listGroups),
  'POST /v1/package-groups/sub-groups': json('ListSubPackageGroups', listSubGroups),
  'PUT /v1/package-group-origin-configuration': json(
    'UpdatePackageGroupOriginConfiguration',
    updateGroupOrigin,
  ),
  'GET /v1/package-group-allowed-repositories': json(
    'ListAllowedRepositoriesForGroup',
    listAllowedRepositories,
  ),
  'GET /v1/get-associated-package-group': json('GetAssociatedPackageGroup', getAssociatedGroup),
  'GET /v1/list-associated-packages': json('ListAssociatedPackages', listAssociatedPackages),
};

/** The input of a route, with the file where its body is one. */
export async function readInput(route: Route, request: IncomingMessage, url: URL): Promise<Input> {
  const input = await inputOf(request, url, route.hasJsonBody);
  if (route.hasJsonBody) return input;
  const assetSHA256 = request.headers['x-amz-content-sha256'];
  return { ...input, assetSHA256, assetContent: await readBody(request, 2 * 1024 ** 3) };
}
