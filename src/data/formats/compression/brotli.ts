import { powerOfTwo } from "../../../base/math/powers.ts";
import { assertFits, type Limits } from "../bytes.ts";
import { asIs, optional } from "../optional.ts";

/** Bytes that the package holds beside its window. */
const besideWindow = 2 ** 14;

/**
 * Unpacks Brotli (RFC 7932) by the package hyparquet-compressors.
 * @throws {RangeError | Error} for what is damaged, or has another size.
 */
export async function brotliReader(
  file: string,
): Promise<(packed: Uint8Array, size: number, limits: Limits) => Uint8Array> {
  const load = () => import("hyparquet-compressors").catch(asIs);
  const { compressors } = await optional("hyparquet-compressors", load, file);
  return (packed, size, limits) => {
    assertFits(file, size + windowOf(packed[0] ?? 0) + besideWindow, limits);
    const bytes = compressors.BROTLI!(packed, size);
    if (bytes.length !== size) throw new RangeError(`${bytes.length} bytes`);
    return bytes;
  };
}

/** Bytes of the window, from the first bits of a stream. */
function windowOf(first: number): number {
  if ((first & 1) === 0) return 2 ** 16;
  const more = (first >> 1) & 7;
  if (more > 0) return powerOfTwo(17 + more);
  const less = (first >> 4) & 7;
  return powerOfTwo(less === 0 ? 17 : 8 + less);
}
