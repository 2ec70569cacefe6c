import { OptionError } from "../base/errors.ts";
import { mean } from "../base/statistics.ts";
import { unknownName } from "../base/suggest.ts";
import {
  comparatorNames,
  comparatorOf,
  comparators,
  type CommonScale,
  type ComparatorName,
} from "./comparators/registry.ts";
import { present } from "./condensed.ts";
import { meanRdm, sameStimuli } from "./mean-rdm.ts";
import type { Rdm } from "./rdm.ts";
import { positiveOrThrow, rms, scaled } from "./scale.ts";
import { ranksOf } from "./ranking/ranks.ts";
import { tiedEntries } from "./ranking/ties.ts";
import { renewed } from "./transform.ts";

/**
 * The mean RDM that predicts each of several best under a comparator: the noise ceiling's.
 * First each RDM is brought to the scale that the comparator declares as its `pooling`: `unit` divides it
 * by its root mean square, `z` standardises it, `ranks` takes ranks, `own` leaves it. A mean of
 * standardised RDMs is moved so that its least value is 0.
 * Nili et al., PLoS Comput. Biol. 10(4), 2014.
 * @throws {OptionError} for an unknown comparator.
 * @throws {ShapeError} if the stimuli differ.
 * @throws {NumericalError} for an RDM that cannot be scaled so.
 */
export function poolRdms(rdms: readonly Rdm[], comparator: ComparatorName): Rdm {
  sameStimuli(rdms, "poolRdms");
  if (!Object.hasOwn(comparators, comparator))
    throw new OptionError(
      `poolRdms: ${unknownName("comparator", comparator, comparatorNames)}`,
      "comparator",
    );
  const { pooling } = comparatorOf(comparator);
  const parts = pooling === "own" ? rdms : rdms.map((rdm) => atCommonScale(rdm, pooling));
  const pooled = meanRdm(parts, { name: "pooled" });
  return pooling === "z" ? fromZero(pooled) : pooled;
}

function atCommonScale(rdm: Rdm, pooling: Exclude<CommonScale, "own">): Rdm {
  return renewed(rdm, rdm.dissimilarity, scalings[pooling](rdm));
}

const scalings: Readonly<Record<Exclude<CommonScale, "own">, (rdm: Rdm) => Float64Array>> = {
  unit: (rdm) => scaled(rdm.condensed, 1 / positiveOrThrow(rms(rdm.condensed), rdm, "0")),
  z: (rdm) => standardised(rdm),
  ranks: (rdm) => ranksOf(tiedEntries(rdm)),
};

/** Moved so that the least value is 0: a correlation does not see it, whoever draws it does. */
function fromZero(rdm: Rdm): Rdm {
  const least = rdm.condensed.reduce((low, value) => (value < low ? value : low), Infinity);
  return renewed(
    rdm,
    rdm.dissimilarity,
    rdm.condensed.map((value) => value - least),
  );
}

/** Mean 0 and deviation 1. */
function standardised(rdm: Rdm): Float64Array {
  const values = present(rdm.condensed);
  const centre = mean(values);
  const deviation = positiveOrThrow(rms(values.map((value) => value - centre)), rdm, "equal");
  return rdm.condensed.map((value) => (value - centre) / deviation);
}
