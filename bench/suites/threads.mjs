// How much faster two threads are than one, for the main work of every command, by the clock. Both
// engines live in this process and are warm. A figure means something only on an idle machine; the share of
// processor time beside it says how much work two threads make anew.
import { createEngine, rdmFrom } from "../../dist/src/index.js";
import { howMuchFaster, median, race, seconds, speedupRow } from "../measure.mjs";
import { networks, normals } from "../networks.mjs";

export const title = "Two threads against one";
export const about =
  "The main work of every command in one warm process, by the clock: times faster on two threads than on one. In brackets the processor time on two threads as a share of that on one.";

const goal = 1.7;

/** name → () → work(engine): the inputs are made when it is their turn. */
const works = {
  "compare cka 10000 × 512": () => {
    const [x, y] = networks(2, 10_000, 512);
    return (engine) => engine.compare(x, y, { metric: "cka" });
  },
  "cross cka 12 × 12 layers 1000 × 512": () => {
    const all = networks(24, 1000, 512);
    return (engine) => engine.cross(all.slice(0, 12), all.slice(12), { metric: "cka" });
  },
  "pairwise cka 48 networks 1000 × 256": () => paired(networks(48, 1000, 256), { metric: "cka" }),
  "pairwise procrustes 24 networks 1000 × 128": () =>
    paired(networks(24, 1000, 128), { metric: "procrustes" }),
  "pairwise cca 24 networks 1000 × 128": () => paired(networks(24, 1000, 128), { metric: "cca" }),
  "pairwise rsa 48 networks 500 × 512": () => paired(networks(48, 500, 512), { metric: "rsa" }),
  "pairwise soft-matching 12 networks 200 × 128": () =>
    paired(networks(12, 200, 128), { metric: "soft-matching" }),
  "pairwise convolutional 6 layers 50 × 8 × 8 × 32": () =>
    paired(repeated(6, [50, 8, 8, 32]), { metric: "convolutional" }),
  "pairwise energy 5 networks 30 × 10 × 16": () =>
    paired(repeated(5, [30, 10, 16]), { metric: "energy", restarts: 1 }),
  "compare energy 30 × 10 × 32, 12 starts": () => {
    const [x, y] = repeated(2, [30, 10, 32]);
    return (engine) => engine.compare(x, y, { metric: "energy", restarts: 12 });
  },
  "pairwise gaussian-wasserstein 4 networks 50 × 20 × 16": () =>
    paired(repeated(4, [50, 20, 16]), { metric: "gaussian-wasserstein", restarts: 1 }),
  "pairwise cka 6 networks 200 × 64, bootstrap": () =>
    paired(networks(6, 200, 64), { metric: "cka", bootstrap: "stimuli" }),
  "pairwise procrustes 6 networks 200 × 64, permutation test": () =>
    paired(networks(6, 200, 64), { metric: "procrustes", permutation: "stimuli", samples: 100 }),
  "rdm correlation 3000 × 2048": () => rdmOf([3000, 2048], { dissimilarity: "correlation" }),
  "rdm cityblock 1500 × 1024": () => rdmOf([1500, 1024], { dissimilarity: "cityblock" }),
  "rdm crossnobis 100 × 8 runs × 2000": () =>
    rdmOf([100, 8, 2000], { dissimilarity: "crossnobis", noise: "diagonal" }),
  "compareRdms kendall-tau-b, 12 with 12 of 200 stimuli": () => {
    const [some, others] = [rdms(12, 200, 1), rdms(12, 200, 2)];
    return (engine) => engine.compareRdms(some, others, { comparator: "kendall-tau-b" });
  },
  "rsa 10 models × 20 subjects × 92 stimuli, bootstrap and permutations": () => {
    const [models, data] = [rdms(10, 92, 1), rdms(20, 92, 2)];
    return (engine) => engine.rsa({ models, data, bootstrap: ["subjects", "stimuli"], samples: 500 });
  },
  "isc 20 subjects 300 × 1000, 500 permutations": () => tested("permutation", 500, networks(20, 300, 1000)),
  "isc 15 subjects 200 × 500, 200 phase shifts": () => tested("phase-shift", 200, networks(15, 200, 500)),
  "isfc 15 subjects 200 × 1000": () => {
    const subjects = networks(15, 200, 1000);
    return (engine) => engine.isfc(subjects);
  },
  "srm 10 subjects 300 × 500, 50 features": () => {
    const subjects = networks(10, 300, 500);
    return (engine) => engine.srm(subjects, { features: 50, iterations: 20, tolerance: 0 });
  },
  "hyperalign 10 subjects 300 × 200": () => {
    const subjects = networks(10, 300, 200);
    return (engine) => engine.hyperalign(subjects);
  },
  "barycenter 12 networks 200 × 32": () => {
    const all = networks(12, 200, 32);
    return (engine) => engine.barycenter(all, { iterations: 20 });
  },
};

export async function run({ rounds, only, report }) {
  const [one, two] = await Promise.all([1, 2].map((threads) => createEngine({ threads })));
  for (const [name, workOf] of Object.entries(works)) {
    if (!name.includes(only)) continue;
    const work = workOf();
    const [alone, together] = [one, two].map((engine) => watched(() => work(engine)));
    const [slow, fast] = await race([alone.turn, together.turn], rounds);
    const share = median(together.processor) / median(alone.processor);
    const row = speedupRow(name, "one thread", "s", 1, howMuchFaster(fast, slow), goal);
    report({ ...row, remark: `${share.toFixed(2)} of the processor time` });
  }
  one.close();
  two.close();
}

/** Seconds by the clock of each turn; the processor time is kept beside. */
function watched(work) {
  const processor = [];
  const turn = async () => {
    const start = process.cpuUsage();
    const taken = await seconds(work);
    const { user, system } = process.cpuUsage(start);
    processor.push(user + system);
    return taken;
  };
  return { processor, turn };
}

const paired = (all, spec) => (engine) => engine.pairwise(all, spec);

function tested(chosen, samples, subjects) {
  return (engine) => engine.isc(subjects, { null: chosen, samples });
}

function rdmOf(shape, options) {
  const [x] = repeated(1, shape);
  return (engine) => engine.rdm(x, options);
}

/** Arrays of normal numbers of any shape: repeats, images, runs. */
function repeated(count, shape) {
  const normal = normals(1);
  const length = shape.reduce((product, axis) => product * axis);
  return Array.from({ length: count }, (_, k) => ({
    name: `x${k}`,
    shape,
    ...(shape.length === 4 && { layout: "nhwc" }),
    data: Float64Array.from({ length }, normal),
  }));
}

function rdms(count, stimuli, seed) {
  const normal = normals(seed);
  const names = Array.from({ length: stimuli }, (_, i) => `image ${i}`);
  const length = (stimuli * (stimuli - 1)) / 2;
  return Array.from({ length: count }, (_, k) =>
    rdmFrom({
      name: `rdm ${k}`,
      dissimilarity: "given",
      stimuli: names,
      condensed: Float64Array.from({ length }, () => Math.abs(normal())),
    }),
  );
}
