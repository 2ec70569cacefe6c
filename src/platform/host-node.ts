import { parentPort } from "node:worker_threads";
import type { Endpoint } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";

/** Inside a worker thread: the thread that started it. In Deno and Bun it may be a worker of the web. */
export const host = (): Endpoint =>
  parentPort ? nodeEndpoint(parentPort) : (globalThis as unknown as Endpoint);
