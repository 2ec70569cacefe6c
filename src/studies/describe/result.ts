import type { Estimand } from "../../base/jackknife.ts";
import { matrix, toRows, type Matrix } from "../../base/matrix.ts";
import { version } from "../../base/version.ts";
import { written, type Written } from "../../data/written.ts";

/** What a descriptor is. */
export interface DescriptorFacts {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly range: readonly [number, number];
  readonly source: string;
  /** What a large value says. */
  readonly summary: string;
}

/** Descriptors of K networks. */
export interface DescriptionFacts {
  /** Names of the K networks. */
  readonly names: readonly string[];
  /** Stimuli and units of each. */
  readonly stimuli: readonly number[];
  readonly units: readonly number[];
  /** The D descriptors, in the order of the columns. */
  readonly descriptors: readonly DescriptorFacts[];
  readonly options: Readonly<Record<string, unknown>>;
  /** K × D; NaN where a descriptor is not defined, of which `warnings` says why. */
  readonly values: Matrix;
  /** Intervals, their centres, and standard errors, K × D; NaN where there is none. Absent with 0 samples. */
  readonly lower?: Matrix;
  readonly upper?: Matrix;
  readonly estimate?: Matrix;
  readonly standardError?: Matrix;
  /**
   * What each interval is for, K lists of D. `population`: the value of endlessly many such stimuli. `debiased`: the
   * same, centred on `estimate`. `expectation`: the mean of the value over samples of as many stimuli. `none`: there
   * is no interval.
   */
  readonly estimands?: readonly (readonly Estimand[])[];
  readonly warnings: readonly string[];
}

/** As `.csv` a row a network, with bounds; as `.npy` the values, K × D. */
export interface Description extends DescriptionFacts, Written {
  readonly version: string;
  /** The value of a descriptor by its name. @throws {RangeError} for another name or number */
  valueOf(network: number, descriptor: string): number;
}

export function descriptionResult(facts: DescriptionFacts): Description {
  const { names, values, descriptors } = facts;
  return {
    ...facts,
    version,
    valueOf(network, descriptor) {
      const column = descriptors.findIndex(({ name }) => name === descriptor);
      if (column < 0 || !(network in names))
        throw new RangeError(`valueOf(${network}, "${descriptor}"): there is no such network or descriptor.`);
      return values.data[network * values.cols + column]!;
    },
    ...written({
      document: () => documentOf(facts),
      table: () => tableOf(facts),
      array: () => ({ shape: [values.rows, values.cols], data: values.data }),
    }),
  };
}

function tableOf({ names, stimuli, units, descriptors, values, lower, upper }: DescriptionFacts) {
  const bounds = lower && upper ? [lower, upper] : [];
  const own = matrix(names.length, 2, Float64Array.from(names.flatMap((_, k) => [stimuli[k]!, units[k]!])));
  const cell = (a: Matrix, k: number, d: number) => a.data[k * a.cols + d]!;
  return {
    rowNames: names,
    colNames: [
      "stimuli",
      "units",
      ...descriptors.flatMap(({ name }) =>
        bounds.length > 0 ? [name, `${name} lower`, `${name} upper`] : [name],
      ),
    ],
    values: names.flatMap((_, k) => [
      cell(own, k, 0),
      cell(own, k, 1),
      ...descriptors.flatMap((_one, d) => [values, ...bounds].map((a) => cell(a, k, d))),
    ]),
  };
}

function documentOf(facts: DescriptionFacts): object {
  const { values, lower, upper, estimate, standardError, ...rest } = facts;
  return {
    ...rest,
    values: rowsOrNull(values),
    ...(estimate && { estimate: rowsOrNull(estimate) }),
    ...(lower && { lower: rowsOrNull(lower) }),
    ...(upper && { upper: rowsOrNull(upper) }),
    ...(standardError && { standardError: rowsOrNull(standardError) }),
    version,
  };
}

/** With null where there is no value, as JSON has no NaN. */
function rowsOrNull(a: Matrix): (number | null)[][] {
  return toRows(a).map((row) => row.map((value) => (Number.isNaN(value) ? null : value)));
}
