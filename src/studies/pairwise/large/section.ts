import { version } from "../../../base/version.ts";
import { pyramidOf } from "../../../data/bands/pyramid.ts";
import type { Section } from "../../../report/figures.ts";
import { pack } from "../../../report/packed.ts";
import { isSquare } from "../picture/cells.ts";
import { factsOf } from "../picture/facts.ts";
import { colourScaleOf } from "../picture/colour-scale.ts";
import { titleOf } from "../section.ts";
import type { LargeComparisons } from "./large.ts";

/** Blocks in a side of the finest level. */
const mostSide = 512;

/** The heat map of a table that is not held in memory: means over blocks, in one pass over its rows. */
export async function largeSection({ bands, warnings, ...facts }: LargeComparisons): Promise<Section> {
  const { rowNames, colNames } = bands;
  const offDiagonal = isSquare(bands);
  const { means, range } = await pyramidOf(bands, mostSide, { offDiagonal });
  const [finest] = means;
  const levels = means.map((level) => ({ ...level, values: pack(level.values) }));
  const diagonal = offDiagonal ? ", without the diagonal" : "";
  return {
    heading: titleOf(facts),
    facts: factsOf(
      { ...facts, rowNames, colNames, version },
      { order: [], changes: [], without: "The table is too large for the memory." },
    ),
    warnings,
    figures: [
      {
        kind: "heat-maps",
        title: "All values",
        caption: `Dark is alike. As given; means over ${finest!.rows} × ${finest!.cols} values${diagonal}, in colours for the range of all.`,
        wide: true,
        networks: "items",
        panels: [{ rowNames, colNames, values: [], means: levels }],
        scale: { ...colourScaleOf(facts.kind, facts.range), ...(range && { domain: range }) },
      },
    ],
  };
}
