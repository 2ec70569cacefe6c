import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Band, BandFacts, Taking } from "../../../geometry/large/band.ts";
import type { FitSetup, PartFit } from "../../../geometry/large/band-fit.ts";
import { defineTask } from "../../../run/tasks/task.ts";

/** What all bands share. */
interface BandSetup extends Taking {
  /** All values, in memory that threads share; absent where each band brings its own. */
  readonly all?: Float64Array | undefined;
}

/** Rows of a band, and their values where not all are in memory. */
export interface BandPiece {
  readonly range: readonly [start: number, end: number];
  readonly values?: Float64Array | Float32Array | undefined;
}

function bandOf({ range: [start, end], values }: BandPiece, { all, n }: BandSetup): Band {
  return { start, end, values: values ?? all!.subarray(start * n, end * n) };
}

/** Rows of D² X, and what was seen of the distances. */
export interface BandProduct extends BandFacts {
  readonly product: Float64Array;
}

/** Squared distances times a matrix of n rows, band by band. */
export const bandProducts = defineTask<BandSetup & { readonly x: Matrix }, BandPiece, BandProduct>(
  "distance-products",
  {
    async open(setup, kernels) {
      const { squaresOf } = await import("../../../geometry/large/band.ts");
      const { rows, cols, data } = setup.x;
      const x = kernels.place(rows, cols, data);
      return (piece) => {
        const { squares, ...facts } = squaresOf(bandOf(piece, setup), setup);
        const product = kernels.gemm(matrix(squares.length / setup.n, setup.n, squares), x);
        return { ...facts, product: kernels.detach(product).data };
      };
    },
  },
);

/** How well points show distances, band by band. */
export const bandFits = defineTask<BandSetup & { readonly fit: FitSetup }, BandPiece, PartFit>(
  "distance-fits",
  {
    async open(setup) {
      const [{ squaresOf }, { fitOfBand }] = await Promise.all([
        import("../../../geometry/large/band.ts"),
        import("../../../geometry/large/band-fit.ts"),
      ]);
      return (piece) => {
        const { squares } = squaresOf(bandOf(piece, setup), setup);
        return fitOfBand(squares, piece.range, setup.fit);
      };
    },
  },
);

/** An orthonormal basis of the columns of a matrix, n × l with n ≥ l. */
export const orthonormal = defineTask<null, Matrix, Matrix>("orthonormal", {
  open: (_, kernels) => (y) => kernels.detach(kernels.qr(y).q),
});

/** A basis Q of orthonormal columns, and B Q. */
export interface BasisImage {
  readonly q: Matrix;
  readonly image: Matrix;
}

/** What a symmetric B is on a subspace: eigenvalues, descending, with vectors V in the columns and B V. */
export interface RitzPairs {
  readonly values: Float64Array;
  readonly vectors: Matrix;
  readonly image: Matrix;
}

/** The Rayleigh–Ritz step. */
export const ritzPairs = defineTask<null, BasisImage, RitzPairs>("ritz-pairs", {
  open:
    (_, kernels) =>
    ({ q, image }) => {
      const { values, vectors } = kernels.eigh(symmetric(kernels.gemm(q, image, { transA: true })));
      const turn = descending(kernels.detach(vectors));
      return {
        values: values.toReversed(),
        vectors: kernels.detach(kernels.gemm(q, turn, { transB: true })),
        image: kernels.detach(kernels.gemm(image, turn, { transB: true })),
      };
    },
});

/** Both triangles averaged: they differ by rounding. */
function symmetric({ rows: n, data }: Matrix): Matrix {
  return matrix(
    n,
    n,
    data.map((value, at) => (value + data[(at % n) * n + Math.floor(at / n)]!) / 2),
  );
}

/** Rows in the opposite order. */
function descending({ rows, cols, data }: Matrix): Matrix {
  const turned = matrix(rows, cols);
  for (let k = 0; k < rows; k++)
    turned.data.set(data.subarray((rows - 1 - k) * cols, (rows - k) * cols), k * cols);
  return turned;
}
