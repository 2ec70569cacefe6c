/** Metrics in families, for lists. */
import type { MetricName } from "repgeom";
import { metrics } from "../../own/metrics.ts";

type Family = (typeof metrics)[MetricName]["family"];

/** The metrics whose name, title, summary or family has all these words, by family. */
export function metricsByFamily(search: string): readonly (readonly [Family, readonly MetricName[]])[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = new Map<Family, MetricName[]>();
  for (const name of Object.keys(metrics) as MetricName[]) {
    const { title, summary, source, family } = metrics[name];
    const text = [name, title, summary, source, family].join(" ").toLowerCase();
    if (words.every((word) => text.includes(word))) found.set(family, [...(found.get(family) ?? []), name]);
  }
  return [...found];
}
