import type { GalleryFigure, Numbers } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { edgesOf } from "../matrix/blocks.ts";
import { colourLegend } from "../parts/colour-legend.ts";
import { plotScale, spanOf } from "../parts/colours.ts";
import { add, element, svg } from "../parts/element.ts";
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
  { names, scale, blocks = [] }: GalleryFigure,
  colour: Colour,
): HTMLElement {
  const m = names.length;
  const canvas = pixels(m, m, values, colour);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${title}: ${m} × ${m} values`);
  canvas.style.width = canvas.style.height = `${side}px`;
  const find = (x: number, y: number) => {
    const [row, col] = [Math.floor((y / side) * m), Math.floor((x / side) * m)];
    if (row < 0 || col < 0 || row >= m || col >= m) return undefined;
    const value = showNumber(values[row * m + col] ?? null);
    return { text: `${title}\n${names[row]}\n${names[col]}\n${scale.word} ${value}` };
  };
  if (blocks.length === 0) return withTip(canvas, find);
  canvas.setAttribute("class", "cells");
  return withTip(linesBetween(edgesOf(blocks), m), find, [canvas]);
}

/** Lines over a picture of m × m values, light with a dark rim: they show on every colour. */
function linesBetween(edges: readonly number[], m: number): SVGElement {
  const lines = svg("svg", { width: String(side), height: String(side), "aria-hidden": "true" });
  const d = edges.map((edge) => (edge * side) / m).map((at) => `M${at},0V${side}M0,${at}H${side}`);
  const line = (stroke: string, width: string) =>
    svg("path", { d: d.join(""), stroke, "stroke-width": width, fill: "none" });
  add(lines, [line("#0009", "2"), line("#fff", "1")]);
  return lines;
}
