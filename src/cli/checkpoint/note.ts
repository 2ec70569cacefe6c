import type { Command } from "commander";
import type { Outline } from "../../data/representation.ts";

/** The command that this process runs, and the representations that it has read. */
interface Noted {
  readonly command: Command;
  /** A list for each time that it read. */
  readonly read: (readonly Outline[])[];
}

let current: Noted | undefined;

/** Is told before a command begins. */
export function noteCommand(command: Command): void {
  current = { command, read: [] };
}

/** Is told what a command has read, in its order. */
export function noteRead(read: readonly Outline[]): void {
  current?.read.push(read);
}

/** What a command is known by. @throws if none runs, which is a mistake of the program */
export function noted(): Noted {
  if (current) return current;
  throw new Error("No command runs.");
}
