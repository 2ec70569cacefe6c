import type { PageData } from "../figures.ts";
import { showFigures } from "./show.ts";

/** Entry point of the chart bundle: reads the data from its own page and draws them. */
const source = document.getElementById("repgeom-data")!.textContent!;
const { sections } = JSON.parse(source) as PageData;
for (const container of document.querySelectorAll<HTMLElement>(".charts[data-section]")) {
  showFigures(container, sections[Number(container.dataset["section"])]!.figures);
}
