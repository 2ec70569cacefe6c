// Linear predictivity from its definition, on lists of rows: normal equations, hat matrices, NIPALS by iteration.

type Rows = number[][];

const times = (a: Rows, b: Rows): Rows =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((s, v, k) => s + v * b[k]![j]!, 0)));
const transposed = (a: Rows): Rows => a[0]!.map((_, j) => a.map((row) => row[j]!));
const mean = (values: readonly number[]) => values.reduce((s, v) => s + v, 0) / values.length;
const squares = (values: readonly number[]) => values.reduce((s, v) => s + v * v, 0);

/** A⁻¹·B by elimination with row pivots. */
function solve(a: Rows, b: Rows): Rows {
  const n = a.length;
  const w = a.map((row, i) => [...row, ...b[i]!]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(w[i]![k]!) > Math.abs(w[pivot]![k]!)) pivot = i;
    [w[k], w[pivot]] = [w[pivot]!, w[k]!];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const f = w[i]![k]! / w[k]![k]!;
      for (let j = k; j < w[i]!.length; j++) w[i]![j]! -= f * w[k]![j]!;
    }
  }
  return w.map((row, i) => row.slice(n).map((v) => v / row[i]!));
}

/** Training and held-out stimuli of one division, less the training means. */
function parts(x: Rows, train: ArrayLike<number>, test: ArrayLike<number>) {
  const means = transposed(Array.from(train, (i) => x[i]!)).map(mean);
  const of = (some: ArrayLike<number>) => Array.from(some, (i) => x[i]!.map((v, j) => v - means[j]!));
  return { train: of(train), test: of(test) };
}

/** X*·(XᵀX + λI)⁻¹Xᵀ·Y. */
function ridgeWeights(train: Rows, test: Rows, penalty: number): Rows {
  const gram = times(transposed(train), train).map((row, i) =>
    row.map((v, j) => v + (i === j ? penalty : 0)),
  );
  return times(test, solve(gram, transposed(train)));
}

function chosen(train: Rows, test: Rows, y: Rows): Rows {
  const t = train.length;
  const scale = train.reduce((s, row) => s + squares(row), 0) / t;
  const all = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000].map((share) => {
    const hat = ridgeWeights(train, train, share * scale);
    const trace = 1 + hat.reduce((s, row, i) => s + row[i]!, 0);
    const fitted = times(hat, y);
    const errors = y[0]!.map(
      (_, j) => squares(y.map((row, i) => row[j]! - fitted[i]![j]!)) / (1 - trace / t) ** 2,
    );
    return { errors, predicted: times(ridgeWeights(train, test, share * scale), y) };
  });
  return test.map((_, i) =>
    y[0]!.map(
      (_, j) => all.reduce((best, one) => (one.errors[j]! < best.errors[j]! ? one : best)).predicted[i]![j]!,
    ),
  );
}

function unit(column: Rows): Rows {
  const size = Math.sqrt(squares(column.flat()));
  return column.map(([v]) => [v! / size]);
}

function pls(train: Rows, test: Rows, targets: Rows, components: number): Rows {
  let [x, held, y] = [train, test, targets];
  let predicted = test.map(() => y[0]!.map(() => 0));
  for (let c = 0; c < components; c++) {
    let u = y.map((row) => [row[0]!]);
    let w: Rows = [];
    for (let round = 0; round < 5000; round++) {
      const before = w;
      w = unit(times(transposed(x), u));
      u = unit(times(y, times(transposed(y), times(x, w))));
      if (before.every(([v], k) => Math.abs(v! - w[k]![0]!) < 1e-15) && round > 0) break;
    }
    const [t, th] = [times(x, w), times(held, w)];
    const tt = squares(t.flat());
    const [p, q] = [times(transposed(x), t), times(transposed(y), t)].map((one) => one.map(([v]) => v! / tt));
    predicted = predicted.map((row, i) => row.map((v, j) => v + th[i]![0]! * q![j]!));
    x = x.map((row, i) => row.map((v, j) => v - t[i]![0]! * p![j]!));
    held = held.map((row, i) => row.map((v, j) => v - th[i]![0]! * p![j]!));
    y = y.map((row, i) => row.map((v, j) => v - t[i]![0]! * q![j]!));
  }
  return predicted;
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const [u, v] = [a, b].map((one) => one.map((value) => value - mean(one))) as [number[], number[]];
  return u.reduce((s, value, k) => s + value * v[k]!, 0) / Math.sqrt(squares(u) * squares(v));
}

function median(values: readonly number[]): number {
  const rising = [...values].sort((a, b) => a - b);
  const half = (rising.length - 1) / 2;
  return (rising[Math.floor(half)]! + rising[Math.ceil(half)]!) / 2;
}

export interface Fit {
  readonly fit: "ridge" | "pls";
  readonly ridge?: number;
  readonly components?: number;
}

/** @param divisions - which stimuli are fitted on, and which predicted */
export function predictivityOf(
  x: Rows,
  y: Rows,
  divisions: readonly { readonly train: ArrayLike<number>; readonly test: ArrayLike<number> }[],
  { fit, ridge, components = 25 }: Fit,
): number {
  return mean(
    divisions.map(({ train, test }) => {
      const [a, b] = [parts(x, train, test), parts(y, train, test)];
      const predicted =
        fit === "pls"
          ? pls(a.train, a.test, b.train, components)
          : ridge === undefined
            ? chosen(a.train, a.test, b.train)
            : times(ridgeWeights(a.train, a.test, ridge), b.train);
      return median(
        y[0]!.map((_, j) =>
          pearson(
            predicted.map((row) => row[j]!),
            b.test.map((row) => row[j]!),
          ),
        ),
      );
    }),
  );
}
