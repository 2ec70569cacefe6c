import { defaultBudget, withinBudget } from "./budget.ts";
import { checkSections } from "./check.ts";
import { escapeHtml, inlineJson, inlineScript } from "./escape.ts";
import type { Fact, PageData, Section, SectionsInput } from "./figures.ts";
import { styles } from "./styles.ts";

/**
 * One self-contained HTML file: headings and facts as text, figures as JSON, and the
 * script that draws them. The page fetches nothing; its content security policy also
 * forbids fetching.
 *
 *   renderSections({
 *     title: "Models of IT",
 *     sections: [{
 *       heading: "Fixed models",
 *       facts: [{ term: "Comparator", text: "cosine" }],
 *       figures: [{ kind: "bars", title: "Evaluation", y: { label: "cosine" }, bars, bands }],
 *     }],
 *   }, bundle)
 *
 * `reportSections` of `repgeom/report` does the same and loads the bundle itself.
 *
 * @param chartsBundle - text of `dist/report/charts.js`
 * @throws {ShapeError} naming the figure whose sizes do not match.
 */
export function renderSections(input: SectionsInput, chartsBundle: string): string {
  const { title, notes = [], maxBytes = defaultBudget } = input;
  checkSections(input.sections);
  const fixed = chartsBundle.length + styles.length + notes.join().length + pageBytes;
  const sections = withinBudget(input.sections, maxBytes, fixed);
  const data: PageData = { title, sections: sections.map(({ heading, figures }) => ({ heading, figures })) };
  const body = [header(title, notes, sections), ...sections.map(sectionHtml), scripts(data, chartsBundle)];
  return page(title, body.join("\n"));
}

/** What a page takes besides its sections, styles and script, about. */
const pageBytes = 3000;

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

function header(title: string, notes: readonly string[], sections: readonly Section[]): string {
  const links = sections.map(({ heading }, i) => `<a href="#section-${i}">${escapeHtml(heading)}</a>`);
  const nav = links.length > 1 ? `<nav aria-label="Sections">${links.join("")}</nav>` : "";
  return `<header><h1>${escapeHtml(title)}</h1>${paragraphs(notes)}${nav}
<noscript><p class="warning">A script inside this file draws the figures, but scripts are switched off in this browser.</p></noscript></header>`;
}

function sectionHtml({ heading, facts = [], text = [], warnings = [] }: Section, i: number): string {
  const marked = warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`).join("");
  return `<section id="section-${i}"><h2>${escapeHtml(heading)}</h2>
${factList(facts)}${paragraphs(text)}${marked}
<div class="charts" data-section="${i}"></div></section>`;
}

function paragraphs(texts: readonly string[]): string {
  return texts.map((text) => `<p>${escapeHtml(text)}</p>`).join("");
}

/** The facts as a definition list, escaped. */
export function factList(facts: readonly Fact[]): string {
  if (facts.length === 0) return "";
  const item = ({ term, text }: Fact) =>
    `<div><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(text)}</dd></div>`;
  return `<dl class="facts">${facts.map(item).join("")}</dl>`;
}

function scripts(data: PageData, chartsBundle: string): string {
  return `<script type="application/json" id="repgeom-data">${inlineJson(data)}</script>
<script>${inlineScript(chartsBundle)}</script>`;
}
