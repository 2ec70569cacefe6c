import type { EngineHandle } from "../lanes/control.ts";
import type { Share } from "../ledger/ledger.ts";
import { createRuntime, handleOf, type EngineOptions } from "../runtime.ts";
import { runPairs } from "../pairs/run.ts";
import { isSmall, rehearsePairs } from "./pairs.ts";
import { rehearsedTasks } from "./pieces.ts";
import { Rehearsal } from "./rehearsal.ts";

/**
 * An engine that does a small part of each run of pairs and of each task, and pretends that the rest was like it.
 * What its functions return is no result; what the whole would be is in the rehearsal.
 * @param part - of the work, where several processes share it
 * @throws as `createHandle`.
 */
export async function openRehearsal(
  options: EngineOptions,
  part?: Share,
): Promise<{ engine: EngineHandle; rehearsal: Rehearsal }> {
  const runtime = await createRuntime(options);
  const rehearsal = new Rehearsal(part);
  const engine = handleOf({
    ...runtime,
    tasks: rehearsedTasks(runtime.tasks, rehearsal),
    runPairs: (asked, here) =>
      here((executor) => {
        const { inputs, spec, pairs, control, share } = asked;
        return isSmall(pairs)
          ? runPairs([...inputs], spec, pairs, executor, control, share)
          : rehearsePairs({ ...asked, executor }, rehearsal);
      }),
    rehearse: (asked, executor) => rehearsePairs({ ...asked, executor, isKept: true }, rehearsal),
  });
  return { engine, rehearsal };
}
