import type { DependencyRecord, RecordedPackage } from './record.ts';

/** The part of CycloneDX 1.6 that a list of packages needs: https://cyclonedx.org/docs/1.6/json/ */
export interface Bom {
  readonly $schema: string;
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly version: 1;
  readonly metadata: {
    readonly component: { readonly type: 'application'; readonly name: string; readonly 'bom-ref': string };
    readonly properties: readonly Property[];
  };
  readonly components: readonly Component[];
}

interface Property {
  readonly name: string;
  readonly value: string;
}

interface Component {
  readonly type: 'library';
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly scope: 'required' | 'optional';
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly purl: string;
  readonly properties?: readonly Property[];
}

/**
 * The SBOM of an install. It has no serial number and no time, which the format leaves open, so that the same lock gives the same
 * bytes. A component has hashes only where the lock allows one file: several are of several files, and no one component has all.
 */
export function cycloneDx({ lock, repository, packages }: DependencyRecord, model: string): Bom {
  const { domain, owner, region, repository: name } = repository;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', name: model, 'bom-ref': `application:${model}` },
      properties: [
        { name: 'ml-ci:lock:file', value: lock.file },
        { name: 'ml-ci:lock:digest', value: lock.digest },
        { name: 'ml-ci:codeartifact:repository', value: `${region}/${owner}/${domain}/${name}` },
      ],
    },
    components: packages.map(componentOf),
  };
}

function componentOf(recorded: RecordedPackage): Component {
  const [, group, rest] = /^(@[^/]+)\/(.+)$/.exec(recorded.name) ?? [];
  const purl = purlOf(recorded);
  const properties = [
    ...property('origin', recorded.origin),
    ...property('entry-point', recorded.entryPoint),
    ...property('revision', recorded.revision),
  ];
  const [only, ...others] = recorded.hashes;
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name: rest ?? recorded.name,
    version: recorded.version,
    scope: recorded.optional ? 'optional' : 'required',
    ...(only === undefined || others.length > 0 ? {} : { hashes: [hashOf(only)] }),
    purl,
    ...(properties.length === 0 ? {} : { properties }),
  };
}

function property(name: string, value: string | undefined): Property[] {
  return value === undefined ? [] : [{ name: `ml-ci:codeartifact:${name}`, value }];
}

function hashOf(hash: string) {
  const [algorithm = '', content = ''] = hash.split(':');
  return { alg: algorithm.replace('sha', 'SHA-'), content };
}

/** `pkg:npm/%40ml/shapes@2.0.0`: https://github.com/package-url/purl-spec */
export function purlOf({
  format,
  name,
  version,
}: Pick<RecordedPackage, 'format' | 'name' | 'version'>): string {
  const path = name.split('/').map(encodeURIComponent).join('/');
  return `pkg:${format}/${path}@${encodeURIComponent(version)}`;
}
