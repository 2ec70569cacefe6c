import type { PageData } from "../figures.ts";
import { showFigures } from "./show.ts";

/** Entry of the chart bundle: reads the data in the report it stands in, and draws it. */
const source = document.getElementById("repgeom-data")!.textContent!;
const { sections } = JSON.parse(source) as PageData;
for (const container of document.querySelectorAll<HTMLElement>(".charts[data-section]")) {
  showFigures(container, sections[Number(container.dataset["section"])]!.figures);
}
