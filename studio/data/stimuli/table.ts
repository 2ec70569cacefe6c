/** The table of stimuli: their names, labels and categories. It is an option of reading, as `--stimuli` is. */
import type { LabelTable } from "repgeom";
import { computed } from "@preact/signals";
import { say } from "../../session/live.ts";
import { session } from "../../session/store.ts";
import { readAllWith } from "../arrive/reread.ts";

/** Takes a table; files that are here are read again with it. */
export async function useStimuli(table: LabelTable): Promise<void> {
  await readAllWith({ ...session.value.reading, stimuli: table });
  say(`Table of ${table.rows.length} stimuli: ${table.columns.join(", ")}.`);
}

export async function removeStimuli(): Promise<void> {
  const { stimuli: _stimuli, select: _select, ...rest } = session.value.reading;
  await readAllWith(rest);
}

/** The table that is used; undefined where there is none. */
export const stimulusTable = computed<LabelTable | undefined>(() => {
  const { stimuli } = session.value.reading;
  return typeof stimuli === "object" && "rows" in stimuli ? stimuli : undefined;
});
