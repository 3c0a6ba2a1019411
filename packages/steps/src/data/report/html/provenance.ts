import { formatBytes, plural } from '@ml-ci/core';
import { clipped } from '../clip.ts';
import type { ReportInput } from '../report.ts';
import { type Html, html } from './markup.ts';
import { grouped } from './words.ts';

const mostFiles = 200;

const shownValues = {
  all: 'as they are',
  masked: 'as shapes only: x and X for letters, 9 for digits',
  none: 'not at all',
} as const;

/** What was checked against what: the same digests are the same data and the same checks. */
export function provenance({ checksFile, dataDigest, scope, sources, showValues }: ReportInput): Html {
  const files = [
    ...sources.flatMap((source) => source.files),
    ...sources.flatMap(({ related = [] }) => related.flatMap((other) => other.files)),
  ].filter((file, at, all) => all.findIndex(({ name }) => name === file.name) === at);
  const pii = [...new Set(sources.flatMap((source) => [...source.pii]))];
  const rows = files.slice(0, mostFiles).map(
    ({ name, bytes, digest }) =>
      html`<tr><th scope="row">${clipped(name, 300)}</th><td class="number">${bytes === undefined ? '' : formatBytes(bytes)}</td><td>${digest === undefined ? 'not read as a whole' : html`<code>${digest}</code>`}</td></tr>
`,
  );
  const left = files.length - mostFiles;
  return html`<section aria-labelledby="checked">
<h2 id="checked">What was checked</h2>
<dl class="digests">
<div><dt>Run</dt><dd><code>ml-ci validate-data</code> on ${plural(sources.length, 'source')}</dd></div>
<div><dt>Checks</dt><dd>${clipped(checksFile.name, 300)} <code>${checksFile.digest}</code></dd></div>
${dataDigest === undefined ? undefined : html`<div><dt>Data</dt><dd><code>${dataDigest}</code></dd></div>`}
${scope === 'all' ? undefined : html`<div><dt>Scope</dt><dd>${clipped(scope, 300)} only: this run satisfies no gate</dd></div>`}
<div><dt>Values are shown</dt><dd>${shownValues[showValues]}</dd></div>
${pii.length === 0 ? undefined : html`<div><dt>Personal data</dt><dd>${clipped(pii.join(', '), 600)}: each value is a token, the same for the same value within this page and for nothing outside it</dd></div>`}
</dl>
<div class="scroll" role="region" tabindex="0" aria-label="Files"><table><caption>Files that were checked, then those they were held against</caption>
<thead><tr><th scope="col">file</th><th scope="col" class="number">size</th><th scope="col">sha256</th></tr></thead>
<tbody>${rows}</tbody></table></div>
${left > 0 ? html`<p class="note">${grouped(left)} more files are in report.json.</p>` : undefined}
</section>
`;
}
