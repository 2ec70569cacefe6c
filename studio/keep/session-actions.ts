/** What is done with whole sessions. */
import { addSources } from "../data/add.ts";
import { holdHosts } from "../data/arrive/hosts.ts";
import { blobOf, originKey } from "../data/sources.ts";
import { say } from "../session/live.ts";
import { replaceSession, session } from "../session/store.ts";
import { emptySession } from "../session/types.ts";
import { forgetFiles, keepFiles, keptFiles, reopened } from "./saved.ts";

/** Of the name of a session file. */
export const sessionExtension = ".repgeom";

/** The files of the items, by path, as far as they are here. */
export async function filesOfSession(): Promise<{ data: Map<string, Blob>; missing: number }> {
  const origins = new Map(session.value.items.map(({ origin }) => [originKey(origin), origin]));
  const data = new Map<string, Blob>();
  for (const [key, origin] of origins) {
    const blob = blobOf(origin);
    if (blob) data.set(key, blob);
  }
  return { data, missing: origins.size - data.size };
}

/** A new one; the old one can be had back by undo. */
export function newSession(): void {
  const { nextId } = session.value;
  replaceSession({ ...emptySession, nextId }, "begin a new session");
}

/** Opens a file that `sessionFile` made. @throws {Error} in words, and nothing changes. */
export async function openSession(file: Blob): Promise<void> {
  const { openedSession } = await import("./session-file.ts");
  const opened = await openedSession(file);
  holdHosts(opened.session.items);
  replaceSession(reopened(opened.session), "open a session");
  await addAgain(opened.data);
  say("The session is open.");
}

/** Data of a session file, or kept in the browser, for the items that stand for them. */
export async function addAgain(data: ReadonlyMap<string, Blob>): Promise<void> {
  const origins = new Map(session.value.items.map(({ origin }) => [originKey(origin), origin]));
  const incoming = [...data].flatMap(([path, bytes]) => {
    const origin = origins.get(path);
    return origin ? [{ origin, source: { name: path, bytes } }] : [];
  });
  if (incoming.length > 0) await addSources(incoming);
}

export async function isKept(): Promise<boolean> {
  return (await keptFiles()).size > 0;
}

/** @throws {Error} where the storage is full: nothing is kept then. */
export async function keepData(on: boolean): Promise<void> {
  await forgetFiles();
  if (!on) return;
  const { data } = await filesOfSession();
  await navigator.storage?.persist?.();
  try {
    await keepFiles([...data].map(([path, blob]) => ({ path, blob })));
  } catch (error) {
    if ((error as Error).name !== "QuotaExceededError") throw error;
    throw new Error(
      "The storage of this browser has no room for these files. They stay as long as the page is open.",
      { cause: error },
    );
  }
}
