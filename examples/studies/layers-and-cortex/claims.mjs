// The six claims: a rule for each, its figures, and the answer that follows from them.
import { differenceOf, likeness, placeOf } from "./profiles.mjs";
import { bestPredictor } from "./prediction.mjs";

/** Relative depths up to a third are called early, from two thirds on late. */
const third = 1 / 3;
/** Two curves that correlate so much have one trend. */
const alike = 0.8;
const regions = ["V1", "LO"];
const classifiers = ["shallow", "deep"];

export const percent = (share) => `${Math.round(100 * share)} %`;
const holdsZero = ({ lower, upper }) => lower <= 0 && upper >= 0;
/** Of the conditions of a claim: all hold, at least half of them, or fewer. */
function answerOf(holds) {
  const held = holds.filter(Boolean).length;
  if (held === holds.length) return "yes";
  return 2 * held >= holds.length ? "partly" : "no";
}
/** "3 of 4". */
const counted = (holds) => `${holds.filter(Boolean).length} of ${holds.length}`;

/** @param both - `layerStudy` of each seed */
export function claimsOf({ both, control, agreements, predicted, tested, byDistance }) {
  return [
    depthClaim(both),
    earlyClaim(both, byDistance),
    middleClaim(both, control, byDistance),
    autoencoderClaim(both, tested),
    contrastiveClaim(both),
    predictivityClaim(agreements, predicted, both[0]),
  ];
}

/** An estimate as a figure of a claim. */
function figure(name, { value, lower, upper }, note) {
  return { name, value, interval: { lower, upper }, ...(note ? { note } : {}) };
}

function likenessFigures([first, second], pair) {
  return regions.map((region) => ({
    name: `${region}: correlation of the curves of ${pair.join(" and ")}`,
    value: likeness(first, pair, region),
    note: `${likeness(second, pair, region).toFixed(2)} with the other seed`,
  }));
}

function areAlike(both, pair) {
  return regions.flatMap((region) => both.map((study) => likeness(study, pair, region) >= alike));
}

function depthClaim(both) {
  const pair = classifiers;
  const curves = areAlike(both, pair);
  const same = regions.flatMap((region) =>
    both.map((study) => holdsZero(differenceOf(study, pair, region).depth)),
  );
  const differences = regions.map((region) => [region, differenceOf(both[0], pair, region)]);
  return {
    id: "1",
    claim: "The trend over layers does not depend on the depth of the architecture.",
    figures: [
      ...likenessFigures(both, pair),
      ...differences.map(([region, { depth }]) =>
        figure(`${region}: relative depth of the best layer, shallow less deep`, depth),
      ),
      ...differences.map(([region, { slope }]) =>
        figure(`${region}: slope over depth, shallow less deep`, slope),
      ),
    ],
    answer: answerOf([...curves, ...same]),
    because:
      `Of the curves of 4 and of 8 hidden layers over relative depth, ${counted(curves)} correlate by ${alike} or more (two regions, two seeds); ` +
      `the interval of the difference of best depths holds 0 in ${counted(same)}. An interval that holds 0 does not show that there is no difference.`,
  };
}

/** Best layers of the classifiers in a region, in both seeds. */
function depthsOf(both, region) {
  return classifiers.flatMap((network) =>
    both.map((study, k) => ({ network, seed: k + 1, ...placeOf(study, network, region) })),
  );
}

function placeFigures(places, region) {
  return places.map(({ network, seed, best }) =>
    figure(`${region}: best depth, ${network}, seed ${seed}`, best.depth, best.name),
  );
}

/** The same question asked with distances. */
function distanceFigures(byDistance, region) {
  return byDistance[region].map(({ network, layer, depth }) => ({
    name: `${region}, by distances in place of correlations: best depth, ${network}, seed 1`,
    value: depth,
    note: layer,
  }));
}

function earlyClaim(both, byDistance) {
  const places = depthsOf(both, "V1");
  const early = places.map(({ best }) => best.depth.value <= third);
  return {
    id: "2",
    claim: "V1 is most similar to early layers.",
    figures: [...placeFigures(places, "V1"), ...distanceFigures(byDistance, "V1")],
    answer: answerOf(early),
    because:
      `The best layer lies in the first third of the depth in ${counted(early)} classifiers. ` +
      "V1 was simulated from Gabor filters, so an early place is what was put in.",
  };
}

/** What the reference network's layers were that the regions were simulated from: relative depths. */
const planted = { LO: 2 / 5, late: 4 / 5 };

function middleClaim(both, control, byDistance) {
  const places = depthsOf(both, "LO");
  const middle = places.map(({ best }) => best.depth.value > third && best.depth.value < 2 * third);
  const of = (region) => classifiers.map((network) => placeOf(control, network, region).best);
  const depths = (bests) => bests.map(({ depth }) => percent(depth.value)).join(" and ");
  const controls = ["narrow LO", "late"].flatMap((region) =>
    of(region).map((best, k) =>
      figure(`control "${region}": best depth, ${classifiers[k]}`, best.depth, best.name),
    ),
  );
  return {
    id: "3",
    claim: "The lateral occipital region is most similar to middle layers.",
    figures: [...placeFigures(places, "LO"), ...distanceFigures(byDistance, "LO"), ...controls],
    answer: answerOf(middle),
    because:
      `The best layer lies in the middle third in ${counted(middle)} classifiers. LO was simulated from a layer at ${percent(planted.LO)} of the depth of another network, seen through wide windows; ` +
      `through narrow ones the same layer is placed at ${depths(of("narrow LO"))} (shallow and deep), and a layer at ${percent(planted.late)} at ${depths(of("late"))}.`,
  };
}

/** With half of what the classifier has, a network counts as similar to a region no longer. */
const half = 0.5;

function autoencoderClaim(both, tested) {
  const all = regions.flatMap((region) =>
    both.map((study) => ({
      region,
      own: placeOf(study, "autoencoder", region),
      other: placeOf(study, "shallow", region),
    })),
  );
  const dissimilar = all.map(({ own, other }) => own.best.value.value < half * other.best.value.value);
  const flat = all.map(({ own }) => holdsZero(own.slope));
  const [first] = both;
  return {
    id: "4",
    claim: "A variational autoencoder is similar to neither region, and shows no trend.",
    figures: [
      ...regions.map((region) => {
        const { best, ceiling } = placeOf(first, "autoencoder", region);
        const share = percent(best.value.value / ceiling.lower);
        return figure(
          `${region}: best layer of the autoencoder`,
          best.value,
          `${best.name}, ${share} of the lower ceiling`,
        );
      }),
      ...regions.map((region) => ({
        ...figure(
          `${region}: best layers, shallow classifier less autoencoder`,
          differenceOf(first, ["shallow", "autoencoder"], region).value,
        ),
        ...differenceP(tested[region], "shallow", "autoencoder"),
      })),
      ...regions.map((region) =>
        figure(`${region}: slope over depth of the autoencoder`, placeOf(first, "autoencoder", region).slope),
      ),
    ],
    answer: answerOf([...dissimilar, ...flat]),
    because:
      `Its best layer has less than half of the classifier's similarity in ${counted(dissimilar)} cases (two regions, two seeds), ` +
      `and the interval of its slope holds 0 in ${counted(flat)}. The simulated V1 looks at the image alone, and the autoencoder keeps the image.`,
  };
}

/** p of the difference of two networks on stimuli on which their layers were not chosen. */
function differenceP(result, a, b) {
  const names = result.models.map((name) => name.split(" ")[0]);
  const [i, j] = [names.indexOf(a), names.indexOf(b)].sort((x, y) => x - y);
  const place = i * names.length - (i * (i + 1)) / 2 + (j - i - 1);
  return {
    p: result.tests.pairwise.fdr[place],
    note: "p on other stimuli than those on which layers were chosen, FDR",
  };
}

function contrastiveClaim(both) {
  const pair = ["contrastive", "shallow"];
  const curves = areAlike(both, pair);
  const all = regions.flatMap((region) => both.map((study) => differenceOf(study, pair, region)));
  const same = all.map(({ depth }) => holdsZero(depth));
  const first = regions.map((region) => [region, differenceOf(both[0], pair, region)]);
  return {
    id: "5",
    claim: "A contrastive network mirrors the classifier.",
    figures: [
      ...likenessFigures(both, pair),
      ...first.map(([region, { depth }]) =>
        figure(`${region}: relative depth of the best layer, contrastive less classifier`, depth),
      ),
      ...first.map(([region, { value }]) =>
        figure(`${region}: similarity of the best layer, contrastive less classifier`, value),
      ),
    ],
    answer: answerOf([...curves, ...same]),
    because:
      `Of the curves over the same layers, ${counted(curves)} correlate by ${alike} or more (two regions, two seeds); ` +
      `the interval of the difference of best depths holds 0 in ${counted(same)}, which does not show that there is no difference.` +
      first.map(([region, { value }]) => unequal(region, value)).join(""),
  };
}

/** A sentence where the interval of a difference does not hold 0. */
function unequal(region, difference) {
  if (holdsZero(difference)) return "";
  return ` In ${region} its best layer is ${difference.value > 0 ? "more" : "less"} similar than the classifier's.`;
}

function predictivityClaim(agreements, predicted, study) {
  const networks = study.profiles.map(({ network }) => network);
  const places = regions.flatMap((region) =>
    networks.map((network) => {
      const byRsa = placeOf(study, network, region).best.index;
      return Math.abs(byRsa - bestPredictor(predicted, network, region).index) <= 1;
    }),
  );
  const orders = regions.map((region) => agreements[region].value >= alike);
  const own = regions.map((region) => bestPredictor(predicted, "shallow", region));
  return {
    id: "6",
    claim: "Does noise-corrected predictivity say the same as RSA?",
    figures: [
      ...regions.map((region) => ({
        name: `${region}: Spearman's correlation over layers of the two readings`,
        value: agreements[region].value,
        interval: agreements[region].interval,
        note: "mean of subjects, interval over subjects",
      })),
      ...own.map(({ layer, median, depth }, r) => ({
        name: `${regions[r]}: best predictivity of the shallow classifier`,
        value: median,
        note: `${layer}, at ${percent(depth)} of the depth; RSA: ${placeOf(study, "shallow", regions[r]).best.name}`,
      })),
      { name: "networks and regions whose best layers are the same or neighbours", value: counted(places) },
    ],
    answer: answerOf([...orders, ...places]),
    because:
      `Over layers of all networks the two readings correlate by ${regions.map((region) => agreements[region].value.toFixed(2)).join(" and ")}. ` +
      `Their best layers are the same or neighbours in ${counted(places)} cases. A regression may weigh units anew, an RDM may not.`,
  };
}
