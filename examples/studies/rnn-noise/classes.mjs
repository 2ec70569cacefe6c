// Question 3: four classes of stimuli and ten networks as one 40 × 40 matrix. Which are farther apart?
import { pairwise, permanova } from "repgeom";
import { bootstrap, mean } from "../lib/statistics.mjs";
import { ofClass } from "./networks.mjs";

export const classReadings = [
  { reading: "units", spec: { metric: "elementwise", dissimilarity: "euclidean" } },
  { reading: "rdms", spec: { metric: "rsa", dissimilarity: "euclidean", comparator: "euclidean" } },
];

/** Items in the order of classes, then networks. @returns for each reading its matrix, means and tests */
export async function classesAndNetworks(networks, classes, control) {
  const items = classes.flatMap((_, k) => networks.map((one) => ofClass(one, k, classes)));
  const labels = items.map((_, at) => ({
    class: classes[Math.floor(at / networks.length)],
    network: networks[at % networks.length].name,
  }));
  const done = [];
  for (const { reading, spec } of classReadings) {
    const result = await pairwise(items, spec, control);
    const distance = (k, i, l, j) => result.at(k * networks.length + i, l * networks.length + j);
    done.push({
      reading,
      names: items.map(({ name }) => name),
      values: [...result.values],
      ...apart(distance, classes.length, networks.length),
      byClass: shareOf(result, labels, "class"),
      byNetwork: shareOf(result, labels, "network"),
    });
  }
  return done;
}

/** Mean distances, with intervals over networks, and how many times networks are farther apart than classes. */
function apart(distance, classes, networks) {
  const all = Array.from({ length: networks }, (_, i) => i);
  const pairs = Array.from({ length: classes }, (_, k) => k).flatMap((k, _, list) =>
    list.slice(k + 1).map((l) => [k, l]),
  );
  const betweenClasses = (draw) => mean(draw.flatMap((i) => pairs.map(([k, l]) => distance(k, i, l, i))));
  const betweenNetworks = (draw) =>
    mean(pairsOfDraw(draw).flatMap(([i, j]) => eachClass(classes, (k) => distance(k, i, k, j))));
  const both = (draw) =>
    mean(pairsOfDraw(draw).flatMap(([i, j]) => pairs.map(([k, l]) => distance(k, i, l, j))));
  const ratio = (draw) => betweenNetworks(draw) / betweenClasses(draw);
  const estimate = (statistic) => ({ value: statistic(all), interval: bootstrap(networks, statistic) });
  return {
    betweenClasses: estimate(betweenClasses),
    betweenNetworks: estimate(betweenNetworks),
    both: estimate(both),
    ratio: estimate(ratio),
    classPairs: pairs.map(([k, l]) => ({
      classes: [k, l],
      mean: mean(all.map((i) => distance(k, i, l, i))),
    })),
  };
}

function eachClass(classes, value) {
  return Array.from({ length: classes }, (_, k) => value(k));
}

/** Pairs of two networks; a draw has some several times. */
function pairsOfDraw(draw) {
  return draw.flatMap((i, a) =>
    draw
      .slice(a + 1)
      .filter((j) => j !== i)
      .map((j) => [i, j]),
  );
}

/** Share of the squared distances that a factor accounts for. Items are permuted freely, not within the other factor. */
function shareOf(result, labels, factor) {
  const groups = labels.map((label) => label[factor]);
  const { r2, f, p } = permanova(result.square(), groups, { permutations: 999, seed: 1 });
  return { r2, f, p };
}
