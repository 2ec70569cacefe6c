import { assertFits } from "../../base/forecast.ts";
import type { Matrix } from "../../base/matrix.ts";
import { upperQuantile } from "../../base/student.ts";
import { shared } from "../../base/thread-memory.ts";
import { toRepresentation, type RepresentationLike } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { resultOf } from "./conclude.ts";
import { centred, designOf, effects, scalingOf, toT, weightsOf, type Design } from "./design.ts";
import { linksAmong, neighborsFor, shapeOf, takePlaces, testedPlaces } from "./input.ts";
import { chosenMapInference, type ChosenMapInference, type MapInferenceOptions } from "./options.ts";
import type { MapInference } from "./result.ts";
import type { Statistic } from "./statistic.ts";
import { mapExchanges, type MapSetup } from "./task.ts";

/** The computation of `mapInference`. */
export async function mapInference(
  given: RepresentationLike,
  neighbors: readonly ArrayLike<number>[] | undefined,
  options: MapInferenceOptions = {},
  control: Control = {},
): Promise<MapInference> {
  const all = toRepresentation(given, "maps");
  const chosen = chosenMapInference(options);
  const [subjects, places] = shapeOf(all);
  const design = designOf(subjects, chosen.groups, chosen.samples, chosen.seed);
  const lists = neighborsFor(chosen, neighbors, places);
  assertFits("mapInference", "samples", design.exchanges, 16);
  const tested = testedPlaces(all, subjects, places);
  const taken = takePlaces(all, subjects, tested);
  const maps = design.first ? centred(taken) : taken;
  const { threshold = thresholdOf(chosen, subjects) } = chosen;
  const { method, side, extent, height } = chosen;
  const links = lists && linksAmong(lists, tested, places);
  const statistic: Statistic = { method, side, threshold, extent, height, links };
  const scaling = scalingOf(design, maps);
  const observed = observedT(maps, design, scaling);
  const setup = { maps: { ...maps, data: shared(maps.data) }, design, scaling, statistic, observed };
  const { tasks } = await runtimeOf(control);
  const operations = design.exchanges * maps.cols * (2 * subjects + 100);
  const parts = await tasks.run(mapExchanges, setup, piecesOf(design, maps.cols), { ...control, operations });
  return resultOf({ setup, places, tested, taken }, parts, {
    ...chosen,
    threshold: method === "cluster" ? threshold : chosen.threshold,
  });
}

/** One-sided 0.001, in both directions together. */
function thresholdOf({ side, groups }: ChosenMapInference, subjects: number): number {
  return upperQuantile(side === "two-sided" ? 0.0005 : 0.001, groups ? subjects - 2 : subjects - 1);
}

function observedT(maps: Matrix, design: Design, scaling: MapSetup["scaling"]): Float64Array {
  const t = effects(maps, weightsOf(design, 0));
  toT(t, scaling);
  return t;
}

/** Numbers of t that a piece holds at once: 16 MB. */
const pieceNumbers = 2 ** 21;

function piecesOf({ exchanges }: Design, places: number): { from: number; to: number }[] {
  const size = Math.max(1, Math.min(64, Math.floor(pieceNumbers / places)));
  return Array.from({ length: Math.ceil(exchanges / size) }, (_, k) => ({
    from: 1 + k * size,
    to: 1 + Math.min(exchanges, (k + 1) * size),
  }));
}
