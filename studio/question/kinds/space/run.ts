import { toDistances, type Comparisons } from "repgeom";
import {
  clusterSection,
  embedSection,
  groupsByColumn,
  neighborsSection,
  testedGroups,
  type NetworkGroups,
  type Section,
} from "repgeom/report";
import type { Runner, Work } from "../../../worker/runner.ts";
import { writtenFiles } from "../made.ts";
import { clustersOf } from "./clusters.ts";
import { covariateOf } from "./covariate.ts";
import { distancesOf } from "./distances.ts";
import { chosenOf, columnNamed, type Chosen } from "./options.ts";

/** Distances, then what they say: map, tree and clusters, neighbours, covariate, groups. */
export const run: Runner = async (work) => {
  const { task, engine, control } = work;
  const chosen = chosenOf(task.question.options);
  const columns = [chosen.covariate ?? [], ...chosen.confounds].flat();
  const names = task.asked.map(({ name }) => name);
  const known = columns.map((name) => columnNamed(name, names, task.table)); // before anything long
  const distances = await distancesOf(work);
  const within = { ...control, onProgress: () => {} };
  const { map: method, dimensions, restarts, seed } = chosen;
  const map = await engine.embed(distances, { method, dimensions, restarts, seed }, within);
  const clusters = await clustersOf(distances, chosen, engine, within);
  const groups = await groupsOf(distances, chosen, work);
  const [covariate, ...confounds] = known;
  const tested =
    covariate && (await covariateOf({ distances, map, covariate, confounds }, chosen, engine, within));
  const given = { distances, ...(groups && { groups }) };
  return {
    title: `Space by ${distances.metric}`,
    sections: [
      embedSection({ found: map, ...given }),
      clusterSection({ found: clusters, distances }),
      ...(tested?.sections ?? []),
      ...neighbours(distances, chosen),
    ],
    files: [
      ...writtenFiles(distances, "distances", "Distances"),
      ...writtenFiles(map, "map", "Coordinates"),
      ...writtenFiles(clusters, "clusters", "Clusters"),
      ...(tested?.files ?? []),
    ],
    result: { distances, map, clusters, tested },
  };
};

/** The groups of the session, or those of the colour, with their test if one was asked for. */
async function groupsOf(
  distances: Comparisons,
  { groupTest, permutations, seed }: Chosen,
  { task, engine, control }: Work,
): Promise<NetworkGroups | undefined> {
  const { table, look, groups } = task;
  const found = groupsByColumn(distances.rowNames, { table, color: look.color, groups });
  if (!found && groupTest)
    throw new Error("A test of groups needs groups: choose a column of texts as groups or as colour.");
  if (!found || !groupTest) return found;
  const { square } = toDistances(distances);
  return testedGroups(square, found, { groupTest, permutations, seed }, { engine, signal: control.signal });
}

/** All distances are known, so the nearest are looked up. */
function neighbours(distances: Comparisons, { query, nearest }: Chosen): Section[] {
  const names = distances.rowNames;
  const of = query === undefined ? -1 : names.indexOf(query);
  if (of < 0) return [];
  const { square } = toDistances(distances);
  const others = names
    .map((name, index) => ({ name, index, distance: square.data[of * names.length + index]! }))
    .filter(({ index }) => index !== of)
    .toSorted((a, b) => a.distance - b.distance || a.index - b.index);
  const size = others.length;
  const found = { neighbors: others.slice(0, nearest), computed: size, fraction: 1 };
  return [neighborsSection({ found, query: query!, metric: distances.metric, size, before: 0 })];
}
