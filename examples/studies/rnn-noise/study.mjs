// Gyawali Singha et al.: how do methods of comparing recurrent networks see initialisation and noise?
import { agreementOf } from "./agreement.mjs";
import { claimsOf } from "./claims.mjs";
import { classesAndNetworks } from "./classes.mjs";
import { chanceOf, distancesOf, pairsOf } from "./compute.mjs";
import { apartBy } from "./initialisation.mjs";
import { mainViews, trialViews } from "./methods.mjs";
import { folder, readNetworks, sizeOf } from "./networks.mjs";
import { noiseBy } from "./noise.mjs";
import { sectionsOf } from "./sections/all.mjs";

async function run({ control, log }) {
  const found = await compute(control, log);
  return { claims: claimsOf(found), sections: sectionsOf(found), numbers: numbersOf(found) };
}

async function compute(control, log) {
  const networks = await readNetworks();
  const { names, classes, levels, means, trials } = networks;
  const [quiet, noisy] = [[], []];
  levels.forEach((level, k) => (level === 0 ? quiet : noisy).push(k));
  log(`${mainViews.length} ways to compare ${names.length} networks, two by two`);
  const main = await distancesOf(mainViews, networks, control);
  log("The same ways where units, or stimuli, stand in a random order: distances by chance");
  const of = (list) => quiet.map((k) => list[k]);
  const chance = await chanceOf(mainViews, { means: of(means), trials: of(trials) }, control);
  log("Single trials by the methods of means, and the variation of trials alone");
  const more = await distancesOf(trialViews, networks, control);
  log("Four classes and ten networks in one matrix; metric by metric");
  return {
    names,
    quiet,
    noisy,
    levels: noisy.map((k) => levels[k]),
    sizes: noisy.map((k) => sizeOf(means[k])),
    main,
    apart: main.map((view, k) => apartBy(view, chance[k], quiet)),
    noise: [...main, ...more].map((view) =>
      noiseBy(
        view,
        quiet,
        noisy,
        noisy.map((k) => levels[k]),
      ),
    ),
    classes: await classesAndNetworks(of(means), classes, control),
    agreement: await agreementOf(main, names, control),
  };
}

function numbersOf({ names, levels, sizes, main, apart, noise, classes, agreement }) {
  const rows = ({ rowNames, square }) =>
    rowNames.map((_, i) => [...square().data.slice(i * rowNames.length, (i + 1) * rowNames.length)]);
  return {
    names,
    levels,
    sizes,
    distances: Object.fromEntries(main.map(({ name, square }) => [name, pairsOf(square)])),
    initialisation: apart,
    noise,
    classes,
    agreement: {
      names: agreement.cosine.rowNames,
      cosine: rows(agreement.cosine),
      pearson: rows(agreement.pearson),
      mantelP: rows(agreement.pearson.p),
    },
  };
}

export const study = {
  name: "rnn-noise",
  title: "Recurrent networks with and without noise",
  question:
    "Fifteen recurrent networks learned one memory task: ten from different initialisations, five with growing noise. " +
    "Which of eight methods sees what, unit by unit and by RDMs?",
  simulated: null,
  training: { script: new URL("train.py", folder), data: folder },
  pictures: [
    { name: "units", figure: "Ten networks, unit by unit" },
    { name: "rdms", figure: "Ten networks, of RDMs" },
    { name: "noise", figure: "Single trials, with and without their means" },
    { name: "classes", figure: "Four classes × ten networks: L2 of RDMs" },
    { name: "agreement", figure: "Metric by metric" },
  ],
  run,
};
