import type { StoredType } from "../../stored.ts";
import type { Limits } from "../bytes.ts";
import type { Numbers } from "../dtypes.ts";
import type { RowRange } from "../opened.ts";

/** A column of a table, as its file declares it. */
export interface TableColumn {
  readonly name: string;
  /** "other" is refused where it is asked for. */
  readonly kind: "numbers" | "text" | "other";
  /** In NumPy's words, of what is in lists too: "float32"; of others what they hold, in the plural: "timestamps". */
  readonly type: string;
  /** Of a column of lists: the lengths of the first row's, outermost first. */
  readonly inner?: readonly number[];
}

/** Where the numbers of a column go: number k of row r to `to[offset + (r - rows.start) * stride + k]`. */
export interface Target {
  readonly to: Numbers;
  readonly rows: RowRange;
  readonly offset: number;
  readonly stride: number;
}

/** A file that is one table, of which the schema was read. Columns are told by their place. */
export interface TableFile {
  /** Path or name, for messages. */
  readonly path: string;
  readonly limits: Limits;
  readonly rows: number;
  readonly columns: readonly TableColumn[];
  /** What pandas says about it, as JSON, if it wrote it. */
  readonly pandas?: string | undefined;
  /** Rows of each part that is read at once: a row group, a record batch. */
  readonly parts: readonly number[];
  /** Reads a column of text. */
  texts(column: number, signal?: AbortSignal): Promise<string[]>;
  /** Reads some rows of a column of numbers. @throws {FormatError} for a null, a list of another length, an integer that no double holds. */
  fill(column: number, target: Target, signal?: AbortSignal): Promise<void>;
  /** Bytes that `fill` takes beside its target, at most. */
  scratch(column: number): number;
}

const storedTypes: Readonly<Record<string, StoredType>> = { float16: "float16", float32: "float32" };

/** The type of numbers of several columns together, in NumPy's words, and how they were stored. */
export function commonType(types: readonly string[]): {
  type: string;
  stored?: StoredType;
  isSingle: boolean;
} {
  const different = [...new Set(types)];
  const isSingle = different.every((type) => Object.hasOwn(storedTypes, type));
  const type = different.length === 1 ? different[0]! : isSingle ? "float32" : "float64";
  return { type, isSingle, ...(isSingle && { stored: storedTypes[type]! }) };
}
