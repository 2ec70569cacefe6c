/** Where things lie in Redis. Everything of a job has its id in its key. */

const root = "repgeom";

/** The ids of announced jobs, by the time when each was announced. */
export const jobsKey = `${root}:jobs`;

/** What BullMQ keeps: it adds the id, which is the name of the queue. */
export const tilesPrefix = `${root}:tiles`;

/** @param {string} id */
export function keysOf(id) {
  const of = (/** @type {string} */ word) => `${root}:job:${id}:${word}`;
  return {
    /** The description of the job. */
    about: of("about"),
    /** Is there while its coordinator lives. */
    alive: of("alive"),
    /** Is there for a while after it ended. */
    over: of("over"),
    /** A stream of results that the coordinator has not taken yet. */
    results: of("results"),
    /** What BullMQ keeps of one tile. @param {number} tile */
    tile: (tile) => `${tilesPrefix}:${id}:${tileId(tile)}`,
  };
}

/**
 * BullMQ takes no number as the id of a job of its own.
 * @param {number} tile
 */
export function tileId(tile) {
  return `t${tile}`;
}

/** @param {string | undefined} id */
export function tileOf(id) {
  return Number(String(id).slice(1));
}
