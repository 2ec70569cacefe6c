/** Which rows and columns of a layer study are items of the session, so that views light them together. */
import type { Figure, Section } from "repgeom/report";

/**
 * Curves and bars are of networks and regions, which are no items; the rows of matrices are layers, and its
 * columns items where each is a region of its own.
 */
export function linked(section: Section, items: ReadonlySet<string>): Section {
  return {
    ...section,
    figures: section.figures.map((one) =>
      Array.isArray(one)
        ? one.map((figure: Figure) => linkedFigure(figure, items))
        : linkedFigure(one as Figure, items),
    ),
  };
}

function linkedFigure(figure: Figure, items: ReadonlySet<string>): Figure {
  const { networks: _networks, ...rest } = figure;
  if (rest.kind !== "heat-maps") return rest as Figure;
  const areItems = (names: readonly string[]) => names.every((name) => items.has(name));
  const { rowNames, colNames } = rest.panels[0]!;
  if (!areItems(rowNames)) return rest;
  return { ...rest, networks: areItems(colNames) ? "items" : "rows" };
}
