import { paintOf, type Paint } from "./paint.ts";

const space = "http://www.w3.org/2000/svg";

/** Left out of a picture: what is there only under the pointer, and what is no drawing. */
const leftOut = "[aria-label='tip'], [data-passing], style, script, foreignObject";

/** Properties that children take from their parents, and what they are at first. */
const inherited = {
  fill: "rgb(0, 0, 0)",
  "fill-opacity": "1",
  stroke: "none",
  "stroke-width": "1px",
  "stroke-opacity": "1",
  "stroke-dasharray": "none",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "paint-order": "normal",
  "shape-rendering": "auto",
  "font-size": "16px",
  "font-weight": "400",
  "font-style": "normal",
  "text-anchor": "start",
} as const;

type Inherited = Readonly<Record<string, string>>;

/** Attributes that say nothing of the drawing, or that the computed style replaces. */
const dropped = /^(?:class|style|role|tabindex|xmlns.*|aria-.*|data-.*|on.*|font-family|font-variant)$/;

/**
 * An element of a drawing with all that style sheets say of it as attributes, in plain colours. The
 * root becomes a group.
 */
export function bare(from: SVGElement, above: Inherited = inherited): SVGElement {
  const isRoot = from instanceof SVGSVGElement;
  const made = document.createElementNS(space, isRoot ? "g" : from.localName);
  const style = getComputedStyle(from);
  if (!isRoot) {
    for (const { name, value } of from.attributes) {
      if (!dropped.test(name) && !(name in inherited)) made.setAttribute(name, inPixels(value, style));
    }
  }
  const own: Record<string, string> = { ...above };
  for (const name of Object.keys(inherited)) {
    const value = style.getPropertyValue(name);
    if (value === "" || value === above[name]) continue;
    own[name] = value;
    if (!name.startsWith("fill") && !/^stroke(?:-opacity)?$/.test(name))
      made.setAttribute(name, value.replaceAll("px", ""));
  }
  for (const name of ["fill", "stroke"] as const) setPaint(made, name, own, above);
  if (style.opacity !== "1") made.setAttribute("opacity", style.opacity);
  for (const child of from.childNodes) {
    if (child instanceof SVGElement) {
      if (!child.matches(leftOut) && getComputedStyle(child).display !== "none")
        made.append(bare(child, own));
    } else if (child instanceof Text) made.append(child.data);
  }
  return made;
}

/** Colour and opacity together, because a colour may be transparent itself. */
function setPaint(made: SVGElement, name: "fill" | "stroke", own: Inherited, above: Inherited): void {
  const [from, to] = [above, own].map((one) => {
    const { colour, opacity } = paintOf(one[name]!);
    return {
      colour: opacity === 0 ? "none" : colour,
      opacity: +(opacity * Number(one[`${name}-opacity`])).toFixed(3),
    };
  }) as [Paint, Paint];
  if (to.colour !== from.colour) made.setAttribute(name, to.colour);
  if (to.opacity !== from.opacity) made.setAttribute(`${name}-opacity`, String(to.opacity));
}

/** Plot moves words by shares of their size, which not every program reads. */
function inPixels(value: string, { fontSize }: CSSStyleDeclaration): string {
  const share = /^(-?[\d.]+)em$/.exec(value)?.[1];
  return share === undefined ? value : String(+(Number(share) * Number.parseFloat(fontSize)).toFixed(2));
}
