/** After a reload, examples and addresses are read again by themselves. Files wait until the person adds them again. */
import { effect } from "@preact/signals";
import { session } from "../../session/store.ts";
import type { Item, Origin } from "../../session/types.ts";
import { addSources, type Incoming } from "../add.ts";
import { examples } from "../examples.ts";
import { originKey, sourceOf } from "../sources.ts";
import { mayAsk } from "./hosts.ts";
import { fetched } from "./url.ts";

/** Looks at every session that comes, a saved one or one out of a file. @returns ends it */
export function readAbsentAgain(): () => void {
  const tried = new Set<number>();
  return effect(() => {
    const absent = session.value.items.filter(
      ({ id, present, origin }) =>
        !present &&
        !tried.has(id) &&
        (origin.from === "example" || (origin.from === "url" && mayAsk(origin.url))) &&
        sourceOf(origin) === undefined, // otherwise the analysis has died, and revive.ts reads it
    );
    if (absent.length === 0) return;
    for (const { id } of absent) tried.add(id);
    setTimeout(() => void again(absent), 0);
  });
}

async function again(absent: readonly Item[]): Promise<void> {
  const origins = new Map(absent.map(({ origin }) => [originKey(origin), origin]));
  const incoming = await Promise.all([ofUrls([...origins.values()]), ofExamples(origins)]);
  await addSources(incoming.flat());
}

async function ofUrls(origins: readonly Origin[]): Promise<Incoming[]> {
  return origins.flatMap((origin) =>
    origin.from === "url" ? [{ origin, source: () => fetched(origin.url) }] : [],
  );
}

async function ofExamples(origins: ReadonlyMap<string, Origin>): Promise<Incoming[]> {
  const names = new Set([...origins.values()].map((one) => (one.from === "example" ? one.example : "")));
  const loaded = await Promise.all(
    examples.filter(({ name }) => names.has(name)).map((example) => example.load().catch(() => undefined)),
  );
  return loaded.flatMap((one) => one?.incoming ?? []).filter(({ origin }) => origins.has(originKey(origin)));
}
