import { paletteStyle } from '../../../markup/palette.ts'

/** The style of the page, which stands in it; no script does, and what is filtered is filtered by this alone. */
export const style = `
${paletteStyle}* { box-sizing: border-box; }
body {
  margin: 0 auto;
  max-width: 66rem;
  padding: 1.5rem 1rem 4rem;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.2rem; }
h3 { margin: 1.75rem 0 0.5rem; font-size: 1rem; }
p { margin: 0.5rem 0; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.86rem; }
pre {
  margin: 0;
  padding: 0.6rem 0.8rem;
  background: var(--sunken);
  border-radius: 6px;
  white-space: pre-wrap;
}
.quiet { color: var(--soft); }
.verdict { margin: 1rem 0; padding: 0.75rem 1rem; border-radius: 8px; font-weight: 600; }
.verdict.good { background: var(--good-paper); color: var(--good); }
.verdict.bad { background: var(--bad-paper); color: var(--bad); }
.verdict.warm { background: var(--warm-paper); color: var(--warm); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 0.75rem; margin: 1rem 0; padding: 0; list-style: none; }
.tiles li { padding: 0.7rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); color: var(--soft); }
.tiles strong { display: block; color: var(--ink); font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles .deviation strong { color: var(--bad); }
.tiles .error strong { color: var(--warm); }
.facts-of-run { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; margin: 1rem 0; }
.facts-of-run dt { color: var(--soft); }
.facts-of-run dd { margin: 0; }
.wide {
  overflow-x: auto;
  overflow-wrap: normal;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--raised);
}
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
th, td { padding: 0.4rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--soft); font-size: 0.85rem; white-space: nowrap; vertical-align: bottom; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.cell, td.cell { padding-inline: 0.3rem; text-align: center; }
th.cell { white-space: normal; }
.matrix .quiet { display: block; font-size: 0.93em; }
.matrix .mark { position: relative; min-width: 1.6rem; font-weight: 600; }
.matrix .mark::before { content: attr(data-sign) / ""; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.mark { display: inline-block; padding: 0.05rem 0.5rem; border-radius: 999px; font-size: 0.82rem; white-space: nowrap; }
.mark.passed { background: var(--good-paper); color: var(--good); }
.mark.deviation { background: var(--bad-paper); color: var(--bad); }
.mark:is(.error, .inconclusive, .advice) { background: var(--warm-paper); color: var(--warm); }
.mark:is(.not-run, .skipped, .not-shown, .known) { background: var(--grey-paper); color: var(--soft); }
.filter { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1rem 0; padding: 0.6rem 1rem; border: 1px solid var(--line); border-radius: 8px; }
.filter legend { padding: 0 0.4rem; color: var(--soft); font-size: 0.85rem; }
.filter label { display: inline-flex; gap: 0.4rem; align-items: center; min-height: 1.75rem; }
.filter input { width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--accent); }
body:has(#show-wrong:checked) .check:is(.passed, .not-run, .skipped, .not-shown),
body:has(#show-not-run:checked) .check:not(.not-run, .skipped, .not-shown) { display: none; }
.checks { margin: 0; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); }
.check + .check { border-top: 1px solid var(--line); }
summary { display: flex; gap: 0.6rem; align-items: baseline; padding: 0.5rem 0.9rem; cursor: pointer; }
summary .title { flex: 1; }
summary .time { color: var(--soft); font-size: 0.82rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.inner { padding: 0.25rem 0.9rem 1rem; }
.inner h4 { margin: 0.9rem 0 0.3rem; color: var(--soft); font-size: 0.82rem; font-weight: 600; }
.inner ul { margin: 0; padding-left: 1.1rem; }
.kind { margin-right: 0.5rem; color: var(--soft); font-size: 0.85rem; }
footer { margin-top: 3rem; color: var(--soft); font-size: 0.85rem; }
@media (max-width: 60rem) {
  .matrix th.cell span { max-height: 10rem; writing-mode: vertical-rl; transform: rotate(180deg); }
  .matrix .cell { padding-inline: 0.15rem; }
}
@media (max-width: 30rem) {
  .wide th, .wide td { padding-inline: 0.2rem; font-size: 0.8rem; }
  .matrix th.cell span { max-height: none; }
  .matrix .cell { padding-inline: 0.1rem; }
  .wide thead th { white-space: normal; }
  .wide tbody th { min-width: 4.5rem; overflow-wrap: anywhere; }
  .matrix .mark { min-width: 1.3rem; padding-inline: 0; }
  .facts-of-run { grid-template-columns: 1fr; gap: 0; }
  .facts-of-run dd { margin-bottom: 0.5rem; }
  summary { flex-wrap: wrap; gap: 0.2rem 0.5rem; }
  summary .title { flex-basis: 100%; order: 1; }
}
@media print {
  .filter { display: none; }
}
`
