import { choice, type OptionSchema } from "../../../base/options.ts";

/** Whether a table has names; "auto": as its cells show. */
export type Said = "auto" | "yes" | "no";

/** How a table of text is read. */
export interface TableOptions {
  readonly header?: Said | undefined;
  readonly rowNames?: Said | undefined;
}

const said = (what: string): OptionSchema<Said> =>
  choice(
    ["auto", "yes", "no"],
    `Of .csv and .tsv files: whether ${what}. "auto" says yes to names, no to numbers, and refuses both in one.`,
  );

export const tableOptions = {
  header: said("the first row names the columns"),
  rowNames: said("the first column names the rows"),
};
