import type { Barycenter, TangentSpace } from "./result.ts";
import type { BarsFigure, LinesFigure, MapFigure, Section } from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { madeWith } from "../../report/parts.ts";
import { tangentMap } from "./tangent-figures.ts";

/** A mean and the networks around it. */
export interface BarycenterReport {
  readonly found: Pick<Barycenter, "group" | "mean" | "loss" | "losses" | "iterations" | "warnings">;
  /** At that mean, of two dimensions or more. */
  readonly tangent: Pick<TangentSpace, "coordinates" | "varianceExplained">;
  readonly names: readonly string[];
  /** The loss after each iteration of the start that won. */
  readonly history?: ArrayLike<number>;
}

/** How far each network is from the mean, and in which directions they differ most. */
export function barycenterSection({ found, tangent, names, history }: BarycenterReport): Section {
  const { group, mean, loss, iterations, warnings } = found;
  return {
    heading: `Mean of ${names.length} networks`,
    facts: [
      { term: "Motions undone", text: group },
      { term: "Mean", text: `${mean.rows} stimuli × ${mean.cols} units` },
      { term: "Loss", text: `${showNumber(loss)}, the mean squared distance to it` },
      { term: "Iterations", text: String(iterations) },
      madeWith,
    ],
    warnings,
    figures: [
      mapOf(found, tangent, names),
      [distancesOf(found, names), ...(history ? [descentOf(history)] : [])],
    ],
  };
}

function distancesOf({ losses }: Pick<Barycenter, "losses">, names: readonly string[]): BarsFigure {
  const distances = Array.from(losses, Math.sqrt);
  const order = distances.map((_, i) => i).toSorted((a, b) => distances[a]! - distances[b]!);
  return {
    kind: "bars",
    title: "Distance to the mean",
    caption: "In the unit of the responses as they were normalized, under the best motion.",
    networks: "items",
    y: { label: "distance" },
    bars: order.map((i) => ({ name: names[i]!, value: distances[i]! })),
  };
}

function mapOf(
  { losses }: Pick<Barycenter, "losses">,
  tangent: BarycenterReport["tangent"],
  names: readonly string[],
): MapFigure {
  const tips = Array.from(losses, (squared) => `distance to the mean ${showNumber(Math.sqrt(squared))}`);
  return { ...tangentMap(tangent, names), tips };
}

function descentOf(history: ArrayLike<number>): LinesFigure {
  return {
    kind: "lines",
    title: "Loss",
    caption: "After each iteration, from the start that ended lowest.",
    x: { label: "iteration" },
    y: { label: "mean squared distance" },
    series: [{ name: "loss", x: Array.from(history, (_, k) => k + 1), y: history }],
  };
}
