import { ShapeError } from "../errors.ts";
import { metrics } from "../metrics/registry.ts";
import type { Comparisons } from "../result.ts";
import type { Fact, Layout, ReportData, ReportResult } from "./data.ts";
import { factsOf } from "./facts.ts";
import { escapeHtml, inlineJson, inlineScript } from "./escape.ts";
import { styles } from "./styles.ts";

/** What a report is made of: `layouts[i]` belongs to `results[i]`. */
export interface ReportInput {
  readonly title: string;
  readonly results: readonly Comparisons[];
  readonly layouts: readonly Layout[];
  /** Paragraphs under the title. */
  readonly notes?: readonly string[];
}

/**
 * One self-contained HTML file: the data as JSON and the charts that draw it.
 * It fetches nothing, and its content security policy forbids that too.
 *
 * @param chartsBundle - text of `dist/report/charts.js`
 * @throws {ShapeError} if there is not one layout a result.
 */
export function renderReport(input: ReportInput, chartsBundle: string): string {
  const { title, results, layouts, notes = [] } = input;
  if (results.length !== layouts.length) {
    throw new ShapeError(`renderReport: one layout a result; got ${results.length} and ${layouts.length}.`);
  }
  const headings = headingsOf(results);
  const data: ReportData = { title, results: results.map((one, i) => pack(one, layouts[i]!, headings[i]!)) };
  const sections = results.map((one, i) => section(one, layouts[i]!, headings[i]!, i));
  return page(title, [header(title, notes, headings), ...sections, scripts(data, chartsBundle)].join("\n"));
}

/** The JSON of one result; the values in full, non-finite ones as null. */
export function pack(result: Comparisons, layout: Layout, heading: string): ReportResult {
  const { kind, rowNames, colNames } = result;
  const values = Array.from(result.values, (value) => (Number.isFinite(value) ? value : null));
  return { heading, kind, rowNames, colNames, values, layout };
}

/** The metric's title; where two share it, with the options in which they differ. */
function headingsOf(results: readonly Comparisons[]): string[] {
  return results.map((one) => {
    const others = results.filter((other) => other !== one && other.metric === one.metric);
    const differs = Object.entries(one.options).filter(([name, value]) =>
      others.some((other) => JSON.stringify(other.options[name]) !== JSON.stringify(value)),
    );
    const options = differs.map(([name, value]) => `${name} = ${String(value)}`).join(", ");
    return options ? `${titleOf(one)}, ${options}` : titleOf(one);
  });
}

/** Results may come from a metric that is not registered here; then its name must do. */
export function titleOf({ metric }: Comparisons): string {
  return Object.hasOwn(metrics, metric) ? metrics[metric as keyof typeof metrics].title : metric;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${styles}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

function header(title: string, notes: readonly string[], headings: readonly string[]): string {
  const paragraphs = notes.map((note) => `<p>${escapeHtml(note)}</p>`).join("");
  const links = headings.map((heading, i) => `<a href="#result-${i}">${escapeHtml(heading)}</a>`).join("");
  const nav = headings.length > 1 ? `<nav aria-label="Metrics">${links}</nav>` : "";
  return `<header><h1>${escapeHtml(title)}</h1>${paragraphs}${nav}
<noscript><p class="warning">The pictures are drawn by a script inside this file; scripts are switched off here.</p></noscript></header>`;
}

function section(result: Comparisons, layout: Layout, heading: string, i: number): string {
  const warnings = result.warnings.map((text) => `<p class="warning">${escapeHtml(text)}</p>`).join("");
  return `<section id="result-${i}"><h2>${escapeHtml(heading)}</h2>
${factList(factsOf(result, layout))}${warnings}
<div class="charts" data-result="${i}"></div></section>`;
}

/** The facts as a definition list, escaped. */
export function factList(facts: readonly Fact[]): string {
  const item = ({ term, text }: Fact) =>
    `<div><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(text)}</dd></div>`;
  return `<dl class="facts">${facts.map(item).join("")}</dl>`;
}

function scripts(data: ReportData, chartsBundle: string): string {
  return `<script type="application/json" id="repgeom-data">${inlineJson(data)}</script>
<script>${inlineScript(chartsBundle)}</script>`;
}
