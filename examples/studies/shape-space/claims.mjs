// What the study claims, with figures. Answers follow from the figures by the rules that stand here.
import { mean as average } from "../lib/statistics.mjs";
import { permutations } from "./prediction.mjs";

const alpha = 0.05;

export function claimsOf(found) {
  return [
    triangleClaim(found.triangles),
    shiftClaim(found.shifts),
    embeddingClaim(found.embedded),
    accuracyClaim(found.predicted),
    depthClaim(found.predicted),
    hierarchyClaim(found.regions),
  ];
}

function triangleClaim({ found, triples, joined }) {
  const of = (form) => found.filter((one) => one.form === form);
  const sound = of("angular").every(({ count, joined: share }) => count === 0 && share === 0);
  const broken = of("plain").filter(({ count }) => count > 0);
  const all = of("plain").length;
  const among = `of ${triples.toLocaleString("en")} inequalities`;
  return {
    id: "1",
    claim: "CKA and CCA in angular form obey the triangle inequality; plain forms do not always.",
    figures: [
      {
        name: "violations, four angular forms",
        value: of("angular").reduce((sum, { count }) => sum + count, 0),
        note: `${among} each`,
      },
      ...of("plain").map(({ name, count, worst }) => ({
        name: `violations, ${name}`,
        value: count,
        note: `${among}; a side is at most ${(100 * worst).toFixed(0)} % longer than the way round`,
      })),
      {
        name: "violations by a network with the units of both ends",
        value: average(of("plain").map(({ joined: share }) => share)),
        note: `share of ${joined} pairs, plain forms; angular forms: ${average(of("angular").map(({ joined: share }) => share))}`,
      },
    ],
    answer: sound && broken.length === all ? "yes" : sound ? "partly" : "no",
    because:
      "Angular forms have no violation, as their theorem says. Plain forms have some among these networks, and always where a third network has the units of both others.",
  };
}

function shiftClaim({ found, tables }) {
  const [convolutional, unshifted, flattened] = found;
  const toPixel = tables.filter(({ shift: [y, x] }) => y === -1 && x === -1).length;
  const figure = (name, value, note) => ({ name, value, note });
  const both = [convolutional, flattened].every(({ rolled }) => Math.max(...rolled) < 1e-6);
  return {
    id: "2",
    claim: "The convolutional metric respects shifts, flattening does not.",
    figures: [
      figure(
        "layer moved around, convolutional",
        round(Math.max(...convolutional.rolled)),
        "largest angle to itself",
      ),
      figure(
        "layer moved around, flattened",
        round(Math.max(...flattened.rolled)),
        "largest angle to itself",
      ),
      figure(
        "layer moved around, convolutional without shifts",
        average(unshifted.rolled),
        "mean angle to itself",
      ),
      figure(
        "places scrambled, convolutional",
        average(convolutional.scrambled),
        `mean angle to itself; other networks: ${convolutional.others.toFixed(2)}`,
      ),
      figure(
        "places scrambled, flattened",
        round(Math.max(...flattened.scrambled)),
        `largest angle to itself; other networks: ${flattened.others.toFixed(2)}`,
      ),
      figure(
        "pictures moved by two pixels, convolutional",
        average(convolutional.moved),
        `mean angle; without shifts ${average(unshifted.moved).toFixed(2)}; flattened ${average(flattened.moved).toFixed(2)}`,
      ),
      figure("networks whose best shift is the true one", toPixel, `of ${tables.length}, among 36 shifts`),
    ],
    answer: both && average(convolutional.scrambled) > 0.5 ? "partly" : "no",
    because:
      "The convolutional metric is 0 for a layer that is moved around and sees that places are scrambled. Flattening with the best rotation of all units is 0 for both: it does not fail at shifts, it cannot tell a shift from any other order of places. Without any shift, positions as stimuli, a moved layer looks like another network. For moved pictures the borders of the field keep the convolutional metric from 0.",
  };
}

/** Below it a value is rounding. */
const round = (value) => (value < 1e-9 ? 0 : value);

function embeddingClaim(embedded) {
  const [procrustes] = embedded;
  const at = (one, count) => one.maps.find(({ dimensions }) => dimensions === count);
  const figures = [2, 5, 10, 20, 40].map((count) => {
    const { median, within95, factor, stress } = at(procrustes, count);
    return {
      name: `median error of a distance in ${count} dimensions, Procrustes`,
      value: median,
      note: `95 % of pairs below ${within95.toPrecision(2)}; most stretched to most shrunk pair ${factor.toPrecision(3)}; stress ${stress.toPrecision(2)}`,
    };
  });
  const others = embedded.slice(1).map((one) => ({
    name: `median error in 20 dimensions, ${one.name}`,
    value: at(one, 20).median,
  }));
  const [plane, many] = [at(procrustes, 2).median, at(procrustes, 20).median];
  return {
    id: "3",
    claim: "Euclidean embeddings of the metric space have low distortion.",
    figures: [...figures, ...others],
    answer: many < 0.05 && plane < 0.05 ? "yes" : many < 0.05 ? "partly" : "no",
    because:
      "In twenty dimensions a distance is off by a few per cent. In two it is off by a fifth and more: a map on a page is a rough picture of the space.",
  };
}

/** The row of a test in the space of Procrustes distances. */
function rowOf(predicted, covariate, test, space = "Procrustes") {
  return predicted.find((one) => one.covariate === covariate && one.test === test && one.space === space)
    .result;
}

function predictionFigures(predicted, covariate) {
  const tests = [...new Set(predicted.map(({ test }) => test))];
  return [
    ...tests.map((test) => ({
      name: `R², ${test}`,
      value: rowOf(predicted, covariate, test).r2,
      p: rowOf(predicted, covariate, test).p,
    })),
    ...["angular CKA", "CCA (alpha 0)", "tangent space"].map((space) => {
      const { r2, p } = rowOf(predicted, covariate, partialled, space);
      return { name: `R², ${partialled}, ${space}`, value: r2, p };
    }),
  ];
}

const partialled = "confounds partialled out";
const strictest = "the plan partialled out";

function accuracyClaim(predicted) {
  const [plain, left, least] = ["configurations held out", partialled, strictest].map((test) =>
    rowOf(predicted, "accuracy", test),
  );
  const remains = left.p <= alpha && left.r2 > 0;
  return {
    id: "4a",
    claim: "The performance of a model is predictable from its position in the space.",
    figures: predictionFigures(predicted, "accuracy"),
    answer: plain.p > alpha ? "no" : remains && least.p <= alpha && left.r2 > plain.r2 / 2 ? "yes" : "partly",
    because:
      `Position predicts accuracy well, also of configurations that were held out. Most of this is that position tells architecture, depth and width, which decide accuracy; without them R² is ${left.r2.toFixed(2)}` +
      `, and ${least.r2.toFixed(2)} without regularisation, seed and the way in which depth acts in each architecture${least.p <= alpha ? "" : ", which is not told from chance"}. ${permutations} permutations.`,
  };
}

function depthClaim(predicted) {
  const [plain, left] = ["configurations held out", partialled].map((test) =>
    rowOf(predicted, "depth", test),
  );
  return {
    id: "4b",
    claim: "The depth of a network is predictable from its position in the space.",
    figures: predictionFigures(predicted, "depth"),
    answer: plain.p > alpha ? "no" : left.p <= alpha && left.r2 > 0.25 ? "yes" : "partly",
    because:
      "From the final hidden layer, of configurations that were held out, with architecture and width partialled out. Whitened (CCA) it is less: whitening hides how fast variances fall, which goes with depth.",
  };
}

function hierarchyClaim(regions) {
  const [ordered, unordered] = regions.map(({ levels }) => levels);
  const found = ordered.regions.p <= alpha && ordered.regions.r2 > 0 && unordered.regions.p > alpha;
  const figure = (name, { r2, p }) => ({ name: `R², ${name}`, value: r2, p, note: "simulated" });
  return {
    id: "4c",
    claim:
      "The anatomical hierarchy is predictable from the position in the space. (Simulated regions only.)",
    figures: [
      figure("hierarchy put in, sessions held out", ordered.sessions),
      figure("hierarchy put in, regions held out", ordered.regions),
      figure("none put in, sessions held out", unordered.sessions),
      figure("none put in, regions held out", unordered.regions),
    ],
    answer: "cannot say",
    because:
      (found
        ? "The analysis finds the hierarchy that was put in, and none where there is none, if regions are held out. "
        : "The analysis does not tell the hierarchy that was put in from none. ") +
      "If sessions are held out, levels are predicted even without a hierarchy: it is enough that each region is recognised. Simulated regions say nothing of brains.",
  };
}
