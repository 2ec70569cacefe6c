import { signalOf, type ReadControl } from "../../base/cancel.ts";
import { LegibleError } from "../../base/errors.ts";
import { pushAll } from "../../base/lists.ts";
import { axesWords, planOf } from "../../data/arrange/plan.ts";
import { listedArrays } from "../../data/files/array-path.ts";
import type { Reading } from "../../data/files/call.ts";
import { readingOf, withOpened, type FileToRead } from "../../data/files/reading.ts";
import { newSession } from "../../data/files/session.ts";
import type { StoredArray } from "../../data/formats/opened.ts";
import { reserve } from "../../data/formats/bytes.ts";
import type { ReadOptions } from "../../data/files/options.ts";
import type { Source } from "../../data/source.ts";
import { countedArray } from "./counts.ts";
import type { InspectedArray, Inspection } from "./inspection.ts";
import { acrossWarnings, arrayWarnings } from "./warnings.ts";

/** As `inspect`, which loads this with its first call. */
export async function inspect(
  sources: Source | readonly Source[],
  options: ReadOptions = {},
  control: ReadControl = {},
): Promise<Inspection> {
  const signal = signalOf(control);
  const { files, reading } = await readingOf(newSession(), sources, options, control);
  const arrays: InspectedArray[] = [];
  const failures: { file: string; message: string }[] = [];
  for (const file of files) {
    try {
      pushAll(arrays, await inspectedIn(file, reading, signal));
    } catch (error) {
      if (!(error instanceof LegibleError)) throw error;
      failures.push({ file: file.path, message: error.message });
    }
  }
  return { arrays, failures, warnings: acrossWarnings(arrays) };
}

function inspectedIn(file: FileToRead, { how, mask }: Reading, signal: AbortSignal | undefined) {
  return withOpened(file, how, how, signal, async ({ arrays, holds = 0 }) => {
    const found: InspectedArray[] = [];
    const limit = reserve(how, holds).maxMemory;
    for (const array of listedArrays(arrays, file.array, file.path)) {
      const name = array.path === "" ? file.path : `${file.path}:${array.path}`;
      const outline = { name, shape: array.shape, type: array.type, bytes: array.bytes };
      found.push(
        array.refused === undefined
          ? { ...outline, ...(await numbersOf(array, name, how, mask, limit, signal)) }
          : { ...outline, first: [], refused: array.refused, warnings: [] },
      );
    }
    return found;
  });
}

async function numbersOf(
  array: StoredArray,
  name: string,
  how: Reading["how"],
  mask: Reading["mask"],
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Pick<InspectedArray, "readAs" | "first" | "stimuli" | "counts" | "warnings">> {
  const { stimuli, shape } = array;
  const { readAs, problem } = readAsOf({ ...array, name }, how, mask);
  const common = { ...(readAs && { readAs }), ...(stimuli && { stimuli }) };
  const needs = array.byRows ? 0 : array.bytes + array.scratch;
  const said = problem === undefined ? [] : [problem];
  if (needs > limit)
    return {
      ...common,
      first: [],
      warnings: [...said, `its numbers were not read: they take ${needs} bytes at once`],
    };
  const counted = await countedArray(array, signal).catch((error: unknown) => {
    if (error instanceof LegibleError) return error;
    throw error;
  });
  if (counted instanceof LegibleError)
    return { ...common, first: [], warnings: [...said, `its numbers cannot be read: ${counted.message}`] };
  const { counts, first } = counted;
  return { ...common, first, counts, warnings: [...said, ...arrayWarnings(shape, counts)] };
}

/** What `read` makes of an array, or why it makes nothing of it. */
function readAsOf(
  array: StoredArray & { readonly name: string },
  how: Reading["how"],
  mask: Reading["mask"],
): { readAs?: NonNullable<InspectedArray["readAs"]>; problem?: string } {
  try {
    const { outline } = planOf(array, how, mask);
    return { readAs: { axes: axesWords(outline), shape: outline.shape, steps: outline.arranged ?? [] } };
  } catch (error) {
    if (error instanceof LegibleError) return { problem: error.message };
    throw error;
  }
}
