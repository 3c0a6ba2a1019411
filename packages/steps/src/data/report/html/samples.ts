import { plural } from '@ml-ci/core';
import type { Sample } from '../../measure/samples.ts';
import { clipped } from '../clip.ts';
import type { Reported } from '../report.ts';
import { see, type Visibility } from '../visibility.ts';
import { type Html, html } from './markup.ts';
import { grouped } from './words.ts';

const mostRows = 10;
const mostColumns = 12;

/** The first rows that break a check, with the cells that it looks at; undefined where none are named. */
export function samplesOf({ check, samples, failing }: Reported, visibility: Visibility): Html | undefined {
  if (samples.length === 0) return undefined;
  const shown = samples.slice(0, mostRows);
  const named = [...new Set(shown.flatMap(({ cells }) => cells.map(({ column }) => column)))];
  const columns = named.slice(0, mostColumns).filter((column) => isSeen(shown, column, visibility));
  const hasReason = shown.some(({ reason }) => reason !== undefined);
  const isOneFile = new Set(shown.map(({ file }) => file)).size === 1;
  const title = `First failing rows of ${clipped(check.name, 80)}${isOneFile ? `, in ${clipped(shown[0]?.file ?? '', 160)}` : ''}`;
  const head = [
    ...(isOneFile ? [] : [html`<th scope="col">file</th>`]),
    html`<th scope="col" class="number">row</th>`,
    html`<th scope="col" class="number">line</th>`,
    ...(hasReason ? [html`<th scope="col">why</th>`] : []),
    ...columns.map((column) => html`<th scope="col">${column === '' ? 'text' : clipped(column, 80)}</th>`),
  ];
  const body = shown.map((sample) => {
    const file = isOneFile ? undefined : html`<td>${clipped(sample.file, 160)}</td>`;
    const why = hasReason ? html`<td>${clipped(sample.reason ?? '', 160)}</td>` : undefined;
    return html`<tr>${file}${place(sample.row)}${place(sample.line)}${why}${columns.map((column) => cell(sample, column, visibility))}</tr>`;
  });
  return html`<div><div class="scroll" role="region" tabindex="0" aria-label="${title}"><table><caption>${title}</caption>
<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${note(shown.length, failing, named.length - mostColumns)}</div>`;
}

function isSeen(samples: readonly Sample[], name: string, visibility: Visibility): boolean {
  return samples.some(({ cells }) =>
    cells.some(({ column, value }) => column === name && see(column, value, visibility).kind !== 'none'),
  );
}

function place(at: number | undefined): Html {
  return html`<td class="number">${at === undefined ? '' : grouped(at)}</td>`;
}

function cell({ cells }: Sample, name: string, visibility: Visibility): Html {
  const found = cells.find(({ column }) => column === name);
  if (found === undefined) return html`<td></td>`;
  const seen = see(name, found.value, visibility);
  switch (seen.kind) {
    case 'none':
      return html`<td></td>`;
    case 'null':
      return html`<td><em>null</em></td>`;
    case 'pii':
      return html`<td><span class="pii">pii</span> <code>${seen.token}</code></td>`;
    case 'text':
      return seen.text === ''
        ? html`<td><em>empty text</em></td>`
        : html`<td><samp>${clipped(seen.text, 100)}</samp></td>`;
  }
}

function note(shown: number, failing: bigint, hiddenColumns: number): Html | undefined {
  const parts = [
    ...(failing > BigInt(shown) ? [`${shown} of ${grouped(failing)} failing rows.`] : []),
    ...(hiddenColumns > 0 ? [`${plural(hiddenColumns, 'more column')} not shown.`] : []),
  ];
  return parts.length === 0 ? undefined : html`<p class="note">${parts.join(' ')}</p>`;
}
