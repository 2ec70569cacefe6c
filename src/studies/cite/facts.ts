import type { Reference } from "./bibliography/reference.ts";
import type { Condition } from "./cited/cited.ts";

/** A metric, a study or this library, with what it is from. */
export interface CitedSubject {
  readonly kind: "metric" | "study" | "library";
  readonly name: string;
  /** As in a sentence. */
  readonly title: string;
  /** The options that are not the default. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly sources: readonly CitedSource[];
  /** Sources of forms that it has under other options. */
  readonly others: readonly OtherSource[];
}

/** Sources of a subject, or of a part of it. */
export interface CitedSource {
  readonly keys: readonly string[];
  /** The same as in a sentence: "Song et al., 2012". */
  readonly short: readonly string[];
  /** What they are the sources of; absent: of the whole. */
  readonly of?: string;
}

/** Sources that would count under other options. */
export interface OtherSource extends CitedSource {
  readonly when: Condition;
}

/** What a citation says. */
export interface CitationFacts {
  /** Each once, those of the first subject first; this library last. */
  readonly references: readonly Reference[];
  readonly subjects: readonly CitedSubject[];
  /** A sentence for each subject, with version and options. */
  readonly methods: string;
  /** What a reader must know of it, a sentence each. */
  readonly notes: readonly string[];
  /** Of this library, with which the values were made. */
  readonly version: string;
}
