import * as Plot from "@observablehq/plot";
import { svg } from "./element.ts";

/**
 * As `Plot.plot`, without the style element that it puts into each drawing: a page with a strict
 * content security policy forbids it. The rules stand in the style sheet (`.plot`).
 */
export function plot(options: Plot.PlotOptions): (SVGSVGElement | HTMLElement) & Plot.Plot {
  const drawn = Plot.plot({ ...options, className: "plot" });
  drawn.querySelector("style")!.remove();
  // Plot names its marks, and only what has a role may have a name.
  for (const mark of drawn.querySelectorAll("[aria-label]:not([role])")) mark.setAttribute("role", "group");
  return drawn;
}

/** The shapes of a mark, in the order of its data. @param label - of the mark, e.g. "dot" */
export function marksOf(drawing: Element, label: string): Element[] {
  return [...drawing.querySelectorAll(`g[aria-label='${label}'] :is(circle, path, rect, line)`)];
}

type LegendOptions = Parameters<typeof Plot.legend>[0];

/** As `Plot.legend` of a colour scale, without a style element and without an image at a `data:` address. */
export function ramp(color: Plot.ScaleOptions, options: Omit<LegendOptions, "color">): Element {
  // A document that is not shown loads no image, so nothing is there to forbid.
  const hidden = document.implementation.createHTMLDocument("");
  const drawn = Plot.legend({ ...options, color, className: "plot", document: hidden } as LegendOptions);
  drawn.querySelector("style")!.remove();
  const image = drawn.querySelector("image")!;
  image.replaceWith(colourBand(Plot.scale({ color }), image));
  return drawn;
}

const steps = 256;

/** The colours from the first to the last, in the place of this image. */
function colourBand(scale: Plot.Scale, image: SVGImageElement): SVGElement {
  const colourAt = scale.interpolate as (share: number) => string;
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) =>
    Number(image.getAttribute(name)),
  ) as [number, number, number, number];
  const band = svg("g", { class: "ramp" });
  for (let k = 0; k < steps; k++) {
    // Each reaches to the end and is covered by the next, so that no gaps shine through.
    const from = (width * k) / steps;
    const place = { x: String(x + from), y: String(y), width: String(width - from), height: String(height) };
    band.append(svg("rect", { ...place, fill: colourAt(k / (steps - 1)) }));
  }
  return band;
}
