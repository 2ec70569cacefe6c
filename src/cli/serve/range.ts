/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Which bytes of a file a `Range` header asks for (RFC 9110, section 14). What is no single range of bytes means the
 * whole file: a server may always answer with that.
 *
 * @param size - bytes of the file
 * @returns undefined for the whole file, "outside" for a range that begins behind its end
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | "outside" | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const from = Number(first);
  const to = Number(last);
  if (first === "")
    return to === 0 || size === 0 ? "outside" : { start: Math.max(0, size - to), end: size - 1 };
  if (last !== "" && to < from) return undefined;
  if (from >= size) return "outside";
  return { start: from, end: last === "" ? size - 1 : Math.min(to, size - 1) };
}
