/** The half of a kind of question that computes. It runs in the analysis worker. */
import type { Engine, Progress, Representation } from "repgeom";
import type { Section } from "repgeom/report";
import type { Question } from "../session/types.ts";
import type { Partial, Task } from "./protocol.ts";

/** A representation with what the page knows of it. */
export interface Given {
  readonly representation: Representation;
  readonly side: "rows" | "columns";
}

export interface Work {
  readonly task: Task;
  readonly given: readonly Given[];
  readonly engine: Engine;
  /** Passed to each function of the engine. `part` says which part of a question of several it is. */
  readonly control: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: Progress & { readonly part?: string }) => void;
  };
  /** Shows values that are known so far. They are copied, at most four times a second. */
  readonly onPartial: (partial: Partial) => void;
  /** What earlier answers gave of the same items, as they are now; the last one first. */
  readonly earlier: readonly Earlier[];
}

/** An answer of before. */
export interface Earlier {
  readonly question: Question;
  readonly result: unknown;
}

/** A file that can be made of an answer. */
export interface MadeFile {
  readonly name: string;
  /** As on a button: "Values (.csv)". */
  readonly label: string;
  make(): string | Uint8Array | Promise<string | Uint8Array>;
}

export interface Ran {
  readonly title: string;
  readonly sections: readonly Section[];
  readonly files: readonly MadeFile[];
  /** What later questions may build upon. */
  readonly result: unknown;
}

export type Runner = (work: Work) => Promise<Ran>;
