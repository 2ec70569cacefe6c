import type { Signal } from "../../base/host/types.ts";
import type { Limits } from "../formats/bytes.ts";
import type { StoredArray } from "../formats/opened.ts";
import { formatOf } from "../formats/registry.ts";
import { isFetched } from "../source.ts";
import { arrayPathOf, chosenArrays } from "./array-path.ts";
import { openAny } from "./open.ts";

/** An array of a file of which some rows can be read without the others. The caller closes it. */
export interface OpenRows {
  readonly array: StoredArray;
  close(): Promise<void>;
}

/**
 * The one array of a file, or that of `FILE:ARRAY`; undefined if the file has to be read whole, or there are several.
 * @throws {FormatError} whatever is wrong with the file.
 */
export async function openRows(
  place: string,
  limits: Limits,
  signal?: Signal,
): Promise<OpenRows | undefined> {
  const { file, array: asked } = arrayPathOf(place);
  const format = formatOf(file);
  if (format.load || isFetched(file)) return undefined;
  const opened = await openAny(
    { source: file, path: file, format },
    { ...limits, header: undefined, rowNames: undefined, signal },
  );
  const arrays = chosenArrays(opened.arrays, asked, file);
  const [array] = arrays;
  if (array?.byRows && arrays.length === 1 && !opened.isRead) return { array, close: () => opened.close() };
  await opened.close();
  return undefined;
}
