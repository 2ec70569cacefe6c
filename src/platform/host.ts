import type { Endpoint } from "comlink";

/** Inside a worker thread of the web: the thread that started it. */
export const host = (): Endpoint => globalThis as unknown as Endpoint;
