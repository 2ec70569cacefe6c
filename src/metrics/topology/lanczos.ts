import { square } from "../../base/math/powers.ts";
import { matrix } from "../../base/matrix.ts";
import { createRandom } from "../../base/random.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { rootDegrees, type Graph } from "./neighbor-graph.ts";

/** Nodes and weights of a Gauss rule; the weights add up to 1. */
export interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** How many vectors go through the graph side by side; the loops below are written out for that many. */
const width = 4;

/** Of a vector of length 1, what is left below this makes no difference to a rule but its square. */
const exhausted = 1e-8;

/**
 * Gauss rules of B = D^−½·A·D^−½ with vectors of random signs, by Lanczos. Vectors are not made orthogonal again: what that leaves of
 * a rule is one of eigenvalues that differ by rounding (Greenbaum, Linear Algebra Appl. 113, 1989).
 * Source: Golub & Meurant, Matrices, Moments and Quadrature, 2010, §4.1.
 */
export function* lanczosRules(
  graph: Graph,
  { steps, probes, seed }: { steps: number; probes: number; seed: number },
  kernels: Kernels,
): Generator<Rule> {
  const roots = rootDegrees(graph);
  const most = Math.min(steps, roots.length);
  for (let first = 0; first < probes; first += width) {
    const { diagonals, besides } = recurrences(graph, roots, randomSigns(roots.length, seed, first), most);
    for (let probe = 0; probe < Math.min(width, probes - first); probe++) {
      const of = (list: Float64Array) =>
        Array.from({ length: most }, (_, step) => list[step * width + probe]!);
      yield tridiagonalRule(of(diagonals), of(besides), kernels);
    }
  }
}

/** Signs over √m, `width` vectors of length 1 side by side: 32 signs from a random number. */
function randomSigns(m: number, seed: number, first: number): Float64Array {
  const vectors = new Float64Array(m * width);
  const length = 1 / Math.sqrt(m);
  for (let probe = 0; probe < width; probe++) {
    const random = createRandom(seed, first + probe);
    for (let i = 0, bits = 0; i < m; i++, bits >>>= 1) {
      if (i % 32 === 0) bits = random.below(2 ** 32);
      vectors[i * width + probe] = bits & 1 ? -length : length;
    }
  }
  return vectors;
}

/** What Lanczos finds, `width` numbers a step: the diagonals of tridiagonal matrices, and what stands beside each of their elements. */
interface Recurrences {
  readonly diagonals: Float64Array;
  readonly besides: Float64Array;
}

function recurrences(graph: Graph, roots: Float64Array, start: Float64Array, steps: number): Recurrences {
  const diagonals = new Float64Array(steps * width);
  const besides = new Float64Array(steps * width);
  let before: Float64Array = new Float64Array(start.length);
  let last = start;
  let next: Float64Array = new Float64Array(start.length);
  const scaled = new Float64Array(start.length);
  let backward: Float64Array = new Float64Array(width);
  for (let step = 0; step < steps; step++) {
    timesAdjacency(graph, roots, last, scaled, next);
    const along = columnDots(next, last);
    const lengths = combine(next, last, along, before, backward);
    diagonals.set(along, step * width);
    besides.set(lengths, step * width);
    const inverse = lengths.map((length) => (length < exhausted ? 0 : 1 / length));
    scaleColumns(next, inverse);
    [before, last, next, backward] = [last, next, before, lengths];
  }
  return { diagonals, besides };
}

/** into = B·x, for all vectors. */
function timesAdjacency(
  { starts, nodes }: Graph,
  roots: Float64Array,
  x: Float64Array,
  scaled: Float64Array,
  into: Float64Array,
): void {
  for (let at = 0; at < x.length; at++) scaled[at] = roots[at >> 2]! * x[at]!;
  for (let i = 0; i < roots.length; i++) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    const end = starts[i + 1]!;
    for (let at = starts[i]!; at < end; at++) {
      const from = nodes[at]! * width;
      a += scaled[from]!;
      b += scaled[from + 1]!;
      c += scaled[from + 2]!;
      d += scaled[from + 3]!;
    }
    const root = roots[i]!;
    into[i * width] = root * a;
    into[i * width + 1] = root * b;
    into[i * width + 2] = root * c;
    into[i * width + 3] = root * d;
  }
}

function columnDots(x: Float64Array, y: Float64Array): Float64Array {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let row = 0; row < x.length; row += width) {
    a += x[row]! * y[row]!;
    b += x[row + 1]! * y[row + 1]!;
    c += x[row + 2]! * y[row + 2]!;
    d += x[row + 3]! * y[row + 3]!;
  }
  return Float64Array.of(a, b, c, d);
}

/** x := x − a·y − b·z, column by column; the lengths of the columns after that. */
function combine(
  x: Float64Array,
  y: Float64Array,
  a: Float64Array,
  z: Float64Array,
  b: Float64Array,
): Float64Array {
  const [a0, a1, a2, a3] = a as unknown as [number, number, number, number];
  const [b0, b1, b2, b3] = b as unknown as [number, number, number, number];
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let row = 0; row < x.length; row += width) {
    const x0 = (x[row]! -= a0 * y[row]! + b0 * z[row]!);
    const x1 = (x[row + 1]! -= a1 * y[row + 1]! + b1 * z[row + 1]!);
    const x2 = (x[row + 2]! -= a2 * y[row + 2]! + b2 * z[row + 2]!);
    const x3 = (x[row + 3]! -= a3 * y[row + 3]! + b3 * z[row + 3]!);
    s0 += x0 * x0;
    s1 += x1 * x1;
    s2 += x2 * x2;
    s3 += x3 * x3;
  }
  return Float64Array.of(s0, s1, s2, s3).map(Math.sqrt);
}

function scaleColumns(x: Float64Array, by: Float64Array): void {
  const [a, b, c, d] = by as unknown as [number, number, number, number];
  for (let row = 0; row < x.length; row += width) {
    x[row]! *= a;
    x[row + 1]! *= b;
    x[row + 2]! *= c;
    x[row + 3]! *= d;
  }
}

/**
 * Eigenvalues of a tridiagonal matrix with the squares of the first elements of their vectors.
 * @param besides - right of each diagonal element; the matrix ends where the space is exhausted
 */
function tridiagonalRule(diagonal: readonly number[], besides: readonly number[], kernels: Kernels): Rule {
  const end = besides.findIndex((length) => length < exhausted);
  const n = end < 0 ? diagonal.length : end + 1;
  const whole = matrix(n, n);
  for (let k = 0; k < n; k++) {
    whole.data[k * n + k] = diagonal[k]!;
    if (k + 1 < n) whole.data[k * n + k + 1] = whole.data[(k + 1) * n + k] = besides[k]!;
  }
  return kernels.scope(() => {
    const { values, vectors } = kernels.eigh(whole);
    return {
      nodes: values.slice(),
      weights: Float64Array.from(values, (_, k) => square(vectors.data[k * n]!)),
    };
  });
}
