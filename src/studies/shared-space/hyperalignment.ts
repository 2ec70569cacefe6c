import { largestOf } from "../../base/lists.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { meanOf, squaredNorm, weightedSum } from "./models/srm-models.ts";
import type { SrmPart } from "./models/srm-parts.ts";
import type { Rounds } from "./srm.ts";
import { widened } from "../shapes/shapes.ts";
import { assertMeasurable, type Subject } from "./models/srm-subjects.ts";

type Round = Parameters<Parameters<Rounds>[2]>[0];

/**
 * Hyperalignment: Procrustes turns every network onto a template, in three passes. In the first pass
 * the template is the first network, then the mean of those that were turned before. In the second
 * pass it is the mean of the other networks. In the third pass it is the mean after the second one:
 * the common space. This space has min(stimuli, units of the widest) dimensions, because the responses
 * to m stimuli span no more.
 *
 * Source: Haxby et al., "A common, high-dimensional model of the representational space in human
 * ventral temporal cortex", Neuron 72, 2011, Experimental procedures.
 */
export async function hyperalignment(subjects: readonly Subject[], kernels: Kernels, over: Rounds) {
  const dimensions = Math.min(subjects[0]!.rows, largestOf(subjects.map(({ cols }) => cols)));
  const operations = subjects.reduce((sum, { rows, cols }) => sum + 12 * rows * cols * dimensions, 0);
  return over({ subjects, perturbation: 0 }, operations, async (round) => {
    const { template, energies } = await reference(subjects, dimensions, kernels, round);
    const first = await inTurn(subjects, template, round);
    const second = await onto(othersMeans(first), round);
    const shared = meanOf(second);
    const parts = await turned(
      subjects.map(() => shared),
      round,
    );
    const aligned = parts.map(({ projected }) => projected);
    return {
      shared,
      maps: parts.map(({ map }) => map!),
      aligned,
      energies,
      objective: Float64Array.from([first, second, aligned], spreadOf),
      iterations: 3,
      converged: true,
    };
  });
}

/** The first network in the dimensions of the common space: its units, or its principal axes where it has more units. */
async function reference(
  subjects: readonly Subject[],
  dimensions: number,
  kernels: Kernels,
  round: Round,
): Promise<{ template: Matrix; energies: number[] }> {
  const [first] = subjects as [Subject];
  const spare = first.cols > dimensions;
  const begun = await round(
    subjects.map((_, subject) => ({
      step: "begin",
      subject,
      map: { features: 1, seed: 0 },
      gram: spare && subject === 0,
    })),
  );
  const energies = begun.map(({ energy }) => energy!);
  subjects.forEach((subject, i) => assertMeasurable(subject, energies[i]!));
  const template = spare
    ? principalAxes(matrix(first.rows, first.rows, begun[0]!.gram!), kernels)
    : widened(first, dimensions);
  return { template, energies };
}

/** U·diag(s) of X = U·diag(s)·Vᵀ, from X·Xᵀ. */
function principalAxes(gram: Matrix, kernels: Kernels): Matrix {
  return kernels.scope(() => {
    const { values, vectors } = kernels.eigh(gram);
    const axes = kernels.detach(kernels.transpose(vectors));
    axes.data.forEach((value, k) => (axes.data[k] = value * Math.sqrt(Math.max(values[k % gram.cols]!, 0))));
    return axes;
  });
}

/** One network after the other, each onto the mean of those before it. */
async function inTurn(subjects: readonly Subject[], template: Matrix, round: Round): Promise<Matrix[]> {
  const aligned = [template];
  for (let subject = 1; subject < subjects.length; subject++) {
    const [part] = await round([{ step: "update", subject, shared: meanOf(aligned) }]);
    aligned.push(part!.projected);
  }
  return aligned;
}

/** X·W of every subject for its own target. */
async function onto(targets: readonly Matrix[], round: Round): Promise<Matrix[]> {
  return (await round(targets.map((shared, subject) => ({ step: "update", subject, shared })))).map(
    ({ projected }) => projected,
  );
}

function turned(targets: readonly Matrix[], round: Round): Promise<SrmPart[]> {
  return round(targets.map((shared, subject) => ({ step: "finish", subject, shared })));
}

function othersMeans(matrices: readonly Matrix[]): Matrix[] {
  return matrices.map((_, k) => meanOf(matrices.filter((_, other) => other !== k)));
}

/** Sum of squared distances to the mean. */
function spreadOf(matrices: readonly Matrix[]): number {
  const mean = meanOf(matrices);
  return matrices.reduce((sum, one) => sum + squaredNorm(weightedSum([one, mean], [1, -1])), 0);
}
