import { ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Arena, Resident } from "../memory.ts";

/** Operations on each group of rows by itself. */
export interface GroupKernels {
  /**
   * Within each group, all distances between rows of A and rows of B. The rows of a group are
   * consecutive in both matrices. Their scale must be such that squares do not overflow.
   *
   * A row a of A has the weight w = 1 / (pairs · max(distance, floor)) for a row of B.
   * @param countsA, countsB - number of rows in each group
   * @returns `distances`: the mean distance of each group; `pulled`: Σ w·a over the rows a of the same
   *   group, for each row of B (rows of B × columns); `weights`: Σ w for each row of B
   * @throws {ShapeError} if the numbers of columns or of groups differ.
   */
  pullGroups(
    a: Matrix,
    countsA: Float64Array,
    b: Matrix,
    countsB: Float64Array,
    floor: number,
  ): { distances: Float64Array; weights: Float64Array; pulled: Matrix };
  /**
   * Turns each group A_g to Qᵀ·A_g by an orthogonal Q that makes QᵀN more nearly symmetric, where
   * N = A_g·B_gᵀ. All groups have the same number of rows, and each N must be nearly diagonal. This is
   * one Newton step towards the polar factor of N; its curvature comes from the diagonal of N.
   * @returns `turned`, and ⟨Q, N⟩ of each group in `sums`. The sum is NaN, and the rows of `turned` are
   *   not set, where the step would be too long or the diagonal of N is not positive
   * @throws {ShapeError} if the shapes differ or do not divide into the groups.
   */
  turnGroups(a: Matrix, b: Matrix, groups: number): { turned: Matrix; sums: Float64Array };
}

/** A part of the kernels. They make many small products, so addresses are computed once. */
export function groupKernels(wasm: Exports, arena: Arena): GroupKernels {
  return {
    turnGroups(a, b, groups) {
      if (a.rows !== b.rows || a.cols !== b.cols || a.rows % groups !== 0) {
        throw new ShapeError(
          `turnGroups: A is ${shapeOf(a)}, B ${shapeOf(b)} in ${groups} groups; both must have one shape and groups of equally many rows.`,
        );
      }
      const [r, c] = [a.rows / groups, a.cols];
      const [sums, bytes] = [new Float64Array(groups), r * c * 8];
      const turned = arena.matrix(a.rows, c);
      arena.scope(() => {
        const [first, second] = [arena.addressOf(a), arena.addressOf(b)];
        const [product, turn, square, better] = [0, 0, 0, 0].map(() => arena.matrix(r, r)) as Squares;
        const work = arena.alloc(
          Math.max(wasm.dgemmWork(r, Math.max(r, c), Math.max(r, c)), wasm.dsyrkWork(r, r)),
        );
        const [n, p, e, q] = [product.data, turn.data, square.data, better.data]; // nothing grows the memory from here on
        for (let g = 0; g < groups; g++) {
          const [to, x, y] = [turned.address, first, second].map((start) => start + g * bytes) as [
            number,
            number,
            number,
          ];
          wasm.dgemm(0, 1, r, r, c, 1, x, c, y, c, 0, product.address, r, work);
          const size = skewStep(n, p, r);
          sums[g] = NaN;
          if (!(size <= longestTurn)) continue;
          // p holds −W, and W² = −W·Wᵀ for skew W
          wasm.dsyrk(0, r, r, -0.5, turn.address, r, 0, square.address, r, work);
          addUpperAndIdentity(e, p, r);
          let [now, other, rotation] = [turn, better, p];
          for (let step = newtonSteps(size); step > 0; step--) {
            wasm.dsyrk(0, r, r, 1, now.address, r, 0, square.address, r, work);
            symmetricLessIdentity(e, r);
            (rotation === p ? q : p).set(rotation);
            wasm.dgemm(0, 0, r, r, r, -0.5, square.address, r, now.address, r, 1, other.address, r, work);
            [now, other, rotation] = [other, now, rotation === p ? q : p];
          }
          sums[g] = innerTransposed(rotation, n, r);
          wasm.dgemm(0, 0, r, c, r, 1, now.address, r, x, c, 0, to, c, work);
        }
      });
      return { turned, sums };
    },

    pullGroups(a, countsA, b, countsB, floor) {
      if (a.cols !== b.cols || countsA.length !== countsB.length) {
        throw new ShapeError(
          `pullGroups: A is ${shapeOf(a)} in ${countsA.length} groups, B ${shapeOf(b)} in ${countsB.length}; columns and groups must be equal in number.`,
        );
      }
      const n = a.cols;
      const [mostA, mostB] = [countsA, countsB].map((counts) =>
        counts.reduce((x, y) => Math.max(x, y), 0),
      ) as [number, number];
      const [distances, weights] = [new Float64Array(countsA.length), new Float64Array(b.rows)];
      const pulled = arena.matrix(b.rows, n);
      arena.scope(() => {
        let [atA, atB, to] = [arena.addressOf(a), arena.addressOf(b), pulled.address];
        const square = arena.matrix(mostB, mostA);
        const work = arena.alloc(
          Math.max(wasm.deuclideanWork(mostB, mostA, n), wasm.dgemmWork(mostB, n, mostA)),
        );
        const sums = arena.matrix(1, b.rows);
        for (let group = 0, row = 0; group < countsA.length; group++) {
          const [rowsA, rowsB] = [countsA[group]!, countsB[group]!];
          const address = square.address;
          wasm.deuclidean(rowsB, rowsA, n, atB, n, atA, n, address, rowsA, 0, 0, work);
          distances[group] =
            wasm.dpullWeights(rowsB, rowsA, address, floor, sums.address + row * 8) / (rowsB * rowsA);
          wasm.dgemm(0, 0, rowsB, n, rowsA, 1, address, rowsA, atA, n, 0, to, n, work);
          row += rowsB;
          atA += rowsA * n * 8;
          atB += rowsB * n * 8;
          to += rowsB * n * 8;
        }
        weights.set(sums.data);
      });
      return { distances, weights, pulled };
    },
  };
}

type Squares = [Resident, Resident, Resident, Resident];

/** Largest ‖W‖ that one step can find. */
const longestTurn = 0.4;

/** Newton–Schulz steps that make I + W + W²/2 orthogonal to 1e-13 (two steps: to 1e-11). */
function newtonSteps(size: number): number {
  return size < 1e-3 ? 0 : size < 0.04 ? 1 : 2;
}

/** Largest ‖(N + Nᵀ) / (nᵢᵢ + nⱼⱼ)‖² off the diagonal, per row. Beyond it N is too far from diagonal for the step. */
const farthest = 0.04;

/** Writes −W into `step`, where W = (N − Nᵀ) / (nᵢᵢ + nⱼⱼ). @returns ‖W‖; NaN unless N is nearly diagonal and positive */
function skewStep(n: Float64Array, step: Float64Array, r: number): number {
  let [sum, apart] = [0, 0];
  for (let i = 0; i < r; i++) {
    const row = i * r;
    const own = n[row + i]!;
    if (!(own > 0)) return NaN;
    step[row + i] = 0;
    for (let j = 0, across = i; j < i; j++, across += r) {
      const [above, below, curvature] = [n[across]!, n[row + j]!, own + n[j * r + j]!];
      const w = (above - below) / curvature;
      const e = (above + below) / curvature;
      apart += e * e;
      step[row + j] = w;
      step[across] = -w;
      sum += w * w;
    }
  }
  return 2 * apart <= farthest * r ? Math.sqrt(2 * sum) : NaN;
}

/** P := P + I + E. Only the upper triangle of the symmetric E is read. */
function addUpperAndIdentity(e: Float64Array, p: Float64Array, r: number): void {
  for (let i = 0; i < r; i++) {
    const row = i * r;
    p[row + i]! += 1 + e[row + i]!;
    for (let j = 0, across = i; j < i; j++, across += r) {
      p[row + j]! += e[across]!;
      p[across]! += e[across]!;
    }
  }
}

/** E := E − I, with both triangles filled. Only the upper triangle of the symmetric E is read. */
function symmetricLessIdentity(e: Float64Array, r: number): void {
  for (let i = 0; i < r; i++) {
    e[i * r + i]! -= 1;
    for (let j = 0, across = i; j < i; j++, across += r) e[i * r + j] = e[across]!;
  }
}

/** ⟨Pᵀ, N⟩. */
function innerTransposed(p: Float64Array, n: Float64Array, r: number): number {
  let sum = 0;
  for (let i = 0; i < r; i++) {
    for (let j = 0, across = i; j < r; j++, across += r) sum += p[across]! * n[i * r + j]!;
  }
  return sum;
}
