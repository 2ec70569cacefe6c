import { shortened } from "../base/text.ts";

/** What of a table was read as names and not as numbers. */
export interface Taken {
  /** The first row, without the cell above the names of the rows. */
  readonly header?: readonly string[];
  /** The first column, without the header. */
  readonly rowNames?: readonly string[];
  /** The name of the column that they come from, where columns have names of their own. */
  readonly column?: string;
}

/** Names that are shown of many. */
const shown = 3;

/**
 * What of a file was read as names, in words: `the first row as a header ("u1", "u2") and the first
 * column as names of the rows ("cat", "dog", … of 40)`.
 * @returns undefined where nothing was, as in every file that is no table
 */
export function describeTaken({ taken }: { readonly taken?: Taken | undefined }): string | undefined {
  const { header, rowNames, column } = taken ?? {};
  const place =
    column === undefined ? "the first column" : `the column ${JSON.stringify(shortened(column, 40))}`;
  const parts = [
    header && `the first row as a header (${few(header)})`,
    rowNames && `${place} as names of the rows (${few(rowNames)})`,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(" and ") : undefined;
}

function few(names: readonly string[]): string {
  const some = names.slice(0, shown).map((name) => JSON.stringify(shortened(name, 40)));
  return some.join(", ") + (names.length > shown ? `, … of ${names.length}` : "");
}
