import type { Order } from "../../figures.ts";
import { element } from "../parts/element.ts";

let groups = 0; // numbers the groups of radio buttons, each of which needs its own name

export function orderChoice(orders: readonly Order[], choose: (order: Order) => void): HTMLElement {
  const name = `order-${groups++}`;
  const labels = orders.map((order, k) => {
    const input = element("input", { type: "radio", name, ...(k === 0 ? { checked: "" } : {}) }, []);
    input.addEventListener("change", () => choose(order));
    return element("label", {}, [input, order.name]);
  });
  return element("fieldset", { class: "order" }, [element("legend", {}, ["Order"]), ...labels]);
}

/**
 * The values of the first and the last colour, and what else is seldom needed, behind three dots.
 * @param choose - with undefined for the range of the values
 */
export function rangeChoice(
  now: () => readonly [number, number],
  choose: (range: [number, number] | undefined) => void,
  showAll: () => void,
): HTMLElement {
  const number = (label: string) =>
    element("input", { type: "number", step: "any", "aria-label": label }, []);
  const [low, high] = [number("First colour at"), number("Last colour at")];
  const write = () => {
    [low.value, high.value] = now().map((value) => String(Number(value.toPrecision(6)))) as [string, string];
  };
  const button = (text: string, act: () => void) => {
    const made = element("button", { type: "button" }, [text]);
    made.addEventListener("click", act);
    return made;
  };
  const read = () => {
    const [from, to] = [low.valueAsNumber, high.valueAsNumber];
    for (const input of [low, high])
      input.setCustomValidity(from < to ? "" : "The first value must be below the last.");
    if (from < to) choose([from, to]);
  };
  for (const input of [low, high]) input.addEventListener("change", read);
  const content = element("div", { class: "menu" }, [
    element("span", {}, ["Colours from ", low, " to ", high]),
    button("Range of the values", () => {
      choose(undefined);
      write();
    }),
    button("Whole matrix", showAll),
    element("small", {}, [
      "Drag to select, with the control key to zoom in, with the alt key to move. Control and wheel, or + and −, zoom; a double click or Home shows all.",
    ]),
  ]);
  content.hidden = true;
  const opener = element(
    "button",
    { type: "button", "aria-label": "Colours and zoom", title: "Colours and zoom", "aria-expanded": "false" },
    ["⋯"],
  );
  const open = (is: boolean) => {
    content.hidden = !is;
    opener.ariaExpanded = String(is);
    if (is) write();
  };
  opener.addEventListener("click", () => open(content.hidden !== false));
  const more = element("div", { class: "more" }, [opener, content]);
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || content.hidden) return;
    event.stopPropagation();
    open(false);
    opener.focus();
  });
  return more;
}
