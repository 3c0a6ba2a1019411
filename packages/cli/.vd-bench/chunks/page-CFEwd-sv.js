import "./src-ApriQ9BF.js";
import { t as formatBytes } from "./bytes-B6Hm6AJm.js";
import { t as formatDuration } from "./duration-CssOH_HY.js";
import { n as statusRow, t as shortDigest } from "./state-C0cFrTdL.js";
// packages/cli/src/report/html.ts
/** Markup that is safe to insert: made by `html`, which escapes every value that is not markup itself. */
var Markup = class {
	text;
	constructor(text) {
		this.text = text;
	}
};
/** A tagged template for markup: values are escaped, control characters dropped. */
function html(parts, ...values) {
	return new Markup(parts.map((part, index) => part + show(values[index])).join(""));
}
function show(value) {
	if (value === void 0) return "";
	if (value instanceof Markup) return value.text;
	if (typeof value === "object") return value.map(({ text }) => text).join("");
	return escapeHtml(String(value));
}
const entities = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;"
};
/** Text as HTML shows it, in elements and in quoted attributes. */
function escapeHtml(text) {
	return text.replaceAll(/(?![\t\n])\p{Cc}/gu, "").replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}
// packages/cli/src/report/style.ts
/** The look of the page: readable on a phone and in the dark; colours pass WCAG AA on both backgrounds. */
const style = new Markup(`
:root { --ink: #1b2430; --dim: #566273; --page: #fbfbf9; --card: #ffffff; --line: #d9dde3; --good: #1a7343; --bad: #b3261e; --s0: #8a97a8; --s1: #2563c9; --s2: #a2620a; --s3: #7a3fa0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --dim: #a3adba; --page: #14181d; --card: #1b2027; --line: #343c47; --good: #5fce90; --bad: #ff8a80; --s0: #66717f; --s1: #6ea0f0; --s2: #e0a050; --s3: #c08ae0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .8rem; }
h2 { font-size: 1.3rem; margin: 0 0 .25rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem; margin-top: 1.25rem; }
.kicker, footer, .dim { color: var(--dim); }
.kicker { margin: 0; font-size: .9rem; }
footer { font-size: .9rem; margin-top: 1.25rem; overflow-wrap: anywhere; }
.verdicts { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }
.verdicts li { border-left: 5px solid var(--dim); padding: .35rem .75rem; background: var(--card); }
.verdicts a { color: inherit; text-decoration: none; }
.verdicts a:hover, .verdicts a:focus { text-decoration: underline; }
.verdicts .good { border-color: var(--good); } .verdicts .bad { border-color: var(--bad); }
.outcome { margin: 0; font-weight: 600; } .outcome.good { color: var(--good); } .outcome.bad { color: var(--bad); }
figure { margin: 0; } figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: .9rem; color: var(--dim); }
.key { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .35em; }
.events, .steps { padding-left: 1.6rem; margin: .4rem 0 0; }
.events li, .steps li { margin: .2rem 0; overflow-wrap: anywhere; }
.events time { color: var(--dim); font-variant-numeric: tabular-nums; }
.events .bad, .steps .bad strong { color: var(--bad); } .events .good, .steps .good strong { color: var(--good); }
.steps p { margin: .1rem 0 .4rem; white-space: pre-wrap; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; font-variant-numeric: tabular-nums; }
thead th { color: var(--dim); font-weight: 500; }
svg text { font: 11px system-ui, sans-serif; fill: var(--ink); } svg .lane { font-weight: 600; }
svg .tick { fill: var(--dim); font-size: 9.5px; } svg .end { text-anchor: end; } svg .mid { text-anchor: middle; }
svg .frame { fill: none; stroke: var(--line); }
svg .s0, .key.s0 { fill: var(--s0); background: var(--s0); } svg .s1, .key.s1 { fill: var(--s1); background: var(--s1); }
svg .s2, .key.s2 { fill: var(--s2); background: var(--s2); } svg .s3, .key.s3 { fill: var(--s3); background: var(--s3); }
svg .error { fill: var(--bad); } svg .alarm.OK { fill: var(--good); opacity: .45; } svg .alarm.ALARM { fill: var(--bad); } svg .alarm.INSUFFICIENT_DATA { fill: var(--line); }
svg .onred { font-size: 9px; font-weight: 700; fill: var(--page); }
svg line.mark { stroke: var(--dim); stroke-dasharray: 2 3; } svg line.mark.bad { stroke: var(--bad); } svg line.mark.good { stroke: var(--good); }
svg circle.mark { fill: var(--card); stroke: var(--dim); } svg circle.mark.bad { stroke: var(--bad); } svg circle.mark.good { stroke: var(--good); }
@media (max-width: 480px) { svg text { font-size: 14px; } svg .tick { font-size: 12.5px; } svg .onred { font-size: 11px; } }
.verdicts strong { display: block; }
svg .number { font-size: 8.5px; text-anchor: middle; }
`);
// packages/cli/src/report/timeline.ts
const width = 460;
const left = 48;
const plot = 404;
const lanes = {
	share: {
		top: 18,
		height: 70
	},
	errors: {
		top: 112,
		height: 56
	},
	alarms: {
		top: 192,
		height: 12
	}
};
/** The timeline of a rollout: traffic share, error rate and alarm states over the same axis, as inline SVG. */
function timelineSvg(timeline, title) {
	const [first, last] = [timeline.samples[0], timeline.samples.at(-1)];
	if (!first || !last || last.atMs === first.atMs) return html`<p>No traffic was seen.</p>`;
	const axis = {
		from: first.atMs,
		to: last.atMs
	};
	const releases = releasesOf(timeline.samples);
	const alarms = [...new Set(timeline.samples.flatMap((sample) => Object.keys(sample.alarms)))];
	const height = lanes.alarms.top + alarms.length * 26 + 26;
	const peak = Math.max(5, ...buckets(timeline.samples).map(({ rate }) => rate));
	return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<title>${title}</title>
<text class="lane" x="0" y="11">Traffic share</text>
${releases.map((release, index) => shareArea(timeline.samples, releases, index, axis, release))}
${frame(lanes.share, ["100 %", "0 %"])}
<text class="lane" x="0" y="${lanes.errors.top - 7}">Failed requests</text>
${errorBars(timeline.samples, axis, peak)}
${frame(lanes.errors, [`${Math.round(peak)} %`, "0 %"])}
<text class="lane" x="0" y="${lanes.alarms.top - 7}">Alarms</text>
${alarms.map((alarm, index) => alarmStrip(alarm, index, timeline.samples, axis))}
${timeline.events.map((event, index) => marker(index, x(event.atMs, axis), event.tone, height))}
${minutes(axis, height)}
</svg>`;
}
/** The releases in the order in which they came to serve. */
function releasesOf(samples) {
	return [...new Set(samples.flatMap(({ arms }) => arms.filter(({ weight }) => weight > 0).map(({ release }) => release)))];
}
function x(atMs, { from, to }) {
	return round(left + plot * Math.min(Math.max(atMs - from, 0), to - from) / (to - from));
}
/** The area of one release on top of those before it, in steps: weights change at once. */
function shareArea(samples, releases, index, axis, release) {
	const { top, height } = lanes.share;
	const y = (percent) => round(top + height - height * percent / 100);
	const upTo = (sample, count) => sample.arms.filter(({ release: name }) => releases.indexOf(name) < count).reduce((sum, { weight }) => sum + weight, 0);
	const edge = (count) => samples.flatMap((sample, at) => {
		const next = samples[at + 1] ?? sample;
		return [[x(sample.atMs, axis), y(upTo(sample, count))], [x(next.atMs, axis), y(upTo(sample, count))]];
	});
	const points = [...edge(index + 1), ...edge(index).reverse()].map((point) => point.join(",")).join(" ");
	return html`<polygon class="share s${index % 4}" points="${points}"><title>${release}</title></polygon>`;
}
/** Requests in at most 90 equal slices of the time, so that a bar has enough of them to mean something. */
function buckets(samples, most = 90) {
	const size = Math.max(1, Math.ceil(samples.length / most));
	const made = [];
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
			rate: requests === 0 ? 0 : 100 * errors / requests
		});
	}
	return made;
}
function errorBars(samples, axis, peak) {
	const { top, height } = lanes.errors;
	return buckets(samples).filter(({ errors }) => errors > 0).map(({ fromMs, toMs, rate, errors, requests }) => {
		const tall = round(height * rate / peak);
		const wide = Math.max(1.5, round(x(toMs, axis) - x(fromMs, axis)));
		return html`<rect class="error" x="${x(fromMs, axis)}" y="${round(top + height - tall)}" width="${wide}" height="${tall}"><title>${errors} of ${requests} requests failed</title></rect>`;
	});
}
function alarmStrip(alarm, index, samples, axis) {
	const y = lanes.alarms.top + index * 26;
	const spans = [];
	for (const { atMs, alarms } of samples) {
		const state = alarms[alarm] ?? "INSUFFICIENT_DATA";
		const open = spans.at(-1);
		if (open) open.to = atMs;
		if (open?.state !== state) spans.push({
			state,
			from: atMs,
			to: atMs
		});
	}
	return html`${spans.map(({ state, from, to }) => html`<rect class="alarm ${state}" x="${x(from, axis)}" y="${y}" width="${Math.max(1, round(x(to, axis) - x(from, axis)))}" height="${lanes.alarms.height}"><title>${alarm} ${state}</title></rect>`)}${spans.filter(({ state }) => state === "ALARM").map(({ from }) => html`<text class="onred" x="${Math.min(x(from, axis) + 3, 414)}" y="${y + 9.5}">ALARM</text>`)}<text class="tick" x="${left}" y="${y + lanes.alarms.height + 11}">${alarm}</text>`;
}
function marker(index, at, tone, height) {
	return html`<line class="mark ${tone}" x1="${at}" x2="${at}" y1="${lanes.share.top}" y2="${height - 20}"/><circle class="mark ${tone}" cx="${at}" cy="${lanes.errors.top - 12}" r="6.5"/><text class="number" x="${at}" y="${lanes.errors.top - 8.5}">${index + 1}</text>`;
}
function frame({ top, height }, [high, low]) {
	return html`<rect class="frame" x="${left}" y="${top}" width="${plot}" height="${height}"/><text class="tick end" x="${44}" y="${top + 9}">${high}</text><text class="tick end" x="${44}" y="${top + height}">${low}</text>`;
}
function minutes({ from, to }, height) {
	const total = (to - from) / 6e4;
	const step = [
		1,
		2,
		5,
		10,
		20,
		30,
		60
	].find((candidate) => total / candidate <= 8) ?? 120;
	return Array.from({ length: Math.floor(total / step) + 1 }, (_, index) => html`<text class="tick mid" x="${x(from + index * step * 6e4, {
		from,
		to
	})}" y="${height - 5}">${index === 0 ? "0 min" : index * step}</text>`);
}
function round(value) {
	return Math.round(value * 10) / 10;
}
// packages/cli/src/report/page.ts
/** The page of a rehearsal: one file, no script, nothing fetched. */
function reportPage(report) {
	return html`<!doctype html>
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
${table([
		"environment",
		"newest image",
		"serves",
		"since",
		"rollout",
		"alarms"
	], report.environments.map(statusRow))}
</section>
<footer><p>Started ${report.startedAt} at ${report.endpoint}. ${report.engine} The clock of the sandbox ran ${report.speed} times as fast as the wall; times are its own.</p></footer>
</main>
</body>
</html>
`.text;
}
function actSection(act, index) {
	return html`<section id="act-${index + 1}">
<h2>${act.title}</h2>
<p class="outcome ${act.tone}">${act.outcome}</p>
${act.timeline ? rollout(act.timeline, act.title) : void 0}
${act.promotions.length > 0 ? html`<h3>Promoted by digest</h3>${table([
		"environment",
		"tag",
		"digest",
		"moved",
		"mounted",
		"already there"
	], act.promotions.map(promotionRow))}` : void 0}
<h3>Steps</h3>
<ol class="steps">${act.steps.map(stepItem)}</ol>
</section>`;
}
function rollout(timeline, title) {
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
function promotionRow({ environment, tag, digest, bytesMoved, blobsMounted, blobsSkipped }) {
	return [
		environment,
		tag,
		shortDigest(digest),
		formatBytes(bytesMoved),
		String(blobsMounted),
		String(blobsSkipped)
	];
}
function stepItem({ title, verdict, reason, durationMs }) {
	return html`<li class="${verdict === "passed" ? "good" : verdict === "waiting" ? "plain" : "bad"}"><strong>${title}</strong> ${verdict} <span class="dim">in ${formatDuration(durationMs)}</span>${reason === void 0 ? void 0 : html`<p>${reason}</p>`}</li>`;
}
function table(columns, rows) {
	return html`<div class="scroll" tabindex="0" role="region" aria-label="${columns.join(", ")}"><table><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((cell, index) => index === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}
export { reportPage };
