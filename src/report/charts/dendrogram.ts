import * as Plot from "@observablehq/plot";
import type { ReportResult, TreeLayout } from "../data.ts";
import { showNumber } from "../numbers.ts";
import { hoverTip } from "./hover-tip.ts";
import { fitNames, thinning } from "./labels.ts";

/** A cluster where it is drawn: leaves at height 0, a merge halfway between its two parts. */
interface Node {
  height: number;
  position: number;
  /** The leaves inside stand at the positions first … last. */
  first: number;
  last: number;
  title: string;
}

const tallest = 560;
const largestStep = 18;

/** The tree from its root on the left to the names on the right. */
export function dendrogram(result: ReportResult, tree: TreeLayout, width: number): Element {
  const { order } = result.layout;
  const nodes = nodesOf(result, tree);
  const names = fitNames(
    order.map((row) => result.rowNames[row]!),
    width * 0.34,
  );
  const step = Math.min(largestStep, tallest / order.length);
  const every = thinning(step);
  return Plot.plot({
    width,
    height: step * order.length + 46,
    marginLeft: 12,
    marginRight: names.room,
    marginTop: 6,
    marginBottom: 40,
    x: {
      domain: [highest(nodes), 0],
      label: `${tree.method} distance at which two clusters join`,
      labelAnchor: "center",
      labelArrow: "none",
      labelOffset: 32,
      ticks: 5,
      nice: false,
    },
    y: { domain: [-0.5, order.length - 0.5], reverse: true, axis: null },
    style: { fontSize: "11px", background: "transparent" },
    ariaLabel: `Tree of ${order.length} representations, ${result.heading}`,
    marks: [
      Plot.line(bracketsOf(nodes, tree), {
        x: "height",
        y: "position",
        z: "merge",
        stroke: "currentColor",
        strokeWidth: 1.2,
        strokeLinejoin: "miter",
      }),
      Plot.text(
        names.shown
          .map((name, position) => ({ name, position }))
          .filter(({ position }) => position % every === 0),
        {
          x: 0,
          y: "position",
          text: "name",
          textAnchor: "start",
          dx: 6,
        },
      ),
      Plot.dot(nodes, Plot.pointer({ x: "height", y: "position", r: 3.5, fill: "var(--accent)" })),
      hoverTip(nodes, { x: "height", y: "position", title: "title" }),
    ],
  });
}

function highest(nodes: readonly Node[]): number {
  return Math.max(...nodes.map((node) => node.height)) || 1;
}

/** Leaves by index, then the merges: ids as in the linkage. */
function nodesOf({ rowNames, layout: { order } }: ReportResult, { merges }: TreeLayout): Node[] {
  const nodes: Node[] = rowNames.map((title, row) => {
    const position = order.indexOf(row);
    return { height: 0, position, first: position, last: position, title };
  });
  for (const [a, b, height] of merges as [number, number, number][]) {
    const [first, last] = [nodes[a]!.first, nodes[b]!.last];
    const position = (nodes[a]!.position + nodes[b]!.position) / 2;
    const inside = order.slice(first, last + 1).map((row) => rowNames[row]!);
    nodes.push({ height, position, first, last, title: `joined at ${showNumber(height)}\n${list(inside)}` });
  }
  return nodes;
}

function list(names: readonly string[]): string {
  const rest = names.length - 8;
  return rest > 0 ? [...names.slice(0, 8), `and ${rest} more`].join("\n") : names.join("\n");
}

/** Four corners a merge: from one part up to its height, across, and down to the other part. */
function bracketsOf(
  nodes: readonly Node[],
  { merges }: TreeLayout,
): { merge: number; height: number; position: number }[] {
  return merges.flatMap(([a, b, height], merge) => {
    const [from, to] = [nodes[a!]!, nodes[b!]!];
    return [
      { merge, height: from.height, position: from.position },
      { merge, height: height!, position: from.position },
      { merge, height: height!, position: to.position },
      { merge, height: to.height, position: to.position },
    ];
  });
}
