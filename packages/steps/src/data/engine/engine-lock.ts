/** An entry of a package-lock.json, as far as it is needed. */
interface LockEntry {
  readonly version?: string;
  /** A package of the repository itself. */
  readonly link?: boolean;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The packages of a package-lock.json, by their path: `node_modules/detect-libc`. */
export type LockedPackages = Readonly<Record<string, LockEntry>>;

/** The machine that an engine is for. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  readonly isMusl: boolean;
}

/** What npm installs: the engine and the native part of one machine, exact versions with their hashes. */
export interface EngineProject {
  readonly version: string;
  readonly manifest: string;
  readonly lock: string;
}

/** The package that reads data. */
export const engineName = '@duckdb/node-api';

/** What `name` needs, itself included, of a lock where each package is there once. */
export function lockedClosure(packages: LockedPackages, name: string): LockedPackages {
  const found: Record<string, LockEntry> = {};
  const visit = (wanted: string) => {
    const path = `node_modules/${wanted}`;
    const entry = packages[path];
    if (entry === undefined || found[path] !== undefined) return;
    const { version, integrity, dependencies, optionalDependencies } = entry;
    found[path] = {
      ...(version !== undefined && { version }),
      ...(integrity !== undefined && { integrity }),
      ...(dependencies && { dependencies }),
      ...(optionalDependencies && { optionalDependencies }),
    };
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(next);
  };
  visit(name);
  return found;
}

/**
 * A project that installs the engine on one machine. The native part is asked for by name, since npm passes over an optional
 * one that it could not get. Addresses are left out: npm takes the packages from the registry it is set up for. Undefined where
 * there is no native part for the machine.
 */
export function engineProject(packages: LockedPackages, machine: Machine): EngineProject | undefined {
  const { platform, arch, isMusl } = machine;
  const native = `@duckdb/node-bindings-${platform}-${arch}${isMusl ? '-musl' : ''}`;
  const version = packages[`node_modules/${engineName}`]?.version;
  const nativeVersion = packages[`node_modules/${native}`]?.version;
  if (version === undefined || nativeVersion === undefined) return undefined;
  const project = {
    name: 'ml-ci-data-engine',
    version: '1.0.0',
    dependencies: { [engineName]: version, [native]: nativeVersion },
  };
  const needed = Object.entries(lockedClosure(packages, engineName))
    .filter(
      ([path]) => !path.startsWith('node_modules/@duckdb/node-bindings-') || path.endsWith(`/${native}`),
    )
    .map(([path, { optionalDependencies: _, ...entry }]) => [path, entry]);
  const lock = {
    name: project.name,
    version: project.version,
    lockfileVersion: 3,
    requires: true,
    packages: { '': project, ...Object.fromEntries(needed) },
  };
  return { version, manifest: JSON.stringify({ ...project, private: true }), lock: JSON.stringify(lock) };
}
