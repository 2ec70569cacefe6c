import { givenMatrix } from "../../base/numbers.ts";
import { barycenterOf, type Descend } from "./barycenter.ts";
import { kMeansOf, type Settle } from "./kmeans.ts";
import {
  barycenterOptions,
  kMeansOptions,
  tangentOptions,
  type BarycenterOptions,
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
import { tangentSpaceOf } from "./tangent.ts";
import { barycenterStart, kMeansStart } from "./task.ts";
import { resolveOptions } from "../../base/options.ts";
import { shared } from "../../base/thread-memory.ts";
import { toRepresentations, type RepresentationLike } from "../../data/representation.ts";
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
  const { kernels } = runtime;
  const shapes = shapesOf(inputs, chosen, kernels);
  const found = await barycenterOf(shapes, chosen, kernels, descend(runtime, control));
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
  const { kernels } = runtime;
  const shapes = shapesOf(inputs, chosen, kernels);
  const given = chosen.mean && givenMatrix(chosen.mean, "tangentSpace: mean");
  const mean = given ?? (await barycenterOf(shapes, chosen, kernels, descend(runtime, control))).mean;
  return tangentResult(tangentSpaceOf(shapes, mean, dimensions, kernels));
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
  const shapes = shapesOf(inputs, chosen, runtime.kernels);
  return kMeansResult(await kMeansOf(shapes, chosen, settle(runtime, control)));
}

/** Each start of a search is a piece of work for any thread. */
function descend({ tasks }: Runtime, control: Control): Descend {
  return (shapes, search, starts) =>
    tasks.run(barycenterStart, { shapes: sharing(shapes), search }, starts, {
      ...control,
      operations: starts.length * operationsOf(shapes),
    });
}

function settle({ tasks }: Runtime, control: Control): Settle {
  return (shapes, search, count) =>
    tasks.run(kMeansStart, { shapes: sharing(shapes), search }, indices(count), {
      ...control,
      operations: count * search.clusters * operationsOf(shapes),
    });
}

/** The same points in memory that threads can read without a copy. */
function sharing(shapes: Shapes): Shapes {
  return {
    ...shapes,
    points: shapes.points.map(({ rows, cols, data }) => ({ rows, cols, data: shared(data) })),
  };
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k);
}

/** About what ten passes over all networks take. */
function operationsOf({ points }: Shapes): number {
  const { rows, cols } = points[0]!;
  return 100 * points.length * rows * cols * Math.min(rows, cols);
}
