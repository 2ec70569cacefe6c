/**
 * Similarity network fusion from the equations of Wang et al. (2014), online methods, with whole matrices: what is zero is
 * multiplied too. `snfpy` is the same from the description of that package's functions. Both take distances as rows.
 */
type Rows = number[][];

export interface FusionQuestion {
  readonly k: number;
  readonly mu: number;
  readonly steps: number;
}

/** The fused network after so many steps of the paper's equations; distances in units of their mean. */
export function fusedByPaper(distances: readonly Rows[], { k, mu, steps }: FusionQuestion): Rows {
  const n = distances[0]!.length;
  const weights = distances.map((rho) => {
    const all = rho.flatMap((row, i) => row.filter((_, j) => j !== i));
    const unit = all.reduce((a, b) => a + b, 0) / all.length;
    const scaled = rho.map((row) => row.map((value) => value / unit));
    const near = scaled.map((row, i) =>
      mean(
        row
          .filter((_, j) => j !== i)
          .sort((a, b) => a - b)
          .slice(0, k),
      ),
    );
    return scaled.map((row, i) =>
      row.map((value, j) =>
        value === 0 ? 1 : Math.exp(-(value ** 2) / (mu * mean([near[i]!, near[j]!, value]))),
      ),
    );
  });
  const local = weights.map((w) =>
    w.map((row, i) => {
      const others = row.map((_, j) => j).filter((j) => j !== i);
      const chosen = new Set([i, ...others.sort((a, b) => row[b]! - row[a]! || a - b).slice(0, k)]);
      const sum = [...chosen].reduce((total, j) => total + row[j]!, 0);
      return row.map((value, j) => (chosen.has(j) ? value / sum : 0));
    }),
  );
  let states = weights.map(normalized);
  for (let step = 0; step < steps; step++) {
    states = states.map((_, v) => {
      const others = states.filter((_, u) => u !== v);
      return normalized(times(times(local[v]!, average(others)), transpose(local[v]!)));
    });
  }
  const fused = average(states);
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (fused[i]![j]! + fused[j]![i]!) / 2),
  );
}

/** What `snf.compute.affinity_matrix` and then `snf.compute.SNF` give. */
export function fusedBySnfpy(distances: readonly Rows[], { k, mu, steps }: FusionQuestion): Rows {
  const eps = Number.EPSILON;
  const starts = distances.map((rho) => {
    const near = rho.map((row) => mean(row.toSorted((a, b) => a - b).slice(1, k + 1)) + eps);
    const density = rho.map((row, i) =>
      row.map((value, j) => {
        const spread = (near[i]! + near[j]! + value) / 3;
        const deviation = mu * ((spread > eps ? spread : 0) + eps);
        return Math.exp(-(value ** 2) / (2 * deviation ** 2)) / (deviation * Math.sqrt(2 * Math.PI));
      }),
    );
    return symmetric(density.map(toOne));
  });
  const local = starts.map((w) =>
    w.map((row) => {
      const chosen = new Set(
        row
          .map((_, j) => j)
          .sort((a, b) => row[b]! - row[a]!)
          .slice(0, k),
      );
      return toOne(row.map((value, j) => (chosen.has(j) ? value : 0)));
    }),
  );
  let states = starts;
  for (let step = 0; step < steps; step++) {
    states = states.map((_, v) => {
      const passed = times(times(local[v]!, average(states.filter((_, u) => u !== v))), transpose(local[v]!));
      return symmetric(passed).map((row, i) => row.map((value, j) => value + Number(i === j)));
    });
  }
  return symmetric(average(states).map(toOne)).map((row, i) =>
    row.map((value, j) => value + Number(i === j) / 2),
  );
}

/** P of W: the sum of the others twice below each, a half for itself. */
function normalized(w: Rows): Rows {
  return w.map((row, i) => {
    const others = row.reduce((sum, value, j) => sum + (j === i ? 0 : value), 0);
    return row.map((value, j) => (j === i ? 0.5 : value / (2 * others)));
  });
}

function toOne(row: number[]): number[] {
  const sum = row.reduce((a, b) => a + b, 0);
  return row.map((value) => value / sum);
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function average(matrices: readonly Rows[]): Rows {
  return matrices[0]!.map((row, i) => row.map((_, j) => mean(matrices.map((one) => one[i]![j]!))));
}

function symmetric(a: Rows): Rows {
  return a.map((row, i) => row.map((value, j) => (value + a[j]![i]!) / 2));
}

function times(a: Rows, b: Rows): Rows {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}

function transpose(a: Rows): Rows {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}
