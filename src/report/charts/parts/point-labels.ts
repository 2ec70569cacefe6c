import * as Plot from "@observablehq/plot";
import { placeLabels, shortenAll } from "./labels.ts";
import type { Side } from "./labels.ts";

/** A point with its name. `side` is a side with room for the name, or undefined. */
export interface Labelled {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly side: Side | undefined;
}

const sides: Record<Side, Plot.TextOptions> = {
  right: { textAnchor: "start", dx: 6 },
  left: { textAnchor: "end", dx: -6 },
  top: { textAnchor: "middle", dy: -12 },
  bottom: { textAnchor: "middle", dy: 12 },
};

/** Finds a side for the name of each point. @param toPixels - position of a point in the frame */
export function labelled<P extends { x: number; y: number; name: string }>(
  points: readonly P[],
  toPixels: (point: P) => readonly [number, number],
  frame: { width: number; height: number },
): Labelled[] {
  const texts = shortenAll(
    points.map(({ name }) => name),
    22,
  );
  const placed = placeLabels(points.map(toPixels), texts, frame);
  return points.map(({ x, y }, i) => ({ x, y, text: texts[i]!, side: placed[i] }));
}

export function labelMarks(labels: readonly Labelled[]): Plot.Markish[] {
  return (Object.keys(sides) as Side[]).map((side) =>
    Plot.text(
      labels.filter((label) => label.side === side),
      {
        x: "x",
        y: "y",
        text: "text",
        fill: "currentColor",
        stroke: "var(--paper)",
        strokeWidth: 3,
        ...sides[side],
      },
    ),
  );
}
