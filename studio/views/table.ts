/**
 * Which views an answer has, in the order of their cards: those of its report, and what its kind of
 * question adds. This is the one place that knows.
 */
import type { Figure, Section } from "repgeom/charts";
import { colourScaleOf } from "repgeom/report";
import type { Answer } from "../session/types.ts";
import { analysis } from "../worker/client.ts";
import type { Derived, Partial } from "../worker/protocol.ts";
import type { Standing } from "./arrangement.ts";
import { squareOf, valuesOf, type Values } from "./matrices.ts";

/** Figures that are computed when their card is seen. */
export interface Later {
  /** By which they are kept. */
  readonly key: string;
  readonly load: () => Promise<readonly Figure[]>;
}

/** One way to draw a view: "2-D" or "3-D". */
export interface Form {
  readonly label: string;
  readonly content: readonly Figure[] | Later;
}

export interface View extends Standing {
  readonly title: string;
  /** One or more; the person switches between them. */
  readonly forms: readonly Form[];
}

/** What views are made of besides the answer. */
export interface Shown {
  readonly answer: Answer;
  /** Number of the section. */
  readonly section: number;
  /** The section, with the groups of the table in its figures. */
  readonly dressed: Section;
  /** Which column makes groups now, and the group of each network by its name. */
  readonly grouping: { readonly column: string; readonly groupOf: (name: string) => string } | undefined;
}

/** What kinds of question add to the figures of a section. */
const added: Readonly<Record<string, (shown: Shown, views: readonly View[]) => readonly View[]>> = {
  pairs: withDerived,
};

export function viewsOf(shown: Shown): readonly View[] {
  const { answer, dressed } = shown;
  const seen = new Map<string, number>();
  const views = (dressed.figures.flat() as Figure[]).map((figure): View => {
    const times = (seen.get(figure.title) ?? 0) + 1;
    seen.set(figure.title, times);
    const title = times > 1 ? `${figure.title} (${times})` : figure.title;
    return {
      id: idOf(shown, title),
      title,
      ...(isWide(figure) && { wide: true }),
      forms: [{ label: "", content: [figure] }],
    };
  });
  return added[answer.question.kind]?.(shown, views) ?? views;
}

/** Matrices stand side by side; of a single one the report says more than it needs here. */
function isWide(figure: Figure): boolean {
  return figure.kind === "heat-maps" ? figure.panels.length > 1 : figure.wide === true;
}

function idOf({ answer, section }: Shown, title: string): string {
  return `${answer.question.kind}/${section}/${title}`;
}

/** The map also in three dimensions; the spread of the values, unless the report has it by the column of now. */
function withDerived(shown: Shown, views: readonly View[]): readonly View[] {
  const { answer, section, grouping } = shown;
  const values = valuesOf(answer).find((one) => one.section === section);
  if (!values || !squareOf(values) || values.rowNames.length < 3) return views;
  const known = views.some(({ title }) => title.endsWith(`groups by ${grouping?.column}`));
  const title = grouping ? `Values within and between groups by ${grouping.column}` : "Values of all pairs";
  const groups = grouping && values.rowNames.map(grouping.groupOf);
  const spread: View = {
    id: idOf(shown, title),
    title,
    forms: [{ label: "", content: derived(values, "spread", groups) }],
  };
  return [...views.map((view) => (isMap(view) ? withSpace(view, values) : view)), ...(known ? [] : [spread])];
}

function isMap({ forms: [form] }: View): boolean {
  const content = form!.content;
  return !("load" in content) && content[0]!.kind === "map";
}

function withSpace(view: View, values: Values): View {
  if (values.rowNames.length < 4) return view;
  const flat = { ...view.forms[0]!, label: "2-D" };
  return { ...view, forms: [flat, { label: "3-D", content: derived(values, "space") }] };
}

function derived(values: Values, what: Derived, groups?: readonly string[]): Later {
  const { answer, section } = values;
  return {
    key: `${what}/${answer}/${section}/${groups?.join("\n") ?? ""}`,
    load: () => analysis().derive(squareOf(values)!, what, groups),
  };
}

/** The values so far. */
export function partialFigure({ rowNames, colNames, values }: Partial): Figure {
  return {
    kind: "heat-maps",
    title: "Values so far",
    networks: "items" as const,
    panels: [{ rowNames, colNames, values }],
    scale: { ...colourScaleOf("distance"), word: "value" },
  };
}
