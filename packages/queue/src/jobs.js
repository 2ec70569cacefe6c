import { Queue } from "bullmq";
import { connect } from "./connect.js";
import { QueueError } from "./errors.js";
import { jobsKey, keysOf, tilesPrefix } from "./keys.js";

/** Seconds for which a job counts as alive after its coordinator said so last. */
const alive = 30;
/** Seconds for which is known that a job has ended. */
const remembered = 300;

/**
 * What all who work on a job must do alike.
 * @typedef {object} Terms
 * @property {number} tries - how often a tile may fail
 * @property {number} patience - seconds of silence after which a worker's tiles are given to another
 */

/** @typedef {{ id: string, terms: Terms, about: unknown }} Announced */

/**
 * The queue of a job's tiles.
 * @param {import("ioredis").Redis} redis
 * @param {string} id
 */
export function queueOf(redis, id) {
  const queue = new Queue(id, {
    connection: redis,
    prefix: tilesPrefix,
    streams: { events: { maxLen: 100 } }, // nobody reads them: results have their own stream
  });
  queue.on("error", () => {}); // the connection tells of its losses
  return queue;
}

/**
 * Says that there is a job. Saying it again changes nothing.
 * @param {import("ioredis").Redis} redis
 * @param {Announced} job
 */
export async function announce(redis, { id, terms, about }) {
  const keys = keysOf(id);
  await redis
    .multi()
    .del(keys.over)
    .set(keys.about, JSON.stringify({ terms, about }))
    .set(keys.alive, 1, "EX", alive)
    .zadd(jobsKey, "NX", Date.now(), id)
    .exec();
}

/**
 * @param {import("ioredis").Redis} redis
 * @param {string} id
 */
export async function sayAlive(redis, id) {
  await redis.set(keysOf(id).alive, 1, "EX", alive);
}

/**
 * Removes all of a job.
 * @param {import("ioredis").Redis} redis
 * @param {string} id
 */
export async function withdraw(redis, id) {
  const keys = keysOf(id);
  await redis
    .multi()
    .set(keys.over, 1, "EX", remembered)
    .zrem(jobsKey, id)
    .del(keys.about, keys.alive, keys.results)
    .exec();
  const queue = queueOf(redis, id);
  await queue.obliterate({ force: true, count: 10_000 });
  await queue.close();
}

/** Words of BullMQ's keys that a worker writes which comes when the job is just being removed. */
const left = ["meta", "events", "stalled", "stalled-check", "marker", "id", "pc", "limiter"];

/**
 * Removes what this worker may have left of a job that is over, unless it is announced again.
 * @param {import("ioredis").Redis} redis
 * @param {string} id
 */
export async function tidy(redis, id) {
  const keys = [keysOf(id).over, keysOf(id).results, ...left.map((word) => `${tilesPrefix}:${id}:${word}`)];
  const script =
    'if redis.call("exists", KEYS[1]) == 1 then return redis.call("del", unpack(KEYS, 2)) end return 0';
  await redis.eval(script, keys.length, ...keys);
}

/**
 * The job that was announced first of those whose coordinator lives.
 * @param {import("ioredis").Redis} redis
 * @returns {Promise<Announced | undefined>}
 */
export async function firstJob(redis) {
  for (const id of await redis.zrange(jobsKey, 0, -1)) {
    const { alive, about } = keysOf(id);
    const [text, lives] = await redis.mget(about, alive);
    if (text && lives) return { id, .../** @type {Omit<Announced, "id">} */ (JSON.parse(text)) };
  }
  return undefined;
}

/**
 * How a job is: being coordinated, ended, or silent, because its coordinator died or Redis lost it.
 * @param {import("ioredis").Redis} redis
 * @param {string} id
 * @returns {Promise<"there" | "over" | "silent">}
 */
export async function stateOf(redis, id) {
  const { about, alive, over } = keysOf(id);
  const [there, lives, ended] = await redis.mget(about, alive, over);
  if (ended) return "over";
  return there && lives ? "there" : "silent";
}

/**
 * All announced jobs, with how many tiles wait, are being computed, and failed.
 * @param {string} url
 */
export function listJobs(url) {
  return using(url, async (redis) => {
    const ids = await redis.zrange(jobsKey, 0, -1);
    return Promise.all(
      ids.map(async (id) => {
        const queue = queueOf(redis, id);
        const counts = await queue.getJobCounts("wait", "active", "delayed", "failed");
        const isPaused = await queue.isPaused();
        const { wait = 0, active = 0, delayed = 0, failed = 0 } = counts;
        const results = await redis.xlen(keysOf(id).results);
        const state = await stateOf(redis, id);
        return { id, state, isPaused, waiting: wait + delayed, active, failed, results };
      }),
    );
  });
}

/**
 * Workers take no further tile of any job. What they are computing they complete.
 * @param {string} url
 * @param {string} [only] - the id of a job; without it, all
 * @returns {Promise<string[]>} the ids
 * @throws {QueueError} if there is no such job.
 */
export function pauseJobs(url, only) {
  return withQueues(url, only, (queue) => queue.pause());
}

/** The opposite of `pauseJobs`. @param {string} url @param {string} [only] */
export function resumeJobs(url, only) {
  return withQueues(url, only, (queue) => queue.resume());
}

/** Removes a job that no coordinator will take up again. @param {string} url @param {string} id */
export function dropJob(url, id) {
  return using(url, async (redis) => {
    await assertAnnounced(redis, id);
    if ((await stateOf(redis, id)) === "there")
      throw new QueueError(`job ${id} has a coordinator that lives: end that with Ctrl-C.`);
    await withdraw(redis, id);
  });
}

/**
 * @param {string} url
 * @param {string | undefined} only
 * @param {(queue: Queue) => Promise<void>} act
 */
function withQueues(url, only, act) {
  return using(url, async (redis) => {
    if (only !== undefined) await assertAnnounced(redis, only);
    const ids = only === undefined ? await redis.zrange(jobsKey, 0, -1) : [only];
    for (const id of ids) await act(queueOf(redis, id));
    return ids;
  });
}

/** @param {import("ioredis").Redis} redis @param {string} id */
async function assertAnnounced(redis, id) {
  const ids = await redis.zrange(jobsKey, 0, -1);
  if (ids.includes(id)) return;
  throw new QueueError(`there is no job ${id}. Announced: ${ids.join(", ") || "none"}.`);
}

/**
 * @template R
 * @param {string} url
 * @param {(redis: import("ioredis").Redis) => Promise<R>} act
 */
async function using(url, act) {
  const redis = await connect(url);
  try {
    return await act(redis);
  } finally {
    redis.disconnect();
  }
}
