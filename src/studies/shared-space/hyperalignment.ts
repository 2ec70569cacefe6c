import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { squaredNorm, weightedSum } from "./srm-models.ts";
import type { SrmPart } from "./srm-parts.ts";
import type { Rounds } from "./srm.ts";
import { assertMeasurable, type Subject } from "./srm-subjects.ts";

/** Options of `hyperalign`. */
export interface HyperalignmentOptions {
  /** Subtract each unit's mean over stimuli. @default false */
  readonly center?: boolean;
}

type Round = Parameters<Parameters<Rounds>[2]>[0];

/**
 * Hyperalignment: every network is turned by Procrustes onto a template that is their running
 * mean, in three passes. In the first the template is the first network, then the mean of those
 * turned so far; in the second each is turned onto the mean of the others; in the third onto the
 * mean of the second, which is the common space. That has min(stimuli, units of the widest)
 * dimensions: the responses to m stimuli span no more.
 *
 * Source: Haxby et al., "A common, high-dimensional model of the representational space in human
 * ventral temporal cortex", Neuron 72, 2011, Experimental procedures.
 */
export async function hyperalignment(subjects: readonly Subject[], kernels: Kernels, over: Rounds) {
  const dimensions = Math.min(subjects[0]!.rows, Math.max(...subjects.map(({ cols }) => cols)));
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

/** The first network in as many axes as the common space has: its own, or its principal ones where it has more. */
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

function widened({ rows, cols, data }: Subject, width: number): Matrix {
  const wide = matrix(rows, width);
  for (let i = 0; i < rows; i++) wide.data.set(data.subarray(i * cols, (i + 1) * cols), i * width);
  return wide;
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

function meanOf(matrices: readonly Matrix[]): Matrix {
  return weightedSum(
    matrices,
    matrices.map(() => 1 / matrices.length),
  );
}

function othersMeans(matrices: readonly Matrix[]): Matrix[] {
  return matrices.map((_, k) => meanOf(matrices.filter((_, other) => other !== k)));
}

/** Sum of the squared distances to the mean. */
function spreadOf(matrices: readonly Matrix[]): number {
  const mean = meanOf(matrices);
  return matrices.reduce((sum, one) => sum + squaredNorm(weightedSum([one, mean], [1, -1])), 0);
}
