// Row distances, ranks and assignment against SciPy.
import { normal } from "./wasm.mjs";

const section = "Rows, ranks, assignment: share of SciPy's time";
const [M, P] = [1000, 512];

/** Largest acceptable share of the time of scipy.spatial.distance.pdist. */
const distanceGoals = {
  cityblock: 0.5,
  chebyshev: 0.8,
  euclidean: 0.35,
  cosine: 0.35,
  correlation: 0.35,
  minkowski: 0.03,
};

export function rowCases() {
  return [
    ...Object.keys(distanceGoals).map(distanceCase),
    rankCase(500_000),
    assignmentCase(256),
    assignmentCase(1000),
  ];
}

function distanceCase(metric) {
  const options = metric === "minkowski" ? { metric, p: 3 } : { metric };
  const name = metric === "minkowski" ? "minkowski p=3" : metric;
  return {
    name: `distances ${name} f64 ${M} × ${P}`,
    section,
    peer: "scipy pdist",
    goal: distanceGoals[metric],
    rounds: metric === "minkowski" ? 2 : undefined, // SciPy takes seconds
    job: { run: "pdist", options },
    input: () => ({ name: "rows", shape: [M, P], data: normal(M * P, 1) }),
    setUp: (kernels, data) => distanceSetUp(kernels, data, metric),
  };
}

/** The upper triangle of distances between all rows. For cosines, the rows are first scaled to length 1. */
function distanceSetUp({ call, put, alloc, view }, data, metric) {
  const [rows, out, units] = [put(data), alloc(8 * M * M), alloc(8 * M * P)];
  const work = alloc(Math.max(call.deuclideanWork(M, M, P), call.dcosineWork(M, M, P)));
  const between = (x) => [M, M, P, x, P, x, P, out, M];
  const cosine = (centered) => () => {
    call.dunitRows(M, P, rows, P, units, P, centered);
    call.dcosine(...between(units), 1, work);
  };
  const run = {
    cityblock: () => call.dcityblock(...between(rows), 1),
    chebyshev: () => call.dchebyshev(...between(rows), 1),
    euclidean: () => call.deuclidean(...between(rows), 0, 1, work),
    cosine: cosine(0),
    correlation: cosine(1),
    minkowski: () => call.dminkowski(...between(rows), 3, 1),
  }[metric];
  return { run, values: () => condensed(view(out, M * M)) };
}

function condensed(square) {
  const values = new Float64Array((M * (M - 1)) / 2);
  let next = 0;
  for (let i = 0; i < M; i++) for (let j = i + 1; j < M; j++) values[next++] = square[i * M + j];
  return values;
}

function rankCase(n) {
  return {
    name: `ranks of ${n}, ties averaged`,
    section,
    peer: "scipy rankdata",
    goal: 0.5,
    job: { run: "rankdata", options: {} },
    // Rounded, so that there are many ties.
    input: () => ({ name: "values", shape: [n], data: normal(n, 2).map((x) => Math.round(1e5 * x) / 1e5) }),
    setUp({ call, put, alloc, view }, data) {
      const [x, out, work] = [put(data), alloc(8 * n), alloc(call.dranksWork(n))];
      return { run: () => call.dranks(n, x, out, work), values: () => view(out, n) };
    },
  };
}

function assignmentCase(n) {
  return {
    name: `linear assignment ${n} × ${n}`,
    section,
    peer: "scipy linear_sum_assignment",
    goal: 1,
    job: { run: "assignment", options: {} },
    input: () => ({ name: "costs", shape: [n, n], data: normal(n * n, n) }),
    setUp({ call, put, alloc, view }, data) {
      const [costs, out, work] = [put(data), alloc(4 * n), alloc(call.dlinearAssignmentWork(n, n))];
      return {
        run: () => call.dlinearAssignment(n, n, costs, n, 0, out, work),
        values: () => Float64Array.from(view(out, n, Int32Array), (j, i) => data[i * n + j]),
      };
    },
  };
}
