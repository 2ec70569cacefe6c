import { rdmAgainstAll, rdmProduct } from "./compare-task.ts";
import { NumericalError } from "../../base/errors.ts";
import { assertList, largestOf } from "../../base/lists.ts";
import { resolveOptions } from "../../base/options.ts";
import { runtimeOf, type Runtime } from "../../run/runtime.ts";
import type { Control } from "../../run/lanes/control.ts";
import { comparisons, type Comparisons } from "../../data/comparisons.ts";
import { written } from "../../data/written.ts";
import { runSteps } from "../../base/steps.ts";
import { sharedMatrix } from "../../base/thread-memory.ts";
import {
  type ComparatorName,
  comparators,
  type Comparator,
  type ComparisonContext,
} from "../../rdm/comparators/registry.ts";
import { tied } from "../../rdm/ranking/ties.ts";
import { type CompareRdmsOptions, optionsRead, resolveComparator } from "../../rdm/comparators/resolve.ts";
import { type Block, type ComparableRdm, type Stacks, stackBlocks } from "../../rdm/comparators/stack.ts";

import { compareRdmsOptions } from "./compare-options.ts";

export type { CompareRdmsOptions } from "../../rdm/comparators/resolve.ts";
export type { ComparableRdm } from "../../rdm/comparators/stack.ts";

/** A value for each pair of RDMs, and over how many entries it was taken. */
export interface RdmComparisons extends Comparisons {
  /** Pairs of stimuli that were compared, of the two RDMs that share the fewest. */
  readonly compared: number;
  /** Pairs of stimuli that were left out there, because one of the two has no value for them. */
  readonly leftOut: number;
}

/**
 * Each RDM of `a` with each of `b`, on the pairs of stimuli that both have (not NaN).
 *
 * @returns `a` × `b`; `metric` is the comparator's name
 * @throws {ShapeError} naming the RDMs whose stimuli are not the same in the same order.
 * @throws {NumericalError} naming the RDM for which the comparator is not defined, or two that share too few pairs.
 * @throws {OptionError} for an unknown comparator, or an option that it does not read.
 */
export async function compareRdms(
  a: readonly ComparableRdm[],
  b: readonly ComparableRdm[],
  given: CompareRdmsOptions = {},
  control: Control = {},
): Promise<RdmComparisons> {
  assertList("compareRdms", "RDMs", a);
  assertList("compareRdms", "RDMs", b);
  resolveOptions("compareRdms", compareRdmsOptions, given);
  const { name, options } = resolveComparator(given);
  const comparator: Comparator = comparators[name];
  const runtime = await runtimeOf(control);
  const blocks = await runSteps(stackBlocks(a, b, name, comparator), control.signal);
  const values = new Float64Array(a.length * b.length);
  for (const { rows, cols, stacks } of blocks) {
    const about = { stimuli: a[0]!.stimuli.length, entries: stacks.entries, options };
    const found = await between(name, stacks, about, runtime, control);
    const [some, others] = [rows.map((i) => a[i]!), cols.map((j) => b[j]!)];
    const at = found.findIndex(Number.isNaN);
    if (at >= 0) throw await undefinedPair(name, at, { a: some, b: others, stacks, about }, runtime);
    found.forEach((value, k) => {
      values[rows[Math.floor(k / cols.length)]! * b.length + cols[k % cols.length]!] = value;
    });
  }
  const result = comparisons({
    metric: name,
    options: optionsRead(comparator, options),
    ...comparator.properties(options),
    rowNames: a.map((rdm) => rdm.name),
    colNames: b.map((rdm) => rdm.name),
    values,
    warnings: warningsOf(blocks),
  });
  return withCounts(result, countsOf(blocks));
}

function withCounts(
  result: Comparisons,
  counts: Pick<RdmComparisons, "compared" | "leftOut">,
): RdmComparisons {
  const { rowNames, colNames, values } = result;
  const document = () => ({ ...result.toJSON(), ...counts });
  return { ...result, ...counts, ...written({ document, table: () => ({ rowNames, colNames, values }) }) };
}

/** Of the two RDMs that share the fewest pairs. */
function countsOf(blocks: readonly Block[]): Pick<RdmComparisons, "compared" | "leftOut"> {
  const fewest = blocks
    .map(({ stacks }) => stacks)
    .reduce((least, stacks) => (stacks.x.cols < least.x.cols ? stacks : least));
  return { compared: fewest.x.cols, leftOut: fewest.leftOut };
}

function warningsOf(blocks: readonly Block[]): string[] {
  const { compared, leftOut } = countsOf(blocks);
  if (leftOut === 0) return [];
  const most = largestOf(blocks.map(({ stacks }) => stacks.x.cols));
  const all = compared + leftOut;
  const missing = "pairs of stimuli have no value in one of two RDMs and were left out";
  return most === compared
    ? [`${leftOut} of ${all} ${missing}.`]
    : [
        `Up to ${leftOut} of ${all} ${missing}: each two are compared on the ${compared} to ${most} that both have.`,
      ];
}

/** One product on one thread, or one RDM of `x` after the other on all threads. */
async function between(
  name: ComparatorName,
  { x, y, floors }: Stacks,
  about: ComparisonContext,
  { tasks }: Runtime,
  control: Control,
): Promise<Float64Array> {
  const comparator: Comparator = comparators[name];
  const setup = { comparator: name, against: sharedMatrix(y), about, floors: floors?.y };
  if (comparator.form === "inner-product") {
    const operations = x.cols * (100 * (x.rows + y.rows) + 2 * x.rows * y.rows);
    const [values] = await tasks.run(rdmProduct, { ...setup, rdms: sharedMatrix(x) }, [0], {
      ...control,
      operations,
    });
    return values!;
  }
  const pieces = Array.from({ length: x.rows }, (_, i) => ({
    entries: x.data.slice(i * x.cols, (i + 1) * x.cols),
    floor: floors?.x[i],
  }));
  const operations = 100 * x.rows * y.rows * x.cols;
  const rows = await tasks.run(rdmAgainstAll, setup, pieces, { ...control, operations });
  const values = new Float64Array(x.rows * y.rows);
  rows.forEach((row, i) => values.set(row, i * y.rows));
  return values;
}

/** Says which of the two RDMs it is. */
async function undefinedPair(
  name: ComparatorName,
  index: number,
  asked: {
    a: readonly ComparableRdm[];
    b: readonly ComparableRdm[];
    stacks: Stacks;
    about: ComparisonContext;
  },
  { alone, kernels }: Runtime,
): Promise<NumericalError> {
  const { a, b, stacks, about } = asked;
  const comparator: Comparator = comparators[name];
  const [i, j] = [Math.floor(index / b.length), index % b.length];
  const undefinedAlone = (stack: Stacks["x"], row: number, floor: number | undefined) =>
    alone(async () => {
      const one = kernels.scope(() => kernels.detach(kernels.rows(stack, row, row + 1)));
      if (floor !== undefined) one.data.set(tied(one.data, floor));
      return Number.isNaN(comparator.between(one, one, about, kernels).data[0]);
    });
  const { degenerate } = comparator;
  // The second first: it is the one that must be regular where the two are not treated alike.
  if (await undefinedAlone(stacks.y, j, stacks.floors?.y[j]))
    return new NumericalError(`${b[j]!.name}: ${name}: ${degenerate}.`);
  if (await undefinedAlone(stacks.x, i, stacks.floors?.x[i]))
    return new NumericalError(`${a[i]!.name}: ${name}: ${degenerate}.`);
  return new NumericalError(`${name} is not defined for ${a[i]!.name} against ${b[j]!.name}: ${degenerate}.`);
}
