import { NumericalError } from "../../base/errors.ts";
import { takeRows, type Matrix } from "../../base/matrix.ts";
import { mean } from "../../base/statistics.ts";
import { assertVaries, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { joinNotes } from "../linear/notes.ts";
import { roundingFloor } from "../linear/rank.ts";
import { definePairMetric, type Compared } from "../metric.ts";
import { predictByChosen, predictorOf, targetOf, type Predictor, type Target } from "./chosen-penalty.ts";
import { medianCorrelation } from "./correlations.ts";
import { divisionsOf, fewestStimuli, heldOutCount, type Division } from "./divisions.ts";
import { weightsOfStimuli } from "./given-penalty.ts";
import { linearPredictivityOptions, type LinearPredictivityOptions } from "./options.ts";
import { predictByPls } from "./pls.ts";

/** One network, as what is predicted and, in the form that the fit needs, as what predicts. */
type PreparedPredictivity = {
  /** Responses less the means of units, at a scale near 1: stimuli × units. */
  readonly units: Matrix;
  /** The same up to a rotation of the units, stimuli × stimuli; only with more units than stimuli. */
  readonly rows?: Matrix;
  /** Of a penalty that is given: `weightsOfStimuli`. */
  readonly weights?: Matrix;
  /** Norms up to which a component of pls is rounding. */
  readonly smallest: number;
  /** Units that are equal for all stimuli. */
  readonly constant: number;
  /** Stimuli that a division holds out. */
  readonly left: number;
} & Partial<Omit<Predictor, "responses"> & Target> & { readonly [part: string]: Matrix | number };

/**
 * Linear predictivity: how well a linear regression from the first network predicts the units of the second for stimuli
 * that it was not fitted on.
 *
 *   mean over divisions of the median over units of r(predicted, actual), r over the held-out tenth of the stimuli
 *
 * Stimuli are divided by the seed alone, so all pairs are divided alike. Each division holds out a tenth of them, and at least 2. A
 * unit whose held-out responses are all equal has no correlation, and is left out of that median; one that is
 * predicted to be constant counts as 0. Not symmetric: row i, column j of a result is how well i predicts j.
 *
 * The value is not divided by a noise ceiling. How well a network predicts itself is none: that has no noise to be limited
 * by. A ceiling takes repeats of the same stimuli, as in `predictivity`.
 */
export const linearPredictivity = definePairMetric<PreparedPredictivity, LinearPredictivityOptions>({
  name: "linear-predictivity",
  title: "Linear predictivity",
  summary:
    "Median correlation of the second network's units with what the first predicts on held-out stimuli.",
  source:
    "Schrimpf, Kubilius et al., Brain-Score, bioRxiv 407007, 2018, §Neural predictivity (pls, 25 components); Yamins et al., PNAS 111, 2014",
  family: "Canonical correlation and regression",
  cost: { network: "10·m·n·min(m, n)", pair: "m·n² + 10·n³" },
  blindTo:
    "What the first network has and the second has not. Noise of the second lowers the value, which no ceiling corrects; a stimulus that a bootstrap drew twice stands on both sides of a division.",
  accepts: "matrix",
  options: linearPredictivityOptions,
  testedWith: [{}, { ridge: 1, splits: 4, seed: 3 }, { fit: "pls", components: 4, splits: 3 }],

  properties: ({ fit, ridge }) => ({
    kind: "similarity",
    symmetric: false,
    range: [-1, 1],
    invariantTo: [
      "permutation",
      "translation",
      ...(fit === "pls" || ridge === undefined || ridge === 0 ? (["isotropic-scaling"] as const) : []),
    ],
  }),

  operations({ shape: [m = 0, n = 0] }, { fit, ridge, components, splits }) {
    const r = Math.min(m, n);
    if (fit === "pls") return splits * Math.min(components, r) * (r * r * n + 10 * r * r * r);
    return ridge === undefined ? 2 * m * r * n + splits * (r + m / 10) * r * n : m * m * n;
  },

  prepare(input, options, kernels) {
    assertEnough(input);
    const { matrix: units, exponent, size } = scaleAndCenter(input, true, kernels);
    assertVaries(input, kernels.norm(units), true);
    const { rows: m, cols: n } = units;
    const rows = n > m ? kernels.lq(units) : units;
    const divisions = divisionsOf(m, options);
    const smallest = Math.max(
      Math.max(m, n) * Number.EPSILON * kernels.norm(rows),
      roundingFloor(m, n, size, exponent, input.stored),
    );
    const common = { units, smallest, constant: constantUnits(input.responses), left: heldOutCount(m) };
    const reduced: { rows: Matrix } | object = n > m ? { rows } : {};
    if (options.fit === "pls") return { ...common, ...reduced };
    if (options.ridge !== undefined) {
      const how = { ridge: options.ridge, exponent, size };
      return { ...common, weights: weightsOfStimuli(input, rows, divisions, how, kernels) };
    }
    const { responses: _, ...predictor } = predictorOf(rows, divisions, kernels);
    return { ...common, ...reduced, ...predictor, ...targetOf(units, divisions) };
  },

  compare(x, y, options, kernels) {
    const divisions = divisionsOf(y.units.rows, options);
    const values = new Float64Array(divisions.length);
    predictions(x, y, divisions, options, kernels, (predicted, split) => {
      values[split] = medianCorrelation(predicted, takeRows(y.units, divisions[split]!.test));
    });
    if (!values.every(Number.isFinite)) throw nothingVaries(values.findIndex(Number.isNaN));
    return mean(values);
  },

  warn: (prepared, _options, compared) =>
    joinNotes(noteOfFew(prepared[0]!.left), noteOfConstant(prepared, compared)),
});

/** Hands out the predictions of each division, held-out stimuli × units. */
function predictions(
  x: PreparedPredictivity,
  y: PreparedPredictivity,
  divisions: readonly Division[],
  { fit, ridge, components }: LinearPredictivityOptions,
  kernels: Kernels,
  take: (predicted: Matrix, split: number) => void,
): void {
  const rows = x.rows ?? x.units;
  if (fit === "pls") {
    for (const [split, division] of divisions.entries()) {
      const how = { components, smallest: x.smallest };
      kernels.scope(() => take(plsOf(rows, y.units, division, how, kernels), split));
    }
  } else if (ridge === undefined) {
    const predictor = { ...(x as unknown as Predictor), responses: rows };
    predictByChosen(predictor, y as Target & { units: Matrix }, divisions, kernels, take);
  } else {
    const all = kernels.gemm(x.weights!, y.units);
    for (const split of divisions.keys())
      take(kernels.rows(all, split * x.left, (split + 1) * x.left), split);
  }
}

function plsOf(
  x: Matrix,
  y: Matrix,
  { train, test }: Division,
  how: { readonly components: number; readonly smallest: number },
  kernels: Kernels,
): Matrix {
  const { centered, means } = kernels.centerColumns(takeRows(x, train), { overwrite: true });
  const targets = kernels.centerColumns(takeRows(y, train), { overwrite: true }).centered;
  const held = kernels.addRow(takeRows(x, test), means, -1);
  return predictByPls(centered, targets, held, how, kernels);
}

/** @throws {NumericalError} where there are not enough stimuli to fit on some and correlate over others. */
function assertEnough({ name, shape: [stimuli] }: Responses): void {
  if (stimuli! >= fewestStimuli) return;
  throw new NumericalError(
    `${name} has ${stimuli} stimuli: at least ${fewestStimuli} are needed, 2 to fit on and 2 to correlate over. ` +
      `Is the array units × stimuli? Read it with axes units,stimuli.`,
  );
}

function constantUnits({ rows, cols, data }: Matrix): number {
  let count = 0;
  for (let j = 0; j < cols; j++) {
    let at = j;
    while (at < data.length && data[at] === data[j]) at += cols;
    if (at >= rows * cols) count++;
  }
  return count;
}

function nothingVaries(split: number): NumericalError {
  return new NumericalError(
    `No unit of the second network varies over the stimuli that division ${split}, counted from 0, holds out, so there is nothing to correlate. Take more stimuli, or another seed.`,
  );
}

/** Correlations over fewer are mostly chance. */
const fewHeldOut = 10;

function noteOfFew(left: number): string | undefined {
  if (left >= fewHeldOut) return undefined;
  return `Each correlation is over ${left} held-out stimuli, a tenth of all: with so few it is mostly chance, and over 2 it is 1 or −1.`;
}

function noteOfConstant(
  prepared: readonly { readonly constant: number }[],
  { names }: Compared,
): string | undefined {
  const at = prepared.findIndex(({ constant }) => constant > 0);
  if (at < 0) return undefined;
  const { constant } = prepared[at]!;
  return `${constant} ${constant === 1 ? "unit" : "units"} of ${names[at]} ${constant === 1 ? "is" : "are"} equal for all stimuli, and left out where ${constant === 1 ? "it is" : "they are"} predicted.`;
}
