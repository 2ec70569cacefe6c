import { inRanges, runSteps, type Steps } from "../../../base/steps.ts";
import type { Numbers } from "../dtypes.ts";
import type { StoredArray } from "../opened.ts";
import { sizeOf } from "../shapes.ts";

/** How numbers were packed: `stored × scale + offset` is meant, and the missing ones are none. */
export interface Packing {
  readonly scale: number;
  readonly offset: number;
  /** As they are stored. */
  readonly missing: readonly number[];
}

/** The attributes that say it, as the NetCDF User Guide's conventions name them. */
export const packingAttributes = ["scale_factor", "add_offset", "_FillValue", "missing_value"] as const;

/** @param numbersOf - the numbers of an attribute; none where there is no such attribute */
export function packingOf(
  numbersOf: (name: (typeof packingAttributes)[number]) => readonly number[],
): Packing {
  return {
    scale: numbersOf("scale_factor")[0] ?? 1,
    offset: numbersOf("add_offset")[0] ?? 0,
    missing: [...numbersOf("_FillValue"), ...numbersOf("missing_value")],
  };
}

/** The array as it is meant: in double precision where it was scaled, NaN where a number is missing. */
export function unpacked(array: StoredArray, packing: Packing): StoredArray {
  const scaled = packing.scale !== 1 || packing.offset !== 0;
  if (array.refused !== undefined || (!scaled && packing.missing.length === 0)) return array;
  const bytes = scaled ? 8 * sizeOf(array.shape) : array.bytes;
  const { stored, ...others } = array;
  return {
    ...others,
    ...(stored && !scaled && { stored }),
    bytes,
    scratch: array.scratch + (bytes > array.bytes ? array.bytes : 0),
    async read(rows, signal, memory) {
      const packed = await array.read(rows, signal, memory);
      const meant = scaled && packed instanceof Float32Array ? new Float64Array(packed.length) : packed;
      await runSteps(unpack(packed, meant, packing), signal);
      return meant;
    },
  };
}

function* unpack(packed: Numbers, to: Numbers, { scale, offset, missing }: Packing): Steps<void> {
  yield* inRanges(packed.length, (start, end) => {
    for (let i = start; i < end; i++) {
      const value = packed[i]!;
      to[i] = missing.includes(value) ? NaN : value * scale + offset;
    }
  });
}
