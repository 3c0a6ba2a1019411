import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Sandbox, startSandbox } from '@ml-ci/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectNpm, type Kit, makeKit } from '../surfaces/kit.ts';
import { type CommandResult, run } from '../surfaces/run.ts';
import { blocksOf } from './blocks.ts';
import { runWorkflow } from './workflow.ts';

const guides = join(import.meta.dirname, '../../docs/guides');
const scope = { account: '111111111111', region: 'eu-west-1' };
let kit: Kit;
beforeAll(async () => {
  kit = await makeKit();
}, 120_000);
afterAll(() => kit.close());

it.each(['laptop', 'codebuild', 'github'])('the %s guide does what it says', async (name) => {
  const home = await mkdtemp(join(tmpdir(), 'ml-ci-guide-'));
  const sandbox = await startSandbox({ accounts: [scope.account] });
  try {
    const project = join(home, 'line');
    await mkdir(project);
    await shareEngine(home);
    const npm = await connectNpm(sandbox, join(home, '.npmrc'), kit.packages);
    await follow(await readFile(join(guides, `${name}.md`), 'utf8'), { home, project, sandbox, npm });
  } finally {
    await sandbox.stop();
    await rm(home, { recursive: true, force: true });
  }
});

/** The data engine was fetched when the kit was made; the build of CodeBuild and the runner find it where they look. */
async function shareEngine(home: string): Promise<void> {
  for (const cache of [join(home, '.cache'), join(home, 'act/tool_cache')]) {
    await mkdir(cache, { recursive: true });
    await symlink(join(kit.tools.XDG_CACHE_HOME ?? '', 'ml-ci'), join(cache, 'ml-ci'));
  }
}

interface Reader {
  readonly home: string;
  readonly project: string;
  readonly sandbox: Sandbox;
  readonly npm: Readonly<Record<string, string>>;
}

/** Does what a reader does: writes the files, runs the commands, and compares what is printed. */
async function follow(markdown: string, reader: Reader): Promise<void> {
  const blocks = blocksOf(markdown);
  expect(blocks.filter(({ kind }) => kind === 'run').length).toBeGreaterThan(1);
  let last: CommandResult = { exitCode: 0, stdout: '', text: '' };
  for (const block of blocks) {
    switch (block.kind) {
      case 'file':
        await mkdir(dirname(join(reader.project, block.path)), { recursive: true });
        await writeFile(join(reader.project, block.path), block.text);
        break;
      case 'run':
        last = await shell(block.script, reader);
        expectExit(last, block.exitCode, block.script);
        break;
      case 'workflow':
        last = await runWorkflow({
          ...reader,
          actions: kit.checkout,
          tools: kit.tools,
          trust: trustIn(markdown),
        });
        expectExit(last, 0, 'the workflow');
        break;
      case 'expect':
        for (const line of block.lines) expect(last.text).toContain(line);
    }
  }
}

/** The trust policy that the guide shows is the one that the role has here. */
function trustIn(markdown: string): object {
  const shown = /^```json\n(\{[^`]*AssumeRoleWithWebIdentity[^`]*)```$/m.exec(markdown)?.[1];
  return JSON.parse(shown ?? 'null');
}

function expectExit({ exitCode, text }: CommandResult, wanted: number, what: string): void {
  expect(exitCode, `${what}\n${text}`).toBe(wanted);
}

function shell(script: string, { home, project, sandbox, npm }: Reader): Promise<CommandResult> {
  const { ML_CI_CLOCK: _wall, ...aws } = sandbox.env(scope.account, scope.region);
  return run('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: project,
    env: { HOME: home, AWS_PAGER: '', ...aws, ...npm, ...kit.tools },
  });
}
