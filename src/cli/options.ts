/** The flags that several commands share. */
import type { Command } from "commander";
import { quoted } from "../base/text.ts";
import { tableOptions } from "../data/formats/text/table-options.ts";
import { addCheckpointOption, type CheckpointFlags } from "./checkpoint/flags.ts";
import { beginDryRun } from "./dry-run/state.ts";
import { UsageError } from "./errors.ts";
import { sizeOf } from "./sizes.ts";
import { addPictureFlags, type PictureFlag } from "./pictures/flags.ts";
import { addReadingOptions, type ReadingFlags, type ReadingUse } from "./reading/flags.ts";
import { addSchemaFlags } from "./schema-flags.ts";

/** How a command computes, what it prints and where it writes. */
export interface RunFlags extends ReadingFlags, CheckpointFlags {
  readonly threads?: number;
  readonly cache?: string;
  readonly cacheSize?: number;
  readonly deterministic?: boolean;
  readonly quiet?: boolean;
  readonly progress?: boolean;
  readonly json?: boolean;
  readonly out?: string;
  readonly report?: string;
  readonly dtype?: "float32" | "float64";
}

/** Adds `--out` and the flags for the format of stdout. @param maps - whether the result may be written as maps */
export function addOutputOptions(command: Command, maps = false): Command {
  const map = maps ? "; of NIfTI volumes .nii or .nii.gz, a map in their space" : "";
  return command
    .option(
      "--out <file>",
      `write to a file: .npy or .npz (float64), .mat (MATLAB, with names), .csv or .parquet (with names), .json, or .zarr (a folder, with names)${map}; default: numbers to stdout`,
      parsePlace("--out"),
    )
    .option("--json", "print one JSON document: values, names, metric, options, version");
}

/** `--dtype`, of commands whose matrices may be very large. */
export function addPrecisionOption(command: Command): Command {
  return addSchemaFlags(command, {
    dtype: {
      type: "choice",
      choices: ["float64", "float32"],
      default: "float64",
      doc: "Numbers in .npy, .npz and .zarr. float32 takes half the room, and has seven digits.",
    },
  });
}

/** The flags that say how files are read of which another flag says what they are. */
export function readingOf({ maxMemory, header, rowNames, quiet }: RunFlags): RunFlags {
  return given({ maxMemory, header, rowNames, quiet });
}

/** `--header` and `--row-names`, for commands that read tables. */
export function addTableOptions(command: Command): Command {
  return addSchemaFlags(command, tableOptions);
}
/** What `--max-memory` bounds. */
export const maxMemoryHelp =
  "bytes that the process may hold in pairwise and cross: itself, a file a thread, what is prepared, the memory to work in. " +
  "What is prepared and does not fit is made again from its file; a job that cannot fit is refused with the size that would do. " +
  "In other commands the bytes that reading may add: the file being read, what is inflated from it, arrays that are kept, " +
  "and 8 MiB; computing takes more. E.g. 500MB; default: 2GiB";

/** Flags of every command that computes. @param use - what it does with what it reads; absent where it reads RDMs alone */
export function addRunOptions(command: Command, use: ReadingUse | "rdms" = "representations"): Command {
  const threaded = addThreadOptions(addCheckpointOption(addTableOptions(command)));
  return (use === "rdms" ? threaded : addReadingOptions(threaded, use))
    .option("--max-memory <size>", maxMemoryHelp, parseSize)
    .option("--quiet", "print no progress and no messages, only errors");
}

/** Flags of every command that computes on threads. */
export function addThreadOptions(command: Command): Command {
  return command
    .on("option:dry-run", beginDryRun)
    .option(
      "--dry-run",
      "say what would be done and write nothing: pairs or pieces, time from a small part that is measured, memory, disk",
    )
    .option(
      "--threads <count>",
      "number of worker threads; 0 or 1: the command's own computes, and no other starts; default: one for each core",
      parseThreads,
    )
    .option("--deterministic", "give the same bits on every machine; somewhat slower")
    .option("--progress", "show a progress bar even if stderr is not a terminal");
}

/** Adds `--report` and the flags of its pictures. @param shows - what the page shows @param only - some of those flags */
export function addReportOption(command: Command, shows: string, only?: readonly PictureFlag[]): Command {
  const text = `write a page with ${shows}: .html`;
  return addPictureFlags(command.option("--report <file>", text, parsePlace("--report")), parsePlace, only);
}

/**
 * The value of a flag that takes a file. If the user forgot it, commander takes the next
 * flag as the value, and a message about that flag would mislead.
 */
export function parsePlace(flag: string): (text: string) => string {
  return (text) => {
    if (!text.startsWith("--")) return text;
    throw new UsageError(
      `${flag} takes a file, got the flag ${text}. For a file of that name, write ./${text}.`,
    );
  };
}

/** The value of a flag that takes a number. The library checks its range. */
export function parseNumber(flag: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isFinite(value)) return value;
    throw new UsageError(`${flag} takes a number, got ${quoted(text)}.`);
  };
}

/** The values of a flag that takes several files. */
export function parsePlaces(flag: string): (file: string, earlier?: readonly string[]) => string[] {
  return (file, earlier = []) => [...earlier, parsePlace(flag)(file)];
}

export function parseThreads(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`--threads takes a whole number of workers, at least 0, got ${quoted(text)}.`);
}

/** The value of `--max-memory`. */
export const parseSize = sizeOf("--max-memory");

/** Leaves out members that are undefined, for functions that do not accept undefined. */
export function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const present = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
