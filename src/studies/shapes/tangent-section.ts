import type { Section, TableFigure } from "../../report/figures.ts";
import { madeWith, numbered, rowsOf } from "../../report/parts.ts";
import { showShare } from "../pairwise/picture/facts.ts";
import { tangentMap, varianceBars } from "./tangent-figures.ts";
import type { Group } from "./options.ts";
import type { TangentSpace } from "./result.ts";

/** Coordinates of networks in the flat space at a mean. */
export interface TangentReport {
  readonly found: Pick<
    TangentSpace,
    "names" | "coordinates" | "varianceExplained" | "normalize" | "warnings"
  >;
  readonly group: Group;
  /** The share of the variance of all components. @default those of `found` */
  readonly shares?: ArrayLike<number>;
}

/** A map by the strongest components, what they explain, and the coordinates. */
export function tangentSection({ found, group, shares = found.varianceExplained }: TangentReport): Section {
  const { names, coordinates, varianceExplained, normalize, warnings } = found;
  const explained = varianceExplained.reduce((sum, share) => sum + share, 0);
  return {
    heading: `Tangent space of ${names.length} networks`,
    facts: [
      { term: "Motions undone", text: group },
      { term: "Scale", text: normalize },
      { term: "Components", text: `${coordinates.cols}, with ${showShare(explained)} of the variance` },
      madeWith,
    ],
    warnings,
    figures: [tangentMap(found, names), varianceBars(shares, coordinates.cols), coordinatesOf(found)],
  };
}

function coordinatesOf({ names, coordinates }: TangentReport["found"]): TableFigure {
  const rows = rowsOf(coordinates);
  return {
    kind: "table",
    title: "Coordinates",
    networks: "items",
    columns: ["network", ...numbered("component", coordinates.cols)],
    rows: names.map((name, i) => [name, ...Array.from(rows[i]!)]),
    collapsed: true,
  };
}
