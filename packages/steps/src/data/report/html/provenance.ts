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
export function provenance({ checksFile, dataDigest, sources, showValues }: ReportInput): Html {
  const files = sources.flatMap((source) => source.files);
  const pii = [...new Set(sources.flatMap((source) => [...source.pii]))];
  const rows = files.slice(0, mostFiles).map(
    ({ name, bytes, digest }) =>
      html`<tr><th scope="row">${clipped(name, 300)}</th><td class="number">${formatBytes(bytes)}</td><td><code>${digest}</code></td></tr>
`,
  );
  const left = files.length - mostFiles;
  return html`<section aria-labelledby="checked">
<h2 id="checked">What was checked</h2>
<dl class="digests">
<div><dt>Run</dt><dd><code>ml-ci validate-data</code> on ${plural(sources.length, 'source')}</dd></div>
<div><dt>Checks</dt><dd>${clipped(checksFile.name, 300)} <code>${checksFile.digest}</code></dd></div>
<div><dt>Data</dt><dd><code>${dataDigest}</code></dd></div>
<div><dt>Values are shown</dt><dd>${shownValues[showValues]}</dd></div>
${pii.length === 0 ? undefined : html`<div><dt>Personal data</dt><dd>${clipped(pii.join(', '), 600)}: each value is a token, the same for the same value within this page and for nothing outside it</dd></div>`}
</dl>
<div class="scroll" role="region" tabindex="0" aria-label="Files"><table><caption>Files, in the order in which they were read</caption>
<thead><tr><th scope="col">file</th><th scope="col" class="number">size</th><th scope="col">sha256</th></tr></thead>
<tbody>${rows}</tbody></table></div>
${left > 0 ? html`<p class="note">${grouped(left)} more files are in report.json.</p>` : undefined}
</section>
`;
}
