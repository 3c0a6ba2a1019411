/** The style of the page. Its colours keep 4.5 to 1 on every ground that they stand on; nothing is said by colour alone. */
const colours = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --text: #1a2230; --quiet: #525c6b; --line: #d8dde5; --soft: #eef1f5; --focus: #1f5fd6;
  --failed: #a8201a; --failed-soft: #fdeeed; --warned: #7a4a00; --warned-soft: #fff3dc;
  --passed: #17633a; --passed-soft: #e8f5ed; --skipped: #4c5665; --skipped-soft: #edf0f4;
  --current: #3767c8; --band: #bfe0cb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141a; --card: #181e27; --text: #e7ebf1; --quiet: #a7b1c0; --line: #303947; --soft: #222a35; --focus: #8fb4ff;
    --failed: #ff9c93; --failed-soft: #3b1b1a; --warned: #f0c062; --warned-soft: #35290f;
    --passed: #84d7a4; --passed-soft: #14301f; --skipped: #b2bccb; --skipped-soft: #252d39;
    --current: #86aaf5; --band: #2c5a40;
  }
}`;

const page = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
header > div, nav, main { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--card); color: var(--text); padding: .5rem 1rem; z-index: 1; }
.skip:focus { top: .5rem; }
h1, h2, h3, p, dl, dd, ul, ol, figure { margin: 0; padding: 0; }
code, samp { font: .875em/1.4 ui-monospace, SFMono-Regular, "Cascadia Mono", Menlo, Consolas, monospace; }
samp { white-space: pre-wrap; overflow-wrap: anywhere; display: inline-block; min-width: min(100%, 4rem); }
header { border-top: 6px solid var(--failed); background: var(--card); border-bottom: 1px solid var(--line); padding: 1.75rem 0 1.5rem; }
header.passed { border-top-color: var(--passed); }
.kind { color: var(--quiet); }
h1 { font-size: 2.25rem; line-height: 1.2; letter-spacing: -.015em; color: var(--failed); }
.passed h1 { color: var(--passed); }
.sign { display: inline-block; margin-right: .5rem; }
.tally { font-size: 1.125rem; margin-top: .125rem; }
.facts { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin-top: 1.25rem; }
.facts div { display: flex; flex-direction: column-reverse; }
.facts dt { color: var(--quiet); font-size: .875rem; }
.facts dd { font-size: 1.375rem; font-weight: 600; line-height: 1.2; }
nav { padding-top: 1.25rem; }
nav ol { list-style-position: inside; }
nav li { padding: .25rem 0; }
nav a { color: var(--focus); }
nav span, .meta, .note { color: var(--quiet); font-size: .875rem; }
section { margin-top: 2.25rem; }
h2 { font-size: 1.375rem; line-height: 1.3; letter-spacing: -.01em; }
.meta { margin: .125rem 0 1rem; }
h3 { font-size: 1rem; font-weight: 600; }
.note { margin-top: .5rem; }
main { padding-bottom: 4rem; }`;

const checks = `
.check, .lines { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-top: .625rem; }
.check.failed { border-left: 4px solid var(--failed); }
.check.warned { border-left: 4px solid var(--warned); }
summary { cursor: pointer; border-radius: 8px; }
.check > summary, .lines > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .75rem; padding: .75rem 2.5rem .75rem 1rem; position: relative; list-style: none; }
.check > summary::-webkit-details-marker, .lines > summary::-webkit-details-marker { display: none; }
.check > summary::after, .lines > summary::after { content: ""; position: absolute; right: 1.125rem; top: 1.125rem; width: .5rem; height: .5rem; border: solid var(--quiet); border-width: 0 2px 2px 0; transform: rotate(45deg); }
details[open] > summary::after { top: 1.375rem; transform: rotate(225deg); }
.check > summary .found { color: var(--quiet); }
.badge { font-size: .8125rem; font-weight: 600; border-radius: 4px; padding: .0625rem .4375rem; white-space: nowrap; color: var(--skipped); background: var(--skipped-soft); }
.badge.failed { color: var(--failed); background: var(--failed-soft); }
.badge.warned { color: var(--warned); background: var(--warned-soft); }
.badge.passed { color: var(--passed); background: var(--passed-soft); }
.body { border-top: 1px solid var(--line); padding: 1rem; display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); }
.told { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; align-items: start; }
.told dl { flex: 1 1 20rem; min-width: 0; }
.told dl div, .digests div { display: grid; grid-template-columns: minmax(0, 1fr); padding: .25rem 0; }
.told dt, .digests dt { color: var(--quiet); font-size: .875rem; }
.tag { display: inline-block; background: var(--soft); border-radius: 4px; padding: 0 .4375rem; font-size: .875rem; }
.lines ul { list-style: none; padding: 0 1rem .5rem; }
.lines li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .125rem .75rem; padding: .5625rem 0; border-top: 1px solid var(--line); justify-items: start; align-items: baseline; }
.lines li > :nth-child(n + 3) { grid-column: 1 / -1; }
.lines .found { color: var(--quiet); }
.lines .name { font-weight: 600; }
.lines .note { padding: 0 1rem 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; min-width: min(100%, 26rem); font-size: .9375rem; }
caption { text-align: left; color: var(--quiet); font-size: .875rem; padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: baseline; padding: .375rem 1.25rem .375rem 0; border-top: 1px solid var(--line); font-weight: 400; overflow-wrap: break-word; max-width: 28rem; }
thead th { color: var(--quiet); font-size: .875rem; border-top: 0; }
td:last-child, th:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; width: 1%; }
td code { white-space: nowrap; }
em { color: var(--quiet); }
.pii { background: var(--soft); color: var(--quiet); border-radius: 4px; padding: 0 .375rem; font-size: .8125rem; }
@media (min-width: 40rem) {
  .told dl div, .digests div { grid-template-columns: 9rem minmax(0, 1fr); }
  .lines li { grid-template-columns: 5.5rem minmax(0, 3fr) minmax(0, 4fr) minmax(0, 4fr); }
  .lines li > :nth-child(n + 3) { grid-column: auto; }
}`;

const drawings = `
svg { display: block; width: 100%; height: auto; }
svg text { font-size: 11px; fill: var(--quiet); }
svg .figure { fill: var(--text); font-weight: 600; }
.gauge { flex: 0 1 20rem; max-width: 20rem; }
.track { fill: var(--soft); }
.band { fill: var(--band); }
.bound { stroke: var(--quiet); stroke-width: 1.5; }
.mark { fill: var(--skipped); stroke: var(--card); stroke-width: 1.5; }
.failed .mark { fill: var(--failed); }
.warned .mark { fill: var(--warned); }
.passed .mark { fill: var(--passed); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 1.5rem 2.5rem; align-items: start; }
figure { max-width: 22rem; }
figcaption { color: var(--quiet); font-size: .875rem; margin-top: .5rem; }
.axis { stroke: var(--line); fill: none; }
rect.current { fill: var(--current); }
.reference { fill: none; stroke: var(--text); stroke-width: 1.25; }
.line { fill: none; stroke: var(--quiet); stroke-width: 1.5; stroke-linejoin: round; }
.now { fill: var(--current); stroke: var(--card); stroke-width: 1.5; }
.keys { display: flex; flex-wrap: wrap; gap: 0 1rem; }
.key { white-space: nowrap; }
.key::before { content: ""; display: inline-block; width: .6875rem; height: .6875rem; margin-right: .375rem; border: 1.5px solid var(--current); background: var(--current); }
.key.reference::before { border-color: var(--text); background: none; }
.figures { margin-top: .5rem; }
.figures > summary { color: var(--quiet); font-size: .875rem; width: fit-content; }
.figures table { margin-top: .375rem; min-width: 60%; font-size: .875rem; }
.figures th, .figures td { padding-right: .875rem; white-space: nowrap; }
.figures th:last-child, .figures td:last-child { padding-right: 0; }
.strip { height: .5rem; max-width: 30rem; margin-top: .875rem; }
.strip .failed { fill: var(--failed); }
.strip .warned { fill: var(--warned); }
.strip .skipped { fill: var(--line); }
.strip .passed { fill: var(--passed); }`;

const others = `
@media (forced-colors: active) {
  .badge, .tag, .pii { border: 1px solid; }
  rect.current, .now, .mark { fill: CanvasText; }
}
@media print {
  :root { --ground: #fff; --card: #fff; }
  body { font-size: 10pt; }
  .skip, summary::after { display: none; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  figure, tr, .lines li, .told { break-inside: avoid; }
  h2, summary { break-after: avoid; }
  .scroll { overflow: visible; }
  td code { white-space: normal; }
}
`;

export const css: string = [colours, page, checks, drawings, others].join('\n');
