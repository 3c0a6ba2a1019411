import { hashOf } from '../asset.ts';
import type { DataPlane, PlaneRequest } from '../data-plane.ts';
import { isDownloadable, type PackageVersion } from '../model.ts';
import { PlaneError, sendAsset, sendJson, sendText } from '../reply.ts';
import { type PackageView, reachable, viewPackage } from '../view.ts';
import {
  type IndexFile,
  jsonIndex,
  projectHtml,
  projectJson,
  projectsHtml,
  projectsJson,
  wantsJson,
} from './index-page.ts';
import { metadataOf } from './metadata.ts';
import { normalizeProject } from './name.ts';
import { acceptUpload } from './upload.ts';

/** The pypi endpoint of a repository: `simple/`, `simple/<project>/`, `simple/<project>/<version>/<file>`, uploads. */
export async function servePypi(plane: DataPlane, at: PlaneRequest): Promise<void> {
  const [root, project, version, file, ...more] = at.path;
  const { method } = at.request;
  if (method === 'POST' && root === undefined) return await acceptUpload(plane, at);
  if (method !== 'GET' && method !== 'HEAD') throw new PlaneError(405, `${method} is not allowed here`);
  if (root !== 'simple' || more.length > 0) throw new PlaneError(404, 'Not found.');
  if (project === undefined) return sendProjects(at);
  if (version === undefined) return await sendProject(plane, at, project);
  if (file === undefined) throw new PlaneError(404, 'Not found.');
  await sendFile(plane, at, project, version, file);
}

function sendProjects(at: PlaneRequest): void {
  const names = reachable(at.repository).flatMap(({ packages }) =>
    [...packages.values()].filter(({ format }) => format === 'pypi').map(({ name }) => name),
  );
  const projects = [...new Set(names)].sort();
  sendPage(at, projectsHtml(projects), projectsJson(projects));
}

async function sendProject(plane: DataPlane, at: PlaneRequest, project: string): Promise<void> {
  const name = normalizeProject(project);
  if (name !== project || !at.hasTrailingSlash) {
    at.response.writeHead(301, { location: `${at.baseUrl}simple/${name}/` }).end();
    return;
  }
  const files = await filesOf(await find(plane, at, name));
  if (files.length === 0) throw new PlaneError(404, `The package does not exist: '${name}'`);
  sendPage(at, projectHtml(name, files), projectJson(name, files));
}

function sendPage(at: PlaneRequest, html: string, json: object): void {
  const { request, response } = at;
  if (wantsJson(request.headers.accept)) sendJson(request, response, json, jsonIndex);
  else
    sendText(request, response, html, {
      'content-type': 'text/html; charset=utf-8',
      vary: 'accept, authorization',
    });
}

async function sendFile(
  plane: DataPlane,
  at: PlaneRequest,
  project: string,
  versionName: string,
  fileName: string,
): Promise<void> {
  const view = await find(plane, at, normalizeProject(project));
  const seen = view.versions.get(versionName);
  const asset = seen?.version.assets.get(fileName);
  if (!seen || !asset || !isDownloadable(seen.version))
    throw new PlaneError(404, `no such file: '${fileName}'`);
  plane.store.retain(at.repository, view, seen.version);
  await sendAsset(at.request, at.response, asset, plane.ctx.faults);
}

async function find(plane: DataPlane, at: PlaneRequest, name: string): Promise<PackageView> {
  const wanted = { format: 'pypi', namespace: undefined, name } as const;
  await plane.external?.pull(at.repository, wanted);
  const view = viewPackage(at.repository, wanted);
  if (!view) throw new PlaneError(404, `The package does not exist: '${name}'`);
  return view;
}

async function filesOf(view: PackageView): Promise<IndexFile[]> {
  // An unlisted version keeps its files at their addresses, for who has them from before.
  const shown = [...view.versions.values()].filter(({ version }) => version.status === 'Published');
  return (await Promise.all(shown.map(({ version }) => filesOfVersion(version)))).flat();
}

async function filesOfVersion(version: PackageVersion): Promise<IndexFile[]> {
  const files: IndexFile[] = [];
  for (const asset of version.assets.values()) {
    files.push({
      fileName: asset.name,
      href: `${encodeURIComponent(version.version)}/${encodeURIComponent(asset.name)}`,
      sha256: await hashOf(asset, 'SHA-256'),
      // A file that is not here yet is not fetched for its metadata: the installer reads them when it has it.
      requiresPython: asset.size === undefined ? undefined : (await metadataOf(asset)).requiresPython,
      size: asset.size,
      yanked: version.yanked,
    });
  }
  return files;
}
