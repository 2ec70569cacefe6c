/** What reading did with the files of this command, for its documents and pages. */
import { arrangedFrom, type Arranged } from "../../data/comparisons.ts";
import type { Outline } from "../../data/representation.ts";

/**
 * What was done to each representation that this process, which is one command, has read. The last one under a name
 * counts, because components come after what they are made of.
 */
const read = new Map<string, Pick<Outline, "name" | "arranged">>();

export function noteArranged(representations: readonly Outline[]): void {
  for (const { name, arranged } of representations) read.set(name, { name, ...(arranged && { arranged }) });
}

/** The steps, each with the names of those that went through them. */
export function arrangedSoFar(): Arranged[] {
  return arrangedFrom([...read.values()]);
}

/** Names that are shown of many. */
const shown = 3;

/** The same as sentences. */
export function arrangedNotes(): string[] {
  return arrangedSoFar().map(({ names, steps }) => {
    const more = names.length > shown ? ` and ${names.length - shown} more` : "";
    return `As read: ${names.slice(0, shown).join(", ")}${more}: ${steps.join("; ")}.`;
  });
}
