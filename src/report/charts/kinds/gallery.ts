import type { GalleryFigure, Numbers } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { nothing, selectionOf, type Link, type Selection } from "../link.ts";
import { edgesOf } from "../matrix/blocks.ts";
import { marks, type MarkedGrid } from "../matrix/marks.ts";
import { positionsOf } from "../matrix/sides.ts";
import { colourLegend } from "../parts/colour-legend.ts";
import { spanOf } from "../../span.ts";
import { plotScale } from "../parts/colours.ts";
import { shortenAll } from "../parts/labels.ts";
import { add, element, svg } from "../parts/element.ts";
import { frame } from "../parts/frame.ts";
import { choose, declared, linked, whileKept, type Item } from "../parts/linked.ts";
import { colourTable, pixels, type Colour } from "../parts/pixels.ts";
import { withTip } from "../parts/pointer-tip.ts";
import { drawingBox } from "../redraw.ts";

const side = 132; // pixels of one matrix

/** Characters of a title, which is wider than other texts, over a matrix. */
const longestTitle = 16;

/** Many matrices as small pictures under one colour scale; each value is one pixel. Titles and cells are linked. */
export function gallery(figure: GalleryFigure, link: Link): HTMLElement[] {
  const { names, scale, caption = "" } = figure;
  const panels = figure.panels.map((panel) => ({ ...panel, rowNames: names, colNames: names }));
  const { domain, clamped } = spanOf(scale, panels);
  const colour = colourTable(plotScale(scale, domain), domain);
  const cells = cellsOf(figure, link);
  const stands = standsOf(figure);
  const shown = shortenAll(
    panels.map(({ title }) => title),
    longestTitle,
  );
  const drawn = panels.map(({ title, values }, k) => {
    const heading = headingOf(title, shown[k]!, stands(k));
    const pictured = cells(picture(title, values, figure, colour), stands(k));
    return { element: element("div", {}, [heading, pictured]), heading, stands: stands(k) };
  });
  const { box } = drawingBox((width) => [
    colourLegend(scale, domain, width),
    element(
      "div",
      { class: "gallery" },
      drawn.map((one) => one.element),
    ),
  ]);
  linked(box, link).show(
    drawn.flatMap(({ heading, stands }): Item[] => (stands ? [{ elements: [heading], stands }] : [])),
  );
  const note = clamped ? "The colours span the values off the diagonal." : "";
  return [frame({ ...figure, wide: figure.wide ?? true }, [box], [[caption, note].join(" ").trim()])];
}

/** The network of each matrix, where they are networks. */
function standsOf({ panels, networks }: GalleryFigure): (panel: number) => Selection | undefined {
  const titles = panels.map(({ title }) => title);
  const found = declared(networks === undefined ? {} : { networks }, titles);
  return (k) => found && selectionOf("networks", [found.names[k]!]);
}

/** @param shown - the title, or both of its ends: those who hear it, or point at it, get all of it */
function headingOf(title: string, shown: string, stands: Selection | undefined): HTMLElement {
  if (!stands) return element("h4", { title }, [shown]);
  const button = element("button", { type: "button", ...(shown !== title && { "aria-label": title }) }, [
    shown,
  ]);
  return element("h4", { title, class: "linked" }, [button]);
}

/** Links the stimuli of the cells: of a picture its row and its column under the pointer. */
function cellsOf(
  { names, stimuli }: GalleryFigure,
  link: Link,
): (picture: HTMLElement, network: Selection | undefined) => HTMLElement {
  const found = declared(stimuli === undefined ? {} : { stimuli }, names);
  const m = names.length;
  const positions = positionsOf(found, [...names.keys()]);
  const places = { sides: { rows: found, cols: found }, rows: positions, cols: positions };
  const grid: MarkedGrid = {
    window: { x: [0, m], y: [0, m] },
    left: 0,
    top: 0,
    width: side,
    height: side,
    cellWidth: side / m,
    cellHeight: side / m,
  };
  return (picture, network) => {
    const over = marks();
    over.element.setAttribute("viewBox", `0 0 ${side} ${side}`);
    picture.append(over.element);
    const draw = () => over.draw(grid, places, link.selected, link.lit);
    whileKept(picture, link, draw);
    const under = (event: MouseEvent): Selection => {
      const box = picture.getBoundingClientRect();
      const place = (at: number) => Math.min(m - 1, Math.max(0, Math.floor((at / side) * m)));
      const [row, col] = [place(event.clientY - box.top), place(event.clientX - box.left)];
      const own = found ? [...new Set([found.names[row]!, found.names[col]!])] : [];
      return { ...(network ?? nothing), stimuli: own };
    };
    picture.addEventListener("pointermove", (event) => link.light(under(event)));
    picture.addEventListener("pointerleave", () => link.light(nothing));
    picture.addEventListener("click", (event) => {
      const stands = found ? { ...nothing, stimuli: under(event).stimuli } : network;
      if (stands) choose(link, stands, event);
    });
    draw();
    return picture;
  };
}

function picture(
  title: string,
  values: Numbers,
  { names, scale, blocks = [] }: GalleryFigure,
  colour: Colour,
): HTMLElement {
  const m = names.length;
  const canvas = pixels(m, m, values, colour);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${title}: ${m} × ${m} values`);
  canvas.style.width = canvas.style.height = `${side}px`;
  const find = (x: number, y: number) => {
    const [row, col] = [Math.floor((y / side) * m), Math.floor((x / side) * m)];
    if (row < 0 || col < 0 || row >= m || col >= m) return undefined;
    const value = showNumber(values[row * m + col] ?? null);
    return { text: `${title}\n${names[row]}\n${names[col]}\n${scale.word} ${value}` };
  };
  if (blocks.length === 0) return withTip(canvas, find);
  canvas.setAttribute("class", "cells");
  return withTip(linesBetween(edgesOf(blocks), m), find, [canvas]);
}

/** Lines over a picture of m × m values, light with a dark rim: they show on every colour. */
function linesBetween(edges: readonly number[], m: number): SVGElement {
  const lines = svg("svg", { width: String(side), height: String(side), "aria-hidden": "true" });
  const d = edges.map((edge) => (edge * side) / m).map((at) => `M${at},0V${side}M0,${at}H${side}`);
  const line = (stroke: string, width: string) =>
    svg("path", { d: d.join(""), stroke, "stroke-width": width, fill: "none" });
  add(lines, [line("#0009", "2"), line("#fff", "1")]);
  return lines;
}
