// Gets the tree ready to run, on a machine that has only Node and npm. It must itself run on the Node that is there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.ml-ci-lock');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.error('Installing the locked packages (once) …');
  // no package of ours needs an install script, so none may run
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
const { stdout } = spawnSync('node', ['--version'], {
  encoding: 'utf8',
  env: { ...process.env, PATH: path },
});
if (!/^v24\./.test(stdout)) {
  console.error(
    `ml-ci is developed on Node 24; "node" here is ${stdout.trim() || 'not there'}. Install Node 24 and try again.`,
  );
  process.exit(1);
}

function run(command, args) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
