import type { MetricSpecLike } from "../../metrics/registry.ts";
import type { StudyName } from "./cited/studies.ts";

/** A study with those of its options on which its sources depend. */
export interface StudySubject {
  /** The name of its command, or of its function. */
  readonly study: StudyName | (string & {});
  readonly [option: string]: unknown;
}

/** A result as its function gave it, or as it stands in a .json file that repgeom wrote. */
export type ResultSubject = { readonly version: string } | { toJSON(): object };

/** What may be cited: a metric with its options, a study with its options, a result, or this library. */
export type CiteSubject = MetricSpecLike | StudySubject | ResultSubject | "repgeom";
