import { matrix, type Matrix } from "../../../../src/base/matrix.ts";
import { createRandom } from "../../../../src/base/random.ts";
import type { DistanceRows } from "../../../../src/index.ts";

/** n points in `axes` dimensions whose spread falls with the axis, and `noise` in each distance. */
export function euclidean(
  n: number,
  axes: number,
  seed: number,
  spread = (axis: number) => 1 / (axis + 1),
): Matrix {
  const random = createRandom(seed);
  const points = Array.from({ length: n }, () =>
    Array.from({ length: axes }, (_, axis) => spread(axis) * random.normal()),
  );
  return among(n, (i, j) =>
    Math.sqrt(points[i]!.reduce((sum, value, k) => sum + (value - points[j]![k]!) ** 2, 0)),
  );
}

/** Angles between random directions around one: distances that no Euclidean space has. */
export function angles(n: number, axes: number, seed: number, noise: number): Matrix {
  const random = createRandom(seed);
  const points = Array.from({ length: n }, () => {
    const raw = Array.from({ length: axes }, (_, k) => (k === 0 ? 1 : 0) + noise * random.normal());
    const length = Math.hypot(...raw);
    return raw.map((value) => value / length);
  });
  return among(n, (i, j) =>
    Math.acos(
      Math.min(
        1,
        Math.max(
          -1,
          points[i]!.reduce((sum, value, k) => sum + value * points[j]![k]!, 0),
        ),
      ),
    ),
  );
}

export function among(n: number, distance: (i: number, j: number) => number): Matrix {
  const square = matrix(n, n);
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) square.data[i * n + j] = square.data[j * n + i] = distance(i, j);
  return square;
}

/** The rows of a matrix as a source, and how often each was read. */
export function rowsOf(
  { rows: size, data }: Matrix,
  single = false,
): DistanceRows & { readonly read: number[] } {
  const read = new Array<number>(size).fill(0);
  return {
    size,
    read,
    async rows(start, end) {
      for (let row = start; row < end; row++) read[row]!++;
      const values = data.slice(start * size, end * size);
      return single ? Float32Array.from(values) : values;
    },
  };
}

/** B = −J D² J / 2 by its definition. */
export function centred({ rows: n, data }: Matrix): Matrix {
  const squares = data.map((value) => value * value);
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const means = Array.from({ length: n }, (_, i) => mean(squares.subarray(i * n, (i + 1) * n)));
  const all = mean(means);
  return among2(n, (i, j) => -(squares[i * n + j]! - means[i]! - means[j]! + all) / 2);
}

function among2(n: number, entry: (i: number, j: number) => number): Matrix {
  return matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, at) => entry(Math.floor(at / n), at % n)),
  );
}
