/** Which figures an answer has, in the order of their cards, and what stands for them while it is computed. */
import type { Figure, Section } from "repgeom/charts";
import { colourScaleOf } from "repgeom/report";
import type { Partial } from "../worker/protocol.ts";

export interface View {
  /** `answer/section/figure`, by which the arrangement knows it. */
  readonly id: string;
  readonly figure: Figure;
}

/** One card a figure, section by section. */
export function viewsOf(answer: number, sections: readonly Section[]): View[] {
  return sections.flatMap(({ figures }, s) =>
    figures.flat().map((figure, f) => ({ id: `${answer}/${s}/${f}`, figure: figure as Figure })),
  );
}

/** The values so far. */
export function partialFigure({ rowNames, colNames, values }: Partial): Figure {
  return {
    kind: "heat-maps",
    title: "Values so far",
    networks: "items" as const,
    panels: [{ rowNames, colNames, values: Array.from(values) }],
    scale: { ...colourScaleOf("distance"), word: "value" },
  };
}
