import { normalizeProject } from '../../lock/requirements.ts';
import { isTable, type Table, tableOf } from '../../lock/toml.ts';

/** The pyproject of an install alone: what says what is installed, all of it from one index. Scripts of PDM are hooks. */
export function withIndex(pyproject: Table, index: string): Table {
  // Neither is read where the project itself is not built, and the files that they name are not in the copy.
  const { readme: _, license: __, 'license-files': ___, ...project } = tableOf(pyproject.project);
  const settings = tableOf(tableOf(pyproject.tool).pdm);
  const kept = ['dev-dependencies', 'resolution'].filter((key) => settings[key] !== undefined);
  const source = [{ name: 'pypi', url: index, verify_ssl: true }];
  const groups = pyproject['dependency-groups'];
  return {
    project,
    ...(isTable(groups) ? { 'dependency-groups': groups } : {}),
    tool: {
      pdm: {
        ...Object.fromEntries(kept.map((key) => [key, settings[key]])),
        // Without one of the project, the index is led by a variable, and the hash in the lock stays that of the project.
        ...(settings.source === undefined ? {} : { source }),
      },
    },
  };
}

/** The lock without folders of the project, which would be built, and without packages that are built later. */
export function withoutBuilds(lock: string, isLeft: (name: string) => boolean): string {
  return lock
    .split(/^(?=\[\[package\]\]\s*$)/m)
    .filter((part, index) => {
      if (index === 0) return true;
      const name = /^name = "([^"]*)"/m.exec(part)?.[1] ?? '';
      return !/^path = "/m.test(part) && !isLeft(name);
    })
    .join('');
}

/**
 * The lock with the address of each file, as PDM itself writes it with `static_urls`: a file that is not what the lock says is
 * then told as such, and not as a package that the index lacks.
 */
export function withAddresses(lock: string, endpoint: string): string {
  return lock
    .split(/^(?=\[\[package\]\]\s*$)/m)
    .map((part, index) => (index === 0 ? asStatic(part) : addressed(part, endpoint)))
    .join('');
}

function asStatic(head: string): string {
  return head.replace(/^strategy = \[(?!.*static_urls)/m, 'strategy = ["static_urls", ');
}

function addressed(part: string, endpoint: string): string {
  const name = normalizeProject(/^name = "([^"]*)"/m.exec(part)?.[1] ?? '');
  const version = /^version = "([^"]*)"/m.exec(part)?.[1] ?? '';
  return part.replace(
    /^(\s*\{)file = "([^"/]+)"/gm,
    (_, before: string, file: string) => `${before}url = "${endpoint}simple/${name}/${version}/${file}"`,
  );
}
