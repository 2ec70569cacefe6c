import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { clearTimeout, setTimeout } from "node:timers"; // in Deno the global ones cannot be unref'd
import { Worker } from "node:worker_threads";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import type { WorkerSource } from "../base/host/types.ts";
import type { Build, Platform, Thread } from "./platform.ts";
import { usualBudget } from "./platform.ts";
import { longestTimer } from "./timers.ts";
import { rejectable } from "./rejectable.ts";
import { startedBy, webThread } from "./web-thread.ts";

/** Node, Deno and Bun, which have files and `worker_threads`. */
export const platform: Platform = {
  cores: availableParallelism(),
  budget: usualBudget,
  compile: async (build) => WebAssembly.compile(await readFile(wasm(build))),
  read: async (build) => new Uint8Array(await readFile(wasm(build))),
  spawn: (given) => threadOf(given === undefined ? worker() : workerOf(given)),
  later,
  files: { open, readdir, readFile, stat, openSync, fstatSync, readSync, closeSync },
};

/** Written so that bundlers find it. */
function wasm(build: Build): URL {
  return build === "simd"
    ? new URL("../../wasm/simd.wasm", import.meta.url)
    : new URL("../../wasm/relaxed.wasm", import.meta.url);
}

function worker(): Worker {
  return new Worker(new URL("../../workers/worker.js", import.meta.url), flags());
}

/** Workers inherit the flags of `node --input-type=module -e …`, but Node refuses that flag for a worker with a file. */
function flags(): { execArgv?: string[] } {
  const fromText = process.execArgv.some((flag) => flag.startsWith("--input-type"));
  return fromText ? { execArgv: [] } : {};
}

/** A text with a scheme is no path: Node takes such an address as a URL only. */
function workerOf(given: WorkerSource): object {
  if (typeof given === "function") return startedBy(given);
  const isAddress = typeof given === "string" && /^(?:file|data):/.test(given);
  return new Worker(isAddress ? new URL(given) : given, flags());
}

function later(milliseconds: number, work: () => void): () => void {
  if (milliseconds > longestTimer) return () => {};
  const timer = setTimeout(work, milliseconds).unref();
  return () => clearTimeout(timer);
}

function threadOf(worker: object): Thread {
  // Deno and Bun have workers of the web, too.
  return worker instanceof Worker ? nodeThread(worker) : webThread(worker as globalThis.Worker);
}

function nodeThread(worker: Worker): Thread {
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
