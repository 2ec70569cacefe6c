import { largestOf } from "../../../base/lists.ts";
import * as Plot from "@observablehq/plot";
import type { TreeFigure } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { shorten } from "../../words.ts";
import { longestLabel } from "../parts/plot-options.ts";
import { frame } from "../parts/frame.ts";
import { hoverTip } from "../parts/hover-tip.ts";
import { fitNames, thinning } from "../parts/labels.ts";
import { drawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { symbolAt, type Symbol } from "../parts/symbols.ts";
import { colourAt, legendOf } from "../parts/palette.ts";
import { plot } from "../parts/plot.ts";
import { drawingBox } from "../redraw.ts";

/** A cluster and its place in the drawing. Leaves are at height 0, a merge is halfway between its two parts. */
interface Node {
  height: number;
  position: number;
  /** Its leaves are at positions first … last. */
  first: number;
  last: number;
  title: string;
}

const tallest = 560;
const largestStep = 18;

export function dendrogramFigure(figure: TreeFigure): HTMLElement[] {
  const { box } = drawingBox((width) => [
    ...clusterLegend(figure),
    ...lookLegend([figure.look], true, width),
    dendrogram(figure, width),
  ]);
  return [frame(figure, [box], [figure.caption ?? ""])];
}

/** What the colours of the names mean. */
function clusterLegend(tree: TreeFigure): HTMLElement[] {
  if (!hasColouredNames(tree)) return [];
  const clusters = [...new Set(Array.from(tree.labels!))].sort((a, b) => a - b);
  return legendOf(new Map(clusters.map((cluster) => [`cluster ${cluster}`, colourAt(cluster)])));
}

/** The names show clusters, unless colours mean something else. */
function hasColouredNames({ labels, look }: TreeFigure): boolean {
  return labels !== undefined && look?.colour === undefined;
}

/** Draws the tree: its root is on the left, the names are on the right. */
function dendrogram(tree: TreeFigure, width: number): Element {
  const order = Array.from(tree.order);
  const nodes = nodesOf(tree, order);
  const drawn = drawnLook(tree.look, "currentColor");
  const names = fitNames(
    order.map((row) => drawn.label(row, tree.names[row]!)),
    width * 0.34,
  );
  const room = hasMarks(tree) ? markRoom : 0;
  const step = Math.min(largestStep, tallest / order.length);
  return plot({
    width,
    height: step * order.length + 46,
    marginLeft: 12,
    marginRight: names.room + room,
    marginTop: 6,
    marginBottom: 40,
    x: {
      domain: [highest(nodes), 0],
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
      Plot.line(bracketsOf(nodes, tree), {
        x: "height",
        y: "position",
        z: "merge",
        stroke: "currentColor",
        strokeWidth: 1.2,
        strokeLinejoin: "miter",
      }),
      ...(tree.cut === undefined ? [] : [cutAt(tree.cut)]),
      ...(room > 0 ? [leafMarks(tree, order, step)] : []),
      namesOf(tree, order, names.shown, step, room),
      Plot.dot(nodes, Plot.pointer({ x: "height", y: "position", r: 3.5, fill: "var(--accent)" })),
      hoverTip(nodes, { x: "height", y: "position", title: "title" }),
    ],
  });
}

function cutAt(height: number): Plot.Markish {
  return Plot.ruleX([height], { stroke: "var(--group-5)", strokeDasharray: "4,3", strokeWidth: 1.5 });
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
  });
}

/** A rectangle as high as a leaf. */
function bar(height: number): Symbol {
  return { draw: (pen) => pen.rect(-4, -height / 2, 8, height) };
}

/** The names beside the leaves. With labels, a name has the colour of its cluster. */
function namesOf(
  tree: TreeFigure,
  order: readonly number[],
  shown: readonly string[],
  step: number,
  room: number,
) {
  const every = thinning(step);
  const items = shown
    .map((name, position) => ({
      name,
      position,
      cluster: hasColouredNames(tree) ? tree.labels![order[position]!] : undefined,
    }))
    .filter(({ position }) => position % every === 0);
  return Plot.text(items, {
    x: 0,
    y: "position",
    text: "name",
    textAnchor: "start",
    dx: 6 + room,
    fill: ({ cluster }: (typeof items)[0]) => (cluster === undefined ? "currentColor" : colourAt(cluster)),
  });
}

function highest(nodes: readonly Node[]): number {
  return largestOf(nodes.map((node) => node.height)) || 1;
}

/** Leaves by index, then merges, so that the indices are the ids of the linkage. */
function nodesOf({ names, merges, labels, look }: TreeFigure, order: readonly number[]): Node[] {
  const drawn = drawnLook(look, "");
  const positions = new Map(order.map((row, position) => [row, position]));
  const nodes: Node[] = names.map((name, row) => {
    const position = positions.get(row)!;
    const title = [name, ...(labels ? [`cluster ${labels[row]}`] : []), ...drawn.tip(row)].join("\n");
    return { height: 0, position, first: position, last: position, title };
  });
  for (const merge of merges) {
    const [a, b, height] = [merge[0]!, merge[1]!, merge[2]!];
    const first = Math.min(nodes[a]!.first, nodes[b]!.first);
    const last = Math.max(nodes[a]!.last, nodes[b]!.last);
    const position = (nodes[a]!.position + nodes[b]!.position) / 2;
    const inside = order.slice(first, Math.min(last + 1, first + mostListed)).map((row) => names[row]!);
    const listed = list(inside, last + 1 - first);
    nodes.push({ height, position, first, last, title: `joined at ${showNumber(height)}\n${listed}` });
  }
  return nodes;
}

/** Names of one cluster in its tip. */
const mostListed = 8;

/** The first names of so many. */
function list(names: readonly string[], count: number): string {
  const rest = count - names.length;
  return [...names, ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n");
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
