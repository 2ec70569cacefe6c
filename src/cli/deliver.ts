import { basename } from "node:path";
import { dryRun } from "./dry-run/state.ts";
import { FileError, isSystemError } from "./errors.ts";
import { writeAtomically, writeFolderAtomically } from "./files.ts";
import { whileWriting } from "./thread/link.ts";
import type { RunFlags } from "./options.ts";
import { encode, jsonText, type Content, type Writable } from "./encode.ts";
import { besideOf, holdsAll } from "./output.ts";
import { arrangedSoFar } from "./reading/arranged.ts";
import { speaker } from "./say.ts";
import { print } from "./stdout.ts";

/** A result and everything that a command can write or print of it. */
export interface Delivery {
  readonly result: Writable;
  /** The numbers as lines for stdout. */
  readonly numbers: Iterable<string>;
  /** What was computed, e.g. "15 × 15 procrustes". It is part of the message that a file was written. */
  readonly summary: string;
  readonly warnings?: readonly string[];
  /** What was found, as complete sentences for stderr. */
  readonly findings?: readonly string[];
  /** Further matrices. They are written beside `--out` as `D.<word>.npy`; a .json file contains them. */
  readonly beside?: readonly { readonly word: string; readonly result: Writable }[];
  /** All matrices are beside: of `result` there is only the document, for `.json` and `--json`. */
  readonly split?: boolean;
  /** Prints the numbers even if a file was written, because the file holds something else. */
  readonly always?: boolean;
  /** Makes the HTML for `--report`. */
  readonly report?: () => Promise<string>;
}

/**
 * Writes the files first, then stdout. `--json` prints the document; otherwise the numbers
 * are printed if no file holds them.
 */
export async function deliver(delivery: Delivery, flags: RunFlags, signal: AbortSignal): Promise<void> {
  const say = speaker(flags);
  for (const warning of delivery.warnings ?? []) say(`note: ${warning}`);
  for (const finding of delivery.findings ?? []) say(finding);
  const told = { ...delivery, result: withArranged(delivery.result) };
  await writeFiles(await contents(told, flags), delivery.summary, flags, signal);
  if (flags.json) await print(jsonText(told.result.document));
  else if (flags.out === undefined || delivery.always) await print(delivery.numbers);
}

/** The result with what reading did in its document. */
function withArranged(result: Writable): Writable {
  const arranged = arrangedSoFar();
  if (arranged.length === 0 || "arranged" in result.document) return result;
  return { ...result, document: { ...result.document, arranged } };
}

/** Writes complete files one after the other and reports each. @throws {FileError} naming the file that failed. */
export async function writeFiles(
  files: readonly (readonly [path: string, content: Content])[],
  summary: string,
  flags: RunFlags,
  signal: AbortSignal,
): Promise<void> {
  const say = speaker(flags);
  const run = dryRun();
  for (const [path, content] of files) {
    await write(path, content, signal);
    if (!run) say(`wrote ${path} (${summary})`);
  }
}

/** @throws {FileError} naming the file; the system's own error would name the temporary file, or none. */
async function write(path: string, content: Content, signal: AbortSignal): Promise<void> {
  try {
    await whileWriting(() =>
      typeof content === "object" && "files" in content
        ? writeFolderAtomically(path, content, signal)
        : writeAtomically(path, content, signal),
    );
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new FileError(`${path} could not be written: ${error.message}.`);
  }
}

/** Makes the content of every file before the first is written; only large texts are made while they are written. */
async function contents(
  { result, beside = [], split = false, report }: Delivery,
  flags: RunFlags,
): Promise<[string, Content][]> {
  const files: [string, Content][] = [];
  const { out } = flags;
  const dtype = flags.dtype === "float32" ? "f4" : "f8";
  if (out !== undefined) {
    const further = holdsAll(out) ? [] : beside;
    if (holdsAll(out) || !split) files.push([out, await encode(out, result, dtype)]);
    for (const { word, result } of further)
      files.push([besideOf(out, word), await encode(out, result, dtype)]);
  }
  if (flags.report !== undefined && report && !dryRun()) files.push([flags.report, await report()]);
  return files;
}

/** Title of a report: the names of its first and last file. */
export function titleOf(files: readonly string[]): string {
  const names = files.map((file) => basename(file));
  return names.length === 1 ? names[0]! : `${names[0]!} … ${names.at(-1)!}`;
}
