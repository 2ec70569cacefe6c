/** The page's end of the analysis worker. It is started when it is first needed. */
import { proxy, wrap, type Remote } from "comlink";
import type { Analysis, Outcome, Partial, Task } from "./protocol.ts";
import type { Progress } from "repgeom";

let remote: Remote<Analysis> | undefined;

export function analysis(): Remote<Analysis> {
  return (remote ??= wrap<Analysis>(
    new Worker(new URL("./analysis.ts", import.meta.url), { type: "module", name: "analysis" }),
  ));
}

/** Asks a question; the two functions are called in the page. */
export function runTask(
  task: Task,
  onProgress: (progress: Omit<Progress, "values">) => void,
  onPartial: (partial: Partial) => void,
): Promise<Outcome> {
  return analysis().run(task, proxy(onProgress), proxy(onPartial));
}
