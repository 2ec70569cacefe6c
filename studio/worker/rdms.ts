/** RDMs of some items, for the page to look at. */
import type { DissimilarityName, Engine, Representation } from "repgeom";
import { rdmSection, type Figure, type GalleryFigure } from "repgeom/report";

/** More would be drawn smaller than a pixel a stimulus. */
const mostStimuli = 400;

/** Up to as many are heat maps, whose rows can be picked; more are small pictures. */
const mostLarge = 6;

/** @throws {Error} if they have different numbers of stimuli */
export async function rdmsOf(
  items: readonly Representation[],
  dissimilarity: DissimilarityName,
  engine: Engine,
): Promise<readonly Figure[]> {
  const [first] = items;
  const other = items.find(({ shape }) => shape[0] !== first!.shape[0]);
  if (other)
    throw new Error(
      `RDMs stand beside one another if they have the same stimuli: ${first!.name} has ${first!.shape[0]}, ${other.name} has ${other.shape[0]}.`,
    );
  const rdms = [];
  for (const item of items) rdms.push(await engine.rdm(someOf(item), { dissimilarity }));
  const taken = Math.min(mostStimuli, first!.shape[0]!);
  const thinned =
    taken < first!.shape[0]! ? `${taken} of ${first!.shape[0]} stimuli are drawn, evenly taken. ` : "";
  const figures = rdmSection(rdms).figures.flat() as Figure[];
  return figures.map((figure) => {
    const { networks: _, ...rest } = figure;
    const said = { ...rest, stimuli: "items", caption: `${thinned}${figure.caption ?? ""}`.trim() } as Figure;
    return said.kind === "gallery" && said.panels.length <= mostLarge ? enlarged(said) : said;
  });
}

function enlarged({ kind: _kind, names, panels, ...rest }: GalleryFigure): Figure {
  const squares = panels.map((panel) => ({ ...panel, rowNames: names, colNames: names }));
  return { ...rest, kind: "heat-maps", panels: squares };
}

/** Evenly taken stimuli, where there are too many to be seen. */
function someOf(item: Representation): Representation {
  const { shape, data, stimuli } = item;
  const count = shape[0]!;
  if (count <= mostStimuli) return item;
  const rows = Array.from({ length: mostStimuli }, (_, k) => Math.floor((k * count) / mostStimuli));
  const each = data.length / count;
  const taken = new Float64Array(mostStimuli * each);
  for (const [k, row] of rows.entries()) taken.set(data.subarray(row * each, (row + 1) * each), k * each);
  return {
    name: item.name,
    shape: [mostStimuli, ...shape.slice(1)],
    data: taken,
    stimuli: rows.map((row) => stimuli?.[row] ?? String(row)),
  };
}
