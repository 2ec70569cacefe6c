// The study: 96 trained networks as points of a metric space, after Williams, Kunz, Kornblith & Linderman (2021).
import { embed, pairwise } from "repgeom";
import { withLook } from "repgeom/report";
import { claimsOf } from "./claims.mjs";
import { embedAll } from "./embedding.mjs";
import { meanOf } from "./mean.mjs";
import { nearestShares, search } from "./neighbours.mjs";
import { distances, readNetworks } from "./networks.mjs";
import { numbersOf } from "./numbers.mjs";
import { predictAll, predictLevels, predictWithin } from "./prediction.mjs";
import { simulated, simulateRegions } from "./regions.mjs";
import { sectionsOf } from "./sections.mjs";
import { compareShifts } from "./shifts.mjs";
import { mapHeading } from "./space-sections.mjs";
import { countTriangles } from "./triangles.mjs";

/** The network whose neighbours are searched for. */
const query = "residual-4-wide-none-1";

async function run({ control, log }) {
  const { final, layers, moved, table } = await readNetworks(control);
  log(`${final.length} networks: distances by ${distances.length} metrics, and the triangle inequality`);
  const compared = await compareAll(final, control);
  const triangles = await countTriangles(final, control);
  log(`${layers.length} layers with positions: shifts`);
  const shifts = await compareShifts(layers, moved, control);
  log("Maps of 1 to 40 dimensions, and neighbours");
  const embedded = await embedAll(compared, control);
  const near = compared.map(({ name, result }) => ({ name, shares: nearestShares(result, table) }));
  const nearest = await search(final, query, distances[0].spec, control);
  log("The mean of all networks, and the tangent space at it");
  const chords = await pairwise(final, { metric: "procrustes", ground: "unit-norm" }, control);
  const mean = await meanOf(final, chords, control);
  log("Predictions of accuracy and depth");
  const predicted = await predictAll(compared, mean.space.coordinates, table, control);
  const within = await predictWithin(compared[0], table, control);
  log("Simulated regions, with a hierarchy and without");
  const regions = await compareRegions(control);
  const found = {
    table,
    compared,
    triangles,
    shifts,
    embedded,
    near,
    nearest,
    mean,
    predicted,
    within,
    regions,
  };
  return { claims: claimsOf(found), sections: dressed(sectionsOf(found), table), numbers: numbersOf(found) };
}

async function compareAll(networks, control) {
  const all = [];
  for (const { name, spec } of distances) all.push({ name, result: await pairwise(networks, spec, control) });
  return all;
}

async function compareRegions(control) {
  const all = [];
  for (const hierarchy of [true, false]) {
    const recordings = simulateRegions({ hierarchy, seed: hierarchy ? 1 : 2 });
    const result = await pairwise(recordings, { metric: "procrustes" }, control);
    const map = await embed(result, { method: "smacof", restarts: 2, seed: 1 }, control);
    all.push({
      hierarchy,
      recordings,
      result,
      map,
      levels: await predictLevels(result, recordings, control),
    });
  }
  return all;
}

/** Networks have the colour of their architecture and the shape of their depth. */
function dressed(sections, table) {
  const names = table.map(({ network }) => network);
  const columns = Object.fromEntries(
    ["architecture", "width", "regularisation", "accuracy"].map((column) => [
      column,
      table.map((row) => row[column]),
    ]),
  );
  columns.depth = table.map(({ depth }) => `depth ${depth}`);
  columns["right answers"] = table.map(({ accuracy }) => `${Math.round(100 * accuracy)} %`);
  const look = { table: { names, columns }, color: "architecture", shape: "depth" };
  return sections.flatMap((section) =>
    withLook([section], section.heading === mapHeading ? { ...look, label: "right answers" } : look),
  );
}

export const study = {
  name: "shape-space",
  title: "Networks and brain regions in a metric space",
  question:
    "When are dissimilarities of neural representations distances, what does the space look like that they make, and what does the place of a network or of a brain region in it say of that network or region?",
  simulated,
  run,
  training: { modules: ["numpy", "torch", "sklearn"] },
  pictures: [
    { name: "map", figure: "Networks by Procrustes distance" },
    { name: "distortion", figure: "Error of distances by dimensions" },
    { name: "prediction", figure: "What position says of accuracy" },
    { name: "regions", figure: "Level of simulated regions: R²" },
  ],
};
