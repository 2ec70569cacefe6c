// The four claims, answered from the numbers.
import { spearman } from "../lib/statistics.mjs";
import { over } from "./agreement.mjs";

export function claimsOf(found) {
  return [initialisation(found), noise(found), classes(found), agreement(found)];
}

const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const shown = (value) => String(Number(value.toPrecision(3))).replace("-", "−");

/** A mean with the least and the most of what it is the mean of. */
function meanFigure(name, values, what) {
  const [least, most] = [Math.min(...values), Math.max(...values)].map(shown);
  return { name, value: average(values), note: `mean of ${values.length} ${what}, ${least} to ${most}` };
}

function initialisation({ names, apart }) {
  const shares = (reading) => apart.filter((one) => one.reading === reading).map(({ share }) => share);
  const figure = (name, reading) => meanFigure(name, shares(reading), "methods");
  const [units, rdms] = ["L2, unit by unit", "L2, of RDMs"].map((name) =>
    apart.find((one) => one.name === name),
  );
  const isSo = Math.min(...shares("units")) > 0.9 && Math.max(...shares("rdms")) < 0.5;
  const outlier = names[rdms.farthest];
  return {
    id: "1",
    claim:
      "Ten networks that differ in their initialisation only: by every method they are as far apart as by chance unit by unit, and near by their RDMs.",
    figures: [
      figure("distance / chance, unit by unit", "units"),
      figure("distance / chance, of RDMs", "rdms"),
      figure("distance / chance, after rotation", "rotated"),
      l2Figure("L2 unit by unit / chance", units),
      l2Figure("L2 of RDMs / chance", rdms),
      { name: "L2 of RDMs, standard deviation / mean of pairs", value: rdms.unevenness },
    ],
    answer: isSo ? "yes" : "partly",
    because:
      "Chance is the same distance with the units (or, for RDMs and rotations, the stimuli) of one network in a random order. " +
      "Unit 7 of one network has nothing to do with unit 7 of another, so all methods see strangers unit by unit. " +
      `Of RDMs the pairs differ much from one another; ${outlier} is farthest from the others.`,
  };
}

function l2Figure(name, { share, interval }) {
  return { name, value: share, interval, note: "bootstrap of networks" };
}

function noise({ noise, levels, sizes }) {
  const of = (data, reading) => noise.filter((one) => one.data === data && one.reading === reading);
  const count = (name, data, reading) => {
    const some = of(data, reading);
    const seeing = some.filter(({ sees }) => sees);
    const who = seeing.map(({ method }) => method).join(", ");
    return { name, value: seeing.length, note: `of ${some.length}${who && `: ${who}`}` };
  };
  const view = (name, data) => noise.find((one) => one.name === name && one.data === data);
  const variation = view("Gaussian, after rotation", "variation");
  const [trials, means] = ["trials", "means"].map((data) => view("L2, of RDMs", data));
  const figures = [
    count("see the noise in means, unit by unit", "means", "units"),
    count("see the noise in means, of RDMs", "means", "rdms"),
    count("see the noise in single trials, unit by unit", "trials", "units"),
    count("see the noise in single trials, of RDMs", "trials", "rdms"),
    count("see the noise in single trials, after rotation", "trials", "rotated"),
    count("see the noise in the variation of trials alone, unit by unit", "variation", "units"),
    count("see the noise in the variation of trials alone, after rotation", "variation", "rotated"),
    rhoFigure("Gaussian of the variation, after rotation: ρ with noise", variation),
    rhoFigure("L2 of RDMs of single trials: ρ with noise", trials),
    rhoFigure("L2 of RDMs of means: ρ with noise", means),
    {
      name: "L2 of RDMs of means, among the noisy: r with difference of noise",
      value: means.among,
      p: means.amongP,
    },
    { name: "size of mean responses: ρ with noise", value: spearman(sizes, levels) },
  ];
  const sees = (data) => noise.filter((one) => one.data === data).map((one) => one.sees);
  const [inMeans, inTrials] = [sees("means"), sees("trials")];
  const isAsClaimed = inTrials.every(Boolean) && !inMeans.some(Boolean);
  return {
    id: "2",
    claim:
      "Methods that see single trials order five networks by their noise; methods that see means do not.",
    figures,
    answer: isAsClaimed ? "yes" : inTrials.some(Boolean) ? "partly" : "no",
    because: noiseWords(of("means", "rdms"), sees("variation")),
  };
}

function noiseWords(means, variation) {
  const notice = means.filter(({ amongP }) => amongP <= 0.05).map(({ method }) => method);
  const others = means.filter(({ amongP }) => amongP > 0.05).map(({ method }) => method);
  return [
    "To see the noise: the distances to the ten quiet networks are in the order of the noise (ρ ≥ 0.9, exact p ≤ 0.042), and the noisiest is " +
      "more than 2 standard deviations of the quiet networks out.",
    variation.every(Boolean) &&
      "The variation around the means alone shows the noise; in whole trials the difference of means, which any two networks have, hides it from most methods.",
    notice.length > 0 &&
      "Means are not quite blind: noisier networks have larger mean responses, and among the five noisy networks the RDM distances of " +
        `${notice.join(", ")} go with the difference of noise (exact p ≤ 0.05)${others.length > 0 ? `, those of ${others.join(", ")} do not` : ""}.`,
    "One network was trained at each level, so noise and seed cannot be told apart.",
  ]
    .filter(Boolean)
    .join(" ");
}

function rhoFigure(name, { rho, p, beyond }) {
  return { name, value: rho, p, note: `noisiest ${shown(beyond)} standard deviations out` };
}

function classes({ classes: [units, rdms] }) {
  const figures = [units, rdms].flatMap((one) => {
    const label = one.reading === "units" ? "unit by unit" : "of RDMs";
    return [
      { name: `networks / classes, ${label}`, ...one.ratio, note: "ratio of mean L2, bootstrap of networks" },
      { name: `R² of networks, ${label}`, value: one.byNetwork.r2, p: one.byNetwork.p },
      { name: `R² of classes, ${label}`, value: one.byClass.r2, p: one.byClass.p },
    ];
  });
  const networksFarther = (one) => one.ratio.interval.lower > 1;
  const classesFarther = (one) => one.ratio.interval.upper < 1;
  const opposed = networksFarther(units) && classesFarther(rdms);
  return {
    id: "3",
    claim: "Across four sensory classes and ten networks, networks are farther apart than classes.",
    figures,
    answer: opposed ? "partly" : networksFarther(units) && networksFarther(rdms) ? "yes" : "no",
    because: opposed
      ? "It depends on the reading. Unit by unit networks are farther apart than classes. By the RDMs of the time points of each class, classes are: all networks " +
        "have one geometry for a class, and the geometry of the classes with a match (++ and −−) differs from that of the others."
      : "The intervals of the ratios do not lie on both sides of 1.",
  };
}

function agreement({ main, agreement: { cosine, pearson } }) {
  const are = (one, other) => (a, b) => a.reading === one && b.reading === other;
  const both = (one, other) => (a, b) => are(one, other)(a, b) || are(other, one)(a, b);
  const figure = (name, result, wanted) => meanFigure(name, over(result, main, wanted), "pairs of methods");
  const figures = [
    figure("cosine, all", cosine, () => true),
    figure("cosine, both unit by unit", cosine, both("units", "units")),
    figure("cosine, both of RDMs", cosine, both("rdms", "rdms")),
    figure("cosine, unit by unit and of RDMs", cosine, both("units", "rdms")),
    figure("correlation, both unit by unit", pearson, both("units", "units")),
    figure("correlation, both of RDMs", pearson, both("rdms", "rdms")),
    figure("correlation, unit by unit and of RDMs", pearson, both("units", "rdms")),
    figure("correlation, after rotation and of RDMs", pearson, both("rotated", "rdms")),
    figure("correlation, after rotation and unit by unit", pearson, both("rotated", "units")),
  ];
  const [, , , , units, rdms, across, rotated, other] = figures.map(({ value }) => value);
  const twoFamilies = Math.min(units, rdms) > 0.5 && across < 0.2;
  const why = [
    "By the cosine all methods agree, because all distances are positive: it is high where two matrices have nothing in common but their mean.",
    twoFamilies &&
      "Correlation, which takes the mean away, shows two families: methods of one reading mostly agree, methods of different readings do not.",
    rotated > other + 0.2 && "Distances after rotation belong to those of RDMs.",
  ];
  return {
    id: "4",
    claim: "Methods agree on which networks are far from each other.",
    figures,
    answer: twoFamilies ? "partly" : across > 0.5 ? "yes" : "no",
    because: why.filter(Boolean).join(" "),
  };
}
