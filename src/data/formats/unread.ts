import type { ArrayOutline } from "../representation.ts";
import { checkMemory, type ByteReader, type Limits } from "./bytes.ts";
import { decodedBytes, dtypes, type DtypeName } from "./dtypes.ts";

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

/** An array of which the header was read. */
export interface Unread {
  readonly outline: ArrayOutline;
  readonly numbers: StoredNumbers;
}

/** Passes over numbers. @throws {FormatError} what `readNumbers` would, unless a number itself is wrong. */
export function skipNumbers(
  reader: ByteReader,
  { name, count, reordered }: StoredNumbers,
  limits: Limits,
): void {
  reader.skip(count * dtypes[name].size, `${count} elements of type ${name}`);
  checkMemory(reader, decodedBytes(name, count) * (reordered ? 2 : 1), limits);
}
