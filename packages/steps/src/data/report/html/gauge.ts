import type { NumberRange } from '../../checks/check.ts';
import type { Limit } from '../../checks/limit.ts';
import { type Finding, percent } from '../verdict.ts';
import { type Html, html } from './markup.ts';
import { shortNumber, shortShare } from './words.ts';

const width = 320;
const [left, right] = [10, width - 10];

/** Checks whose figure is a share. */
const ofShares: ReadonlySet<string> = new Set(['most-common', 'balance', 'leakage']);

/** Where a figure lies against its threshold, drawn: the words beside it say the same. Undefined where there is none. */
export function gauge(finding: Finding): Html | undefined {
  const { check, figure, failing, rows, status } = finding;
  if (figure !== undefined && 'range' in check.rule) {
    const { rule } = check;
    const isShare = rule.kind === 'metric' ? rule.isShare : ofShares.has(rule.kind);
    const show = isShare ? shortShare : shortNumber;
    const range = rule.kind === 'leakage' ? { min: 0, ...rule.range } : rule.range;
    return drawn({ value: figure.value, text: show(figure.value) }, range, status, show);
  }
  if (figure !== undefined && check.rule.kind === 'drift') {
    const most = check.rule.fail ?? check.rule.warn;
    if (most === undefined) return undefined;
    return drawn(
      { value: figure.value, text: shortNumber(figure.value) },
      { min: 0, max: most },
      status,
      shortNumber,
    );
  }
  const limit = check.limits.fail ?? check.limits.warn;
  if (figure !== undefined || limit === undefined || rows === 0n) return undefined;
  const most = shareOf(limit, Number(rows));
  return most === 0 || most > 1
    ? undefined
    : drawn(
        { value: Number(failing) / Number(rows), text: percent(failing, rows) },
        { min: 0, max: most },
        status,
        shortShare,
      );
}

function shareOf(limit: Limit, rows: number): number {
  return limit.kind === 'count'
    ? Number(limit.count) / rows
    : Number(limit.numerator) / Number(limit.denominator);
}

/** The allowed range as a band, and the figure as a mark with its number. */
function drawn(
  { value, text }: { readonly value: number; readonly text: string },
  range: NumberRange,
  status: Finding['status'],
  show: (value: number) => string,
): Html | undefined {
  const known = [value, range.min, range.max].filter((each) => each !== undefined);
  if (!known.every(Number.isFinite)) return undefined;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const pad = (high - low || Math.abs(high) || 1) * 0.15;
  const isShare = range.min === 0 && low === 0;
  const [from, to] = [isShare ? 0 : low - pad, high + pad];
  const place = (at: number) => Math.round((left + ((at - from) / (to - from)) * (right - left)) * 10) / 10;
  const [start, end] = [place(range.min ?? from), place(range.max ?? to)];
  const isNarrow = range.min !== undefined && range.max !== undefined && end - start < 70;
  const at = place(value);
  return html`<svg class="gauge ${status}" viewBox="0 0 ${width} 52" aria-hidden="true" focusable="false">
<rect class="track" x="${left}" y="22" width="${right - left}" height="8" rx="4"/>
<rect class="band" x="${start}" y="22" width="${Math.max(1, end - start)}" height="8" rx="2"/>
${range.min === undefined || isShare ? undefined : bound(start, show(range.min), isNarrow ? 'end' : 'middle')}
${range.max === undefined ? undefined : bound(end, show(range.max), isNarrow ? 'start' : 'middle')}
<path class="mark" d="M${at} 34l-5-6 0-6 5-4 5 4 0 6z"/>
<text class="figure" x="${clamp(at, 24)}" y="12" text-anchor="middle">${text}</text>
</svg>`;
}

function bound(x: number, label: string, anchor: 'start' | 'middle' | 'end'): Html {
  return html`<path class="bound" d="M${x} 18v16"/><text x="${anchor === 'middle' ? clamp(x, 24) : x}" y="47" text-anchor="${anchor}">${label}</text>`;
}

function clamp(x: number, room: number): number {
  return Math.min(width - room, Math.max(room, x));
}
