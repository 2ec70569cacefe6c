const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Of each byte its 6 bits; 64: white space; 65: the padding; 66: no letter of base64. */
const values = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = String.fromCharCode(byte);
  if (/[\t\n\r ]/.test(letter)) return 64;
  if (letter === "=") return 65;
  const value = letters.indexOf(letter);
  return value < 0 ? 66 : value;
});

/**
 * Bytes that are written in base64 (RFC 4648, §4), between which may be white space.
 * @returns them, or the place of what is wrong
 */
export function decodeBase64(text: Uint8Array): Uint8Array<ArrayBuffer> | { readonly wrongAt: number } {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let [bits, held, filled, padding] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const value = values[text[at]!]!;
    if (value === 64) continue;
    if (value === 66 || (padding > 0 && value !== 65) || padding > 2) return { wrongAt: at };
    if (value === 65) {
      padding++;
      continue;
    }
    bits = (bits << 6) | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[filled++] = (bits >>> held) & 255;
  }
  // Six bits alone are no byte: the text is cut short.
  return held === 6 ? { wrongAt: text.length } : bytes.subarray(0, filled);
}
