import { basename } from "node:path";
import { FileError, isSystemError, prefixed } from "./errors.ts";
import { writeAtomically } from "./files.ts";
import type { RunFlags } from "./options.ts";
import { besideOf, encode, holdsAll, toJsonText, type Writable } from "./output.ts";
import { print } from "./stdout.ts";

/** A result and the ways it may leave the program. */
export interface Delivery {
  readonly result: Writable;
  /** The numbers as lines for stdout. */
  readonly numbers: Iterable<string>;
  /** What was computed, for the message that a file was written: "15 × 15 procrustes". */
  readonly summary: string;
  readonly warnings?: readonly string[];
  /** What was found, as sentences that go to stderr as they stand. */
  readonly findings?: readonly string[];
  /** Further matrices, written beside `--out` as `D.<word>.npy`; a .json holds them itself. */
  readonly beside?: readonly { readonly word: string; readonly result: Writable }[];
  /** Print the numbers although a file was written, which then holds something else. */
  readonly always?: boolean;
  /** Makes the HTML for `--report`. */
  readonly report?: () => Promise<string>;
}

/**
 * Files first, then stdout: `--json` prints the document, otherwise the numbers
 * are printed when no file holds them.
 */
export async function deliver(delivery: Delivery, flags: RunFlags, signal: AbortSignal): Promise<void> {
  const say = speaker(flags);
  for (const warning of delivery.warnings ?? []) say(`note: ${warning}`);
  for (const finding of delivery.findings ?? []) say(finding);
  await writeFiles(await contents(delivery, flags), delivery.summary, flags, signal);
  if (flags.json) await print([toJsonText(delivery.result.document)]);
  else if (flags.out === undefined || delivery.always) await print(delivery.numbers);
}

/** Writes complete files one after the other and says so. @throws {FileError} naming the one that could not be. */
export async function writeFiles(
  files: readonly (readonly [path: string, content: string | Uint8Array])[],
  summary: string,
  flags: RunFlags,
  signal: AbortSignal,
): Promise<void> {
  const say = speaker(flags);
  for (const [path, content] of files) {
    await write(path, content, signal);
    say(`wrote ${path} (${summary})`);
  }
}

function speaker({ quiet }: RunFlags): (text: string) => void {
  return quiet ? () => {} : (text) => void process.stderr.write(prefixed(text));
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
  { result, beside = [], report }: Delivery,
  flags: RunFlags,
): Promise<[string, string | Uint8Array][]> {
  const files: [string, string | Uint8Array][] = [];
  const { out } = flags;
  if (out !== undefined) {
    const further = holdsAll(out) ? [] : beside;
    files.push([out, encode(out, result)]);
    for (const { word, result } of further) files.push([besideOf(out, word), encode(out, result)]);
  }
  if (flags.report !== undefined && report) files.push([flags.report, await report()]);
  return files;
}

/** Title of a report: the names of its first and last file. */
export function titleOf(files: readonly string[]): string {
  const names = files.map((file) => basename(file));
  return names.length === 1 ? names[0]! : `${names[0]!} … ${names.at(-1)!}`;
}
