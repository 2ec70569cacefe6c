/** The small RDM of an item, drawn once. */
import { useEffect, useRef } from "preact/hooks";
import type { Item } from "../../session/types.ts";

/** Dark is alike, as in the pictures: a few colours of viridis, between which others are mixed. */
const viridis = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
] as const;

export function Thumbnail({ thumbnail }: { readonly thumbnail: Item["thumbnail"] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (thumbnail && canvas.current) draw(canvas.current, thumbnail);
  }, [thumbnail]);
  return <canvas ref={canvas} class="thumbnail" aria-hidden="true" width={1} height={1} />;
}

function draw(canvas: HTMLCanvasElement, { side, values }: NonNullable<Item["thumbnail"]>): void {
  Object.assign(canvas, { width: side, height: side });
  const pixels = new ImageData(side, side);
  values.forEach((value, at) => pixels.data.set([...colourOf(value / 255), 255], 4 * at));
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
}

function colourOf(share: number): number[] {
  const place = Math.min(share, 0.9999) * (viridis.length - 1);
  const [from, to] = [viridis[Math.floor(place)]!, viridis[Math.floor(place) + 1]!];
  return from.map((part, k) => Math.round(part + (to[k]! - part) * (place % 1)));
}
