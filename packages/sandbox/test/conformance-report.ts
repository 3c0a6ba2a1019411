/** The four workflows of the distribution specification, by the rows in which the suite reports them. */
export const workflows: Readonly<Record<string, readonly string[]>> = {
  Pull: [
    'Blob get',
    'Blob get range',
    'Blob head',
    'Manifest get by digest',
    'Manifest get by tag',
    'Manifest head by digest',
    'Manifest head by tag',
  ],
  Push: [
    'Blob push',
    'Blob post only',
    'Blob post put',
    'Blob chunked',
    'Blob streaming',
    'Blob mount',
    'Blob anonymous mount',
    'Blob upload cancel',
    'Manifest put by digest',
    'Manifest put by tag',
    'Manifest put with tag params',
    'Manifest put with subject',
  ],
  'Content discovery': ['Tag listing', 'Referrers'],
  'Content management': [
    'Tag delete',
    'Tag delete atomic',
    'Blob delete',
    'Blob delete atomic',
    'Manifest delete',
    'Manifest delete atomic',
  ],
};

/** Why a row is not a pass. A row that is not one and has no reason here fails the test. */
const reasons: Readonly<Record<string, string>> = {
  'Blob anonymous mount':
    'a mount names its source here, as it must in ECR; the suite takes 202 as an answer',
  'Blob upload cancel': 'the suite leaves it out at version 1.1 of the specification',
  'Manifest put with tag params': 'newer than version 1.1 of the specification',
  'Blobs sha512': 'ECR takes SHA-256 only',
  'Digest Algorithm sha512': 'ECR takes SHA-256 only',
  'Sparse Manifests': 'ECR refuses an index whose images are missing; the suite leaves it out unless asked',
  'Tag Param': 'newer than version 1.1 of the specification',
  'Tag Param sha512': 'newer than version 1.1 of the specification, and ECR takes SHA-256 only',
};

/** The rows of the suite's summary: `Tag listing` to `Pass`. */
export function rowsOf(stdout: string): ReadonlyMap<string, string> {
  const rows = stdout.matchAll(/^ {2}([A-Z][\w -]+?)\.+: +(Pass|Skip|Disabled|FAIL|Error)$/gm);
  return new Map([...rows].map(([, name = '', result = '']) => [name, result]));
}

/** Rows that are no pass and are not explained. */
export function unexplained(rows: ReadonlyMap<string, string>): readonly string[] {
  return [...rows].flatMap(([name, result]) =>
    result === 'Pass' || (/^(?:Skip|Disabled)$/.test(result) && name in reasons)
      ? []
      : [`${name}: ${result}`],
  );
}

/** `docs/conformance.md`. */
export function conformancePage(version: string, rows: ReadonlyMap<string, string>): string {
  const known = new Set(Object.values(workflows).flat());
  const line = (name: string) => `| ${name} | ${rows.get(name)} | ${reasons[name] ?? ''} |`;
  const table = (names: readonly string[]) => [
    '| what | result | why not |',
    '| --- | --- | --- |',
    ...names.map(line),
  ];
  const documents = [...rows.keys()].filter((name) => !known.has(name));
  return [
    '<!-- Written by packages/sandbox/test/oci-conformance.peers.test.ts: UPDATE=1 npm run test:peers -->',
    '# The registry of the sandbox and the OCI conformance suite',
    '',
    `The suite of the OCI distribution specification (module version ${version}, specification 1.1) against the registry of the sandbox, once with`,
    'blobs behind redirects, as ECR serves them, and once without. Both give this table.',
    ...Object.entries(workflows).flatMap(([workflow, names]) => ['', `## ${workflow}`, '', ...table(names)]),
    '',
    '## Documents that were pushed and pulled',
    '',
    ...table(documents),
    '',
  ].join('\n');
}
