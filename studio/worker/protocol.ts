/**
 * What crosses between the page and its analysis worker, and nothing else. Responses stay in the worker;
 * the page gets plain data.
 *
 *   page → worker   read      per file        → what is in it, or why it cannot be read
 *   page → worker   keep      per some files  which items stand for it
 *   page → worker   forget    per item
 *   page → worker   sniff     per text        → whether it is a table of networks or of stimuli
 *   page → worker   unpack    per archive     → its files
 *   page → worker   pack      per hierarchy   → one file
 *   page → worker   own       per metric      runs the code of a file
 *   page → worker   run       per question    → sections of a report; progress and values meanwhile
 *   page → worker   cancel
 *   page → worker   estimate per question  → seconds
 *   page → worker   explain   per pair        → which stimuli and units carry the difference
 *   page → worker   derive    per view        → figures of values that the page has
 *   page → worker   agree     per two answers → how far they agree
 *   page → worker   rdms      per wish        → RDMs of some items
 *   page → worker   file      per download    → bytes
 */
import type { DissimilarityName, LabelTable, MetricSpec, Progress, ReadOptions, Source } from "repgeom";
import type { Figure, ItemTable, LookOptions, PageOptions, Section } from "repgeom/report";
import type { Pairs } from "../question/kinds/kind.ts";
import type { Item, Question, Remedy } from "../session/types.ts";

/** A file for the worker. */
export interface ToRead {
  readonly source: Source;
  readonly options: ReadOptions;
  /** The file whose stimuli give the order, where `match` is "names". */
  readonly first?: Source;
}

/** What came of a file: its arrays, or why it cannot be read and what may be done. */
export type ReadOutcome =
  { readonly found: readonly Found[] } | { readonly message: string; readonly remedies: readonly Remedy[] };

/** What a text among the files is: a table of networks or of stimuli, a session, or responses. */
export type Sniffed =
  | { readonly is: "networks"; readonly table: ItemTable }
  | { readonly is: "stimuli"; readonly table: LabelTable }
  | { readonly is: "responses" }
  | { readonly is: "nothing"; readonly message: string };

/** What tells tables from responses. */
export interface Known {
  /** Names and stems of networks that are here, or come with it. */
  readonly networks: readonly string[];
  readonly stimuli: readonly string[];
}

/** A file out of an archive. */
export interface Unpacked {
  readonly path: string;
  readonly bytes: Blob;
}

/** What is known of an array when it has been read: an item without what only the page knows. */
export type Found = Omit<Item, "id" | "name" | "origin" | "excluded" | "side" | "present"> & {
  /** By which the worker keeps the responses. */
  readonly key: number;
};

/** An item of a question, with the name it has now. */
export interface Asked {
  /** `Item.id`; `keep` told the worker which responses it stands for. */
  readonly id: number;
  readonly name: string;
  readonly side?: "rows" | "columns";
}

/** A question with all that the worker needs besides the responses. */
export interface Task {
  readonly answer: number;
  readonly question: Question;
  readonly asked: readonly Asked[];
  readonly table?: ItemTable | undefined;
  readonly look: LookOptions;
  readonly groups?: string | undefined;
}

/** What a question gave. */
export interface Outcome {
  readonly sections: readonly Section[];
  readonly files: readonly { readonly name: string; readonly label: string }[];
  /** Heading of the answer. */
  readonly title: string;
}

/** Values so far. */
export interface Partial {
  readonly rowNames: readonly string[];
  readonly colNames: readonly string[];
  readonly values: Float64Array;
}

/** How far a run is. */
export interface Told extends Omit<Progress, "values"> {
  /** Which part of the question this is, as in "cka, 2 of 3". Each part counts from 0. */
  readonly part?: string;
}

/** How long a question will take. */
export interface Estimate {
  readonly seconds: number;
  /** Whether it may be much more: the trial was too long to be ended, or values are resampled as well. */
  readonly atLeast: boolean;
}

/**
 * Values of a metric between the same networks, as they stand in a figure of an answer: the page has them
 * also after a reload, when the worker knows nothing of the answer.
 */
export interface Square {
  /** As in a heading; two of one comparison have different ones. */
  readonly title: string;
  /** With its options: they say how similarities become distances. */
  readonly spec: MetricSpec;
  readonly names: readonly string[];
  /** names × names, row-major. */
  readonly values: Float64Array;
}

/** What can be drawn of such values besides what an answer has. */
export type Derived = "space" | "spread";

export interface Analysis {
  /** @returns whether `life.ts` can tell that the worker has died */
  ready(): Promise<boolean>;
  /** Reads one file. */
  read(file: ToRead): Promise<ReadOutcome>;
  /** From now on the item `id` stands for what was read as `key`. */
  keep(pairs: readonly (readonly [id: number, key: number])[]): void;
  /** Frees the responses of these items. They are read again when they are asked for, e.g. after undo. */
  forget(ids: readonly number[]): void;
  /** Runs the code of a metric of a file, whose name stands for it from then on. @throws {Error} in words */
  own(address: string, name: string): Promise<void>;
  /** What a .csv, .tsv or .json is. */
  sniff(file: File | Blob, name: string, known: Known): Promise<Sniffed>;
  /** The files of a .zip. @throws {Error} in words */
  unpack(archive: Blob): Promise<readonly Unpacked[]>;
  /** Files as one .zip, e.g. those of a Zarr hierarchy. */
  pack(files: readonly Unpacked[]): Promise<Blob>;
  /** About how long it will take. A newer estimate or a run ends it: AbortError. */
  estimate(task: Task, work: Pairs): Promise<Estimate>;
  /**
   * @param known - answers that are still there: what was made for others is forgotten. The two functions are called
   *   a few times a second at most
   */
  run(
    task: Task,
    known: readonly number[],
    onProgress: (progress: Told) => void,
    onPartial: (partial: Partial) => void,
  ): Promise<Outcome>;
  /** Stops the run of this answer. Its `run` rejects with an AbortError. */
  cancel(answer: number): void;
  /**
   * Which stimuli and units carry the difference of two items: a section of a report.
   * @param leaveOut - also by leaving each out in turn, where the value is no sum; that takes some seconds
   */
  explain(a: Asked, b: Asked, spec: MetricSpec, leaveOut: boolean): Promise<readonly Section[]>;
  /**
   * Figures of these values. space: a map in three dimensions; spread: the values within and between groups.
   * @param groups - one for each network, for "spread"
   */
  derive(square: Square, what: Derived, groups?: readonly string[]): Promise<readonly Figure[]>;
  /** Pearson, Spearman and Mantel of the pairs of networks that both have, with their difference. */
  agree(first: Square, other: Square): Promise<Section>;
  /** RDMs of items with the same stimuli. */
  rdms(asked: readonly Asked[], dissimilarity: DissimilarityName): Promise<readonly Figure[]>;
  /** One self-contained page of these sections. */
  report(sections: readonly Section[], page: PageOptions): Promise<string>;
  /** A file of an answer. */
  file(answer: number, name: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }>;
}
