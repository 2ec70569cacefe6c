// The six claims, their figures, and answers by rules that were set before: other data give other answers.
import { mean } from "../lib/statistics.mjs";
import { architectures, titles } from "./data.mjs";

/** @param measured - what `measure` found */
export function claimsOf(measured) {
  return [training, native, variance, agreement, turned, correlations].map((claim) => claim(measured));
}

const figure = (name, { value, lower, upper }, more = {}) => ({
  name,
  value,
  ...(lower === undefined || Number.isNaN(lower) ? {} : { interval: { lower, upper } }),
  ...more,
});

const short = (value) => value.toFixed(2).replace("-", "−");

/** "0.12 … 0.34", from the least to the largest. */
function range(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${short(least)} … ${short(most)}`;
}

/** yes where all hold, no where none does. */
function answerOf(tests) {
  if (tests.every(Boolean)) return "yes";
  return tests.some(Boolean) ? "partly" : "no";
}

/** The shared iRSM is as like the final wRSM as most of what the wRSM of one network is. */
const enough = 0.9;

function training({ found }) {
  const ends = architectures.map((name) => [found[name].course[0], found[name].course.at(-1)]);
  const risen = ends.map(
    ([first, last]) =>
      last.shared.lower > first.shared.upper && last.shared.value > enough * last.within.value,
  );
  return {
    id: "1",
    claim: "Over training the shared iRSM comes to resemble the converged wRSM.",
    figures: architectures.flatMap((name, k) => [
      figure(`${titles[name]}: untrained`, ends[k][0].shared),
      figure(`${titles[name]}: trained`, ends[k][1].shared, {
        note: `of the mean iRSM ${ends[k][1].means.shared.toFixed(3)}`,
      }),
    ]),
    answer: answerOf(risen),
    because:
      `The correlation of shared iRSMs with the final mean wRSM rises from ${range(ends.map(([first]) => first.shared.value))} ` +
      `before training to ${range(ends.map(([, last]) => last.shared.value))} (held-out images). wRSMs of single networks go from ` +
      `${range(ends.map(([first]) => first.within.value))} to ${range(ends.map(([, last]) => last.within.value))}, so the images ` +
      "alone give part of the likeness, and the shared iRSM follows the wRSM.",
  };
}

function native({ found }) {
  const all = architectures.map((name) => found[name]);
  const arbitrary = all.map(({ relabelled, course }) => {
    const last = course.at(-1);
    return relabelled.p > 0.05 && last.native.upper < last.shared.lower;
  });
  const values = (of) => range(all.map(({ course }) => of(course.at(-1))));
  return {
    id: "2",
    claim: "In native coordinates the iRSM does not reflect the structure.",
    figures: architectures.map((name, k) =>
      figure(titles[name], all[k].course.at(-1).native, {
        p: all[k].relabelled.p,
        note: "among random orders of the units",
      }),
    ),
    answer: answerOf(arbitrary),
    because:
      `Native iRSMs of trained networks correlate with the mean wRSM at ${values(({ native }) => native.value)}, shared ones at ` +
      `${values(({ shared }) => shared.value)}. Random orders of the units give values as far from 0 ` +
      `(smallest p ${short(Math.min(...all.map(({ relabelled }) => relabelled.p)))}).`,
  };
}

function variance({ found, differences }) {
  const layersOf = (name) => found[name].layers;
  const conv = ["conv-small", "conv-large"].flatMap(layersOf);
  const below = [differences["residual: large less small"], differences["large: residual less conv"]].flat();
  const most = conv.filter(({ others }) => others.value > 0.5);
  const sure = conv.filter(({ others }) => others.lower > 0.5);
  const less = below.filter(({ upper }) => upper < 0);
  const more = below.filter(({ lower }) => lower > 0);
  const forced = architectures.flatMap((name) => layersOf(name).map((one) => one.forced));
  return {
    id: "3",
    claim:
      "Orthogonal maps explain most of the variance in every layer of convolutional networks, and less in residual networks of high capacity.",
    figures: [
      ...architectures.flatMap((name) =>
        layersOf(name).map((one) => figure(`${titles[name]}: ${one.layer}`, one.others)),
      ),
      ...Object.entries(differences).map(([name, layers]) => figure(`last layer, ${name}`, layers.at(-1))),
      ...["conv-large", "residual-large"].map((name) => fewUnits(titles[name], layersOf(name).at(-1))),
      ...["conv-small", "residual-small"].map((name) => everyPosition(titles[name], found[name].positions)),
    ],
    answer: answerOf([most.length === conv.length, less.length > below.length / 2]),
    because:
      `Convolutional networks: ${most.length} of ${conv.length} layers above a half, ${sure.length} with the whole interval ` +
      `(${range(conv.map(({ others }) => others.value))}; held-out images, a network from the others). Large residual networks against small ones, ` +
      `and against large convolutional ones: less in ${less.length} of ${below.length} comparisons of layers, more in ${more.length}. A fit to images that do not correspond explains ` +
      `${range(forced.map((one) => one.fitted))} of the fitted images by force, ${range(forced.map(({ others }) => others.value))} of held-out ones.`,
  };
}

function fewUnits(title, { layer, units, equal }) {
  return {
    name: `${title}: ${layer}, a quarter of its ${units} units`,
    value: equal,
    note: "mean of three draws",
  };
}

function everyPosition(title, { layer, others }) {
  return figure(`${title}: ${layer.replace("-positions", "")}, not averaged over positions`, others);
}

function agreement({ found }) {
  const all = architectures.map((name) => found[name].agreement);
  const above = all.map(({ course }) => course.at(-1).lower > course[0].upper);
  return {
    id: "4",
    claim: "wRSMs correlate across networks.",
    figures: architectures.flatMap((name, k) => [
      figure(`${titles[name]}: last layer, untrained`, all[k].course[0]),
      figure(`${titles[name]}: last layer, trained`, all[k].course.at(-1)),
      figure(`${titles[name]}: images of one digit`, all[k].withinDigits),
    ]),
    answer: answerOf(above),
    because:
      `Mean correlations of two networks rise from ${range(all.map(({ course }) => course[0].value))} before training to ` +
      `${range(all.map(({ course }) => course.at(-1).value))}, in all layers ${range(all.flatMap(({ layers }) => layers.map(({ value }) => value)))}. ` +
      `Among images of one digit, of which no label teaches a difference, ${range(all.map(({ withinDigits }) => withinDigits.value))}.`,
  };
}

/** Sums of a few hundred products leave less than this. */
const rounding = 1e-12;

function turned({ simulated }) {
  const [exact] = simulated;
  const gap = exact.gap < rounding ? `below ${rounding}` : exact.gap;
  const loud = simulated.find(({ level }) => level === 1);
  return {
    id: "5",
    claim: "SRM undoes random orthogonal transforms: the shared iRSM equals the wRSM (simulated).",
    figures: [
      { name: "largest difference of shared iRSM and wRSM, no noise", value: gap },
      figure("native iRSM, no noise", exact.native),
      ...simulated.map(({ level, shared }) => figure(`shared iRSM, noise ${level}`, shared)),
    ],
    answer: answerOf([exact.gap < rounding]),
    because:
      `Eight copies of one trained network in random axes: largest difference on held-out images ${gap}${exact.gap < rounding ? ", which is rounding" : ""}. ` +
      `With noise of the size of the responses shared iRSMs correlate with the true wRSM at ${short(loud.shared.value)}, the copies' own wRSMs at ${short(loud.within.value)}.`,
  };
}

function correlations({ found }) {
  const all = architectures.map((name) => found[name].courses);
  const possible = all.map(
    ({ native, shared, forced, gain }) => native.p > 0.05 && shared.lower > forced.upper && gain.lower > 0,
  );
  return {
    id: "6",
    claim: "Alignment makes inter-subject correlation between networks possible.",
    figures: architectures.flatMap((name, k) => [
      figure(`${titles[name]}: native units`, all[k].native, {
        p: all[k].native.p,
        note: "among random orders of the units",
      }),
      figure(`${titles[name]}: shared features`, all[k].shared),
    ]),
    answer: answerOf(possible),
    because:
      `Mean ISC of held-out images is ${range(all.map(({ native }) => native.value))} of native units and ` +
      `${range(all.map(({ shared }) => shared.value))} of shared features; ${range(all.map(({ forced }) => forced.value))} after a fit to images that do not correspond. ` +
      `The mean gain is ${short(mean(all.map(({ gain }) => gain.value)))}.`,
  };
}
