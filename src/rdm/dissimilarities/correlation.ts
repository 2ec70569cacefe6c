import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Dissimilarity, InnerProduct, RdmInput } from "./dissimilarity.ts";
import { directionOfAll, directions } from "./shared/directions.ts";

export const correlation: Dissimilarity = {
  title: "Correlation distance",
  equation: "1 − Pearson correlation of a and b",
  accepts: "matrix",
  options: [],
  range: [0, 2],
  degree: 0,
  properties: () => ({ kind: "dissimilarity", invariantTo: ["isotropic-scaling"] }),
  prepare: (input, kernels) => directions(input, true, kernels),
  between: (rows, count, kernels) => kernels.cosineBetweenUnitRows(rows, count),
  innerProduct: halvedCorrelations,
  vectors: { ignoresScale: true, prepare: (input, kernels) => directionOfAll(input, true, kernels) },
};

/** Half of the correlation times the number of units: k(a, a) + k(b, b) − 2 k(a, b) per unit is then 1 − r. */
function halvedCorrelations({ name }: RdmInput, kernels: Kernels): InnerProduct {
  const unit = (rows: Matrix) => {
    const result = kernels.unitRows(rows, { center: true });
    if ("unit" in result) return result.unit;
    throw new NumericalError(
      `${name}: a row is constant over the units it shares with another, so it correlates with nothing.`,
    );
  };
  return (x, y, units) => kernels.gemm(unit(x), unit(y), { transB: true, alpha: units.length / 2 });
}
