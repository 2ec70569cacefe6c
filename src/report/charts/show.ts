import type { Section } from "../figures.ts";
import { chart } from "./chart.ts";
import { createLink, type Link } from "./link.ts";
import { element, fill } from "./parts/element.ts";

/** Fills `container` with figures, two in a row. An array of figures is drawn as a stack. */
export function showFigures(
  container: HTMLElement,
  figures: Section["figures"],
  link: Link = createLink(),
): void {
  const drawn = figures.map((one) =>
    "kind" in one
      ? chart(one, { link })
      : element(
          "div",
          { class: "column" },
          one.map((figure) => chart(figure, { link })),
        ),
  );
  const [only] = drawn;
  if (drawn.length === 1) only!.classList.add("wide");
  fill(container, drawn);
}
