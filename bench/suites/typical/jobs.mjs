// The jobs. Each: name; script, in bench/peers/typical, called with where to write and the files;
// goals, largest shares of the script's time; rounds, the most that are taken; inputs(folder) → files;
// command(files) → arguments of ours; out(place) → what ours writes there; agree(own, their) throws if
// what the two sides wrote differs.
import { samePValues, sameDistributions, sameNumbers } from "./agreement.mjs";
import { rdms, representations } from "./inputs.mjs";
import { sameSpaces } from "./spaces.mjs";

export const npy = (place) => `${place}.npy`;
const same = (tolerance) => (own, their) => sameNumbers(npy(own), npy(their), tolerance);

const compare = (metric) => (files) => ["compare", ...files, "--metric", metric];
const pairwise = (metric) => (files) => ["pairwise", ...files, "--metric", metric];
const cross = (metric) => (files) => [
  "cross",
  ...files.slice(0, 12),
  "--against",
  ...files.slice(12),
  "--metric",
  metric,
];
const isc = (chosen, samples) => (files) => [
  "isc",
  ...files,
  "--null",
  chosen,
  "--samples",
  samples,
  "--side",
  "right",
];

const pairs = [
  { stimuli: 10_000, units: 100, goal: 3 },
  { stimuli: 10_000, units: 512, goal: 2.5 },
  { stimuli: 40_000, units: 64, goal: 2.5 },
];

const twoLayers = pairs.map(({ stimuli, units, goal }) => ({
  name: `CKA of two layers ${stimuli} × ${units}`,
  script: "cka_two.py",
  goals: { processor: goal, wall: 1 },
  inputs: (folder) => representations(folder, "layer", 2, stimuli, units),
  command: compare("cka"),
  agree: same(1e-12),
}));

const crossed = (script, goals, rounds) => ({
  name: "CKA of 12 × 12 layers 2000 × 768",
  script,
  goals,
  rounds,
  inputs: (folder) => representations(folder, "layer", 24, 2000, 768),
  command: cross("cka"),
  agree: same(1e-12),
});

const others = [
  {
    name: "RSA of 12 layers 100 × 2000 with 4 regions 100 × 500",
    script: "rsa_cross.py",
    inputs: (folder) => [
      ...representations(folder, "layer", 12, 100, 2000),
      ...representations(folder, "region", 4, 100, 500),
    ],
    command: cross("rsa"),
    agree: same(1e-11),
  },
  {
    name: "Procrustes of 24 layers 2000 × 768",
    script: "procrustes_pairs.py",
    rounds: 1,
    inputs: (folder) => representations(folder, "layer", 24, 2000, 768),
    command: pairwise("procrustes"),
    agree: same(1e-7),
  },
  ...["rdm_corrcoef.py", "rdm_pdist.py"].map((script) => ({
    name: "RDM of 2000 × 2048",
    script,
    inputs: (folder) => representations(folder, "layer", 1, 2000, 2048),
    command: (files) => ["rdm", ...files],
    agree: same(1e-12),
  })),
  {
    name: "CCA of two layers 5000 × 300",
    script: "cca.py",
    inputs: (folder) => representations(folder, "layer", 2, 5000, 300),
    command: compare("cca"),
    agree: same(1e-10),
  },
  {
    name: "CKA of 60 networks 500 × 256",
    script: "cka_pairs.py",
    inputs: (folder) => representations(folder, "network", 60, 500, 256),
    command: pairwise("cka"),
    agree: same(1e-12),
  },
  {
    name: "SRM of 10 subjects 300 × 500, 50 features, 10 iterations",
    script: "srm.py",
    inputs: (folder) => representations(folder, "subject", 10, 300, 500),
    command: (files) => ["srm", ...files, "--features", "50", "--iterations", "10", "--tolerance", "0"],
    out: (folder) => folder,
    agree: sameSpaces,
  },
  {
    name: "ISC of 20 subjects 300 × 2000, 1000 permutations",
    script: "isc_permutation.py",
    inputs: (folder) => representations(folder, "subject", 20, 300, 2000),
    command: isc("permutation", "1000"),
    agree: sameIsc(1000),
  },
  {
    name: "ISC of 15 subjects 200 × 500, 200 phase shifts",
    script: "isc_phases.py",
    inputs: (folder) => representations(folder, "subject", 15, 200, 500),
    command: isc("phase-shift", "200"),
    agree: sameIsc(200),
  },
  {
    name: "RSA of 10 models with 20 subjects, 92 stimuli, 1000 bootstrap samples",
    script: "rsa_bootstrap.py",
    inputs: (folder) => [rdms(folder, "models", 10, 92), rdms(folder, "subjects", 20, 92)],
    command: bootstrap,
    agree: (own, their) => sameDistributions(npy(own), npy(their), 10),
  },
];

function bootstrap([models, subjects]) {
  const what = "rsa --comparator pearson --bootstrap subjects,stimuli --no-dual --samples 1000";
  return [...what.split(" "), "--models", models, "--data", subjects];
}

function sameIsc(samples) {
  return (own, their) => {
    sameNumbers(npy(own), npy(their), 1e-12);
    samePValues(`${own}.p.npy`, `${their}.p.npy`, samples);
  };
}

/** The most frequent jobs first, then what else people do. */
export const jobs = [
  ...twoLayers,
  crossed("cka_cross.py", { processor: 0.75 }, 2),
  crossed("cka_cross_grams.py", {}, 1),
  ...others.map((job) => ({ goals: { processor: 1 }, ...job })),
];
