import { pushAll } from "../../base/lists.ts";
import { held } from "../../cli/engine.ts";
import { readingOf, type RunFlags } from "../../cli/options.ts";
import { sayTaken } from "../../cli/say.ts";
import { readRdmsBeside } from "../../rdm/read-rdms.ts";
import type { Rdm } from "../../rdm/rdm.ts";

/**
 * Reads the RDMs in the files, in the order of the arguments, and says what it took as names. A name
 * may occur in several files.
 */
export async function readRdmFiles(
  files: readonly string[],
  flags: RunFlags,
  signal: AbortSignal | undefined,
): Promise<Rdm[]> {
  const { quiet: _, ...how } = readingOf(flags);
  const rdms: Rdm[] = [];
  for (const file of files) pushAll(rdms, await readRdmsBeside(held, file, how, { signal }));
  sayTaken(rdms, flags);
  return rdms;
}
