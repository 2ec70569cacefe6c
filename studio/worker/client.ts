/** The page's end of the analysis worker. It is started when it is first needed, and again when it has died. */
import { proxy, wrap, type Remote } from "comlink";
import { lifeEnds } from "./life.ts";
import type { Analysis, Outcome, Partial, Task, Told } from "./protocol.ts";

let remote: Remote<Analysis> | undefined;
let started = 0;

/** Called when a worker has died; the next call starts another one, which knows nothing. */
const mourners = new Set<() => void>();

export function onDeath(call: () => void): void {
  mourners.add(call);
}

/** The worker. Its calls reject with `WorkerDied` if it dies. */
export function analysis(): Remote<Analysis> {
  return (remote ??= start());
}

class WorkerDied extends Error {
  override readonly name = "WorkerDied";
}

function start(): Remote<Analysis> {
  const name = `analysis-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`; // other tabs have theirs
  const worker = new Worker(new URL("./analysis.ts", import.meta.url), { type: "module", name });
  const wrapped = wrap<Analysis>(worker);
  let endLife!: (error: Error) => void;
  const life = new Promise<never>((_, reject) => (endLife = reject));
  life.catch(() => {}); // without a call nobody waits for it
  const first = started++ === 0;
  let isReady = false;
  const die = () => {
    if (remote !== mortal) return;
    remote = undefined;
    worker.terminate();
    endLife(new WorkerDied(isReady ? died : neverStarted));
    if (isReady || !first) for (const call of mourners) call();
  };
  const mortal = mortalOf(wrapped, life);
  worker.addEventListener("error", die);
  void wrapped.ready().then((canTell) => {
    isReady = true;
    return canTell ? lifeEnds(name).then(die) : undefined;
  });
  return mortal;
}

const died = "The analysis ended unexpectedly; it may have run out of memory. It has been started again.";
const neverStarted =
  "The analysis could not be started: its script or its kernels are not there, or the browser forbids them.";

/** As the worker, but a call ends when the worker does: comlink would wait for ever. */
function mortalOf(wrapped: Remote<Analysis>, life: Promise<never>): Remote<Analysis> {
  type Call = (...given: unknown[]) => Promise<unknown>;
  return new Proxy(wrapped, {
    get: (_, name) =>
      name === "then"
        ? undefined
        : (...given: unknown[]) =>
            Promise.race([(wrapped as unknown as Record<string | symbol, Call>)[name]!(...given), life]),
  });
}

/** Asks a question; the two functions are called in the page. */
export function runTask(
  task: Task,
  known: readonly number[],
  onProgress: (progress: Told) => void,
  onPartial: (partial: Partial) => void,
): Promise<Outcome> {
  return analysis().run(task, known, proxy(onProgress), proxy(onPartial));
}
