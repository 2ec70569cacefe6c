import type { AnySchemas } from "../../../base/options.ts";
import { part, type Cited } from "./cited.ts";

/** What is known of a study for its citation. */
export interface CitedStudy {
  /** As in "We computed …". */
  readonly title: string;
  readonly cited: readonly Cited[];
  /** Loads its options: which of them its sources depend on is checked against these. */
  readonly options?: () => Promise<AnySchemas>;
  /** It is computed with a metric, which has sources of its own. */
  readonly takesMetric?: true;
  /** Values of options that mean something where they are left out. */
  readonly assumed?: Readonly<Record<string, unknown>>;
  /** Options that share a name with those of `values.ts`, and mean something else. */
  readonly unlike?: readonly string[];
}

/** p-values corrected for many tests. */
export const falseDiscovery = part("false discovery rate", "benjamini1995", "yekutieli1999");
export const maxStatistic = part("family-wise p-values", "westfall1993", "nichols2002");

/** The same, where something is tested. */
export function tested(when: NonNullable<Cited["when"]>): Cited[] {
  return [falseDiscovery, maxStatistic].map((one) => ({ ...one, when }));
}
