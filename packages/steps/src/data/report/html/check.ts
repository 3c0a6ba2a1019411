import { describeLimit } from '../../checks/limit.ts';
import { clipped } from '../clip.ts';
import type { Reported } from '../report.ts';
import { tellFigure, tellFound } from '../tell.ts';
import type { Visibility } from '../visibility.ts';
import { gauge } from './gauge.ts';
import { type Html, html } from './markup.ts';
import { plotsOf } from './plots.ts';
import { samplesOf } from './samples.ts';
import { statusWords } from './words.ts';

/** What a check is shown with. */
export interface Shown {
  readonly visibility: Visibility;
  readonly checksFile: string;
  /** Unlike every other of the page. */
  readonly id: string;
}

/** A check that did not pass, or that has something drawn: what was asked, what was found, and the first failing rows. */
export function checkCard(finding: Reported, { visibility, checksFile, id }: Shown): Html {
  const { check, status } = finding;
  const plots = plotsOf(finding, visibility, id);
  const drawing = gauge(finding);
  return html`<details class="check ${status}"${status === 'failed' ? html` open` : undefined}>
<summary>${badge(status)}<h3>${clipped(check.name, 200)}</h3><span class="found">${found(finding, visibility)}</span></summary>
<div class="body">
<div class="told"><dl>${facts(finding, visibility, checksFile)}</dl>${drawing}</div>
${samplesOf(finding, visibility)}
${plots.length === 0 ? undefined : html`<div class="plots">${plots}</div>`}
</div></details>
`;
}

/** A check in a line. */
export function checkLine(finding: Reported, visibility: Visibility): Html {
  const { check, status } = finding;
  return html`<li>${badge(status)}<span class="name">${clipped(check.name, 120)}</span><span>${clipped(check.demand, 120)}</span><span class="found">${found(finding, visibility)}</span></li>
`;
}

function badge(status: Reported['status']): Html {
  const { word, sign } = statusWords[status];
  return html`<span class="badge ${status}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}

function found(finding: Reported, visibility: Visibility): string {
  return clipped(tellFound(finding, visibility) || tellFigure(finding, visibility));
}

function facts(finding: Reported, visibility: Visibility, checksFile: string): readonly Html[] {
  const { check, failing } = finding;
  const hasLimits = failing > 0n && finding.figure === undefined && check.rule.kind !== 'readable';
  const { description, owner, tags, where, limits, columns, line } = check;
  return [
    fact('Asked', html`${clipped(check.demand, 600)}`),
    fact('Found', html`${clipped(tellFound(finding, visibility) || tellFigure(finding, visibility), 600)}`),
    hasLimits ? fact('Allowed', html`${allowed(limits)}`) : undefined,
    where === undefined ? undefined : fact('Only rows where', html`<code>${clipped(where, 600)}</code>`),
    description === undefined ? undefined : fact('Why', html`${clipped(description, 1_000)}`),
    owner === undefined ? undefined : fact('Owner', html`${clipped(owner, 200)}`),
    tags === undefined
      ? undefined
      : fact(
          'Tags',
          html`${tags.slice(0, 20).map((tag) => html`<span class="tag">${clipped(tag, 60)}</span> `)}`,
        ),
    columns.length > 1 ? fact('Columns', html`${clipped(columns.join(', '), 600)}`) : undefined,
    fact('Written at', html`${clipped(checksFile, 160)} line ${line}`),
  ].filter((each) => each !== undefined);
}

function allowed({ warn, fail }: Reported['check']['limits']): string {
  const parts = [
    ...(fail === undefined ? [] : [`${describeLimit(fail)} before it fails`]),
    ...(warn === undefined ? [] : [`${describeLimit(warn)} before it warns`]),
  ];
  return parts.join(', ');
}

function fact(name: string, value: Html): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>
`;
}
