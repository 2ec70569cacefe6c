import { held } from "../../cli/engine.ts";
import { given, type RunFlags } from "../../cli/options.ts";
import { readRdmsBeside } from "../../rdm/read-rdms.ts";
import type { Rdm } from "../../rdm/rdm.ts";

/** Reads the RDMs in the files, in the order of the arguments. A name may occur in several files. */
export async function readRdmFiles(
  files: readonly string[],
  { maxMemory }: Pick<RunFlags, "maxMemory">,
): Promise<Rdm[]> {
  const rdms: Rdm[] = [];
  for (const file of files) rdms.push(...(await readRdmsBeside(held, file, given({ maxMemory }))));
  return rdms;
}
