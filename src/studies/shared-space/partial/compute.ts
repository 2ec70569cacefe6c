import { OptionError, ShapeError } from "../../../base/errors.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Chosen } from "../../../base/options.ts";
import { assertKind } from "../../../data/kinds.ts";
import { defaultNormalization, equalizedNotes, normOf } from "../../../data/normalize.ts";
import { oneByOne, type Representation, type UnreadRepresentation } from "../../../data/representation.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { runtimeOf } from "../../../run/runtime.ts";
import { fitFor } from "../fit.ts";
import { joining } from "../joining.ts";
import {
  assertSeveral,
  preparationOf,
  subjectOf,
  type Preparation,
  type Subject,
} from "../models/srm-subjects.ts";
import { sharedSpaceResult, type SharedResponse } from "../result.ts";
import { heard, roundsOf } from "../rounds.ts";
import type { srmOptions } from "../srm-options.ts";
import { fitPartial, type PartialFit } from "./fit.ts";
import { assertOverlap, seenRows, type SeenRows } from "./seen.ts";

/** `srm` where rows that are NaN are stimuli that a subject has not seen. */
export async function partialSrm(
  given: readonly (Representation | UnreadRepresentation)[],
  chosen: Chosen<typeof srmOptions>,
  control: Control,
): Promise<SharedResponse> {
  const { kind, perturbation, center = kind === "probabilistic" } = chosen;
  if (perturbation > 0)
    throw new OptionError(
      "srm: perturbation does not go with missing, which BrainIAK does not know.",
      "perturbation",
    );
  assertSeveral("srm", given.length);
  const stimuli = assertRows(given);
  const seen = await oneByOne(given, control.signal, seenRows);
  const { subjects, how, notes } = prepared(seen, stimuli, { center, normalize: chosen.normalize });
  const fit = fitFor("srm", chosen, subjects);
  assertOverlap(seen, stimuli, { features: fit.features, center: how.center });
  const runtime = await runtimeOf(control);
  const task = { subjects, seen: seen.map(({ rows }) => rows), stimuli, center: how.center, kind, fit };
  const found = await fitPartial(task, runtime.kernels, roundsOf(runtime, control), heard(control));
  const { start: _, ...told } = fit;
  const facts = { kind, ...told, ...how, perturbation, missing: true };
  const { noiseVariance, covariance, shared, maps, energies, left, objective, iterations, converged } = found;
  const aligned = found.projected.map((_, i) => alignedOf(found, i, seen[i]!.rows, stimuli));
  const space = sharedSpaceResult(
    "srm",
    facts,
    {
      subjects: subjects.map((subject, i) => withMean(subject, found, i)),
      stimuli: given[0]!.stimuli,
      notes: [...notes, ...missingNotes(seen, stimuli)],
    },
    { shared, maps, aligned, energies, left, objective, iterations, converged },
    { kind, noiseVariance: [...noiseVariance] },
  );
  return {
    ...space,
    ...joining(space, how, runtime.kernels),
    kind,
    noiseVariance,
    ...(covariance ? { covariance } : {}),
  };
}

/** @throws {ShapeError} unless all have as many rows. */
function assertRows(given: readonly (Representation | UnreadRepresentation)[]): number {
  for (const one of given) assertKind(one, "srm", "matrix");
  const [first] = given;
  const other = given.find(({ shape }) => shape[0] !== first!.shape[0]);
  if (!other) return first!.shape[0]!;
  throw new ShapeError(
    `srm: ${first!.name} has ${first!.shape[0]} stimuli, ${other.name} ${other.shape[0]}; with missing each has a row for every stimulus, NaN where it has not seen it. overAllRows makes them from names of stimuli.`,
  );
}

/** Subjects of what they have seen; norms are those that as many rows of all stimuli would have. */
function prepared(
  seen: readonly SeenRows[],
  stimuli: number,
  asked: { readonly center: boolean; readonly normalize: Preparation["normalize"] | undefined },
): { subjects: Subject[]; how: Preparation; notes: string[] } {
  const how = preparationOf(asked);
  const made = (way: Preparation) =>
    seen.map(({ representation, rows }) =>
      atSharedScale(subjectOf("srm", representation, way), rows.length / stimuli, way),
    );
  const subjects = made(how);
  if (asked.normalize) return { subjects, how, notes: [] };
  const norms = subjects.map(({ data, rows }) => normOf(data) * Math.sqrt(stimuli / rows));
  const normalize = defaultNormalization(norms);
  if (normalize === "none") return { subjects, how, notes: [] };
  const changed = { ...how, normalize };
  const names = subjects.map(({ name }) => name);
  return { subjects: made(changed), how: changed, notes: equalizedNotes(names, norms) };
}

/** A norm of 1 over fewer stimuli would make each of them larger. @param share - of the stimuli that are seen */
function atSharedScale(subject: Subject, share: number, { normalize }: Preparation): Subject {
  if (normalize !== "frobenius" || share === 1) return subject;
  const factor = Math.sqrt(share);
  for (let k = 0; k < subject.data.length; k++) subject.data[k]! *= factor;
  return { ...subject, scales: subject.scales.map((scale) => scale / factor) };
}

/** X·W + m, which lies on S; NaN for stimuli that were not seen. */
function alignedOf({ projected, offsets }: PartialFit, i: number, rows: Int32Array, stimuli: number): Matrix {
  const { cols, data } = projected[i]!;
  const aligned = matrix(stimuli, cols, new Float64Array(stimuli * cols).fill(NaN));
  rows.forEach((t, row) => {
    for (let k = 0; k < cols; k++) aligned.data[t * cols + k] = data[row * cols + k]! + offsets[i]![k]!;
  });
  return aligned;
}

/** What is subtracted is the mean of the model, not of what was seen: x̄ − scale · W·m. */
function withMean(subject: Subject, { maps, offsets }: PartialFit, i: number): Subject {
  const means = subject.means.slice();
  const { cols, data } = maps[i]!;
  const varying = subject.varying ?? Int32Array.from({ length: subject.units }, (_, unit) => unit);
  varying.forEach((unit, row) => {
    let moved = 0;
    for (let k = 0; k < cols; k++) moved += data[row * cols + k]! * offsets[i]![k]!;
    means[unit]! -= subject.scales[unit]! * moved;
  });
  return { ...subject, means };
}

function missingNotes(seen: readonly SeenRows[], stimuli: number): string[] {
  return seen.flatMap(({ representation, rows }) =>
    rows.length < stimuli
      ? [
          `${representation.name} has not seen ${stimuli - rows.length} of ${stimuli} stimuli; its rows of aligned are NaN there`,
        ]
      : [],
  );
}
