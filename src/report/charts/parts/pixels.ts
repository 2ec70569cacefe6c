import * as Plot from "@observablehq/plot";
import type { Numbers } from "../../figures.ts";
import { element } from "./element.ts";

/** Red, green, blue and opacity of the colour of a value, 0 … 255. */
export type Colour = (value: number) => readonly number[];

/** The colours of a scale in 256 steps. Calling the scale for each pixel would take seconds. */
export function colourTable(options: Plot.ScaleOptions, [low, high]: readonly [number, number]): Colour {
  const { apply } = Plot.scale({ color: options });
  const steps = Array.from({ length: 256 }, (_, k) => rgba(apply(low + ((high - low) * k) / 255) as string));
  return (value) => {
    if (!Number.isFinite(value)) return [0, 0, 0, 0];
    return steps[Math.min(255, Math.max(0, Math.round((255 * (value - low)) / (high - low))))]!;
  };
}

/** The colours of a scale, evenly spaced, as they lie in the memory of a picture. */
export function colourWords(options: Plot.ScaleOptions): Uint32Array {
  const [low, high] = options.domain as [number, number];
  const { apply } = Plot.scale({ color: options });
  const bytes = new Uint8ClampedArray(4 * 1024);
  for (let k = 0; k < 1024; k++) bytes.set(rgba(apply(low + ((high - low) * k) / 1023) as string), 4 * k);
  return new Uint32Array(bytes.buffer);
}

/** A picture of a matrix: each value is one pixel, "no value" is transparent. */
export function pixels(rows: number, cols: number, values: Numbers, colour: Colour): HTMLCanvasElement {
  const canvas = element("canvas", { width: String(cols), height: String(rows) }, []);
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(cols, rows);
  for (let at = 0; at < rows * cols; at++) image.data.set(colour(values[at] ?? NaN), 4 * at);
  context.putImageData(image, 0, 0);
  return canvas;
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

/** A picture in which each value is one pixel, and the part of it that is seen. */
export interface Seen {
  readonly image: HTMLCanvasElement;
  /** In pixels of the image. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Of canvases that show a picture larger or smaller than it is: a saved figure takes the picture itself. */
export const seenOf = new WeakMap<HTMLCanvasElement, Seen>();
