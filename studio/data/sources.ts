/** The files behind the items: handles, not bytes. They are no part of the session; a reload loses them. */
import type { Source } from "repgeom";
import type { Origin } from "../session/types.ts";

const sources = new Map<string, Source>();

/** What tells one origin from another. */
export function originKey(origin: Origin): string {
  return origin.from === "url" ? origin.url : origin.path;
}

export function rememberSource(origin: Origin, source: Source): void {
  sources.set(originKey(origin), source);
}

export function sourceOf(origin: Origin): Source | undefined {
  return sources.get(originKey(origin));
}

/** The content of a file that was added, if it is here. */
export function blobOf(origin: Origin): Blob | undefined {
  const source = sourceOf(origin);
  if (source instanceof Blob) return source;
  if (typeof source !== "object" || !("bytes" in source)) return undefined;
  return source.bytes instanceof Blob ? source.bytes : new Blob([source.bytes as Uint8Array<ArrayBuffer>]);
}
