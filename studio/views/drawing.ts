/** The code that draws, loaded when there is something to draw: a third of all that the page needs. */
import { chart } from "repgeom/charts";

export { chart, copyPicture, toPng, toSvg, updateChart } from "repgeom/charts";

/**
 * Draws a small matrix that nobody sees, and takes it away. A browser compiles code when it is first called, so the first
 * chart takes twice the time of the second; this way it is not the one that values of a running answer wait for.
 */
export function warmUp(): void {
  const names = ["·", "··", "···"];
  const values = names.flatMap((_, i) => names.map((_, j) => Math.abs(i - j)));
  const panels = [{ rowNames: names, colNames: names, values }];
  const drawn = chart({ kind: "heat-maps", title: "", panels, scale: { word: "" } });
  delete drawn.dataset["view"]; // it is no view of anything
  drawn.querySelector("details")?.remove();
  const holder = document.createElement("div");
  holder.className = "warm";
  holder.ariaHidden = "true";
  holder.inert = true;
  holder.append(drawn);
  document.body.append(holder);
  setTimeout(() => holder.remove(), 200);
}
