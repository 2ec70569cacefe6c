import { svg } from "../parts/element.ts";
import { numbers } from "./numbers.ts";
import { paintOf } from "./paint.ts";

interface Line {
  text: string;
  readonly left: number;
  readonly bottom: number;
  readonly top: number;
  right: number;
}

/** The lines of a text as they are broken in the page. */
export function linesOf(node: Text, place: { readonly left: number; readonly top: number }): SVGElement[] {
  const parent = node.parentElement!;
  const style = getComputedStyle(parent);
  const { colour, opacity } = paintOf(style.color);
  const descent = descentOf(style);
  return brokenLines(node, parent, style).map(({ text, left, bottom }) => {
    const made = svg("text", {
      ...numbers({ x: left - place.left, y: bottom - descent - place.top }),
      "font-size": style.fontSize,
      ...(Number(style.fontWeight) > 400 ? { "font-weight": style.fontWeight } : {}),
      fill: colour,
      ...(opacity < 1 ? { "fill-opacity": String(opacity) } : {}),
    });
    made.textContent = text.trimEnd();
    return made;
  });
}

/** Character by character, because only the browser knows where it broke the text. */
function brokenLines(node: Text, parent: Element, style: CSSStyleDeclaration): Line[] {
  const isCut = style.textOverflow === "ellipsis" && parent.scrollWidth > parent.clientWidth;
  const end = isCut ? parent.getBoundingClientRect().right - 8 : Infinity;
  const lines: Line[] = [];
  const range = document.createRange();
  let at = 0;
  for (const character of node.data) {
    range.setStart(node, at);
    at += character.length;
    range.setEnd(node, at);
    const box = range.getClientRects()[0];
    if (!box || (box.width === 0 && character.trim() === "")) continue;
    const last = lines.at(-1);
    if (last && box.right > end) {
      last.text += "…";
      break;
    }
    if (last && Math.abs(box.top - last.top) < box.height / 2) {
      last.text += character.trim() === "" ? " " : character;
      last.right = box.right;
    } else if (character.trim() !== "") {
      lines.push({ text: character, left: box.left, right: box.right, top: box.top, bottom: box.bottom });
    }
  }
  return lines;
}

let pen: CanvasRenderingContext2D | null | undefined;

/** Pixels from the line on which letters stand to the lower edge of their boxes. */
function descentOf({ fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): number {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return 0.22 * Number.parseFloat(fontSize);
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  return pen.measureText("x").fontBoundingBoxDescent;
}
