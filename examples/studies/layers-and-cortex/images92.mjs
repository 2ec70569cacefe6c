// An optional part with measured data: 92 images in human inferior temporal cortex (Kriegeskorte et al., Neuron 60, 2008).
// The data are not part of this project; the user has them (--images92 FOLDER), in the form that docs/studies says.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareRdms, rdmFrom, readRdms, rsa } from "repgeom";
import { rsaSection } from "repgeom/report";
import { mean } from "../lib/statistics.mjs";

/** Of ranks, with an expectation over ties: some models are categories, with many equal entries. */
const comparator = "rho-a";

/** @returns the claims, sections and numbers of the part */
export async function measured(folder, control, log) {
  log(`92 images, from ${folder}`);
  const { sessions, models } = await readImages(folder);
  const subjects = subjectsOf(sessions);
  const repeated = await repeatability(sessions, control);
  const bootstrap = ["stimuli", "subjects"];
  const means = subjects.map(({ rdm }) => rdm);
  const result = await rsa({ data: means, models, comparator, bootstrap, samples: 300, seed: 1 }, control);
  return {
    claims: [sessionsClaim(repeated), modelsClaim(result)],
    sections: [section(result, repeated)],
    numbers: { repeated, models: result.models, means: [...result.means], noiseCeiling: result.noiseCeiling },
  };
}

/** RDMs of the sessions, `{ subject, rdm }`, and of the models, judgements of similarity among them. */
async function readImages(folder) {
  const names = JSON.parse(await found(folder, "names.json", (path) => readFile(path, "utf8")));
  const rdms = async (kind) => {
    const read = await found(folder, `${kind}.npy`, readRdms);
    return read.map((rdm, k) => rdmFrom({ ...rdm, name: names[kind][k] }));
  };
  const sessions = (await rdms("brain")).map((rdm) => ({ subject: rdm.name.split("|")[1].trim(), rdm }));
  const judged = averaged("judgements of similarity", await rdms("behav"));
  return { sessions, models: [...(await rdms("model")), judged] };
}

/** A file of the folder. @throws with what the folder must hold, where it is not there. */
async function found(folder, name, read) {
  try {
    return await read(join(folder, name));
  } catch (error) {
    if (!/ENOENT|no such file/i.test(error.message)) throw error;
    throw new Error(
      `--images92 ${folder}: there is no ${name}. Expected brain.npy, model.npy, behav.npy and names.json, as docs/studies/layers-and-cortex.md says.`,
      { cause: error },
    );
  }
}

/** The mean over sessions of each subject. */
function subjectsOf(sessions) {
  return [...new Set(sessions.map(({ subject }) => subject))].map((subject) => {
    const own = sessions.filter((one) => one.subject === subject).map(({ rdm }) => rdm);
    return { subject, rdm: averaged(subject, own) };
  });
}

function averaged(name, rdms) {
  const condensed = rdms[0].condensed.map((_, pair) => mean(rdms.map((rdm) => rdm.condensed[pair])));
  return rdmFrom({ name, dissimilarity: "mean", stimuli: rdms[0].stimuli, condensed });
}

/**
 * How RDMs of the first and the second session correlate, of one subject and of two; p: how often second sessions
 * that are given to other subjects agree as much, over all ways to give them.
 */
async function repeatability(sessions, control) {
  const names = [...new Set(sessions.map(({ subject }) => subject))];
  const [first, second] = [0, 1].map((k) =>
    names.map((name) => sessions.filter(({ subject }) => subject === name)[k].rdm),
  );
  const table = await compareRdms(first, second, { comparator: "pearson" }, control);
  const of = (order) => mean(order.map((j, i) => table.at(i, j)));
  const same = of([...names.keys()]);
  const all = ordersOf([...names.keys()]).map(of);
  const values = names.flatMap((_, i) => names.map((__, j) => (i === j ? [] : [table.at(i, j)])).flat());
  const reached = all.filter((value) => value >= same - 1e-12).length;
  return { same, other: mean(values), p: reached / all.length, subjects: names.length };
}

function ordersOf(items) {
  if (items.length < 2) return [items];
  return items.flatMap((item) =>
    ordersOf(items.filter((one) => one !== item)).map((rest) => [item, ...rest]),
  );
}

function sessionsClaim({ same, other, p, subjects }) {
  return {
    id: "92a",
    claim:
      "Measured, 92 images: is a subject's own second session more like the first than another subject's?",
    figures: [
      {
        name: "correlation of two sessions of one subject",
        value: same,
        p,
        note: `mean of ${subjects} subjects`,
      },
      { name: "correlation of sessions of two subjects", value: other },
    ],
    answer: p <= 0.05 ? "yes" : "cannot say",
    because: `p is over all ways to give the second sessions to subjects, so with ${subjects} subjects it cannot be small. Single sessions are noisy: even those of one subject correlate little.`,
  };
}

function modelsClaim({ models, means, intervals, tests, noiseCeiling }) {
  const best = means.indexOf(Math.max(...means));
  const reached = means[best] >= noiseCeiling.lower;
  return {
    id: "92b",
    claim: "Measured, 92 images: which models are like human inferior temporal cortex?",
    figures: models.map((name, m) => ({
      name,
      value: means[m],
      interval: { lower: intervals.lower[m], upper: intervals.upper[m] },
      p: tests.againstZero.fdr[m],
    })),
    answer: reached ? "yes" : "partly",
    because: `The best is ${models[best]}; the noise ceiling of four subjects goes from ${noiseCeiling.lower.toFixed(2)} to ${noiseCeiling.upper.toFixed(2)}, whose lower bound it ${reached ? "reaches" : "does not reach"}.`,
  };
}

function section(result, { same, other }) {
  const shown = rsaSection(result);
  return {
    ...shown,
    heading: "Measured: 92 images in inferior temporal cortex",
    text: [
      "Data of Kriegeskorte et al. (2008), which the user supplied; nothing here is simulated. Each subject is the mean of two sessions.",
      `RDMs of two sessions of one subject correlate by ${same.toFixed(2)}, of two subjects by ${other.toFixed(2)}.`,
    ],
  };
}
