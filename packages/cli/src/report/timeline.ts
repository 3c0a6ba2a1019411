import type { Sample, Timeline } from './data.ts';
import { html, type Markup } from './html.ts';

const width = 460;
const left = 48;
const plot = width - left - 8;
const lanes = {
  share: { top: 18, height: 70 },
  errors: { top: 112, height: 56 },
  alarms: { top: 192, height: 12 },
} as const;

/** The timeline of a rollout: traffic share, error rate and alarm states over the same axis, as inline SVG. */
export function timelineSvg(timeline: Timeline, title: string): Markup {
  const [first, last] = [timeline.samples[0], timeline.samples.at(-1)];
  if (!first || !last || last.atMs === first.atMs) return html`<p>No traffic was seen.</p>`;
  const axis: Axis = { from: first.atMs, to: last.atMs };
  const releases = releasesOf(timeline.samples);
  const alarms = [...new Set(timeline.samples.flatMap((sample) => Object.keys(sample.alarms)))];
  const height = lanes.alarms.top + alarms.length * 26 + 26;
  const peak = Math.max(5, ...buckets(timeline.samples).map(({ rate }) => rate));
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<title>${title}</title>
<text class="lane" x="0" y="11">Traffic share</text>
${releases.map((release, index) => shareArea(timeline.samples, releases, index, axis, release))}
${frame(lanes.share, ['100 %', '0 %'])}
<text class="lane" x="0" y="${lanes.errors.top - 7}">Failed requests</text>
${errorBars(timeline.samples, axis, peak)}
${frame(lanes.errors, [`${Math.round(peak)} %`, '0 %'])}
<text class="lane" x="0" y="${lanes.alarms.top - 7}">Alarms</text>
${alarms.map((alarm, index) => alarmStrip(alarm, index, timeline.samples, axis))}
${markers(timeline, axis, height)}
${minutes(axis, height)}
</svg>`;
}

/** The releases in the order in which they came to serve. */
export function releasesOf(samples: readonly Sample[]): readonly string[] {
  return [
    ...new Set(
      samples.flatMap(({ arms }) => arms.filter(({ weight }) => weight > 0).map(({ release }) => release)),
    ),
  ];
}

interface Axis {
  readonly from: number;
  readonly to: number;
}

function x(atMs: number, { from, to }: Axis): number {
  return round(left + (plot * Math.min(Math.max(atMs - from, 0), to - from)) / (to - from));
}

/** The area of one release on top of those before it, in steps: weights change at once. */
function shareArea(
  samples: readonly Sample[],
  releases: readonly string[],
  index: number,
  axis: Axis,
  release: string,
): Markup {
  const { top, height } = lanes.share;
  const y = (percent: number) => round(top + height - (height * percent) / 100);
  const upTo = (sample: Sample, count: number) =>
    sample.arms
      .filter(({ release: name }) => releases.indexOf(name) < count)
      .reduce((sum, { weight }) => sum + weight, 0);
  const edge = (count: number) =>
    samples.flatMap((sample, at) => {
      const next = samples[at + 1] ?? sample;
      return [
        [x(sample.atMs, axis), y(upTo(sample, count))],
        [x(next.atMs, axis), y(upTo(sample, count))],
      ] as const;
    });
  const points = [...edge(index + 1), ...edge(index).reverse()].map((point) => point.join(',')).join(' ');
  return html`<polygon class="share s${index % 4}" points="${points}"><title>${release}</title></polygon>`;
}

interface Bucket {
  readonly fromMs: number;
  readonly toMs: number;
  readonly requests: number;
  readonly errors: number;
  /** Percent of failed requests. */
  readonly rate: number;
}

/** Requests in at most 90 equal slices of the time, so that a bar has enough of them to mean something. */
export function buckets(samples: readonly Sample[], most = 90): readonly Bucket[] {
  const size = Math.max(1, Math.ceil(samples.length / most));
  const made: Bucket[] = [];
  for (let start = 0; start < samples.length; start += size) {
    const slice = samples.slice(start, start + size);
    const arms = slice.flatMap((sample) => sample.arms);
    const requests = arms.reduce((sum, arm) => sum + arm.requests, 0);
    const errors = arms.reduce((sum, arm) => sum + arm.errors, 0);
    const fromMs = slice[0]?.atMs ?? 0;
    made.push({
      fromMs,
      toMs: samples[start + size]?.atMs ?? slice.at(-1)?.atMs ?? fromMs,
      requests,
      errors,
      rate: requests === 0 ? 0 : (100 * errors) / requests,
    });
  }
  return made;
}

function errorBars(samples: readonly Sample[], axis: Axis, peak: number): readonly Markup[] {
  const { top, height } = lanes.errors;
  return buckets(samples)
    .filter(({ errors }) => errors > 0)
    .map(({ fromMs, toMs, rate, errors, requests }) => {
      const tall = round((height * rate) / peak);
      const wide = Math.max(1.5, round(x(toMs, axis) - x(fromMs, axis)));
      return html`<rect class="error" x="${x(fromMs, axis)}" y="${round(top + height - tall)}" width="${wide}" height="${tall}"><title>${errors} of ${requests} requests failed</title></rect>`;
    });
}

function alarmStrip(alarm: string, index: number, samples: readonly Sample[], axis: Axis): Markup {
  const y = lanes.alarms.top + index * 26;
  const spans: { state: string; from: number; to: number }[] = [];
  for (const { atMs, alarms } of samples) {
    const state = alarms[alarm] ?? 'INSUFFICIENT_DATA';
    const open = spans.at(-1);
    if (open) open.to = atMs;
    if (open?.state !== state) spans.push({ state, from: atMs, to: atMs });
  }
  const strips = spans.map(
    ({ state, from, to }) =>
      html`<rect class="alarm ${state}" x="${x(from, axis)}" y="${y}" width="${Math.max(1, round(x(to, axis) - x(from, axis)))}" height="${lanes.alarms.height}"><title>${alarm} ${state}</title></rect>`,
  );
  const red = spans
    .filter(({ state, from, to }) => state === 'ALARM' && x(to, axis) - x(from, axis) > 40)
    .map(
      ({ from }) =>
        html`<text class="onred" x="${Math.min(x(from, axis) + 3, width - 46)}" y="${y + 9.5}">ALARM</text>`,
    );
  return html`${strips}${red}<text class="tick" x="${left}" y="${y + lanes.alarms.height + 11}">${alarm}</text>`;
}

/** A numbered line at each event; numbers that would cover each other stand on top of each other. */
function markers(timeline: Timeline, axis: Axis, height: number): readonly Markup[] {
  let before = { at: Number.NEGATIVE_INFINITY, row: 0 };
  return timeline.events.map(({ atMs, tone }, index) => {
    const at = x(atMs, axis);
    before = { at, row: at - before.at < 14 ? before.row + 1 : 0 };
    const y = lanes.share.top + lanes.share.height - 10 - before.row * 15;
    return html`<line class="mark ${tone}" x1="${at}" x2="${at}" y1="${lanes.share.top}" y2="${height - 20}"/><circle class="mark ${tone}" cx="${at}" cy="${y}" r="6.5"/><text class="number" x="${at}" y="${y + 3.5}">${index + 1}</text>`;
  });
}

function frame(
  { top, height }: { readonly top: number; readonly height: number },
  [high, low]: readonly [string, string],
): Markup {
  return html`<rect class="frame" x="${left}" y="${top}" width="${plot}" height="${height}"/><text class="tick end" x="${left - 4}" y="${top + 9}">${high}</text><text class="tick end" x="${left - 4}" y="${top + height}">${low}</text>`;
}

function minutes({ from, to }: Axis, height: number): readonly Markup[] {
  const total = (to - from) / 60_000;
  const step = [1, 2, 5, 10, 20, 30, 60].find((candidate) => total / candidate <= 8) ?? 120;
  return Array.from(
    { length: Math.floor(total / step) + 1 },
    (_, index) =>
      html`<text class="tick mid" x="${x(from + index * step * 60_000, { from, to })}" y="${height - 5}">${index === 0 ? '0 min' : index * step}</text>`,
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
