import type { Comparisons } from "repgeom";
import { element } from "../src/report/charts/element.ts";
import { showFigures } from "../src/report/charts/show.ts";
import { factList, renderReport, resultSection } from "../src/report/index.ts";
import type { Layout } from "../src/report/index.ts";
import { byId, orSay } from "./page.ts";

interface Shown {
  readonly result: Comparisons;
  readonly layout: Layout;
}

let shown: readonly Shown[] = [];

/** Adds a result above the earlier ones; the same metric with the same options is replaced. */
export function addResult(result: Comparisons, layout: Layout): void {
  const key = ({ metric, options }: Comparisons) => JSON.stringify([metric, options]);
  shown = [{ result, layout }, ...shown.filter((one) => key(one.result) !== key(result))];
  byId("results").replaceChildren(reportButton(), ...shown.map(sectionOf));
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  byId("results").scrollIntoView({ behavior: reduced ? "auto" : "smooth" });
}

export function clearResults(): void {
  shown = [];
  byId("results").replaceChildren();
}

function sectionOf({ result, layout }: Shown): HTMLElement {
  const { heading, facts: known = [], figures } = resultSection(result, layout);
  const facts = element("div", {}, []);
  facts.innerHTML = factList(known); // escaped there
  const charts = element("div", { class: "charts" }, []);
  showFigures(charts, figures);
  const warnings = result.warnings.map((text) => element("p", { class: "warning" }, [text]));
  const title = element("h2", {}, [heading]);
  return element("section", {}, [title, downloads(result), facts, ...warnings, charts]);
}

function downloads(result: Comparisons): HTMLElement {
  return element("div", { class: "actions downloads" }, [
    saveButton("Matrix (.npy)", `${result.metric}.npy`, () => result.toNpy()),
    saveButton("Matrix with names (.csv)", `${result.metric}.csv`, () => result.toCsv()),
  ]);
}

/** One file with all that is shown. */
function reportButton(): HTMLElement {
  const text =
    shown.length === 1 ? "Save as report (.html)" : `Save as report of all ${shown.length} (.html)`;
  return element("div", { class: "actions report" }, [saveButton(text, "report.html", report)]);
}

/** The script of the charts is fetched with the first report: most visits need none. */
async function report(): Promise<string> {
  const charts = await import("../dist/report/charts.js?raw");
  const title = `${shown[0]!.result.rowNames.length} representations compared`;
  const [results, layouts] = [shown.map((one) => one.result), shown.map((one) => one.layout)];
  return renderReport({ title, results, layouts }, charts.default);
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
