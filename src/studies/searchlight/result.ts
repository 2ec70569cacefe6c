import { indexNames } from "../../base/lists.ts";
import { OptionError } from "../../base/errors.ts";
import { toRows, type Matrix } from "../../base/matrix.ts";
import { written, type NamedTable, type Written } from "../../data/written.ts";
import { rdmFrom, type Rdm } from "../../rdm/rdm.ts";

/** Why a patch has no value, of any model or of some. */
export interface PatchFailure {
  readonly patch: number;
  /** Its first unit. */
  readonly centre: number;
  readonly reason: string;
}

/** What is known of many patches of units. */
export interface SearchlightFacts {
  readonly name: string;
  readonly dissimilarity: string;
  readonly stimuli: readonly string[];
  readonly models: readonly string[];
  readonly comparator?: string;
  readonly comparatorOptions?: Readonly<Record<string, unknown>>;
  /** Patches without a value, or without that of some model. */
  readonly failures: readonly PatchFailure[];
  /** The first unit of each patch. */
  readonly centres: Int32Array;
  /** Patches × models; NaN where a patch has no value. Absent without models. */
  readonly values?: Matrix;
  /** Patches × pairs, condensed; NaN where a patch has no RDM. Absent unless kept. */
  readonly rdms?: Matrix;
}

/**
 * RDMs of many patches of units. As `.csv` and `.npy` the values, patches × models, or without models
 * the RDMs, patches × pairs.
 */
export interface Searchlight extends SearchlightFacts, Written {
  /** The RDM of one patch. @throws {OptionError} if RDMs were not kept, or there is no such patch. */
  rdm(patch: number): Rdm;
}

/** Facts with their writers. */
export function searchlightResult(facts: SearchlightFacts): Searchlight {
  const writers = written({ document: () => documentOf(facts), table: () => tableOf(facts) });
  return { ...facts, rdm: (patch) => rdmOf(facts, patch), ...writers };
}

function tableOf({ centres, models, values, rdms }: SearchlightFacts): NamedTable {
  const rowNames = [...centres].map(String);
  if (values) return { rowNames, colNames: models, values: values.data };
  return { rowNames, colNames: indexNames(rdms!.cols), values: rdms!.data };
}

function documentOf({ centres, values, rdms, ...facts }: SearchlightFacts): object {
  return {
    ...facts,
    centres: [...centres],
    ...(values && { values: toRows(values) }),
    ...(rdms && { rdms: toRows(rdms) }),
  };
}

function rdmOf({ name, dissimilarity, stimuli, rdms }: SearchlightFacts, patch: number): Rdm {
  if (!rdms) throw new OptionError("searchlight: the RDMs were not kept; give keepRdms: true.", "keepRdms");
  if (!(Number.isInteger(patch) && patch >= 0 && patch < rdms.rows)) {
    throw new OptionError(`searchlight: there is no patch ${patch}; there are ${rdms.rows}, from 0.`);
  }
  const condensed = rdms.data.slice(patch * rdms.cols, (patch + 1) * rdms.cols);
  return rdmFrom({ name: `${name}, patch ${patch}`, dissimilarity, stimuli, condensed });
}
