import type * as Plot from "@observablehq/plot";
import { nothing, type Link, type Selection } from "../link.ts";
import { choose } from "../parts/linked.ts";

/**
 * Marks are small: what the tip of a drawing tells of is lit, and a click selects it. A click far from
 * everything selects nothing.
 *
 * @param stands - what a datum of the tip stands for
 */
export function lightNearest<T>(
  drawing: Plot.Plot & Element,
  stands: (datum: T) => Selection | undefined,
  link: Link,
): void {
  const datum = () => drawing.value as T | null | undefined;
  const nearest = () => {
    const found = datum();
    return found ? stands(found) : undefined;
  };
  drawing.addEventListener("input", () => link.light(nearest() ?? nothing));
  drawing.addEventListener("click", (event) => {
    const found = nearest();
    if (found) choose(link, found, event as MouseEvent);
    else if (!datum()) link.select(nothing);
    event.stopPropagation();
  });
}
