/** An HTML element with attributes and children. Text children are not read as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  children: readonly (Node | string)[],
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  add(made, children);
  return made;
}

/** Puts these children, any number, after those that are there. */
export function add(parent: Element, children: Iterable<Node | string>): void {
  for (const child of children) parent.append(child);
}

/** Puts these children in place of those that are there. */
export function fill(parent: Element, children: Iterable<Node | string>): void {
  parent.replaceChildren();
  add(parent, children);
}

/** An SVG element with attributes. */
export function svg(tag: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
