import { another, connect } from "./connect.js";
import { QueueError, TileError } from "./errors.js";
import { announce, queueOf, sayAlive, withdraw } from "./jobs.js";
import { keysOf, tileId, tileOf } from "./keys.js";
import { Rate } from "./rate.js";
import { readResults, removeResults } from "./results.js";

/** @typedef {import("./index.js").CoordinateOptions} CoordinateOptions */

/** Milliseconds for which one wait for results lasts: then the coordinator looks after the rest. */
const turn = 500;
/** Milliseconds between two looks for tiles that failed; and to say that the coordinator lives. */
const often = 1000;
/** Milliseconds between two looks for tiles that the queue has lost. */
const seldom = 30_000;
/** Milliseconds before a tile that failed is tried again, which is then likely on another worker. */
const rest = 500;

/**
 * Has all tiles of a job computed by the workers of a queue, and gives each result to `accept`. When it ends, by
 * success or not, nothing of the job is left in Redis.
 * @param {CoordinateOptions} options
 * @returns {Promise<import("./index.js").Totals>}
 * @throws {QueueError} if the server is not there, or does not let us in.
 * @throws {TileError} with the text of the last error of a tile that failed as often as it may be tried.
 */
export async function coordinate(options) {
  const { url, id, signal, say } = options;
  if (!/^[A-Za-z0-9-]{1,100}$/.test(id))
    throw new QueueError(`the id of a job is made of letters, digits and hyphens, got "${id}".`);
  signal?.throwIfAborted();
  const redis = await connect(url, say);
  const coordinator = new Coordinator(redis, options);
  try {
    return await coordinator.run();
  } finally {
    await coordinator.close();
  }
}

class Coordinator {
  #redis;
  /** A connection that waits for results. */
  #reader;
  #queue;
  #options;
  #keys;
  #terms;
  /** Tiles in the queue, as far as is known. Bounded, so that Redis stays small. @type {Set<number>} */
  #out = new Set();
  /** Those of which a result was not taken: their job may be in the queue for a moment longer. @type {Set<number>} */
  #refused = new Set();
  #next = 0;
  #done = 0;
  #repeated = 0;
  #addedAgain = 0;
  /** When each worker sent its last result, in milliseconds. @type {Map<string, number>} */
  #workers = new Map();
  #rate = new Rate();
  /** Whether the connection was lost since the queue was looked through. */
  #isUnsure = true;
  #looked = { failed: 0, lost: 0 };

  /**
   * @param {import("ioredis").Redis} redis
   * @param {CoordinateOptions} options
   */
  constructor(redis, options) {
    const { id, tries = 3, patience = 30 } = options;
    this.#redis = redis;
    this.#options = options;
    this.#keys = keysOf(id);
    this.#terms = { tries, patience };
    this.#reader = another(redis);
    this.#queue = queueOf(redis, id);
    redis.on("close", () => (this.#isUnsure = true));
  }

  async run() {
    const { signal, tiles, has } = this.#options;
    for (let tile = 0; tile < tiles; tile++) if (has(tile)) this.#done++;
    const stop = () => this.#reader.disconnect();
    signal?.addEventListener("abort", stop);
    try {
      await this.#queue.clean(0, 10_000, "failed"); // of a coordinator that died
      while (this.#done < tiles) {
        signal?.throwIfAborted();
        await this.#turn().catch((error) => this.#overcome(error));
      }
    } finally {
      signal?.removeEventListener("abort", stop);
    }
    return { tiles, repeated: this.#repeated, addedAgain: this.#addedAgain };
  }

  /** Ends the connections; what is in Redis of the job is removed, unless the server is gone. */
  async close() {
    this.#reader.disconnect();
    if (this.#redis.status === "ready")
      await Promise.race([withdraw(this.#redis, this.#options.id), pause(2000)]).catch(() => {});
    await this.#queue.close().catch(() => {});
    this.#redis.disconnect();
  }

  async #turn() {
    const span = this.#refused.size > 0 ? often : seldom;
    if (this.#isUnsure || isPast(this.#looked.lost, span)) await this.#reconcile();
    await this.#fill();
    await this.#take(turn);
    if (!isPast(this.#looked.failed, often)) return;
    this.#looked.failed = Date.now();
    await sayAlive(this.#redis, this.#options.id);
    await this.#assertNoneFailed();
    this.#tell(); // the rate falls while nothing comes
  }

  /**
   * Goes on when the server is there again: a command that was under way may be lost, and everything that is done
   * here may be done twice.
   * @param {Error} error
   */
  async #overcome(error) {
    this.#options.signal?.throwIfAborted();
    if (error instanceof TileError || error instanceof Refused) throw error.cause ?? error;
    if (
      error.name === "ReplyError" &&
      !/^(LOADING|MASTERDOWN|READONLY|OOM|MISCONF|CLUSTERDOWN)/.test(error.message)
    )
      throw new QueueError(`the queue's server refused a command: ${error.message}`);
    if (error.name === "ReplyError") this.#options.say?.(`the queue's server is not ready: ${error.message}`);
    else if (!this.#isLoss(error)) throw error;
    this.#isUnsure = true;
    await pause(turn);
  }

  /** Whether an error comes from a connection that was lost. @param {Error & { code?: string }} error */
  #isLoss({ message, name, code = "" }) {
    if (this.#redis.status !== "ready" || this.#reader.status !== "ready") return true;
    return /connection|socket|timed? ?out|abort|ECONN|EPIPE|ETIMEDOUT/i.test(`${code} ${name} ${message}`);
  }

  /** Adds tiles until the window is full. */
  async #fill() {
    const { tiles, has, window = 2000 } = this.#options;
    if (this.#out.size > window / 2 || this.#next >= tiles) return;
    const fresh = [];
    for (; this.#next < tiles && this.#out.size + fresh.length < window; this.#next++)
      if (!has(this.#next)) fresh.push(this.#next);
    for (const tile of fresh) this.#out.add(tile); // before they are added: should that fail, they are looked for
    await this.#add(fresh);
  }

  /** @param {number[]} tiles */
  async #add(tiles) {
    if (tiles.length === 0) return;
    const opts = {
      attempts: this.#terms.tries,
      backoff: { type: "fixed", delay: rest },
      removeOnComplete: true,
      stackTraceLimit: 1,
    };
    await this.#queue.addBulk(
      tiles.map((tile) => ({ name: "tile", data: null, opts: { ...opts, jobId: tileId(tile) } })),
    );
  }

  /**
   * Takes the results that are there. One is removed from Redis after it was kept.
   * @param {number} wait - milliseconds
   * @returns {Promise<number>} how many
   */
  async #take(wait) {
    const { ids, results } = await readResults(this.#reader, this.#keys.results, wait);
    for (const result of results) await this.#accept(result);
    await removeResults(this.#redis, this.#keys.results, ids);
    if (results.length > 0) this.#tell();
    return results.length;
  }

  /** @param {import("./results.js").Result} result */
  async #accept(result) {
    const { has, accept } = this.#options;
    this.#workers.set(result.worker, Date.now());
    this.#out.delete(result.tile);
    this.#refused.delete(result.tile);
    if (has(result.tile)) {
      this.#repeated++; // of a worker that was thought dead: the same bytes
      return;
    }
    const taken = await settled(() => accept(result));
    if (taken !== false) this.#done++;
    else {
      this.#out.add(result.tile); // it is in the queue no more when its worker has ended it, and so will be found to be lost
      this.#refused.add(result.tile);
    }
  }

  /**
   * Adds again what was lost: Redis may come back without its last second, or empty. A tile is lost if it is neither
   * in the queue nor among the results. They are looked at in this order, because a worker first sends a result.
   */
  async #reconcile() {
    this.#isUnsure = false;
    const { id, about } = this.#options;
    await announce(this.#redis, { id, terms: this.#terms, about });
    const asked = [...this.#out];
    const found = await this.#areThere(asked);
    while ((await this.#take(0)) > 0);
    const lost = asked.filter((tile, k) => !found[k] && this.#out.has(tile));
    await this.#add(lost);
    for (const tile of lost) this.#refused.delete(tile);
    this.#addedAgain += lost.length;
    this.#looked.lost = Date.now();
  }

  /** @param {number[]} tiles @returns {Promise<boolean[]>} */
  async #areThere(tiles) {
    const pipeline = this.#redis.pipeline();
    for (const tile of tiles) pipeline.exists(this.#keys.tile(tile));
    const answers = (await pipeline.exec()) ?? [];
    return answers.map(([error, count]) => {
      if (error) throw error;
      return count === 1;
    });
  }

  /** @throws {TileError} if a tile has failed for good. */
  async #assertNoneFailed() {
    const { has } = this.#options;
    for (const job of await this.#queue.getFailed(0, 9)) {
      const tile = tileOf(job?.id);
      if (!job || has(tile)) {
        await job?.remove(); // another worker had computed it
        continue;
      }
      while ((await this.#take(0)) > 0); // what was computed is kept
      throw new TileError(tile, failureOf(job, tile, this.#terms.tries));
    }
  }

  #tell() {
    const { onProgress, tiles } = this.#options;
    const since = Date.now() - Math.max(60_000, 2000 * this.#terms.patience);
    for (const [name, at] of this.#workers) if (at < since) this.#workers.delete(name);
    const workers = [...this.#workers.keys()];
    onProgress?.({ done: this.#done, total: tiles, workers, ...this.#rate.at(this.#done, tiles) });
  }
}

/** What `accept` threw, which ends the job. */
class Refused extends Error {
  /** @param {unknown} cause */
  constructor(cause) {
    super("refused", { cause });
  }
}

/** @template R @param {() => R | Promise<R>} act @throws {Refused} for what it threw */
async function settled(act) {
  try {
    return await act();
  } catch (error) {
    throw new Refused(error);
  }
}

/**
 * @param {import("bullmq").Job} job
 * @param {number} tile
 * @param {number} tries
 */
function failureOf({ failedReason = "no reason", processedBy, stalledCounter }, tile, tries) {
  const by = processedBy ? ` on ${processedBy}` : "";
  if (/stalled more than/.test(failedReason))
    return `tile ${tile} ended ${stalledCounter} workers in the middle of it (the last: ${processedBy ?? "unknown"}). Their logs, or those of the system (out of memory?), may say why.`; // prettier-ignore
  return `tile ${tile} failed ${tries} times. The last error${by}: ${failedReason}`;
}

/** @param {number} since @param {number} span */
function isPast(since, span) {
  return Date.now() - since >= span;
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
