import type { ReadControl } from "../base/cancel.ts";
import { assertFits, reserve } from "./formats/bytes.ts";
import type { Held } from "./files/held.ts";
import { assertUsed, newSession } from "./files/session.ts";
import { checkNames, forEachFile, readingOf } from "./files/reading.ts";
import type { ReadOptions } from "./files/options.ts";
import type { Representation } from "./representation.ts";
import type { Source } from "./source.ts";

export { readOptions, type ReadOptions } from "./files/options.ts";
export type { Held } from "./files/held.ts";

/**
 * Reads files of any known format, chosen by extension.
 *
 * A representation is named as its file without extension; as `file:array`
 * where the file holds several or one was asked for (`layers.npz:layer10`, `data.h5:/session/spikes`, `x.pt:encoder.*`);
 * with parent folders where files of different folders share a name. A file with the arrays `means` and
 * `covariances` (or `factors`) is one representation of Gaussian responses. Arrays of one file that
 * stand in alphabetical order are put in natural order (`layer2` before `layer10`).
 *
 * What options did on the way from the file stands in `arranged`. Of tables of text (.csv, .tsv) the first row and
 * the first column may hold names; what was taken as such stands in `taken`. A row or a column that mixes names and
 * numbers is refused with both readings: `header` and `rowNames` say which is meant.
 *
 * @param sources - paths, addresses, File objects, or bytes with a name
 * @param control - `{ signal }` stops the reading
 * @returns the representations, file by file; axes in the library's order
 * @throws {FormatError} if a file cannot be read, breaks its format or exceeds `maxMemory`, or has no such array.
 * @throws {OptionError} for an unknown extension, two sources of one name, or bad options; or if `axes`, `flatten`,
 *   `pool` or `mask` act on none of the arrays.
 * @throws {ShapeError} if `axes`, `perStimulus`, `stimuli` or `match` do not fit an array.
 */
export async function read(
  sources: Source | readonly Source[],
  options: ReadOptions = {},
  control: ReadControl = {},
): Promise<Representation[]> {
  const held = newSession();
  const made = await readBeside(held, sources, options, control);
  assertUsed(held, options);
  return made;
}

/** As `read`, where `maxMemory` is for what is held already as well. Adds what it reads to that. */
export async function readBeside(
  held: Held,
  sources: Source | readonly Source[],
  options: ReadOptions = {},
  control: ReadControl = {},
): Promise<Representation[]> {
  const { files, reading, signal } = await readingOf(held, sources, options, control);
  const representations: Representation[] = [];
  await forEachFile(files, reading, signal, async ({ file, items, arrayOf, limits }) => {
    let left = limits;
    for (const item of items) {
      assertFits(file.path, item.bytes, left);
      const made = await item.load(arrayOf(item), signal);
      representations.push(made);
      left = reserve(left, bytesIn(made));
      held.bytes += bytesIn(made);
    }
  });
  checkNames(representations);
  return representations;
}

/** Bytes of all numbers of a representation. */
function bytesIn({ data, covariances, factors }: Representation): number {
  return [data, covariances?.data, factors?.data].reduce((sum, part) => sum + (part?.byteLength ?? 0), 0);
}
