import { svg } from "../parts/element.ts";
import { seenOf, type Seen } from "../parts/pixels.ts";
import { numbers } from "./numbers.ts";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** More cells than this are an image: each rectangle takes about 60 characters. */
const mostRectangles = 4096;

/** Least pixels of an image: programs that print may blur what they enlarge. */
const sharp = 1200;

/** A picture of a matrix, of which each pixel is one value. */
export function cellsOf(canvas: HTMLCanvasElement, box: Box): SVGElement {
  const { width, height } = canvas;
  const seen = seenOf.get(canvas) ?? { image: canvas, x: 0, y: 0, width, height };
  const isWhole = [seen.x, seen.y, seen.width, seen.height].every(Number.isInteger);
  if (isWhole && seen.width * seen.height <= mostRectangles) return rectangles(seen, box);
  return svg("image", {
    ...numbers({ ...box }),
    href: enlarged(seen),
    preserveAspectRatio: "none",
    "image-rendering": "pixelated",
  });
}

/** Red, green, blue and opacity of each pixel, read from a copy: a canvas that is read becomes slow. */
function colours({ image, x, y, width, height }: Seen): Uint8ClampedArray {
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [width, height];
  const context = copy.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(image, x, y, width, height, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}

/** Neighbours of one colour in a row are one rectangle. */
function rectangles(seen: Seen, box: Box): SVGElement {
  const { width, height } = seen;
  const data = colours(seen);
  const [across, down] = [box.width / width, box.height / height];
  const group = svg("g", { "shape-rendering": "crispEdges" });
  const colourAt = (at: number) =>
    data[4 * at + 3] === 0
      ? ""
      : `#${[0, 1, 2].map((k) => data[4 * at + k]!.toString(16).padStart(2, "0")).join("")}`;
  for (let row = 0; row < height; row++) {
    for (let from = 0, to = 0; from < width; from = to) {
      const fill = colourAt(row * width + from);
      to = from + 1;
      while (to < width && colourAt(row * width + to) === fill) to++;
      if (fill === "") continue;
      const place = { x: box.x + from * across, y: box.y + row * down };
      group.append(
        svg("rect", { ...numbers({ ...place, width: (to - from) * across, height: down }), fill }),
      );
    }
  }
  return group;
}

/** Each pixel as a square of several, so that no program blurs it. */
function enlarged({ image, x, y, width, height }: Seen): string {
  const times = Math.max(1, Math.ceil(sharp / Math.max(width, height)));
  const large = document.createElement("canvas");
  large.width = Math.round(width * times);
  large.height = Math.round(height * times);
  const context = large.getContext("2d")!;
  context.imageSmoothingEnabled = false;
  context.drawImage(image, x, y, width, height, 0, 0, large.width, large.height);
  return large.toDataURL("image/png");
}
