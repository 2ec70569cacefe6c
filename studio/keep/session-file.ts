/** The session as one file: a zip with `session.json`, and the data if they are wanted. */
import { strFromU8, strToU8, unzip, zip, type AsyncZippable } from "fflate";
import { session } from "../session/store.ts";
import type { Session } from "../session/types.ts";
import { broughtUpToDate } from "./versions.ts";

export const sessionExtension = ".repgeom";

/** @param data - files that go with it, by path */
export async function sessionFile(data: ReadonlyMap<string, Blob> = new Map()): Promise<Uint8Array> {
  const parts: AsyncZippable = { "session.json": strToU8(encoded(session.value)) };
  for (const [path, blob] of data)
    parts[`data/${path}`] = [new Uint8Array(await blob.arrayBuffer()), { level: 0 }];
  return new Promise((resolve, reject) =>
    zip(parts, (error, bytes) => (error ? reject(error) : resolve(bytes))),
  );
}

/**
 * @throws {Error} in words, for a file that is none, is cut short, or is of a newer version.
 */
export async function openedSession(file: Blob): Promise<{ session: Session; data: Map<string, Blob> }> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts = await new Promise<Record<string, Uint8Array>>((resolve, reject) =>
    unzip(bytes, (error, found) =>
      error
        ? reject(new Error(`This session file cannot be opened: ${error.message}. It may be cut short.`))
        : resolve(found),
    ),
  );
  const text = parts["session.json"];
  if (!text) throw new Error("This is not a session of the studio: there is no session.json in it.");
  const data = Object.entries(parts).filter(([path]) => path.startsWith("data/"));
  const blobs = data.map(([path, content]): [string, Blob] => [
    path.slice(5),
    new Blob([content as Uint8Array<ArrayBuffer>]),
  ]);
  return { session: broughtUpToDate(decoded(strFromU8(text)) as object), data: new Map(blobs) };
}

/** JSON that keeps arrays of numbers and numbers that are none: base64 of their bytes, and their names. */
export function encoded(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part instanceof Float64Array)
      return { $float64: base64(new Uint8Array(part.buffer, part.byteOffset, part.byteLength)) };
    if (ArrayBuffer.isView(part)) return Array.from(part as unknown as ArrayLike<number>);
    if (typeof part === "number" && !Number.isFinite(part)) return { $number: String(part) };
    return part;
  });
}

export function decoded(text: string): unknown {
  return JSON.parse(text, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null) return part;
    if ("$float64" in part)
      return new Float64Array(strToU8(atob(String(part.$float64)), true).slice().buffer);
    if ("$number" in part) return Number(part.$number);
    return part;
  });
}

function base64(bytes: Uint8Array): string {
  return btoa(strFromU8(bytes, true));
}
