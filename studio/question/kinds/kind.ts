/** What a kind of question is, for the page. Its other half, which computes, is `run.ts` beside it, in the worker. */
import type { MetricName, MetricSpec } from "repgeom";
import type { AnySchemas } from "repgeom/options";
import type { Item, Question, Session } from "../../session/types.ts";

/** What a kind needs to know of the data. */
export interface Data {
  /** Those that take part, in their order. */
  readonly items: readonly Item[];
  /** With how files are read, the table, the look, the groups. */
  readonly session: Session;
}

/** What reproduces an answer outside the page. */
export interface Code {
  /** A line for a shell, or several. */
  readonly command: string;
  /** A program. */
  readonly typescript: string;
}

/** What is wrong with a question. */
export interface Mistake {
  /** In a sentence. */
  readonly text: string;
  /** The option that it is about, where it is about one: it is said beside that. */
  readonly option?: string;
}

/** The work of a question that compares pairs. */
export interface Pairs {
  readonly count: number;
  /** Whether values are also resampled or cross-validated, which takes longer. */
  readonly more?: boolean;
}

export interface QuestionKind {
  readonly name: string;
  /** As in a menu: "All pairs". */
  readonly title: string;
  /** One sentence: what it answers. */
  readonly help: string;
  /** On the button that asks: "Compare". */
  readonly verb: string;
  /** Whether it is asked with metrics, and with how many. */
  readonly metrics: "several" | "one" | "none";
  /** What it is asked with when it is first chosen, where that is not one Procrustes. */
  readonly usual?: readonly MetricSpec[];
  /** Options that it begins with, where the data need others than the defaults. */
  start?(data: Data): Readonly<Record<string, unknown>>;
  /** Why a metric is not for this question, whatever the data; undefined where it is. */
  unfit?(metric: MetricName): string | undefined;
  /** Options besides those of the metrics: the form is made of them. Choices may come from the data. */
  options(data: Data, question: Question): AnySchemas;
  /** Options that are objects of further options: `{ arrange: arrangeUnitsOptions }`. */
  readonly nested?: Readonly<Record<string, AnySchemas>>;
  /** Options that stand in the bar; the others are behind the gear. */
  readonly main: readonly string[];
  /** Words before the controls, where the name of an option does not say it: `{ rows: "Rows" }`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Options that do nothing with the others as they are, each with why: `interval` without `bootstrap`. */
  idle?(question: Question, data: Data): Readonly<Record<string, string>>;
  /** What of options that are each accepted does not go together. */
  mistake?(question: Question, data: Data): Mistake | undefined;
  /** How many pairs of representations each metric compares; kinds without it get no estimate of their time. */
  pairs?(question: Question, data: Data): Pairs;
  /** Why these data do not allow it, in one sentence; undefined where they do. */
  refusal(data: Data): string | undefined;
  code(question: Question, data: Data): Code;
  /** How to report it: a sentence or two for the methods of a paper. */
  methods(question: Question, data: Data): string;
}
