import { Markup } from './html.ts';

/** The look of the page: readable on a phone and in the dark; colours pass WCAG AA on both backgrounds. */
export const style = new Markup(`
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
