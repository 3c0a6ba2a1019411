import { type Html, html } from './markup.ts';
import { shortNumber } from './words.ts';

const width = 320;
const [left, right, top, base] = [6, 250, 14, 66];
/** Of more runs the latest are drawn. */
export const mostRuns = 100;

/** The figure of earlier runs as a line, and that of this run as a dot at its end. */
export function drawSeries(earlier: readonly number[], current: number, title: string, id: string): Html {
  const values = [...earlier.slice(-mostRuns), current].filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (at: number) => rounded(left + (at / Math.max(1, values.length - 1)) * (right - left));
  const y = (value: number) =>
    rounded(high === low ? (top + base) / 2 : base - ((value - low) / (high - low)) * (base - top));
  const points = values.map((value, at) => `${x(at)} ${y(value)}`);
  const end = { x: x(values.length - 1), y: y(values.at(-1) ?? 0) };
  return html`<svg class="plot series" viewBox="0 0 ${width} 80" role="img" aria-labelledby="${id}">
<title id="${id}">${title}</title>
<path class="axis" d="M0 ${base + 6}h${right + 6}"/>
<path class="line" d="M${points.join('L')}"/>
<circle class="now" cx="${end.x}" cy="${end.y}" r="4.5"/>
<text class="figure" x="${right + 12}" y="${Math.min(base + 4, Math.max(top + 4, end.y + 4))}">${shortNumber(current)}</text>
</svg>`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
