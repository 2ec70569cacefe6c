/** `--missing` of `repgeom srm`: networks that have seen some of the stimuli. */
import { UsageError } from "../../../cli/errors.ts";
import { takeRows, type Matrix } from "../../../base/matrix.ts";
import { loaded, type Representation, type UnreadRepresentation } from "../../../data/representation.ts";
import { overAllRows, seenRows } from "./seen.ts";

/** Files with names of stimuli are brought over all of them; others have a row for each stimulus already. */
export async function withMissing(
  networks: readonly UnreadRepresentation[],
  signal: AbortSignal | undefined,
): Promise<Representation[]> {
  const given = await loaded(networks, signal);
  const first = given[0]!.stimuli?.join("\n");
  const differ = given.some(({ stimuli }) => stimuli?.join("\n") !== first);
  return differ && given.every(({ stimuli }) => stimuli) ? overAllRows(given) : [...given];
}

/** Fewer make no similarity matrices that can be correlated. */
const leastCommon = 4;

/** What all networks have seen, for similarity matrices of which each network has every row. */
export interface CommonStimuli {
  readonly networks: readonly Representation[];
  readonly aligned: readonly Matrix[];
  readonly note: string;
}

/** @throws {UsageError} if there are too few */
export function commonStimuli(
  networks: readonly Representation[],
  aligned: readonly Matrix[],
): CommonStimuli {
  const seen = networks.map((one) => new Set(seenRows(one).rows));
  const all = networks[0]!.shape[0]!;
  const rows = Array.from({ length: all }, (_, row) => row).filter((row) =>
    seen.every((own) => own.has(row)),
  );
  if (rows.length < leastCommon)
    throw new UsageError(
      `--missing: all networks have seen ${rows.length} of ${all} stimuli; similarity matrices between networks need at least ${leastCommon}. The function srm of the library makes the shared space alone.`,
    );
  return {
    networks: networks.map((one) => rowsOfNetwork(one, rows)),
    aligned: aligned.map((one) => takeRows(one, rows)),
    note: `similarity matrices are of the ${rows.length} of ${all} stimuli that all networks have seen`,
  };
}

function rowsOfNetwork(
  { name, shape, data, stimuli }: Representation,
  rows: readonly number[],
): Representation {
  const units = shape[1]!;
  const { data: taken } = takeRows({ rows: shape[0]!, cols: units, data: Float64Array.from(data) }, rows);
  return {
    name,
    shape: [rows.length, units],
    data: taken,
    stimuli: rows.map((row) => stimuli?.[row] ?? String(row)),
  };
}
