import type { DependencyRecord, RecordedPackage, RecordedRepository } from './record.ts';

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
export function cycloneDx(record: DependencyRecord, model: string): Bom {
  const locks = 'locks' in record ? record.locks : [{ ...record.lock, repository: record.repository }];
  // What two locks have is one component: its reference may stand there once.
  const packages: readonly Recorded[] = record.packages;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', name: model, 'bom-ref': `application:${model}` },
      properties: locks.flatMap(({ file, digest, repository }) => [
        { name: 'ml-ci:lock:file', value: file },
        { name: 'ml-ci:lock:digest', value: digest },
        { name: 'ml-ci:codeartifact:repository', value: placeOf(repository) },
      ]),
    },
    components: [...Map.groupBy(packages, purlOf)].map(([purl, all]) => componentOf(purl, all)),
  };
}

/** A package, with the file of its lock where there are several. */
type Recorded = RecordedPackage & { readonly lock?: string };

function placeOf({ region, owner, domain, repository }: RecordedRepository): string {
  return `${region}/${owner}/${domain}/${repository}`;
}

function componentOf(purl: string, all: readonly Recorded[]): Component {
  const [{ name, version } = { name: '', version: '' }] = all;
  const [, group, rest] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
  const properties = all.flatMap(propertiesOf);
  const [only, ...others] = new Set(all.flatMap(({ hashes }) => hashes));
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name: rest ?? name,
    version,
    scope: all.every(({ optional }) => optional) ? 'optional' : 'required',
    ...(only === undefined || others.length > 0 ? {} : { hashes: [hashOf(only)] }),
    purl,
    ...(properties.length === 0 ? {} : { properties }),
  };
}

function propertiesOf({ lock, unchecked, origin, entryPoint, revision }: Recorded): Property[] {
  return [
    ...property('lock:file', lock),
    ...property('lock:unchecked', unchecked === undefined ? undefined : 'true'),
    ...property('codeartifact:origin', origin),
    ...property('codeartifact:entry-point', entryPoint),
    ...property('codeartifact:revision', revision),
  ];
}

function property(name: string, value: string | undefined): Property[] {
  return value === undefined ? [] : [{ name: `ml-ci:${name}`, value }];
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
