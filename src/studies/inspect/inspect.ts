import type { ReadControl } from "../../base/cancel.ts";
import type { ReadOptions } from "../../data/files/options.ts";
import type { Source } from "../../data/source.ts";
import type { Inspection } from "./inspection.ts";

/**
 * What is in files: every array with its shape, type, size, axes as `read` takes them, first numbers, and what may be
 * wrong with it: missing or infinite responses, constant units, a probable transpose. Numbers are read some rows at a
 * time. A file that cannot be read is a failure, and the others are inspected all the same.
 *
 * @param sources - paths, addresses, File objects, or bytes with a name
 * @param options - as for `read`; `maxMemory` bounds what is held at once
 * @returns arrays in the order of the files, files that failed, and what looks wrong across files
 * @throws {OptionError} for bad options or an unknown extension.
 */
export async function inspect(
  sources: Source | readonly Source[],
  options: ReadOptions = {},
  control: ReadControl = {},
): Promise<Inspection> {
  const compute = await import("./compute.ts");
  return compute.inspect(sources, options, control);
}
