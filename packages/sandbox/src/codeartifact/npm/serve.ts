import type { DataPlane, PlaneRequest } from '../data-plane.ts';
import { isDownloadable, type PackageName } from '../model.ts';
import { PlaneError, sendAsset, sendJson } from '../reply.ts';
import { type PackageView, viewPackage } from '../view.ts';
import { npmAsset, npmName, parseNpmName } from './name.ts';
import { abbreviatedType, packument } from './packument.ts';
import { acceptPublish } from './publish.ts';

/** The npm endpoint of a repository: packages, tarballs, publishing, `-/ping` and `-/whoami`. */
export async function serveNpm(plane: DataPlane, at: PlaneRequest): Promise<void> {
  const path = at.path.join('/');
  const { method } = at.request;
  if (path === '-/ping') return sendJson(at.request, at.response, {});
  if (path === '-/whoami') return sendJson(at.request, at.response, { username: 'aws' });
  const tarball = /^((?:@[^/]+\/)?[^/]+)\/-\/(?:@[^/]+\/)?([^/]+)\.tgz$/.exec(path);
  const name = parseNpmName(tarball?.[1] ?? path);
  if (!name) throw new PlaneError(404, 'Not found.');
  if (method === 'PUT' && !tarball) return await acceptPublish(plane, at, name);
  if (method !== 'GET' && method !== 'HEAD') throw new PlaneError(405, `${method} is not allowed here`);
  if (tarball) return await sendTarball(plane, at, name, tarball[2] ?? '');
  const isAbbreviated = at.request.headers.accept?.includes(abbreviatedType) === true;
  const type = isAbbreviated ? abbreviatedType : 'application/json';
  const document = await packument(await find(plane, at, name), at.baseUrl, isAbbreviated);
  sendJson(at.request, at.response, document, type);
}

async function sendTarball(
  plane: DataPlane,
  at: PlaneRequest,
  name: PackageName,
  file: string,
): Promise<void> {
  const view = await find(plane, at, name);
  const version = file.startsWith(`${name.name}-`) ? file.slice(name.name.length + 1) : '';
  const seen = view.versions.get(version);
  const asset = seen?.version.assets.get(npmAsset);
  if (!seen || !asset || !isDownloadable(seen.version))
    throw new PlaneError(404, `no such file: '${file}.tgz'`);
  plane.store.retain(at.repository, view, seen.version);
  await sendAsset(at.request, at.response, asset, plane.ctx.faults);
}

async function find(plane: DataPlane, at: PlaneRequest, name: PackageName): Promise<PackageView> {
  await plane.external?.pull(at.repository, name);
  const view = viewPackage(at.repository, name);
  if (!view || view.versions.size === 0) {
    throw new PlaneError(404, `The package does not exist: '${npmName(name)}'`);
  }
  return view;
}
