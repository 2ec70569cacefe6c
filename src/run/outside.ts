import type { Executor } from "./pairs/executor.ts";
import { beside } from "./pairs/paging/prepared-cache.ts";
import { runRecorded } from "./pairs/recorded/run.ts";
import { runPairs } from "./pairs/run.ts";
import type { Outside } from "./runtime.ts";

/**
 * What an engine is given that works with something outside of the process, and how it then runs pairs. It is given and
 * not looked up, so that a page, which has none of it, loads nothing of it.
 */
export function outsideOf({ ledger, elsewhere, cache }: Omit<Outside, "runPairs">): Outside {
  return {
    ledger,
    elsewhere,
    cache,
    runPairs({ inputs, spec, pairs, share, control }, here) {
      if (!ledger)
        return here((executor) =>
          runPairs([...inputs], spec, pairs, executor, control, share, beside(spec, cache)),
        );
      const record = (executor?: Executor) =>
        runRecorded([...inputs], spec, pairs, { ledger, elsewhere, executor, share, cache }, control);
      return elsewhere || ledger.closed ? record() : here(record);
    },
  };
}
