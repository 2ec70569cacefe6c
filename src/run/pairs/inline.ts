import type { ResolvedSpec } from "../../metrics/resolve.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { eventLoopTurns } from "../../base/host/event-loop.ts";
import type { Executor } from "./executor.ts";
import { Session } from "./session.ts";

/** Runs jobs on this thread, one at a time. The event loop runs between jobs, so that an abort is noticed. */
export function inlineExecutor(kernels: Kernels, spec: ResolvedSpec, budget: number): Executor {
  const session = new Session(kernels, spec, budget);
  const turn = eventLoopTurns();
  return {
    width: 1,
    budget,
    async prepare(representation, { isGiven, memory } = {}) {
      await turn();
      const packed = await session.prepare(representation, memory);
      const { buffer } = representation.data;
      return isGiven && buffer instanceof ArrayBuffer ? { ...packed, left: buffer } : packed;
    },
    async run(job, prepared) {
      await turn();
      return session.run(job, prepared);
    },
    close: () => session.close(),
  };
}
