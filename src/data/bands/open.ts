import { FormatError } from "../../base/errors.ts";
import { arrayPathOf, chosenArrays } from "../files/array-path.ts";
import { openAny } from "../files/open.ts";
import { formatOf } from "../formats/registry.ts";
import type { OpenHow } from "../formats/opened.ts";
import type { StoredType } from "../stored.ts";

/** A matrix in a file, of which some rows at a time are read. */
export interface MatrixFile {
  readonly rows: number;
  readonly cols: number;
  /** Names of the rows, where the file has them. */
  readonly rowNames?: readonly string[];
  /** Where it is less than double precision. */
  readonly stored?: StoredType;
  /** Rows `start` up to and without `end`, row-major. */
  read(start: number, end: number): Promise<Float64Array>;
  close(): Promise<void>;
}

/**
 * Opens a matrix in a file of any format. Of `.npy`, Zarr and the like only the rows that are asked for are read.
 * @param place - a path, or `FILE:ARRAY`
 * @throws {FormatError} if the file cannot be read, or holds something else than one matrix.
 */
export async function openMatrix(place: string, how: OpenHow): Promise<MatrixFile> {
  const { file, array } = arrayPathOf(place);
  const opened = await openAny({ source: file, path: file, format: formatOf(file) }, how);
  const [found, ...others] = array === undefined ? opened.arrays : chosenArrays(opened.arrays, array, file);
  const { shape } = found ?? { shape: [] };
  if (!found || others.length > 0 || shape.length !== 2) {
    await opened.close();
    const got = others.length > 0 ? `${others.length + 1} arrays` : `an array of ${shape.join(" × ")}`;
    throw new FormatError({ file, offset: 0, expected: "one matrix", got });
  }
  const [rows, cols] = shape as [number, number];
  return {
    rows,
    cols,
    ...(found.stimuli && { rowNames: found.stimuli }),
    ...(found.stored && { stored: found.stored }),
    read: async (start, end) => Float64Array.from(await found.read({ start, end }, how.signal)),
    close: () => opened.close(),
  };
}
