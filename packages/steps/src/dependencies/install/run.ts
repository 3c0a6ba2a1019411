import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { failed, passed, StepError } from '@ml-ci/core';
import { openAccess } from '../access.ts';
import { chooseAccount } from '../account.ts';
import { refuse } from './child-failure.ts';
import type { InstallContext, InstallOutputs, InstallVerdict } from './inputs.ts';
import type { Manager } from './manager.ts';
import { openNpm } from './npm.ts';
import { openPip } from './pip.ts';
import { normalizeProject } from './pip-lock.ts';

/** Checks the lock, then installs it with a token of its own that is gone afterwards. */
export async function run(context: InstallContext): Promise<InstallVerdict> {
  const { inputs, files, plan, config } = context;
  const text = await files.readText(inputs.lock);
  const manager = await (inputs.manager === 'npm' ? openNpm(context, text) : openPip(context, text));
  checkAllowed(inputs.allowBuild, manager, inputs.manager, inputs.lock);
  const account = chooseAccount(inputs, config?.environments ?? [], 'install');
  const known = {
    lockDigest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    manager: inputs.manager,
    toolVersion: await manager.version(),
  };
  const from = `${inputs.domain}/${inputs.repository}`;
  const session = await context.aws.session(account.environment, context.signal);
  if (plan.active) {
    const what = `install ${manager.count} packages of "${inputs.lock}" from ${from} with ${inputs.manager}`;
    plan.would(what, 'codeartifact:GetAuthorizationToken');
    return passed({ ...known, packages: 0 });
  }
  const access = await openAccess(context, session, account.owner, manager.format);
  context.log.info(
    `installing ${manager.count} packages of ${inputs.lock} from ${from} with ${inputs.manager} ${known.toolVersion}`,
  );
  const temporary = await files.temporary('install');
  context.state.save('temporary', temporary);
  try {
    return conclude(await manager.install(access, temporary), known, context);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function conclude(
  installed: Awaited<ReturnType<Manager['install']>>,
  known: Omit<InstallOutputs, 'packages'>,
  { inputs, log }: InstallContext,
): InstallVerdict {
  switch (installed.state) {
    case 'refused':
      return refuse(inputs.manager, installed.cause, installed.result, known);
    case 'different':
      for (const difference of installed.differences) log.warn(difference);
      return failed<InstallOutputs>(
        `what is installed is not what the lock says: ${installed.differences.slice(0, 3).join('; ')}`,
        known,
      );
    case 'installed':
      log.info(`installed ${installed.count} packages, each with the hash of the lock`);
      return passed({ ...known, packages: installed.count });
  }
}

/** A name that is not in the lock is a mistake: the package that was meant would silently not be built. */
function checkAllowed(
  allowed: readonly string[],
  { names }: Manager,
  manager: 'pip' | 'npm',
  lock: string,
): void {
  const unknown = allowed.filter((name) => !names.has(manager === 'pip' ? normalizeProject(name) : name));
  if (unknown.length === 0) return;
  throw new StepError('INPUT_INVALID', {
    message: 'a mistake in the inputs of install',
    fix: 'see ml-ci install --help',
    problems: unknown.map((name) => ({ name: 'allow-build', message: `"${name}" is not in "${lock}"` })),
  });
}
