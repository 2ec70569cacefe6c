import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
// A worker starts from built files only.
import * as api from "repgeom";
import type { Control, Engine, Rdm, RsmStack } from "repgeom";
import { createRandom } from "../../src/base/random.ts";
import { gaussian, representation } from "../support/data.ts";
import { euclidean, randomPoints } from "../geometry/oracles.ts";

/** A triangle. */
const surface = {
  name: "x.gii",
  bytes: new TextEncoder().encode(
    '<?xml version="1.0"?><GIFTI Version="1.0" NumberOfDataArrays="2">' +
      '<DataArray Intent="NIFTI_INTENT_POINTSET" DataType="NIFTI_TYPE_FLOAT32" ArrayIndexingOrder="RowMajorOrder" Dimensionality="2" Dim0="3" Dim1="3" Encoding="ASCII" Endian="LittleEndian"><Data>0 0 0 1 0 0 0 1 0</Data></DataArray>' +
      '<DataArray Intent="NIFTI_INTENT_TRIANGLE" DataType="NIFTI_TYPE_INT32" ArrayIndexingOrder="RowMajorOrder" Dimensionality="2" Dim0="1" Dim1="3" Encoding="ASCII" Endian="LittleEndian"><Data>0 1 2</Data></DataArray></GIFTI>',
  ),
};
const random = createRandom(3);
const net = (name: string, rows = 24, cols = 5) => representation(name, gaussian(random, rows, cols));
const nets = (count: number, rows?: number, cols?: number) =>
  Array.from({ length: count }, (_, k) => net(`net ${k}`, rows, cols));
const points = (n: number) => euclidean(randomPoints(n, 3, n));
const numbers = (n: number) => Array.from({ length: n }, (_, i) => Math.sin(i));
const rdmOf = (name: string, m: number) =>
  api.rdmFrom({
    name,
    dissimilarity: "given",
    stimuli: Array.from({ length: m }, (_, k) => `${k}`),
    condensed: Float64Array.from(gaussian(random, 1, (m * (m - 1)) / 2).data, Math.abs),
  });

const trio = nets(3);
const [x, y] = [trio[0]!, trio[1]!];
const distances = points(9);
const rdms: Rdm[] = Array.from({ length: 4 }, (_, k) => rdmOf(`rdm ${k}`, 8));
const stack = { repeats: { name: "voxels", shape: [12, 4, 6], data: gaussian(random, 48, 6).data } };
const manyVoxels = {
  name: "voxels",
  shape: [12, 4, 600],
  data: Float64Array.from(
    { length: 12 * 4 * 600 },
    (_, k) => x.data[Math.floor(k / 2400) * 5]! + random.normal(),
  ),
};
const film = { name: "film", shape: [6, 5, 4], data: gaussian(random, 30, 4).data };
const photo = {
  name: "photo",
  shape: [5, 2, 3, 4],
  data: gaussian(random, 30, 4).data,
  layout: "nhwc" as const,
};
const procrustes = { metric: "procrustes" } as const;
const csv = { name: "square.csv", bytes: new TextEncoder().encode("0,1,2\n1,0,3\n2,3,0\n").buffer };
let rsms: RsmStack;
/** Of 100 networks. */
let manyRsms: RsmStack;
let engine: Engine;

let keptIndex: Uint8Array;
beforeAll(async () => {
  engine = await api.createEngine({ threads: 2 });
  rsms = await api.wrsm(trio, {}, { engine });
  keptIndex = await (await api.neighborIndex(trio, procrustes, {}, { engine })).toBytes();
  manyRsms = await api.wrsm(nets(100, 6, 5), {}, { engine });
});
afterAll(() => engine.close());

/** Every function that computes, on little. */
const calls: Record<string, (control: Control) => Promise<unknown>> = {
  anosimAsync: (c) => api.anosimAsync(distances, [0, 1, 2, 0, 1, 2, 0, 1, 2], {}, c),
  align: (c) => api.align(x, y, procrustes, c),
  barycenter: (c) => api.barycenter(trio, {}, c),
  clusterAsync: (c) => api.clusterAsync(distances, {}, c),
  compare: (c) => api.compare(x, y, procrustes, c),
  compareMetrics: (c) => {
    const squares = ["a", "b"].map((name) => ({ name, square: points(6) }));
    return api.compareMetrics(squares, {}, c);
  },
  compareRdms: (c) => api.compareRdms(rdms.slice(0, 1), rdms.slice(1), {}, c),
  consensus: (c) => api.consensus([points(6), points(6)], { method: "indscal" }, c),
  correlateRsms: (c) => api.correlateRsms(rsms, rsms, {}, c),
  cross: (c) => api.cross(trio, trio, procrustes, c),
  embed: (c) => api.embed(distances, { method: "smacof" }, c),
  distancesAmong: (c) => api.distancesAmong(trio, procrustes, c),
  explain: (c) => api.explain(x, y, procrustes, {}, c),
  gradient: (c) => api.gradient(x, y, procrustes, c),
  fastSrm: (c) => api.fastSrm(trio, { features: 2 }, c),
  fuse: (c) => api.fuse([points(6), points(6)], {}, c),
  hyperalign: (c) => api.hyperalign(trio, {}, c),
  irsm: (c) => api.irsm(trio, {}, c),
  isc: (c) => api.isc(trio, {}, c),
  isfc: (c) => api.isfc(trio, {}, c),
  kMedoidsAsync: (c) => api.kMedoidsAsync(distances, 2, {}, c),
  kmeans: (c) => api.kmeans(trio, { clusters: 2 }, c),
  layerStudy: (c) =>
    api.layerStudy(
      {
        networks: [{ name: "n", layers: rdms.slice(0, 2) }],
        regions: [{ name: "r", subjects: rdms.slice(2) }],
      },
      c,
    ),
  checkMetric: (c) => api.checkMetric(procrustes, {}, c),
  linkageAsync: (c) => api.linkageAsync(distances, "ward", c),
  mantelAsync: (c) => api.mantelAsync(distances, distances, {}, c),
  mapInference: (c) => api.mapInference(x, undefined, {}, c),
  minibatchCka: (c) => api.minibatchCka([{ x, y }], c),
  neighborIndex: (c) => api.neighborIndex(trio, procrustes, {}, c),
  openNeighborIndex: (c) => api.openNeighborIndex(keptIndex, (_, k) => trio[k]!, c),
  noiseCovariance: (c) => api.noiseCovariance(x, {}, c),
  arrangeUnits: (c) => api.arrangeUnits(trio, { pca: 2 }, c),
  noisePrecision: (c) => api.noisePrecision(x, {}, c),
  optimalLeafOrderAsync: (c) => api.optimalLeafOrderAsync(api.linkage(distances, "single"), distances, c),
  pairwise: (c) => api.pairwise(trio, procrustes, c),
  partialRsa: (c) => api.partialRsa({ data: rdms.slice(0, 2), models: rdms.slice(2) }, c),
  partialMantelAsync: (c) => api.partialMantelAsync(distances, distances, [], {}, c),
  permanovaAsync: (c) => api.permanovaAsync(distances, [0, 1, 2, 0, 1, 2, 0, 1, 2], {}, c),
  predictAsync: (c) => api.predictAsync(distances, numbers(9), {}, c),
  bandedPredictivity: (c) => api.bandedPredictivity([net("units", 12)], stack.repeats, {}, c),
  predictivity: (c) => api.predictivity(net("units", 12), stack.repeats, {}, c),
  regressAsync: (c) => api.regressAsync(distances, numbers(9), {}, c),
  rdm: (c) => api.rdm(x, {}, c),
  inspect: (c) => api.inspect(csv, {}, c),
  read: (c) => api.read(csv, {}, c),
  readLazily: (c) => api.readLazily(csv, {}, c),
  readMesh: (c) => api.readMesh(surface, {}, c),
  readRdms: (c) => api.readRdms(csv, {}, c),
  rdmMovie: (c) => api.rdmMovie(film, {}, c),
  robustSrm: (c) => api.robustSrm(trio, { features: 2 }, c),
  regressRdms: (c) => api.regressRdms({ data: rdms.slice(0, 2), models: rdms.slice(2) }, c),
  describe: (c) => api.describe(x, {}, c),
  reliability: (c) => api.reliability([stack.repeats], {}, c),
  rsaGroups: (c) => {
    const groups = [0, 2].map((k) => ({ name: `${k}`, data: rdms.slice(k, k + 2) }));
    return api.rsaGroups({ groups, models: [rdmOf("model", 8)], permutations: 0 }, c);
  },
  rsa: (c) => api.rsa({ data: rdms.slice(0, 2), models: rdms.slice(2) }, c),
  rsmAgreement: (c) => api.rsmAgreement(rsms, {}, c),
  rsmsAgainst: (c) => api.rsmsAgainst(rsms, rsms.of(0), c),
  searchlight: (c) => api.searchlight(x, [[0, 1]], {}, c),
  silhouetteAsync: (c) => api.silhouetteAsync(distances, [0, 1, 2, 0, 1, 2, 0, 1, 2], c),
  smacofAsync: (c) => api.smacofAsync(distances, {}, c),
  srm: (c) => api.srm(trio, { features: 2 }, c),
  estimate: (c) => api.estimate(x, y, { metric: "cka" }, c),
  table: (c) => api.table(photo, photo, { metric: "convolutional" }, c),
  tangentSpace: (c) => api.tangentSpace(trio, {}, c),
  wrsm: (c) => api.wrsm(trio, {}, c),
};

/** Those of them that take many seconds, on much. */
const long: Record<string, (control: Control) => Promise<unknown>> = {
  align: (c) => api.align(net("x", 900, 900), net("y", 900, 900), procrustes, c),
  bandedPredictivity: (c) => {
    const spaces = [net("a", 12), net("b", 12)];
    return api.bandedPredictivity(spaces, manyVoxels, { splits: 1, candidates: 10_000 }, c);
  },
  barycenter: (c) => api.barycenter(nets(6, 300, 300), { group: "orthogonal" }, c),
  clusterAsync: (c) => api.clusterAsync(points(1800), {}, c),
  compareMetrics: (c) => {
    const squares = ["a", "b"].map((name) => ({ name, square: points(100) }));
    return api.compareMetrics(squares, { mantel: 1_000_000 }, c);
  },
  "compareRdms, one product": (c) => {
    const many = Array.from({ length: 3 }, (_, k) => rdmOf(`rdm ${k}`, 2000));
    return api.compareRdms(many, many, { comparator: "spearman" }, c);
  },
  "compareRdms, two": (c) =>
    api.compareRdms([rdmOf("a", 1000)], [rdmOf("b", 1000)], { comparator: "bures" }, c),
  consensus: (c) => {
    const squares = [points(200), points(200), points(200)];
    return api.consensus(squares, { method: "indscal", restarts: 10_000, tolerance: 0 }, c);
  },
  correlateRsms: (c) => api.correlateRsms(manyRsms, manyRsms, { samples: 1_000_000 }, c),
  embed: (c) => api.embed(points(700), { method: "smacof", restarts: 30 }, c),
  "embed by a random subspace": (c) =>
    api.embed(points(1500), { method: "randomised", passes: 1_000_000, oversampling: 0 }, c),
  fuse: (c) => api.fuse([points(600), points(600)], { iterations: 1_000_000, tolerance: 0 }, c),
  gradient: (c) =>
    api.gradient(net("x", 900, 900), net("y", 900, 900), { metric: "procrustes", alpha: 0.5 }, c),
  isc: (c) => api.isc(nets(8, 300, 100), { null: "phase-shift", samples: 20_000 }, c),
  kMedoidsAsync: (c) => api.kMedoidsAsync(points(1200), 40, { restarts: 100 }, c),
  mantelAsync: (c) => api.mantelAsync(points(300), points(300), { permutations: 1_000_000 }, c),
  mapInference: (c) => api.mapInference(net("maps", 30, 400), undefined, { samples: 1_000_000 }, c),
  minibatchCka: (c) => api.minibatchCka([{ x: net("x", 2600, 2600), y: net("y", 2600, 2600) }], c),
  arrangeUnits: (c) => api.arrangeUnits(nets(200, 300, 300), { pca: 10 }, c),
  noisePrecision: (c) => api.noisePrecision(net("residuals", 2500, 1500), {}, c),
  optimalLeafOrderAsync: (c) => api.optimalLeafOrderAsync(balanced(2048), points(2048), c),
  pairwise: (c) => api.pairwise(nets(12, 400, 400), procrustes, c),
  partialRsa: (c) => {
    const [data, models] = [0, 1].map(() => Array.from({ length: 3 }, (_, k) => rdmOf(`rdm ${k}`, 60)));
    return api.partialRsa({ data: data!, models: models!, permutations: 1_000_000 }, c);
  },
  rsaGroups: (c) => {
    const groups = [0, 1].map((k) => ({
      name: `${k}`,
      data: Array.from({ length: 20 }, (_, t) => rdmOf(`rdm ${t}`, 8)),
    }));
    return api.rsaGroups({ groups, models: [rdmOf("model", 8)], permutations: 1_000_000 }, c);
  },
  permanovaAsync: (c) => api.permanovaAsync(points(300), numbers(300).map((_, i) => i % 3), { permutations: 1_000_000 }, c), // prettier-ignore
  predictAsync: (c) => api.predictAsync(points(300), numbers(300), { permutations: 1_000_000 }, c),
  predictivity: (c) => api.predictivity(net("units", 12), manyVoxels, { splits: 1, samples: 1_000_000 }, c),
  rsmAgreement: (c) => api.rsmAgreement(manyRsms, { samples: 1_000_000 }, c),
  smacofAsync: (c) => api.smacofAsync(points(700), { restarts: 30 }, c),
  srm: (c) => api.srm(nets(8, 400, 300), { features: 100, iterations: 10_000 }, c),
  tangentSpace: (c) => {
    const many = nets(6, 500, 500);
    return api.tangentSpace(
      many,
      { mean: { rows: 500, cols: 500, data: gaussian(random, 500, 500).data } },
      c,
    );
  },
};

/** The tree that halves n = 2^k leaves again and again: its leaf order takes O(n³). */
function balanced(n: number): api.Matrix {
  const data = Array.from({ length: n - 1 }, (_, k) => [2 * k, 2 * k + 1, k, 0]);
  const sizes = Array.from({ length: n }, () => 1);
  for (const merge of data) sizes.push((merge[3] = sizes[merge[0]!]! + sizes[merge[1]!]!));
  return { rows: n - 1, cols: 4, data: Float64Array.from(data.flat()) };
}

/** How many modules start on this thread meanwhile: the shared engine starts one. */
async function startedBy(work: () => Promise<unknown>): Promise<number> {
  const start = vi.spyOn(WebAssembly, "instantiate");
  try {
    expect(await work()).toBeDefined();
    return start.mock.calls.length;
  } finally {
    start.mockRestore();
  }
}

/** What is not in the table. */
const others = ["createEngine", "loadMetric", "cite"];

describe("an aborted signal", () => {
  it("is tested of every function that computes", () => {
    const isAsync = (value: unknown) => Object.prototype.toString.call(value) === "[object AsyncFunction]";
    const known = new Set([...Object.keys(calls), ...others]);
    const found = Object.entries(api).flatMap(([name, value]) => (isAsync(value) ? [name] : []));
    expect(found.filter((name) => !known.has(name))).toEqual([]);
    expect(Object.keys(engine).filter((name) => !known.has(name))).toEqual(["threads", "close", "eigh"]);
  });

  it.each(Object.entries(calls))("stops %s before it begins, with its reason", async (_, call) => {
    const reason = new Error("no longer wanted");
    await expect(call({ engine, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it.each(Object.entries(long))(
    "stops %s midway, and the engine works on",
    async (_, call) => {
      const controller = new AbortController();
      const reason = new Error("no longer wanted");
      const ended = call({ engine, signal: controller.signal }).then(
        () => "ended before the abort",
        (error: unknown) => error,
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      const aborted = performance.now();
      controller.abort(reason);
      expect(await ended).toBe(reason);
      expect(performance.now() - aborted).toBeLessThan(2000);
      expect(await engine.compare(x, x, procrustes)).toBeCloseTo(0, 6);
    },
    30_000,
  );
});

describe("the shared engine", () => {
  it.each(Object.entries(calls))(
    "is not needed by %s, which computes with the given engine alone",
    async (_, call) => {
      expect(await startedBy(() => call({ engine }))).toBe(0);
    },
  );

  it("is not needed by what results compute later, with the same engine", async () => {
    const space = await engine.srm(trio, { features: 2 });
    const index = await engine.neighborIndex(trio, procrustes);
    const asked = [
      () => space.transform(x, 0),
      () => space.addSubject(net("one more")),
      () => index.nearest(x, 1),
    ];
    for (const ask of asked) expect(await startedBy(ask)).toBe(0);
    // The shared engine would have been noticed.
    expect(await startedBy(() => api.compare(x, y, procrustes))).toBe(1);
  });
});
