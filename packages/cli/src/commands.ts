import { checkBuildspecCommand, runBuildspecCommand } from './buildspec/index.ts';
import { cleanUp } from './clean-up/index.ts';
import type { Command } from './command.ts';
import { completion } from './completion/index.ts';
import { convertChecks } from './convert-checks/index.ts';
import { generate } from './generate/index.ts';
import { iam } from './iam/index.ts';
import { rehearse } from './rehearse/index.ts';
import { release } from './release/index.ts';
import { sandbox } from './sandbox/index.ts';
import { schema } from './schema/index.ts';
import { status } from './status/index.ts';

/** The commands that are no step. Their definitions are light; what they do is loaded when it runs. */
export const commands: readonly Command[] = [
  release,
  rehearse,
  status,
  sandbox,
  cleanUp,
  generate,
  iam,
  completion,
  schema,
  runBuildspecCommand,
  checkBuildspecCommand,
  convertChecks,
];
