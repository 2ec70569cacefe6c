/** RDMs of patches against models, each two on the pairs of stimuli that both have. */
import { matrix, takeRows, type Matrix } from "../../base/matrix.ts";
import { comparatorOf, type ComparatorName, type ComparatorOptions } from "../../rdm/comparators/registry.ts";
import { levelled } from "../../rdm/level.ts";
import { ranks, tiedEntries } from "../../rdm/ranking/ties.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Models that miss the same pairs of stimuli. */
export interface ModelGroup {
  /** Their places among all models. */
  readonly members: readonly number[];
  /** Models × the entries that they have. */
  readonly models: Matrix;
  /** Their condensed positions, rising; absent if none is missing. */
  readonly entries?: Int32Array | undefined;
}

/** What patches are compared with, and how. */
export interface ModelSetup {
  readonly groups: readonly ModelGroup[];
  /** Names of all models. */
  readonly names: readonly string[];
  readonly comparator: ComparatorName;
  readonly comparatorOptions: ComparatorOptions;
  readonly stimuli: number;
  /** Of the RDMs of the patches. */
  readonly dissimilarity: string;
}

/**
 * Patches × models. NaN where a patch has no RDM, where the comparator is not defined, or where too few
 * pairs are left; `reasons` then says why.
 * @param rdms - patches × pairs
 * @param reasons - of each patch why it has no RDM; what is found here is added
 */
export function valuesOf(
  setup: ModelSetup,
  rdms: Matrix,
  reasons: (string | undefined)[],
  kernels: Kernels,
): Float64Array {
  const values = new Float64Array(rdms.rows * setup.names.length).fill(NaN);
  const there = [...reasons.keys()].filter((at) => reasons[at] === undefined);
  if (there.length === 0) return values;
  const rows = comparableRows(takeRows(rdms, there), setup);
  for (const group of setup.groups) {
    for (const batch of batchesOf(rows, group, setup)) {
      const found = batch.reason === undefined ? between(rows, group, batch, setup, kernels) : undefined;
      for (const [k, row] of batch.rows.entries()) {
        group.members.forEach((model, g) => {
          values[there[row]! * setup.names.length + model] = found?.data[k * group.members.length + g] ?? NaN;
        });
        const one = found?.data.subarray(k * group.members.length, (k + 1) * group.members.length);
        reasons[there[row]!] ??= batch.reason ?? undefinedReason(one!, setup);
      }
    }
  }
  return values;
}

function undefinedReason(values: Float64Array, { comparator }: ModelSetup): string | undefined {
  if (!values.some(Number.isNaN)) return undefined;
  return `${comparator} is not defined for its RDM: ${comparatorOf(comparator).degenerate}.`;
}

/** Entries that differ by rounding alone become equal, in place. */
function comparableRows(rows: Matrix, { dissimilarity, comparator }: ModelSetup): Matrix {
  for (let k = 0; k < rows.rows; k++) {
    const condensed = rows.data.subarray(k * rows.cols, (k + 1) * rows.cols);
    condensed.set(levelled(condensed, dissimilarity));
    if (ranks(comparator)) condensed.set(tiedEntries({ condensed, dissimilarity }));
  }
  return rows;
}

/** Patches that are compared on the same entries. */
interface Batch {
  readonly rows: readonly number[];
  /** Positions in the entries of the group; absent where all are there. */
  readonly kept?: Int32Array;
  /** Why they cannot be compared. */
  readonly reason?: string;
}

/** Patches that have every entry of the models go together, the others one by one. */
function batchesOf(rdms: Matrix, group: ModelGroup, setup: ModelSetup): Batch[] {
  const { missing, leastPairs } = comparatorOf(setup.comparator);
  const all = [...Array(rdms.rows).keys()];
  if (missing === "own") return [{ rows: all }];
  const kept = all.map((row) => presentOf(rdms, row, group));
  const whole = all.filter((row) => kept[row] === undefined);
  const batches: Batch[] = whole.length > 0 ? [{ rows: whole }] : [];
  for (const row of all) {
    const own = kept[row];
    if (!own) continue;
    const name = setup.names[group.members[0]!]!;
    if (missing === "refused")
      batches.push({
        rows: [row],
        reason: `Its RDM has missing entries; ${setup.comparator} needs all pairs of stimuli.`,
      });
    else if (own.length < leastPairs)
      batches.push({
        rows: [row],
        reason: `Its RDM and ${name} share ${own.length} ${own.length === 1 ? "pair" : "pairs"} of stimuli; ${setup.comparator} needs at least ${leastPairs}.`,
      });
    else batches.push({ rows: [row], kept: own });
  }
  return batches;
}

/** Positions in the entries of the group at which a row has a value; undefined if at all. */
function presentOf(
  { cols, data }: Matrix,
  row: number,
  { entries, models }: ModelGroup,
): Int32Array | undefined {
  const kept = new Int32Array(models.cols);
  let count = 0;
  for (let k = 0; k < models.cols; k++)
    if (!Number.isNaN(data[row * cols + (entries?.[k] ?? k)]!)) kept[count++] = k;
  return count === models.cols ? undefined : kept.subarray(0, count);
}

function between(
  rdms: Matrix,
  group: ModelGroup,
  { rows, kept }: Batch,
  { comparator, comparatorOptions: options, stimuli }: ModelSetup,
  kernels: Kernels,
): Matrix {
  const entries = kept ? kept.map((k) => group.entries?.[k] ?? k) : group.entries;
  const patches = takeRows(rdms, rows);
  const context = entries ? { stimuli, options, entries } : { stimuli, options };
  const [x, y] = [
    entries ? takeEntries(patches, entries) : patches,
    kept ? takeEntries(group.models, kept) : group.models,
  ];
  return comparatorOf(comparator).between(x, y, context, kernels);
}

function takeEntries({ rows, cols, data }: Matrix, entries: Int32Array): Matrix {
  const taken = matrix(rows, entries.length);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < entries.length; k++)
      taken.data[row * entries.length + k] = data[row * cols + entries[k]!]!;
  return taken;
}
