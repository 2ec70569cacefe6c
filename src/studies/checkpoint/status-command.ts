import type { Command } from "commander";
import { statusOf, type LockStatus, type Status } from "../../cli/checkpoint/status.ts";
import { jsonText } from "../../cli/output.ts";
import { print } from "../../cli/stdout.ts";

const examples = `
Examples:
  $ repgeom status runs/tonight
  $ repgeom status parts/*              shards of one job: what they have together
  $ repgeom status runs/tonight --json  { tiles, done, computed, … }

A piece is a tile of pairs, some draws of a bootstrap or a permutation, or a start of a search. Runs that have not begun are
not counted: a bootstrap begins when the pairs are done. The folder may be in use; nothing in it is changed.
`;

/** `repgeom status DIR...`: how far a checkpoint is. */
export function addStatus(program: Command): void {
  program
    .command("status")
    .description("Says how far a checkpoint is, and who works on it.")
    .argument("<folders...>", "the folder of --checkpoint; of shards, all of them")
    .option("--json", "print one JSON document")
    .addHelpText("after", examples)
    .action(async (folders: string[], { json }: { readonly json?: boolean }) => {
      const status = statusOf(folders);
      await print(json ? jsonText(status) : linesOf(status).map((line) => `${line}\n`));
    });
}

function linesOf(status: Status): string[] {
  const { tiles, done, computed, command, runs, locks, shards, damage } = status;
  const twice = computed - done;
  return [
    `${command}: ${done} of ${tiles} pieces are done${tiles > 0 ? ` (${percent(done, tiles)})` : ""}${twice > 0 ? `; ${twice} were computed twice` : ""}`,
    ...runs.map((run) => `  ${run.name}: ${run.done} of ${run.tiles}`),
    ...(shards.begun.length > 0 ? [`shards begun: ${list(shards.begun)}; done: ${list(shards.done)}`] : []),
    ...damage.map(({ path, offset, bytes }) => `${path}: ${bytes} bytes at ${offset} cannot be read`),
    ...locks.map((lock) => lineOf(lock, tiles > 0 && done === tiles)),
  ];
}

function percent(done: number, tiles: number): string {
  return `${Math.floor((1000 * done) / tiles) / 10} %`;
}

function list(words: readonly string[]): string {
  if (words.length === 0) return "none";
  return words.length > 12
    ? `${words.slice(0, 12).join(" ")} and ${words.length - 12} more`
    : words.join(" ");
}

function lineOf({ folder, state, host, pid, since }: LockStatus, isWhole: boolean): string {
  if (state === "free")
    return `${folder}: no process works on it; ${isWhole ? "the same command, or repgeom merge, writes the result" : "the same command goes on"}`;
  const who = `process ${pid} on ${host}, since ${since}`;
  return state === "running"
    ? `${folder}: in use by ${who}`
    : `${folder}: last used by ${who}, which cannot be asked from here whether it still runs`;
}
