/** What a kind of question is, for the page. Its other half, which computes, is `run.ts` beside it, in the worker. */
import type { AnySchemas } from "repgeom";
import type { Item, Question, Session } from "../../session/types.ts";

/** What a kind needs to know of the data. */
export interface Data {
  readonly items: readonly Item[];
  readonly session: Session;
}

/** What reproduces an answer outside the page. */
export interface Code {
  /** A line for a shell. */
  readonly command: string;
  /** A program. */
  readonly typescript: string;
}

export interface QuestionKind {
  readonly name: string;
  /** As in a menu: "All pairs". */
  readonly title: string;
  /** One sentence: what it answers. */
  readonly help: string;
  /** Whether it is asked with metrics, and with how many. */
  readonly metrics: "several" | "one" | "none";
  /** Options besides those of the metric: the form is made of them. */
  readonly options: AnySchemas;
  /** Options that stand in the bar; the others are behind the gear. */
  readonly main: readonly string[];
  /** Why these data do not allow it, in one sentence; undefined where they do. */
  refusal(data: Data): string | undefined;
  code(question: Question, data: Data): Code;
  /** How to report it: a sentence or two for the methods of a paper. */
  methods(question: Question, data: Data): string;
}
