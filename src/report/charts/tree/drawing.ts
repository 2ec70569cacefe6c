import * as Plot from "@observablehq/plot";
import type { TreeFigure } from "../../figures.ts";
import { shorten } from "../../words.ts";
import { hoverTip } from "../parts/hover-tip.ts";
import { fitNames, thinning } from "../parts/labels.ts";
import { drawnLook } from "../parts/look.ts";
import { longestLabel } from "../axes/plot-options.ts";
import { plot } from "../parts/plot.ts";
import { symbolAt, type Symbol } from "../parts/symbols.ts";
import { highest, type Node } from "./nodes.ts";

const tallest = 560;
const largestStep = 18;

/** A drawn tree, its parts, and where heights are. */
export interface Drawn {
  readonly element: SVGElement;
  /** Of each item its name and its mark, as far as they are drawn. */
  readonly leaves: readonly (readonly Element[])[];
  /** Of each merge its bracket, and a wide one that is not seen and takes the pointer. */
  readonly brackets: readonly { readonly line: Element; readonly hit: Element }[];
  /** Pixels of height 0 and of the root. */
  readonly from: number;
  readonly to: number;
  readonly root: number;
  /** Pixels from the top of the drawing to the end of its leaves. */
  readonly height: number;
}

const margin = { left: 12, top: 8, bottom: 40 };

/** Draws the tree: its root is on the left, the names are on the right. */
export function drawTree(tree: TreeFigure, nodes: readonly Node[], width: number): Drawn {
  const order = Array.from(tree.order);
  const look = drawnLook(tree.look, "currentColor");
  const names = fitNames(
    order.map((row) => look.label(row, tree.names[row]!)),
    width * 0.34,
  );
  const room = hasMarks(tree) ? markRoom : 0;
  const step = Math.min(largestStep, tallest / order.length);
  const marginRight = names.room + room;
  const root = highest(nodes);
  const brackets = bracketsOf(nodes, tree);
  const line = { x: "height", y: "position", z: "merge", strokeLinejoin: "miter" } as const;
  const shown = Array.from({ length: order.length }, (_, k) => k).filter((k) => k % thinning(step) === 0);
  const element = plot({
    width,
    height: step * order.length + margin.top + margin.bottom,
    marginLeft: margin.left,
    marginRight,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    x: {
      domain: [root, 0],
      label: shorten(tree.heights, longestLabel),
      labelAnchor: "center",
      labelArrow: "none",
      labelOffset: 32,
      ticks: 5,
      nice: false,
    },
    y: { domain: [-0.5, order.length - 0.5], reverse: true, axis: null },
    style: { fontSize: "11px", background: "transparent" },
    ariaLabel: `Tree of ${order.length}: ${tree.title}`,
    marks: [
      Plot.line(brackets, { ...line, stroke: "currentColor", strokeWidth: 1.2, className: "brackets" }),
      Plot.line(brackets, { ...line, stroke: "transparent", strokeWidth: 9, className: "hits" }),
      ...(room > 0 ? [leafMarks(tree, order, step)] : []),
      Plot.text(shown, {
        x: 0,
        y: (position: number) => position,
        text: (position: number) => names.shown[position]!,
        textAnchor: "start",
        dx: 6 + room,
        fill: "currentColor",
        className: "names",
      }),
      Plot.dot(nodes, Plot.pointer({ x: "height", y: "position", r: 3.5, fill: "var(--accent)" })),
      hoverTip(nodes, { x: "height", y: "position", title: "title" }),
    ],
  }) as SVGElement;
  const [lines, hits] = [parts(element, ".brackets path"), parts(element, ".hits path")];
  return {
    element,
    leaves: leavesOf(element, tree, order, shown),
    brackets: lines.map((one, k) => ({ line: one, hit: hits[k]! })),
    from: width - marginRight,
    to: margin.left,
    root,
    height: step * order.length + margin.top,
  };
}

function parts(drawing: Element, selector: string): Element[] {
  return [...drawing.querySelectorAll(selector)];
}

/** Plot draws in the order of the data: leaves as they stand, and of the names every so many. */
function leavesOf(
  drawing: Element,
  { names }: TreeFigure,
  order: readonly number[],
  shown: readonly number[],
): Element[][] {
  const leaves: Element[][] = names.map(() => []);
  for (const [k, text] of parts(drawing, ".names text").entries()) leaves[order[shown[k]!]!]!.push(text);
  for (const [k, mark] of parts(drawing, ".leaves path").entries()) leaves[order[k]!]!.push(mark);
  return leaves;
}

/** Pixels between the leaves and their names, for a mark of each. */
const markRoom = 11;

function hasMarks({ look }: TreeFigure): boolean {
  return look?.colour !== undefined || look?.shape !== undefined;
}

/** Colour and shape of each leaf, at its end. */
function leafMarks({ look }: TreeFigure, order: readonly number[], step: number): Plot.Markish {
  const drawn = drawnLook(look, "currentColor");
  const leaves = order.map((row, position) => ({ position, ...drawn.of(row) }));
  type Leaf = (typeof leaves)[0];
  return Plot.dot(leaves, {
    x: 0,
    y: "position",
    dx: 8,
    r: Math.min(4, step / 2),
    fill: ({ colour }: Leaf) => colour,
    // Thin leaves make a strip; shapes would be too small to be seen.
    symbol: ({ shape }: Leaf) => (step < 5 ? bar(step) : symbolAt(shape)),
    className: "leaves",
  });
}

/** A rectangle as high as a leaf. */
function bar(height: number): Symbol {
  return { draw: (pen) => pen.rect(-4, -height / 2, 8, height) };
}

/** Four corners for each merge: from one part up to the height of the merge, across, and down to the other part. */
function bracketsOf(
  nodes: readonly Node[],
  { merges }: TreeFigure,
): { merge: number; height: number; position: number }[] {
  return merges.flatMap((row, merge) => {
    const [from, to] = [nodes[row[0]!]!, nodes[row[1]!]!];
    const height = row[2]!;
    return [
      { merge, height: from.height, position: from.position },
      { merge, height, position: from.position },
      { merge, height, position: to.position },
      { merge, height: to.height, position: to.position },
    ];
  });
}
