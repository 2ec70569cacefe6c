import type { ReadControl } from "../base/cancel.ts";
import type { ReadOptions } from "./files/options.ts";
import type { UnreadRepresentation } from "./representation.ts";
import type { Source } from "./source.ts";

/**
 * As `read`, but of files whose parts can be read alone only the tables of contents: names, shapes and types are
 * known and wrong files refused at once, the numbers are read by `load()`. `pairwise`, `cross` and the like do that one by one.
 * Tables of text, and what is fetched, are read whole; `load()` hands their numbers over, and reads them again
 * if it is called once more.
 *
 * @throws as `read`; for a number that is wrong, `load()` does.
 */
export async function readLazily(
  sources: Source | readonly Source[],
  options: ReadOptions = {},
  control: ReadControl = {},
): Promise<UnreadRepresentation[]> {
  const [{ readLazilyBeside }, { assertUsed, newSession }] = await Promise.all([
    import("./files/read-lazily-beside.ts"),
    import("./files/session.ts"),
  ]);
  const held = newSession();
  const found = await readLazilyBeside(held, sources, options, control);
  assertUsed(held, options);
  return found;
}
