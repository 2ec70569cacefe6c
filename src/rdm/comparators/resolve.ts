import { doublesOf, givenMatrix } from "../../base/numbers.ts";
import { OptionError } from "../../base/errors.ts";
import { type ComparatorName, comparatorNames, comparators } from "./registry.ts";
import { type Comparator, comparatorDefaults, type ComparatorOptions } from "./comparator.ts";

/** How RDMs are compared; see `ComparatorOptions` for the options of each comparator. */
export interface CompareRdmsOptions extends Partial<ComparatorOptions> {
  /** @default "pearson" */
  comparator?: ComparatorName;
}

/** @throws {OptionError} for an unknown comparator or option, one that it does not read, or a value out of range. */
export function resolveComparator({ comparator = "pearson", ...given }: CompareRdmsOptions): {
  name: ComparatorName;
  options: ComparatorOptions;
} {
  if (!Object.hasOwn(comparators, comparator)) {
    throw new OptionError(
      `There is no comparator ${JSON.stringify(comparator)}; there are ${comparatorNames.join(", ")}.`,
    );
  }
  const { reads }: Comparator = comparators[comparator];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || reads.includes(name as never)) continue;
    const list = reads.length > 0 ? `its options are ${reads.join(", ")}` : "it has no options";
    throw new OptionError(`${comparator} has no option ${JSON.stringify(name)}; ${list}.`);
  }
  const options = { ...comparatorDefaults, ...defined(given) };
  if (!(options.p > 0)) throw new OptionError(`${comparator}: p must be a number above 0; got ${options.p}.`);
  if (!["similarity", "euclidean"].includes(options.ground))
    throw new OptionError(
      `${comparator}: ground is "similarity" or "euclidean"; got ${JSON.stringify(options.ground)}.`,
    );
  return { name: comparator, options: { ...options, sigmaK: sigmaOf(options.sigmaK, comparator) } };
}

/** The diagonal of a covariance, or the whole. */
function sigmaOf(given: ComparatorOptions["sigmaK"], comparator: string): ComparatorOptions["sigmaK"] {
  if (given === undefined) return undefined;
  const owner = `${comparator}: sigmaK`;
  return "rows" in given ? givenMatrix(given, owner) : doublesOf(given, owner);
}

function defined<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** As JSON can hold them. */
export function optionsRead({ reads }: Comparator, options: ComparatorOptions): Record<string, unknown> {
  return Object.fromEntries(
    reads.map((name) => {
      const value = options[name];
      if (typeof value !== "object") return [name, value ?? "identity"];
      return [name, "rows" in value ? `${value.rows} × ${value.cols}` : [...value]];
    }),
  );
}
