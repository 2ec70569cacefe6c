// One job of a few milliseconds for each function that computes, and for what is asked of their results.
// The list of functions is that of an engine, so a new one cannot be forgotten.

/** Numbers between -1 and 1 that look random, the same in every run. */
function responses(name, shape, seed) {
  let state = (seed * 2654435761) >>> 0;
  const length = shape.reduce((product, size) => product * size, 1);
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
  return { name, shape, data: Float64Array.from({ length }, next) };
}

const several = (count, shape, seed) =>
  Array.from({ length: count }, (_, k) => responses(`net ${k}`, shape, 100 * seed + k + 1));

/** Distances between 1 and 3 among `count` items, as rows. */
function distancesAmong(count) {
  const { data } = responses("distances", [count, count], 7);
  const at = (i, j) => (i === j ? 0 : 2 + data[Math.min(i, j) * count + Math.max(i, j)]);
  return Array.from({ length: count }, (_, i) => Array.from({ length: count }, (_, j) => at(i, j)));
}

/**
 * Jobs by name. Those of functions that use threads are just large enough for them.
 * @param library - what `repgeom` exports
 * @throws for a function of the engine that has no job
 */
export async function jobsFor(engine, library) {
  const [cka, procrustes] = [{ metric: "cka" }, { metric: "procrustes" }];
  const nets = several(8, [100, 40], 1);
  const [x, y] = nets;
  const subjects = several(5, [60, 40], 2);
  const images = several(2, [10, 4, 4, 6], 3).map((one) => ({ ...one, layout: "nhwc" }));
  const voxels = responses("voxels", [60, 4, 30], 4);
  const frames = responses("movie", [30, 20, 60], 5);
  const square = { rows: 40, cols: 40, data: Float64Array.from(distancesAmong(40).flat()) };
  const distances = distancesAmong(20);
  const rdms = await Promise.all(subjects.map((one) => engine.rdm(one)));
  const stack = await engine.wrsm(subjects);
  const results = await Promise.all([cka, procrustes].map((spec) => engine.pairwise(subjects, spec)));
  const index = await engine.neighborIndex(nets, procrustes);
  const patches = Array.from({ length: 40 }, (_, k) =>
    Int32Array.from({ length: 8 }, (_, j) => (k + j) % 40),
  );
  const regions = [{ name: "region", subjects: rdms.slice(0, 3) }];
  const networks = [{ name: "network", layers: rdms.slice(3) }];

  const tree = library.linkage(square, "average");
  const labels = Array.from({ length: 40 }, (_, k) => k % 4);

  const halves = [rdms.slice(0, 2), rdms.slice(2, 4)].map((data, k) => ({ name: `group ${k}`, data }));

  // It ends threads, and what they keep alive would not be seen.
  const other = await library.createEngine({ threads: 2 });

  const jobs = {
    align: () => engine.align(x, y, procrustes),
    anosimAsync: () => engine.anosimAsync(square, labels, { permutations: 100 }),
    arrangeUnits: () => engine.arrangeUnits(subjects, { pca: 5, zscore: true }),
    bandedPredictivity: () =>
      engine.bandedPredictivity(subjects.slice(0, 2), voxels, { splits: 1, folds: 2, candidates: 5 }),
    barycenter: () => engine.barycenter(subjects, { iterations: 1, restarts: 1 }),
    compare: () => engine.compare(x, y, procrustes),
    compareMetrics: () => engine.compareMetrics(results, { mantel: 100 }),
    consensus: () => engine.consensus(results, { method: "indscal", restarts: 2, iterations: 20 }),
    compareRdms: () => engine.compareRdms(rdms, rdms, { comparator: "kendall-tau-a" }),
    correlateRsms: () => engine.correlateRsms(stack, stack, { samples: 5 }),
    cross: () => engine.cross(nets, nets.slice(0, 2), procrustes),
    eigh: () => engine.eigh(square),
    embed: () => engine.embed(distances, { restarts: 2, iterations: 20 }),
    distancesAmong: async () =>
      engine.embed(await engine.distancesAmong(nets.slice(0, 4), procrustes), {
        method: "landmark",
        landmarks: 3,
        pairs: 4,
      }),
    gradient: () => engine.gradient(x, y, procrustes),
    explain: () => engine.explain(x, y, procrustes, { leaveOut: 10 }),
    fastSrm: () => engine.fastSrm(subjects, { features: 4, iterations: 3 }),
    fuse: () => engine.fuse([square, square], { k: 5 }),
    hyperalign: () => engine.hyperalign(subjects),
    irsm: () => engine.irsm(nets),
    isc: () => engine.isc(subjects, { samples: 20 }),
    isfc: () => engine.isfc(subjects),
    kmeans: () => engine.kmeans(subjects, { clusters: 2, restarts: 2, iterations: 1 }),
    layerStudy: () => engine.layerStudy({ networks, regions, samples: 5 }),
    mapInference: () => engine.mapInference(responses("maps", [6, 40], 6), undefined, { samples: 20 }),
    minibatchCka: () => engine.minibatchCka([{ x, y }]),
    checkMetric: () => engine.checkMetric(procrustes, { stimuli: 6 }),
    neighborIndex: () => engine.neighborIndex(nets.slice(0, 4), procrustes),
    openNeighborIndex: async () => {
      const index = await engine.neighborIndex(nets.slice(0, 4), procrustes);
      return engine.openNeighborIndex(await index.toBytes(), (_, k) => nets[k]);
    },
    noiseCovariance: () => engine.noiseCovariance(x),
    noisePrecision: () => engine.noisePrecision(x),
    pairwise: () => engine.pairwise(nets, procrustes),
    partialMantelAsync: () => engine.partialMantelAsync(square, square, [], { permutations: 50 }),
    partialRsa: () =>
      engine.partialRsa({ data: rdms.slice(0, 3), models: rdms.slice(3), permutations: 20, samples: 5 }),
    permanovaAsync: () => engine.permanovaAsync(square, labels, { permutations: 100 }),
    predictivity: () => engine.predictivity(subjects[0], voxels, { splits: 1, folds: 2, samples: 10 }),
    rdm: () => engine.rdm(x),
    rdmMovie: () => engine.rdmMovie(frames),
    regressAsync: () => engine.regressAsync(square, distancesAmong(40)[0], { permutations: 20 }),
    regressRdms: () =>
      engine.regressRdms({ data: rdms.slice(0, 3), models: rdms.slice(3), permutations: 20, samples: 5 }),
    describe: () => engine.describe(nets, { samples: 4 }),
    reliability: () => engine.reliability([voxels], { permutations: 20 }),
    robustSrm: () => engine.robustSrm(subjects, { features: 4, iterations: 3 }),
    rsa: () => engine.rsa({ data: rdms, models: rdms.slice(0, 2), samples: 5, test: "t" }),
    rsaGroups: () => engine.rsaGroups({ groups: halves, models: rdms.slice(4), permutations: 5 }),
    rsmAgreement: () => engine.rsmAgreement(stack, { samples: 5 }),
    rsmsAgainst: () => engine.rsmsAgainst(stack, stack.of(0)),
    searchlight: () => engine.searchlight(subjects[0], patches),
    srm: () => engine.srm(subjects, { features: 4, iterations: 3 }),
    estimate: () => engine.estimate(x, x, { metric: "nbs", estimator: "moments" }),
    table: () => engine.table(...images, { metric: "convolutional" }),
    tangentSpace: () => engine.tangentSpace(subjects, { iterations: 1, restarts: 1 }),
    wrsm: () => engine.wrsm(nets),
    linkageAsync: () => engine.linkageAsync(square, "average"),
    optimalLeafOrderAsync: () => engine.optimalLeafOrderAsync(tree, square),
    silhouetteAsync: () => engine.silhouetteAsync(square, labels),
    smacofAsync: () => engine.smacofAsync(square, { restarts: 2, iterations: 20 }),
    kMedoidsAsync: () => engine.kMedoidsAsync(square, 3),
    mantelAsync: () => engine.mantelAsync(square, square, { permutations: 100 }),
    clusterAsync: () => engine.clusterAsync(distances, { clusters: 3 }),
    predictAsync: () => engine.predictAsync(distances, distances[0], { permutations: 20 }),
  };
  const without = Object.keys(engine).filter((name) => typeof engine[name] === "function" && !jobs[name]);
  const forgotten = without.filter((name) => name !== "close");
  if (forgotten.length > 0) throw new Error(`scripts/soak/jobs.mjs has no job for: ${forgotten.join(", ")}.`);
  return {
    ...jobs,
    "pairwise held out": () => engine.pairwise(nets, { ...procrustes, test: nets }),
    "pairwise folds": () => engine.pairwise(nets, { ...procrustes, folds: 2 }),
    "pairwise bootstrap": () => engine.pairwise(nets, { ...cka, bootstrap: "stimuli", samples: 2 }),
    "pairwise permutation": () => engine.pairwise(nets, { ...cka, permutation: "stimuli", samples: 2 }),
    "nearest neighbors": () => index.nearest(x, 2),
    cluster: async () => library.cluster(distances, { clusters: 3 }),
    predict: async () => library.predict(distances, distances[0], { permutations: 20 }),
    "a call that fails": () => failing(other, nets),
  };
}

/** A network without variance among others: one thread reports an error while others work. */
async function failing(engine, nets) {
  const flat = { ...nets[0], name: "flat", data: new Float64Array(nets[0].data.length) };
  await engine.pairwise([...nets, flat], { metric: "procrustes" }).then(
    () => Promise.reject(new Error("A network of zeros was compared.")),
    () => {},
  );
}
