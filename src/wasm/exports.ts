type Gemm = (
  ...args: [
    ...[transA: number, transB: number, m: number, n: number, k: number, alpha: number],
    ...[a: number, lda: number, b: number, ldb: number, beta: number, c: number, ldc: number, work: number],
  ]
) => void;

type Syrk = (
  ...args: [
    ...[trans: number, n: number, k: number, alpha: number, a: number, lda: number],
    ...[beta: number, c: number, ldc: number, work: number],
  ]
) => void;

type RowDistances<Rest extends number[]> = (
  ...args: [
    ...[m: number, n: number, p: number, a: number, lda: number, b: number, ldb: number],
    ...[out: number, ldo: number, ...rest: Rest],
  ]
) => void;

/**
 * The exports of the wasm module (see assembly/index.ts). Addresses are in bytes, everything else in elements.
 * No function returns an address. A `…Work` returns bytes as a double, which may be more than there can be.
 */
export interface Exports {
  memory: WebAssembly.Memory;

  ddot(n: number, x: number, y: number): number;
  dnrm2(n: number, x: number): number;
  damax(n: number, x: number): number;
  daxpy(n: number, alpha: number, x: number, y: number): void;
  dscal(n: number, alpha: number, x: number): void;
  dmul(n: number, x: number, y: number): void;
  dtranspose(m: number, n: number, a: number, lda: number, b: number, ldb: number): void;
  dcenterColumns(m: number, n: number, a: number, lda: number, means: number, work: number): void;
  dcenterRows(m: number, n: number, a: number, lda: number, means: number): void;

  dsoftmax(m: number, n: number, x: number, factor: number, own: number, squares: number): void;
  dnegentropies(m: number, n: number, p: number, q: number, out: number): void;
  daddRows(m: number, n: number, a: number, sums: number): void;
  dalongRows(m: number, n: number, a: number, x: number, products: number, squares: number): void;
  dlargestColumns(m: number, n: number, a: number, out: number): number;

  dgemm: Gemm;
  sgemm: Gemm;
  sgemmWork(m: number, n: number, k: number): number;
  dgemmWork(m: number, n: number, k: number): number;
  dpack(dst: number, src: number, across: number, along: number, count: number, k: number): void;
  dgemmPanels(
    ...args: [
      ...[m: number, n: number, k: number, alpha: number],
      ...[a: number, b: number, c: number, ldc: number, work: number],
    ]
  ): void;
  dsyrk: Syrk;
  ssyrk: Syrk;
  ssyrkWork(n: number, k: number): number;
  dsyrkWork(n: number, k: number): number;
  dsymmetrize(n: number, c: number, ldc: number): void;

  deuclidean: RowDistances<[squared: number, upper: number, work: number]>;
  deuclideanWork(m: number, n: number, p: number): number;
  dcosine: RowDistances<[upper: number, work: number]>;
  dcosineWork(m: number, n: number, p: number): number;
  dcityblock: RowDistances<[upper: number]>;
  dchebyshev: RowDistances<[upper: number]>;
  dminkowski: RowDistances<[order: number, upper: number]>;
  dunitRows(m: number, p: number, a: number, lda: number, b: number, ldb: number, centered: number): number;
  dranks(n: number, x: number, out: number, work: number): number;
  dranksWork(n: number): number;
  sneighborsStart(
    ...args: [
      ...[m: number, p: number, rows: number, inner: number, k: number],
      ...[room: number, x: number, shift: number, state: number],
    ]
  ): void;
  sneighborsScan(
    ...args: [
      ...[rows: number, cols: number, tile: number, i0: number, j0: number],
      ...[m: number, k: number, room: number, state: number],
    ]
  ): void;
  dneighborsFinish(
    ...args: [
      ...[m: number, p: number, rows: number, k: number, room: number],
      ...[inner: number, self: number, table: number, state: number],
    ]
  ): void;
  neighborsWork(m: number, k: number, room: number): number;
  dalongTable(
    ...args: [
      ...[m: number, p: number, rows: number],
      ...[k: number, table: number, squares: number, out: number],
    ]
  ): void;
  dpullWeights(m: number, n: number, table: number, floor: number, sums: number): number;
  dpullSigns(m: number, n: number, x: number, weights: number, out: number): number;
  dorder(n: number, x: number, floor: number, out: number, work: number): number;
  dorderWork(n: number): number;
  dconcordance(n: number, x: number, y: number, work: number): number;
  dconcordanceWork(n: number): number;
  dlinearAssignment(
    ...args: [
      ...[m: number, n: number, cost: number, ld: number],
      ...[maximize: number, rowToCol: number, work: number],
    ]
  ): number;
  dlinearAssignmentWork(m: number, n: number): number;
  dassignmentPrices(m: number, n: number, work: number, prices: number): void;
  dtransport(
    ...args: [
      ...[m: number, n: number, cost: number, ld: number, maximize: number],
      ...[supply: number, demand: number, flow: number, work: number],
    ]
  ): number;
  dtransportWork(m: number, n: number): number;

  dgeqrf(m: number, n: number, a: number, lda: number, tau: number, work: number): void;
  dgeqrfWork(m: number, n: number): number;
  dorgqr(m: number, n: number, k: number, a: number, lda: number, tau: number, work: number): void;
  dorgqrWork(m: number, n: number): number;
  dpotrf(n: number, a: number, lda: number, work: number): number;
  dpotrfWork(n: number): number;
  dtrsm(
    ...args: [
      ...[upper: number, trans: number, unit: number, n: number, nrhs: number],
      ...[a: number, lda: number, b: number, ldb: number, work: number],
    ]
  ): void;
  dtrsmWork(n: number, nrhs: number): number;
  dsignDet(n: number, a: number, lda: number, work: number): number;
  dsignDetWork(n: number): number;

  dsyev(n: number, a: number, lda: number, w: number, work: number): number;
  dsyevWork(n: number): number;
  dsyevd(n: number, a: number, lda: number, w: number, z: number, ldz: number, work: number): number;
  dsyevdWork(n: number): number;
  dgesvals(m: number, n: number, a: number, lda: number, s: number, work: number): number;
  dgesvalsWork(m: number, n: number): number;
  dnuclear(m: number, n: number, a: number, lda: number, reflected: number, work: number): number;
  dnuclearWork(m: number, n: number): number;
  dgesvd(
    ...args: [
      ...[m: number, n: number, a: number, lda: number, s: number],
      ...[u: number, ldu: number, vt: number, ldvt: number, work: number],
    ]
  ): number;
  dgesvdWork(m: number, n: number, wantU: number, wantV: number): number;
}
