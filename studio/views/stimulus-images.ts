/** Images of stimuli at the axes of matrices whose rows or columns are stimuli. */
import type { Figure, HeatMapsFigure, Section } from "repgeom/report";
import { stimulusImages } from "../data/stimuli/images.ts";

/** In place of an image that is not there. */
const blank = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** The same sections with the images that the person gave, by the names of the stimuli. */
export function withImages(sections: readonly Section[]): readonly Section[] {
  if (stimulusImages.value.size === 0) return sections;
  const draw = (figure: Figure): Figure => (figure.kind === "heat-maps" ? illustrated(figure) : figure);
  return sections.map((section) => ({
    ...section,
    figures: section.figures.map((one) => ("kind" in one ? draw(one) : one.map(draw))),
  }));
}

function illustrated(figure: HeatMapsFigure): HeatMapsFigure {
  const { stimuli, panels } = figure;
  const [inRows, inColumns] = [stimuli !== "columns", stimuli !== "rows"];
  if (typeof stimuli !== "string") return figure;
  const made = panels.map((panel) => {
    const [rows, columns] = [inRows && imagesOf(panel.rowNames), inColumns && imagesOf(panel.colNames)];
    return { ...panel, ...(rows && { rowImages: rows }), ...(columns && { colImages: columns }) };
  });
  return { ...figure, panels: made };
}

/** Undefined where none of them has one. */
function imagesOf(names: readonly string[]): readonly string[] | undefined {
  const images = stimulusImages.value;
  if (!names.some((name) => images.has(name))) return undefined;
  return names.map((name) => images.get(name) ?? blank);
}
