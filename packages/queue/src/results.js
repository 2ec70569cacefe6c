/**
 * Results travel as entries of a Redis stream, as they are: BullMQ's own return values are JSON, which takes a third
 * more for numbers in base 64 and stays in two places. An entry is removed when the coordinator has kept it.
 *
 * @typedef {object} Result
 * @property {number} tile
 * @property {string} worker - its name
 * @property {unknown} notes - plain data beside
 * @property {Uint8Array} bytes
 */

/**
 * @param {import("ioredis").Redis} redis
 * @param {string} key
 * @param {Result} result
 */
export async function sendResult(redis, key, { tile, worker, notes, bytes }) {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  await redis.xadd(key, "*", "t", tile, "w", worker, "n", JSON.stringify(notes ?? null), "b", body);
}

/**
 * The oldest results that are there. What was taken is removed by `removeResults`, so that each comes until it was kept.
 * @param {import("ioredis").Redis} redis - a connection of its own if it waits
 * @param {string} key
 * @param {number} wait - milliseconds; 0 does not wait
 * @returns {Promise<{ ids: string[], results: Result[] }>}
 */
export async function readResults(redis, key, wait) {
  const answer = /** @type {StreamAnswer} */ (
    wait > 0
      ? await redis.xreadBuffer("COUNT", most, "BLOCK", wait, "STREAMS", key, "0")
      : await redis.xreadBuffer("COUNT", most, "STREAMS", key, "0")
  );
  const entries = answer?.[0]?.[1] ?? [];
  return { ids: entries.map(([id]) => String(id)), results: entries.map(([, fields]) => resultOf(fields)) };
}

/** @typedef {[key: Buffer, entries: [id: Buffer, fields: Buffer[]][]][] | null} StreamAnswer */

/** Entries that are read at once. */
const most = 128;

/**
 * @param {import("ioredis").Redis} redis
 * @param {string} key
 * @param {string[]} ids
 */
export async function removeResults(redis, key, ids) {
  if (ids.length > 0) await redis.xdel(key, ...ids);
}

/** @param {Buffer[]} fields @returns {Result} */
function resultOf(fields) {
  const [, tile, , worker, , notes, , bytes] = fields;
  return {
    tile: Number(tile),
    worker: String(worker),
    notes: JSON.parse(String(notes)),
    bytes: Uint8Array.from(/** @type {Buffer} */ (bytes)),
  };
}
