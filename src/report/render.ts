import { defaultBudget, withinBudget } from "./budget.ts";
import { checkSections } from "./check.ts";
import { escapeHtml, inlineJson, inlineScript } from "./escape.ts";
import type { Fact, Figure, PageData, Section, SectionsInput } from "./figures.ts";
import { sha256 } from "./sha256.ts";
import { styles } from "./styles.ts";
import { most, mostWarnings, shorten } from "./words.ts";

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
  const script = inlineScript(chartsBundle);
  const body = [header(title, notes, sections), ...sections.map(sectionHtml), scripts(data, script)];
  return page(title, body.join("\n"), policyOf(script, sections));
}

/**
 * Allows this script and the style of the page, by their hashes, and nothing else: a name that were read as
 * HTML could run none. Pictures at the axes of a matrix are allowed where there are any, if they lie in the page.
 */
function policyOf(script: string, sections: readonly Section[]): string {
  const only = (text: string) => `'sha256-${sha256(text)}'`;
  const allowed = `script-src ${only(script)}; style-src ${only(styles)}`;
  const figures = sections.flatMap((section) => section.figures.flat() as Figure[]);
  const images = figures.some(hasImages) ? " img-src data:;" : "";
  return `default-src 'none'; ${allowed};${images} base-uri 'none'; form-action 'none'`;
}

function hasImages(figure: Figure): boolean {
  return figure.kind === "heat-maps" && figure.panels.some((panel) => panel.rowImages ?? panel.colImages);
}

/** What a page takes besides its sections, styles and script, about. */
const pageBytes = 3000;

function page(title: string, body: string, policy: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(shorten(title, most.title))}</title>
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
  const links = sections.map(({ heading }, i) => `<a href="#section-${i}">${words(heading, most.link)}</a>`);
  const nav = links.length > 1 ? `<nav aria-label="Sections">${links.join("")}</nav>` : "";
  return `<header><h1>${words(title, most.title)}</h1>${paragraphs(notes)}${nav}
<noscript><p class="warning">A script inside this file draws the figures, but scripts are switched off in this browser.</p></noscript></header>`;
}

function sectionHtml({ heading, facts = [], text = [], warnings = [] }: Section, i: number): string {
  const marked = few(warnings)
    .map((warning) => `<p class="warning">${words(warning, most.sentence)}</p>`)
    .join("");
  return `<section id="section-${i}"><h2>${words(heading, most.title)}</h2>
${factList(facts)}${paragraphs(text)}${marked}
<div class="charts" data-section="${i}"></div></section>`;
}

/** The first of very many warnings: a result may have one for each pair. */
function few(warnings: readonly string[]): readonly string[] {
  const rest = warnings.length - mostWarnings;
  if (rest <= 1) return warnings;
  return [
    ...warnings.slice(0, mostWarnings),
    `There are ${rest} further notes; the result holds all of them.`,
  ];
}

function paragraphs(texts: readonly string[]): string {
  return texts.map((text) => `<p>${words(text, most.sentence)}</p>`).join("");
}

/** The facts as a definition list, escaped. */
function factList(facts: readonly Fact[]): string {
  if (facts.length === 0) return "";
  const item = ({ term, text }: Fact) =>
    `<div><dt>${words(term, most.link)}</dt><dd>${words(text, most.sentence)}</dd></div>`;
  return `<dl class="facts">${facts.map(item).join("")}</dl>`;
}

/** The text, escaped; of a long one both ends, with the whole in a `title`. */
function words(text: string, longest: number): string {
  const shown = shorten(text, longest);
  if (shown === text) return escapeHtml(text);
  return `<span title="${escapeHtml(text)}">${escapeHtml(shown)}</span>`;
}

function scripts(data: PageData, script: string): string {
  return `<script type="application/json" id="repgeom-data">${inlineJson(data)}</script>
<script>${script}</script>`;
}
