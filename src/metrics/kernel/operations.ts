import { square } from "../../base/math/powers.ts";
import type { JobSize, Way } from "../metric.ts";

/** Up to so many stimuli a Gram matrix (4 MiB) is kept whole to draw from, however few the units. */
const mostKept = 724;

/** Whether features of resamples are taken from a Gram matrix of so many stimuli. */
export function isDrawnFrom(stimuli: number): boolean {
  return stimuli <= mostKept;
}

/** Multiplications that take as long as scaling, centring and copying one number. */
const copying = 16;

export function cheaperWay(job: JobSize): Way {
  const { byUnits, byStimuli } = alignmentOperations(job);
  return byUnits < byStimuli ? "units" : "stimuli";
}

/**
 * Multiplications of a whole job of linear alignments, about: by products units × units of each pair, or by the Gram
 * matrix stimuli × stimuli of each network.
 */
function alignmentOperations(job: JobSize): { byUnits: number; byStimuli: number } {
  const { stimuli: m, units } = job;
  const features = (m * m) / 2;
  const total = (of: (n: number) => number) => units.reduce((sum, n) => sum + of(n), 0);
  const own = total((n) => m * n * (Math.min(m, n) / 2 + copying));
  const making = total((n) => features * (copying + (job.drawn && isKept(m, n) ? 0 : n)));
  const { count, products } = pairsIn(job);
  return { byUnits: own + m * products, byStimuli: making + features * count };
}

/** Whether the Gram matrix is made once, and stimuli are drawn from it. */
function isKept(stimuli: number, units: number): boolean {
  return isDrawnFrom(stimuli) || 2 * units > stimuli;
}

/** How many pairs there are, and the sum of their products of units. */
function pairsIn({ units, pairs: { rows, cols, triangle } }: JobSize): { count: number; products: number } {
  const [across, down] = [units.slice(rows.start, rows.end), units.slice(cols.start, cols.end)];
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  if (!triangle) return { count: across.length * down.length, products: sum(across) * sum(down) };
  const squares = sum(across.map((n) => n * n));
  return { count: (across.length * (across.length - 1)) / 2, products: (square(sum(across)) - squares) / 2 };
}
