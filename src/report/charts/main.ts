import type { PageData } from "../figures.ts";
import { createLink, nothing } from "./link.ts";
import { showFigures } from "./show.ts";

/** Entry point of the chart bundle: reads the data from its own page and draws them, all with one selection. */
const source = document.getElementById("repgeom-data")!.textContent!;
const { sections } = JSON.parse(source) as PageData;
const link = createLink();
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") link.select(nothing);
});
for (const container of document.querySelectorAll<HTMLElement>(".charts[data-section]")) {
  showFigures(container, sections[Number(container.dataset["section"])]!.figures, link);
}
