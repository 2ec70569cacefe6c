/** How the files of a question are read, for its code: all alike, or some with options of their own. */
import type { ReadOptions } from "repgeom";
import type { Item } from "../../session/types.ts";
import type { Data } from "./kind.ts";

/** Items that follow one another and are read alike. */
export interface ReadingRun {
  readonly reading: ReadOptions;
  readonly items: readonly Item[];
}

/** The items in their order, in as few runs as there can be; one where all are read alike. */
export function readingRuns(items: readonly Item[], { session }: Data): ReadingRun[] {
  const runs: { reading: ReadOptions; items: Item[] }[] = [];
  for (const item of items) {
    const reading = given({ ...session.reading, ...item.reading });
    const last = runs.at(-1);
    if (last && JSON.stringify(last.reading) === JSON.stringify(reading)) last.items.push(item);
    else runs.push({ reading, items: [item] });
  }
  return runs;
}

/** How all are read; what only some are read with is not in it. */
export function commonReading(data: Data): ReadOptions {
  const runs = readingRuns(data.items, data);
  return runs.length === 1 ? runs[0]!.reading : given(data.session.reading);
}

/** Lines before a command that reads all files alike where the studio did not. */
export function readingNote(data: Data): string {
  const runs = readingRuns(data.items, data);
  if (runs.length < 2) return "";
  const own = data.items.filter(({ reading }) => reading !== undefined).map(({ name }) => name);
  return `# A command reads all files alike. In the studio ${own.join(", ")} had options of their own:\n# the program reads each as it was.\n`;
}

/** Without what was taken away. */
function given(reading: object): ReadOptions {
  const kept = Object.entries(reading).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept);
}
