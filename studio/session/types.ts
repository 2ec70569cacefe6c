/** The session as plain data: what is saved, undone, and written into a file. Nothing in it is computed from the rest. */
import type { AnySchemas, MetricDescription, MetricSpec, Properties, ReadOptions } from "repgeom";
import type { ItemTable, LookOptions, Section } from "repgeom/report";

/** Where a representation comes from, so that it can be read again. */
export type Origin =
  | {
      readonly from: "file";
      readonly path: string;
      readonly size: number;
      /** Of several different files with one path, which: 2, 3 … */
      readonly nth?: number;
    }
  | { readonly from: "url"; readonly url: string }
  | { readonly from: "example"; readonly example: string; readonly path: string };

/** Options of reading over those of all files; null takes one away. */
export type Overrides = Readonly<Record<string, unknown>>;

/** What the person may do about something that is wrong: a button. */
export interface Remedy {
  /** As on the button: "Read as units × stimuli". */
  readonly label: string;
  /** Reads the file again with these options besides. */
  readonly reading?: Overrides;
  /** Changes the reading of all files, not of this one alone. */
  readonly all?: boolean;
  /** Opens the form of reading at this option. */
  readonly form?: string;
}

/** One array of a file, as the page knows it; its numbers are in the worker. */
export interface Item {
  /** Given once, never used again. The worker knows the responses by it. */
  readonly id: number;
  /** As shown and in results; the person may change it. No two items share one. */
  readonly name: string;
  readonly origin: Origin;
  /** The name that reading gave it: which array of its file it is. */
  readonly readAs: string;
  readonly kind: "matrix" | "images" | "repeats" | "gaussians" | "trajectories" | "other";
  readonly shape: readonly number[];
  /** What the axes were read as, e.g. "stimuli × units". */
  readonly axes: string;
  readonly type: string;
  /** Bytes of its numbers in memory. */
  readonly bytes?: number;
  readonly stimuli?: readonly string[];
  /** What reading did or took as names, in sentences. */
  readonly said: readonly string[];
  /** What may be wrong: NaN, constant units. */
  readonly warnings: readonly string[];
  /** What may be done about them. */
  readonly remedies?: readonly Remedy[];
  /** How this file is read where it is read otherwise than the others: over `Session.reading`. */
  readonly reading?: Overrides;
  /** Small RDM: side × side values, whole numbers from 0 (alike) to 255. */
  readonly thumbnail?: { readonly side: number; readonly values: readonly number[] };
  /** Left out of every question, but kept in the list. */
  readonly excluded?: boolean;
  /** Which part it has in questions of two sides: layers or regions, models or subjects. */
  readonly side?: "rows" | "columns";
  /** Whether the worker has its numbers; false after a reload without the data. */
  readonly present: boolean;
}

/** A file that could not be read. It stays in the list and says why. */
export interface Refused {
  readonly id: number;
  readonly origin: Origin;
  readonly message: string;
  readonly remedies?: readonly Remedy[];
  readonly reading?: Overrides;
  /** What it was before it was read in another way; it becomes that again when it can be read. */
  readonly was?: readonly Item[];
  /** Where in the list of items it stood, or would stand. */
  readonly place?: number;
}

/** What is asked: plain data, so that it can stand in an address. */
export interface Question {
  /** A name of `kinds`. */
  readonly kind: string;
  /** The metrics with their options, where the kind has any. */
  readonly metrics: readonly MetricSpec[];
  /** The other options of the kind, by the names of its schema. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** A question that was asked, and what came of it. */
export interface Answer {
  readonly id: number;
  readonly question: Question;
  /** As in a heading: "Procrustes, alpha = 1". */
  readonly title: string;
  /** What the person calls it, in place of the title. */
  readonly name?: string;
  /** Names of the items it was asked about, in their order. */
  readonly names: readonly string[];
  /** Their ids, in the same order: an item may be renamed later. */
  readonly ids?: readonly number[];
  readonly state: "queued" | "running" | "done" | "failed" | "cancelled";
  /** The report of it: figures with facts and warnings. Empty until it is done. */
  readonly sections: readonly Section[];
  /** Files that the worker can make of it. */
  readonly files: readonly { readonly name: string; readonly label: string }[];
  /** Why it failed, or why it was cancelled if nobody did it. */
  readonly error?: string;
  readonly seconds?: number;
  /** How the data were read then: with `question`, what reproduces it. */
  readonly reading: ReadOptions;
}

/** Where a view stands and how wide it is. */
export interface Placed {
  /** `kind/section/title`: the next answer of this kind of question is arranged in the same way. */
  readonly view: string;
  readonly width?: 1 | 2;
  readonly closed?: boolean;
  /** How it is drawn, where there are several ways: "3-D". */
  readonly form?: string;
}

/** A metric of a file: its text is saved with the session, and is run again only when the person says so. */
export interface OwnSource {
  readonly name: string;
  /** Name of the file. */
  readonly file: string;
  readonly text: string;
  /** What is shown of it before its code is run. */
  readonly about: Pick<MetricDescription, "title" | "summary" | "family" | "blindTo" | "cost" | "accepts"> & {
    readonly options: AnySchemas;
    /** Under the defaults. */
    readonly properties: Properties;
  };
}

export interface Session {
  readonly version: 1;
  /** Metrics of files. */
  readonly own?: readonly OwnSource[];
  readonly items: readonly Item[];
  readonly refused: readonly Refused[];
  /** What is known of each network, and which of its columns pictures show. */
  readonly table?: ItemTable;
  readonly look: LookOptions;
  /** Column that makes groups of networks. */
  readonly groups?: string;
  /** How files are read. */
  readonly reading: ReadOptions;
  /** The question that stands in the bar. */
  readonly question: Question;
  readonly answers: readonly Answer[];
  /** The answers that are shown: one, or two to compare. */
  readonly shown: readonly number[];
  readonly arrangement: readonly Placed[];
  /** Given to the next item or answer. */
  readonly nextId: number;
}

export const emptySession: Session = {
  version: 1,
  items: [],
  refused: [],
  look: {},
  reading: {},
  question: { kind: "pairs", metrics: [{ metric: "procrustes" }], options: {} },
  answers: [],
  shown: [],
  arrangement: [],
  nextId: 1,
};
