import * as Plot from "@observablehq/plot";
import type { ColourScale, Numbers } from "../../figures.ts";
import { plotScale } from "../parts/colours.ts";
import { colourWords, seenOf } from "../parts/pixels.ts";
import { element } from "../parts/element.ts";
import { atOnce, inSlices } from "../parts/slices.ts";
import type { Grid } from "./grid.ts";
import { lengthOf } from "./window.ts";

/** What decides the colour of every pixel. */
export interface Source {
  readonly values: Numbers;
  readonly rows: readonly number[];
  readonly cols: readonly number[];
  /** Columns of `values`. */
  readonly across: number;
  readonly scale: ColourScale;
  readonly domain: [number, number];
  /** The values are means of a level: few enough to be coloured at once, as a window of other blocks must not wait. */
  readonly atOnce?: boolean;
}

/** A picture of a matrix in which each value is one pixel. It is made in slices, so that the page answers meanwhile. */
export interface MatrixImage {
  readonly canvas: HTMLCanvasElement;
  /** Makes it of this; what is asked for while it is being made is made after that. @param done - called when it is there */
  make(source: Source, done: () => void): void;
  isBusy(): boolean;
}

/** Values that are made at once: about a millisecond. */
const few = 1 << 16;

export function matrixImage(): MatrixImage {
  const canvas = element("canvas", {}, []);
  let next: (() => Promise<void>) | undefined;
  let isMaking = false;
  const run = async () => {
    isMaking = true;
    while (next) {
      const one = next;
      next = undefined;
      await one();
    }
    isMaking = false;
  };
  return {
    canvas,
    isBusy: () => isMaking,
    make(source, done) {
      const isSmall = source.atOnce || source.rows.length * source.cols.length <= few;
      if (isSmall && !isMaking) {
        atOnce(paint(canvas, source));
        return done();
      }
      next = async () => {
        await inSlices(paint(canvas, source));
        done(); // also where more is waiting: what is there is shown
      };
      if (!isMaking) void run();
    },
  };
}

/** Some rows in each step. */
function* paint(canvas: HTMLCanvasElement, source: Source): Generator<void> {
  const { rows, cols, scale, domain } = source;
  if (canvas.width !== cols.length || canvas.height !== rows.length)
    Object.assign(canvas, { width: cols.length, height: rows.length });
  const context = canvas.getContext("2d")!;
  const words = colourWords(plotScale(scale, domain));
  const band = Math.max(1, Math.floor(few / cols.length));
  for (let from = 0; from < rows.length; from += band) {
    const count = Math.min(band, rows.length - from);
    const part = context.createImageData(cols.length, count);
    colour(new Uint32Array(part.data.buffer), source, from, count, words);
    context.putImageData(part, 0, from);
    yield;
  }
}

function colour(
  pixels: Uint32Array,
  { values, rows, cols, across, domain: [low, high] }: Source,
  from: number,
  count: number,
  words: Uint32Array,
): void {
  const last = words.length - 1;
  const perUnit = last / (high - low);
  let at = 0;
  for (let i = from; i < from + count; i++) {
    const start = rows[i]! * across;
    for (let j = 0; j < cols.length; j++, at++) {
      const value = values[start + cols[j]!] ?? NaN;
      const place = (value - low) * perUnit;
      // What is no number stays transparent: a hatching lies behind.
      if (Number.isFinite(place)) pixels[at] = words[Math.min(last, Math.max(0, Math.round(place)))]!;
    }
  }
}

/** Draws the window of the image as large as it is on the screen. A pixel of the image is a value, or a block of the level. */
export function showImage(canvas: HTMLCanvasElement, image: HTMLCanvasElement, grid: Grid): void {
  const { window, width, height, level } = grid;
  const block = level ?? { rows: 1, cols: 1 };
  const density = globalThis.devicePixelRatio || 1;
  const size = { width: Math.round(width * density), height: Math.round(height * density) };
  const [across, down] = [lengthOf(window.x) / block.cols, lengthOf(window.y) / block.rows];
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
  const context = canvas.getContext("2d")!;
  context.clearRect(0, 0, size.width, size.height);
  // Cells that are smaller than a pixel are averaged; larger ones have sharp edges.
  context.imageSmoothingEnabled = across > size.width || down > size.height;
  context.imageSmoothingQuality = "medium";
  const [x, y] = [window.x[0] / block.cols, window.y[0] / block.rows];
  context.drawImage(image, x, y, across, down, 0, 0, size.width, size.height);
  seenOf.set(canvas, { image, x, y, width: across, height: down });
}

/** The colour of each value, as text on it must know. */
export function colourOf(scale: ColourScale, domain: [number, number]): (value: number) => string {
  const colours = Plot.scale({ color: plotScale(scale, domain) });
  return (value) => colours.apply(value) as string;
}
