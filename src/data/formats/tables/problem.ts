import { FormatError } from "../../../base/errors.ts";
import { quoted } from "../bytes.ts";

/** What is wrong in a table, where no byte says more than the row and the column. */
export function tableProblem(file: string, expected: string, got: string, advice = ""): FormatError {
  const usual = `${file}: expected ${expected}, got ${got}.`;
  return new FormatError({ file, offset: 0, expected, got }, advice ? `${usual} ${advice}` : usual);
}

/** The error for a missing value. @param row - counted from 0 */
export function nullIn(file: string, row: number, column: string): FormatError {
  return tableProblem(
    file,
    "a number in every row",
    `a null in row ${row} of column ${quoted(column)}`,
    "Write NaN where a measure can leave out what is missing, or leave out that row or column.",
  );
}

/** The error for a list that is missing, empty or of another length than that of the first row. */
export function unequalList(
  file: string,
  row: number,
  column: string,
  inner: readonly number[],
): FormatError {
  return tableProblem(
    file,
    `lists of ${inner.join(" × ")} numbers without nulls in column ${quoted(column)}, as in row 0`,
    `another in row ${row}`,
    "Write lists of one length.",
  );
}

/** The error for an integer that would be rounded. */
export function inexact(file: string, row: number, column: string, got: string): FormatError {
  return tableProblem(
    file,
    "an integer below 2^53 in size",
    `${got} in row ${row} of column ${quoted(column)}`,
  );
}
