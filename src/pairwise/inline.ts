import type { ResolvedSpec } from "../metrics/registry.ts";
import type { Kernels } from "../wasm/kernels.ts";
import type { Executor } from "./executor.ts";
import { Session } from "./session.ts";

/** Does jobs on this thread, one at a time; lets the event loop turn between them, so that an abort is heard. */
export function inlineExecutor(kernels: Kernels, spec: ResolvedSpec, budget: number): Executor {
  const session = new Session(kernels, spec, budget);
  const turn = eventLoopTurns();
  return {
    width: 1,
    budget,
    async prepare(representation) {
      await turn();
      return session.prepare(representation);
    },
    async run(job, prepared) {
      await turn();
      return session.run(job, prepared);
    },
    close: () => session.close(),
  };
}

/** Milliseconds for which the event loop may stand still. */
const patience = 12;

/** Waits for the event loop to come round, if it has not for some time. */
function eventLoopTurns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < patience) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
