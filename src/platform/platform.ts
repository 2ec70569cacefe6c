import type * as atOnce from "node:fs";
import type * as files from "node:fs/promises";
import type { Endpoint } from "comlink";
import type { WorkerSource } from "../base/host/types.ts";

/** The two builds of the kernels. They have the same exports but round differently. */
export type Build = "simd" | "relaxed";

/** Everything that differs between hosts. The rest of the library is the same code everywhere. */
export interface Platform {
  /** Processors that this host offers to worker threads; 0 where there are none. */
  readonly cores: number;
  /** Bytes of prepared representations that a thread may hold if nobody says otherwise. */
  readonly budget: number;
  /** Compiles a build that ships with the library. Rejects where its file cannot be read. */
  compile(build: Build): Promise<WebAssembly.Module>;
  /** The file of a build, where it is one that can be read. */
  read?(build: Build): Promise<Uint8Array<ArrayBuffer>>;
  /** Starts a worker thread of this library. @throws any error where that cannot be. */
  spawn(worker?: WorkerSource): Thread;
  /** Does `work` after some time, if the host is then still running. @returns cancels it */
  later(milliseconds: number, work: () => void): () => void;
  /** The address to which those in a page are relative; absent where there are no pages. */
  baseAddress?(): string | undefined;
  /** Files of this machine; absent where there are none. */
  readonly files?: Files;
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

/** The file system, as far as it is used; what ends in Sync is for C code, which cannot wait. */
export type Files = Pick<typeof files, "open" | "readdir" | "stat" | "readFile"> &
  Pick<typeof atOnce, "openSync" | "fstatSync" | "readSync" | "closeSync">;

/** What a thread may hold: there is room for it beside everything else. */
export const usualBudget = 128 * 2 ** 20;
