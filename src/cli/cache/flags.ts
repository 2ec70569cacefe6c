import type { Command } from "commander";
import { parsePlace } from "../options.ts";
import { sizeOf } from "../sizes.ts";

/** What a cache may hold if nobody says otherwise. */
export const usualSize = 20e9;

/** Adds the flags of the cache to a command that compares pairs of representations. */
export function addCacheOptions(command: Command): Command {
  return command
    .option(
      "--cache <folder>",
      "keep there what is prepared of each representation, for this run where --max-memory is small, and for later ones with the same files and options; " +
        "several runs may share one. It pays for metrics whose preparation takes long (a Gram matrix, an RDM, whitening), not where it only centres. repgeom cache lists and clears it",
      parsePlace("--cache"),
    )
    .option(
      "--cache-size <size>",
      "bytes that the cache may hold: what was used least recently goes first. Default: 20GB",
      sizeOf("--cache-size"),
    );
}
