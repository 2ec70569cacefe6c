import type { Endpoint } from "comlink";
import type { Platform, Thread } from "./platform.ts";
import { longestTimer } from "./timers.ts";
import { rejectable } from "./rejectable.ts";

/** Browsers and similar hosts, which have fetch and module workers. */
export const platform: Platform = {
  cores: globalThis.navigator?.hardwareConcurrency ?? 1,
  readAsset,
  spawn,
  later,
  host: () => globalThis as unknown as Endpoint,
};

async function readAsset(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status} ${response.statusText}.`);
  return new Uint8Array(await response.arrayBuffer());
}

function later(milliseconds: number, work: () => void): () => void {
  if (milliseconds > longestTimer) return () => {};
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}

function spawn(): Thread {
  const worker = new Worker(new URL("../../workers/worker.js", import.meta.url), { type: "module" });
  const { promise: death, reject } = rejectable();
  worker.addEventListener("error", (event) =>
    reject(new Error(event.message || "A worker could not start.")),
  );
  worker.addEventListener("messageerror", () =>
    reject(new Error("A message from a worker could not be read.")),
  );
  return {
    endpoint: worker,
    death,
    keepAlive: () => {},
    terminate() {
      reject(new Error("The worker thread was terminated."));
      worker.terminate();
    },
  };
}
