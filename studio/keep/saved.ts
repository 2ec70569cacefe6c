/**
 * The session in the storage of the browser, saved by itself, so that a reload or a crash loses nothing.
 *
 *   session:TAB          everything but the answers, in one record
 *   answer:TAB:ID        one record an answer, written when it changes
 *   data:TAB:PATH        a file, if the person agreed
 *
 * Each tab has a session of its own: TAB is kept by the tab through reloads, and a lock tells which tabs live.
 * A new tab takes up the last session that no tab has.
 */
import { effect, signal } from "@preact/signals";
import { createStore, delMany, getMany, keys, setMany } from "idb-keyval";
import { holdHosts } from "../data/arrive/hosts.ts";
import { say } from "../session/live.ts";
import { replaceSession, session } from "../session/store.ts";
import type { Answer, Session } from "../session/types.ts";
import { broughtUpToDate } from "./versions.ts";

/** What is known of the saving. `failed` holds until the next one succeeds. */
export const saving = signal<"nothing" | "waits" | "saved" | "failed">("nothing");

const store = createStore("repgeom-studio", "sessions");
const [wait, longestKept] = [400, 10]; // milliseconds; sessions

interface SavedSession {
  readonly session: Omit<Session, "answers">;
  /** Ids of the answers, in their order. */
  readonly answers: readonly number[];
  readonly at: number;
}

/** Empty where the browser gives no storage. */
let tab = "";
let written: ReadonlyMap<number, Answer> = new Map();

/**
 * Takes up the session of this tab, if there is one, and saves every change from then on.
 * @param fresh - begins with an empty session, e.g. because the address asks for something else
 */
export async function keepSaving(fresh: boolean): Promise<void> {
  try {
    tab = await tabOf(fresh);
    if (!fresh) await takeUp();
  } catch (error) {
    tab = "";
    sayFailed(error); // private windows of some browsers have no storage
    saving.value = "failed";
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first = true;
  effect(() => {
    void session.value;
    if (first) return void (first = false);
    if (tab === "") return;
    saving.value = "waits";
    clearTimeout(timer);
    timer = setTimeout(() => void save(), wait);
  });
  addEventListener("pagehide", () => void save());
  addEventListener("beforeunload", (event) => {
    if (saving.value === "failed" && session.value.answers.length > 0) event.preventDefault();
  });
}

/** Writes what has changed, all or nothing. */
async function save(): Promise<void> {
  if (saving.value !== "waits" || tab === "") return;
  const all = session.value;
  const { answers, ...rest } = all;
  /** A change that came meanwhile still waits. */
  const end = (state: "saved" | "failed") => {
    if (session.value === all) saving.value = state;
  };
  const saved: SavedSession = { session: rest, answers: answers.map(({ id }) => id), at: Date.now() };
  const changed = answers.filter((one) => written.get(one.id) !== one);
  const gone = [...written.keys()].filter((id) => answers.every((one) => one.id !== id));
  try {
    await setMany(
      [[`session:${tab}`, saved], ...changed.map((one): [string, Answer] => [answerKey(tab, one.id), one])],
      store,
    );
    await delMany(
      gone.map((id) => answerKey(tab, id)),
      store,
    );
    written = new Map(answers.map((one) => [one.id, one]));
    end("saved");
  } catch (error) {
    sayFailed(error);
    end("failed");
  }
}

let saidFailed = false;

/** Once: the next tries would say the same. */
function sayFailed(error: unknown): void {
  if (saidFailed) return;
  saidFailed = true;
  const full = (error as Error).name === "QuotaExceededError";
  const why = full
    ? "the storage of the browser is full"
    : `the browser gives no storage (${(error as Error).message})`;
  say(
    `The session could not be saved: ${why}. Save it as a file, or remove answers that you no longer need.`,
    "error",
  );
}

/** A session that is damaged stays where it is; this tab begins another one. */
async function takeUp(): Promise<void> {
  const found = await savedIn(tab).catch((error: Error) => error);
  if (!found) return;
  if (found instanceof Error) {
    say(`The session that was saved in this browser is not opened. ${found.message}`, "error");
    return void (tab = named(newName()));
  }
  written = new Map(found.answers.map((one) => [one.id, one]));
  holdHosts(found.items);
  replaceSession(reopened(found));
  saving.value = "saved";
}

async function savedIn(name: string): Promise<Session | undefined> {
  const [saved] = await getMany<SavedSession>([`session:${name}`], store);
  if (!saved) return undefined;
  if (!Array.isArray(saved.answers)) throw new Error("This session is damaged: answers: expected a list.");
  const answers = await getMany<Answer>(
    saved.answers.map((id) => answerKey(name, id)),
    store,
  );
  return broughtUpToDate({ ...saved.session, answers: answers.filter((one) => one !== undefined) });
}

/** After a reload no responses are in the worker, and nothing runs. */
export function reopened(saved: Session): Session {
  return {
    ...saved,
    items: saved.items.map((item) => ({ ...item, present: false })),
    answers: saved.answers.map((one) =>
      one.state === "queued" || one.state === "running"
        ? { ...one, state: "cancelled", error: "The page was closed before it was done." }
        : one,
    ),
  };
}

/** The name of this tab's session: its own from before, the last one that no tab has, or a new one. */
async function tabOf(fresh: boolean): Promise<string> {
  const own = ownTab();
  const live = await liveTabs();
  const mine = own !== null && !live.has(own) ? own : undefined;
  return named(mine ?? (fresh ? undefined : await lastWithout(live)) ?? newName());
}

/** Makes this the name of the tab. */
function named(name: string): string {
  try {
    sessionStorage.setItem("repgeom-tab", name);
  } catch {
    // A browser that keeps nothing for tabs: a reload is taken for another tab.
  }
  // Held as long as the tab lives.
  void navigator.locks?.request(lockOf(name), () => new Promise(() => {}));
  return name;
}

/** Pages that came without encryption have no `randomUUID`. */
function newName(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
}

/** The name that this tab had before a reload. */
export function ownTab(): string | null {
  try {
    return sessionStorage.getItem("repgeom-tab");
  } catch {
    return null;
  }
}

async function liveTabs(): Promise<ReadonlySet<string>> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.map(({ name }) => name!.replace(lockOf(""), "")));
}

/** The last session without a tab. The oldest are forgotten. */
async function lastWithout(live: ReadonlySet<string>): Promise<string | undefined> {
  const all = (await keys<string>(store)).map(String);
  const names = all.filter((key) => key.startsWith("session:")).map((key) => key.slice("session:".length));
  const saved = await getMany<SavedSession>(
    names.map((name) => `session:${name}`),
    store,
  );
  const dated = names
    .map((name, k) => ({ name, at: Number(saved[k]?.at) || 0 }))
    .filter(({ name }) => !live.has(name));
  const [last, ...rest] = dated.sort((a, b) => b.at - a.at);
  const old = new Set(rest.slice(longestKept).map(({ name }) => name));
  await delMany(
    all.filter((key) => old.has(key.split(":")[1]!)),
    store,
  );
  return last?.name;
}

function lockOf(name: string): string {
  return `repgeom-studio:${name}`;
}

function answerKey(name: string, id: number): string {
  return `answer:${name}:${id}`;
}

/** Files of this tab that the person wants kept. */
export async function keepFiles(
  files: readonly { readonly path: string; readonly blob: Blob }[],
): Promise<void> {
  if (tab === "")
    throw new Error(
      "This browser gives the page no storage, so files cannot be kept: save the session as a file.",
    );
  await setMany(
    files.map(({ path, blob }): [string, Blob] => [`data:${tab}:${path}`, blob]),
    store,
  );
}

/** The kept files, by path. */
export async function keptFiles(): Promise<Map<string, Blob>> {
  if (tab === "") return new Map();
  const start = `data:${tab}:`;
  const found = (await keys<string>(store)).filter((key) => String(key).startsWith(start));
  const blobs = await getMany<Blob>(found, store);
  return new Map(found.map((key, k) => [key.slice(start.length), blobs[k]!]));
}

export async function forgetFiles(): Promise<void> {
  if (tab === "") return;
  await delMany(
    [...(await keptFiles()).keys()].map((path) => `data:${tab}:${path}`),
    store,
  );
}
