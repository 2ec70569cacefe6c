import type { Estimate } from "../../base/statistics.ts";
import type { Representation, UnreadRepresentation } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { NetworkBootstrapOptions, RsmOptions } from "../rsm/options.ts";
import type { RsmStack } from "../rsm/rsm.ts";
import { correlateRsms, irsm, rsmAgreement, rsmsAgainst, wrsm } from "../rsm/similarity.ts";
import type { RsmAgreement } from "../rsm/statistics.ts";
import type { SharedSpaceResult } from "./result.ts";

/** Networks in native and in shared coordinates, compared stimulus by stimulus. */
export interface Study {
  readonly wrsm: RsmStack;
  readonly agreement: RsmAgreement;
  readonly shared: Between;
  /** Absent where networks differ in their number of units. */
  readonly native?: Between;
}

export interface Between {
  readonly irsm: RsmStack;
  /** Correlation of the mean matrix between networks with the mean one within them. */
  readonly correlation: Estimate;
}

/** All similarity matrices of networks and their shared space, and how they correlate. */
export async function studyOf(
  networks: readonly (Representation | UnreadRepresentation)[],
  { aligned, names }: SharedSpaceResult,
  options: RsmOptions,
  bootstrap: NetworkBootstrapOptions,
  control: Control,
): Promise<Study> {
  const { stimuli } = networks[0]!;
  const moved = aligned.map(({ rows, cols, data }, k) => {
    const one = { name: names[k]!, shape: [rows, cols], data };
    return stimuli ? { ...one, stimuli } : one;
  });
  const within = await wrsm(networks, options, control);
  const between = async (given: readonly (Representation | UnreadRepresentation)[]): Promise<Between> => {
    const matrices = await irsm(given, options, control);
    return { irsm: matrices, correlation: await correlateRsms(within, matrices, bootstrap, control) };
  };
  const study = {
    wrsm: within,
    agreement: await rsmAgreement(within, bootstrap, control),
    shared: await between(moved),
  };
  const widths = new Set(networks.map(({ shape }) => shape[1]));
  return widths.size === 1 ? { ...study, native: await between(networks) } : study;
}

/** Correlation of each network's matrices with the one within the reference, a network by its number. */
export async function againstOf({ wrsm, shared, native }: Study, reference: number, control: Control) {
  const target = wrsm.of(reference);
  return {
    reference: wrsm.names[reference]!,
    wrsm: await rsmsAgainst(wrsm, target, control),
    shared: await rsmsAgainst(shared.irsm, target, control),
    ...(native ? { native: await rsmsAgainst(native.irsm, target, control) } : {}),
  };
}
