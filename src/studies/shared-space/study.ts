import type {
  Engine,
  Estimate,
  NetworkBootstrap,
  Representation,
  RsmAgreement,
  RsmOptions,
  RsmStack,
  SharedSpaceResult,
} from "../../index.ts";

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
  /** Of the mean matrix between networks with that within them. */
  readonly correlation: Estimate;
}

/** All similarity matrices of networks and their shared space, and how they correlate. */
export async function studyOf(
  engine: Engine,
  networks: readonly Representation[],
  { aligned, names }: SharedSpaceResult,
  options: RsmOptions,
  bootstrap: NetworkBootstrap,
  signal: AbortSignal,
): Promise<Study> {
  const { stimuli } = networks[0]!;
  const moved = aligned.map(({ rows, cols, data }, k) => {
    const one = { name: names[k]!, shape: [rows, cols], data };
    return stimuli ? { ...one, stimuli } : one;
  });
  const wrsm = await engine.wrsm(networks, options, { signal });
  const between = async (given: readonly Representation[]): Promise<Between> => {
    const irsm = await engine.irsm(given, options, { signal });
    return { irsm, correlation: await engine.correlateRsms(wrsm, irsm, bootstrap) };
  };
  const study = {
    wrsm,
    agreement: await engine.rsmAgreement(wrsm, bootstrap),
    shared: await between(moved),
  };
  const widths = new Set(networks.map(({ shape }) => shape[1]));
  return widths.size === 1 ? { ...study, native: await between(networks) } : study;
}

/** Correlation of every network's matrices with the one within the network of that number. */
export async function againstOf(engine: Engine, { wrsm, shared, native }: Study, reference: number) {
  const target = wrsm.of(reference);
  return {
    reference: wrsm.names[reference]!,
    wrsm: await engine.rsmsAgainst(wrsm, target),
    shared: await engine.rsmsAgainst(shared.irsm, target),
    ...(native ? { native: await engine.rsmsAgainst(native.irsm, target) } : {}),
  };
}
