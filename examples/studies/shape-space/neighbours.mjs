// Who is nearest to whom.
import { neighborIndex, toDistances } from "repgeom";
import { uniform } from "../lib/random.mjs";

const permutations = 999;

/** What the nearest network has in common with a network, and how often. Siblings are of one configuration. */
const questions = [
  { name: "of its configuration", column: "configuration", others: false, permute: anywhere },
  {
    name: "of its seed, and so trained on the same pictures",
    column: "seed",
    others: false,
    permute: inPairs,
  },
  {
    name: "of its architecture, other configurations only",
    column: "architecture",
    others: true,
    permute: byConfiguration,
  },
  {
    name: "of its depth, other configurations only",
    column: "depth",
    others: true,
    permute: byConfiguration,
  },
  {
    name: "of its width, other configurations only",
    column: "width",
    others: true,
    permute: byConfiguration,
  },
];

/** Shares of networks whose nearest one has the same value; of chance, labels of configurations are permuted. */
export function nearestShares(result, table) {
  const { square } = toDistances(result);
  return questions.map(({ name, column, others, permute }) => {
    const nearest = nearestOf(square, table, others);
    const share = shareOf(
      nearest,
      table.map((row) => row[column]),
    );
    const next = uniform(11);
    const drawn = Array.from({ length: permutations }, () => shareOf(nearest, permute(table, column, next)));
    const reached = drawn.filter((value) => value >= share - 1e-12).length;
    const chance = drawn.reduce((sum, value) => sum + value / permutations, 0);
    return { name, share, chance, p: (1 + reached) / (1 + permutations) };
  });
}

function nearestOf({ rows: n, data }, table, others) {
  return table.map((row, i) => {
    const candidates = table.flatMap((one, j) =>
      j === i || (others && one.configuration === row.configuration) ? [] : [j],
    );
    return candidates.reduce((best, j) => (data[i * n + j] < data[i * n + best] ? j : best));
  });
}

function shareOf(nearest, labels) {
  return nearest.filter((j, i) => labels[j] === labels[i]).length / labels.length;
}

function anywhere(table, column, next) {
  return shuffled(
    table.map((row) => row[column]),
    next,
  );
}

/** Both networks of one plan keep their seeds, or exchange them. */
function inPairs(table, column, next) {
  const flips = new Map();
  return table.map((row) => {
    const plan = `${row.configuration} ${row.regularisation}`;
    if (!flips.has(plan)) flips.set(plan, next() < 0.5);
    return flips.get(plan) ? 3 - row[column] : row[column];
  });
}

/** Labels move with their configuration: its networks are not independent. */
function byConfiguration(table, column, next) {
  const names = [...new Set(table.map((row) => row.configuration))];
  const labelOf = new Map(table.map((row) => [row.configuration, row[column]]));
  const moved = shuffled(names, next);
  const to = new Map(names.map((name, k) => [name, labelOf.get(moved[k])]));
  return table.map((row) => to.get(row.configuration));
}

function shuffled(items, next) {
  const all = [...items];
  for (let k = all.length - 1; k > 0; k--) {
    const j = Math.floor(next() * (k + 1));
    [all[k], all[j]] = [all[j], all[k]];
  }
  return all;
}

/** The nearest networks to one, found by the triangle inequality, and what that took. */
export async function search(networks, query, spec, control) {
  const others = networks.filter(({ name }) => name !== query);
  const index = await neighborIndex(others, spec, {}, control);
  const found = await index.nearest(
    networks.find(({ name }) => name === query),
    5,
    control,
  );
  return { found, query, metric: spec.metric, size: index.size, before: index.computed };
}
