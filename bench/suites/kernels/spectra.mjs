// Eigenvalues, eigenvectors, singular values, nuclear norm and thin SVD. Times include the copy
// of the matrix, because the kernels overwrite it. Goals are for processors without AVX-512.
// There OpenBLAS has twice the lanes of wasm; with AVX-512 it has four times as many.
import { limitRow } from "../../measure.mjs";
import { normal } from "./wasm.mjs";

/** Largest acceptable share of NumPy's time, by size. */
const goals = {
  "nuclear norm": { 64: 0.55, 128: 0.6, 256: 0.7, 512: 0.8 },
  "singular values": { 64: 1, 128: 1, 256: 1, 512: 1.1 },
  eigenvalues: { 64: 0.9, 128: 0.9, 256: 1, 512: 1.1 },
  eigenvectors: { 64: 1, 128: 1, 256: 1.15, 512: 1.15 },
  "thin SVD": {},
};
const shapes = [
  [64, 64],
  [128, 128],
  [256, 256],
  [512, 512],
  [1000, 256],
];
/** Largest acceptable error of singular values, relative to the largest one, and of products of eigenvectors. */
const ACCURACY = 1e-14;

export function spectrumCases() {
  return shapes.flatMap(([m, n]) =>
    Object.keys(goals)
      .filter((routine) => m === n || !routine.startsWith("eigen"))
      .map((routine) => spectrumCase(routine, m, n)),
  );
}

function spectrumCase(routine, m, n) {
  return {
    name: `${routine} ${m} × ${n}`,
    section: "Eigenvalues and singular values: share of NumPy's time",
    peer: "numpy",
    goal: m === n ? goals[routine][n] : undefined,
    job: { run: routine, options: {} },
    input: () => ({ name: "matrix", shape: [m, n], data: testMatrix(m, n) }),
    setUp: (kernels, data) => setUp(kernels, data, routine, m, n),
  };
}

/** Normal numbers. A square matrix is made symmetric for the eigenvalues; that is harmless for singular values. */
function testMatrix(m, n) {
  const a = normal(m * n, n);
  if (m === n) for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i];
  return a;
}

function setUp(kernels, data, routine, m, n) {
  const { call, alloc, view } = kernels;
  const r = Math.min(m, n);
  const a = alloc(8 * m * n);
  const [s, u, vt] = [alloc(8 * r), alloc(8 * m * r), alloc(8 * r * n)];
  const work = alloc(scratch(call, routine, m, n));
  let sum = NaN;
  const kernel = {
    eigenvalues: () => call.dsyev(n, a, n, s, work),
    eigenvectors: () => call.dsyevd(n, a, n, s, u, n, work),
    "singular values": () => call.dgesvals(m, n, a, n, s, work),
    "nuclear norm": () => (sum = call.dnuclear(m, n, a, n, 0, work)),
    "thin SVD": () => call.dgesvd(m, n, a, n, s, u, r, vt, n, work),
  }[routine];
  const values = () => (routine === "nuclear norm" ? [sum] : view(s, r).slice());
  return {
    values,
    run() {
      view(a, m * n).set(data);
      kernel();
    },
    also: (theirs) => accuracy(routine, `${routine} ${m} × ${n}`, values(), theirs, view(u, m * r), n),
  };
}

function scratch(call, routine, m, n) {
  return {
    eigenvalues: () => call.dsyevWork(n),
    eigenvectors: () => call.dsyevdWork(n),
    "singular values": () => call.dgesvalsWork(m, n),
    "nuclear norm": () => call.dnuclearWork(m, n),
    "thin SVD": () => call.dgesvdWork(m, n, 1, 1),
  }[routine]();
}

/** Rows about accuracy. The goals for time count only if these are met. */
function accuracy(routine, name, ours, theirs, vectors, n) {
  if (routine === "singular values") {
    const error = Math.max(...theirs.map((value, i) => Math.abs(value - ours[i]))) / theirs[0];
    return [limitRow(`${name}: difference to numpy`, "of the largest", error, ACCURACY)];
  }
  if (routine !== "eigenvectors") return [];
  return [limitRow(`${name}: VᵀV against the identity`, "at most", orthogonality(vectors, n), ACCURACY)];
}

function orthogonality(vectors, n) {
  let worst = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let dot = i === j ? -1 : 0;
      for (let p = 0; p < n; p++) dot += vectors[i * n + p] * vectors[j * n + p];
      worst = Math.max(worst, Math.abs(dot));
    }
  }
  return worst;
}
