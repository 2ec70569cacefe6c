import { inexact, nullIn, tableProblem, unequalList } from "../tables/problem.ts";
import type { Target } from "../tables/table-file.ts";
import type { Page } from "./pages.ts";
import type { Leaf } from "./schema.ts";

/** Whether an entry is a number or a null, and not an empty list or a missing one. */
export function isValue({ definitions, nullable }: Leaf, level: number): boolean {
  return level >= definitions - (nullable ? 1 : 0);
}

/** Where in the table the next entry of a column belongs. */
export class Cursor {
  readonly #file: string;
  readonly #leaf: Leaf;
  readonly #inner: readonly number[];
  readonly #target: Target;
  readonly #nullIsNaN: boolean;
  /** Levels of repetition of each entry of a row. */
  readonly #pattern: Uint8Array;
  /** The current row, and the place of the next entry in it. */
  #row = -1;
  #k: number;

  constructor(file: string, leaf: Leaf, inner: readonly number[], target: Target, nullIsNaN: boolean) {
    this.#file = file;
    this.#leaf = leaf;
    this.#inner = inner;
    this.#target = target;
    this.#nullIsNaN = nullIsNaN;
    this.#pattern = patternOf(inner);
    this.#k = this.#pattern.length;
  }

  startGroup(row: number): void {
    if (this.#row >= 0) this.#endRow();
    this.#row = row - 1;
    this.#k = this.#pattern.length;
  }

  /** Whether none of its rows is asked for; then they are passed over. Only of columns without lists. */
  skips({ count, isDictionary }: Page): boolean {
    const { rows } = this.#target;
    if (isDictionary || this.#leaf.lists > 0) return false;
    const first = this.#row + 1;
    if (first + count > rows.start && first < rows.end) return false;
    this.#row += count;
    return true;
  }

  /** @param value - number k of those that are not null */
  take(
    count: number,
    value: (k: number) => number,
    definitions: Uint8Array | undefined,
    repetitions: Uint8Array | undefined,
  ): void {
    const { to, rows, offset, stride } = this.#target;
    const full = this.#leaf.definitions;
    for (let entry = 0, next = 0; entry < count; entry++) {
      this.#move(repetitions?.[entry] ?? 0);
      const isNull = definitions !== undefined && definitions[entry]! < full;
      const number = isNull ? this.#null(definitions[entry]!) : value(next++);
      if (this.#row >= rows.start && this.#row < rows.end)
        to[offset + (this.#row - rows.start) * stride + this.#k - 1] = number;
    }
  }

  /** @throws {FormatError} if the column has fewer rows than the table. */
  finish(): void {
    const { end, start } = this.#target.rows;
    if (end <= start) return;
    this.#endRow();
    if (this.#row < end - 1)
      throw tableProblem(this.#file, `${end} rows in column "${this.#leaf.name}"`, `${this.#row + 1}`);
  }

  inexact(got: string): never {
    throw inexact(this.#file, this.#row + 1, this.#leaf.name, got);
  }

  #move(level: number): void {
    if (level === 0) {
      this.#endRow();
      this.#row++;
      this.#k = 0;
    } else if (this.#pattern[this.#k] !== level) throw this.#unequal();
    this.#k++;
  }

  #endRow(): void {
    if (this.#k !== this.#pattern.length) throw this.#unequal();
  }

  #null(level: number): number {
    if (!isValue(this.#leaf, level)) throw this.#unequal();
    if (this.#nullIsNaN) return NaN;
    throw nullIn(this.#file, this.#row, this.#leaf.name);
  }

  #unequal() {
    return unequalList(this.#file, this.#row, this.#leaf.name, this.#inner);
  }
}

/** Levels of repetition of a row of lists in lists of these lengths, entry by entry. */
function patternOf(inner: readonly number[]): Uint8Array {
  const size = inner.reduce((product, length) => product * length, 1);
  return Uint8Array.from({ length: size }, (_, k) => {
    let [depth, rest] = [inner.length, k];
    while (depth > 0) {
      const length = inner[depth - 1]!;
      if (rest % length !== 0) break;
      rest /= length;
      depth--;
    }
    return depth;
  });
}
