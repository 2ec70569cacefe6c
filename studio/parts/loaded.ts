/** What the worker computes for the panels, kept by a key so that it is asked for once. */
import { signal, type Signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";

export type Loaded<T> =
  | { readonly state: "waiting" }
  | { readonly state: "done"; readonly value: T }
  | { readonly state: "failed"; readonly message: string };

/** Results that are kept; the oldest goes first. */
const most = 100;
const kept = new Map<string, Signal<Loaded<unknown>>>();

/** What `load` gives for this key. A failure is not kept: asked again, it is tried again. */
export function loaded<T>(key: string, load: () => Promise<T>): Signal<Loaded<T>> {
  const found = kept.get(key);
  if (found && found.peek().state !== "failed") return found as Signal<Loaded<T>>;
  const made = signal<Loaded<T>>({ state: "waiting" });
  kept.set(key, made as Signal<Loaded<unknown>>);
  if (kept.size > most) kept.delete(kept.keys().next().value!);
  load().then(
    (value) => (made.value = { state: "done", value }),
    (error: unknown) =>
      (made.value = { state: "failed", message: error instanceof Error ? error.message : String(error) }),
  );
  return made;
}

const idle: Loaded<never> = { state: "waiting" };

/**
 * The same in a component. It waits a moment before it asks, so that a key that is passed over
 * (arrow keys held down in a list) costs nothing.
 * @param key - undefined for nothing
 */
export function useLoaded<T>(key: string | undefined, load: () => Promise<T>, wait = 0): Loaded<T> {
  const [now, setNow] = useState<{ key: string; found: Signal<Loaded<T>> }>();
  useEffect(() => {
    if (key === undefined) return;
    const later = setTimeout(() => setNow({ key, found: loaded(key, load) }), kept.has(key) ? 0 : wait);
    return () => clearTimeout(later);
  }, [key]);
  return now && now.key === key ? now.found.value : idle;
}
