/** After the analysis worker has died, the next one reads the files again whose sources are here. */
import { say } from "../../session/live.ts";
import { change, session } from "../../session/store.ts";
import { onDeath } from "../../worker/client.ts";
import { addSources } from "../add.ts";
import { originKey, sourceOf } from "../sources.ts";

/** Milliseconds. What kills it twice so quickly would kill it again. */
const tooSoon = 10_000;

/** From now on. */
export function reviveAnalysis(): void {
  let last = -Infinity;
  onDeath(() => {
    const again = performance.now() - last > tooSoon;
    last = performance.now();
    change((one) => ({ ...one, items: one.items.map((item) => ({ ...item, present: false })) }));
    if (again) void readAgain();
    else
      say(
        "The analysis ended again while files were read: they may be too large together. Remove some and add them again.",
        "error",
      );
  });
}

async function readAgain(): Promise<void> {
  const origins = new Map(session.value.items.map(({ origin }) => [originKey(origin), origin]));
  const incoming = [...origins.values()].flatMap((origin) => {
    const source = sourceOf(origin);
    return source === undefined ? [] : [{ origin, source }];
  });
  if (incoming.length > 0) await addSources(incoming);
  const lost = session.value.items.filter(({ present }) => !present).length;
  const ending = lost > 0 ? ` ${lost} items are not here any more: add their files again.` : "";
  say(
    `The analysis ended unexpectedly, e.g. for want of memory; it was started again and has its data.${ending}`,
    "error",
  );
}
