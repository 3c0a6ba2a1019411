import { describe, expect, test } from 'vitest';
import { refusedBy } from './fixture.ts';
import { parsePipLock, renderPipLock } from './requirements.ts';

const hash = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;

async function problemsOf(text: string) {
  const { code, found } = await refusedBy(() => parsePipLock(text, 'requirements.lock'));
  return { code, found };
}

describe('a requirements lock', () => {
  test('is read with continued lines, comments, extras and markers', () => {
    const text = [
      '# made by uv',
      `Scikit_Learn==1.5.0 \\`,
      `    --hash=${hash} \\`,
      `    --hash=${other}`,
      '    # via -r requirements.in',
      '--only-binary :all:',
      `uvicorn[standard]==0.30.1 ; python_version >= "3.9" --hash=${hash}  # pinned`,
    ].join('\n');
    expect(parsePipLock(text, 'requirements.lock')).toEqual([
      {
        project: 'scikit-learn',
        pin: 'Scikit_Learn==1.5.0',
        version: '1.5.0',
        marker: undefined,
        hashes: [hash, other],
        line: 2,
      },
      {
        project: 'uvicorn',
        pin: 'uvicorn[standard]==0.30.1',
        version: '0.30.1',
        marker: 'python_version >= "3.9"',
        hashes: [hash],
        line: 7,
      },
    ]);
  });

  test('is given to pip as it was understood', () => {
    const requirements = parsePipLock(`a==1 ; x == "y" --hash=${hash} --hash=${other}`, 'l');
    expect(renderPipLock(requirements)).toBe(
      `a==1 ; x == "y" \\\n    --hash=${hash} \\\n    --hash=${other}\n`,
    );
  });

  test.each([
    ['no hash', 'requests==2.0', 'LOCK_UNPINNED', 'requests 1'],
    ['a weak hash', `requests==2.0 --hash=md5:${'a'.repeat(32)}`, 'LOCK_UNPINNED', 'requests 1'],
    ['a cut hash', `requests==2.0 --hash=sha256:${'a'.repeat(63)}`, 'LOCK_UNPINNED', 'requests 1'],
    ['a range', `requests>=2.0 --hash=${hash}`, 'LOCK_UNPINNED', 'requests 1'],
    ['a wildcard', `requests==2.* --hash=${hash}`, 'LOCK_UNPINNED', 'requests 1'],
    ['two conditions', `requests==2.0,<3 --hash=${hash}`, 'LOCK_UNPINNED', 'requests 1'],
    ['no version', `requests --hash=${hash}`, 'LOCK_UNPINNED', 'requests 1'],
    ['a command for a version', `requests==$(id) --hash=${hash}`, 'LOCK_UNPINNED', 'requests 1'],
    [
      'an address',
      `requests @ https://host.example/r.whl --hash=${hash}`,
      'LOCK_UNSAFE',
      'requests @ https://host.example/r.whl 1',
    ],
    ['git', `git+https://host.example/r --hash=${hash}`, 'LOCK_UNSAFE', 'git+https://host.example/r 1'],
    ['a path', `./local --hash=${hash}`, 'LOCK_UNSAFE', './local 1'],
    ['another index', '--extra-index-url https://host.example/simple', 'LOCK_UNSAFE', '--extra-index-url 1'],
    ['another index, short', '-i https://host.example/simple', 'LOCK_UNSAFE', '-i 1'],
    ['a folder of files', '--find-links=/tmp', 'LOCK_UNSAFE', '--find-links 1'],
    ['another file', '-r other.txt', 'LOCK_UNSAFE', '-r 1'],
    ['builds', '--no-binary :all:', 'LOCK_UNSAFE', '--no-binary 1'],
    ['an editable', '-e .', 'LOCK_UNSAFE', '-e 1'],
    ['an option for one package', `a==1 --config-settings=x=y --hash=${hash}`, 'LOCK_UNSAFE', 'a 1'],
  ])('with %s is refused', async (_name, text, code, found) => {
    expect(await problemsOf(text)).toEqual({ code, found: [found] });
  });

  test('is refused with every offender and its line', async () => {
    const text = `a==1\n\nb==2 --hash=${hash}\nc>=3 \\\n  --hash=${hash}\nd==4`;
    expect(await problemsOf(text)).toEqual({ code: 'LOCK_UNPINNED', found: ['a 1', 'c 4', 'd 6'] });
  });

  test('names all offenders, whatever is wrong with each', async () => {
    const text = `a==1\n-i https://host.example/\n./b`;
    expect(await problemsOf(text)).toEqual({ code: 'LOCK_UNSAFE', found: ['a 1', '-i 2', './b 3'] });
  });

  test.each([
    ['', ' '],
    ['a comment', '# nothing\n'],
  ])('that is empty (%s) is refused', async (_name, text) => {
    expect((await problemsOf(text)).code).toBe('LOCK_INVALID');
  });
});
