/** RDMs over the stimuli of all of them, in the order of a column, with means of categories. */
import { OptionError } from "../../base/errors.ts";
import { columnsOfLabels } from "../../data/groups/columns.ts";
import type { NetworkTable } from "../../data/groups/network-table.ts";
import { sortedOrder } from "../../data/label-order.ts";
import { categoryMeans, type CategoryMeans } from "../../rdm/derived/categories.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { overAllStimuli, sortStimuli } from "../../rdm/select.ts";
import { squareOf, stackOf } from "../../rdm/stack.ts";
import { UsageError } from "../../cli/errors.ts";
import { asWritable, type Writable } from "../../cli/output.ts";
import { commonLabels, sameTexts, stimulusLabels } from "./command-categories.ts";
import type { RdmFlags } from "./command-flags.ts";
import type { RdmJob } from "./command-files.ts";

/** RDMs as they were computed. */
export interface Made {
  readonly rdms: readonly Rdm[];
  /** That each was made of. */
  readonly jobs: readonly RdmJob[];
  /** Of a movie. */
  readonly times?: readonly number[];
}

/** RDMs of the same stimuli in the order that was asked for. */
export interface Arranged {
  readonly rdms: readonly Rdm[];
  readonly result: Writable;
  readonly categories?: { readonly column: string; readonly labels: readonly string[] };
  readonly means?: CategoryMeans;
  /** The columns that pictures show, of the stimuli in the order of the RDMs. */
  readonly table?: NetworkTable;
}

/** @throws {UsageError} for a label that is missing or not the same in all rows of a stimulus */
export function arranged(
  made: Made,
  flags: Pick<RdmFlags, "order" | "blocks" | "square" | "color" | "shape" | "label">,
): Arranged {
  const { blocks } = flags;
  const sort = flags.order ?? blocks;
  const aligned = overCommonStimuli(made.rdms);
  const keys = sort === undefined ? undefined : labelsIn(made, aligned[0]!.stimuli, sort);
  const rdms = keys ? aligned.map((rdm) => sortStimuli(rdm, (_, index) => keys[index]!)) : aligned;
  const places = keys ? sortedOrder(keys) : [...aligned[0]!.stimuli.keys()];
  const shown = shownIn(made, aligned[0]!.stimuli, places, flags);
  if (blocks === undefined) return { rdms, result: resultOf(rdms, made, flags), ...shown };
  const given = labelsIn(made, aligned[0]!.stimuli, blocks);
  const labels = places.map((at) => given[at]!);
  const means = meansOf(rdms, labels, blocks);
  const categories = { column: blocks, labels };
  const result = resultOf(rdms, made, flags, { categories: { column: blocks, labels, ...means.toJSON() } });
  return { rdms, result, categories, means, ...shown };
}

/** What `--color`, `--shape` and `--label` name. */
function shownIn(
  made: Made,
  stimuli: readonly string[],
  places: readonly number[],
  { color, shape, label }: Pick<RdmFlags, "color" | "shape" | "label">,
): Pick<Arranged, "table"> {
  const names = [...new Set([color, shape, label])].filter((name) => name !== undefined);
  if (names.length === 0) return {};
  const cells = (name: string) => {
    const all = labelsIn(made, stimuli, name);
    return columnsOfLabels(places.map((at) => all[at]!));
  };
  const columns = Object.fromEntries(names.map((name) => [name, cells(name)]));
  return { table: { names: places.map((at) => stimuli[at]!), columns } };
}

function meansOf(rdms: readonly Rdm[], labels: readonly string[], column: string): CategoryMeans {
  try {
    return categoryMeans(rdms, labels);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw new UsageError(error.message.replace("categoryMeans", `--blocks ${column}`));
  }
}

function overCommonStimuli(rdms: readonly Rdm[]): readonly Rdm[] {
  const [first] = rdms;
  return rdms.every(({ stimuli }) => sameTexts(stimuli, first!.stimuli)) ? rdms : overAllStimuli(rdms);
}

function labelsIn({ rdms, jobs }: Made, stimuli: readonly string[], column: string): readonly string[] {
  const parts = rdms.map((rdm, r) => ({
    owner: rdm.name,
    stimuli: rdm.stimuli,
    labels: stimulusLabels(jobs[r]!, rdm, column),
  }));
  return commonLabels(stimuli, parts, column);
}

function resultOf(
  rdms: readonly Rdm[],
  { times }: Made,
  { square = false }: Pick<RdmFlags, "square">,
  more: object = {},
): Writable {
  const [only] = rdms;
  if (rdms.length === 1 && !times) return asWritable(square ? squareOf(only!) : only!, more);
  return asWritable(stackOf(rdms, square), times ? { times, ...more } : more);
}
