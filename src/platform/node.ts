import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { clearTimeout, setTimeout } from "node:timers"; // in Deno the global ones cannot be unref'd
import { parentPort, Worker } from "node:worker_threads";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import type { Platform, Thread } from "./platform.ts";
import { longestTimer } from "./timers.ts";
import { rejectable } from "./rejectable.ts";

/** Node, Deno and Bun, which have files and `worker_threads`. */
export const platform: Platform = {
  cores: availableParallelism(),
  readAsset: async (url) => new Uint8Array(await readFile(url)),
  spawn,
  later,
  host: () => nodeEndpoint(parentPort!),
};

function later(milliseconds: number, work: () => void): () => void {
  if (milliseconds > longestTimer) return () => {};
  const timer = setTimeout(work, milliseconds).unref();
  return () => clearTimeout(timer);
}

function spawn(): Thread {
  // Workers inherit the flags of `node --input-type=module -e …`, but Node refuses that flag for a worker with a file.
  const fromText = process.execArgv.some((flag) => flag.startsWith("--input-type"));
  const options = fromText ? { execArgv: [] } : {};
  const worker = new Worker(new URL("../../workers/worker.js", import.meta.url), options);
  worker.unref();
  const { promise: death, reject } = rejectable();
  worker.once("error", reject);
  worker.once("messageerror", reject);
  worker.once("exit", (code) => reject(new Error(`A worker thread ended with exit code ${code}.`)));
  return {
    endpoint: nodeEndpoint(worker),
    death,
    keepAlive: (working) => (working ? worker.ref() : worker.unref()),
    terminate() {
      reject(new Error("The worker thread was terminated."));
      void worker.terminate();
    },
  };
}
