import { OptionError } from "../base/errors.ts";
import { defaultBudget } from "./budget.ts";
import type { Section } from "./figures.ts";
import { lookOptions, type ItemTable, type LookOptions } from "./look/options.ts";
import { withLook } from "./look/with-look.ts";
import { renderSections } from "./render.ts";

/** Title and notes of a report page, and which network is which. */
export interface PageOptions extends LookOptions {
  /** Heading of the page. */
  readonly title: string;
  /** Paragraphs under the heading. */
  readonly notes?: readonly string[];
  /**
   * Size in bytes that the page should not exceed. Figures over their share of it are reduced, and say so in
   * their captions.
   * @default 2000000
   */
  readonly maxBytes?: number;
  /** What is known of each network, e.g. of `networkTable`; `color`, `shape`, `label` and `order` name columns of it. */
  readonly table?: ItemTable | undefined;
}

/**
 * Writes sections as one self-contained HTML file. Figures are plain data: see `Figure` for
 * their kinds and `renderSections` for an example.
 *
 * @throws {ShapeError} naming the figure whose sizes do not match.
 * @throws {OptionError} for a column that the table does not have, or a network without a row.
 */
export async function reportSections(
  sections: readonly Section[],
  { title, notes = [], maxBytes = defaultBudget, ...look }: PageOptions,
): Promise<string> {
  const given = { title, notes, sections: dressed(sections, look), maxBytes };
  const { default: charts } = await import("../../report/charts-text.js"); // the script that draws in the reader's browser
  return renderSections(given, charts);
}

function dressed(
  sections: readonly Section[],
  { table, ...asked }: Partial<PageOptions>,
): readonly Section[] {
  if (table) return withLook(sections, { table, ...asked });
  const column = (Object.keys(lookOptions) as (keyof LookOptions)[]).find(
    (name) => asked[name] !== undefined,
  );
  if (column === undefined) return sections;
  throw new OptionError(
    `${column} names a column, but there is no table: give table, e.g. from networkTable.`,
    column,
  );
}
