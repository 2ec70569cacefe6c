import type { ReadControl } from "../base/cancel.ts";
import type { ReadOptions } from "./files/options.ts";
import type { Representation } from "./representation.ts";
import type { Source } from "./source.ts";

/**
 * Reads files of any known format, chosen by extension.
 *
 * A representation is named as its file without extension; as `file:array`
 * where the file holds several or one was asked for (`layers.npz:layer10`, `data.h5:/session/spikes`, `x.pt:encoder.*`);
 * with parent folders where files of different folders share a name. A file with the arrays `means` and
 * `covariances` (or `factors`) is one representation of Gaussian responses. Arrays of one file that
 * stand in alphabetical order are put in natural order (`layer2` before `layer10`).
 *
 * What options did on the way from the file stands in `arranged`. In tables of text (.csv, .tsv) the first row and
 * the first column may hold names; `taken` says which were taken as names. A row or a column that mixes names and
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
  // What knows files, axes and formats is loaded with the first call.
  const [{ readBeside }, { assertUsed, newSession }] = await Promise.all([
    import("./files/read-beside.ts"),
    import("./files/session.ts"),
  ]);
  const held = newSession();
  const made = await readBeside(held, sources, options, control);
  assertUsed(held, options);
  return made;
}
