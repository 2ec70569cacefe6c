/*
 * Texts as cells of a .csv file, for every writer of such files.
 *
 * Source: RFC 4180; OWASP, "CSV Injection".
 */

/**
 * A spreadsheet runs a text with such a beginning as a formula. An apostrophe before it counts as
 * part of the beginning: what `csvText` puts before a text can then always be taken away again.
 */
const formula = /^['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^'*[\t\r\n]/;

/**
 * A text as a cell: in quotes where a reader would split or trim it. One that a spreadsheet would
 * run gets an apostrophe before it and stands in quotes.
 * @param always - in quotes in any case
 */
export function csvText(text: string, always = false): string {
  const isFormula = formula.test(text);
  const isPlain = !isFormula && !always && !/[",\r\n]/.test(text) && text.trim() === text && text !== "";
  return isPlain ? text : `"${isFormula ? "'" : ""}${text.replaceAll('"', '""')}"`;
}

/** The text that `csvText` was given. @param cell - what stood in quotes */
export function fromCsvText(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell;
}
