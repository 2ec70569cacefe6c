import { add, svg } from "../parts/element.ts";
import { numbers, short } from "./numbers.ts";
import { cellsOf } from "./cells.ts";
import { bare } from "./bare.ts";
import { paintOf } from "./paint.ts";
import { linesOf } from "./text.ts";

/** What a picture is drawn with. */
interface Ground {
  readonly background: string;
  readonly unit: "px" | "mm";
  readonly font: string;
}

/** A corner of the figure on the page, and the number of the next clipping path. */
interface Place {
  readonly left: number;
  readonly top: number;
  clips: number;
}

/** What acts on a chart, and what is there only while the pointer is: no part of a picture. */
const leftOut =
  "button, fieldset, details, input, select, style, script, [hidden], .tip, .outline, .controls, [aria-label='tip']";

/** Pixels around everything. */
export const room = 6;

/** The figure as it is laid out now. */
export function pictureOf(figure: HTMLElement, { background, unit, font }: Ground): string {
  const box = figure.getBoundingClientRect();
  const [width, height] = [box.width + 2 * room, box.height + 2 * room];
  const size = (pixels: number) =>
    unit === "mm" ? `${short((pixels * 25.4) / 96)}mm` : String(Math.ceil(pixels));
  const picture = svg("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    width: size(width),
    height: size(height),
    viewBox: `0 0 ${short(width)} ${short(height)}`,
    "font-family": font,
  });
  picture.append(
    words("title", figure.querySelector("h3")),
    words("desc", figure.querySelector("figcaption")),
  );
  if (background !== "none") picture.append(svg("rect", { width: "100%", height: "100%", fill: background }));
  const place = { left: box.left - room, top: box.top - room, clips: 0 };
  for (const child of figure.childNodes) add(picture, drawnOf(child, place));
  const text = new XMLSerializer().serializeToString(picture);
  // Characters that no XML file may have, in names.
  // oxlint-disable-next-line no-control-regex
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")}\n`;
}

function words(tag: string, from: Element | null): SVGElement {
  const made = svg(tag, {});
  made.textContent = from?.textContent ?? "";
  return made;
}

/** A node of the page as elements of the picture. */
function drawnOf(node: Node, place: Place): SVGElement[] {
  if (node instanceof Text) return linesOf(node, place);
  if (!(node instanceof Element) || node.matches(leftOut)) return [];
  const style = getComputedStyle(node);
  if (style.display === "none" || style.visibility === "hidden") return [];
  if (node instanceof SVGSVGElement) return [drawingOf(node, place)];
  if (node instanceof HTMLCanvasElement) return [cellsOf(node, boxOf(node, place))];
  const inside = [...node.childNodes].flatMap((child) => drawnOf(child, place));
  return [...groundOf(node, style, place), ...clipped(node, style, place, inside)];
}

/** A drawing is a group, moved to its place: not every program reads one drawing inside another. */
function drawingOf(drawing: SVGSVGElement, place: Place): SVGElement {
  const { x, y, width } = boxOf(drawing, place);
  const { x: left, y: top, width: inner } = drawing.viewBox.baseVal;
  const scale = inner > 0 ? width / inner : 1;
  const scaled = Math.abs(scale - 1) > 1e-3 ? ` scale(${short(scale)})` : "";
  const moved = left || top ? ` translate(${short(-left)} ${short(-top)})` : "";
  const group = bare(drawing);
  group.setAttribute("transform", `translate(${short(x)} ${short(y)})${scaled}${moved}`);
  return group;
}

/** The colour behind an element: swatches of legends, marks in texts. */
function groundOf(node: Element, style: CSSStyleDeclaration, place: Place): SVGElement[] {
  const { colour, opacity } = paintOf(style.backgroundColor);
  if (opacity === 0) return [];
  const { x, y, width, height } = boxOf(node, place);
  if (width === 0 || height === 0) return [];
  const rx = Number.parseFloat(style.borderTopLeftRadius) || 0;
  return [
    svg("rect", {
      ...numbers({ x, y, width, height, ...(rx > 0 ? { rx } : {}) }),
      fill: colour,
      ...(opacity < 1 ? { "fill-opacity": short(opacity) } : {}),
    }),
  ];
}

/** What an element with a scroll bar, or with cut words, shows of its content. */
function clipped(
  node: Element,
  { overflowX, overflowY }: CSSStyleDeclaration,
  place: Place,
  inside: SVGElement[],
): SVGElement[] {
  if ((overflowX === "visible" && overflowY === "visible") || inside.length === 0) return inside;
  if (node.scrollWidth <= node.clientWidth && node.scrollHeight <= node.clientHeight) return inside;
  const id = `part-${++place.clips}`;
  const clip = svg("clipPath", { id });
  clip.append(svg("rect", numbers({ ...boxOf(node, place) })));
  const group = svg("g", { "clip-path": `url(#${id})` });
  add(group, inside);
  return [clip, group];
}

function boxOf(node: Element, { left, top }: Place) {
  const { x, y, width, height } = node.getBoundingClientRect();
  return { x: x - left, y: y - top, width, height };
}
