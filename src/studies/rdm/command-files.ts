import type { Labels } from "../../data/labels.ts";
import type { Representation } from "../../data/representation.ts";
import type { RdmOptions } from "../../rdm/options.ts";
import { pushAll } from "../../base/lists.ts";
import { held } from "../../cli/engine.ts";
import { readingOf, type RunFlags } from "../../cli/options.ts";
import { sayTaken } from "../../cli/say.ts";
import { readRdmsBeside } from "../../rdm/read-rdms.ts";
import type { Rdm } from "../../rdm/rdm.ts";

/** One RDM to be made: responses, and which stimulus and run their rows are of. */
export interface RdmJob {
  readonly representation: Representation;
  readonly rows: Pick<RdmOptions, "conditions" | "runs" | "average">;
  /** What the table says of the rows; absent without one. */
  readonly labels?: Labels;
}

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
