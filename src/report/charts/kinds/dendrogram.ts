import type { TreeFigure } from "../../figures.ts";
import { nothing, selectionOf, type Link } from "../link.ts";
import { add, element, fill } from "../parts/element.ts";
import { frame } from "../parts/frame.ts";
import { declared, linked, type Item } from "../parts/linked.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { colourAt, legendOf } from "../parts/palette.ts";
import { drawingBox } from "../redraw.ts";
import { cutSlider, cutText } from "../tree/cut.ts";
import { drawTree, type Drawn } from "../tree/drawing.ts";
import { clustersAt, cutsOf, highest, nodesOf, type Clusters, type Node } from "../tree/nodes.ts";

/** Called when the reader moves the cut, with the cluster of each item. */
export type OnCut = (height: number, labels: readonly number[]) => void;

/** A tree whose leaves and merges are linked, with a cut that can be moved. */
export function dendrogramFigure(
  figure: TreeFigure,
  link: Link,
  { onCut }: { onCut?: OnCut } = {},
): HTMLElement[] {
  const nodes = nodesOf(figure, Array.from(figure.order));
  const legend = element("div", {}, []);
  const said = element("div", { class: "cut-said" }, []);
  let height = figure.cut ?? highest(nodes);
  let clusters = figure.cut === undefined ? clustersAt(figure, height) : givenOr(figure, height);
  let drawn: Drawn | undefined;
  const paint = () => {
    if (!drawn) return;
    const isCut = clusters.count > 1;
    said.textContent = isCut ? cutText(height, clusters.count) : "Drag the dashed line to cut the tree.";
    fill(legend, isCut ? clusterLegend(figure, clusters) : []);
    if (!figure.look?.colour) colourClusters(drawn, clusters);
    slider.place(drawn, height, clusters.count);
  };
  const slider = cutSlider(cutsOf(figure), figure.names.length, (next) => {
    if (next === height) return;
    height = next;
    clusters = clustersAt(figure, height);
    paint();
    onCut?.(height, clusters.labels);
  });
  const { box } = drawingBox((width) => {
    drawn = drawTree(figure, nodes, width);
    items.show(itemsOf(figure, drawn, nodes));
    const tree = element("div", { class: "tree" }, []);
    add(tree, figure.merges.length > 0 ? [drawn.element, slider.element] : [drawn.element]);
    paint();
    return [legend, ...lookLegend([figure.look], true, width), tree, said];
  });
  const items = linked(box, link);
  return [frame(figure, [box], [figure.caption ?? ""])];
}

/** The labels that the figure gives, which may be numbered in another way, until the reader moves the cut. */
function givenOr(figure: TreeFigure, height: number): Clusters {
  const own = clustersAt(figure, height);
  if (!figure.labels) return own;
  const labels = Array.from(figure.labels);
  const renamed = new Map(own.labels.map((label, item) => [label, labels[item]!]));
  const merges = own.merges.map((label) => (label === undefined ? undefined : renamed.get(label)));
  return { count: new Set(labels).size, labels, merges };
}

/** Clusters that the legend lists. */
const mostListed = 12;

/** What the colours mean, unless colours mean something else. */
function clusterLegend({ look }: TreeFigure, { labels }: Clusters): HTMLElement[] {
  const clusters = [...new Set(labels)].sort((a, b) => a - b);
  if (look?.colour || clusters.length > mostListed) return [];
  return legendOf(new Map(clusters.map((cluster) => [`cluster ${cluster}`, colourAt(cluster)])));
}

/** Names and brackets below the cut have the colour of their cluster. */
function colourClusters({ leaves, brackets }: Drawn, { count, labels, merges }: Clusters): void {
  const colourOf = (label: number | undefined) =>
    count < 2 || label === undefined ? "currentColor" : colourAt(label);
  for (const [item, [name]] of leaves.entries()) name?.setAttribute("fill", colourOf(labels[item]));
  for (const [k, { line }] of brackets.entries()) line.setAttribute("stroke", colourOf(merges[k]));
}

/** Leaves stand for their items, merges for all items in them. */
function itemsOf(figure: TreeFigure, { leaves, brackets }: Drawn, nodes: readonly Node[]): Item[] {
  const found = declared(figure, figure.names);
  if (!found) return [];
  const { kind, names } = found;
  const order = Array.from(figure.order);
  return [
    ...leaves.map((elements, item) => ({ elements, stands: selectionOf(kind, [names[item]!]) })),
    ...brackets.map(({ line, hit }, k) => {
      const { first, last } = nodes[figure.names.length + k]!;
      const inside = order.slice(first, last + 1).map((item) => names[item]!);
      return { elements: [line, hit], stands: inside.length > 0 ? selectionOf(kind, inside) : nothing };
    }),
  ];
}
