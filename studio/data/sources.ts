/** The files behind the items: handles, not bytes. They are no part of the session; a reload loses them. */
import type { Source } from "repgeom";
import type { Origin } from "../session/types.ts";

const sources = new Map<string, Source>();

/** What tells one origin from another. */
export function originKey(origin: Origin): string {
  if (origin.from === "url") return origin.url;
  return origin.from === "file" && origin.nth !== undefined ? `${origin.path} (${origin.nth})` : origin.path;
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
  return source === undefined ? undefined : contentOf(source);
}

function contentOf(source: Source): Blob | undefined {
  if (source instanceof Blob) return source;
  if (typeof source !== "object" || !("bytes" in source)) return undefined;
  return source.bytes instanceof Blob ? source.bytes : new Blob([source.bytes as Uint8Array<ArrayBuffer>]);
}

/** The same origin, or the next one that is free where another file of its path is here already. */
export function freeOrigin(origin: Origin, source: Source): Origin {
  if (origin.from !== "file") return origin;
  let free: Origin = origin;
  for (let nth = 2; isOther(sourceOf(free), source); nth++) free = { ...origin, nth };
  return free;
}

function isOther(known: Source | undefined, source: Source): boolean {
  if (known === undefined) return false;
  const [a, b] = [contentOf(known), contentOf(source)];
  if (!a || !b || a.size !== b.size) return true;
  return a instanceof File && b instanceof File && a.lastModified !== b.lastModified;
}
