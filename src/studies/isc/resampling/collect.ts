import { matrix, type Matrix } from "../../../base/matrix.ts";
import { isPerfect, middle, sortFinite } from "../summary.ts";

/** The correlation of one row in a sample and unit; NaN if it has none. */
export type Correlation = (sample: number, unit: number) => number;

/** Takes correlations row by row, gives their summaries. */
export interface Collector {
  add(row: number, value: Correlation): void;
  /** samples × units. */
  summaries(): Matrix;
}

/** @param rows - how many will be added */
export function collectorOf(
  summary: "mean" | "median" | "none",
  rows: number,
  samples: number,
  cols: number,
): Collector {
  return summary === "mean" ? meanCollector(samples, cols) : medianCollector(rows, samples, cols);
}

function meanCollector(samples: number, cols: number): Collector {
  const [sums, counts] = [new Float64Array(samples * cols), new Float64Array(samples * cols)];
  // Those of ±1, which have no finite z: they count where there is nothing else.
  const perfect = new Map<number, { sum: number; count: number }>();
  const addPerfect = (k: number, r: number) => {
    const { sum, count } = perfect.get(k) ?? { sum: 0, count: 0 };
    perfect.set(k, { sum: sum + Math.sign(r), count: count + 1 });
  };
  return {
    add(_row, value) {
      for (let sample = 0, k = 0; sample < samples; sample++) {
        for (let unit = 0; unit < cols; unit++, k++) {
          const r = value(sample, unit);
          if (r !== r) continue;
          if (isPerfect(r)) {
            addPerfect(k, r);
            continue;
          }
          sums[k]! += Math.atanh(r);
          counts[k]!++;
        }
      }
    },
    summaries() {
      const means = sums.map((sum, k) => Math.tanh(sum / counts[k]!));
      for (const [k, { sum, count }] of perfect) if (counts[k] === 0) means[k] = sum / count;
      return matrix(samples, cols, means);
    },
  };
}

function medianCollector(rows: number, samples: number, cols: number): Collector {
  const all = new Float64Array(samples * cols * rows);
  return {
    add(row, value) {
      for (let sample = 0, k = row; sample < samples; sample++)
        for (let unit = 0; unit < cols; unit++, k += rows) all[k] = value(sample, unit);
    },
    summaries() {
      const medians = matrix(samples, cols);
      for (let k = 0; k < samples * cols; k++) {
        const values = all.subarray(k * rows, (k + 1) * rows);
        medians.data[k] = middle(values, sortFinite(values, rows));
      }
      return medians;
    },
  };
}
