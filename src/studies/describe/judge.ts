import type { Estimand } from "../../base/jackknife.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Described } from "../../metrics/descriptors/all.ts";
import { halvesInterval, type Divided } from "./intervals.ts";
import type { ChosenDescribe } from "./options.ts";
import type { DescriptionFacts } from "./result.ts";
import type { DescribePiece, Found } from "./pieces.ts";

type Judged = Pick<
  DescriptionFacts,
  "values" | "lower" | "upper" | "estimate" | "standardError" | "estimands" | "warnings"
>;

/**
 * Values and intervals of all networks.
 * @param found - of each network as many lists: that of all its stimuli, then those of its divisions
 */
export function judge(
  networks: readonly DescribePiece["network"][],
  descriptors: readonly Described[],
  found: readonly (readonly Found[])[],
  { samples, confidence }: ChosenDescribe,
): Judged {
  const [K, D] = [networks.length, descriptors.length];
  const own = found.length / K;
  const of = networks.map((_, k) => found.slice(k * own, (k + 1) * own));
  const values = matrix(K, D);
  of.forEach(([whole], k) => values.data.set(whole![0]!.values, k * D));
  const undefinedOnes = of.flatMap(([whole]) => whole![0]!.problems);
  if (samples === 0) return { values, warnings: undefinedOnes };
  const [lower, upper, estimate, standardError] = [0, 1, 2, 3].map(() => matrix(K, D)) as FourOf<
    typeof values
  >;
  const estimands = networks.map(({ shape }, k) =>
    descriptors.map((descriptor, d): Estimand => {
      const at = k * D + d;
      const divided = dividedOf(values.data[at]!, shape[0]!, of[k]!.slice(1).flat(), d, descriptor);
      const interval = halvesInterval(divided, descriptor.range, confidence);
      lower.data[at] = interval.lower;
      upper.data[at] = interval.upper;
      estimate.data[at] = interval.estimate;
      standardError.data[at] = interval.standardError;
      return interval.about;
    }),
  );
  const warnings = [...undefinedOnes, ...notesOf(descriptors, estimands, values)];
  return { values, lower, upper, estimate, standardError, estimands, warnings };
}

type FourOf<T> = [T, T, T, T];

/** @param parts - for each division two halves, then two quarters of each */
function dividedOf(
  value: number,
  stimuli: number,
  parts: readonly Found[],
  d: number,
  { bias }: Described,
): Divided {
  if (bias === "none") return { value, stimuli, halves: [], quarters: [] };
  const at = (part: number) => parts[part]!.values[d]!;
  const draws = Array.from({ length: parts.length / 6 }, (_, draw) => 6 * draw);
  return {
    value,
    stimuli,
    halves: draws.map((first) => [at(first), at(first + 1)]),
    quarters:
      bias === "inverse"
        ? draws.map((first) => [(at(first + 2) + at(first + 3)) / 2, (at(first + 4) + at(first + 5)) / 2])
        : [],
  };
}

/** A sentence for each thing that must be known of intervals, with the descriptors and the number of networks. */
function notesOf(
  descriptors: readonly Described[],
  estimands: readonly (readonly Estimand[])[],
  values: Matrix,
): string[] {
  const isMeant = (about: Estimand, k: number, d: number) =>
    estimands[k]![d] === about &&
    descriptors[d]!.bias !== "none" &&
    !Number.isNaN(values.data[k * values.cols + d]!);
  return (Object.entries(sentences) as [keyof typeof sentences, string][]).flatMap(([about, sentence]) => {
    const told = descriptors.flatMap(({ name }, d) => {
      const count = estimands.filter((_, k) => isMeant(about, k, d)).length;
      if (count === 0) return [];
      return [count === estimands.length ? name : `${name} of ${count} of ${estimands.length} networks`];
    });
    return told.length > 0 ? [`${told.join(", ")}: ${sentence}`] : [];
  });
}

const sentences = {
  debiased:
    "the interval is for the value of endlessly many such stimuli, and is centred on the value without the bias of few (estimate in the JSON document).",
  expectation:
    "the interval is for the mean over samples of as many stimuli; what endlessly many would give cannot be told from these.",
  none: "no interval: the value lies at an end of its range, does not vary, or is not defined for half of the stimuli.",
};
