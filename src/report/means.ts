import type { Panel } from "./figures.ts";
import { numbersIn } from "./packed.ts";

/** A panel of the finest means as a matrix of its own, for tables; others as they are. */
export function finestOf<P extends Pick<Panel, "rowNames" | "colNames" | "values" | "means">>(
  panel: P,
): Pick<P, "rowNames" | "colNames" | "values"> {
  const [finest] = panel.means ?? [];
  if (!finest) return panel;
  return {
    ...panel,
    rowNames: endsOf(panel.rowNames, finest.rows),
    colNames: endsOf(panel.colNames, finest.cols),
    values: numbersIn(finest.values),
  };
}

/** The first and the last name of each block. */
function endsOf(names: readonly string[], size: number): string[] {
  return Array.from({ length: Math.ceil(names.length / size) }, (_, k) =>
    spanText(names.slice(k * size, (k + 1) * size)),
  );
}

/** "a", or "a … c". */
export function spanText(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names[0]} … ${names.at(-1)}`;
}
