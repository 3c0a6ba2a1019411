import { isLoopbackHost } from '@ml-ci/oci';

/** The settings of a project that say what is installed and how it lies there; none says where from, or runs anything. */
const kept: ReadonlySet<string> = new Set([
  'catalog',
  'catalogs',
  'compressionLevel',
  'defaultProtocol',
  'enableTransparentWorkspaces',
  'nmHoistingLimits',
  'nmSelfReferences',
  'nodeLinker',
  'packageExtensions',
  'patchFolder',
  'pnpEnableEsmLoader',
  'pnpFallbackMode',
  'pnpIgnorePatterns',
  'pnpMode',
  'supportedArchitectures',
]);

type Settings = Readonly<Record<string, unknown>>;

/** What of a .yarnrc.yml counts for an install, and the keys that do not. */
export function splitYarnrc(settings: unknown): {
  readonly own: Settings;
  readonly ignored: readonly string[];
} {
  const entries = typeof settings === 'object' && settings !== null ? Object.entries(settings) : [];
  return {
    own: Object.fromEntries(entries.filter(([key]) => kept.has(key))),
    ignored: entries.map(([key]) => key).filter((key) => !kept.has(key)),
  };
}

/**
 * The one configuration file that Yarn 4 reads in this install: it names the variable of the token, and sends every scope to
 * the repository. Variables cannot say that of a scope.
 */
export function yarnrcFor(own: Settings, { endpoint, scopes, temporary, isPnp }: YarnrcOptions): string {
  const registry = {
    npmRegistryServer: endpoint,
    npmAuthToken: `\${CODEARTIFACT_AUTH_TOKEN:-}`,
    npmAlwaysAuth: true,
  };
  const { hostname, protocol } = new URL(endpoint);
  const settings = {
    ...own,
    ...registry,
    npmScopes: Object.fromEntries(scopes.map((scope) => [scope.slice(1), registry])),
    ...(protocol === 'http:' && isLoopbackHost(hostname) ? { unsafeHttpWhitelist: [hostname] } : {}),
    checksumBehavior: 'throw',
    enableScripts: false,
    enableStrictSsl: true,
    enableTelemetry: false,
    enableTips: false,
    // Archives on their way to where the install has them.
    enableMirror: true,
    // With PnP the archives are the install; else they are only on the way.
    enableGlobalCache: false,
    ...(isPnp ? {} : { cacheFolder: `${temporary}/cache` }),
    globalFolder: `${temporary}/yarn`,
    nmMode: 'classic',
    // Nothing is chosen here, so nothing can be too young: it would only hide that the lock is stale.
    npmMinimalAgeGate: 0,
    ignorePath: true,
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}

interface YarnrcOptions {
  readonly endpoint: string;
  readonly scopes: readonly string[];
  /** Where all goes that is gone afterwards. */
  readonly temporary: string;
  readonly isPnp: boolean;
}
