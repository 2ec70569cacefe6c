// Claim 4: what the position of a network in the space says of it.
import { predictAsync, regressAsync, toDistances } from "repgeom";

export const permutations = 999;
const seed = 1;

/** Names and values of what is predicted, and what is partialled out of it; everything as classes but accuracy. */
export const covariates = [
  {
    name: "accuracy",
    confounds: ["architecture", "depth", "width"],
    planned: ["architecture and depth", "width", "regularisation", "seed"],
  },
  {
    name: "depth",
    confounds: ["architecture", "width"],
    planned: ["architecture", "width", "regularisation", "seed", "accuracy"],
  },
];

/**
 * Five tests, each stricter than the one before. `together` holds the four networks of a configuration out together and
 * permutes them as a whole; `within` permutes inside architectures alone; `planned` takes out all that the plan of the
 * networks says, of accuracy also how depth acts in each architecture.
 */
export const tests = [
  { name: "networks at random" },
  { name: "configurations held out", together: true },
  { name: "confounds partialled out", together: true, partial: true },
  { name: "permuted by architecture", together: true, partial: true, within: true },
  { name: "the plan partialled out", together: true, planned: true, within: true },
];

function optionsOf({ together, partial, planned, within }, covariate, table) {
  const confounds = planned ? covariate.planned : covariate.confounds;
  return {
    permutations,
    seed,
    ...(together ? { together: columnOf(table, "configuration") } : {}),
    ...(partial || planned ? { confounds: confounds.map((name) => confoundOf(table, name)) } : {}),
    ...(within ? { within: columnOf(table, "architecture") } : {}),
  };
}

const columnOf = (table, name) =>
  table.map((row) => (name === "architecture and depth" ? `${row.architecture} ${row.depth}` : row[name]));

/** Numbers of few values as classes: then what depends on them in any way is gone, not the linear part alone. */
function confoundOf(table, name) {
  return name === "accuracy" ? columnOf(table, name) : columnOf(table, name).map(String);
}

/**
 * R² of each covariate by each metric in each test.
 * @param compared - `{ name, result }` of each metric
 * @param coordinates - of the networks in the tangent space
 */
export async function predictAll(compared, coordinates, table, control) {
  const found = [];
  for (const covariate of covariates) {
    const values = columnOf(table, covariate.name);
    for (const test of tests) {
      const options = optionsOf(test, covariate, table);
      const named = { covariate: covariate.name, test: test.name };
      for (const { name, result } of compared)
        found.push({ ...named, space: name, result: await predictAsync(result, values, options, control) });
      const result = await regressAsync(coordinates, values, options, control);
      found.push({ ...named, space: "tangent space", result });
    }
  }
  return found;
}

/** The same inside one architecture: configurations held out, nothing else partialled out. */
export async function predictWithin({ name, result }, table, control) {
  const { square } = toDistances(result);
  const found = [];
  for (const architecture of new Set(columnOf(table, "architecture"))) {
    const rows = [...table.keys()].filter((i) => table[i].architecture === architecture);
    const part = { rows: rows.length, cols: rows.length, data: partOf(square, rows) };
    const some = rows.map((i) => table[i]);
    for (const covariate of ["accuracy", "depth"]) {
      const options = { permutations, seed, together: columnOf(some, "configuration") };
      const result = await predictAsync(part, columnOf(some, covariate), options, control);
      found.push({ architecture, covariate, space: name, result });
    }
  }
  return found;
}

function partOf({ cols, data }, rows) {
  return Float64Array.from(rows.flatMap((i) => rows.map((j) => data[i * cols + j])));
}

/** The level of simulated regions, from sessions that were not seen, and of a region that was not seen. */
export async function predictLevels(distances, recordings, control) {
  const levels = columnOf(recordings, "region");
  const given = { permutations, seed, confounds: [recordings.map(({ shape }) => shape[1])] };
  const session = columnOf(recordings, "session");
  return {
    sessions: await predictAsync(
      distances,
      levels,
      { ...given, together: session, within: session },
      control,
    ),
    regions: await predictAsync(distances, levels, { ...given, folds: 8, together: levels }, control),
  };
}
