import { plural } from '@ml-ci/core';
import { clipped } from '../clip.ts';
import type { Reported, ReportInput, SourceResult } from '../report.ts';
import { worstFirst } from '../verdict.ts';
import { forPeople } from '../visibility.ts';
import { checkCard, checkLine, type Shown } from './check.ts';
import { bytesOf, type Html, html } from './markup.ts';
import { grouped, statusWords } from './words.ts';

/** Of the bytes for cards: those that checks which did not pass have for themselves. */
const forBad = 400_000;

/** How many bytes are left for what may be many. */
export interface Room {
  cards: number;
  lines: number;
}

/** One source: what did not pass, worst first, then what did, in lines. */
export function sourceSection(input: ReportInput, result: SourceResult, number: number, room: Room): Html {
  const id = `s${number}`;
  const shown = { visibility: forPeople(input, result), checksFile: input.checksFile.name };
  const bad = worstFirst(result.findings);
  const cards: Html[] = [];
  const rest: Reported[] = [];
  for (const [at, finding] of [...bad, ...drawn(result)].entries()) {
    if (room.cards <= (isBad(finding) ? 0 : forBad)) {
      rest.push(finding);
      continue;
    }
    const card = checkCard(finding, { ...shown, id: `${id}-c${at + 1}` });
    room.cards -= bytesOf(card);
    cards.push(card);
  }
  const isQuiet = bad.length === 0;
  const others = (status: Reported['status']) =>
    list(
      status,
      result.findings.filter((finding) => finding.status === status && !hasPlots(finding)),
      {
        ...shown,
        isOpen: isQuiet,
        room,
      },
    );
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${clipped(result.entry, 300)}</h2>
<p class="meta">${metaOf(result)}</p>
${cards}
${rest.length === 0 ? undefined : lines('More that did not pass, or that has figures', rest, { ...shown, isOpen: true, room })}
${others('skipped')}${others('passed')}
</section>
`;
}

const isBad = ({ status }: Reported) => status === 'failed' || status === 'warned';
const hasPlots = ({ figure }: Reported) => (figure?.plots ?? []).length > 0;

function drawn({ findings }: SourceResult): readonly Reported[] {
  return findings.filter((finding) => !isBad(finding) && hasPlots(finding));
}

function metaOf({ format, rows, columns, files }: SourceResult): string {
  const counted = (count: bigint | number, noun: string) =>
    plural(count, noun).replace(/^\d+/, (digits) => grouped(BigInt(digits)));
  return [
    format,
    counted(rows, 'row'),
    counted(columns.length, 'column'),
    counted(files.length, 'file'),
  ].join(' · ');
}

type Listed = Omit<Shown, 'id'> & { readonly isOpen: boolean; readonly room: Room };

function list(status: Reported['status'], findings: readonly Reported[], listed: Listed): Html | undefined {
  if (findings.length === 0) return undefined;
  return lines(`${statusWords[status].word}: ${plural(findings.length, 'check')}`, findings, listed);
}

function lines(title: string, findings: readonly Reported[], { visibility, isOpen, room }: Listed): Html {
  const drawnLines: Html[] = [];
  for (const finding of findings) {
    if (room.lines <= 0) break;
    const line = checkLine(finding, visibility);
    room.lines -= bytesOf(line);
    drawnLines.push(line);
  }
  const left = findings.length - drawnLines.length;
  return html`<details class="lines"${isOpen ? html` open` : undefined}><summary><h3>${title}</h3></summary>
<ul>
${drawnLines}</ul>${left === 0 ? undefined : html`<p class="note">${grouped(left)} more of them are in report.json.</p>`}
</details>
`;
}
