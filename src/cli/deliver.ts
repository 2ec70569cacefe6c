import { basename } from "node:path";
import { FileError, isSystemError, prefixed } from "./errors.ts";
import { writeAtomically } from "./files.ts";
import type { RunFlags } from "./options.ts";
import { encode, toJsonText, type Writable } from "./output.ts";
import { print } from "./stdout.ts";

/** A result and the ways it may leave the program. */
export interface Delivery {
  readonly result: Writable;
  /** The numbers as lines for stdout. */
  readonly numbers: Iterable<string>;
  /** What was computed, for the message that a file was written: "15 × 15 procrustes". */
  readonly summary: string;
  readonly warnings?: readonly string[];
  /** Makes the HTML for `--report`. */
  readonly report?: () => Promise<string>;
}

/**
 * Files first, then stdout: `--json` prints the document, otherwise the numbers
 * are printed when no file holds them.
 */
export async function deliver(delivery: Delivery, flags: RunFlags, signal: AbortSignal): Promise<void> {
  const say = flags.quiet ? () => {} : (text: string) => void process.stderr.write(prefixed(text));
  for (const warning of delivery.warnings ?? []) say(`note: ${warning}`);
  for (const [path, content] of await contents(delivery, flags)) {
    await write(path, content, signal);
    say(`wrote ${path} (${delivery.summary})`);
  }
  if (flags.json) await print([toJsonText(delivery.result.document)]);
  else if (flags.out === undefined) await print(delivery.numbers);
}

/** @throws {FileError} that names the file: the system's own error knows the temporary name at best. */
async function write(path: string, content: string | Uint8Array, signal: AbortSignal): Promise<void> {
  try {
    await writeAtomically(path, content, signal);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new FileError(`${path} could not be written: ${error.message}.`);
  }
}

/** Every file is complete in memory before the first is written. */
async function contents(
  { result, report }: Delivery,
  flags: RunFlags,
): Promise<[string, string | Uint8Array][]> {
  const files: [string, string | Uint8Array][] = [];
  if (flags.out !== undefined) files.push([flags.out, encode(flags.out, result)]);
  if (flags.report !== undefined && report) files.push([flags.report, await report()]);
  return files;
}

/** Title of a report: the names of its first and last file. */
export function titleOf(files: readonly string[]): string {
  const names = files.map((file) => basename(file));
  return names.length === 1 ? names[0]! : `${names[0]!} … ${names.at(-1)!}`;
}
