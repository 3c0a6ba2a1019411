import { formatBytes, formatDuration } from '@ml-ci/core';
import { shortDigest, statusRow } from '../status/state.ts';
import type { Act, ActStep, Promotion, RehearsalReport, Timeline } from './data.ts';
import { html, type Markup } from './html.ts';
import { style } from './style.ts';
import { buckets, releasesOf, timelineSvg } from './timeline.ts';

/** The page of a rehearsal: one file, no script, nothing fetched. */
export function reportPage(report: RehearsalReport): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>Rehearsal of ${report.model}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<p class="kicker">ml-ci rehearsal · nothing real was changed</p>
<h1>${report.model}</h1>
<ul class="verdicts">${report.acts.map((act, index) => html`<li class="${act.tone}"><a href="#act-${index + 1}"><strong>${act.title}</strong> ${act.outcome}</a></li>`)}</ul>
</header>
${report.acts.map(actSection)}
<section>
<h2>What is where, at the end</h2>
${table(['environment', 'newest image', 'serves', 'since', 'rollout', 'alarms'], report.environments.map(statusRow))}
</section>
<footer><p>Started ${report.startedAt} at ${report.endpoint}. ${report.engine} The clock of the sandbox ran ${report.speed} times as fast as the wall; times are its own.</p></footer>
</main>
</body>
</html>
`;
  return page.text;
}

function actSection(act: Act, index: number): Markup {
  return html`<section id="act-${index + 1}">
<h2>${act.title}</h2>
<p class="outcome ${act.tone}">${act.outcome}</p>
${act.timeline ? rollout(act.timeline, act.title) : undefined}
${act.promotions.length > 0 ? html`<h3>Promoted by digest</h3>${table(['environment', 'tag', 'digest', 'moved', 'mounted', 'already there'], act.promotions.map(promotionRow))}` : undefined}
<h3>Steps</h3>
<ol class="steps">${act.steps.map(stepItem)}</ol>
</section>`;
}

function rollout(timeline: Timeline, title: string): Markup {
  const all = buckets(timeline.samples);
  const requests = all.reduce((sum, bucket) => sum + bucket.requests, 0);
  const errors = all.reduce((sum, bucket) => sum + bucket.errors, 0);
  const first = timeline.samples[0]?.atMs ?? 0;
  return html`<h3>What users of ${timeline.environment} met</h3>
<figure>
${timelineSvg(timeline, `${title}: traffic share, failed requests and alarms in ${timeline.environment}`)}
<figcaption>${releasesOf(timeline.samples).map((release, index) => html`<span class="key s${index % 4}"></span>${release} `)}· ${errors} of ${requests} requests failed</figcaption>
</figure>
<ol class="events">${timeline.events.map((event) => html`<li class="${event.tone}"><time>+${formatDuration(event.atMs - first)}</time> ${event.text}</li>`)}</ol>`;
}

function promotionRow({
  environment,
  tag,
  digest,
  bytesMoved,
  blobsMounted,
  blobsSkipped,
}: Promotion): readonly string[] {
  return [
    environment,
    tag,
    shortDigest(digest),
    formatBytes(bytesMoved),
    String(blobsMounted),
    String(blobsSkipped),
  ];
}

function stepItem({ title, verdict, reason, durationMs }: ActStep): Markup {
  return html`<li class="${verdict === 'passed' ? 'good' : verdict === 'waiting' ? 'plain' : 'bad'}"><strong>${title}</strong> ${verdict} <span class="dim">in ${formatDuration(durationMs)}</span>${reason === undefined ? undefined : html`<p>${reason}</p>`}</li>`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${columns.join(', ')}"><table><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`)}</tbody></table></div>`;
}
