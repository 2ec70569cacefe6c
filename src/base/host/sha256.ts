import { LegibleError } from "../errors.ts";

/**
 * SHA-256, in hexadecimal digits.
 * @throws {LegibleError} where the host has no WebCrypto: in a page that came over http.
 */
export async function sha256Of({ buffer, byteOffset, byteLength }: ArrayBufferView): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle)
    throw new LegibleError("Digests need WebCrypto, which a page has over https or from localhost.");
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const own = buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice(); // shared memory is refused
  const digest = new Uint8Array(await subtle.digest("SHA-256", own));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
