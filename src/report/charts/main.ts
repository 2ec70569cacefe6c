import type { ReportData } from "../data.ts";
import { showResult } from "./result-view.ts";

/** Entry of the chart bundle: reads the data in the report it stands in, and draws it. */
const source = document.getElementById("repgeom-data")!.textContent!;
const { results } = JSON.parse(source) as ReportData;
for (const container of document.querySelectorAll<HTMLElement>(".charts[data-result]")) {
  showResult(container, results[Number(container.dataset["result"])]!);
}
