import type { Command } from "commander";
import type { Outline, UnreadRepresentation } from "../../data/representation.ts";
import type { Ledger } from "../../run/ledger/ledger.ts";

/** How to run a command again: its words, and what it read, so that what is done needs no file. */
export interface Recipe {
  readonly command: string;
  /** What stood behind its name, without flags of where it computes and what it writes. */
  readonly words: readonly string[];
  /** Where it ran: words may be paths from there. */
  readonly folder: string;
  /** The representations, a list for each time that it read. */
  readonly read: readonly (readonly Outline[])[];
}

/** Flags that a run of the same job may have or not. */
const dropped = new Set(
  "checkpoint shard threads max-memory cache cache-size quiet progress queue dry-run out report json title dtype"
    .split(" ")
    .map((name) => `--${name}`),
);

/** How to run this command again. */
export function recipeOf(command: Command, read: readonly (readonly Outline[])[]): Recipe {
  return {
    command: command.name(),
    words: wordsWithout(command, dropped),
    folder: process.cwd(),
    read: read.map((list) => list.map(outlineIn)),
  };
}

/** What stood behind the name of a command, without some flags and what follows them. */
export function wordsWithout(command: Command, dropped: ReadonlySet<string>): string[] {
  const all = (command.parent as { rawArgs?: readonly string[] } | null)?.rawArgs ?? [];
  const words = all.slice(all.indexOf(command.name()) + 1);
  const kept: string[] = [];
  for (let k = 0; k < words.length; k++) {
    const word = words[k]!;
    if (word === "--") return [...kept, ...words.slice(k)];
    const [flag, ...value] = word.split("=");
    const option = dropped.has(flag!) ? command.options.find((one) => one.long === flag) : undefined;
    if (!option) kept.push(word);
    else if (value.length === 0 && option.required) k++;
  }
  return kept;
}

/** All of it on which a result depends; names of stimuli and places of voxels were checked when it was read. */
function outlineIn(given: Outline): Outline {
  const { name, shape, layout, stored, arranged, repeats, covariances, factors } = given;
  return {
    name,
    shape,
    ...(layout && { layout }),
    ...(stored && { stored }),
    ...(arranged && { arranged }),
    ...(repeats && { repeats }),
    ...(covariances && { covariances: { shape: covariances.shape } }),
    ...(factors && { factors: { shape: factors.shape } }),
  };
}

/** A command that runs again with what is there already. */
export interface Again {
  readonly ledger: Ledger & { close(): void };
  readonly recipe: Recipe;
}

let again: (Again & { times: number }) | undefined;

/** From now on, this process runs a command again. */
export function runAgain(given: Again): void {
  again = { ...given, times: 0 };
}

/** The ledger to work with instead of a checkpoint's own, where a command runs again. */
export function ledgerAgain(): Again["ledger"] | undefined {
  return again?.ledger;
}

/**
 * What the command read this time when it ran first, where it runs again.
 * @param read - reads the files after all, if numbers are asked for
 */
export function readAgain<R extends Outline>(read: () => Promise<R[]>): UnreadRepresentation[] | undefined {
  const list = again?.recipe.read[again.times++];
  if (!list) return undefined;
  let files: Promise<R[]> | undefined;
  return list.map((outline, place) => ({
    ...outline,
    async load(signal) {
      const one = (await (files ??= read()))[place]!;
      return "load" in one ? (one as unknown as UnreadRepresentation).load(signal) : (one as never);
    },
  }));
}
