import type { ArrayOutline } from "../representation.ts";
import type { ByteReader } from "./bytes.ts";
import { dtypes, type DtypeName } from "./dtypes.ts";

/** Numbers in a file: where they stand and how. */
export interface StoredNumbers {
  readonly name: DtypeName;
  readonly bigEndian: boolean;
  /** Position of the first one. */
  readonly start: number;
  readonly count: number;
  /** Whether they are column-major. */
  readonly reordered: boolean;
}

/** An array of which the header was read, under its name inside the file. */
export interface Unread {
  readonly outline: ArrayOutline;
  readonly numbers: StoredNumbers;
}

/** Passes over numbers. @throws {FormatError} if there are fewer in the file. */
export function skipNumbers(reader: ByteReader, { name, count }: StoredNumbers): void {
  reader.skip(count * dtypes[name].size, `${count} elements of type ${name}`);
}
