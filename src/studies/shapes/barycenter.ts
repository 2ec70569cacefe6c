import { concatenate, type Matrix } from "../../base/matrix.ts";
import type { Written } from "../../data/written.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { BarycenterSearch, Descent, DescentStart } from "./descent.ts";
import type { ChosenBarycenter, Group } from "./options.ts";
import type { Barycenter } from "./result.ts";
import { convergenceNotes, minimaNotes } from "./warnings.ts";
import { atTrueScale, squareAtTrueScale, type Shapes } from "./shapes.ts";

/** Does descents in any order, and gives them in that of the starts. */
export type Descend = (
  shapes: Shapes,
  search: BarycenterSearch,
  starts: readonly DescentStart[],
) => Promise<Descent[]>;

/** What is done on threads. */
export interface Searches {
  readonly descend: Descend;
  /** Each network in as many dimensions as there are stimuli; with the axes of the first. */
  reduce(shapes: Shapes): Promise<Reduced[]>;
  /** A mean in those dimensions, in the space that the first network spans. */
  restore(mean: Matrix, axes: Matrix): Promise<Matrix>;
}

/** A network in as many dimensions as there are stimuli. */
export interface Reduced {
  /** stimuli × stimuli. */
  readonly point: Matrix;
  /** units × stimuli, of the first network only. */
  readonly axes?: Matrix;
}

/** This tolerance is enough to tell minima apart; only the best is followed to the tolerance asked for. */
const coarse = 1e-5;

/**
 * Fréchet mean: the X̄ for which (1/K) Σ min over T of ‖X_k·T − X̄‖² is least, T in the group.
 * From each start all networks are moved onto the mean and averaged, which never raises the
 * loss, until the mean stays where it is. If motions are permutations, one network after the other
 * is then moved onto the mean of the others, because its own share in the mean would hold it where
 * it is. There are local minima; the best one is kept.
 *
 * Source: Gower, "Generalized Procrustes analysis", Psychometrika 40, 1975; as a mean in shape
 * space: Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, arXiv:2110.14739, §3.
 */
export async function barycenterOf(
  shapes: Shapes,
  options: ChosenBarycenter,
  searches: Searches,
): Promise<Omit<Barycenter, keyof Written>> {
  const search = searchFor(shapes.group, options);
  const reduced = await withoutSpareUnits(shapes, searches);
  const count = shapes.group === "identity" ? 1 : search.restarts; // the plain mean is the minimum
  const { best, ends } = await descendToBest(reduced.shapes, search, count, searches.descend);
  const { mean, losses, loss, iterations, converged, history } = best;
  const { group, normalize, names, exponent } = shapes;
  return {
    group,
    normalize,
    names,
    mean: atTrueScale(await reduced.restore(mean), exponent),
    loss: squareAtTrueScale(loss, exponent),
    losses: losses.map((value) => squareAtTrueScale(value, exponent)),
    iterations,
    converged,
    history: history.map((value) => squareAtTrueScale(value, exponent)),
    warnings: [...shapes.warnings, ...minimaNotes(ends, sameMinimum), ...convergenceNotes(best)],
  };
}

/** Starts are followed to the coarse tolerance; losses that differ by less than this share may be of one minimum. */
const sameMinimum = 1e-3;

async function descendToBest(
  shapes: Shapes,
  search: BarycenterSearch,
  count: number,
  descend: Descend,
): Promise<{ best: Descent; ends: number[] }> {
  const tolerance = Math.max(coarse, search.tolerance);
  const starts = Array.from({ length: count }, (_, from) => ({ from, tolerance }));
  const found = await descend(shapes, search, starts);
  const best = found.reduce((least, one) => (one.loss < least.loss ? one : least));
  const ends = found.map(({ loss }) => loss);
  const left = search.iterations - best.iterations;
  if (left < 1 || search.tolerance >= tolerance) return { best, ends };
  const rest = { ...search, iterations: left };
  const [end] = await descend(shapes, rest, [{ from: best.mean, tolerance: search.tolerance }]);
  const iterations = best.iterations + end!.iterations;
  return { best: { ...end!, iterations, history: concatenate([best.history, end!.history]) }, ends };
}

/** Permutations have more local minima than rotations, so they get more starts. */
function searchFor(
  group: Group,
  { restarts, seed, iterations, tolerance }: ChosenBarycenter,
): BarycenterSearch {
  return { restarts: restarts ?? (group === "permutation" ? 32 : 8), seed, iterations, tolerance };
}

/**
 * Under rotations n units and m < n stimuli need only m dimensions. The mean is returned in the
 * space that the first network spans.
 */
async function withoutSpareUnits(shapes: Shapes, { reduce, restore }: Searches) {
  const [first] = shapes.points as [Matrix];
  if (shapes.group !== "orthogonal" || first.cols <= first.rows) {
    return { shapes, restore: async (mean: Matrix) => mean };
  }
  const reduced = await reduce(shapes);
  const axes = reduced[0]!.axes!;
  const points = reduced.map(({ point }) => point);
  return { shapes: { ...shapes, points }, restore: (mean: Matrix) => restore(mean, axes) };
}

/** One network in as many dimensions as there are stimuli; the first keeps its axes. */
export function withoutSpareUnitsOf(x: Matrix, isFirst: boolean, kernels: Kernels): Reduced {
  if (!isFirst) return { point: kernels.detach(kernels.lq(x)) };
  const { q, r } = kernels.qr(kernels.transpose(x), { overwrite: true });
  return { point: kernels.detach(kernels.transpose(r)), axes: kernels.detach(q) };
}
