import { plural } from '@ml-ci/core';
import { clipped } from '../clip.ts';
import type { Plot } from '../plot.ts';
import type { Finding } from '../verdict.ts';
import type { Visibility } from '../visibility.ts';
import { drawBars } from './bars.ts';
import { barsOf } from './bins.ts';
import { type Html, html } from './markup.ts';
import { drawSeries, mostRuns } from './series.ts';
import { grouped, shortNumber, shortShare } from './words.ts';

/** What is drawn beside a check, each with its figures as a table for who does not see it. `id` is unlike all others. */
export function plotsOf({ check, figure }: Finding, visibility: Visibility, id: string): readonly Html[] {
  const column = check.columns[0] ?? '';
  return (figure?.plots ?? []).map((plot, at) =>
    drawing(plot, figure?.value ?? 0, { column, visibility, id: `${id}-p${at + 1}` }),
  );
}

function drawing(plot: Plot, figure: number, of: Of): Html {
  switch (plot.kind) {
    case 'series':
      return series(plot.values, figure, of.id);
    case 'columns':
      return columns(plot, of);
    case 'bins':
      return bins(plot, of);
  }
}

interface Of {
  readonly column: string;
  readonly visibility: Visibility;
  readonly id: string;
}

function bins(plot: Extract<Plot, { kind: 'bins' }>, { column, visibility, id }: Of): Html {
  const bars = barsOf(plot, column, visibility);
  const isCompared = plot.referenceRows !== undefined;
  const title = `Rows by value of ${clipped(column, 80)}${isCompared ? ', against the reference' : ''}`;
  const key = isCompared
    ? html`<span class="key current">this data, ${grouped(plot.rows)} rows</span> <span class="key reference">reference, ${grouped(plot.referenceRows ?? 0)} rows</span>`
    : html`<span class="key current">${grouped(plot.rows)} rows</span>`;
  const head = isCompared ? ['value', 'rows', 'share', 'reference', 'share'] : ['value', 'rows', 'share'];
  const rows = bars.bars.map(({ name, rows: count, share, reference }) => [
    clipped(name, 80),
    grouped(count),
    shortShare(share),
    ...(reference === undefined ? [] : [grouped(reference.rows), shortShare(reference.share)]),
  ]);
  const left =
    bars.left > 0 ? html`<p class="note">${plural(bars.left, 'more value')} not drawn.</p>` : undefined;
  return figureOf(
    drawBars(bars, title, id),
    html`${title}. <span class="keys">${key}</span>`,
    table(title, head, rows),
    left,
  );
}

function columns(plot: Extract<Plot, { kind: 'columns' }>, { column: label, id }: Of): Html {
  const title = `Columns that tell ${clipped(label, 80)}`;
  const bars = plot.columns.map(({ column, ...told }) => ({ name: column, ...told }));
  const rows = bars.map(({ name, rows: count, share }) => [
    clipped(name, 80),
    grouped(count),
    shortShare(share),
  ]);
  return figureOf(
    drawBars({ isOfNumbers: false, bars, ends: ['', ''], left: 0 }, title, id),
    html`${title}, in rows that its most common value is wrong for.`,
    table(title, ['column', 'rows', 'share'], rows),
  );
}

function series(earlier: readonly number[], current: number, id: string): Html {
  const drawn = earlier.slice(-mostRuns);
  const title = `This run after ${plural(drawn.length, 'earlier run')}`;
  const rows = [...drawn, current].map((value, at) => [
    at === drawn.length ? 'this run' : `${drawn.length - at} before`,
    shortNumber(value, 6),
  ]);
  return figureOf(
    drawSeries(earlier, current, title, id),
    html`${title}.`,
    table(title, ['run', 'figure'], rows),
  );
}

function figureOf(drawing: Html, caption: Html, figures: Html, note?: Html): Html {
  return html`<figure>${drawing}<figcaption>${caption}</figcaption>${note}
<details class="figures"><summary>The figures as a table</summary>${figures}</details></figure>`;
}

/** A table of figures: the first column names the row. */
function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): Html {
  const cells = ([first = '', ...others]: readonly string[]) =>
    html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${title}"><table><thead><tr>${head.map(
    (name, at) => html`<th scope="col"${at === 0 ? undefined : html` class="number"`}>${name}</th>`,
  )}</tr></thead><tbody>${rows.map(cells)}</tbody></table></div>`;
}
