import { Worker, WaitingError } from "bullmq";
import { keysOf, tileOf, tilesPrefix } from "../keys.js";
import { sendResult } from "../results.js";

/** @typedef {import("./messages.js").ToThread} ToThread */
/** @typedef {{ id: string, terms: import("../jobs.js").Terms, name: string, lanes: number }} Place */

/**
 * How many workers may die with the same tile before it counts as what kills them. A worker that is killed uses up
 * none of the tile's tries.
 */
const mostDeaths = 5;
/** Milliseconds that an end of the shift may take. */
const grace = 1000;

/** A worker's time on one job. */
export class Shift {
  #redis;
  #place;
  #tell;
  #worker;
  /** Tiles at the caller's. @type {Map<number, { done: (result: Done) => void, fail: (error: Error) => void }>} */
  #open = new Map();
  #last = 0;
  #isEnding = false;

  /** @typedef {{ notes: unknown, bytes: Uint8Array }} Done */

  /**
   * @param {import("ioredis").Redis} redis
   * @param {Place} place
   * @param {(message: import("./messages.js").ToCaller) => void} tell
   */
  constructor(redis, place, tell) {
    const { id, terms, name, lanes } = place;
    this.#redis = redis;
    this.#place = place;
    this.#tell = tell;
    const milliseconds = 1000 * terms.patience;
    this.#worker = new Worker(id, (job, token) => this.#process(job, token), {
      connection: redis,
      prefix: tilesPrefix,
      name,
      concurrency: lanes + 1, // one lies ready, so that nobody waits for the queue
      lockDuration: milliseconds,
      stalledInterval: milliseconds,
      maxStalledCount: mostDeaths,
      runRetryDelay: 1000,
    });
    // Losses of the connection are told by the connection. A lock is lost when Redis was away for longer than it
    // lasts; the tile is then computed twice, with the same bytes.
    this.#worker.on("error", () => {});
    this.#worker.on("stalled", (tile) => tell({ kind: "say", text: `tile ${tileOf(tile)} is given out again: its worker is silent.` })); // prettier-ignore
    this.#worker.on("failed", (job, { message }) => {
      if (job) tell({ kind: "say", text: `tile ${tileOf(job.id)} failed (${job.attemptsMade} of ${terms.tries}): ${message}` }); // prettier-ignore
    });
  }

  /** Hears from the caller. @param {Extract<ToThread, { kind: "result" | "failed" }>} message */
  settle(message) {
    const waiting = this.#open.get(message.ticket);
    this.#open.delete(message.ticket);
    if (message.kind === "result") waiting?.done(message);
    else waiting?.fail(new Error(message.message));
  }

  /** Hands back the tiles that are not done, and takes no more. */
  async end() {
    this.#isEnding = true;
    const closing = this.#worker.close();
    for (const { fail } of this.#open.values()) fail(new HandBack());
    this.#open.clear();
    const inTime = await Promise.race([
      closing.then(() => true),
      new Promise((on) => setTimeout(on, grace, false)),
    ]);
    if (!inTime) this.#worker.disconnect?.();
  }

  /** @param {import("bullmq").Job} job @param {string} [token] */
  async #process(job, token = "") {
    const tile = tileOf(job.id);
    try {
      const { notes, bytes } = await this.#computed(tile);
      const { id, name: worker } = this.#place;
      await this.#insist(() => sendResult(this.#redis, keysOf(id).results, { tile, worker, notes, bytes }));
      return null;
    } catch (error) {
      if (!(error instanceof HandBack)) throw error;
      await job.moveToWait(token).catch(() => {}); // the job may be over
      throw new WaitingError();
    }
  }

  /** @param {number} tile @returns {Promise<Done>} */
  #computed(tile) {
    if (this.#isEnding) return Promise.reject(new HandBack());
    const ticket = ++this.#last;
    return new Promise((done, fail) => {
      this.#open.set(ticket, { done, fail });
      this.#tell({ kind: "compute", tile, ticket });
    });
  }

  /**
   * Does it again while the server is away or full, because that is no fault of the tile.
   * @param {() => Promise<void>} act
   */
  async #insist(act) {
    for (;;) {
      try {
        return await act();
      } catch (error) {
        if (this.#isEnding) throw new HandBack();
        this.#tell({ kind: "say", text: `the result of a tile could not be sent: ${/** @type {Error} */ (error).message}; trying again.` }); // prettier-ignore
        await new Promise((on) => setTimeout(on, 1000));
      }
    }
  }
}

/** The tile goes back to the queue, and counts as not tried. */
class HandBack extends Error {}
