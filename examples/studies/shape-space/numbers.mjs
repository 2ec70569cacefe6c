// Everything worth keeping besides the figures of the claims, as plain data.
import { mean as average } from "../lib/statistics.mjs";

export function numbersOf({
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
}) {
  return {
    networks: table.map(({ network, accuracy, training_accuracy }) => ({
      network,
      accuracy,
      training_accuracy,
    })),
    distances: compared.map(({ name, result }) => ({ name, values: rows(result) })),
    triangles,
    shifts: {
      ways: shifts.found.map(({ among: _, ...way }) => way),
      leastShift: shifts.tables.map(({ name, shift }) => ({ name, shift })),
    },
    embedding: embedded.map(({ name, maps, negative }) => ({
      name,
      negative,
      maps: maps.map(({ map: _, ...distortion }) => distortion),
    })),
    nearest: {
      shares: near,
      search: { query: nearest.query, computed: nearest.found.computed, of: nearest.size },
    },
    mean: {
      loss: mean.mean.loss,
      iterations: mean.mean.iterations,
      converged: mean.mean.converged,
      flat: mean.flat,
      varianceExplained: [...mean.space.varianceExplained].slice(0, 20),
    },
    predicted: predicted.map(({ result, ...named }) => ({ ...named, ...evidence(result) })),
    within: within.map(({ result, ...named }) => ({ ...named, ...evidence(result) })),
    simulatedRegions: regions.map(({ hierarchy, recordings, result, levels }) => ({
      hierarchy,
      sessions: evidence(levels.sessions),
      regions: evidence(levels.regions),
      meanDistances: regionMeans(recordings, result),
    })),
  };
}

const evidence = ({ r2, p }) => ({ r2, p });

/** Distances with six digits: the file is for reading. */
function rows({ rowNames, values }) {
  const n = rowNames.length;
  return rowNames.map((_, i) =>
    [...values.slice(i * n, (i + 1) * n)].map((value) => Number(value.toPrecision(6))),
  );
}

/** Mean distance between simulated regions, over pairs of recordings. */
export function regionMeans(recordings, result) {
  const regions = [...new Set(recordings.map(({ region }) => region))];
  return regions.map((a) =>
    regions.map((b) => {
      const values = recordings.flatMap((one, i) =>
        recordings.flatMap((other, j) =>
          i !== j && one.region === a && other.region === b ? [result.at(i, j)] : [],
        ),
      );
      return average(values);
    }),
  );
}
