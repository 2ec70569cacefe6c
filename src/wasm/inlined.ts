let bytes: Uint8Array<ArrayBuffer> | undefined;

/** Gives the kernels that need no file, as `repgeom/inline` does. @param text - a build in base64 */
export function inline(text: string): void {
  bytes = bytesOfText(text);
}

export function inlined(): Uint8Array<ArrayBuffer> | undefined {
  return bytes;
}

/** @param text - in base64 */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
