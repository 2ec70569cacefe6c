/** Sentences that the methods of several kinds share. */
import { metrics, version, type MetricSpec } from "repgeom";
import type { Item } from "../../session/types.ts";

/** `15 representations of 96 stimuli (64 units)`. */
export function networksText(items: readonly Item[], word = "representation"): string {
  const [first] = items;
  const units = [...new Set(items.map(({ shape }) => shape.at(-1)!))].sort((a, b) => a - b);
  const some = units.length > 1 ? `${units[0]} to ${units.at(-1)}` : `${units[0]}`;
  return `${items.length} ${word}${items.length === 1 ? "" : "s"} of ${first?.shape[0] ?? 0} stimuli (${some} units)`;
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

/** `a`, `a and b`, `a, b and c`. */
export function listed(texts: readonly string[]): string {
  if (texts.length < 2) return texts.join("");
  return `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}

/** `Values were computed with repgeom 0.1.0.` */
export const computedText = `Values were computed with repgeom ${version}.`;
