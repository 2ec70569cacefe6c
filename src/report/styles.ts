import { lightColours } from "./light.ts";

/** Style of the report and of the charts; the studio shares it. */
export const styles = `
:root {
  color-scheme: light dark;
  ${lightColours}
  --plot-background: var(--paper);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e6e9ed; --quiet: #9aa4af; --line: #333a42; --soft: #1d2127;
    --accent: #86aef2; --chosen: #253a5c; --warn: #f0b45c; --warn-soft: #2c2317;
    --group-0: #86aef2; --group-1: #f0a94a; --group-2: #3fc09a; --group-3: #e493c0;
    --group-4: #6cc3ee; --group-5: #f2854c; --group-6: #d6c64e; --group-7: #b3a6f0;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1600px; margin: 0 auto; padding: 28px 20px 64px; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 8px; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 0 0 10px; overflow-wrap: anywhere; }
h3 { font-size: 0.95rem; margin: 0 0 6px; overflow-wrap: anywhere; }
h4 { font-size: 0.82rem; font-weight: 600; margin: 6px 0 2px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
p { overflow-wrap: anywhere; }
section p { max-width: 70ch; margin: 4px 0 10px; }
a { color: var(--accent); }
header p { max-width: 70ch; margin: 4px 0; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 12px; overflow-wrap: anywhere; }
section { border-top: 1px solid var(--line); margin-top: 28px; padding-top: 22px; }
.facts { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 0 0 14px; font-size: 0.87rem; }
.facts div { display: flex; gap: 6px; min-width: 0; }
.facts dt { color: var(--quiet); white-space: nowrap; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.warning { background: var(--warn-soft); color: var(--warn); padding: 6px 12px; border-radius: 6px; margin: 0 0 12px; font-size: 0.87rem; }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 28px 36px; align-items: start; }
figure[data-view] { margin: 0; min-width: 0; }
.charts .wide { grid-column: 1 / -1; }
figure[data-view] > details { margin-top: 8px; font-size: 0.82rem; }
figure[data-view] figcaption { color: var(--quiet); font-size: 0.82rem; margin-top: 6px; max-width: 62ch; overflow-wrap: anywhere; }
figure[data-view] svg { display: block; max-width: 100%; height: auto; overflow: visible; font-family: inherit; }
.drawing { min-width: 0; }
.panels { display: flex; flex-wrap: wrap; gap: 12px 20px; }
.panels > div, .gallery > div { min-width: 0; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, 132px); gap: 12px 16px; }
.gallery canvas { display: block; image-rendering: pixelated; }
.linked button { all: unset; cursor: pointer; }
.linked button:hover { text-decoration: underline; }
.linked button:focus-visible { outline: 2px solid var(--accent); }
.linked.chosen { background: var(--chosen); border-radius: 3px; box-shadow: 0 0 0 3px var(--chosen); }
.linked.dim { opacity: 0.6; }
.linked.lit { color: var(--accent); }
.cells { position: absolute; image-rendering: pixelated; background: repeating-linear-gradient(45deg, var(--line) 0 1px, transparent 1px 5px); }
.matrix { touch-action: pan-x pan-y; cursor: crosshair; }
figure[data-view] svg.marks { position: absolute; inset: 0; width: 100%; height: 100%; z-index: 1; }
.marks path { fill: none; }
.marks .rim { stroke: #fff; stroke-opacity: 0.85; stroke-width: 4; }
.marks .line { stroke: #1f4fd0; stroke-width: 2; }
.marks .rim.lit { stroke-width: 3; }
.marks .line.lit { stroke: #000; stroke-width: 1; }
.marks .bar { fill: var(--accent); }
.brush { position: absolute; z-index: 2; pointer-events: none; border: 1.5px dashed #fff; outline: 1px solid #0009; background: #fff3; }
.brush[hidden] { display: none; }
.tip img { display: inline-block; width: 72px; height: 72px; object-fit: contain; margin: 0 6px 4px 0; vertical-align: top; }
.tip img:last-of-type { margin-right: 100%; }
.controls { display: flex; gap: 4px 16px; align-items: flex-start; justify-content: space-between; position: relative; }
.more { margin-left: auto; font-size: 0.82rem; }
.more > button { padding: 0 8px; border-color: transparent; background: none; color: var(--quiet); line-height: 1.4; }
.more > button:hover, .more > [aria-expanded="true"] { background: var(--soft); color: var(--ink); }
.menu[hidden] { display: none; }
.menu { position: absolute; right: 0; top: 1.6em; z-index: 4; display: grid; gap: 8px; width: min(330px, 100%); padding: 10px 12px; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.menu input { width: 6em; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 4px; padding: 1px 4px; }
.menu input:invalid { border-color: var(--warn); }
.menu small { color: var(--quiet); }
.cells + svg { position: relative; }
.plot text, .plot tspan, .plot-ramp text { white-space: pre; }
.swatches { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 0.8rem; margin: 0 0 4px; overflow-wrap: anywhere; }
.swatches i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 5px; }
.look { align-items: center; margin-bottom: 6px; gap: 3px 10px; }
.look b { font-weight: 600; }
.look .list { display: contents; }
.look small { color: var(--quiet); }
.look svg { margin: 0; }
.look .mark { display: inline-block; vertical-align: -1px; margin-right: 5px; }
.tipped { position: relative; width: fit-content; }
.tip { position: absolute; z-index: 3; pointer-events: none; white-space: pre; background: var(--paper); border: 1px solid var(--line); border-radius: 4px; padding: 5px 9px; font-size: 12px; line-height: 1.35; box-shadow: 0 1px 4px #0003; max-width: 90vw; overflow: hidden; text-overflow: ellipsis; }
.outline { position: absolute; z-index: 2; pointer-events: none; border: 1.5px solid #fff; outline: 1px solid #0008; }
.tip[hidden], .outline[hidden] { display: none; }
figure[data-view] svg.spatial { cursor: grab; touch-action: none; user-select: none; overflow: hidden; font-size: 11px; max-width: none; }
.spatial:active { cursor: grabbing; }
.spatial:focus:not(:focus-visible) { outline: none; }
.dim { opacity: 0.25; }
text.dim, .names g.dim { opacity: 0.6; }
.nearest .dim { opacity: 1; }
.tree { position: relative; }
.hits path { pointer-events: stroke; cursor: pointer; }
.plot .names text { cursor: pointer; }
.cut { position: absolute; top: 0; width: 15px; margin-left: -7px; cursor: ew-resize; touch-action: none; background: linear-gradient(var(--group-5) 60%, transparent 0) 50% 0 / 1.5px 7px repeat-y; }
.cut::after { content: ""; position: absolute; left: 2px; bottom: -5px; width: 11px; height: 11px; border-radius: 6px; background: var(--group-5); border: 2px solid var(--paper); }
.cut-said { font-size: 0.82rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
.plot text.lit, .plot text.chosen { font-weight: 700; }
.plot .lit:not(text, g, .hits *), .plot .chosen:not(text, g, .hits *) { stroke: var(--ink); stroke-width: 2; stroke-opacity: 1; }
figure[data-view]:focus { outline: none; }
.spatial text { fill: var(--ink); pointer-events: none; }
.spatial text.axis { fill: var(--quiet); font-size: 10px; }
.charts .column { display: grid; gap: 28px; min-width: 0; }
.above { display: flex; justify-content: space-between; align-items: flex-start; gap: 4px 12px; flex-wrap: wrap; }
.controls { display: flex; gap: 4px; margin: 0 0 4px auto; align-items: center; }
.controls button { padding: 1px 8px; font-size: 0.75rem; line-height: 1.5; min-width: 26px; }
.controls button[aria-pressed="true"] { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.stage { touch-action: pan-x pan-y; position: relative; }
.stage.near, .stage.lassoing { touch-action: none; cursor: grab; user-select: none; }
.stage.lassoing { cursor: crosshair; }
.hit { fill: transparent; stroke: none !important; cursor: pointer; }
.stage .lasso { fill: var(--accent); fill-opacity: 0.1; stroke: var(--accent); stroke-width: 1.5; stroke-dasharray: 4 3; pointer-events: none; }
.plot .names .lit text, .plot .names .chosen text { font-weight: 700; }
.stage .names { pointer-events: none; }
.spatial .lit:not(text, g, path), .spatial .chosen:not(text, g, path) { stroke: var(--ink); stroke-width: 2; }
.spatial path.lit, .spatial path.chosen { stroke-width: 3; opacity: 1; }
.spatial text.lit, .spatial text.chosen { font-weight: 700; }
.plot .series > .lit:not(circle), .plot .series > .chosen:not(circle) { stroke: inherit; stroke-width: 3; }
.player { font-size: 0.8rem; margin: 0 0 4px; gap: 8px; }
.player input { width: min(260px, 40vw); accent-color: var(--accent); }
.player output { color: var(--quiet); min-width: 9ch; overflow-wrap: anywhere; }
.nearest { font-size: 0.8rem; color: var(--quiet); margin: 4px 0 0; }
.nearest span { color: var(--ink); cursor: pointer; border-bottom: 1px dotted var(--quiet); }
[data-picture] :is(button, fieldset, details, .controls) { display: none; }
.order { display: flex; gap: 6px 16px; flex-wrap: wrap; border: 0; padding: 0; margin: 0 0 6px; font-size: 0.85rem; }
.order legend { float: left; padding: 0; color: var(--quiet); }
.order label { cursor: pointer; }
.order input { accent-color: var(--accent); margin: 0 4px 0 0; vertical-align: -1px; }
.legend { margin-bottom: 2px; }
.legend-words { display: flex; justify-content: space-between; font-size: 0.75rem; color: var(--quiet); }
details summary { overflow-wrap: anywhere; cursor: pointer; color: var(--accent); width: fit-content; }
.table { overflow: auto; max-height: 60vh; border: 1px solid var(--line); border-radius: 6px; margin-top: 8px; }
.table table { border-collapse: collapse; font-size: 0.8rem; font-variant-numeric: tabular-nums; }
.table th, .table td { padding: 3px 9px; text-align: right; white-space: nowrap; }
.table th { font-weight: 600; background: var(--soft); }
.table thead th { position: sticky; top: 0; z-index: 1; }
.table tbody th { position: sticky; left: 0; text-align: left; }
.table td.text, .table th.text { text-align: left; }
.table thead button { font-weight: 600; padding: 0; border: 0; background: none; }
.table [aria-sort="ascending"] button::after { content: " ▲"; }
.table [aria-sort="descending"] button::after { content: " ▼"; }
.table tr[aria-selected] { cursor: pointer; }
.table tr.dim { opacity: 1; }
.table tr.chosen > * { background: var(--chosen); }
.table tr.lit > * { box-shadow: inset 0 1px var(--accent), inset 0 -1px var(--accent); }
.tools { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-top: 8px; font-size: 0.82rem; color: var(--quiet); }
.table tbody tr:hover td { background: var(--soft); }
button { font: inherit; font-size: 0.85rem; color: var(--ink); background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: 4px 12px; cursor: pointer; }
button:hover { border-color: var(--quiet); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button:disabled { opacity: 0.4; cursor: default; }
@media (min-width: 1500px) {
  .charts[data-section] { grid-template-columns: repeat(6, minmax(0, 1fr)); }
  .charts[data-section] > * { grid-column: span 2; }
  .charts[data-section]:not(:has(> :not(.wide) ~ :not(.wide) ~ :not(.wide))) > * { grid-column: span 3; }
  .charts[data-section] > .wide { grid-column: 1 / -1; }
}
@media (max-width: 760px) {
  main { padding: 18px 14px 48px; }
  .charts { grid-template-columns: minmax(0, 1fr); }
  .facts { display: grid; gap: 4px; }
  .facts dt { flex: none; max-width: 60%; }
}
@media print {
  :root {
    color-scheme: light;
    ${lightColours}
    --warn-soft: #ffffff;
  }
  main { max-width: none; padding: 0; }
  body { font-size: 11pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, .order, details:not([open]), .tools, .more, .cut-said { display: none; }
  section { break-before: page; border: 0; margin: 0; padding: 0; }
  header + section { break-before: auto; margin-top: 18px; }
  figure, .facts { break-inside: avoid; }
  .table { max-height: none; overflow: visible; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`;
