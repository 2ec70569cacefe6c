import { NumericalError } from "../../../base/errors.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { Representation } from "../../../data/representation.ts";
import { scaleAndCenter } from "../../../data/responses.ts";
import { byUnits, innerProduct } from "../../../metrics/kernel/by-units.ts";
import { centerRegion, gramSums, regionsOf, shiftsOf } from "../../../metrics/kernel/gram.ts";
import { cheaperWay } from "../../../metrics/kernel/operations.ts";
import { defineTask } from "../../../run/tasks/task.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

/** HSIC₁ of one batch; the responses of x are 2^exponentX times what they were taken from. */
export interface Terms {
  xy: number;
  xx: number;
  yy: number;
  exponentX: number;
  exponentY: number;
}

/** HSIC₁ of one batch: the setup is its two networks, and there is one piece. */
export const batchTerms = defineTask<readonly Representation[], number, Terms>("minibatch-cka", {
  open:
    ([x, y], kernels) =>
    () =>
      termsOf(x!, y!, kernels),
});

function termsOf(x: Representation, y: Representation, kernels: Kernels): Terms {
  const m = x.shape[0]!;
  if (m < 4) throw new NumericalError(`${x.name}: the unbiased HSIC needs at least 4 stimuli, got ${m}.`);
  const [one, other] = [centredAt(x, kernels), centredAt(y, kernels)];
  const pair = { rows: { start: 0, end: 1 }, cols: { start: 1, end: 2 }, triangle: false };
  const way = cheaperWay({ stimuli: m, units: [one.responses.cols, other.responses.cols], pairs: pair });
  const products = (way === "units" ? productsByUnits : productsByStimuli)(
    one.responses,
    other.responses,
    kernels,
  );
  const [xy, xx, yy] = products.map((product) => product / (m * (m - 3))) as [number, number, number];
  return { xy, xx, yy, exponentX: one.exponent, exponentY: other.exponent };
}

function centredAt({ name, shape, data }: Representation, kernels: Kernels) {
  const [m, n] = shape as [number, number];
  const responses = kernels.place(m, n, data);
  const { matrix: centered, exponent } = scaleAndCenter({ name, shape, responses }, true, kernels);
  return { responses: centered, exponent };
}

/** ⟨x, y⟩, ⟨x, x⟩ and ⟨y, y⟩ of the U-centred Gram matrices. */
function productsByUnits(x: Matrix, y: Matrix, kernels: Kernels): number[] {
  const [one, other] = [byUnits(x, true, kernels), byUnits(y, true, kernels)];
  if (one.losesDigits || other.losesDigits) return productsByStimuli(x, y, kernels);
  return [innerProduct(one, other, kernels), one.self, other.self];
}

function productsByStimuli(x: Matrix, y: Matrix, kernels: Kernels): number[] {
  const [k, l] = [uCentred(x, kernels), uCentred(y, kernels)];
  return [kernels.dot(k, l), kernels.dot(k, k), kernels.dot(l, l)];
}

/** The U-centred Gram matrix of centred responses. */
function uCentred(responses: Matrix, kernels: Kernels): Matrix {
  const m = responses.rows;
  const gram = kernels.syrk(responses);
  const { rows } = gramSums({ source: gram, isGram: 1, sigma: 0, less: 0 }, false, kernels);
  const whole = { start: 0, end: m };
  const [region] = regionsOf({ ...whole, columns: whole, length: m * m }, m);
  centerRegion(gram, region!, shiftsOf(rows, true).data, true);
  return gram;
}
