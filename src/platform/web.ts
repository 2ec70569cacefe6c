import type { Build, Platform } from "./platform.ts";
import { usualBudget } from "./platform.ts";
import { longestTimer } from "./timers.ts";
import { baseAddress, webThread, workerOf } from "./web-thread.ts";

/** What a host of the web must be told: bundlers find these addresses only where they stand as a whole. */
interface Places {
  wasm(build: Build): URL;
  /** Starts the worker of the library. */
  worker(): Worker;
}

/** Browsers and similar hosts, which have fetch and, as a rule, module workers. */
export function webPlatform(places: Places): Platform {
  return {
    cores: typeof Worker === "undefined" ? 0 : (globalThis.navigator?.hardwareConcurrency ?? 1),
    budget: usualBudget,
    compile: async (build) => WebAssembly.compile(await fetched(places.wasm(build))),
    spawn: (given) => webThread(given === undefined ? places.worker() : workerOf(given)),
    later,
    baseAddress,
  };
}

async function fetched(url: URL): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status} ${response.statusText}.`);
  return response.arrayBuffer();
}

function later(milliseconds: number, work: () => void): () => void {
  if (milliseconds > longestTimer) return () => {};
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}
