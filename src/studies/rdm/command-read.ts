import { pushAll } from "../../base/lists.ts";
import { readingOf, type RunFlags } from "../../cli/options.ts";
import { sayTaken } from "../../cli/say.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { readRdms } from "../../rdm/read-rdms.ts";

/** Reads files of RDMs, in the order of the arguments, and says what it took as names. */
export async function readRdmFiles(
  files: readonly string[],
  flags: RunFlags,
  signal: AbortSignal | undefined,
): Promise<Rdm[]> {
  const { quiet: _, ...how } = readingOf(flags);
  const rdms: Rdm[] = [];
  // One by one: files of different folders may have one name.
  for (const file of files) pushAll(rdms, await readRdms(file, how, { signal }));
  sayTaken(rdms, flags);
  return rdms;
}
