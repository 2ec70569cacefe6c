import { FormatError } from "../../base/errors.ts";
import type { Signal } from "../../base/host/types.ts";
import type { Source, Pieces } from "../source.ts";
import type { StoredType } from "../stored.ts";
import type { Taken } from "../taken.ts";
import type { VoxelSpace } from "../voxel-space.ts";
import { assertFits, type Limits } from "./bytes.ts";
import type { Numbers } from "./dtypes.ts";
import type { TableOptions } from "./text/table-options.ts";

/** Some rows (places along the first axis) of an array: `start` up to and without `end`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** One array in a file, whose numbers are read when they are asked for. */
export interface StoredArray {
  /** Where it is, as it is written behind the colon of `FILE:ARRAY`, without a leading slash; "" for the only array of a file that names none. */
  readonly path: string;
  /** Lengths of its axes in row-major order; `[1]` for a scalar. */
  readonly shape: readonly number[];
  /** Type of its elements in NumPy's words, for people: "float32", "int16", "bool", "complex128", "text". */
  readonly type: string;
  readonly stored?: StoredType;
  /** Names of the rows, of the columns and of the axes, where the file carries them. */
  readonly stimuli?: readonly string[];
  readonly columns?: readonly string[];
  readonly axes?: readonly string[];
  readonly taken?: Taken;
  /** Of brain volumes: where the units are. */
  readonly space?: VoxelSpace;
  /** Why it cannot be read as real numbers: "complex numbers". It is listed, and an error where it is asked for. */
  readonly refused?: string;
  /** Bytes of all its numbers once decoded: single precision and less 4 each, else 8. */
  readonly bytes: number;
  /** Bytes that reading all of it takes beside those, at most. */
  readonly scratch: number;
  /** Whether some rows are read without the others; else reading a few takes as long as reading all. */
  readonly byRows?: boolean;
  /**
   * The numbers of some rows, row-major, in memory that the caller owns. Single precision and less stay `Float32Array`.
   * @param memory - may be taken for them where it is large enough
   * @throws {FormatError} for what is damaged, or integers that no double holds.
   */
  read(rows: RowRange, signal?: Signal, memory?: ArrayBuffer): Promise<Numbers>;
}

/** A file of which the table of contents was read. */
export interface OpenedFile {
  /** In the order of the file. */
  readonly arrays: readonly StoredArray[];
  /** What a user must know of how it was opened, as sentences: a mask that lies elsewhere. */
  readonly notes?: readonly string[];
  /** Bytes of the file that are held while it is open, if that is all of it. */
  readonly holds?: number;
  /** Gives back what is held; no array is read afterwards. */
  close(): Promise<void>;
}

/** What a reader is given. */
export interface FileToOpen {
  /** Path or name, for messages. */
  readonly path: string;
  /** A path, an address, a File, or bytes. A folder is a path. */
  readonly source: Source;
  /** Its bytes, any part of which can be read; what is fetched was fetched whole. The caller closes them. */
  pieces(): Promise<Pieces>;
}

/** How a file is opened. */
export interface OpenHow extends Limits, TableOptions {
  /** Of brain volumes: which voxels. */
  readonly mask?: Source | undefined;
  /** Which arrays are asked for; a reader that takes all of a file at once may leave out the others. */
  readonly wanted?: ((path: string) => boolean) | undefined;
  readonly signal?: Signal | undefined;
}

/**
 * Reads the table of contents of a file. Nothing is allocated beyond `how.maxMemory`.
 * @throws {FormatError} whatever is wrong with it.
 */
export type OpenFile = (file: FileToOpen, how: OpenHow) => Promise<OpenedFile>;

/** All rows of an array. */
export function allRows({ shape }: Pick<StoredArray, "shape">): RowRange {
  return { start: 0, end: shape[0]! };
}

/** What is listed of an array that cannot be read, beside its path and shape. @param refused - why: "complex numbers" */
export function refusal(file: string, refused: string): Omit<StoredArray, "path" | "shape"> {
  const read = async () => {
    throw new FormatError({ file, offset: 0, expected: "real numbers", got: refused });
  };
  return { type: refused, refused, bytes: 0, scratch: 0, read };
}

/** Why an array is refused that takes little of its file and more than may be held. @param when - "once …" */
export function tooLarge(bytes: number, { maxMemory, held = 0 }: Limits, when: string): string | undefined {
  if (bytes <= maxMemory) return undefined;
  return `${bytes} bytes ${when}, more than maxMemory allows (${maxMemory + held})`;
}

/** All bytes of a file. @throws {FormatError} if it is larger than the limit. */
export async function bytesIn(file: FileToOpen, limits: Limits): Promise<Uint8Array> {
  const pieces = await file.pieces();
  assertFits(file.path, pieces.size, limits);
  const bytes = new Uint8Array(pieces.size);
  await pieces.readInto(bytes, 0);
  return bytes;
}
