import type { Matrix } from "../../base/matrix.ts";
import { reaches } from "../../base/statistics.ts";
import { defineTask, whole } from "../../run/tasks/task.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { toT, weightsOf, type Design, type Scaling } from "./design.ts";
import { largestExtreme, type Statistic } from "./statistic.ts";

/** What every exchange is made from; crosses threads. */
export interface MapSetup {
  /** Subjects × tested places. */
  readonly maps: Matrix;
  readonly design: Design;
  readonly scaling: Scaling;
  readonly statistic: Statistic;
  /** The t that were observed. */
  readonly observed: Float64Array;
}

/** Exchanges from … to − 1, counted from 1. */
export interface MapPiece {
  readonly from: number;
  readonly to: number;
}

export interface MapPart {
  /** Of each exchange the largest statistic over all places. */
  readonly largest: Float64Array;
  /** Of each place, the exchanges whose t there is at least as extreme. */
  readonly reached: Float64Array;
}

/** Some exchanges of the signs or groups of the subjects. */
export const mapExchanges = defineTask<MapSetup, MapPiece, MapPart>("map-exchanges", {
  open: (setup, kernels) => (piece) => exchanged(setup, piece, kernels),
  durable: whole,
});

function exchanged(setup: MapSetup, { from, to }: MapPiece, kernels: Kernels): MapPart {
  const { maps, scaling, statistic, observed } = setup;
  const t = effectsOf(setup, from, to, kernels);
  const [largest, reached] = [new Float64Array(to - from), new Float64Array(maps.cols)];
  for (let k = 0; k < to - from; k++) {
    const row = t.slice(k * maps.cols, (k + 1) * maps.cols);
    toT(row, scaling);
    largest[k] = largestExtreme(row, statistic);
    row.forEach((value, place) => {
      const seen = observed[place]!;
      reached[place]! += Number(
        reaches(value, seen, Math.max(Math.abs(value), Math.abs(seen)), statistic.side),
      );
    });
  }
  return { largest, reached };
}

/** Effects of the exchanges from … to − 1, a row each. */
function effectsOf(
  { maps, design }: Pick<MapSetup, "maps" | "design">,
  from: number,
  to: number,
  kernels: Kernels,
): Float64Array {
  const weights = new Float64Array((to - from) * maps.rows);
  for (let k = from; k < to; k++) weights.set(weightsOf(design, k), (k - from) * maps.rows);
  const product = kernels.gemm(kernels.place(to - from, maps.rows, weights), maps);
  return kernels.detach(product).data;
}
