import { resolveOptions } from "../../base/options.ts";
import { findMetric, withMetric } from "../../metrics/resolve.ts";
import type { CitedSubject } from "./facts.ts";
import type { Cited } from "./cited/cited.ts";
import { citedByMetric } from "./cited/metrics.ts";
import { chosenOnly, sourcesOf } from "./sources.ts";

/** A metric as a subject. */
export interface MetricFound {
  readonly subject: CitedSubject;
  readonly notes: readonly string[];
}

/**
 * A metric with its options, and what it is from under these.
 * @throws {OptionError} for an unknown metric or option, or a value outside the accepted set.
 */
export async function metricSubject(spec: object): Promise<MetricFound> {
  const { metric: given, ...options } = withMetric(spec) as { readonly metric?: unknown };
  const metric = await findMetric(given);
  if (!metric) throw (await import("../../metrics/own/late.ts")).noMetric(spec, given);
  const { name, title, own, source } = metric;
  const chosen = resolveOptions(name, metric.options, options);
  const cited: readonly Cited[] = own ? [] : citedByMetric[name as keyof typeof citedByMetric];
  return {
    subject: {
      kind: "metric",
      name,
      title: inSentence(title),
      options: chosenOnly(chosen, metric.options),
      ...sourcesOf(cited, chosen),
    },
    notes: own ? [`${name} is a metric of your own: its source is for you to cite. It says: ${source}`] : [],
  };
}

/** Words of titles that begin with a capital within a sentence, too. */
const names = /^(Procrustes|Bures|Cohen|Jensen|Hilbert|Jaccard)/;

/** A title of a heading within a sentence. */
function inSentence(title: string): string {
  const isOrdinary = /^[A-Z][a-z]/.test(title) && !/^\w+ [A-Z]/.test(title) && !names.test(title);
  return isOrdinary ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}
