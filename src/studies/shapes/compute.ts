import { square } from "../../base/math/powers.ts";
import { givenMatrix } from "../../base/numbers.ts";
import { assertFits } from "../../base/forecast.ts";
import { barycenterOf, type Descend, type Searches } from "./barycenter.ts";
import { kMeansOf, type Settle } from "./kmeans.ts";
import {
  barycenterOptions,
  kMeansOptions,
  tangentOptions,
  type BarycenterOptions,
  type ChosenShape,
  type KMeansOptions,
  type TangentOptions,
} from "./options.ts";
import {
  barycenterResult,
  kMeansResult,
  tangentResult,
  type Barycenter,
  type KMeans,
  type TangentSpace,
} from "./result.ts";
import { shapesOf, type Shapes } from "./shapes.ts";
import { tangentSpaceOf, type TangentParts } from "./tangent.ts";
import {
  barycenterStart,
  kMeansStart,
  networkOntoMean,
  networkWithoutSpareUnits,
  tangentAxes,
} from "./task.ts";
import { resolveOptions } from "../../base/options.ts";
import { runSteps } from "../../base/steps.ts";
import { sharedMatrix } from "../../base/thread-memory.ts";
import {
  toRepresentations,
  type Representation,
  type RepresentationLike,
} from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf, type Runtime } from "../../run/runtime.ts";

/** The computation of `barycenter`. */
export async function barycenter(
  representations: readonly RepresentationLike[],
  options: BarycenterOptions = {},
  control: Control = {},
): Promise<Barycenter> {
  const chosen = resolveOptions("barycenter", barycenterOptions, options);
  const inputs = toRepresentations(representations, "barycenter");
  const runtime = await runtimeOf(control);
  const shapes = await prepared(inputs, chosen, runtime, control);
  const found = await barycenterOf(shapes, chosen, searches(runtime, control));
  const { stimuli } = inputs[0]!;
  return barycenterResult({ ...found, ...(stimuli ? { stimuli } : {}) });
}

/** The computation of `tangentSpace`. */
export async function tangentSpace(
  representations: readonly RepresentationLike[],
  options: TangentOptions = {},
  control: Control = {},
): Promise<TangentSpace> {
  const chosen = resolveOptions("tangentSpace", tangentOptions, options);
  const inputs = toRepresentations(representations, "tangentSpace");
  const { dimensions = Math.min(2, inputs.length) } = chosen;
  const runtime = await runtimeOf(control);
  const shapes = await prepared(inputs, chosen, runtime, control);
  const given = chosen.mean && givenMatrix(chosen.mean, "tangentSpace: mean");
  const mean = given ?? (await barycenterOf(shapes, chosen, searches(runtime, control))).mean;
  return tangentResult(await tangentSpaceOf(shapes, mean, dimensions, parts(runtime, control)));
}

/** The computation of `kmeans`. */
export async function kmeans(
  representations: readonly RepresentationLike[],
  options: KMeansOptions,
  control: Control = {},
): Promise<KMeans> {
  const chosen = resolveOptions("kmeans", kMeansOptions, options);
  const inputs = toRepresentations(representations, "kmeans");
  const runtime = await runtimeOf(control);
  const shapes = await prepared(inputs, chosen, runtime, control);
  return kMeansResult(await kMeansOf(shapes, chosen, settle(runtime, control)));
}

/** The networks as points, a network in a step on this thread. */
function prepared(
  inputs: readonly Representation[],
  chosen: ChosenShape,
  { alone, kernels }: Runtime,
  { signal }: Control,
): Promise<Shapes> {
  return alone(() => runSteps(shapesOf(inputs, chosen, kernels), signal));
}

/** What a barycenter needs: where it is looked for, and in how many dimensions. */
function searches(runtime: Runtime, control: Control): Searches {
  const { alone, kernels, tasks } = runtime;
  const quiet = { ...control, onProgress: undefined };
  return {
    descend: descend(runtime, control),
    reduce: (shapes) =>
      tasks.run(networkWithoutSpareUnits, sharing(shapes), indices(shapes.points.length), {
        ...quiet,
        operations: operationsOf(shapes),
      }),
    restore: (mean, q) =>
      alone(async () => kernels.scope(() => kernels.detach(kernels.gemm(mean, q, { transB: true })))),
  };
}

/** What a tangent space needs. */
function parts({ tasks }: Runtime, control: Control): TangentParts {
  const quiet = { ...control, onProgress: undefined };
  return {
    move: (shapes, mean) =>
      tasks.run(
        networkOntoMean,
        { shapes: sharing(shapes), mean: sharedMatrix(mean) },
        indices(shapes.points.length),
        { ...quiet, operations: operationsOf(shapes) },
      ),
    async axes(rows) {
      const operations = square(rows.rows) * (rows.cols + 10 * rows.rows);
      const [found] = await tasks.run(tangentAxes, sharedMatrix(rows), [0], { ...quiet, operations });
      return found!;
    },
  };
}

/** Each start of a search is a piece of work for any thread. */
function descend({ tasks }: Runtime, control: Control): Descend {
  return (shapes, search, starts) => {
    assertFits("barycenter", "restarts", starts.length, bytesOfEnd(shapes, 1));
    return tasks.run(barycenterStart, { shapes: sharing(shapes), search }, starts, {
      ...control,
      operations: starts.length * operationsOf(shapes),
    });
  };
}

function settle({ tasks }: Runtime, control: Control): Settle {
  return (shapes, search, count) => {
    assertFits("kmeans", "restarts", count, bytesOfEnd(shapes, search.clusters));
    return tasks.run(kMeansStart, { shapes: sharing(shapes), search }, indices(count), {
      ...control,
      operations: count * search.clusters * operationsOf(shapes),
    });
  };
}

/** What the end of one search takes, about: its means, and what is known of each network. */
function bytesOfEnd({ points }: Shapes, means: number): number {
  const { rows, cols } = points[0]!;
  return 8 * (means * rows * cols + points.length + 50);
}

/** The same points in memory that threads can read without a copy. */
function sharing(shapes: Shapes): Shapes {
  return { ...shapes, points: shapes.points.map(sharedMatrix) };
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k);
}

/** About what ten passes over all networks take. */
function operationsOf({ points }: Shapes): number {
  const { rows, cols } = points[0]!;
  return 100 * points.length * rows * cols * Math.min(rows, cols);
}
