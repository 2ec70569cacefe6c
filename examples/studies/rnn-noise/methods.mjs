// The eight methods, in two readings: of responses unit by unit, and of RDMs.

/** Those that compare two lists of numbers: `units` takes responses, `rdms` Euclidean RDMs of the stimuli. */
const plain = [
  ["correlation", { dissimilarity: "correlation" }, { comparator: "pearson" }],
  ["cosine", { dissimilarity: "cosine" }, { comparator: "cosine" }],
  ["L1", { dissimilarity: "cityblock" }, { comparator: "cityblock" }],
  ["L2", { dissimilarity: "nan-euclidean" }, { comparator: "nan-euclidean" }],
  ["Minkowski", { dissimilarity: "minkowski", p: 3 }, { comparator: "minkowski", comparatorP: 3 }],
  ["Chebyshev", { dissimilarity: "chebyshev" }, { comparator: "chebyshev" }],
].map(([name, ofUnits, ofRdms]) => ({
  name,
  units: { metric: "elementwise", ...ofUnits },
  rdms: { metric: "rsa", dissimilarity: "euclidean", ...ofRdms },
}));

/**
 * Those that compare distributions. `rotated` takes them after the best rotation of the units, from one
 * start and with a coarse end. On 15 pairs the Gaussian distance was 0.3 % above that of a long search from
 * four starts in the mean, and 1.4 % at most.
 */
const stochastic = [
  ["Gaussian", { metric: "gaussian-wasserstein" }, { restarts: 1, iterations: 6 }],
  ["energy", { metric: "energy" }, { restarts: 1, tolerance: 1e-3 }],
].map(([name, spec, search]) => ({
  name,
  units: { ...spec, group: "identity" },
  rdms: { ...spec, group: "identity" },
  rotated: { ...spec, ...search },
}));

export const readings = { units: "unit by unit", rdms: "of RDMs", rotated: "after rotation" };

/**
 * A view is a method with what it is given.
 *   name     "L2 of RDMs"
 *   data     "means", "trials", or "variation" (trials around their means)
 *   form     which form of the networks it takes (compute.mjs makes it)
 */
function view(method, reading, data, form, spec = method[reading]) {
  return { name: `${method.name}, ${readings[reading]}`, method: method.name, reading, data, form, spec };
}

/** The eight methods in both readings; those of distributions also after rotation. */
export const mainViews = [
  ...stochastic.flatMap((method) => [
    view(method, "units", "trials", "trials"),
    view(method, "rdms", "trials", "trialRdms"),
    view(method, "rotated", "trials", "trials"),
  ]),
  ...plain.flatMap((method) => [
    view(method, "units", "means", "means"),
    view(method, "rdms", "means", "means"),
  ]),
];

/** The plain methods with single trials, and what the others see without means. */
export const trialViews = [
  ...plain.flatMap((method) => [
    view(method, "units", "trials", "rows"),
    view(method, "rdms", "trials", "rows"),
  ]),
  ...stochastic.flatMap((method) => {
    // Biased: the unbiased energy distance of two quiet networks is below 0, and counts as 0.
    const [form, only] =
      method.name === "Gaussian" ? ["trials", { alpha: 0 }] : ["variation", { within: "biased" }];
    return ["units", "rotated"].map((reading) =>
      view(method, reading, "variation", form, { ...method[reading], ...only }),
    );
  }),
];
