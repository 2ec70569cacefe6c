import { largestOf } from "../base/lists.ts";
import { visible } from "../base/text.ts";

/** Largest width of a table, in characters. */
const pageWidth = 120;

/** A matrix of values with the names of its rows and columns. */
interface Named {
  readonly rowNames: readonly string[];
  readonly colNames: readonly string[];
  at(row: number, col: number): number;
}

/**
 * A matrix as a table for people: three decimals, at most 120 characters wide. Rows are
 * labelled by number and name, columns by number. Columns that do not fit continue below.
 */
export function formatTable(values: Named, width = pageWidth): string {
  const labels = rowLabels(values.rowNames, width);
  const cell =
    1 +
    Math.max(largestOf(allCells(values).map((text) => text.length)), String(values.colNames.length).length);
  const perPanel = Math.max(1, Math.floor((width - labels[0]!.length) / cell));
  const panels: string[] = [];
  for (let from = 0; from < values.colNames.length; from += perPanel) {
    const columns = range(from, Math.min(from + perPanel, values.colNames.length));
    panels.push(panel(values, labels, columns, cell));
  }
  return panels.join("\n");
}

function panel(values: Named, labels: readonly string[], columns: readonly number[], cell: number): string {
  const head = " ".repeat(labels[0]!.length) + columns.map((j) => String(j + 1).padStart(cell)).join("");
  const rows = labels.map(
    (label, i) => label + columns.map((j) => cellText(values.at(i, j)).padStart(cell)).join(""),
  );
  return `${[head, ...rows].join("\n")}\n`;
}

/** Labels like ` 1 control-01`, all equally long and at most a third of the width. */
function rowLabels(names: readonly string[], width: number): string[] {
  const digits = String(names.length).length;
  const room = Math.floor(width / 3);
  const short = names.map(visible).map((name) => (name.length > room ? `…${name.slice(1 - room)}` : name));
  const longest = largestOf(short.map((name) => name.length));
  return short.map((name, i) => `${String(i + 1).padStart(digits)} ${name.padEnd(longest)}`);
}

function allCells(values: Named): string[] {
  return values.rowNames.flatMap((_, i) => values.colNames.map((_, j) => cellText(values.at(i, j))));
}

/** A number with three decimals, or in scientific notation if it is too large for that. */
function cellText(value: number): string {
  return Math.abs(value) < 1e6 ? value.toFixed(3) : value.toExponential(2);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
