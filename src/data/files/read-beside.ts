import type { ReadControl } from "../../base/cancel.ts";
import { assertFits, reserve } from "../formats/bytes.ts";
import type { Representation } from "../representation.ts";
import type { Source } from "../source.ts";
import type { Held } from "./held.ts";
import type { ReadOptions } from "./options.ts";
import { checkNames, forEachFile, readingOf } from "./reading.ts";

/** As `read`, where `maxMemory` also counts what is held already. Adds what it reads to that. */
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
