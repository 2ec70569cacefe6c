import { Worker } from "node:worker_threads";
import { LeaveError, QueueError } from "../errors.js";

/** @typedef {import("../index.js").WorkOptions} WorkOptions */
/** @typedef {import("./messages.js").ToCaller} ToCaller */
/** @typedef {import("./messages.js").ToThread} ToThread */

/** Milliseconds in which the queue's thread hands back its tiles. */
const grace = 2000;

/**
 * Works on the tiles of the jobs of a queue until the signal aborts; with `once`, until its first job is over. The
 * queue has a thread of its own, which renews the locks of the tiles however long the computing holds up this one.
 * @param {WorkOptions} options
 * @returns {Promise<{ tiles: number }>} how many it computed
 * @throws {QueueError} if the server is not there, or does not let us in; what `open` throws; and the cause of a
 *   `LeaveError` of `compute`.
 */
export async function work(options) {
  const { signal } = options;
  signal?.throwIfAborted();
  const session = new Session(options);
  const stop = () => session.stop();
  signal?.addEventListener("abort", stop);
  try {
    return await session.ended;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

class Session {
  #options;
  #thread;
  /** @type {import("../index.js").OpenJob | undefined} */
  #job;
  #tiles = 0;
  /** Why it ends. @type {unknown} */
  #reason;
  /** @type {{ resolve: (value: { tiles: number }) => void, reject: (reason: unknown) => void } | undefined} */
  #settle;

  /** @param {WorkOptions} options */
  constructor(options) {
    const { url, name, once = false } = options;
    this.#options = options;
    this.#thread = new Worker(new URL("thread.js", import.meta.url), { workerData: { url, name, once } });
    this.#thread.on("error", (error) => void this.#end(error));
    this.#thread.on("message", (/** @type {ToCaller} */ message) => {
      if (message.kind === "ended") void this.#end(message.error && rebuilt(message.error));
      else this.#hear(message).catch((error) => this.#end(error));
    });
    /** @type {Promise<{ tiles: number }>} */
    this.ended = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
  }

  /** Hands back what is here, and ends. */
  stop() {
    this.#tell({ kind: "stop" });
    setTimeout(() => void this.#end(), grace).unref();
  }

  /** @param {ToThread} message @param {import("node:worker_threads").TransferListItem[]} [moved] */
  #tell(message, moved = []) {
    this.#thread.postMessage(message, moved);
  }

  /** @param {Exclude<ToCaller, { kind: "ended" }>} message */
  async #hear(message) {
    if (message.kind === "say") this.#options.say?.(message.text);
    else if (message.kind === "open") await this.#open(message);
    else if (message.kind === "compute") await this.#compute(message);
    else {
      await this.#close();
      this.#tell({ kind: "closed" });
    }
  }

  /** @param {Extract<ToCaller, { kind: "open" }>} message */
  async #open({ id, about }) {
    try {
      this.#job = await this.#options.open(about, id);
      this.#tell({ kind: "opened", lanes: this.#job.lanes });
    } catch (error) {
      this.#reason = error;
      this.#tell({ kind: "refused" });
    }
  }

  /** @param {Extract<ToCaller, { kind: "compute" }>} message */
  async #compute({ tile, ticket }) {
    await loopTurn(); // signals are heard between two tiles, also where computing holds up this thread
    const job = this.#job;
    if (!job) return;
    try {
      const { bytes, notes } = await job.compute(tile);
      this.#tiles++;
      const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
      const isMovable = own.buffer instanceof ArrayBuffer;
      this.#tell({ kind: "result", ticket, notes, bytes: own }, isMovable ? [own.buffer] : []);
    } catch (error) {
      if (error instanceof LeaveError) {
        this.#reason ??= error.cause ?? error;
        this.stop();
      } else this.#tell({ kind: "failed", ticket, message: messageOf(error) });
    }
  }

  /** @param {unknown} [error] */
  async #end(error) {
    await this.#close().catch((failure) => (this.#reason ??= failure));
    await this.#thread.terminate();
    const reason = this.#reason ?? error;
    if (reason) this.#settle?.reject(reason);
    else this.#settle?.resolve({ tiles: this.#tiles });
  }

  async #close() {
    const job = this.#job;
    this.#job = undefined;
    await job?.close();
  }
}

function loopTurn() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {{ name: string, message: string }} error */
function rebuilt({ name, message }) {
  return name === "QueueError" ? new QueueError(message) : Object.assign(new Error(message), { name });
}
