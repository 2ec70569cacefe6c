import type { ReportResult } from "../data.ts";
import { isExact } from "../facts.ts";
import { showNumber } from "../numbers.ts";
import { colourSpan } from "./colours.ts";
import { dendrogram } from "./dendrogram.ts";
import { element } from "./element.ts";
import { heatMap, heatMapLegend } from "./heat-map.ts";
import type { Order } from "./heat-map.ts";
import { embeddingMap } from "./map.ts";
import { valueTable } from "./table.ts";

/** Fills `container` with the pictures and the table of one result. */
export function showResult(container: HTMLElement, result: ReportResult): void {
  const { tree, map } = result.layout;
  const right = element("div", { class: "column" }, []);
  if (map) right.append(mapFigure(result, map));
  if (tree) right.append(treeFigure(result, tree));
  const heat = heatMapFigure(result);
  if (!map && !tree) heat.classList.add("alone");
  container.replaceChildren(heat, ...(map || tree ? [right] : []), valueTable(result));
}

function heatMapFigure(result: ReportResult): HTMLElement {
  const drawing = element("div", {}, []);
  let order = treeOrder(result);
  const single = result.values.length === 1; // one colour means nothing
  const draw = (width: number) => {
    const legend = single ? [] : [heatMapLegend(result, width)];
    drawing.replaceChildren(...legend, heatMap(result, order, width));
  };
  const choose = (chosen: Order) => {
    order = chosen;
    draw(drawing.clientWidth);
  };
  redrawOnResize(drawing, draw);
  const span = colourSpan(result).clamped ? " The colours span the values off the diagonal." : "";
  const caption = single ? "A single value." : `Dark is alike.${span}`;
  const controls = result.layout.tree ? [orderChoice(result, choose)] : [];
  return figure("All values", [...controls, drawing], [caption]);
}

function treeOrder({ layout, colNames }: ReportResult): Order {
  return { rows: layout.order, cols: layout.tree ? layout.order : colNames.map((_, j) => j) };
}

function givenOrder({ rowNames, colNames }: ReportResult): Order {
  return { rows: rowNames.map((_, i) => i), cols: colNames.map((_, j) => j) };
}

let groups = 0; // radio buttons of one group share a name that no other group has

function orderChoice(result: ReportResult, choose: (order: Order) => void): HTMLElement {
  const name = `order-${groups++}`;
  const choice = (text: string, order: Order, checked: boolean) => {
    const input = element("input", { type: "radio", name, ...(checked ? { checked: "" } : {}) }, []);
    input.addEventListener("change", () => choose(order));
    return element("label", {}, [input, text]);
  };
  return element("fieldset", { class: "order" }, [
    element("legend", {}, ["Order"]),
    choice("of the tree", treeOrder(result), true),
    choice("as given", givenOrder(result), false),
  ]);
}

function mapFigure(result: ReportResult, map: NonNullable<ReportResult["layout"]["map"]>): HTMLElement {
  const picture = element("div", {}, []);
  const rest = element("span", {}, []);
  redrawOnResize(picture, (width) => {
    const { drawing, unnamed } = embeddingMap(result, map, width);
    picture.replaceChildren(drawing);
    rest.textContent = unnamed === 0 ? "" : " Dots without room for a name show it when you point at them.";
  });
  const worst = isExact(map)
    ? "All distances are exact."
    : `Stress ${showNumber(map.stress, 2)}. Dotted: the pair that is shown worst.`;
  const caption = [`Near is alike. ${worst}`, ...result.layout.changes].join(" ");
  return figure("Map", [picture], [caption, rest]);
}

function treeFigure(result: ReportResult, tree: NonNullable<ReportResult["layout"]["tree"]>): HTMLElement {
  const drawing = element("div", {}, []);
  redrawOnResize(drawing, (width) => drawing.replaceChildren(dendrogram(result, tree, width)));
  const caption = `Clustering with ${tree.method} linkage; neighbours stand as near as the tree allows.`;
  return figure("Tree", [drawing], [[caption, ...result.layout.changes].join(" ")]);
}

function figure(title: string, content: readonly Node[], caption: readonly (string | Node)[]): HTMLElement {
  return element("figure", {}, [element("h3", {}, [title]), ...content, element("figcaption", {}, caption)]);
}

/** Draws once there is a width, and again whenever that changes; never on height, which drawing sets. */
function redrawOnResize(box: HTMLElement, draw: (width: number) => void): void {
  let drawn = 0;
  new ResizeObserver(() => {
    const width = Math.floor(box.clientWidth);
    if (width === 0 || width === drawn) return;
    drawn = width;
    draw(width);
  }).observe(box);
}
