import { concatenate, toRows, type Matrix } from "../../base/matrix.ts";
import { version } from "../../base/version.ts";
import { written, type Written } from "../../data/written.ts";

/** How reliably responses tell stimuli apart across runs. */
export interface ReliabilityFacts {
  /** Names of the K subjects. */
  readonly names: readonly string[];
  /** Names of the m stimuli. */
  readonly stimuli: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  /** Runs of each subject. */
  readonly runs: readonly number[];
  /** Exemplar discriminability index of each: above 0 where a stimulus is more like itself than like others. */
  readonly indices: Float64Array;
  /** Of each, m × m: stimuli of one run with those of another, mean over pairs of runs; the diagonal is not 0. */
  readonly crossRdms: readonly Matrix[];
  /** Of each, the mean correlation of the RDMs of two runs. */
  readonly rdmCorrelations: Float64Array;
  /** Of each index by permutation, one-sided; absent with 0 permutations. */
  readonly p?: Float64Array;
  /** Mean index over subjects, with a one-sided t test; absent for one subject. */
  readonly group?: { readonly mean: number; readonly standardError: number; readonly p: number };
}

/** As `.csv` a row a subject; as `.npy` the cross-run RDMs, subjects × m × m. */
export interface Reliability extends ReliabilityFacts, Written {
  readonly version: string;
  /** Of a subject, for each stimulus its mean dissimilarity to the others less that to itself. */
  byStimulus(subject: number): Float64Array;
}

export function reliabilityResult(facts: ReliabilityFacts): Reliability {
  const columns = reliabilityColumns(facts);
  const { names, stimuli, crossRdms } = facts;
  const m = stimuli.length;
  const writers = written({
    document: () => documentOf(facts),
    table: () => ({
      rowNames: names,
      colNames: columns.map(([name]) => name),
      values: names.flatMap((_, k) => columns.map(([, at]) => at(k))),
    }),
    array: () => ({ shape: [names.length, m, m], data: concatenate(crossRdms.map(({ data }) => data)) }),
  });
  return { ...facts, byStimulus: (k) => byStimulus(crossRdms[k]!), version, ...writers };
}

/** What is known of each subject. */
export function reliabilityColumns({
  indices,
  p,
  crossRdms,
  rdmCorrelations,
}: ReliabilityFacts): (readonly [name: string, at: (k: number) => number])[] {
  return [
    ["discriminability", (k) => indices[k]!],
    ...(p ? [["p by permutation", (k: number) => p[k]!] as const] : []),
    ["same stimulus", (k) => diagonalMean(crossRdms[k]!)],
    ["other stimuli", (k) => diagonalMean(crossRdms[k]!) + indices[k]!],
    ["correlation of run RDMs", (k) => rdmCorrelations[k]!],
  ];
}

function diagonalMean({ rows: m, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < m; i++) sum += data[i * (m + 1)]!;
  return sum / m;
}

function byStimulus({ rows: m, data }: Matrix): Float64Array {
  return Float64Array.from({ length: m }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < m; j++) if (j !== i) sum += data[i * m + j]!;
    return sum / (m - 1) - data[i * (m + 1)]!;
  });
}

function documentOf(facts: ReliabilityFacts): object {
  const { names, stimuli, options, runs, indices, crossRdms, rdmCorrelations, p, group } = facts;
  return {
    names,
    stimuli,
    options,
    runs,
    indices: [...indices],
    ...(p && { p: [...p] }),
    ...(group && { group }),
    rdmCorrelations: [...rdmCorrelations],
    byStimulus: crossRdms.map((one) => [...byStimulus(one)]),
    crossRdms: crossRdms.map(toRows),
    version,
  };
}
