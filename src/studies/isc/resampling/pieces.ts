import { matrix, type Matrix } from "../../../base/matrix.ts";
import { drawPhases } from "./draws.ts";
import type { DrawnPhases, Movement, Phases } from "./resamples.ts";

/** Cosines and sines that the phases of one piece may be: 32 MiB. */
const budget = 4e6;

/**
 * A distribution made piece by piece, so that the phases of many samples are never there at once.
 * Shifts are one piece: what they need does not grow with the samples.
 * @param summarize - summaries of the samples of a plan: samples × units
 */
export function inPieces(
  plan: Movement | DrawnPhases,
  subjects: number,
  time: number,
  summarize: (piece: Movement) => Matrix,
): Matrix {
  if (plan.kind === "shifts") return summarize(plan);
  const pieceOf = (start: number, end: number) =>
    plan.kind === "phases" ? cutOf(plan, start, end) : drawPhases(plan, { subjects, time }, start, end);
  const length = Math.max(64, Math.floor(budget / (subjects * time)));
  const pieces: Matrix[] = [];
  for (let start = 0; start < plan.samples; start += length)
    pieces.push(summarize(pieceOf(start, Math.min(plan.samples, start + length))));
  return pieces.length === 1 ? pieces[0]! : below(pieces);
}

/** Samples start … end − 1. */
function cutOf(plan: Phases, start: number, end: number): Phases {
  const cut = (all: Float64Array) =>
    all.subarray((start * all.length) / plan.samples, (end * all.length) / plan.samples);
  return { ...plan, samples: end - start, phases: cut(plan.phases), signs: cut(plan.signs) };
}

/** Matrices of the same columns, one below the other. */
function below(pieces: readonly Matrix[]): Matrix {
  const { cols } = pieces[0]!;
  const whole = matrix(
    pieces.reduce((sum, { rows }) => sum + rows, 0),
    cols,
  );
  let at = 0;
  for (const { data } of pieces) {
    whole.data.set(data, at);
    at += data.length;
  }
  return whole;
}
