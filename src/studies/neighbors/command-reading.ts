/** How the networks of an index are read, and where each is. */
import { relative, resolve } from "node:path";
import { readFilesLazily } from "../../cli/engine.ts";
import { given, type RunFlags } from "../../cli/options.ts";
import { inOrder } from "../../cli/reading/names.ts";
import { isRemote } from "../../data/source.ts";
import type { UnreadRepresentation } from "../../data/representation.ts";

/** Flags that say what of a file is compared: the same for all networks of an index, and kept in it. */
const kept = [
  ...(["header", "rowNames", "axes", "layout", "flatten", "pool", "mask", "perStimulus", "stimuli"] as const),
  ...([
    "rows",
    "sample",
    "seed",
    "match",
    "select",
    "units",
    "dropConstant",
    "zscore",
    "normalize",
    "pca",
  ] as const),
];

export type ReadingOfIndex = Pick<RunFlags, (typeof kept)[number]>;

/** Those among the flags. Files of labels and masks are kept as full paths. */
export function readingOfIndex(flags: RunFlags): ReadingOfIndex {
  const { stimuli, mask, sample, seed } = flags;
  const found = given(Object.fromEntries(kept.map((name) => [name, flags[name]]))) as ReadingOfIndex;
  const { seed: _, ...others } = found;
  return {
    ...others,
    ...(sample !== undefined && seed !== undefined && { seed }),
    ...(stimuli !== undefined && { stimuli: fullPath(stimuli) }),
    ...(mask !== undefined && { mask: fullPath(mask) }),
  };
}

function fullPath(path: string): string {
  return isRemote(path) ? path : resolve(path);
}

/** Networks that are read when they are needed, and where each is, as seen from a folder. */
export async function contentsOf(
  files: readonly string[],
  flags: RunFlags,
  folder: string,
  signal: AbortSignal,
): Promise<{ networks: UnreadRepresentation[]; places: string[] }> {
  const networks = await readFilesLazily(files, flags, signal); // together, because names are told apart among all
  const places: string[] = [];
  const { names: _, rename: __, pca: ___, ...alone } = flags;
  for (const file of inOrder(files, { ...flags, quiet: true })) {
    const count =
      files.length === networks.length
        ? 1
        : (await readFilesLazily([file], { ...alone, quiet: true }, signal)).length;
    for (let k = 0; k < count; k++) places.push(placeOf(asSeenFrom(folder, file), k, count));
  }
  return { networks, places };
}

function asSeenFrom(folder: string, file: string): string {
  return isRemote(file) ? file : relative(resolve(folder), resolve(file));
}

const numbered = /^(.*) \[(\d+)\]$/s;

/** A file of one network is named alone, those of several with their numbers, from 1. */
function placeOf(file: string, index: number, count: number): string {
  return count === 1 && !numbered.test(file) ? file : `${file} [${index + 1}]`;
}

/** The file and the number of a network in it, from 0. */
export function fileOf(place: string): { readonly file: string; readonly number: number } {
  const [, file, number] = numbered.exec(place) ?? [];
  return file === undefined ? { file: place, number: 0 } : { file, number: Number(number) - 1 };
}
