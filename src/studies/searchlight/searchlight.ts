import { searchlightPatches } from "./task.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { writeCsv, writeNpy } from "../../data/write.ts";
import { concatenate, matrix, type Matrix } from "../../base/matrix.ts";
import { type ComparatorName } from "../../rdm/comparators/registry.ts";
import { type CompareRdmsOptions, optionsRead, resolveComparator } from "../../rdm/comparators/resolve.ts";
import { type ComparableRdm, stackRdms } from "../../rdm/comparators/stack.ts";
import { type Comparator, comparators } from "../../rdm/comparators/registry.ts";
import { groupsOf } from "../../rdm/input.ts";
import { resolveRdm, type RdmOptions, type ResolvedRdm } from "../../rdm/options.ts";
import { indexNames, rdmFrom, type Rdm } from "../../rdm/rdm.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";
import { shared } from "../../base/thread-memory.ts";
import type { SearchlightPart, SearchlightPiece, SearchlightSetup } from "./task.ts";
import type { Control } from "../../run/control.ts";

/** Options of `searchlight`: those of `rdm`, and what its RDMs are compared with. */
export interface SearchlightOptions extends RdmOptions {
  /** RDMs of the same stimuli, without missing entries. */
  readonly models?: readonly ComparableRdm[] | undefined;
  /** Between the RDM of a patch and a model. @default "pearson" */
  readonly comparator?: ComparatorName | undefined;
  readonly comparatorOptions?: Omit<CompareRdmsOptions, "comparator"> | undefined;
  /** Whether to give the RDMs back: patches × pairs × 8 bytes. @default only without models */
  readonly keepRdms?: boolean | undefined;
}

/** RDMs of many patches of units. */
export interface Searchlight {
  readonly name: string;
  readonly dissimilarity: string;
  readonly stimuli: readonly string[];
  /** The first unit of each patch. */
  readonly centres: Int32Array;
  /** Patches × models; NaN where a patch has no value. Absent without models. */
  readonly values?: Matrix;
  readonly models: readonly string[];
  readonly comparator?: string;
  readonly comparatorOptions?: Readonly<Record<string, unknown>>;
  /** Patches × pairs, condensed; NaN where a patch has no RDM. Absent unless kept. */
  readonly rdms?: Matrix;
  /** Patches without a value, and why. */
  readonly undefined: readonly { readonly patch: number; readonly centre: number; readonly reason: string }[];
  /** The RDM of one patch. @throws {OptionError} if RDMs were not kept, or there is no such patch. */
  rdm(patch: number): Rdm;
  /** Bytes of a `.npy` file: the values, patches × models, or without models the RDMs. */
  toNpy(): Uint8Array<ArrayBuffer>;
  /** Values with the centres and the models as names, or without models the RDMs. */
  toCsv(): string;
  toJSON(): object;
}

/**
 * An RDM for each of many small sets of units (a centre and its neighbours) over one data
 * set, and how like each model it is. All threads; memory for the results and some patches
 * a thread. A patch with NaN, or for which a measure is not defined, gets NaN and a reason.
 *
 * Kriegeskorte, Goebel & Bandettini, PNAS 103(10), 2006.
 *
 * @param given - stimuli × units, or what else `rdm` takes
 * @param patches - for each patch its units, numbers from 0, the centre first
 * @throws {OptionError} for a patch without units or a unit that is not there.
 * @throws {ShapeError} for models of other stimuli. @throws as `rdm` for bad options.
 */
export async function searchlight(
  given: RepresentationLike,
  patches: readonly ArrayLike<number>[],
  options: SearchlightOptions = {},
  control: Control = {},
): Promise<Searchlight> {
  const representation = toRepresentation(given, "x");
  const { models = [], comparator = "pearson", comparatorOptions = {}, keepRdms, ...rdmOptions } = options;
  const resolved = resolveRdm(rdmOptions);
  refusePrecision(resolved);
  const stimuli = stimuliOf(representation, resolved);
  const { name, options: about } = resolveComparator({ comparator, ...comparatorOptions });
  const lists = patches.map((patch, at) => checkedPatch(patch, at, representation.shape.at(-1)!));
  const setup: SearchlightSetup = {
    representation: { ...representation, data: shared(representation.data) },
    resolved,
    models: models.length > 0 ? modelMatrix(models, stimuli, name) : undefined,
    comparator: name,
    comparatorOptions: about,
    stimuli: stimuli.length,
    keep: keepRdms ?? models.length === 0,
  };
  const pieces = piecesOf(lists, stimuli.length);
  const operations = workOf(representation, lists, stimuli.length);
  const { tasks } = await runtimeOf(control);
  const parts = await tasks.run(searchlightPatches, setup, pieces, { ...control, operations });
  return resultOf(setup, stimuli, models, lists, parts);
}

/** Numbers of RDMs that a piece holds at once: 4 MB. */
const pieceNumbers = 2 ** 19;

/** Pieces depend on the number of stimuli and the order of the patches alone. */
function piecesOf(patches: readonly Int32Array[], stimuli: number): SearchlightPiece[] {
  const pairs = (stimuli * (stimuli - 1)) / 2;
  const size = Math.max(1, Math.min(64, Math.floor(pieceNumbers / pairs)));
  return Array.from({ length: Math.ceil(patches.length / size) }, (_, k) => ({
    patches: patches.slice(k * size, (k + 1) * size),
  }));
}

/** Additions and multiplications of all patches, about. */
function workOf({ shape, data }: Representation, patches: readonly Int32Array[], stimuli: number): number {
  const units = patches.reduce((sum, { length }) => sum + length, 0);
  return units * (stimuli * stimuli + data.length / shape.at(-1)!);
}

function checkedPatch(patch: ArrayLike<number>, at: number, units: number): Int32Array {
  const list = Array.from(patch);
  const bad = list.find((unit) => !Number.isInteger(unit) || unit < 0 || unit >= units);
  if (list.length > 0 && bad === undefined) return Int32Array.from(list);
  throw new OptionError(
    `searchlight: patch ${at} ${list.length === 0 ? "has no units" : `has unit ${bad}`}; units are numbers from 0 to ${units - 1}.`,
  );
}

/** Of a part of the units the precision is no part of the precision. */
function refusePrecision({ request: { noise } }: ResolvedRdm): void {
  if (!noise || !("precision" in noise || "precisions" in noise)) return;
  throw new OptionError(
    "searchlight: a noise precision is of all units together. Give a method, for noise from the repeats of each patch, or residuals.",
  );
}

function stimuliOf(representation: Representation, { request }: ResolvedRdm): readonly string[] {
  const groups = groupsOf(representation, request);
  const stimuli = groups?.stimuli ?? representation.stimuli ?? indexNames(representation.shape[0]!);
  if (stimuli.length >= 2) return stimuli;
  throw new ShapeError(
    `searchlight: ${representation.name} has ${stimuli.length} stimulus; at least 2 are needed.`,
  );
}

/** Models as rows. @throws {NumericalError} for a missing entry. */
function modelMatrix(
  models: readonly ComparableRdm[],
  stimuli: readonly string[],
  name: ComparatorName,
): Matrix {
  const incomplete = models.find(({ condensed }) => condensed.some(Number.isNaN));
  if (incomplete) {
    throw new NumericalError(
      `searchlight: model ${incomplete.name} has missing entries; take a subset of the stimuli.`,
    );
  }
  const likeData = {
    name: "the data",
    stimuli,
    condensed: new Float64Array((stimuli.length * (stimuli.length - 1)) / 2),
  };
  return stackRdms([likeData], models, name, comparators[name] as Comparator).y;
}

function resultOf(
  { representation, resolved, models, comparator, comparatorOptions, keep }: SearchlightSetup,
  stimuli: readonly string[],
  given: readonly ComparableRdm[],
  patches: readonly Int32Array[],
  parts: readonly SearchlightPart[],
): Searchlight {
  const { dissimilarity } = resolved.request;
  const centres = Int32Array.from(patches, ([centre]) => centre!);
  const pairs = (stimuli.length * (stimuli.length - 1)) / 2;
  const rdms = keep ? matrix(patches.length, pairs, concatenate(parts.map((part) => part.rdms))) : undefined;
  const values = models && matrix(patches.length, models.rows, concatenate(parts.map((part) => part.values)));
  const reasons = parts.flatMap((part) => part.reasons);
  const facts = {
    name: representation.name,
    dissimilarity,
    stimuli,
    models: given.map((model) => model.name),
    ...(values && { comparator, comparatorOptions: optionsRead(comparators[comparator], comparatorOptions) }),
    undefined: reasons.flatMap((reason, patch) =>
      reason === undefined ? [] : [{ patch, centre: centres[patch]!, reason }],
    ),
  };
  const table = (values ?? rdms)!;
  return {
    ...facts,
    centres,
    ...(values && { values }),
    ...(rdms && { rdms }),
    rdm: (patch) => rdmOf(facts, rdms, patch),
    toNpy: () => writeNpy([table.rows, table.cols], table.data),
    toCsv: () => writeCsv([...centres].map(String), values ? facts.models : indexNames(pairs), table.data),
    toJSON: () => ({
      ...facts,
      centres: [...centres],
      ...(values && { values: rowsOf(values) }),
      ...(rdms && { rdms: rowsOf(rdms) }),
    }),
  };
}

function rdmOf(
  { name, dissimilarity, stimuli }: Pick<Searchlight, "name" | "dissimilarity" | "stimuli">,
  rdms: Matrix | undefined,
  patch: number,
): Rdm {
  if (!rdms) throw new OptionError("searchlight: the RDMs were not kept; give keepRdms: true.");
  if (!(Number.isInteger(patch) && patch >= 0 && patch < rdms.rows)) {
    throw new OptionError(`searchlight: there is no patch ${patch}; there are ${rdms.rows}, from 0.`);
  }
  const condensed = rdms.data.slice(patch * rdms.cols, (patch + 1) * rdms.cols);
  return rdmFrom({ name: `${name}, patch ${patch}`, dissimilarity, stimuli, condensed });
}

const rowsOf = ({ rows, cols, data }: Matrix) =>
  Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
