import { createHash } from 'node:crypto';
import { plural } from '@ml-ci/core';
import { clipped } from '../clip.ts';
import type { ReportInput, SourceResult } from '../report.ts';
import { type Totals, total } from '../verdict.ts';
import { css } from './css.ts';
import { type Html, html, source } from './markup.ts';
import { provenance } from './provenance.ts';
import { type Room, sourceSection } from './source.ts';
import { grouped, statusWords } from './words.ts';

/** Nothing is loaded and nothing runs; the one style of the page is known by its hash. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** The report as one page that needs nothing else. The same data and checks give the same bytes, but for personal data. */
export function htmlReport(input: ReportInput): string {
  const totals = total(input.sources);
  // a thousand failing checks still open at once
  const room: Room = { cards: 1_100_000, lines: 500_000 };
  const sources = drawnOf(input.sources);
  const sections = sources.map((result, at) => sourceSection(input, result, at + 1, room));
  const left = input.sources.length - sources.length;
  const body = html`<body>
<a class="skip" href="#checks">Skip to the checks</a>
${verdict(input, totals)}
${contents(sources)}
<main id="checks" tabindex="-1">
${sections}
${left > 0 ? html`<p class="note">${grouped(left)} more sources are in report.json.</p>` : undefined}
${provenance(input)}
</main>
</body>
</html>
`;
  const title = html`<title>${statusWords[totals.verdict].word}: ${tally(totals)}</title>`;
  // the policy and the style are ours: quotes in them are quotes
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${source(title)}
<style>${css}</style>
</head>
${source(body)}`;
}

const mostSources = 200;

/** All sources; where they are very many, those first that did not pass. */
function drawnOf(sources: readonly SourceResult[]): readonly SourceResult[] {
  if (sources.length <= mostSources) return sources;
  const isBad = (source: SourceResult) => total([source]).failed > 0;
  return [...sources.filter(isBad), ...sources.filter((source) => !isBad(source))].slice(0, mostSources);
}

function tally({ checks, failed, warned, skipped, verdict: answer }: Totals): string {
  const others = [
    ...(warned > 0 ? [`${warned} warned`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
  const first =
    answer === 'failed'
      ? `${failed} of ${plural(checks, 'check')} failed`
      : `${checks - warned - skipped} of ${plural(checks, 'check')} passed`;
  return others === '' ? first : `${first}, ${others}`;
}

function verdict({ sources, scope }: ReportInput, totals: Totals): Html {
  const { word, sign } = statusWords[totals.verdict];
  const files = sources.reduce((sum, each) => sum + each.files.length, 0);
  const facts: readonly (readonly [string, bigint | number])[] = [
    ['rows', totals.rows],
    ['files', files],
    ['checks', totals.checks],
    ['failing rows', totals.failingRows],
  ];
  return html`<header class="${totals.verdict}"><div>
<p class="kind">Data checks</p>
<h1><span class="sign" aria-hidden="true">${sign}</span>${word}</h1>
<p class="tally">${tally(totals)}</p>
${scope === 'all' ? undefined : html`<p class="tally">Only ${clipped(scope, 300)}: this run satisfies no gate.</p>`}
${strip(totals)}
<dl class="facts">${facts.map(([name, count]) => html`<div><dt>${name}</dt><dd>${grouped(count)}</dd></div>`)}</dl>
</div></header>`;
}

/** The parts that failed, warned, were skipped and passed; the words above it say the same. */
function strip({ checks, failed, warned, skipped }: Totals): Html {
  const parts = { failed, warned, skipped, passed: checks - failed - warned - skipped };
  let x = 0;
  const shapes = Object.entries(parts).map(([status, count]) => {
    const [from, width] = [x, (count / Math.max(1, checks)) * 1_000];
    x += width;
    // a gap parts neighbours for who does not tell their colours
    return html`<rect class="${status}" x="${Math.round(from)}" y="0" width="${count === 0 ? 0 : Math.max(6, Math.round(width) - 4)}" height="10"/>`;
  });
  return html`<svg class="strip" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${shapes}</svg>`;
}

/** Where there are several sources: what became of each. */
function contents(sources: readonly SourceResult[]): Html | undefined {
  if (sources.length < 2) return undefined;
  const items = sources.map((result, at) => {
    const totals = total([result]);
    return html`<li><a href="#s${at + 1}">${clipped(result.entry, 200)}</a> <span>${tally(totals)}</span></li>
`;
  });
  return html`<nav aria-label="Sources"><ol>${items}</ol></nav>`;
}
