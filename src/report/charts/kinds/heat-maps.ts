import type { HeatMapsFigure, Order, Panel } from "../../figures.ts";
import { spanOf } from "../parts/colours.ts";
import { element } from "../parts/element.ts";
import { frame } from "../parts/frame.ts";
import { heatMap } from "./heat-map.ts";
import { colourLegend } from "../parts/colour-legend.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { drawingBox } from "../redraw.ts";
import { collapsible, valueTable } from "./table.ts";

const narrowest = 260; // pixels; panels that would be narrower go under each other
const gap = 20;

/** Matrices side by side, with a choice of orders and a table that the reader can open. */
export function heatMaps(figure: HeatMapsFigure): HTMLElement[] {
  const { panels, scale, caption = "", table } = figure;
  const orders = figure.orders?.length ? figure.orders : [undefined];
  const span = spanOf(scale, panels);
  const single = panels.every(({ values }) => values.length === 1); // a single colour tells nothing
  const looks = panels.slice(0, 1).flatMap(({ rowLook, colLook }) => [rowLook, colLook]);
  let order = orders[0];
  const { box, redraw } = drawingBox((width) => {
    const each = panelWidth(width, panels.length);
    const legend = single ? [] : [colourLegend(scale, span.domain, width)];
    const drawn = panels.map((panel) =>
      titled(panel, heatMap(panel, order ?? figure.blocks, scale, span.domain, each)),
    );
    return [...legend, ...lookLegend(looks, false, width), element("div", { class: "panels" }, drawn)];
  });
  const choose = (chosen: Order) => {
    order = chosen;
    redraw();
  };
  const controls = orders.length > 1 ? [orderChoice(orders as readonly Order[], choose)] : [];
  const clamped = span.clamped ? "The colours span the values off the diagonal." : "";
  const drawn = frame(figure, [...controls, box], [[caption, clamped].join(" ").trim()]);
  return table ? [drawn, ...panels.map((panel) => tableOf(panel, figure))] : [drawn];
}

function panelWidth(width: number, count: number): number {
  const columns = Math.max(1, Math.min(count, Math.floor((width + gap) / (narrowest + gap))));
  return Math.floor((width - (columns - 1) * gap) / columns);
}

function titled({ title }: Panel, drawing: HTMLElement): HTMLElement {
  return element("div", {}, [...(title ? [element("h4", { title }, [title])] : []), drawing]);
}

let groups = 0; // numbers the groups of radio buttons, each of which needs its own name

function orderChoice(orders: readonly Order[], choose: (order: Order) => void): HTMLElement {
  const name = `order-${groups++}`;
  const labels = orders.map((order, k) => {
    const input = element("input", { type: "radio", name, ...(k === 0 ? { checked: "" } : {}) }, []);
    input.addEventListener("change", () => choose(order));
    return element("label", {}, [input, order.name]);
  });
  return element("fieldset", { class: "order" }, [element("legend", {}, ["Order"]), ...labels]);
}

function tableOf({ title, rowNames, colNames, values }: Panel, figure: HeatMapsFigure): HTMLElement {
  const name = [figure.title, ...(title ? [title] : [])].join(", ");
  const summary = title ? `Table of values: ${title}` : "Table of values";
  return collapsible(summary, () => valueTable(name, rowNames, colNames, values));
}
