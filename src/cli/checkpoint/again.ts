import type { Command } from "commander";

/** Runs a command line, and throws what goes wrong. */
type Runner = (words: readonly string[], signal: AbortSignal) => Promise<void>;

let runner: Runner | undefined;

/** Says how command lines are run: the program knows all commands, a command knows itself. */
export function noteRunner(run: Runner): void {
  runner = run;
}

/** Runs a command line within another one. */
export async function runWords(words: readonly string[], signal: AbortSignal): Promise<void> {
  await runner!(words, signal);
}

/** The flags of this command as they were written, for another command: all but what it took as arguments. */
export function flagWords(command: Command): string[] {
  const all = (command.parent as { rawArgs?: readonly string[] } | null)?.rawArgs ?? [];
  const taken = [...command.args];
  return all.slice(all.indexOf(command.name()) + 1).filter((word) => {
    const place = taken.indexOf(word);
    if (place < 0) return word !== "--";
    taken.splice(place, 1);
    return false;
  });
}
