import { clipped } from '../clip.ts';
import type { Bar, Bars } from './bins.ts';
import { type Html, html } from './markup.ts';
import { grouped, shortShare } from './words.ts';

const width = 320;

/** Bars of numbers stand side by side, those of categories lie below each other with their names. */
export function drawBars(bars: Bars, title: string, id: string): Html {
  return bars.isOfNumbers ? standing(bars, title, id) : lying(bars, title, id);
}

/** A bar says what it is where a pointer rests on it. */
function tip({ name, rows, share, reference }: Bar): Html {
  const compared =
    reference === undefined ? '' : `; reference ${grouped(reference.rows)} (${shortShare(reference.share)})`;
  return html`<title>${clipped(name, 60)}: ${grouped(rows)} (${shortShare(share)})${compared}</title>`;
}

function highest(bars: readonly Bar[]): number {
  return bars.reduce((most, { share, reference }) => Math.max(most, share, reference?.share ?? 0), 0) || 1;
}

function standing({ bars, ends }: Bars, title: string, id: string): Html {
  const [top, base] = [16, 136];
  const most = highest(bars);
  const step = width / Math.max(1, bars.length);
  const gap = Math.min(2, step * 0.12);
  const height = (share: number) => rounded((share / most) * (base - top));
  const shapes = bars.map((bar, at) => {
    const x = rounded(at * step + gap / 2);
    const wide = rounded(step - gap);
    const tall = height(bar.share);
    const other = bar.reference === undefined ? undefined : height(bar.reference.share);
    const outline =
      other === undefined
        ? undefined
        : html`<path class="reference" d="M${x} ${base}v${-other}h${wide}v${other}"/>`;
    return html`<g>${tip(bar)}<rect class="current" x="${x}" y="${rounded(base - tall)}" width="${wide}" height="${tall}"/>${outline}</g>`;
  });
  return html`<svg class="plot" viewBox="0 0 ${width} 156" role="img" aria-labelledby="${id}">
<title id="${id}">${title}</title>
<path class="axis" d="M0 ${top}h${width}" stroke-dasharray="2 3"/>
${shapes}
<path class="axis" d="M0 ${base}h${width}"/>
<text x="0" y="11">${shortShare(most)} of the rows</text>
<text x="0" y="151">${ends[0]}</text>
<text x="${width}" y="151" text-anchor="end">${ends[1]}</text>
</svg>`;
}

function lying({ bars }: Bars, title: string, id: string): Html {
  const most = highest(bars);
  const hasReference = bars.some(({ reference }) => reference !== undefined);
  const row = hasReference ? 38 : 29;
  const long = (share: number) => rounded((share / most) * width);
  const shapes = bars.map((bar, at) => {
    const y = at * row;
    const outline =
      bar.reference === undefined
        ? undefined
        : html`<rect class="reference" x="0.5" y="${y + 25.5}" width="${Math.max(0, long(bar.reference.share) - 1)}" height="7"/>`;
    return html`<g>${tip(bar)}<text x="0" y="${y + 12}">${clipped(bar.name, 34)}</text><text x="${width}" y="${y + 12}" text-anchor="end">${shareWords(bar)}</text>
<rect class="current" x="0" y="${y + 16}" width="${long(bar.share)}" height="8"/>${outline}</g>`;
  });
  return html`<svg class="plot" viewBox="0 0 ${width} ${Math.max(row, bars.length * row)}" role="img" aria-labelledby="${id}">
<title id="${id}">${title}</title>
${shapes}
</svg>`;
}

function shareWords({ share, reference }: Bar): string {
  return reference === undefined
    ? shortShare(share)
    : `${shortShare(share)} / ${shortShare(reference.share)}`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
