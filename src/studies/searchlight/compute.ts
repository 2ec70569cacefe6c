import { indexNames } from "../../base/lists.ts";
import { OptionError, ShapeError } from "../../base/errors.ts";
import { concatenate, matrix } from "../../base/matrix.ts";
import { resolveOptions } from "../../base/options.ts";
import { sharedAsStored } from "../../base/thread-memory.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";
import { comparatorOf, type ComparatorName } from "../../rdm/comparators/registry.ts";
import { optionsRead, resolveComparator } from "../../rdm/comparators/resolve.ts";
import { groupsByMissing } from "../../rdm/comparators/missing-pairs.ts";
import { stackRdms, type ComparableRdm } from "../../rdm/comparators/stack.ts";
import { groupsOf } from "../../rdm/input.ts";
import { resolveRdm, type ResolvedRdm } from "../../rdm/options.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { searchlightOptions, type SearchlightOptions } from "./options.ts";
import { searchlightResult, type PatchFailure, type Searchlight } from "./result.ts";
import {
  searchlightPatches,
  type SearchlightPart,
  type SearchlightPiece,
  type SearchlightSetup,
} from "./task.ts";
import type { ModelGroup } from "./values.ts";

/** The computation of `searchlight`. */
export async function searchlight(
  given: RepresentationLike,
  patches: readonly ArrayLike<number>[],
  options: SearchlightOptions = {},
  control: Control = {},
): Promise<Searchlight> {
  const representation = toRepresentation(given, "x");
  const { setup, models, stimuli } = await setupOf(representation, options);
  const lists = patches.map((patch, at) => checkedPatch(patch, at, representation.shape.at(-1)!));
  const pieces = piecesOf(lists, stimuli.length);
  const operations = workOf(representation, lists, stimuli.length);
  const { tasks } = await runtimeOf(control);
  const parts = await tasks.run(searchlightPatches, setup, pieces, { ...control, operations });
  return resultOf(setup, stimuli, models, lists, parts);
}

async function setupOf(representation: Representation, options: SearchlightOptions) {
  const { models = [], ...chosen } = resolveOptions("searchlight", searchlightOptions, options);
  const { models: _, comparator: __, comparatorOptions: ___, keepRdms: ____, ...ofRdm } = options;
  const resolved = await resolveRdm(ofRdm);
  refusePrecision(resolved);
  const stimuli = stimuliOf(representation, resolved);
  const comparator = resolveComparator({ ...chosen.comparatorOptions, comparator: chosen.comparator });
  const setup: SearchlightSetup = {
    representation: { ...representation, data: sharedAsStored(representation.data) },
    resolved,
    models:
      models.length > 0
        ? {
            groups: modelGroups(models, stimuli, comparator.name),
            names: models.map(({ name }) => name),
            comparator: comparator.name,
            comparatorOptions: comparator.options,
            stimuli: stimuli.length,
            dissimilarity: resolved.request.dissimilarity,
          }
        : undefined,
    stimuli: stimuli.length,
    keep: chosen.keepRdms ?? models.length === 0,
  };
  return { setup, models, stimuli };
}

/** Entries of RDMs that a piece holds at once: 4 MB. */
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

/** A sub-block of a precision matrix is not the precision of those units. */
function refusePrecision({ request: { noise } }: ResolvedRdm): void {
  if (!noise || !("precision" in noise || "precisions" in noise)) return;
  throw new OptionError(
    "searchlight: a noise precision is of all units together. Give a method, for noise from the repeats of each patch, or residuals.",
    "noise",
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

/** Groups of models that miss the same pairs of stimuli. @throws as `stackRdms`, for a model that misses too many. */
function modelGroups(
  models: readonly ComparableRdm[],
  stimuli: readonly string[],
  name: ComparatorName,
): ModelGroup[] {
  const comparator = comparatorOf(name);
  const condensed = new Float64Array((stimuli.length * (stimuli.length - 1)) / 2);
  const likeData = { name: "the data", stimuli, condensed };
  const groups =
    comparator.missing === "own"
      ? [{ members: [...models.keys()] }]
      : groupsByMissing(models.map((model) => model.condensed));
  return groups.map(({ members }) => {
    const some = members.map((k) => models[k]!);
    const { y, entries } = stackRdms([likeData], some, name, comparator);
    return { members, models: y, entries };
  });
}

function resultOf(
  { representation, resolved, models, keep }: SearchlightSetup,
  stimuli: readonly string[],
  given: readonly ComparableRdm[],
  patches: readonly Int32Array[],
  parts: readonly SearchlightPart[],
): Searchlight {
  const centres = Int32Array.from(patches, ([centre]) => centre!);
  const pairs = (stimuli.length * (stimuli.length - 1)) / 2;
  const joined = (of: "rdms" | "values", cols: number) =>
    matrix(patches.length, cols, concatenate(parts.map((part) => part[of])));
  return searchlightResult({
    name: representation.name,
    dissimilarity: resolved.request.dissimilarity,
    stimuli,
    models: given.map((model) => model.name),
    ...(models && {
      comparator: models.comparator,
      comparatorOptions: optionsRead(comparatorOf(models.comparator), models.comparatorOptions),
    }),
    failures: failuresOf(parts, centres),
    centres,
    ...(models && { values: joined("values", models.names.length) }),
    ...(keep && { rdms: joined("rdms", pairs) }),
  });
}

function failuresOf(parts: readonly SearchlightPart[], centres: Int32Array): PatchFailure[] {
  const reasons = parts.flatMap((part) => part.reasons);
  return reasons.flatMap((reason, patch) =>
    reason === undefined ? [] : [{ patch, centre: centres[patch]!, reason }],
  );
}
