import { legible } from "../base/text.ts";
import { describeTaken, type Taken } from "../data/taken.ts";
import { isAtWork } from "./dry-run/state.ts";
import { prefixed } from "./errors.ts";
import type { RunFlags } from "./options.ts";
import { stderr } from "./stdout.ts";

/** Says texts of one line each on stderr, or nothing with `--quiet`. */
export function speaker({ quiet }: Pick<RunFlags, "quiet">): (text: string) => void {
  if (quiet) return () => {};
  return (text) => {
    if (!isAtWork()) stderr.write(prefixed(legible(text)));
  };
}

/** Representations or RDMs as they were read. */
interface FromFile {
  readonly name: string;
  readonly taken?: Taken | undefined;
}

/** Names of files that are shown of many that were read alike. */
const shown = 3;

/**
 * Says what of tables of text was taken as names, so that no number is lost unseen: once for all
 * files in which it is the same. What a flag has said is not said again.
 */
export function sayTaken(read: readonly FromFile[], flags: RunFlags): void {
  const guessed = { header: isGuessed(flags.header), rowNames: isGuessed(flags.rowNames) };
  const names = new Map<string, string[]>();
  for (const { name, taken } of read) {
    const text = sentenceOf({
      ...(guessed.header && taken?.header && { header: taken.header }),
      ...(guessed.rowNames && taken?.rowNames && { rowNames: taken.rowNames }),
    });
    if (text) names.set(text, [...(names.get(text) ?? []), name]);
  }
  const say = speaker(flags);
  for (const [text, files] of names) say(`note: ${few(files)}: ${text}`);
}

/** Says each sentence once. */
export function sayNotes(notes: Set<string>, flags: Pick<RunFlags, "quiet">): void {
  const say = speaker(flags);
  for (const note of notes) say(`note: ${note}.`);
  notes.clear();
}

function isGuessed(said: string | undefined): boolean {
  return said === undefined || said === "auto";
}

function sentenceOf(taken: Taken): string | undefined {
  const found = describeTaken({ taken });
  if (found === undefined) return undefined;
  const flags = [taken.header && "--header no", taken.rowNames && "--row-names no"].filter(Boolean);
  return `took ${found}. For numbers there: ${flags.join(" ")}.`;
}

function few(names: readonly string[]): string {
  const some = names.slice(0, shown).join(", ");
  return names.length > shown ? `${some} and ${names.length - shown} more` : some;
}
