/** Sentences that the methods of several kinds share. */
import { version, type MetricSpec } from "repgeom";
import { metrics } from "../../own/metrics.ts";
import type { Item } from "../../session/types.ts";
import type { Data } from "./kind.ts";
import { commonReading } from "./reading.ts";

/** `15 representations of 96 stimuli (64 units)`. */
export function networksText(items: readonly Item[], word = "representation"): string {
  const [first] = items;
  const units = [...new Set(items.map(({ shape }) => shape.at(-1)!))].sort((a, b) => a - b);
  const some = units.length > 1 ? `${units[0]} to ${units.at(-1)}` : `${units[0]}`;
  return `${counted(items.length, word)} of ${counted(first?.shape[0] ?? 0, "stimulus", "stimuli")} (${some} units)`;
}

/** `1 model`, `3 models`. */
export function counted(count: number, word: string, several = `${word}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? word : several}`;
}

/** `Procrustes (alpha = 0.5; Williams et al. …) and CKA (…)`. */
export function metricsText(specs: readonly MetricSpec[]): string {
  return listed(specs.map(metricText));
}

function metricText({ metric, ...options }: MetricSpec): string {
  const { title, source } = metrics[metric];
  return `${title} (${[...optionTexts(options), source].join("; ")})`;
}

/** `samples = 500`, one for each option that was given. */
export function optionTexts(options: object): string[] {
  return Object.entries(options).map(([name, value]) => `${name} = ${String(value)}`);
}

/** `procrustes, alpha = 0.5`. */
export function specWords({ metric, ...options }: MetricSpec): string {
  return [metric, ...optionTexts(options)].join(", ");
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(texts: readonly string[]): string {
  if (texts.length < 2) return texts.join("");
  return `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}

/** What was done with the responses first, and what computed the values: the end of every paragraph. */
export function computedText(data: Data): string {
  const given = Object.entries(commonReading(data));
  const words = given.map(
    ([name, value]) => `${name} = ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
  );
  const read = words.length > 0 ? `Responses were read with ${listed(words)}. ` : "";
  return `${read}Values were computed with repgeom ${version}.`;
}

/** How far values can be relied on, as `pairwise` and `cross` say it. */
export function certaintyText(options: Readonly<Record<string, unknown>>): string {
  const {
    folds,
    bootstrap,
    interval = "jackknife",
    permutation,
    samples = 1000,
    confidence = 0.95,
    seed = 1,
  } = options;
  return [
    ...(folds
      ? [`Values are means over held-out stimuli, cross-validated in ${folds} parts (seed ${seed}).`]
      : []),
    ...(bootstrap
      ? [
          `Intervals of ${100 * Number(confidence)} % for other stimuli of the same population are by the ${interval} method${interval === "jackknife" ? "" : ` (${samples} resamples, seed ${seed})`}.`,
        ]
      : []),
    ...(permutation
      ? [
          `P-values are by ${samples} permutations of the stimuli (seed ${seed}), corrected for the number of pairs family-wise and by the false discovery rate.`,
        ]
      : []),
  ].join(" ");
}

/** Sentences as one paragraph; empty ones are left out. */
export function paragraph(...sentences: readonly string[]): string {
  return sentences.filter((one) => one !== "").join(" ");
}
