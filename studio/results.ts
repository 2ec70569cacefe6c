import type { Comparisons, Rdm } from "repgeom";
import { colourScaleOf, headingsOf } from "repgeom/report";
import { element, fill } from "../src/report/charts/parts/element.ts";
import { showFigures } from "../src/report/charts/show.ts";
import { factList, renderSections } from "../src/report/render.ts";
import type { Section } from "../src/report/figures.ts";
import { words } from "../src/report/charts/parts/words.ts";
import { most, shorten } from "../src/report/words.ts";
import { byId, orSay } from "./page.ts";

/** A file in which a result can be saved. */
interface Download {
  readonly text: string;
  readonly name: string;
  readonly make: () => BlobPart;
}

interface Shown {
  /** Results with the same key answer the same question, so the later one replaces the earlier one. */
  readonly key: string;
  readonly section: Section;
  readonly downloads: readonly Download[];
  /** Present if the section is about comparisons. */
  readonly result?: Comparisons;
}

let shown: readonly Shown[] = [];

/** Adds a result above the earlier ones. It replaces one of the same metric with the same options. */
export function addComparisons(result: Comparisons, section: Section): void {
  add({
    key: JSON.stringify([result.metric, result.options]),
    section,
    downloads: [
      { text: "Matrix (.npy)", name: `${result.metric}.npy`, make: () => result.toNpy() },
      { text: "Matrix with names (.csv)", name: `${result.metric}.csv`, make: () => result.toCsv() },
    ],
    result,
  });
}

/** Adds the dissimilarities between the stimuli of one representation. */
export function addRdm(rdm: Rdm): void {
  const { name, dissimilarity } = rdm;
  const file = `${shorten(name, most.word)}.${dissimilarity}`;
  add({
    key: JSON.stringify(["rdm", name, dissimilarity]),
    section: rdmSection(rdm),
    downloads: [
      { text: "RDM, condensed (.npy)", name: `${file}.npy`, make: () => rdm.toNpy() },
      { text: "RDM, square (.csv)", name: `${file}.csv`, make: () => rdm.toCsv() },
    ],
  });
}

export function clearResults(): void {
  shown = [];
  byId("results").replaceChildren();
}

function add(one: Shown): void {
  shown = [one, ...shown.filter(({ key }) => key !== one.key)];
  fill(byId("results"), [reportButton(), ...shown.map(sectionElement)]);
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  byId("results").scrollIntoView({ behavior: reduced ? "auto" : "smooth" });
}

function rdmSection({ name, dissimilarity, stimuli, missing, square }: Rdm): Section {
  return {
    heading: `RDM of ${name}`,
    facts: [
      { term: "Dissimilarity", text: dissimilarity },
      { term: "Stimuli", text: String(stimuli.length) },
      ...(missing > 0 ? [{ term: "Pairs without a value", text: String(missing) }] : []),
    ],
    figures: [
      {
        kind: "heat-maps",
        title: `${dissimilarity} between stimuli`,
        caption: "Dark cells: similar stimuli.",
        panels: [{ rowNames: stimuli, colNames: stimuli, values: square().data }],
        scale: { ...colourScaleOf("dissimilarity"), word: dissimilarity },
        table: true,
      },
    ],
  };
}

function sectionElement({ section, downloads }: Shown): HTMLElement {
  const { heading, facts: known = [], warnings = [], figures } = section;
  const facts = element("div", {}, []);
  facts.innerHTML = factList(known); // factList escapes the texts
  const charts = element("div", { class: "charts" }, []);
  showFigures(charts, figures);
  const marked = warnings.map((text) => element("p", { class: "warning" }, [words(text, most.sentence)]));
  const buttons = downloads.map(({ text, name, make }) => saveButton(text, name, make));
  const files = element("div", { class: "actions downloads" }, buttons);
  return element("section", {}, [
    element("h2", {}, [words(heading, most.title)]),
    files,
    facts,
    ...marked,
    charts,
  ]);
}

/** The button that saves everything shown in one file. */
function reportButton(): HTMLElement {
  const text =
    shown.length === 1 ? "Save as report (.html)" : `Save as report of all ${shown.length} (.html)`;
  return element("div", { class: "actions report" }, [saveButton(text, "report.html", report)]);
}

/** The script of the charts is fetched when the first report is saved, because most visitors save none. */
async function report(): Promise<string> {
  const charts = await import("../dist/report/charts.js?raw");
  return renderSections({ title: "Representations compared", sections: sectionsApart() }, charts.default);
}

/** The sections, with headings that tell results of the same metric apart. */
function sectionsApart(): Section[] {
  const results = shown.flatMap(({ result }) => (result ? [result] : []));
  const headings = headingsOf(results);
  return shown.map(({ section, result }) =>
    result ? { ...section, heading: headings[results.indexOf(result)]! } : section,
  );
}

function saveButton(text: string, name: string, make: () => BlobPart | Promise<BlobPart>): HTMLElement {
  const button = element("button", { type: "button" }, [text]);
  button.addEventListener("click", () => orSay(async () => save(name, await make())));
  return button;
}

function save(name: string, content: BlobPart): void {
  const link = element("a", { download: name }, []);
  link.href = URL.createObjectURL(new Blob([content]));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
