import { csvLines, writeCsv, writeJson, writeNpy } from "./write.ts";

/** What every result can be written as. */
export interface Written {
  /** Plain data: what `JSON.stringify` takes and `--json` prints. */
  toJSON(): object;
  /** The same as text, on one line; NaN and infinities as strings, because JSON has none. */
  toJson(): string;
  /** Comma-separated, with names in the first row and column; every digit that matters. */
  toCsv(): string;
  /** The lines of `toCsv` one by one, each with its end, for a table that is too large to be one text. */
  csvLines(): Iterable<string>;
  /** Bytes of a `.npy` file, float64. */
  toNpy(): Uint8Array<ArrayBuffer>;
  /** Names and values as `.csv` has them. */
  toTable(): NamedTable;
  /** Shape and numbers as `.npy` has them, row-major. @throws {OptionError} where the values are names. */
  toArray(): WrittenArray;
}

/** Numbers as `.npy` has them. */
export interface WrittenArray {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: ArrayLike<number>;
}

/** A table as `.csv` has it. */
export interface NamedTable {
  readonly rowNames: readonly string[];
  readonly colNames: readonly string[];
  /** rowNames.length × colNames.length, row-major: numbers or names. */
  readonly values: ArrayLike<number | string>;
}

/** What the writers of a result are made from; each is called when it is needed. */
interface Parts {
  document(): object;
  table(): NamedTable;
  /** @default the values of the table, rows × columns */
  array?(): WrittenArray;
}

/** The writers of one result. */
export function written({ document, table, array }: Parts): Written {
  const toArray = array ?? (() => arrayOf(table()));
  return {
    toJSON: document,
    toJson: () => `${writeJson(document(), 0)}\n`,
    toCsv() {
      const { rowNames, colNames, values } = table();
      return writeCsv(rowNames, colNames, values);
    },
    csvLines() {
      const { rowNames, colNames, values } = table();
      return csvLines(rowNames, colNames, values);
    },
    toNpy() {
      const { shape, data } = toArray();
      return writeNpy(shape, data);
    },
    toTable: table,
    toArray,
  };
}

function arrayOf({ rowNames, colNames, values }: NamedTable): WrittenArray {
  return { shape: [rowNames.length, colNames.length], data: values as ArrayLike<number> };
}

/** `unit 0`, `unit 1`, …: names by number. */
export function numbered(word: string, count: number): string[] {
  return Array.from({ length: count }, (_, k) => `${word} ${k}`);
}
