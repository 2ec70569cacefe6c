import type { Cell, Values } from "../values/columns.ts";

export interface Sorting {
  readonly column: number;
  readonly isRising: boolean;
}

const collator = new Intl.Collator("en", { numeric: true });

/** Rows in the order of one column: numbers by size, texts naturally, what is missing last. Equals stay as they were given. */
export function sortedBy({ length, row }: Values, { column, isRising }: Sorting): number[] {
  const cells = Array.from({ length }, (_, k) => row(k)[column] ?? null);
  const sign = isRising ? 1 : -1;
  return Array.from({ length }, (_, k) => k).sort((a, b) => {
    const [x, y] = [cells[a]!, cells[b]!];
    const missing = Number(isMissing(x)) - Number(isMissing(y));
    return missing || sign * compared(x, y) || a - b;
  });
}

function isMissing(cell: Cell): boolean {
  return cell === null || Number.isNaN(cell);
}

function compared(a: Cell, b: Cell): number {
  if (typeof a === "number" && typeof b === "number") return a - b || 0;
  return collator.compare(String(a), String(b));
}
