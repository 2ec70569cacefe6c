import type { Endpoint } from "comlink";
import type { WorkerSource } from "../base/host/types.ts";
import type { Thread } from "./platform.ts";
import { rejectable } from "./rejectable.ts";

/** A worker of the web as a thread. */
export function webThread(worker: Worker): Thread {
  const { promise: death, reject } = rejectable();
  worker.addEventListener("error", (event) =>
    reject(new Error(event.message || "its script could not be loaded")),
  );
  worker.addEventListener("messageerror", () =>
    reject(new Error("A message from a worker could not be read.")),
  );
  return {
    endpoint: worker as Endpoint,
    death,
    keepAlive: () => {},
    terminate() {
      reject(new Error("The worker thread was terminated."));
      worker.terminate();
    },
  };
}

/** The worker that a caller wants. */
export function workerOf(given: WorkerSource): Worker {
  return typeof given === "function"
    ? (startedBy(given) as Worker)
    : moduleWorker(new URL(given, baseAddress()));
}

/** What the function of a caller started. @throws where it is no worker */
export function startedBy(start: () => object): object {
  const started: Partial<Worker> | undefined = start();
  if (typeof started?.postMessage === "function") return started;
  throw new Error(`the function given as worker returned ${String(started)}, no Worker`);
}

/**
 * A worker of a module that may lie on another origin, as on a CDN. A browser starts workers of the page's own origin only,
 * but such a worker may import from anywhere: so it starts as one line in a `blob:`.
 */
export function moduleWorker(address: URL): Worker {
  if (isOwnOrigin(address)) return new Worker(address, { type: "module" });
  const line = `import ${JSON.stringify(address.href)};`;
  const blob = URL.createObjectURL(new Blob([line], { type: "text/javascript" }));
  return new Worker(blob, { type: "module" }); // the address is read later, so it is not revoked
}

function isOwnOrigin({ origin, protocol }: URL): boolean {
  return protocol === "blob:" || protocol === "data:" || origin === globalThis.location?.origin;
}

/** Inside a worker there is no document, only a location. */
export function baseAddress(): string | undefined {
  return globalThis.document?.baseURI ?? globalThis.location?.href;
}
