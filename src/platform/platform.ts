import type { Endpoint } from "comlink";

/** What differs between hosts. Everything else in the library is the same code everywhere. */
export interface Platform {
  /** Processors that this host offers; at least 1. */
  readonly cores: number;
  /** Bytes of a file that ships with the library. */
  readAsset(url: URL): Promise<Uint8Array<ArrayBuffer>>;
  /** Starts a worker thread of this library. */
  spawn(): Thread;
  /** Inside such a thread: the comlink endpoint of the one that started it. */
  host(): Endpoint;
}

/** A worker thread: where to send, how to learn of its death, how to end it. */
export interface Thread {
  /** A comlink endpoint. */
  readonly endpoint: Endpoint;
  /** Rejects when the thread has died, was terminated or could not start; never resolves. */
  readonly death: Promise<never>;
  /** Whether the host may exit while this thread lives: no while it works. */
  keepAlive(working: boolean): void;
  /** Ends it within milliseconds, even in the middle of a kernel. */
  terminate(): void;
}
