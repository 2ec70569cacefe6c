/** RDMs that miss the same pairs of stimuli. */
export interface MissingGroup {
  /** Their places in the list, rising. */
  readonly members: number[];
  /** 1 for each pair that is missing (NaN); undefined if none is. */
  readonly missing: Uint8Array | undefined;
}

/** RDMs grouped by the pairs of stimuli that they miss, in the order of the first of each group. */
export function groupsByMissing(rdms: readonly Float64Array[]): MissingGroup[] {
  const groups = new Map<string, MissingGroup>();
  rdms.forEach((condensed, k) => {
    const missing = missingMask(condensed);
    const key = missing ? missing.join("") : "";
    const group = groups.get(key);
    if (group) group.members.push(k);
    else groups.set(key, { members: [k], missing });
  });
  return [...groups.values()];
}

/** 1 for each NaN; undefined if there is none. */
function missingMask(condensed: Float64Array): Uint8Array | undefined {
  let mask: Uint8Array | undefined;
  for (let k = 0; k < condensed.length; k++) {
    if (!Number.isNaN(condensed[k]!)) continue;
    mask ??= new Uint8Array(condensed.length);
    mask[k] = 1;
  }
  return mask;
}

/** The pairs that are missing in either. */
export function eitherMissing(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
  if (!a || !b) return a ?? b;
  return a.map((one, k) => one | b[k]!);
}
