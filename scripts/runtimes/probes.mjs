/**
 * What must give the same bits in every runtime: some of every function that computes numbers, each
 * hashed with all bits of its result. No imports, and only + − × / of IEEE 754, which are the same everywhere.
 */

/* ---- Data: 32-bit integers scaled by powers of two, their sums and products. ---- */

function generator(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 4294967296;
  };
  // The sum of four has the shape of a bell.
  return { uniform: next, bell: () => next() + next() + next() + next() - 2 };
}

const filled = (length, make) => Float64Array.from({ length }, make);

function matrix(seed, rows, cols) {
  const { bell } = generator(seed);
  return { rows, cols, data: filled(rows * cols, bell) };
}

/** `shared` latent columns in all networks, and noise of each: neither equal nor unrelated. */
function network(seed, stimuli, units, shared = matrix(77, stimuli, 4)) {
  const mixing = matrix(1000 + seed, shared.cols, units);
  const noise = matrix(2000 + seed, stimuli, units);
  const data = filled(stimuli * units, (_, at) => {
    const [i, j] = [Math.floor(at / units), at % units];
    let sum = noise.data[at] / 2;
    for (let k = 0; k < shared.cols; k++)
      sum += shared.data[i * shared.cols + k] * mixing.data[k * units + j];
    return sum;
  });
  return { name: `net ${seed}`, shape: [stimuli, units], data };
}

/** The same of any axes, stimuli first and units last: what lies between are repeats or positions of a stimulus. */
function networkOf(seed, shape, positive = false) {
  const units = shape.at(-1);
  const rows = shape.reduce((product, length) => product * length, 1) / units;
  const each = rows / shape[0];
  const stimuli = matrix(77, shape[0], 4);
  const shared = filled(rows * 4, (_, at) => stimuli.data[Math.floor(at / 4 / each) * 4 + (at % 4)]);
  const { data } = network(seed, rows, units, { rows, cols: 4, data: shared });
  const values = positive ? data.map((value) => Math.floor(8 * Math.abs(value))) : data;
  return { name: `net ${seed}`, shape, data: values };
}

const networks = (count, stimuli = 18, units = 6) =>
  Array.from({ length: count }, (_, k) => network(k, stimuli, units + (k % 2)));
const subjects = (count, times = 30, units = 4) =>
  Array.from({ length: count }, (_, k) => network(k, times, units));

/** Distances of `n` points in three dimensions, in the city-block metric. */
function distances(seed, n) {
  const points = matrix(seed, n, 3).data;
  const gap = (i, j, k) => Math.abs(points[3 * i + k] - points[3 * j + k]);
  const data = filled(n * n, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return gap(i, j, 0) + gap(i, j, 1) + gap(i, j, 2);
  });
  return { rows: n, cols: n, data };
}

function condensed({ rows, data }) {
  const pairs = [];
  for (let i = 0; i < rows; i++) for (let j = i + 1; j < rows; j++) pairs.push(data[i * rows + j]);
  return Float64Array.from(pairs);
}

/** RDMs of the same stimuli that are alike in part. */
function rdms(api, count, stimuli, seed = 300) {
  const shared = condensed(distances(7, stimuli));
  return Array.from({ length: count }, (_, k) => {
    const own = condensed(distances(seed + k, stimuli));
    const names = Array.from({ length: stimuli }, (_, s) => `${s}`);
    const values = shared.map((value, at) => value + own[at]);
    return api.rdmFrom({
      name: `rdm ${seed + k}`,
      dissimilarity: "given",
      stimuli: names,
      condensed: values,
    });
  });
}

const labels = (n, groups) => Array.from({ length: n }, (_, k) => `group ${k % groups}`);

/* ---- Hashes: FNV-1a, 64 bits, of the bytes of every number and text. ---- */

const [low64, prime] = [(1n << 64n) - 1n, 0x100000001b3n];

function hasher() {
  const view = new DataView(new ArrayBuffer(8));
  let hash = 0xcbf29ce484222325n;
  const byte = (value) => (hash = ((hash ^ BigInt(value)) * prime) & low64);
  const number = (value) => {
    // Engines differ in the bits of a NaN.
    if (Number.isNaN(value)) view.setBigUint64(0, 0x7ff8000000000000n);
    else view.setFloat64(0, value);
    for (let k = 0; k < 8; k++) byte(view.getUint8(k));
  };
  const text = (value) => {
    number(value.length);
    for (let k = 0; k < value.length; k++) number(value.charCodeAt(k));
  };
  return { number, text, hex: () => hash.toString(16).padStart(16, "0") };
}

/** What says nothing of the numbers, or holds for one release only. */
const ignored = new Set(["version", "warnings"]);

/** All numbers and texts of a result, members in order of their names. */
function feed(value, into) {
  if (typeof value === "number") return into.number(value);
  if (typeof value === "bigint" || typeof value === "boolean") return into.text(String(value));
  if (typeof value === "string") return into.text(value);
  if (typeof value === "function" || value === undefined || value === null) return into.text("-");
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    into.number(value.length);
    for (let k = 0; k < value.length; k++) feed(value[k], into);
    return undefined;
  }
  if (value instanceof Map || value instanceof Set) return feed([...value], into);
  const names = Object.keys(value).filter((name) => !ignored.has(name) && typeof value[name] !== "function");
  for (const name of names.sort()) {
    into.text(name);
    feed(value[name], into);
  }
  return undefined;
}

function hashOf(value) {
  const into = hasher();
  feed(value, into);
  return into.hex();
}

/* ---- Probes ---- */

const metricCases = {
  procrustes: [{ alpha: 1 }, { alpha: 0.3 }, { ground: "euclidean" }],
  permutation: [{}, { ground: "euclidean" }, { ground: "correlation" }],
  "soft-matching": [{}, { ground: "correlation" }],
  cca: [{}, { ground: "mean" }, { ridge: 0.5 }],
  svcca: [{}, { variance: 0.9 }],
  pwcca: [{}],
  "kernel-procrustes": [{}, { ground: "euclidean", bandwidth: 0.7 }],
  "kernel-cca": [{}, { ground: "mean" }],
  cka: [{}, { kernel: "rbf", bandwidth: 0.6 }, { ground: "angular" }, { debiased: true }],
  rv: [{}],
  nbs: [{}, { ground: "angular" }],
  bures: [{}],
  "linear-regression": [{}, { ridge: 0.5 }],
  rsa: [
    {},
    { dissimilarity: "minkowski", p: 1.7 },
    { comparator: "bures", ground: "euclidean" },
    { dissimilarity: "squared-euclidean", comparator: "riemannian" },
  ],
  elementwise: [{}, { dissimilarity: "minkowski", p: 2.5 }],
  magnitude: [{}],
  concentricity: [{}],
  uniformity: [{}, { t: 0.1, normalize: "rows" }],
  "intrinsic-dimension": [{}, { method: "mackay" }, { method: "levina-bickel", k: 5 }],
  "effective-rank": [{}, { spectrum: "eigenvalues" }],
  "participation-ratio": [{}, { estimator: "few-stimuli" }],
  disagreement: [{}],
  "jensen-shannon": [{}, { ground: "distance" }],
  "cohen-kappa": [{}],
};

/** Metrics of networks with as many units. */
const alikeMetrics = new Set(["elementwise", "disagreement", "jensen-shannon", "cohen-kappa"]);

const distribution = [{}, { alpha: 0.4 }, { group: "permutation" }, { group: "identity" }];
const otherMetrics = {
  convolutional: [
    [12, 3, 4, 5],
    [{}, { alpha: 0.5 }, { group: "permutation" }, { ground: "euclidean", positions: "units" }],
  ],
  "gaussian-wasserstein": [[10, 8, 4], distribution],
  energy: [
    [6, 4, 3],
    [{}, { group: "permutation" }, { within: "biased", group: "identity" }],
  ],
  "gaussian-process": [[5, 6, 4, 3], distribution],
  dsa: [
    [4, 2, 9, 3],
    [{}, { delays: 2, rank: 4 }, { ground: "euclidean", variance: 0.9, lambda: 0.1 }],
  ],
};

const plainDissimilarities = {
  correlation: {},
  euclidean: { perUnit: true },
  "squared-euclidean": { removeMean: true },
  cosine: {},
  cityblock: {},
  minkowski: { p: 1.3 },
  chebyshev: {},
  "nan-euclidean": { perUnit: true },
};
const repeatedDissimilarities = {
  crossnobis: { noise: "shrinkage-diag" },
  ldc: {},
  ldt: {},
  "lda-accuracy": {},
};

const comparatorNames = [
  "pearson",
  "spearman",
  "cosine",
  "rho-a",
  "kendall-tau-a",
  "kendall-tau-b",
  "pearson-whitened",
  "cosine-whitened",
  "bures",
  "riemannian",
  "euclidean",
  "cityblock",
  "minkowski",
  "chebyshev",
  "nan-euclidean",
];

const each = async (cases, work) => {
  const results = [];
  for (const one of cases) results.push(await work(one));
  return results;
};

/** Name → (library, control) → a result. */
const probes = {};

for (const [metric, cases] of Object.entries(metricCases))
  probes[`metric ${metric}`] = (api, c) =>
    each(cases, (options) => {
      // riemannian wants more units than stimuli.
      const given = options.comparator === "riemannian" ? networks(3, 7, 9) : networks(3);
      const alike = [0, 1, 2].map((k) => network(k, 18, 6));
      return api.pairwise(alikeMetrics.has(metric) ? alike : given, { metric, ...options }, c);
    });

for (const [metric, [shape, cases]] of Object.entries(otherMetrics))
  probes[`metric ${metric}`] = (api, c) =>
    each(cases, (options) => {
      const search = metric === "convolutional" ? {} : { restarts: 3 };
      const [x, y] = [1, 2].map((k) => networkOf(k, shape));
      const images = metric === "convolutional" ? { layout: "nhwc" } : {};
      return api.compare({ ...x, ...images }, { ...y, ...images }, { metric, ...search, ...options }, c);
    });

for (const [dissimilarity, options] of Object.entries(plainDissimilarities))
  probes[`rdm ${dissimilarity}`] = (api, c) => api.rdm(network(3, 14, 9), { dissimilarity, ...options }, c);
for (const dissimilarity of ["mahalanobis", "squared-mahalanobis"])
  probes[`rdm ${dissimilarity}`] = (api, c) => {
    const noise = { residuals: network(9, 30, 9), method: "shrinkage-diag" };
    return api.rdm(network(3, 14, 9), { dissimilarity, noise }, c);
  };
for (const [dissimilarity, options] of Object.entries(repeatedDissimilarities))
  probes[`rdm ${dissimilarity}`] = (api, c) =>
    api.rdm(networkOf(4, [8, 5, 6]), { dissimilarity, ...options }, c);
probes["rdm poisson"] = (api, c) =>
  api.rdm(networkOf(5, [9, 7], true), { dissimilarity: "poisson", priorLambda: 1.5 }, c);
probes["rdm poisson-crossvalidated"] = (api, c) =>
  api.rdm(networkOf(6, [7, 4, 5], true), { dissimilarity: "poisson-crossvalidated" }, c);

for (const comparator of comparatorNames)
  probes[`comparator ${comparator}`] = (api, c) => {
    const options = comparator === "minkowski" ? { p: 1.7 } : {};
    return api.compareRdms(rdms(api, 3, 9), rdms(api, 2, 9, 400), { comparator, ...options }, c);
  };

Object.assign(probes, {
  "pairwise jackknife": (api, c) =>
    each(["procrustes", "cka", "cca", "rsa"], (metric) =>
      api.pairwise(
        networks(3),
        { metric },
        { bootstrap: "stimuli", permutation: "stimuli", samples: 30, ...c },
      ),
    ),
  "pairwise bca": (api, c) =>
    api.pairwise(
      networks(3),
      { metric: "cka" },
      { bootstrap: "stimuli", interval: "bca", samples: 60, ...c },
    ),
  "pairwise held out": (api, c) =>
    each(["procrustes", "permutation", "soft-matching", "cca", "linear-regression"], (metric) =>
      api.pairwise(networks(3), { metric }, { folds: 3, ...c }),
    ),
  cross: (api, c) => api.cross(networks(2), networks(3), { metric: "cka", ground: "angular" }, c),
  align: (api, c) =>
    each([{}, { alpha: 0.5 }], (options) =>
      api.align(...networks(2), { metric: "procrustes", ...options }, c),
    ),
  explain: (api, c) =>
    each(["procrustes", "cka", "cca", "rsa", "linear-regression", "permutation"], (metric) =>
      api.explain(...networks(2), { metric }, { leaveOut: 20 }, c),
    ),
  estimate: (api, c) => api.estimate(...networks(2, 24), { metric: "nbs", estimator: "moments" }, c),
  gradient: (api, c) =>
    each(
      [
        { metric: "cka" },
        { metric: "cka", kernel: "rbf" },
        { metric: "procrustes", alpha: 0.5 },
        { metric: "linear-regression" },
        { metric: "rsa", dissimilarity: "euclidean", comparator: "cosine-whitened" },
        { metric: "soft-knn" },
      ],
      (spec) => api.gradient(...networks(2), spec, c),
    ),
  table: (api, c) => {
    const [x, y] = [1, 2].map((k) => ({ ...networkOf(k, [8, 3, 3, 4]), layout: "nhwc" }));
    return api.table(x, y, { metric: "convolutional" }, c);
  },
  "minibatch cka": (api, c) => {
    const batches = [1, 2, 3].map((k) => ({ x: network(k, 16, 6), y: network(k + 10, 16, 5) }));
    return api.minibatchCka(batches, c);
  },
  "own metric": async (api, c) => {
    const mine = api.defineMetric({
      name: "first",
      compare: (x, y) => x.data[0] * y.data[0],
      symmetric: true,
    });
    return api.pairwise(networks(3), mine, c);
  },
  "check metric": async (api, c) => {
    const { passed, sets } = await api.checkMetric({ metric: "cka" }, { stimuli: 6 }, c);
    // Where no thread can start, as under a strict policy of a page, what threads give is not tried.
    const checks = sets[0].checks.filter(({ check }) => !check.includes("thread"));
    return { passed, checks: checks.map(({ check, outcome }) => [check, outcome]) };
  },
  "compare metrics": async (api, c) => {
    const results = await each(["procrustes", "cka", "nbs"], (metric) =>
      api.pairwise(networks(6), { metric }, c),
    );
    return api.compareMetrics(results, { mantel: 200, comparator: "spearman" }, c);
  },
  fuse: async (api, c) => {
    const several = [31, 32, 33].map((seed) => distances(seed, 13));
    return each(["paper", "snfpy"], (variant) => api.fuse(several, { variant, k: 4, iterations: 20 }, c));
  },
  consensus: async (api, c) => {
    const several = [31, 32, 33].map((seed) => distances(seed, 13));
    return each(["mean", "indscal"], (method) =>
      api.consensus(several, { method, dimensions: 3, restarts: 2, iterations: 60 }, c),
    );
  },
  "arrange units": (api, c) =>
    api.arrangeUnits(networks(3), { zscore: true, pca: 4, normalize: "frobenius" }, c),
  "rdm movie": (api, c) =>
    api.rdmMovie({ name: "film", shape: [7, 5, 4], data: matrix(9, 35, 4).data }, {}, c),
  "noise covariance": (api, c) =>
    each(["full", "diagonal", "shrinkage-eye", "shrinkage-diag"], (method) =>
      api.noiseCovariance(network(8, 24, 6), { method }, c),
    ),
  "noise precision": (api, c) => api.noisePrecision(network(9, 24, 6), { method: "shrinkage-diag" }, c),
  "rdm transforms": async (api) => {
    const [one] = rdms(api, 1, 9);
    return [
      api.geotopological([one]),
      api.geodesic(one),
      api.minmax(one),
      api.squareRoot(one),
      api.rankTransform(one),
    ];
  },
  "rsa permutation": (api, c) =>
    api.rsa({ data: rdms(api, 4, 9), models: rdms(api, 2, 9, 500), permutations: 200 }, c),
  "rsa bootstrap": (api, c) =>
    each(["cosine", "spearman"], (comparator) =>
      api.rsa(
        {
          data: rdms(api, 5, 9),
          models: rdms(api, 2, 9, 500),
          comparator,
          bootstrap: ["stimuli", "subjects"],
          samples: 40,
          permutations: 50,
        },
        c,
      ),
    ),
  "rsa riemannian": (api, c) =>
    api.rsa(
      {
        data: rdms(api, 4, 9),
        models: rdms(api, 2, 9, 500),
        comparator: "riemannian",
        bootstrap: ["subjects"],
        samples: 10,
        permutations: 20,
      },
      c,
    ),
  "rsa t": (api, c) =>
    api.rsa({ data: rdms(api, 6, 9), models: rdms(api, 3, 9, 500), comparator: "pearson", test: "t" }, c),
  "rsa crossvalidation": (api, c) =>
    api.rsa(
      {
        data: rdms(api, 5, 12),
        models: [{ name: "weighted", rdms: rdms(api, 2, 12, 500), fit: "regression" }],
        crossvalidation: true,
      },
      c,
    ),
  "rsa groups": (api, c) => {
    const groups = [0, 1].map((k) => ({ name: `group ${k}`, data: rdms(api, 4, 8, 600 + 10 * k) }));
    return api.rsaGroups({ groups, models: rdms(api, 2, 8, 500), permutations: 100 }, c);
  },
  "partial rsa": (api, c) =>
    api.partialRsa({ data: rdms(api, 5, 8), models: rdms(api, 3, 8, 500), permutations: 100 }, c),
  "regress rdms": (api, c) =>
    api.regressRdms(
      { data: rdms(api, 5, 8), models: rdms(api, 3, 8, 500), fit: "non-negative", permutations: 0 },
      c,
    ),
  "isc bootstrap": (api, c) => api.isc(subjects(6), { null: "bootstrap", samples: 100 }, c),
  "isc time shift": (api, c) => api.isc(subjects(6), { null: "time-shift", samples: 100 }, c),
  "isc phase shift": (api, c) =>
    api.isc(subjects(6, 31), { null: "phase-shift", samples: 100, distribution: true }, c),
  "isc brainiak phase shift": (api, c) =>
    api.isc(subjects(6, 28), { null: "brainiak-phase-shift", samples: 60, distribution: true }, c),
  "isc pairwise": (api, c) => api.isc(subjects(6), { method: "pairwise", null: "permutation" }, c),
  isfc: (api, c) => api.isfc(subjects(5), { summary: "mean" }, c),
  "srm probabilistic": (api, c) => api.srm(subjects(4), { features: 3, iterations: 20 }, c),
  "srm deterministic": (api, c) =>
    api.srm(subjects(4), { features: 3, kind: "deterministic", iterations: 20 }, c),
  "srm missing": (api, c) => {
    const some = subjects(4).map((one, k) => ({
      ...one,
      data: one.data.slice().fill(NaN, 8 * k, 8 * k + 8),
    }));
    return api.srm(some, { features: 2, missing: true, iterations: 20 }, c);
  },
  "robust srm": (api, c) => api.robustSrm(subjects(4), { features: 2, iterations: 20 }, c),
  "fast srm": (api, c) => api.fastSrm(subjects(4), { features: 2, iterations: 20 }, c),
  hyperalign: (api, c) => api.hyperalign(subjects(4), {}, c),
  "embed pcoa": (api, c) => api.embed(distances(11, 12), { method: "pcoa", dimensions: 3 }, c),
  "embed randomised": (api, c) =>
    api.embed(distances(12, 40), { method: "randomised", oversampling: 4, passes: 4 }, c),
  "embed landmark": async (api, c) =>
    api.embed(
      await api.distancesAmong(networks(8), { metric: "procrustes" }, c),
      { method: "landmark", landmarks: 4, pairs: 10 },
      c,
    ),
  "embed smacof": (api, c) =>
    api.embed(distances(11, 12), { method: "smacof", restarts: 3, iterations: 60 }, c),
  smacof: async (api, c) => [
    api.smacof(distances(12, 11), { restarts: 2, iterations: 60 }),
    await api.smacofAsync(distances(12, 11), { restarts: 2, iterations: 60 }, c),
  ],
  linkage: async (api) =>
    each(["single", "complete", "average", "ward"], (method) => api.linkage(distances(13, 14), method)),
  cluster: (api, c) =>
    each(["ward", "k-medoids"], (method) => api.clusterAsync(distances(14, 13), { method, clusters: 3 }, c)),
  "k medoids": (api, c) => api.kMedoidsAsync(distances(15, 16), 4, { restarts: 5 }, c),
  silhouette: (api, c) => api.silhouetteAsync(distances(15, 16), labels(16, 3), c),
  "leaf order": (api, c) => {
    const square = distances(16, 15);
    return api.optimalLeafOrderAsync(api.linkage(square, "average"), square, c);
  },
  mantel: async (api, c) => [
    api.mantel(distances(17, 12), distances(18, 12), { permutations: 200 }),
    await api.mantelAsync(distances(17, 12), distances(18, 12), { permutations: 200 }, c),
  ],
  "partial mantel": (api, c) => {
    const given = [19, 20, 21].map((seed) => distances(seed, 12));
    return api.partialMantelAsync(given[0], given[1], given.slice(2), { permutations: 200 }, c);
  },
  permanova: (api, c) => api.permanovaAsync(distances(22, 15), labels(15, 3), { permutations: 200 }, c),
  anosim: (api, c) => api.anosimAsync(distances(23, 15), labels(15, 3), { permutations: 200 }, c),
  predict: (api, c) =>
    each(["kernel-ridge", "neighbors"], (method) =>
      api.predictAsync(distances(24, 18), labels(18, 2), { method, permutations: 50 }, c),
    ),
  regress: (api, c) =>
    api.regressAsync(distances(25, 18), [...matrix(26, 1, 18).data], { permutations: 50 }, c),
  neighbors: async (api, c) => {
    const index = await api.neighborIndex(networks(8), { metric: "procrustes" }, {}, c);
    return index.nearest(network(40, 18, 6), 3, c);
  },
  "neighbors, kept": async (api, c) => {
    const nets = networks(8);
    const index = await api.neighborIndex(nets.slice(0, 6), { metric: "procrustes" }, { pivots: 3 }, c);
    const opened = await api.openNeighborIndex(await index.toBytes(c), (_, k) => nets[k], c);
    const grown = await opened.add(nets.slice(6), c);
    return { ...(await grown.nearest(network(40, 18, 6), 3, c)), bytes: await grown.toBytes(c) };
  },
  barycenter: (api, c) =>
    each([{}, { group: "permutation" }], (options) => api.barycenter(subjects(4, 20), options, c)),
  kmeans: (api, c) => api.kmeans(subjects(6, 20), { clusters: 2, restarts: 3 }, c),
  tangent: (api, c) => api.tangentSpace(subjects(4, 20), {}, c),
  searchlight: (api, c) =>
    api.searchlight(
      network(30, 9, 12),
      [
        [0, 1, 2, 3, 4],
        [3, 4, 5, 6, 7],
        [8, 9, 10, 11],
      ],
      { models: rdms(api, 2, 9), comparator: "spearman", keepRdms: true },
      c,
    ),
  describe: (api, c) => api.describe(networks(2, 40, 9), { samples: 6 }, c),
  reliability: (api, c) =>
    api.reliability([networkOf(31, [8, 4, 6]), networkOf(32, [8, 4, 6])], { permutations: 100 }, c),
  layers: (api, c) =>
    api.layerStudy(
      {
        networks: [{ name: "network", layers: rdms(api, 3, 9, 700) }],
        regions: [0, 1].map((k) => ({ name: `region ${k}`, subjects: rdms(api, 3, 9, 800 + 10 * k) })),
        samples: 40,
      },
      c,
    ),
  predictivity: (api, c) =>
    each([{ method: "ridge" }, { method: "pls", components: 3 }], (options) =>
      api.predictivity(
        network(33, 24, 5),
        networkOf(34, [24, 4, 6]),
        { splits: 2, samples: 50, ...options },
        c,
      ),
    ),
  "banded predictivity": (api, c) =>
    api.bandedPredictivity(
      [network(35, 24, 5), network(36, 24, 4)],
      networkOf(34, [24, 4, 6]),
      { splits: 1, candidates: 20, samples: 50 },
      c,
    ),
  "map inference": (api, c) =>
    each(["max", "cluster", "tfce"], (method) => {
      const lines = Array.from({ length: 20 }, (_, k) => [k - 1, k + 1].filter((j) => j >= 0 && j < 20));
      return api.mapInference(
        network(37, 9, 20),
        method === "max" ? undefined : lines,
        { method, samples: 100 },
        c,
      );
    }),
  wrsm: async (api, c) => (await api.wrsm(networks(4), {}, c)).toJSON(),
  irsm: async (api, c) =>
    (
      await api.irsm(
        [0, 1, 2, 3].map((k) => network(k, 18, 6)),
        { similarity: "cosine" },
        c,
      )
    ).toJSON(),
  "rsm agreement": async (api, c) =>
    api.rsmAgreement(await api.wrsm(networks(4, 9), {}, c), { samples: 100 }, c),
  "correlate rsms": async (api, c) => {
    const [a, b] = await each(["correlation", "cosine"], (similarity) =>
      api.wrsm(networks(4, 9), { similarity }, c),
    );
    return api.correlateRsms(a, b, { samples: 100 }, c);
  },
  "to distances": async (api, c) => {
    const result = await api.pairwise(networks(5), { metric: "cka" }, c);
    return api.toDistances(result);
  },
  "categories and means": async (api) => [
    api.meanRdm(rdms(api, 3, 8)),
    api.rescaleRdms(rdms(api, 3, 8)),
    api.groupDistances(distances(50, 9), labels(9, 3)),
  ],
});

export const probeNames = Object.keys(probes);

/** Name → hash of all bits of its result, 16 hex digits. A probe that fails has its message. */
export async function runProbes(repgeom, engine, names = probeNames) {
  const hashes = {};
  for (const name of names) {
    try {
      hashes[name] = hashOf(await probes[name](repgeom, { engine }));
    } catch (error) {
      hashes[name] = `failed: ${error instanceof Error ? error.message : error}`;
    }
  }
  return hashes;
}

/** A job that is worth several threads: all pairs of twelve networks of 120 stimuli × 100 units. */
export async function poolJob(repgeom, engine) {
  const many = Array.from({ length: 12 }, (_, k) => network(k, 120, 100));
  return hashOf(await repgeom.pairwise(many, { metric: "procrustes", alpha: 0.5 }, { engine }));
}
