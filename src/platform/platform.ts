import type { Endpoint } from "comlink";

/** Everything that differs between hosts. The rest of the library is the same code everywhere. */
export interface Platform {
  /** Processors that this host offers; at least 1. */
  readonly cores: number;
  /** Reads a file that ships with the library. */
  readAsset(url: URL): Promise<Uint8Array<ArrayBuffer>>;
  /** Starts a worker thread of this library. */
  spawn(): Thread;
  /** Does `work` after some time, if the host is then still running. @returns cancels it */
  later(milliseconds: number, work: () => void): () => void;
  /** Inside a worker thread: the comlink endpoint of the thread that started it. */
  host(): Endpoint;
}

/** A worker thread: where to send, how to learn of its death, how to end it. */
export interface Thread {
  /** A comlink endpoint. */
  readonly endpoint: Endpoint;
  /** Rejects when the thread dies, is terminated or cannot start. Never resolves. */
  readonly death: Promise<never>;
  /** While `working` is true, the host process must not exit. */
  keepAlive(working: boolean): void;
  /** Ends the thread within milliseconds, even if a kernel is running. */
  terminate(): void;
}
