import { describe, expect, it } from 'vitest';
import { createExec } from './exec.ts';
import { createLog, type LogEvent } from './log.ts';

function execWith(env: Record<string, string>, signal?: AbortSignal) {
  const events: LogEvent[] = [];
  const exec = createExec({
    env: { PATH: process.env.PATH, ...env },
    cwd: process.cwd(),
    log: createLog((event) => events.push(event)),
    ...(signal && { signal }),
  });
  return { exec, events };
}

describe('createExec', () => {
  it('gives a child nothing of AWS, ACTIONS, GITHUB or ML_CI', async () => {
    const { exec } = execWith({
      AWS_SECRET_ACCESS_KEY: 'a',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'b',
      GITHUB_TOKEN: 'c',
      ML_CI_TAG: 'd',
      HTTPS_PROXY: 'http://proxy',
    });
    const { stdout } = await exec.run('env', [], { env: { OWN: '1' } });
    expect(stdout).not.toMatch(/AWS|ACTIONS|GITHUB|ML_CI/);
    expect(stdout).toMatch(/^OWN=1$/m);
    expect(stdout).toMatch(/^HTTPS_PROXY=http:\/\/proxy$/m);
  });

  it('passes arguments as they are, never through a shell', async () => {
    const { exec, events } = execWith({});
    await exec.run('printf', ['%s', '$(id)\n::set-output name=a::b']);
    expect(events).toEqual([
      { type: 'output', source: 'printf', line: '$(id)' },
      { type: 'output', source: 'printf', line: '::set-output name=a::b' },
    ]);
  });

  it('tells how a child ended', async () => {
    const { exec } = execWith({});
    expect((await exec.run('sh', ['-c', 'echo no >&2; exit 7'])).exitCode).toBe(7);
    expect((await exec.run('sh', ['-c', 'kill -9 $$'])).exitCode).toBe(137);
  });

  it('says what is not installed', async () => {
    await expect(execWith({}).exec.run('no-such-program', [])).rejects.toMatchObject({
      code: 'CHILD_MISSING',
    });
  });

  it('ends the child when the run is cancelled', async () => {
    const abort = new AbortController();
    const { exec } = execWith({}, abort.signal);
    const running = exec.run('sleep', ['30']);
    abort.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
  });
});
