/** The session as one file: a zip with `session.json`, and the data if they are wanted. */
import { strFromU8, strToU8, unzip, zip, type AsyncZippable, type UnzipFileInfo } from "fflate";
import { session } from "../session/store.ts";
import type { Session } from "../session/types.ts";
import { broughtUpToDate } from "./versions.ts";

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
  const parts = await unpacked(new Uint8Array(await file.arrayBuffer()));
  const text = parts["session.json"];
  if (!text) throw new Error("This is not a session of the studio: there is no session.json in it.");
  const data = Object.entries(parts).filter(([path]) => path.startsWith("data/"));
  const blobs = data.map(([path, content]): [string, Blob] => [
    path.slice(5),
    new Blob([content as Uint8Array<ArrayBuffer>]),
  ]);
  return { session: await broughtUpToDate(sessionIn(text)), data: new Map(blobs) };
}

/** Bytes that may come of what is packed: the longest text that browsers take. Data are stored as they are. */
const mostUnpacked = 2 ** 29;

/** Parts of any other name stay packed. */
function unpacked(bytes: Uint8Array): Promise<Record<string, Uint8Array>> {
  let total = 0;
  const filter = ({ name, originalSize, compression }: UnzipFileInfo) => {
    if (name !== "session.json" && !name.startsWith("data/")) return false;
    if (compression !== 0) total += originalSize;
    return total <= mostUnpacked;
  };
  return new Promise((resolve, reject) => {
    const refuse = (why: string) => reject(new Error(`This session file cannot be opened: ${why}`));
    unzip(bytes, { filter }, (error, found) => {
      if (total > mostUnpacked) refuse(`it says that it unpacks to ${total} bytes, which no session does.`);
      else if (error) refuse(`${error.message}. It may be cut short.`);
      else resolve(found);
    });
  });
}

function sessionIn(text: Uint8Array): object {
  let value: unknown;
  try {
    value = decoded(strFromU8(text));
  } catch (error) {
    throw new Error(
      `This session file is damaged: session.json cannot be read (${(error as Error).message}).`,
      {
        cause: error,
      },
    );
  }
  if (typeof value === "object" && value !== null) return value;
  throw new Error("This session file is damaged: session.json holds no object.");
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
