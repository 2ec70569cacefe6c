import * as Plot from "@observablehq/plot";
import type { GalleryFigure, Numbers } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { colourLegend } from "../parts/colour-legend.ts";
import { plotScale, spanOf } from "../parts/colours.ts";
import { element } from "../parts/element.ts";
import { frame } from "../parts/frame.ts";
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
  const canvas = element("canvas", { width: String(m), height: String(m), role: "img" }, []);
  canvas.setAttribute("aria-label", `${title}: ${m} × ${m} values`);
  const context = canvas.getContext("2d")!;
  const pixels = context.createImageData(m, m);
  for (let at = 0; at < m * m; at++) pixels.data.set(colour(values[at] ?? NaN), 4 * at);
  context.putImageData(pixels, 0, 0);
  canvas.style.width = canvas.style.height = `${side}px`;
  return withTip(canvas, (x, y) => {
    const [row, col] = [Math.floor((y / side) * m), Math.floor((x / side) * m)];
    if (row < 0 || col < 0 || row >= m || col >= m) return undefined;
    const value = showNumber(values[row * m + col] ?? null);
    return { text: `${title}\n${names[row]}\n${names[col]}\n${scale.word} ${value}` };
  });
}

type Colour = (value: number) => readonly number[];

/** Red, green, blue and opacity of 256 colours. Calling the scale for each pixel would take seconds. */
function colourTable(options: Plot.ScaleOptions, [low, high]: [number, number]): Colour {
  const { apply } = Plot.scale({ color: options });
  const steps = Array.from({ length: 256 }, (_, k) => rgba(apply(low + ((high - low) * k) / 255) as string));
  return (value) => {
    if (!Number.isFinite(value)) return [0, 0, 0, 0];
    return steps[Math.min(255, Math.max(0, Math.round((255 * (value - low)) / (high - low))))]!;
  };
}

/** "#440154" or "rgb(68, 1, 84)". */
function rgba(colour: string): readonly number[] {
  if (colour.startsWith("#")) {
    return [...[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)), 255];
  }
  return [
    ...colour
      .match(/\d+(\.\d+)?/g)!
      .slice(0, 3)
      .map(Number),
    255,
  ];
}
