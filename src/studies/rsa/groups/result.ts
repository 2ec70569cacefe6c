import { toRows, type Matrix } from "../../../base/matrix.ts";
import type { Interval } from "../../../base/statistics.ts";
import { version } from "../../../base/version.ts";
import { written, type Written } from "../../../data/written.ts";
import type { RsaPlan } from "../plan.ts";
import type { LabelTest } from "./labels.ts";

/** What two groups of subjects differ in. */
export interface RsaGroupsFacts {
  /** Names of the M models. */
  readonly models: readonly string[];
  /** Both groups, with the names of their subjects. */
  readonly groups: readonly { readonly name: string; readonly subjects: readonly string[] }[];
  readonly options: RsaPlan;
  /** M × subjects, the first group first. */
  readonly bySubject: Matrix;
  /** M × 2: mean similarity of each model in each group. */
  readonly means: Matrix;
  /** Second group less first. */
  readonly differences: Float64Array;
  readonly standardErrors: Float64Array;
  readonly intervals: Interval<Float64Array>;
  /** Degrees of freedom of each interval. */
  readonly dof: Float64Array;
  /** Two-sided, by permutation of the groups; absent with 0 permutations. */
  readonly test?: LabelTest & { /** Benjamini–Hochberg. */ readonly fdr: Float64Array };
}

/** As `.csv` a row a model; as `.npy` models × subjects. */
export interface RsaGroups extends RsaGroupsFacts, Written {
  readonly version: string;
}

export function groupsResult(facts: RsaGroupsFacts): RsaGroups {
  const columns = groupColumns(facts);
  const { rows, cols, data } = facts.bySubject;
  const writers = written({
    document: () => documentOf(facts),
    table: () => ({
      rowNames: facts.models,
      colNames: columns.map(([name]) => name),
      values: facts.models.flatMap((_, m) => columns.map(([, at]) => at(m))),
    }),
    array: () => ({ shape: [rows, cols], data }),
  });
  return { ...facts, version, ...writers };
}

/** What is known of each model. */
export function groupColumns(facts: RsaGroupsFacts): (readonly [name: string, at: (m: number) => number])[] {
  const { groups, means, differences, intervals, standardErrors, test } = facts;
  return [
    ...groups.map(({ name }, g) => [`mean of ${name}`, (m: number) => means.data[2 * m + g]!] as const),
    ["difference", (m) => differences[m]!],
    ["lower", (m) => intervals.lower[m]!],
    ["upper", (m) => intervals.upper[m]!],
    ["standard error", (m) => standardErrors[m]!],
    ...(test
      ? ([
          ["p by permutation", (m) => test.raw[m]!],
          ["FDR", (m) => test.fdr[m]!],
          ["family-wise p", (m) => test.max[m]!],
        ] as (readonly [string, (m: number) => number])[])
      : []),
  ];
}

function documentOf(facts: RsaGroupsFacts): object {
  const { models, groups, options, means, differences, standardErrors, intervals, dof, test, bySubject } =
    facts;
  const { comparator, bootstrap, samples, seed, dual, permutations, confidence } = options;
  return {
    models,
    groups,
    options: { comparator, bootstrap, samples, seed, dual, permutations, confidence },
    means: toRows(means),
    differences: [...differences],
    standardErrors: [...standardErrors],
    intervals: { lower: [...intervals.lower], upper: [...intervals.upper] },
    degreesOfFreedom: [...dof],
    ...(test && {
      test: { raw: [...test.raw], fdr: [...test.fdr], max: [...test.max], permutations: test.permutations },
    }),
    bySubject: toRows(bySubject),
    version,
  };
}
