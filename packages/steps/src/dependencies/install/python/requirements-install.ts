import { join } from 'node:path';
import type { Access } from '../../access.ts';
import { normalizeProject, type Requirement } from '../../lock/requirements.ts';
import type { InstallContext } from '../inputs.ts';
import type { Installed } from '../manager.ts';
import { fetchSdist } from './sdist.ts';
import { openTarget, type Target } from './target.ts';

/** Where one install goes. */
export interface Pass {
  readonly temporary: string;
  /** Undefined: the environment of the Python itself. */
  readonly folder: Target['folder'];
}

/** A tool that installs requirements with hashes. */
export interface RequirementsTool {
  /** Installs wheels from the repository; `isWhole` where all of the lock is among them. */
  wheels(
    requirements: readonly Requirement[],
    access: Access,
    pass: Pass & { readonly isWhole: boolean },
  ): Promise<Installed>;
  /** Builds what lies in a folder of source distributions, without token and network. */
  build(requirements: readonly Requirement[], pass: Pass & { readonly sdists: string }): Promise<Installed>;
}

/** Installs requirements into the target of the inputs: the wheels, then what may be built. */
export async function installRequirements(
  context: InstallContext,
  requirements: readonly Requirement[],
  access: Access,
  temporary: string,
  tool: RequirementsTool,
): Promise<Installed> {
  const target = await openTarget(context);
  try {
    const pass = { temporary, folder: target.folder };
    const installed = await installInto(context, requirements, access, pass, tool);
    if (installed.state === 'installed') await target.accept();
    return installed;
  } finally {
    await target.close();
  }
}

async function installInto(
  context: InstallContext,
  requirements: readonly Requirement[],
  access: Access,
  pass: Pass,
  tool: RequirementsTool,
): Promise<Installed> {
  const allowed = new Set(context.inputs.allowBuild.map(normalizeProject));
  const built = requirements.filter(({ project }) => allowed.has(project));
  const wheels = requirements.filter(({ project }) => !allowed.has(project));
  const sdists = join(pass.temporary, 'sdists');
  // Fetched before anything is installed, and by us: building runs foreign code, which must not see the token.
  for (const requirement of built) await fetchSdist(context, requirement, access, sdists);
  let count = 0;
  if (wheels.length > 0) {
    const done = await tool.wheels(wheels, access, { ...pass, isWhole: built.length === 0 });
    if (done.state !== 'installed') return done;
    count += done.count;
  }
  if (built.length > 0) {
    const done = await tool.build(built, { ...pass, sdists });
    if (done.state !== 'installed') return done;
    count += done.count;
  }
  return { state: 'installed', count };
}
