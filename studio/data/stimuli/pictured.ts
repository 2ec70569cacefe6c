/** Images of stimuli at the axes of heat maps whose rows or columns are stimuli. */
import type { Figure } from "repgeom/charts";

/** Stands for a stimulus without an image: one transparent pixel. */
const none = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** The same figure where none of its names has an image. */
export function pictured(figure: Figure, images: ReadonlyMap<string, string>): Figure {
  if (figure.kind !== "heat-maps" || images.size === 0 || figure.networks === "items") return figure;
  const { networks } = figure;
  const of = (names: readonly string[]) =>
    names.some((name) => images.has(name)) ? names.map((name) => images.get(name) ?? none) : undefined;
  const panels = figure.panels.map((panel) => {
    const [rowImages, colImages] = [
      networks === "rows" ? undefined : of(panel.rowNames),
      networks === "columns" ? undefined : of(panel.colNames),
    ];
    return { ...panel, ...(rowImages && { rowImages }), ...(colImages && { colImages }) };
  });
  return { ...figure, panels };
}
