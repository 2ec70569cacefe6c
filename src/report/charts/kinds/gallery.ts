import type { GalleryFigure, Numbers } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { colourLegend } from "../parts/colour-legend.ts";
import { plotScale, spanOf } from "../parts/colours.ts";
import { element } from "../parts/element.ts";
import { frame } from "../parts/frame.ts";
import { colourTable, pixels, type Colour } from "../parts/pixels.ts";
import { withTip } from "../parts/pointer-tip.ts";
import { drawingBox } from "../redraw.ts";

const side = 132; // pixels of one matrix

/** Many matrices as small pictures under one colour scale; each value is one pixel. */
export function gallery(figure: GalleryFigure): HTMLElement[] {
  const { names, scale, caption = "" } = figure;
  const panels = figure.panels.map((panel) => ({ ...panel, rowNames: names, colNames: names }));
  const { domain, clamped } = spanOf(scale, panels);
  const colour = colourTable(plotScale(scale, domain), domain);
  const pictures = panels.map(({ title, values }) =>
    element("div", {}, [element("h4", { title }, [title]), picture(title, values, figure, colour)]),
  );
  const { box } = drawingBox((width) => [
    colourLegend(scale, domain, width),
    element("div", { class: "gallery" }, pictures),
  ]);
  const note = clamped ? "The colours span the values off the diagonal." : "";
  return [frame({ ...figure, wide: figure.wide ?? true }, [box], [[caption, note].join(" ").trim()])];
}

function picture(
  title: string,
  values: Numbers,
  { names, scale }: GalleryFigure,
  colour: Colour,
): HTMLElement {
  const m = names.length;
  const canvas = pixels(m, m, values, colour);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${title}: ${m} × ${m} values`);
  canvas.style.width = canvas.style.height = `${side}px`;
  return withTip(canvas, (x, y) => {
    const [row, col] = [Math.floor((y / side) * m), Math.floor((x / side) * m)];
    if (row < 0 || col < 0 || row >= m || col >= m) return undefined;
    const value = showNumber(values[row * m + col] ?? null);
    return { text: `${title}\n${names[row]}\n${names[col]}\n${scale.word} ${value}` };
  });
}
