import { kindOf } from "../formats/text/csv-kinds.ts";
import { parseNumber } from "../formats/text/csv-numbers.ts";

/** What is known of a network in one column; null where the cell is empty. */
export type NetworkCell = string | number | null;

/** Cells of texts as numbers where all that are not missing are finite numbers, else as texts. */
export function columnsOfLabels(cells: readonly string[]): NetworkCell[] {
  const numbers = cells.map(numberOrNull);
  const isNumeric = numbers.every((value) => value !== undefined) && numbers.some((value) => value !== null);
  return isNumeric ? (numbers as NetworkCell[]) : cells.map((cell) => (cell === "" ? null : cell));
}

/** Undefined for what is neither a finite number nor a word for a missing one. */
function numberOrNull(cell: string): number | null | undefined {
  if (kindOf(cell) === "missing") return null;
  const value = parseNumber(cell);
  if (value === undefined || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? null : undefined;
}
